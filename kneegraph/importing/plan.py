"""A row to what it says: each field read, checked against what kneegraph knows, and tied to concepts and a source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from kneegraph.errors import UnknownTermError
from kneegraph.importing.cells import check_characters, getters, several
from kneegraph.importing.fields import choice_of, cut, text_of
from kneegraph.importing.mapping import ColumnMapping, Says
from kneegraph.importing.names import Concepts, Sources
from kneegraph.importing.reading import relation_index
from kneegraph.importing.sources import SourceReader
from kneegraph.importing.statements import Extras, RefusedError, Statement
from kneegraph.importing.tables import Row, Table
from kneegraph.model import Aspect, Basis, Certainty, Finding, Kind, Relation, Stance

_Choice = TypeVar("_Choice", bound=StrEnum)

#: No label is longer, in characters.
LONGEST_LABEL = 1_000
_REPHRASED = {
    Stance.SUPPORTS: "{}",
    Stance.DISPUTES: "Disputes that {}",
    Stance.QUALIFIES: "Qualifies that {}",
    Stance.REPORTS: "Reports that {}",
}
_TEXTS = ("design", "effect", "population", "task", "measured")
_PARTS = ("subject", "object", "outcome")
_RARE = (*_TEXTS, "sample_size", "finding", "unconfirmed", "aspect", "attributed_to")


class Plan:
    """What a mapping means for the rows of one table. Concepts and sources of rows that are taken in are noted."""

    def __init__(self, mapping: ColumnMapping, table: Table, number: int, concepts: Concepts, sources: Sources) -> None:
        self._mapping, self._number = mapping, number
        self._get = getters(mapping, table)
        self._concepts, self._sources = concepts, sources
        self._source = SourceReader(self._get, mapping)
        self._index = relation_index(mapping.known)
        self._relations: dict[str, Relation] = {}
        self._kinds: dict[str, Kind | None] = {}
        self._plain = not any(name in self._get for name in _RARE)
        self._rules = _Rules(mapping.says, table.columns)
        self._separators = {name: cell.separator for name, cell in mapping.cells.items()}

    def statements(self, row: Row) -> list[Statement]:
        """All that a row says. Raises RefusedError with the reason where any of it cannot be taken in."""
        cells = row.cells
        check_characters(cells)
        rule = self._rules.fitting(cells)
        parts = {name: found for name in _PARTS if (found := self._concept(name, cells)) is not None}
        for name in ("subject", "object"):
            if name not in parts:
                raise RefusedError(f"{name} is empty")
        key, source = self._source.read(cells)
        source = self._sources.check(source.id, key, source)
        scope = self._scope(cells)
        reason = self._concept("reason", cells)
        made = [
            self._statement(row, stance, relation, parts, source.id, scope, reason, rule)
            for relation, stance in self._said(rule, cells)
        ]
        for one in (*parts.values(), *scope, *([reason] if reason and "aspect" in self._get else [])):
            self._concepts.add(*one)
        self._sources.add(key, source)
        return made

    def _statement(
        self,
        row: Row,
        stance: Stance,
        relation: Relation,
        parts: Mapping[str, tuple[str, str, Kind]],
        source: str,
        scope: Sequence[tuple[str, str, Kind]],
        reason: tuple[str, str, Kind] | None,
        rule: Says,
    ) -> Statement:
        cells = row.cells
        outcome = parts.get("outcome")
        if relation.comparative != (outcome is not None):
            said = (
                "compares and needs an outcome: for what?" if relation.comparative else "is no comparison; it has no outcome"
            )
            raise RefusedError(f"{relation.id} {said}")
        label = self._text("label", cells) or _sentence(relation, parts)
        basis = self._choice("basis", Basis, cells) or Basis.STATEMENT
        return Statement(
            subject=parts["subject"][0],
            relation=relation.id,
            object=parts["object"][0],
            outcome=outcome[0] if outcome else "",
            label=label,
            source=source,
            stance=stance.value,
            certainty=(self._choice("certainty", Certainty, cells) or Certainty.CERTAIN).value,
            basis=basis.value,
            paraphrase=self._text("paraphrase", cells) or _REPHRASED[stance].format(label),
            scope=tuple(sorted(identifier for identifier, _, _ in scope)),
            extras=self._extras(cells, stance, basis, reason, rule),
            table=self._number,
            row=row.number,
            line=row.line or 0,
        )

    def _extras(
        self, cells: Sequence[str], stance: Stance, basis: Basis, reason: tuple[str, str, Kind] | None, rule: Says
    ) -> Extras:
        if self._plain and rule.finding is None and stance in (Stance.SUPPORTS, Stance.DISPUTES):
            return ()
        found: dict[str, str | tuple[str, ...]] = {name: text for name in _TEXTS if (text := self._text(name, cells))}
        if "design" in found and basis is not Basis.STUDY:
            raise RefusedError(f"has the design {found['design']}, but its basis is {basis}; only a study has a design")
        if size := self._text("sample_size", cells):
            if not (size.isascii() and size.isdigit() and len(size) < 10):
                raise RefusedError(f"sample_size must be a whole number (got {cut(size)!r})")
            found["sample_size"] = size
        finding = rule.finding or self._choice("finding", Finding, cells)
        if finding is not None:
            if stance is not Stance.DISPUTES:
                raise RefusedError(f"has the finding {finding}, but {stance}; only who disputes finds something else")
            found["finding"] = finding.value
        unconfirmed = self._text("unconfirmed", cells).lower()
        if unconfirmed not in ("", "true", "false", "1", "0"):
            raise RefusedError(f"unconfirmed must be true or false (got {cut(unconfirmed)!r})")
        if unconfirmed in ("true", "1"):
            found["unconfirmed"] = "true"
        found.update(self._qualified(cells, stance, reason))
        attributed = self._several("attributed_to", cells)
        if stance is Stance.REPORTS and not attributed:
            raise RefusedError("reports a claim without saying whose: attributed_to is empty")
        if attributed:
            found["attributed_to"] = attributed
        return tuple(found.items())

    def _qualified(
        self, cells: Sequence[str], stance: Stance, reason: tuple[str, str, Kind] | None
    ) -> Iterator[tuple[str, str]]:
        aspect = self._choice("aspect", Aspect, cells)
        comment = self._text("comment", cells)
        if stance is not Stance.QUALIFIES:
            if aspect is not None:
                raise RefusedError(f"{stance}, but has the aspect {aspect}; only the stance qualifies has one")
            return
        if aspect is None or not comment:
            raise RefusedError("qualifies without saying why: aspect or comment is empty")
        yield "aspect", aspect.value
        yield "comment", comment
        if reason is not None:
            yield "reason", reason[0]

    def _said(self, rule: Says, cells: Sequence[str]) -> list[tuple[Relation, Stance]]:
        named = rule.relations or (self._text("relation", cells),)
        stance = rule.stance or self._choice("stance", Stance, cells)
        if stance is None:
            raise RefusedError("stance is empty")
        return [(self._relation(name), stance) for name in named]

    def _relation(self, name: str) -> Relation:
        if name not in self._relations:
            if not name:
                raise RefusedError("relation is empty")
            try:
                self._relations[name] = self._index.find(cut(name))
            except UnknownTermError as error:
                raise RefusedError(str(error)) from None
        return self._relations[name]

    def _concept(self, name: str, cells: Sequence[str]) -> tuple[str, str, Kind] | None:
        """Identifier, label and kind of the concept that a field names, or None where it is empty."""
        if name not in self._get or not (text := self._get[name](cells)):
            return None
        return self._named(name, text, self._choice(f"{name}_kind", Kind, cells))

    def _named(self, name: str, text: str, kind: Kind | None) -> tuple[str, str, Kind]:
        label = " ".join(text.split())
        if len(label) > LONGEST_LABEL:
            raise RefusedError(f"{name} has {len(label):,} characters, where {LONGEST_LABEL:,} are allowed")
        found = kind or self._kind(label)
        if found is None:
            raise RefusedError(f"nothing says of which kind {label!r} is")
        return self._concepts.check(label, found), label, found

    def _kind(self, label: str) -> Kind | None:
        if label not in self._kinds:
            fitting = (one.kind for one in self._mapping.kinds if one.pattern is None or one.pattern.search(label))
            self._kinds[label] = next(fitting, None)
        return self._kinds[label]

    def _scope(self, cells: Sequence[str]) -> list[tuple[str, str, Kind]]:
        kind = self._choice("scope_kind", Kind, cells) or Kind.SETTING
        return [self._named("scope", label, kind) for label in self._several("scope", cells)]

    def _several(self, name: str, cells: Sequence[str]) -> tuple[str, ...]:
        get = self._get.get(name)
        return several(get(cells), self._separators.get(name)) if get else ()

    def _text(self, name: str, cells: Sequence[str]) -> str:
        return text_of(self._get, name, cells)

    def _choice(self, name: str, allowed: type[_Choice], cells: Sequence[str]) -> _Choice | None:
        return choice_of(self._get, name, allowed, cells)


def _sentence(relation: Relation, parts: Mapping[str, tuple[str, str, Kind]]) -> str:
    ending = f" for {parts['outcome'][1]}" if "outcome" in parts else ""
    return f"{parts['subject'][1]} {relation.label} {parts['object'][1]}{ending}"


class _Rules:
    """The rules of a mapping, looked up by the values of the columns that they ask for."""

    def __init__(self, rules: Sequence[Says], columns: Sequence[str]) -> None:
        names = dict.fromkeys(name for rule in rules for name in rule.when)
        self._places = [(name, list(columns).index(name)) for name in names]
        self._rules = rules
        self._found: dict[tuple[str, ...], Says] = {}

    def fitting(self, cells: Sequence[str]) -> Says:
        """The first rule that fits a row; where there are no rules, one that leaves all to the row. Raises RefusedError."""
        if not self._rules:
            return Says()
        values = tuple(cells[at].strip() for _, at in self._places)
        if values not in self._found:
            row = dict(zip((name for name, _ in self._places), values, strict=True))
            fits = (rule for rule in self._rules if all(row[name] in wanted for name, wanted in rule.when.items()))
            rule = next(fits, None)
            if rule is None:
                said = ", ".join(f"{name} {cut(value)!r}" for name, value in row.items())
                raise RefusedError(f"no [[says]] fits: {said}")
            self._found[values] = rule
        return self._found[values]
