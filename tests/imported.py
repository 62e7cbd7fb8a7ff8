"""Tables and mappings for tests, in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kneegraph import files, rdf
from kneegraph.importing import Imported, import_to_file
from kneegraph.model import Corpus

SIMPLE = """
[columns]
subject = "from"
relation = "how"
object = "to"
stance = "says"
source = "who"

[constants]
tier = "popular"
collection = "tests"

[[kinds]]
kind = "Condition"
"""

SIGNED = """
[columns]
subject = "from"
object = "to"
source = { template = "PMID {paper}" }

[constants]
tier = "peer-reviewed"

[[says]]
when = { sign = "+" }
relation = "causes"
stance = "supports"

[[says]]
when = { sign = "-" }
relation = "reduces"
stance = "supports"

[[says]]
when = { sign = "0" }
relation = ["causes", "reduces"]
stance = "disputes"
finding = "noEffect"

[[says]]
when = { sign = "?" }
relation = "associatedWith"
stance = "supports"

[[kinds]]
label = '^weak '
kind = "Sign"

[[kinds]]
kind = "Condition"
"""


@dataclass(frozen=True)
class Folder:
    """Where a test's table, mapping and output lie."""

    path: Path

    def table(self, content: str | bytes, name: str = "table.csv") -> Path:
        made = self.path / name
        made.write_bytes(content if isinstance(content, bytes) else content.encode())
        return made

    def mapping(self, text: str) -> Path:
        made = self.path / "mapping.toml"
        made.write_text(text, encoding="utf-8")
        return made

    def imported(self, content: str | bytes, mapping: str = SIMPLE, name: str = "table.csv") -> tuple[Imported, Corpus]:
        """What importing a table says, and the model that comes of it."""
        made = import_to_file([self.table(content, name)], self.mapping(mapping), self.path / "out.nq")
        return made, read_model(self.path / "out.nq")

    def rejects(self, name: str = "out.nq.rejects.tsv") -> list[list[str]]:
        """The rows of the file of rejects below its head."""
        lines = (self.path / name).read_text(encoding="utf-8").splitlines()
        return [line.split("\t") for line in lines[1:]]


def read_model(path: Path) -> Corpus:
    """The model in an imported file."""
    corpus, problems = rdf.from_quads(files.read_quads(path))
    assert not problems
    return corpus


def rows(*lines: Sequence[str]) -> str:
    """Comma-separated lines below the head of `SIMPLE`."""
    return "from,how,to,says,who\n" + "".join(",".join(line) + "\n" for line in lines)


def signed(*lines: str) -> str:
    """Rows such as `a + b 12` below the head of `SIGNED`."""
    return "from,sign,to,paper\n" + "".join(",".join(line.split()) + "\n" for line in lines)
