"""How people word relations and concepts: the packaged `data/wordings/`, and the English of `english.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from kneegraph import files
from kneegraph.errors import DataError
from kneegraph.model import Kind
from kneegraph.nearest import suggestion
from kneegraph.text.stated import Reach

_FLAGS = frozenset({"quiet", "instructing", "any_verb"})
_RELATION_KEYS = _FLAGS | {
    "relation", "purpose", "subjects", "objects", "outcomes", "bare", "active", "plain", "inverse", "patterns"
}  # fmt: skip
_TABLES = frozenset({"lacking", "same", "concepts", "actions", "general", "kinds", "relations"})


@dataclass(frozen=True)
class RelationWording:
    """How one relation is worded: the kinds that it joins, and phrases by how they place subject and object.

    A relation may have several, for objects of different kinds; each has a name of its own. `purpose` names the relation
    that is meant just as well where something is done in order to ("do squats to ease knee pain"). `instructing`: an
    instruction says it as well as a statement does ("keep it to three sets"). `any_verb`: between concepts of these kinds
    hardly any verb can mean something else.
    """

    relation: str
    subjects: frozenset[Kind]
    objects: frozenset[Kind]
    outcomes: frozenset[Kind]
    bare: frozenset[Kind]
    active: tuple[str, ...]
    plain: tuple[str, ...]
    inverse: tuple[str, ...]
    patterns: tuple[str, ...]
    quiet: bool = False
    purpose: str | None = None
    instructing: bool = False
    any_verb: bool = False


@dataclass(frozen=True)
class Wordings:
    """Words of equal meaning, further names of concepts, verbs of joint actions, and the wording of each relation."""

    same: tuple[tuple[str, ...], ...]
    concepts: Mapping[str, tuple[str, ...]]
    verbs: frozenset[str]
    relations: Mapping[str, RelationWording]
    denials: tuple[str, ...] = ()
    influences: tuple[str, ...] = ()
    unhelpful: tuple[str, ...] = ()
    harms: frozenset[str] = frozenset()
    lacking: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_wordings(folder: Path | None = None) -> Wordings:
    """The packaged wordings, or those of a folder. Raises DataError for what cannot be read or has an unknown key."""
    home = folder or files.packaged("data", "wordings")
    source = home / "relations.toml"
    table: dict[str, Any] = {}
    for path in (source, home / "concepts.toml"):
        found = _toml(path)
        _check_keys("the file", found, _TABLES, path)
        _check_keys("[general]", found.get("general", {}), frozenset({"denials", "unhelpful", "harms", "influences"}), path)
        _check_keys("[actions]", found.get("actions", {}), frozenset({"verbs"}), path)
        table |= found
    relations, general = table.get("relations", {}), table.get("general", {})
    groups = {name: _kinds(names, {}, source) for name, names in table.get("kinds", {}).items()}
    return Wordings(
        same=tuple(tuple(line.split()) for line in table.get("same", ())),
        concepts={name: tuple(labels) for name, labels in table.get("concepts", {}).items()},
        lacking={name: tuple(labels) for name, labels in table.get("lacking", {}).items()},
        verbs=frozenset(table.get("actions", {}).get("verbs", "").split()),
        denials=tuple(_phrases(general.get("denials", ""))),
        influences=tuple(_phrases(general.get("influences", ""))),
        unhelpful=tuple(_phrases(general.get("unhelpful", ""))),
        harms=frozenset(general.get("harms", "").split()),
        relations={name: _relation(name, relations, groups, source) for name in relations},
    )


def _check_keys(where: str, table: Mapping[str, object], keys: frozenset[str], path: Path) -> None:
    for key in table:
        if key not in keys:
            raise DataError(f"{where} has no key {key!r}{suggestion(key, keys)}", path=path)


def _relation(
    name: str, tables: Mapping[str, Mapping[str, Any]], groups: Mapping[str, frozenset[Kind]], path: Path
) -> RelationWording:
    table = tables[name]
    _check_keys(f"[relations.{name}]", table, _RELATION_KEYS, path)
    for key, value in table.items():
        if type(value) is not (bool if key in _FLAGS else str):
            expected = "true or false" if key in _FLAGS else "text, phrases parted by |"
            raise DataError(f"[relations.{name}] {key} must be {expected} (got {value!r})", path=path)
    purpose = table.get("purpose")
    if purpose is not None and purpose not in tables:
        raise DataError(
            f"[relations.{name}] has a purpose that is not worded: {purpose!r}{suggestion(purpose, tables)}", path=path
        )

    def kinds(key: str) -> frozenset[Kind]:
        return _kinds(table.get(key, ""), groups, path)

    def phrases(key: str) -> tuple[str, ...]:
        return tuple(_phrases(table.get(key, "")))

    return RelationWording(
        relation=table.get("relation", name),
        subjects=kinds("subjects"),
        objects=kinds("objects"),
        outcomes=kinds("outcomes"),
        bare=kinds("bare"),
        active=phrases("active"),
        plain=phrases("plain"),
        inverse=phrases("inverse"),
        patterns=phrases("patterns"),
        purpose=purpose,
        quiet=table.get("quiet", False),
        instructing=table.get("instructing", False),
        any_verb=table.get("any_verb", False),
    )


def _phrases(text: str) -> Iterator[str]:
    return (" ".join(phrase.split()) for phrase in text.split("|") if phrase.strip())


def _kinds(names: str, groups: Mapping[str, frozenset[Kind]], path: Path) -> frozenset[Kind]:
    found: set[Kind] = set()
    for name in names.split():
        if name in groups:
            found |= groups[name]
        elif name in [*Kind]:
            found.add(Kind(name))
        else:
            raise DataError(f"no kind of concept is called {name!r}{suggestion(name, [*Kind, *groups])}", path=path)
    return frozenset(found)


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(files.read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"cannot be read as TOML: {error}", path=path) from error


@dataclass(frozen=True)
class Boosting:
    """How a word reaches too far, and what to write instead of it."""

    reach: Reach
    narrower: str


@dataclass(frozen=True)
class English:
    """The words of any claim; each set holds plain words, several words joined by a space."""

    sets: Mapping[str, frozenset[str]]
    boosts: Mapping[str, Boosting]
    irregular: Mapping[str, str]
    wrappers: tuple[str, ...]

    def __getitem__(self, name: str) -> frozenset[str]:
        """A set of words by name."""
        return self.sets[name]


@cache
def english() -> English:
    """The English that came with the package, read once."""
    table = _toml(Path(__file__).parent / "english.toml")
    boosts = {
        _spaced(word): Boosting(Reach(reach), narrower)
        for reach, words in table["boosts"].items()
        for word, narrower in words.items()
    }
    sets = {name: frozenset(map(_spaced, words.split())) for name, words in table.items() if isinstance(words, str)}
    return English(sets, boosts, table["irregular"], tuple(_phrases(table["wrappers"])))


def _spaced(word: str) -> str:
    return word.replace("-", " ") if len(word) > 1 else word
