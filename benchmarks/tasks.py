"""What `scale.py` measures, each task in a process of its own: `python benchmarks/tasks.py TASK PLACE…` prints JSON.

The arguments of a task are named after the places that it reads or makes: `data`, a file of N-Triples; `bare`, a store of
pyoxigraph; `store`, one of kneegraph; `tables`, a folder of results of `kneegraph assemble --tables`. Here is what concerns
all claims at once; what concerns some stands in `questions.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import questions
from processes import by_name, repeated, tell

from kneegraph import vocab as v

#: Contradictions by plain SPARQL: claims with support and dispute, most sources first.
SPARQL = """
PREFIX kg: <https://w3id.org/kneegraph/ns#>
SELECT ?claim (SUM(IF(?stance = kg:supports, 1, 0)) AS ?s) (SUM(IF(?stance = kg:disputes, 1, 0)) AS ?d)
WHERE { ?a kg:claim ?claim ; kg:stance ?stance } GROUP BY ?claim HAVING (?s > 0 && ?d > 0) ORDER BY DESC(?s + ?d)"""
FLAT = """
SELECT claim, count(*) FILTER (WHERE stance = 'supports') AS s, count(*) FILTER (WHERE stance = 'disputes') AS d,
    count(*) FILTER (WHERE stance = 'qualifies') AS q, count(*) FILTER (WHERE stance = 'reports') AS r
FROM flat GROUP BY claim"""


# Loading


def load_rdflib(data: str) -> dict[str, Any]:
    """rdflib's own store and parser."""
    from rdflib import Graph

    return repeated(1, lambda: len(Graph().parse(data, format="nt")))


def load_pyoxigraph(data: str, bare: str) -> dict[str, Any]:
    """pyoxigraph's bulk load into a folder."""
    from pyoxigraph import Store

    def load() -> None:
        opened = Store(bare)
        opened.bulk_load(path=data)
        opened.flush()

    return repeated(1, load)


def load_kneegraph(data: str, store: str) -> dict[str, Any]:
    """A store with all that is kept beside it."""
    from kneegraph.stored import build_store

    return repeated(1, lambda: build_store(store, data).counts)


def update_kneegraph(data: str, store: str) -> dict[str, Any]:
    """The same store with a file more, in which a new source disputes a hundred claims."""
    from kneegraph.stored import build_store

    more = Path(store).with_name("more.nt")
    with Path(data).open(encoding="utf-8") as lines:
        claims = (line.split(" ", 1)[0] for line in lines if line.endswith(f"<{v.RDF}type> <{v.KG}Claim> .\n"))
        more.write_text("".join(_disputed(islice(claims, 100))), encoding="utf-8")
    return repeated(1, lambda: build_store(store, data, str(more)).counts)


def _disputed(claims: Iterator[str]) -> Iterator[str]:
    """A source that disputes claims, as N-Triples."""
    source = f"<{v.ID}source/the-update>"
    yield f"{source} <{v.RDF}type> <{v.KG}Source> .\n"
    yield f'{source} <{v.DCTERMS}title> "The update" .\n{source} <{v.KG}tier> <{v.KG}popular> .\n'
    yield f"{source} <{v.KG}kind> <{v.KG}BlogPost> .\n{source} <{v.KG}collection> <{v.ID}collection/update> .\n"
    for claim in claims:
        one = f"<{v.ID}assertion/the-update.{claim.removeprefix(f'<{v.ID}claim/')[:-1]}.disputes>"
        yield f"{one} <{v.RDF}type> <{v.KG}Assertion> .\n{one} <{v.KG}claim> {claim} .\n{one} <{v.KG}source> {source} .\n"
        for term in ("stance> <{}disputes", "certainty> <{}certain", "basis> <{}statement"):
            yield f"{one} <{v.KG}{term.format(v.KG)}> .\n"
        yield f'{one} <{v.KG}paraphrase> "It is not so."@en .\n'


# All contradictions


def clashes_rdflib(data: str) -> dict[str, Any]:
    """SPARQL in rdflib's own engine."""
    from rdflib import Graph

    graph = Graph().parse(data, format="nt")
    return repeated(1, lambda: len(list(graph.query(SPARQL))))


def clashes_pyoxigraph(bare: str) -> dict[str, Any]:
    """SPARQL in pyoxigraph, on disk."""
    from pyoxigraph import Store

    opened = Store.read_only(bare)
    return repeated(3, lambda: sum(1 for _ in opened.query(SPARQL)))  # type: ignore[union-attr,misc]


def clashes_duckdb(tables: str) -> dict[str, Any]:
    """A group-by over a Parquet file in DuckDB."""
    import duckdb

    flat = f"WITH flat AS (SELECT * FROM '{tables}/tables/assertion.parquet')"
    query = f"{flat} SELECT * FROM ({FLAT}) WHERE s > 0 AND d > 0 ORDER BY s + d DESC"
    return repeated(5, lambda: len(duckdb.execute(query).fetchall()))


def clashes_polars(tables: str) -> dict[str, Any]:
    """The same in Polars."""
    import polars as pl

    def ask() -> int:
        stances = {name: (pl.col("stance") == word).sum() for name, word in (("s", "supports"), ("d", "disputes"))}
        flat = pl.scan_parquet(f"{tables}/tables/assertion.parquet").group_by("claim").agg(**stances)
        return len(flat.filter((pl.col("s") > 0) & (pl.col("d") > 0)).sort(pl.col("s") + pl.col("d")).collect().rows())

    return repeated(5, ask)


def clashes_kneegraph(store: str) -> dict[str, Any]:
    """The first hundred of all kinds, from a store opened anew."""
    import kneegraph

    kneegraph.open_store(store).first_contradictions(1)  # what is imported is imported
    return repeated(5, lambda: kneegraph.open_store(store).first_contradictions(100)[1])


# Tallies of everything


def tallies_bare(tables: str) -> dict[str, Any]:
    """One group-by with four conditional counts, in memory."""
    import duckdb

    base = duckdb.connect()
    base.execute(f"CREATE TABLE flat AS SELECT claim, stance, source FROM '{tables}/tables/assertion.parquet'")
    return repeated(5, lambda: base.execute(f"CREATE OR REPLACE TABLE tally AS {FLAT}"))


def tallies_kneegraph(tables: str) -> dict[str, Any]:
    """The tally of every claim, by tier too, distinct sources only, with its standing."""
    import tempfile

    from kneegraph.assembly.duck import DuckTables
    from kneegraph.assembly.schema import INPUTS
    from kneegraph.assembly.sql import counting

    with tempfile.TemporaryDirectory() as work:
        engine = DuckTables(Path(work))
        for table in ("assertion", "claim", "source"):
            engine.read(table, INPUTS[table], Path(tables) / "tables" / f"{table}.parquet")
        return repeated(5, lambda: engine.keep("tally", counting.TALLY))


def assemble_kneegraph(data: str, tables: str) -> dict[str, Any]:
    """Tallies, masses and contradictions of everything, and the tables that the others read."""
    from kneegraph.assembly.running import assemble

    return repeated(1, lambda: assemble([data], Path(tables), keep_tables=True).counts)


TASKS = by_name(
    load_pyoxigraph,
    load_rdflib,
    load_kneegraph,
    update_kneegraph,
    assemble_kneegraph,
    clashes_kneegraph,
    clashes_pyoxigraph,
    clashes_duckdb,
    clashes_polars,
    clashes_rdflib,
    tallies_kneegraph,
    tallies_bare,
    *questions.TASKS,
)


if __name__ == "__main__":
    tell(TASKS)
