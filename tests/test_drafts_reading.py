"""Which drafts a name stands for, and what is said of those that cannot be read."""

from __future__ import annotations

import os
from pathlib import Path
from random import Random

import pytest

from kneegraph.drafts import draft_files, read_draft
from kneegraph.errors import DataError
from kneegraph.text.documents import Form


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of drafts, in which the test stands."""
    for name in ("a.md", "b.txt", "c.html", "d.py", "docs/e.MD", "docs/deep/f.markdown", ".hidden/g.md", "docs/.h.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("Words.", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def named(*names: str, exclude: tuple[str, ...] = ()) -> list[str]:
    return [path.as_posix() for path in draft_files(names, exclude=exclude)]


def test_a_folder_stands_for_its_drafts_without_the_hidden_ones(folder: Path) -> None:
    assert named(".") == ["a.md", "b.txt", "c.html", "docs/e.MD", "docs/deep/f.markdown"]
    assert named("docs") == ["docs/e.MD", "docs/deep/f.markdown"]
    assert named(str(folder / "docs")) == [(folder / "docs" / name).as_posix() for name in ("e.MD", "deep/f.markdown")]


def test_a_file_that_is_named_is_a_draft_whatever_its_ending(folder: Path) -> None:
    assert folder.is_dir()
    assert named("d.py", ".hidden/g.md") == ["d.py", ".hidden/g.md"]


def test_globs_are_matched_and_each_draft_comes_once(folder: Path) -> None:
    assert folder.is_dir()
    assert named("*.md") == ["a.md"]
    assert named("**/*.m*") == ["a.md", "docs/deep/f.markdown"]
    assert named("a.md", "*.md", ".") == ["a.md", "b.txt", "c.html", "docs/e.MD", "docs/deep/f.markdown"]


def test_a_name_with_the_signs_of_a_glob_that_exists_is_a_file(folder: Path) -> None:
    (folder / "[a].md").write_text("Words.", encoding="utf-8")
    assert named("[a].md") == ["[a].md"]


@pytest.mark.parametrize(
    ("exclude", "left"),
    [
        (("docs",), ["a.md", "b.txt", "c.html"]),
        (("docs/*",), ["a.md", "b.txt", "c.html"]),
        (("docs/deep/",), ["a.md", "b.txt", "c.html", "docs/e.MD"]),
        (("*.md", "*.txt"), ["c.html", "docs/e.MD", "docs/deep/f.markdown"]),
    ],
)
def test_globs_leave_out_what_is_found_but_not_what_is_named(folder: Path, exclude: tuple[str, ...], left: list[str]) -> None:
    assert folder.is_dir()
    assert named(".", exclude=exclude) == left
    assert named("a.md", exclude=("*.md",)) == ["a.md"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no.md", "no.md: there is no such file or folder"),
        ("*.rst", "*.rst: no file matches"),
        ("empty", "empty: the folder has no draft (.md, "),
    ],
)
def test_a_name_without_a_draft_is_an_error_with_its_place(folder: Path, name: str, message: str) -> None:
    (folder / "empty").mkdir()
    with pytest.raises(DataError) as error:
        named(name)
    assert str(error.value).startswith(message)


def test_nothing_left_by_exclude_is_an_error(folder: Path) -> None:
    assert folder.is_dir()
    with pytest.raises(DataError, match=r"nothing is left to check: exclude \(docs\) leaves out every draft here"):
        named("docs", exclude=("docs",))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_cannot_be_read_is_an_error(folder: Path) -> None:
    (folder / "docs").chmod(0)
    try:
        with pytest.raises(DataError, match="cannot be read"):
            named(".")
    finally:
        (folder / "docs").chmod(0o755)


def test_a_circle_of_links_is_not_followed(folder: Path) -> None:
    (folder / "docs" / "up").symlink_to(folder, target_is_directory=True)
    assert named("docs") == ["docs/e.MD", "docs/deep/f.markdown"]


def test_a_draft_is_read_by_its_ending_or_as_told(folder: Path) -> None:
    assert [read_draft(folder / name).form for name in ("a.md", "b.txt", "c.html")] == [Form.MARKDOWN, Form.TEXT, Form.HTML]
    assert read_draft(folder / "a.md", form=Form.TEXT).form is Form.TEXT


def test_line_ends_stay_as_they_are_and_a_byte_order_mark_goes(folder: Path) -> None:
    (folder / "a.md").write_bytes("\ufeffOne.\r\nTwo.\n".encode())
    assert read_draft(folder / "a.md").text == "One.\r\nTwo.\n"


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"Good.\nna\xefve", ":2:3: not UTF-8: byte 0xef"),
        (b"a\n\nb\0c", ":3:2: not a text"),
        (Random(1).randbytes(1 << 20), ":1:1: not UTF-8: byte 0x"),
    ],
    ids=["latin-1", "nul", "random bytes"],
)
def test_what_is_no_text_is_an_error_with_its_place(folder: Path, content: bytes, place: str) -> None:
    (folder / "a.md").write_bytes(content)
    with pytest.raises(DataError) as error:
        read_draft(folder / "a.md")
    assert str(error.value).startswith(f"{folder / 'a.md'}{place}")
