"""`validate` and `verify` in the shell: restricted to some sources, and read by other programs."""

from __future__ import annotations

import inspect
import json
import shutil
from pathlib import Path

import pytest

from kneegraph.cli import main
from kneegraph.cli.data import validate, verify

BREAD = Path(__file__).parent.parent / "docs" / "examples" / "other-subject"


class Shell:
    """Runs command lines in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *args: str | Path) -> tuple[int, str, str]:
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main([str(arg) for arg in args])
        return int(left.value.code or 0), *self._capsys.readouterr()


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.delenv("KNEEGRAPH_SOURCES", raising=False)
    return Shell(capsys)


@pytest.fixture
def bread(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BREAD, tmp_path / "bread"))


def swap(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def moved(bread: Path) -> None:
    """Put a line in front of both texts, which moves every passage."""
    for path in (bread / "texts").glob("*.txt"):
        path.write_text("A new first line.\n" + path.read_text(encoding="utf-8"), encoding="utf-8")


def verified(shell: Shell, bread: Path, *options: str) -> tuple[list[tuple[str, str]], int]:
    """What verify finds, each a source and a kind, and how many passages it looked for."""
    _, out, _ = shell("verify", bread, "--sources", bread / "texts", "--format", "json", *options)
    report = json.loads(out)
    return [(one["source"], one["kind"]) for one in report["findings"]], report["passages"]


def test_validate_tells_and_counts_what_the_restriction_keeps(shell: Shell, bread: Path) -> None:
    swap(bread / "claims.ttl", "kg:certainty kg:certain", "kg:certainty kg:sure")
    everything = shell("validate", bread)[1].splitlines()
    for name, other in (("bakery-notes", "weekend-column"), ("weekend-column", "bakery-notes")):
        status, out, _ = shell("validate", bread, "--source", name)
        *findings, counts = out.splitlines()
        assert status == 1
        assert set(findings) == {line for line in everything[:-1] if f"assertion/{other}." not in line}
        assert 0 < len(findings) < len(everything) - 1
        assert "1 sources" in counts


def test_verify_proves_what_the_restriction_keeps(shell: Shell, bread: Path) -> None:
    moved(bread)
    found, passages = verified(shell, bread)
    for name in ("bakery-notes", "weekend-column"):
        mine, number = verified(shell, bread, "--source", name)
        assert mine == [one for one in found if one[0] == name]
        assert 0 < number < passages


@pytest.mark.parametrize("command", ["validate", "verify"])
def test_every_part_of_a_restriction_is_understood(command: str, shell: Shell, bread: Path) -> None:
    swap(bread / "claims.ttl", "kg:tier kg:popular", "kg:tier kg:peer-reviewed")
    given: tuple[str | Path, ...] = (command, bread, *(("--sources", bread / "texts") if command == "verify" else ()))
    for option, known, unknown in (("--tier", "peer-reviewed", "peer"), ("--collection", "sourdough", "sour-dog")):
        assert shell(*given, option, known)[0] == 0
        status, out, err = shell(*given, option, unknown)
        assert (status, out) == (3, "")
        assert f"no {option.strip('-')} is called '{unknown}'; nearest: " in err
        assert known in err
    status, _, err = shell(*given, "--source", "bakery-nots")
    assert status == 3
    assert "nearest: bakery-notes" in err
    status, _, err = shell(*given, "--tier", "popular")
    assert status == 3
    assert "no source is left" in err


@pytest.mark.parametrize("command", ["validate", "verify"])
def test_sources_without_a_year_are_named_when_the_year_counts(command: str, shell: Shell, bread: Path) -> None:
    claims = bread / "claims.ttl"
    lines = claims.read_text(encoding="utf-8").splitlines(keepends=True)
    start = next(number for number, line in enumerate(lines) if line.startswith("<source/bakery-notes>"))
    at = next(number for number, line in enumerate(lines) if number > start and "dcterms:issued" in line)
    claims.write_text("".join((*lines[:at], *lines[at + 1 :])), encoding="utf-8")
    given: tuple[str | Path, ...] = (command, bread, *(("--sources", bread / "texts") if command == "verify" else ()))
    status, _, err = shell(*given, "--as-of", "2100")
    assert (status, err) == (0, "Left out, because their year is not known: bakery-notes\n")
    assert shell(*given, "--as-of", "2100", "--source", "weekend-column")[2] == ""


def test_verify_writes_what_the_restriction_keeps_and_loses_nothing(shell: Shell, bread: Path) -> None:
    moved(bread)
    before = (bread / "claims.ttl").read_text(encoding="utf-8")
    _, _, err = shell("verify", bread, "--sources", bread / "texts", "--source", "bakery-notes", "--write")
    assert "claims.ttl: offsets and digests rewritten" in err
    after = (bread / "claims.ttl").read_text(encoding="utf-8")
    for paragraph in before.split("\n\n"):
        assert (paragraph in after) is not any(name in paragraph for name in _touched(before)), paragraph
    assert {kind for _, kind in verified(shell, bread, "--source", "weekend-column")[0]} == {"text changed", "passage moved"}
    assert {source for source, kind in verified(shell, bread)[0] if kind == "passage moved"} == {"weekend-column"}


def _touched(text: str) -> list[str]:
    """How the paragraphs begin that must change: the source, and those of its assertions that give a passage."""
    parts = (part for part in text.split("\n\n") if "oa:start" in part or part.startswith("<source/"))
    return [part.split()[0] for part in parts if part.startswith(("<assertion/bakery-notes.", "<source/bakery-notes>"))]


def test_a_restricted_build_can_be_loaded_again(shell: Shell, tmp_path: Path) -> None:
    built = tmp_path / "part.trig"
    assert shell("build", "--source", "somerset-2018", "-o", built)[0] == 0
    status, out, err = shell("sources", "--data", built)
    assert (status, err) == (0, "")
    assert "somerset-2018" in out


@pytest.mark.parametrize("command", ["validate", "verify"])
def test_an_empty_name_does_not_stand_for_the_current_folder(
    command: str, shell: Shell, bread: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(bread)
    status, out, err = shell(command, "")
    assert (status, out) == (2, "")
    assert "the name of a FILE is empty" in err


def test_each_finding_is_one_line_for_other_programs(shell: Shell, bread: Path) -> None:
    deep = bread.joinpath(*["a-folder-with-quite-a-long-name"] * 5, "and\na break")
    shutil.copytree(BREAD, deep)
    shown = str(deep).replace("\n", "⟦U+000A⟧")
    moved(deep)
    _, out, _ = shell("verify", deep, "--sources", deep / "texts")
    assert sum(line.startswith(f"{shown}/texts/") and line.endswith(" now, unchanged") for line in out.splitlines()) == 7
    swap(deep / "claims.ttl", "kg:certainty kg:certain", "kg:certainty kg:sure")
    *findings, last = shell("validate", deep)[1].splitlines()
    assert last.startswith("Checked ")
    assert findings
    assert all(line.startswith(f"{shown}/claims.ttl:") and line.endswith("(got kg:sure)") for line in findings)


def test_a_terminal_gets_its_findings_wrapped(shell: Shell, bread: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    swap(bread / "claims.ttl", "kg:certainty kg:certain", "kg:certainty kg:sure")
    lines = len(shell("validate", bread)[1].splitlines())
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert len(shell("validate", bread)[1].splitlines()) > lines


def test_the_help_of_verify_tells_the_folder_from_the_restriction(shell: Shell) -> None:
    text = " ".join(shell("verify", "--help")[1].split())
    assert "--sources DIR Folder with the texts of all sources" in text
    assert "--source SOURCE Only this source" in text
    assert "--source SOURCE is a restriction" in text


@pytest.mark.parametrize("command", [validate, verify])
def test_a_command_is_no_longer_than_fifteen_lines(command: object) -> None:
    code, _ = inspect.getsourcelines(inspect.unwrap(getattr(command, "callback")))  # noqa: B009
    assert len("".join(code).rpartition('"""')[2].strip().splitlines()) <= 15
