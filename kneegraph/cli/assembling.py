"""`assemble`: tallies, masses and contradictions of all claims at once, as tables."""

from __future__ import annotations

from pathlib import Path

import click

from kneegraph.cli import show
from kneegraph.cli.options import as_table_or_json
from kneegraph.cli.progress import progress_bar


@click.command()
@click.argument("paths", nargs=-1, metavar="[INPUT]...")
@click.option(
    "-o", "--output", required=True, type=click.Path(path_type=Path), metavar="DIR", help="The folder of the results."
)
@click.option("--engine", type=click.Choice(["duckdb", "spark"]), default="duckdb", show_default=True, help="What runs it.")
@click.option("--master", metavar="URL", help="The master of a Spark cluster [default: local[*], without one].")
@click.option(
    "--memory",
    default="2GB",
    show_default=True,
    metavar="SIZE",
    help="Of DuckDB, which spills the rest, or of a Spark executor.",
)
@click.option(
    "--weights",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="What evidence weighs, instead of the packaged weights.toml.",
)
@click.option("--tables", "keep_tables", is_flag=True, help="Also write the tables that INPUTs make, to DIR/tables.")
@as_table_or_json
def assemble(
    paths: tuple[str, ...],
    output: Path,
    engine: str,
    master: str | None,
    memory: str,
    weights: Path | None,
    keep_tables: bool,
    form: str,
) -> None:
    """Count, weigh and find every contradiction in INPUTs (or the packaged data), as Parquet and N-Quads.

    INPUTs are data files, or one folder of Parquet tables (docs/scale.md lists them). DIR keeps its old results until the new
    ones are whole. The same SQL runs on DuckDB, in this process, and on Apache Spark, which the extra `spark` installs.

    \b
    kneegraph assemble packaged -o results --tables
    kneegraph assemble results/tables -o others --engine spark --master spark://host:7077
    """
    if master is not None and engine != "spark":
        raise click.UsageError("--master is for --engine spark")
    from kneegraph.assembly.running import assemble as run

    with progress_bar() as progress:
        made = run(
            paths,
            output,
            engine=engine,
            master=master,
            memory=memory,
            weights=weights,
            keep_tables=keep_tables,
            progress=lambda _, done, total: progress("assembling", done, total),
        )
    if form == "json":
        show.show_json(made.as_dict())
        return
    counts = ", ".join(f"{made.counts[sort]:,} {sort}s" for sort in ("source", "claim", "assertion", "contradiction"))
    show.show_line(f"Assembled {counts} into {output}, by {made.engine} {made.engine_version}")
    if made.contradictions:
        show.show_line("Contradictions: " + ", ".join(f"{number:,} {kind}" for kind, number in made.contradictions.items()))
