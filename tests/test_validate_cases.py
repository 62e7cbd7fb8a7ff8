"""Every bad file in tests/cases/validate gives exactly the one message that stands beside it; every good one gives none."""

from __future__ import annotations

from pathlib import Path

import pytest

from kneegraph.errors import DataError
from kneegraph.validate import INVARIANTS, validate

CASES = Path(__file__).parent / "cases" / "validate"
FILES = sorted(CASES.glob("*.ttl"))


def told(path: Path) -> list[tuple[str, str]]:
    """What is said of a file: rule and message, the path shortened to the file's name."""
    try:
        findings = [(finding.rule, str(finding)) for finding in validate([path]).findings]
    except DataError as error:
        findings = [("unreadable", str(error))]
    return [(rule, message.replace(str(path), path.name)) for rule, message in findings]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_gives_the_message_beside_it(path: Path, pytestconfig: pytest.Config) -> None:
    beside = path.with_name(f"{path.stem}_error.txt")
    found = "".join(f"{message} [{rule}]\n" for rule, message in told(path))
    if pytestconfig.getoption("--update") and found:
        beside.write_text(found, encoding="utf-8")
    expected = beside.read_text(encoding="utf-8") if beside.exists() else ""
    assert found == expected
    assert found.count("\n") == (0 if path.stem.startswith("good") else 1)
    assert found == "" or found.startswith(f"{path.name}:")


def test_every_invariant_has_a_case() -> None:
    tags = {path.read_text(encoding="utf-8").rsplit("[", 1)[1].strip("]\n") for path in CASES.glob("*_error.txt")}
    assert {rule.id for rule in INVARIANTS} <= tags
