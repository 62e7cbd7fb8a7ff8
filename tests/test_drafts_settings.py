"""A project's settings: where they are found, what they say, and what is said of what nobody reads."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from kneegraph.drafts import Settings, find_settings, read_settings
from kneegraph.drafts.settings import KEYS
from kneegraph.errors import DataError
from kneegraph.text.documents import Form

WHOLE = """
fail-on = ["contradicted", "overstated"]
show = "warning"
baseline = "known.json"
exclude = ["drafts/old"]
form = "text"
collection = "core"
tier = ["popular"]
"""


def settings(folder: Path) -> Settings:
    return Settings(
        folder / "kneegraph.toml",
        fail_on=("contradicted", "overstated"),
        show="warning",
        baseline=folder / "known.json",
        exclude=("drafts/old",),
        form=Form.TEXT,
        collection=("core",),
        tier=("popular",),
    )


def put(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_key_is_read_in_both_files(tmp_path: Path) -> None:
    own = put(tmp_path / "kneegraph.toml", f"[check]{WHOLE}")
    assert read_settings(own) == settings(tmp_path)
    shared = put(tmp_path / "pyproject.toml", f"[project]\nname = 'x'\n[tool.kneegraph.check]{WHOLE}")
    assert dataclasses.replace(read_settings(shared), path=own) == settings(tmp_path)
    assert all(f"\n{key} = " in WHOLE for key in KEYS)
    assert {key.replace("-", "_") for key in KEYS} == {one.name for one in dataclasses.fields(Settings)} - {"path"}


def test_settings_are_found_upward_from_what_is_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(tmp_path / "pyproject.toml", "[tool.kneegraph.check]\nshow = 'error'\n")
    inner = put(tmp_path / "a" / "kneegraph.toml", "[check]\nshow = 'note'\n")
    draft, other = put(tmp_path / "a" / "b" / "draft.md", "Words."), put(tmp_path / "c" / "d.md", "Words.")
    assert find_settings([draft]).path == inner
    assert find_settings([tmp_path / "a" / "b"]).path == inner
    assert find_settings([draft, other]).path == tmp_path / "pyproject.toml"
    assert find_settings([tmp_path / "a" / "**" / "*.md"]).path == inner
    monkeypatch.chdir(tmp_path / "a")
    assert find_settings(["b/draft.md"]).path == inner


def test_files_without_our_table_are_passed_over_and_a_repository_ends_the_search(tmp_path: Path) -> None:
    put(tmp_path / "kneegraph.toml", "[check]\nshow = 'error'\n")
    put(tmp_path / "a" / "pyproject.toml", "[tool.other]\nkey = 1\n")
    assert find_settings([tmp_path / "a"]).path == tmp_path / "kneegraph.toml"
    (tmp_path / "a" / ".git").mkdir()
    assert find_settings([tmp_path / "a"]) == Settings()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[check]\nfail_on = 'error'", ":2: nobody reads 'fail_on'; nearest: fail-on"),
        ("[check]\nzzz = 1", ":2: nobody reads 'zzz'; known: fail-on, show"),
        ("[chek]\nshow = 'note'", ":1: nobody reads 'chek' here; known: check"),
        ("\n\n[check]\nshow = 'loud'", ":4: show: no severity is called 'loud'"),
        (
            "[check]\nfail-on = 'contestd'",
            ":2: fail-on: no verdict, severity or rule is called 'contestd'; nearest: contested",
        ),
        ("[check]\nform = 'rst'", ":2: form: no form is called 'rst'"),
        ("[check]\nshow = ['note']", ":2: show must be a text (got ['note'])"),
        ("[check]\nexclude = [1]", ":2: exclude must be a text or a list of texts (got [1])"),
        ("[check]\nbaseline = ''", ":2: baseline must be a text (got '')"),
        ("[check\n", ": not TOML: "),
        ("check = 1", ": check must be a table"),
        ("", ": there is no [check] in it"),
    ],
)
def test_what_nobody_reads_is_an_error_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    path = put(tmp_path / "kneegraph.toml", text)
    with pytest.raises(DataError) as error:
        read_settings(path)
    assert str(error.value).startswith(f"{path}{message}")


def test_unknown_tables_of_ours_in_pyproject_are_errors(tmp_path: Path) -> None:
    put(tmp_path / "pyproject.toml", "[tool.kneegraph.chek]\nshow = 'note'\n")
    with pytest.raises(DataError, match=r"pyproject.toml:1: nobody reads 'chek' here; known: check"):
        find_settings([tmp_path])


def test_two_files_side_by_side_with_settings_are_one_too_many(tmp_path: Path) -> None:
    put(tmp_path / "pyproject.toml", "[tool.kneegraph.check]\nshow = 'error'\n")
    put(tmp_path / "kneegraph.toml", "[check]\nshow = 'note'\n")
    with pytest.raises(DataError, match="keep one of the two"):
        find_settings([tmp_path])
