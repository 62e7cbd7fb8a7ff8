"""`kneegraph import`: what it prints, and which exit status it leaves with."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_cli import CASES, Shell, shell

import kneegraph

__all__ = ["shell"]
TABLE, MAPPING = str(CASES / "signed.csv"), str(CASES / "signed.toml")


def test_rejected_rows_are_told_and_the_rest_is_imported(shell: Shell, tmp_path: Path) -> None:
    output = tmp_path / "out.nq"
    status, out, err = shell("import", TABLE, "--mapping", MAPPING, "-o", str(output))
    assert status == 0
    assert out.startswith("Imported 3 rows into")
    assert "2 concepts, 2 sources, 2 claims, 3 assertions" in out.replace("\n", " ")
    assert err == f"Rejected 1; each with its reason in {output}.rejects.tsv:\n  1 × no [[says]] fits\n"
    assert len(kneegraph.load(output).claims()) == 2


def test_with_strict_a_rejected_row_is_status_3(shell: Shell, tmp_path: Path) -> None:
    rejects = tmp_path / "rejects.tsv"
    options = "--strict", "--rejects", str(rejects), "-o", str(tmp_path / "out.nq")
    status, _, err = shell("import", TABLE, "--mapping", MAPPING, *options)
    assert status == 3
    assert str(rejects) in err
    assert rejects.read_text(encoding="utf-8").splitlines()[1] == (
        "signed.csv\t3\t4\tno [[says]] fits: sign 'up'\tweak grip | up | elbow pain | 3"
    )


def test_a_store_answers_the_other_commands(shell: Shell, tmp_path: Path) -> None:
    store = str(tmp_path / "store")
    assert shell("import", TABLE, "--mapping", MAPPING, "--store", store)[0] == 0
    status, out, _ = shell("contradictions", "--store", store)
    assert status == 0
    assert "disputed" in out


def test_where_nothing_could_be_imported_it_is_status_3_and_no_output(shell: Shell, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("from,sign,to,paper\na,up,b,1\n", encoding="utf-8")
    status, out, err = shell("import", str(tmp_path / "t.csv"), "--mapping", MAPPING, "-o", str(tmp_path / "out.nq"))
    assert (status, out) == (3, "")
    assert "none of its 1 rows could be imported; the first is t.csv, row 1, line 2: no [[says]] fits: sign 'up'" in err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.nq.rejects.tsv", "t.csv"]


@pytest.mark.parametrize("given", [("-o", "x.nq", "--store", "y"), ()])
def test_one_thing_is_made(given: tuple[str, ...], shell: Shell) -> None:
    status, _, err = shell("import", TABLE, "--mapping", MAPPING, *given)
    assert status == 2
    assert "say what to make: --store DIR, or -o FILE" in err
