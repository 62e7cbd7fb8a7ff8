"""The grammar of claims: which concepts of a sentence are joined by which relation, in which direction, how strongly."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from kneegraph.model import Concept, Kind
from kneegraph.text.context import Context, Setting, closes, opens
from kneegraph.text.naming import Mention
from kneegraph.text.patterns import Pattern, Patterns, Stems
from kneegraph.text.stated import Polarity, Span, StatedClaim
from kneegraph.text.symbols import NAMED, Sentence

#: Longer sentences are lists or run together; no claim in them is read with any safety.
MOST_SYMBOLS = 120
_RELATIVE = frozenset({"which", "that", "who"})
_SHARING = frozenset({"and", "but", "then", "or", "yet"})
_DEVERBAL_NOT = ("ion", "ness", "ing", "ment", "ity", "ed")


#: The kinds of each concept side by side, by the symbol that holds them.
_Named = Mapping[int, Sequence[frozenset[Kind]]]


@dataclass(frozen=True, slots=True)
class _Match:
    """A pattern found: the symbols of its concepts by role, and from which symbol to which it reaches."""

    patterns: tuple[Pattern, ...]
    roles: Mapping[str, int]
    start: int
    end: int
    skipped: tuple[int, int] = (0, 0)
    bare: bool = False


class Grammar:
    """Reads the claims of a sentence, given the concepts' kinds and the wordings of relations."""

    def __init__(self, concepts: Mapping[str, Concept], patterns: Patterns, action_stems: frozenset[str]) -> None:
        self._concepts = concepts
        self._patterns = patterns
        self._actions = action_stems

    def claims(self, sentence: Sentence) -> Iterator[StatedClaim]:
        """The claims that the sentence makes, in their order; none where it is not safe to say."""
        symbols = sentence.symbols
        named = [at for at, symbol in enumerate(symbols) if symbol.value == NAMED]
        if len(named) < 2 or len(symbols) > MOST_SYMBOLS:
            return
        row, context = tuple(symbol.value for symbol in symbols), Context(sentence)
        kinds = {at: [self._kinds(one) for one in symbols[at].mentions] for at in named}
        subject: int | None = None
        done: set[int] = set()
        for at, (one, other) in enumerate(pairwise(named)):
            if other in done:
                continue
            third = named[at + 2] if at + 2 < len(named) else None
            match = self._match(row, kinds, one, other, third, subject)
            if match is None:
                continue
            if third is not None and third in match.roles.values():
                done.add(third)
            subject = match.roles.get("S", subject)
            yield from self._stated(sentence, match, context)

    def _match(self, row: Stems, named: _Named, one: int, other: int, third: int | None, subject: int | None) -> _Match | None:
        if third is not None:
            for gap in self._variants(row[one + 1 : other]):
                for second in self._variants(row[other + 1 : third]):
                    found = self._fitting(row, self._patterns.between(gap, second), (one, other, third), named)
                    if found:
                        return found
        gap = row[one + 1 : other]
        for variant in self._variants(gap):
            found = self._fitting(row, self._patterns.between(variant), (one, other), named, gap)
            if found:
                return found
        return self._shared(row, named, gap, one, other, subject) or self._bare(row, gap, one, other)

    def _bare(self, row: Stems, gap: Stems, one: int, other: int) -> _Match | None:
        """An action without a verb of its own ("abducts the hip"); told apart from a name beside it in `_stated`."""
        for variant in self._variants(gap):
            order = {(): "SO", ("be",): "SO", ("by",): "OS", ("be", "by"): "OS"}.get(variant)
            if order and (variant != ("be",)) and self._begins_well(row, one, ()) and self._ends_well(row, other, ()):
                patterns = tuple(Pattern(name, order, (), (variant,), ()) for name in self._patterns.wordings)
                roles = dict(zip(order, (one, other), strict=True))
                return _Match(patterns, roles, one, other, bare=True)
        return None

    def _shared(self, row: Stems, named: _Named, gap: Stems, one: int, other: int, subject: int | None) -> _Match | None:
        """A second verb of the same subject ("trains the glutes and steadies the hip")."""
        inner = gap[1:] if gap and gap[0] == "," else gap
        if subject is None or subject == other or not inner or inner[0] not in _SHARING:
            return None
        for variant in self._variants(inner[1:]):
            patterns = [
                p
                for p in self._patterns.between(variant)
                if p.order == "SO" and not p.before and not p.behind and self._joins(p, (subject, other), named)
            ]
            if patterns and self._ends_well(row, other, ()):
                return _Match(tuple(patterns), {"S": subject, "O": other}, one + 1, other)
        return None

    def _variants(self, gap: Stems) -> Iterator[Stems]:
        """The stems between two concepts as they stand, then without what may be passed over."""
        seen: set[Stems] = set()
        for base in _aside(gap):
            for one in (base, *self._unwrapped(base)):
                for variant in (one, tuple(word for word in one if word not in self._patterns.soft)):
                    if variant not in seen:
                        seen.add(variant)
                        yield variant

    def _unwrapped(self, gap: Stems) -> Iterator[Stems]:
        """Without "is a way to", "helps to" and the like; also several, one after the other."""
        waiting, rounds = [gap, tuple(word for word in gap if word not in self._patterns.soft)], 0
        while waiting and rounds < 12:
            rounds += 1
            row = waiting.pop(0)
            for wrapper in self._patterns.wrappers:
                if len(row) >= len(wrapper) and row[: len(wrapper)] == wrapper:
                    waiting.append(row[len(wrapper) :])
                    yield row[len(wrapper) :]

    def _fitting(
        self, row: Stems, patterns: Sequence[Pattern], places: tuple[int, ...], named: _Named, gap: Stems = ()
    ) -> _Match | None:
        """The patterns that also fit what stands around the concepts and the concepts' kinds; the longest ones."""
        for size in sorted({len(one.before) + len(one.behind) for one in patterns}, reverse=True):
            found = [
                one
                for one in patterns
                if len(one.before) + len(one.behind) == size
                and len(one.order) == len(places)
                and self._begins_well(row, places[0], one.before)
                and self._ends_well(row, places[-1], one.behind)
                and self._joins(one, places, named)
            ]
            if found:
                first = places[0] - len(found[0].before)
                roles = dict(zip(found[0].order, places, strict=True))
                same = tuple(one for one in found if one.order == found[0].order)
                rest = tuple(one for one in found if one.order != found[0].order)
                skipped = _skipped(gap, places[0])
                return _Match((*same, *rest), roles, first, places[-1] + len(found[0].behind), skipped)
        return None

    def _joins(self, pattern: Pattern, places: Sequence[int], named: _Named) -> bool:
        """Whether the relation can join concepts of these kinds, for any of those side by side."""
        role = dict(zip(pattern.order, places, strict=True))
        for one, other in product(named[role["S"]], named[role["O"]]):
            for subject, object_ in product(one, other):
                outcomes = [kind for some in named[role["T"]] for kind in some] if "T" in role else [None]
                if any(self._patterns.fits(pattern.relation, subject, object_, outcome) for outcome in outcomes):
                    return True
        return False

    def _kinds(self, one: Mention) -> frozenset[Kind]:
        return frozenset(self._concepts[name].kind for name in one.concepts if name in self._concepts)

    def _begins_well(self, row: Stems, first: int, before: Stems) -> bool:
        """Whether the pattern begins a clause: nothing stands before it that its first concept may only modify."""
        start = first - len(before)
        if start < 0 or row[start:first] != before:
            return False
        at = start
        while at and row[at - 1] in self._patterns.soft:
            at -= 1
        return opens(row[:at])

    def _ends_well(self, row: Stems, last: int, behind: Stems) -> bool:
        """Whether the last concept ends its phrase, and does not only modify a word behind it."""
        end = last + 1 + len(behind)
        if row[last + 1 : end] != behind:
            return False
        return closes(row, end)

    # From a match to what it states

    def _stated(self, sentence: Sentence, match: _Match, context: Context) -> Iterator[StatedClaim]:
        places = min(match.roles.values()), max(match.roles.values())
        setting = context.of(match.start, match.end, places, match.skipped)
        if setting is None:
            return
        members = {role: sentence.symbols[at].mentions for role, at in match.roles.items()}
        members = self._split(sentence, match, members)
        for subject, object_ in product(members["S"], members["O"]):
            for outcome in members.get("T", (None,)):
                stated = self._one(sentence, match, setting, subject, object_, outcome)
                if stated is not None:
                    yield stated

    def _split(
        self, sentence: Sentence, match: _Match, members: Mapping[str, tuple[Mention, ...]]
    ) -> dict[str, tuple[Mention, ...]]:
        """Of "trains the glutes, and step-ups improve balance", keep to each verb what is its own."""
        row = row_values(sentence)
        found = dict(members)
        first, last = min(match.roles.values()), max(match.roles.values())
        for role, at in match.roles.items():
            if len(found[role]) < 2:
                continue
            if at == last and self._goes_on(row, at):
                found[role] = found[role][:-1]
            if at == first and self._comes_from(row, at):
                found[role] = found[role][-1:]
        return found

    def _goes_on(self, row: Stems, at: int) -> bool:
        after = next((i for i in range(at + 1, len(row)) if row[i] == NAMED), None)
        if after is None:
            return False
        return (
            any(
                p.order.startswith("S") and not p.before
                for v in self._variants(row[at + 1 : after])
                for p in self._patterns.between(v)
            )
            and "," not in row[at + 1 : at + 2]
        )

    def _comes_from(self, row: Stems, at: int) -> bool:
        before = next((i for i in range(at - 1, -1, -1) if row[i] == NAMED), None)
        if before is None:
            return False
        return any(p.order.startswith("S") for v in self._variants(row[before + 1 : at]) for p in self._patterns.between(v))

    def _one(
        self, sentence: Sentence, match: _Match, setting: Setting, subject: Mention, object_: Mention, outcome: Mention | None
    ) -> StatedClaim | None:
        readings: dict[tuple[str, str, str | None], list[str]] = {}
        turned = match.patterns[0].order
        for pattern in match.patterns:
            ends = (subject, object_) if _same_way(pattern.order, turned) else (object_, subject)
            for one, other in product(ends[0].concepts, ends[1].concepts):
                for third in outcome.concepts if outcome else (None,):
                    if match.bare and not self._acts(sentence, pattern.relation, one, other, ends[1]):
                        continue
                    if one != other and self._fits(pattern.relation, one, other, third):
                        readings.setdefault((one, other, third), []).append(pattern.relation)
        if not readings:
            return None
        (one, other, third), relations = next(iter(readings.items()))
        names = list(dict.fromkeys(relations))
        return StatedClaim(
            subject=one,
            relation=names[0],
            object=other,
            outcome=third,
            also=tuple(names[1:]),
            span=sentence.span(
                sentence.symbols[match.start].start, sentence.symbols[min(match.end, len(sentence.symbols) - 1)].end
            ),
            subject_span=sentence.span(subject.start, subject.end),
            object_span=sentence.span(object_.start, object_.end),
            cue=self._cue(sentence, match),
            polarity=Polarity.DENIED if setting.denied else Polarity.AFFIRMED,
            hedged=setting.hedged,
            boosts=setting.boosts,
            limited=setting.limited,
            has_limit=setting.has_limit,
        )

    def _cue(self, sentence: Sentence, match: _Match) -> Span:
        first, last = sorted(match.roles.values())[:2]
        inner = [s for s in sentence.symbols[first + 1 : last] if s.value not in ",|"] or [sentence.symbols[last]]
        return sentence.span(inner[0].start, inner[-1].end)

    def _fits(self, relation: str, subject: str, object_: str, outcome: str | None) -> bool:
        kinds = self._kind(subject), self._kind(object_), self._kind(outcome) if outcome else None
        return kinds[0] is not None and kinds[1] is not None and self._patterns.fits(relation, kinds[0], kinds[1], kinds[2])

    def _acts(self, sentence: Sentence, relation: str, subject: str, object_: str, action: Mention) -> bool:
        """Whether the words that name the object are a verb with what it acts on."""
        kinds = self._kind(subject), self._kind(object_)
        if kinds[0] is None or kinds[1] is None or relation not in self._patterns.bare(kinds[0], kinds[1]):
            return False
        words = sentence.tokens[action.start : action.end]
        return any(one.stem in self._actions and not one.word.endswith(_DEVERBAL_NOT[:-1]) for one in (words[0], words[-1]))

    def _kind(self, concept: str | None) -> Kind | None:
        known = self._concepts.get(concept) if concept else None
        return known.kind if known else None


def row_values(sentence: Sentence) -> Stems:
    """The symbols' values in a row."""
    return tuple(symbol.value for symbol in sentence.symbols)


def _aside(gap: Stems) -> Iterator[Stems]:
    """The gap; without a relative pronoun before it; without what stands between commas in it."""
    yield gap
    inner = gap[1:] if gap[:1] == (",",) else gap
    if inner and inner[0] in _RELATIVE:
        yield inner[1:]
    if gap[:1] == (",",) and gap.count(",") >= 2:
        last = len(gap) - 1 - gap[::-1].index(",")
        yield gap[last + 1 :]


def _skipped(gap: Stems, first: int) -> tuple[int, int]:
    """The symbols between commas that were passed over."""
    if gap[:1] == (",",) and gap.count(",") >= 2:
        return first + 1, first + 1 + len(gap) - 1 - gap[::-1].index(",")
    return 0, 0


def _same_way(order: str, other: str) -> bool:
    return order.index("S") < order.index("O") if other.index("S") < other.index("O") else order.index("S") > order.index("O")
