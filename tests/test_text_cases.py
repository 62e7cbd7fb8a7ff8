"""What sentences state, one golden case for each way to word a claim or to leave it open."""

from __future__ import annotations

from pathlib import Path

import pytest
from told_claims import read_after, told

from kneegraph.model import Corpus
from kneegraph.text.reader import Reader

CASES = Path(__file__).parent / "cases" / "text"
PHENOMENA = sorted(CASES.glob("*.in"))


@pytest.fixture(scope="module")
def reader(core: Corpus) -> Reader:
    return Reader(core)


@pytest.mark.parametrize("case", PHENOMENA, ids=lambda path: path.stem)
def test_sentences_state_what_they_stated(case: Path, reader: Reader, core: Corpus, request: pytest.FixtureRequest) -> None:
    got = "".join(described(line, reader, core) for line in case.read_text(encoding="utf-8").splitlines())
    expected = case.with_suffix(".expected")
    if request.config.getoption("--update"):
        expected.write_text(got, encoding="utf-8")
    assert got == expected.read_text(encoding="utf-8")


def described(line: str, reader: Reader, corpus: Corpus) -> str:
    """The sentence, and beneath it each claim that it states."""
    sentence, claims = read_after(reader, line)
    stated = [told(one, corpus.concepts, sentence) for one in claims]
    return "\n  ".join([line, *(stated or ["nothing"])]) + "\n"


def test_every_expectation_has_its_sentences() -> None:
    assert {path.stem for path in CASES.glob("*.expected")} == {path.stem for path in PHENOMENA}
    assert len(PHENOMENA) > 20


@pytest.mark.parametrize("name", ["questions", "stories", "announcements", "headings", "no_claim"])
def test_what_states_nothing_is_expected_to_state_nothing(name: str) -> None:
    lines = (CASES / f"{name}.expected").read_text(encoding="utf-8").splitlines()
    assert {line for line in lines if line.startswith("  ")} == {"  nothing"}


@pytest.mark.parametrize("name", ["denials", "idioms_of_denial", "wrapped_denials"])
def test_most_of_what_denies_is_expected_to_deny(name: str) -> None:
    lines = (CASES / f"{name}.expected").read_text(encoding="utf-8").splitlines()
    told_ = [line for line in lines if line.startswith("  ")]
    assert sum("denied" in line for line in told_) > 0.5 * len(told_)
