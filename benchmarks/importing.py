"""What importing a table costs, beside reading the same table by itself and loading what comes of it, in one run.

    .venv/bin/python benchmarks/importing.py [ROWS…]

The table is made here: a third as many claims as rows, between concepts that are named about as often as words are, from
sources likewise. Of peers, polars and (where it is installed) duckdb read the same table and count stances by claim, which
is the least that any import must do; pyoxigraph loads the N-Quads that the import has written, which is what they are for.
Every figure is of a process started afresh. Machines differ and drift; the ratios are worth quoting.
"""

from __future__ import annotations

import csv
import os
import platform
import random
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from generate import zipf
from processes import run

MAPPING = """[columns]
subject = "subject"
relation = "relation"
object = "object"
stance = "stance"
source = "source"
certainty = "certainty"
paraphrase = "paraphrase"

[constants]
tier = "peer-reviewed"
basis = "study"

[[kinds]]
kind = "Condition"
"""
HEAD = ("subject", "relation", "object", "stance", "source", "certainty", "paraphrase")

_GROUPED = "SELECT subject, relation, object, stance, count(DISTINCT source) FROM '{}' GROUP BY ALL"
POLARS = (
    "import polars\ntable = polars.scan_csv(sys.argv[1], separator='\\t')\n"
    "by = ['subject', 'relation', 'object', 'stance']\n"
    "table.group_by(by).agg(polars.col('source').n_unique()).collect(engine='streaming')"
)
DUCKDB = f"import duckdb\nduckdb.sql({_GROUPED!r}.format(sys.argv[1])).fetchall()"
IMPORT = (
    "if __name__ == '__main__':\n"
    "    from kneegraph.importing import import_to_file\n"
    "    import_to_file([sys.argv[1]], sys.argv[2], sys.argv[3], workers={})"
)
BARE = "from pyoxigraph import Store\nstore = Store(sys.argv[2])\nstore.bulk_load(path=sys.argv[1])\nstore.flush()"


def write_table(path: Path, rows: int) -> None:
    """A table of so many rows."""
    chance = random.Random(1)
    ends, who = zipf(chance, max(20, rows // 50)), zipf(chance, max(5, rows // 100))
    made = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        writer.writerow(HEAD)
        while made < rows:
            claim = f"concept {ends()}", chance.choice(("causes", "reduces", "associatedWith")), f"concept {ends()}"
            for _ in range(min(chance.randint(1, 5), rows - made)):
                made += 1
                stance = chance.choice(("supports", "supports", "supports", "disputes"))
                certainty = chance.choice(("certain", "probable", "possible"))
                writer.writerow((*claim, stance, f"Author {who()}", certainty, f"In its own words, number {made}."))


def main(sizes: list[int]) -> None:
    """Measure each size."""
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores")
    print("seconds (most MiB of the process itself); a load of other work on the machine counts in", flush=True)
    for size in sizes:
        with tempfile.TemporaryDirectory() as made:
            folder = Path(made)
            table, mapping, output = folder / "table.tsv", folder / "mapping.toml", folder / "out.nq"
            write_table(table, size)
            mapping.write_text(MAPPING, encoding="utf-8")
            peers = {"polars reads and counts": POLARS}
            if find_spec("duckdb") is not None:
                peers["duckdb reads and counts"] = DUCKDB
            found = {name: run(code, table) for name, code in peers.items()}
            for workers in (1, 2):
                found[f"import, {workers} process{'es' if workers > 1 else ''}"] = run(
                    IMPORT.format(workers), table, mapping, output
                )
            found["pyoxigraph loads the N-Quads"] = run(BARE, output, folder / "bare")
            size_mib = output.stat().st_size >> 20
        bare = found["pyoxigraph loads the N-Quads"][0]
        print(f"\n{size:,} rows, {size_mib} MiB of N-Quads")
        for name, (seconds, memory) in found.items():
            speed, ratio = size / seconds, seconds / bare
            print(f"  {name:<32}{seconds:>9.2f} s{f'({memory})':>8}{speed:>12,.0f} rows/s{ratio:>8.2f} of the load")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [100_000, 1_000_000])
