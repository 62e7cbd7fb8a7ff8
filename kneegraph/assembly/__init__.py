"""What takes all claims at once: reading, checking and counting in bulk, in SQL over columns.

reading    files of N-Quads as a table of quads
tables     quads as tables of assertions, claims and what they refer to
screening  what of it may break a rule
checked    whether it does, in the words of `validate`
tallies    tallies, standings, masses, and the quads that are stored of them
digest     a digest of the content
terms      RDF terms in SQL
engine     what runs the SQL
"""
