"""What takes all claims at once: reading, checking, counting and finding clashes in bulk, in SQL over columns.

What must hold a million claims is done by an engine; what is small beside them, or intricate, by the functions of `analysis`.

engine     what an engine must do; duck: DuckDB; spark: Apache Spark
schema     the tables that are assembled
reading    files of N-Quads as a table of quads
tables     quads as those tables
screening  what of them may break a rule
checked    whether it does, in the words of `validate`
digest     a digest of the content
frame      relations, concepts and sources as a model, and what follows from them
sql        the one definition of tallies, masses and clashes
steps      in which order it is run
deciding   what takes more than joins
running    all of it into a folder of results, which is of output
filling    all of it into a store on disk
beside     what is kept beside the triples there
terms      RDF terms in SQL
"""
