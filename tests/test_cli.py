"""The shell as its users see it: what each command prints, says on standard error, and answers as exit status.

Golden cases: `cases/cli/NAME.in` holds one command line, `NAME.expected` what it gives; `pytest --update` writes them.
"""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kneegraph.cli import main
from kneegraph.cli.main import COMMANDS
from kneegraph.cli.text import plain

CASES = Path(__file__).parent / "cases" / "cli"


class Shell:
    """Runs command lines in this process."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *args: str) -> tuple[int, str, str]:
        self._capsys.readouterr()
        with pytest.raises(SystemExit) as left:
            main(list(args))
        out, err = self._capsys.readouterr()
        return int(left.value.code or 0), out, err

    def json(self, *args: str) -> object:
        status, out, err = self(*args, "--format", "json")
        assert (status, err) == (0, "")
        return json.loads(out)


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    monkeypatch.chdir(CASES)
    monkeypatch.delenv("KNEEGRAPH_SOURCES", raising=False)
    return Shell(capsys)


@pytest.mark.parametrize("case", sorted(CASES.glob("*.in")), ids=lambda path: path.stem)
def test_a_command_line_gives_what_it_gave(case: Path, shell: Shell, request: pytest.FixtureRequest) -> None:
    status, out, err = shell(*shlex.split(case.read_text(encoding="utf-8")))
    given = f"{out}--- standard error\n{err}--- exit status {status}\n"
    expected = case.with_suffix(".expected")
    if request.config.getoption("--update"):
        expected.write_text(given, encoding="utf-8")
    assert given == expected.read_text(encoding="utf-8")
    assert "Traceback" not in given


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(name: str, shell: Shell) -> None:
    status, out, _ = shell(name, "--help")
    assert status == 0
    assert f"Usage: kneegraph {name}" in out


def test_the_contradictions_of_the_core_are_all_there(shell: Shell) -> None:
    found = shell.json("contradictions")
    assert isinstance(found, list)
    keys = {"kind", "claims", "supports", "disputes", "qualifies", "explanation"}
    assert all(keys <= one.keys() for one in found)
    kinds = {(one["kind"], claim) for one in found for claim in one["claims"]}
    assert ("disputed", "vastus-medialis-oblique.controls.patellar-tracking") in kinds
    assert ("qualified", "weak-gluteus-medius.causes.knee-valgus") in kinds
    assert ("reversed", "foot-pronation.inhibits.gluteal-muscles") in kinds
    assert ("reversed", "weak-gluteus-medius.causes.overpronation") in kinds
    assert ("scope", "gluteus-medius.performs.hip-internal-rotation") in kinds
    assert ("rivals", "weak-gluteus-medius.causes.knee-valgus") in kinds
    assert {"self", "inherited"} <= {one["kind"] for one in found}


def test_json_of_chains_and_exercises_has_the_designs_keys(shell: Shell) -> None:
    chains = shell.json("chains", "weak gluteus medius", "knee pain")
    assert isinstance(chains, list)
    chain = chains[0]
    assert {"steps", "sign", "stitched", "contested_steps", "score"} <= chain.keys()
    assert {"claim", "subject", "relation", "object", "standing", "sources"} <= chain["steps"][0].keys()
    links = shell.json("exercises", "--for", "knee valgus")
    assert isinstance(links, list)
    assert all({"exercise", "path", "outcome", "standing"} <= link.keys() for link in links)
    named = {link["exercise"] for link in links}
    assert {"clamshell", "side-lying leg raise", "lunge", "squat", "banded crab walk"} <= named


def test_no_chain_is_an_empty_list_with_a_reason(shell: Shell) -> None:
    status, out, err = shell("chains", "knee pain", "hypertonic TFL", "--collection", "core", "--format", "json")
    assert (status, json.loads(out)) == (0, [])
    assert "only in the other direction" in err


@pytest.mark.parametrize("command", ["claim x causes y", "contradictions", "sparql 'ASK {}'", "tour", "sources", "gaps"])
def test_a_file_that_cannot_be_read_is_one_message_and_status_3(command: str, shell: Shell) -> None:
    status, out, err = shell(*shlex.split(command), "--data", "nowhere.ttl")
    assert (status, out, err) == (3, "", "kneegraph: nowhere.ttl: there is no such file\n")


def test_hostile_labels_print_harmlessly(shell: Shell, tmp_path: Path) -> None:
    hostile = (CASES / "tiny.ttl").read_text(encoding="utf-8").replace('"valgus"@en', '"\\u001B[2Jva\\u202Elgus"@en')
    (tmp_path / "hostile.ttl").write_text(hostile, encoding="utf-8")
    for form in ("table", "json"):
        _, out, _ = shell("search", "cave", "--data", str(tmp_path / "hostile.ttl"), "--format", form)
        assert "\x1b" not in out
        assert "\u202e" not in out
    assert plain("va\u202elgus") in shell("search", "cave", "--data", str(tmp_path / "hostile.ttl"))[1].replace("\n", "")


def test_tour_is_one_screen_and_writes_the_page(shell: Shell, tmp_path: Path) -> None:
    status, out, _ = shell("tour", "-o", str(tmp_path / "page.html"))
    assert status == 0
    assert len(out.splitlines()) <= 50
    assert "somerset-2018" in out
    assert str(tmp_path / "page.html") in out.replace("\n", "")
    assert (tmp_path / "page.html").stat().st_size > 100_000


def test_a_closed_pipe_is_no_error() -> None:
    code = "import kneegraph.cli as c; c.main(['sparql', 'SELECT * { ?s ?p ?o }', '--format', 'csv'])"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0


def test_a_query_may_come_from_a_file_and_from_standard_input(shell: Shell, tmp_path: Path) -> None:
    query = "SELECT (COUNT(*) AS ?n) { ?claim a kg:Claim }"
    (tmp_path / "count.rq").write_text(query, encoding="utf-8")
    expected = shell("sparql", query, "--format", "csv")
    assert expected[0] == 0
    assert shell("sparql", str(tmp_path / "count.rq"), "--format", "csv") == expected
    done = subprocess.run(
        [sys.executable, "-m", "kneegraph", "sparql", "-", "--format", "csv"],
        input=query.encode(), capture_output=True, check=True,
    )  # fmt: skip
    assert done.stdout.decode().replace("\r\n", "\n") == expected[1].replace("\r\n", "\n")
