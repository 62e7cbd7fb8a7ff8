"""A mapping out of a TOML file. Every error names the key, its line, and the nearest key that there is."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import NoReturn, TypeVar

from kneegraph import files, rdf
from kneegraph.errors import AmbiguousTermError, DataError, UnknownTermError
from kneegraph.importing.mapping import FIELDS, SEVERAL, Cell, ColumnMapping, KindRule, Says, TableForm
from kneegraph.importing.places import line_of_key
from kneegraph.labels import LabelIndex
from kneegraph.model import Basis, Certainty, Family, Finding, Kind, Relation, Stance, Tier
from kneegraph.model.identifiers import LONGEST
from kneegraph.nearest import suggestion

_Choice = TypeVar("_Choice", bound=StrEnum)
_Keys = tuple[str | int, ...]
_Table = Mapping[str, object]
_NEEDED = ("subject", "object", "source", "tier")
_CLOSED: dict[str, type[StrEnum]] = {
    "stance": Stance,
    "certainty": Certainty,
    "basis": Basis,
    "tier": Tier,
    "finding": Finding,
    "subject_kind": Kind,
    "object_kind": Kind,
    "outcome_kind": Kind,
    "reason_kind": Kind,
    "scope_kind": Kind,
}
_ENCODINGS = ("utf-8", "latin-1", "cp1252")
FORMS = ("csv", "tsv", "jsonl", "parquet")
_TOP = ("columns", "constants", "says", "kinds", "relations", "table", "identifiers")
_OF_RELATION = ("label", "inverse", "family", "sign", "chainable", "symmetric", "comparative", "other_labels", "definition")


def read_mapping(path: Path) -> ColumnMapping:
    """The mapping in a file. Raises DataError with the line for a key that nobody reads, or a value that does not fit."""
    text = files.read_text(path)
    try:
        whole = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise DataError(f"not TOML: {error or 'nested too deeply'}", path=path) from error
    return _Reader(path, text).mapping(whole)


class _Reader:
    """Reads one file; knows where in it an error stands."""

    def __init__(self, path: Path, text: str) -> None:
        self._path, self._text = path, text
        self._packaged = _packaged()

    def mapping(self, whole: _Table) -> ColumnMapping:
        self._known(whole, _TOP, ())
        cells = {name: self._cell(name, value) for name, value in self._fields(whole, "columns").items()}
        constants = {name: self._constant(name, value) for name, value in self._fields(whole, "constants").items()}
        own = {name: self._relation(name, value) for name, value in self._table(whole, "relations").items()}
        known = {**self._packaged, **own}
        says = tuple(self._says(number, rule, known) for number, rule in enumerate(self._tables(whole, "says")))
        kinds = tuple(self._kind(number, rule) for number, rule in enumerate(self._tables(whole, "kinds")))
        self._complete(cells, constants, says, kinds)
        identifiers = self._table(whole, "identifiers")
        self._known(identifiers, ("longest",), ("identifiers",))
        longest = self._whole(identifiers.get("longest", LONGEST), ("identifiers", "longest"))
        table = self._form(self._table(whole, "table"))
        return ColumnMapping(self._path, self._text, cells, constants, says, kinds, own, known, table, longest)

    def _complete(
        self, cells: Mapping[str, Cell], constants: Mapping[str, str], says: tuple[Says, ...], kinds: tuple[KindRule, ...]
    ) -> None:
        given = {*cells, *constants}
        missing = [name for name in _NEEDED if name not in given]
        if not any(rule.relations for rule in says) and "relation" not in given:
            missing.append("relation")
        if not any(rule.stance for rule in says) and "stance" not in given:
            missing.append("stance")
        if not any(rule.pattern is None for rule in kinds) and "subject_kind" not in given:
            missing.append("subject_kind (or [[kinds]] with a last one that has no label)")
        if missing:
            self._fail(f"nothing says what is the {missing[0]}: name its column in [columns] or its value in [constants]")

    def _fields(self, whole: _Table, name: str) -> _Table:
        table = self._table(whole, name)
        self._known(table, FIELDS, (name,))
        return table

    def _cell(self, name: str, value: object) -> Cell:
        keys = ("columns", name)
        if isinstance(value, str):
            return Cell((("", value),))
        table = self._as_table(value, keys)
        self._known(table, ("column", "template", "values", "separator"), keys)
        if ("column" in table) == ("template" in table):
            self._fail(f"columns.{name} needs a column or a template, and not both", *keys)
        if "separator" in table and name not in SEVERAL:
            self._fail(f"{name} has one value; only {', '.join(sorted(SEVERAL))} may have a separator", *keys, "separator")
        values = self._table(table, "values", *keys)
        renamed = {key: self._string(one, (*keys, "values", key)) for key, one in values.items()}
        if name in _CLOSED:
            for key, one in renamed.items():
                self._choice(_CLOSED[name], one, (*keys, "values", key))
        parts = (("", self._string(table["column"], (*keys, "column"))),) if "column" in table else self._parts(table, keys)
        separator = self._string(table["separator"], (*keys, "separator")) if "separator" in table else None
        return Cell(parts, renamed, separator)

    def _parts(self, table: _Table, keys: _Keys) -> tuple[tuple[str, str | None], ...]:
        template = self._string(table["template"], (*keys, "template"))
        pieces = re.split(r"\{([^{}]+)\}", template)
        if len(pieces) == 1 or any(brace in text for text in pieces[::2] for brace in "{}"):
            self._fail(f"a template has columns in braces, as in 'PMID {{pmid}}' (got {template!r})", *keys, "template")
        columns: list[str | None] = [*pieces[1::2], None]
        return tuple(zip(pieces[::2], columns, strict=True))

    def _constant(self, name: str, value: object) -> str:
        text = self._string(value, ("constants", name))
        if name in _CLOSED:
            self._choice(_CLOSED[name], text, ("constants", name))
        return text

    def _says(self, number: int, rule: _Table, known: Mapping[str, Relation]) -> Says:
        keys = ("says", number)
        self._known(rule, ("when", "relation", "stance", "finding"), keys)
        when = self._table(rule, "when", *keys)
        stance = self._choice(Stance, rule["stance"], (*keys, "stance")) if "stance" in rule else None
        finding = self._choice(Finding, rule["finding"], (*keys, "finding")) if "finding" in rule else None
        named = self._strings(rule.get("relation", []), (*keys, "relation"))
        relations = tuple(self._find_relation(name, known, (*keys, "relation")) for name in named)
        wanted = {name: frozenset(self._strings(value, (*keys, "when", name))) for name, value in when.items()}
        return Says(wanted, relations, stance, finding)

    def _find_relation(self, name: str, known: Mapping[str, Relation], keys: _Keys) -> str:
        try:
            return relation_index(known).find(name).id
        except (UnknownTermError, AmbiguousTermError) as error:
            self._fail(str(error), *keys)

    def _kind(self, number: int, rule: _Table) -> KindRule:
        keys = ("kinds", number)
        self._known(rule, ("label", "kind"), keys)
        kind = self._choice(Kind, rule.get("kind", ""), (*keys, "kind"))
        if "label" not in rule:
            return KindRule(kind)
        try:
            return KindRule(kind, re.compile(self._string(rule["label"], (*keys, "label"))))
        except re.error as error:
            self._fail(f"kinds.label is no pattern: {error}", *keys, "label")

    def _relation(self, name: str, value: object) -> Relation:
        keys = ("relations", name)
        table = self._as_table(value, keys)
        self._known(table, _OF_RELATION, keys)
        if not re.fullmatch(r"[a-z][A-Za-z0-9]*", name):
            self._fail(f"a relation's name is one word, such as activates or bindsTo (got {name!r})", *keys)
        if name in self._packaged:
            self._fail(f"{name} comes with kneegraph; leave it out, or give yours another name", *keys)
        if "label" not in table:
            self._fail(f"relations.{name} needs a label", *keys)
        label = self._string(table["label"], (*keys, "label"))
        sign = self._whole(table["sign"], (*keys, "sign")) if "sign" in table else None
        if sign not in (None, 1, -1):
            self._fail(f"sign must be 1 or -1 (got {sign})", *keys, "sign")
        return Relation(
            id=name,
            label=label,
            inverse_label=self._string(table.get("inverse", label), (*keys, "inverse")),
            family=self._choice(Family, table.get("family", "descriptive"), (*keys, "family")),
            sign=sign,
            chainable=self._flag(table, "chainable", keys),
            symmetric=self._flag(table, "symmetric", keys),
            comparative=self._flag(table, "comparative", keys),
            other_labels=tuple(sorted(self._strings(table.get("other_labels", []), (*keys, "other_labels")))),
            definition=self._string(table["definition"], (*keys, "definition")) if "definition" in table else None,
        )

    def _form(self, table: _Table) -> TableForm:
        self._known(table, ("format", "delimiter", "quote", "encoding", "names"), ("table",))
        form = self._of(table, "format", FORMS)
        delimiter = self._string(table["delimiter"], ("table", "delimiter")) if "delimiter" in table else None
        if delimiter is not None and (len(delimiter) != 1 or delimiter in '\r\n"'):
            self._fail(f"a delimiter is one character (got {delimiter!r})", "table", "delimiter")
        quote = table.get("quote", '"')
        if quote is not False and (not isinstance(quote, str) or len(quote) != 1):
            self._fail(f"quote is one character, or false (got {quote!r})", "table", "quote")
        names = tuple(self._strings(table.get("names", []), ("table", "names")))
        encoding = self._of(table, "encoding", _ENCODINGS) or "utf-8"
        return TableForm(form, delimiter, quote if isinstance(quote, str) else None, encoding, names)

    def _of(self, table: _Table, name: str, allowed: Collection[str]) -> str | None:
        value = table.get(name)
        if value is not None and value not in allowed:
            self._fail(f"{name} must be {' or '.join(allowed)} (got {value!r})", "table", name)
        return value if isinstance(value, str) else None

    def _flag(self, table: _Table, name: str, keys: _Keys) -> bool:
        value = table.get(name, False)
        if not isinstance(value, bool):
            self._fail(f"{name} must be true or false (got {value!r})", *keys, name)
        return value

    def _choice(self, allowed: type[_Choice], value: object, keys: _Keys) -> _Choice:
        if isinstance(value, str):
            with suppress(ValueError):
                return allowed(value)
        choices = " or ".join(", ".join(allowed).rsplit(", ", 1))
        near = suggestion(value, [*allowed]) if isinstance(value, str) else ""
        raise self._error(f"{keys[-1]} must be {choices} (got {value!r}{near})", *keys)

    def _known(self, table: _Table, known: Collection[str], keys: _Keys) -> None:
        for key in table:
            if key not in known:
                near = suggestion(key, known) or f"; known: {', '.join(known)}"
                place = f" in {'.'.join(str(one) for one in keys if isinstance(one, str))}" if keys else ""
                self._fail(f"nobody reads {key!r}{place}{near}", *keys, key)

    def _table(self, table: _Table, name: str, *keys: str | int) -> _Table:
        return self._as_table(table.get(name, {}), (*keys, name))

    def _as_table(self, value: object, keys: _Keys) -> _Table:
        if not isinstance(value, dict):
            self._fail(f"{keys[-1]} must be a table of keys (got {value!r})", *keys)
        return value

    def _tables(self, whole: _Table, name: str) -> list[_Table]:
        value = whole.get(name, [])
        if not isinstance(value, list):
            self._fail(f"write [[{name}]], with two brackets: there may be several", name)
        return [self._as_table(one, (name, number)) for number, one in enumerate(value)]

    def _string(self, value: object, keys: _Keys) -> str:
        if not isinstance(value, str) or not value.strip():
            self._fail(f"{keys[-1]} must be a text (got {value!r})", *keys)
        return value

    def _strings(self, value: object, keys: _Keys) -> list[str]:
        """A text or a list of texts; a text may be empty, as a cell may be."""
        given = value if isinstance(value, list) else [value]
        if not all(isinstance(one, str) for one in given):
            self._fail(f"{keys[-1]} must be a text or a list of texts (got {value!r})", *keys)
        return [str(one) for one in given]

    def _whole(self, value: object, keys: _Keys) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            self._fail(f"{keys[-1]} must be a whole number (got {value!r})", *keys)
        return value

    def _fail(self, message: str, *keys: str | int) -> NoReturn:
        raise self._error(message, *keys)

    def _error(self, message: str, *keys: str | int) -> DataError:
        return DataError(message, path=self._path, line=line_of_key(self._text, *keys) if keys else None)


def relation_index(relations: Mapping[str, Relation]) -> LabelIndex[Relation]:
    """Relations by their identifiers and labels."""
    return LabelIndex("relation", ((one.id, one, (one.label, *one.other_labels)) for one in relations.values()))


def _packaged() -> Mapping[str, Relation]:
    """The relations that come with kneegraph."""
    return rdf.from_quads(files.read_quads(files.packaged("data", "ontology.ttl")))[0].relations
