"""How a project wants its drafts checked: `[tool.kneegraph.check]` in pyproject.toml, or `[check]` in kneegraph.toml."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from kneegraph import files
from kneegraph.drafts.failing import failing_rules, severity_of
from kneegraph.errors import DataError, UnknownTermError
from kneegraph.nearest import nearest, suggestion
from kneegraph.text.documents import Form

OWN, SHARED = "kneegraph.toml", "pyproject.toml"


@dataclass(frozen=True)
class Settings:
    """What a project has settled; None or nothing where it says nothing. `path` is the file, whose folder paths start from."""

    path: Path | None = None
    fail_on: tuple[str, ...] = ()
    show: str | None = None
    baseline: Path | None = None
    exclude: tuple[str, ...] = ()
    form: Form | None = None
    collection: tuple[str, ...] = ()
    tier: tuple[str, ...] = ()

    @property
    def folder(self) -> Path:
        """Where the globs of `exclude` start."""
        return self.path.parent if self.path else Path()


#: Each key of the table; true for those that may be a list.
KEYS = {
    "fail-on": True,
    "show": False,
    "baseline": False,
    "exclude": True,
    "form": False,
    "collection": True,
    "tier": True,
}


def find_settings(named: Iterable[str | Path]) -> Settings:
    """The settings that hold for these files: of the nearest folder, from the one that holds them all upward, that has any.

    The search ends at the root of a repository. Raises DataError for a file that cannot be read or says what nobody reads.
    """
    for folder in _upward(_common(named)):
        found = [path for path in (folder / OWN, folder / SHARED) if path.is_file() and _table(path) is not None]
        if len(found) > 1:
            message = f"{SHARED} beside it has settings for kneegraph check too; keep one of the two"
            raise DataError(message, path=found[0])
        if found:
            return read_settings(found[0])
        if (folder / ".git").exists():
            break
    return Settings()


def read_settings(path: Path) -> Settings:
    """The settings in a file: of a pyproject.toml its `[tool.kneegraph.check]`, of any other its `[check]`.

    Raises DataError with the line for a key that nobody reads, or a value that does not fit its key.
    """
    table = _table(path)
    if table is None:
        wanted = "[tool.kneegraph.check]" if path.name == SHARED else "[check]"
        raise DataError(f"there is no {wanted} in it", path=path)
    text = files.read_text(path)
    for key in table:
        if key not in KEYS:
            message = f"nobody reads {key!r}{suggestion(key, KEYS) or '; known: ' + ', '.join(KEYS)}"
            raise DataError(message, path=path, line=_line(text, key))
    values = {key: _texts(path, text, key, value) for key, value in table.items()}
    _refuse_unknown(path, text, values)
    one = {key: found[0] for key, found in values.items() if found and not KEYS[key]}
    return Settings(
        path,
        fail_on=values.get("fail-on", ()),
        show=one.get("show"),
        baseline=path.parent / one["baseline"] if "baseline" in one else None,
        exclude=values.get("exclude", ()),
        form=Form(one["form"]) if "form" in one else None,
        collection=values.get("collection", ()),
        tier=values.get("tier", ()),
    )


def _refuse_unknown(path: Path, text: str, values: Mapping[str, tuple[str, ...]]) -> None:
    """Raise DataError for the name of a verdict, a severity or a form that does not exist."""
    key = "fail-on"
    try:
        failing_rules(values.get(key, ()))
        key = "show"
        for name in values.get(key, ()):
            severity_of(name)
        key = "form"
        for name in values.get(key, ()):
            if name not in [*Form]:
                raise UnknownTermError("form", name, nearest(name, [*Form]) or [*Form])
    except UnknownTermError as error:
        raise DataError(f"{key}: {error}", path=path, line=_line(text, key)) from error


def _texts(path: Path, text: str, key: str, value: object) -> tuple[str, ...]:
    given: list[object] = value if isinstance(value, list) else [value]
    listed = [one for one in given if isinstance(one, str) and one]
    if (isinstance(value, list) and not KEYS[key]) or len(listed) < len(given):
        wanted = "a text or a list of texts" if KEYS[key] else "a text"
        raise DataError(f"{key} must be {wanted} (got {value!r})", path=path, line=_line(text, key))
    return tuple(part for one in listed for part in (one.split(",") if key == "fail-on" else [one]))


def _table(path: Path) -> Mapping[str, object] | None:
    """Our table of a file, or None where it has none. Raises DataError for anything else under our name."""
    try:
        whole: object = tomllib.loads(files.read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"not TOML: {error}", path=path) from error
    for name in ("tool", "kneegraph") if path.name == SHARED else ():
        whole = whole.get(name) if isinstance(whole, dict) else None
    if whole is None:
        return None
    if not isinstance(whole, dict):
        raise DataError("[tool.kneegraph] must be a table", path=path)
    for key in whole:
        if key != "check":
            raise DataError(f"nobody reads {key!r} here; known: check", path=path, line=_line(files.read_text(path), key))
    found = whole.get("check")
    if found is not None and not isinstance(found, dict):
        raise DataError("check must be a table", path=path)
    return found


def _line(text: str, key: str) -> int | None:
    """The line on which a key stands, as far as it can be seen."""
    found = re.search(rf"""^\s*(?:\[[\w.-]*)?["']?{re.escape(key)}["']?\s*(?:[=.\]])""", text, re.MULTILINE)
    return text.count("\n", 0, found.end()) + 1 if found else None


def _common(named: Iterable[str | Path]) -> Path:
    """The folder that holds everything that is named; of a glob, the part before its first sign."""
    folders = [_folder(Path(name)) for name in named]
    try:
        return Path(os.path.commonpath(folders)) if folders else Path.cwd()
    except ValueError:  # on several drives, which no folder holds together
        return Path.cwd()


def _folder(path: Path) -> Path:
    absolute = Path(os.path.normpath(path.absolute()))
    while not absolute.is_dir() and absolute != absolute.parent:
        absolute = absolute.parent
    return absolute


def _upward(folder: Path) -> Iterable[Path]:
    return (folder, *folder.parents)
