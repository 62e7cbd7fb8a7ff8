"""The wordings of relations as patterns over symbols: what stands before, between and behind the concepts of a claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from kneegraph.model import Kind
from kneegraph.text.clauses import Stems, stemmed, variants
from kneegraph.text.symbols import stems
from kneegraph.text.wordings import RelationWording, Wordings

#: A pattern that may mean any relation; and one that may mean any but those of harm.
ANY, HELP = "", "+"
#: What may stand instead of "by" behind a passive verb.
_AGENTS = frozenset({"by", "through", "with", "via"})
#: How far before a concept its verb is looked for; and how many gaps are remembered.
_FAR, _MOST_KEPT = 8, 20_000


@dataclass(frozen=True, slots=True)
class Pattern:
    """One wording of a relation: which concept comes first, and the stems before, between and behind them.

    `relation` names a wording. `order` is of the letters S (subject), O (object) and T (outcome). `denies`: the wording
    itself says no. `if_denied`: it is understood only where the sentence says no ("has an effect on" does not say which).
    """

    relation: str
    order: str
    before: Stems
    between: tuple[Stems, ...]
    behind: Stems
    denies: bool = False
    if_denied: bool = False
    loose: bool = False

    @property
    def general(self) -> bool:
        """Whether it may mean several relations."""
        return self.relation in (ANY, HELP)

    @property
    def size(self) -> int:
        """How many stems around the concepts it asks for."""
        return len(self.before) + len(self.behind)


class Patterns:
    """Every wording, by what stands between the concepts. Building it costs one pass over the wordings."""

    def __init__(self, wordings: Wordings, relations: Iterable[str]) -> None:
        known = set(relations)
        self.wordings: Mapping[str, RelationWording] = {
            name: one for name, one in wordings.relations.items() if one.relation in known
        }
        self._helping = tuple(name for name, one in self.wordings.items() if one.relation not in wordings.harms)
        self._verbs: dict[Stems, list[str]] = defaultdict(list)
        self._inverse: dict[Stems, list[str]] = defaultdict(list)
        found: dict[tuple[Stems, ...], dict[Pattern, None]] = defaultdict(dict)
        for name, one in self.wordings.items():
            for gap in _gaps(one.active):
                self._verbs[gap].append(name)
            for gap in _gaps(one.inverse):
                self._inverse[gap].append(name)
            for pattern in _patterns(name, one):
                found[pattern.between][pattern] = None
        general = dict.fromkeys(_general(wordings))
        for pattern in general:
            found[pattern.between][pattern] = None
        self._found = {gaps: tuple(sorted(some, key=lambda one: -one.size)) for gaps, some in found.items()}
        self._joined: dict[Stems, tuple[Pattern, ...]] = {}

    @property
    def verbs(self) -> frozenset[str]:
        """The stems that begin a wording right behind the subject, and those of two words ("compens for") as well."""
        first = (key[0][0] for key, some in self._found.items() if key[0] and some[0].order[0] == "S")
        two = (" ".join(gap[:2]) for gap in self._verbs if len(gap) > 1)
        return frozenset((*first, *(gap[0] for gap in self._verbs), *two))

    def between(self, *gaps: Stems) -> tuple[Pattern, ...]:
        """The patterns with these stems between their concepts, those that ask for most first."""
        if len(gaps) > 1:
            return self._found.get(gaps, ())
        (gap,) = gaps
        if gap not in self._joined:
            if len(self._joined) > _MOST_KEPT:
                self._joined.clear()
            whole = self._found.get(gaps, ())
            plain = (*self._of_verb(gap), *(one for one in whole if not one.size and not one.general))
            general = (one for one in whole if one.general)
            longer = (one for one in whole if one.size and not one.general)
            self._joined[gap] = (*longer, *sorted(plain, key=self._place), *general)
        return self._joined[gap]

    def _place(self, pattern: Pattern) -> int:
        return [*self.wordings].index(pattern.relation)

    def _of_verb(self, gap: Stems) -> Iterator[Pattern]:
        """What the verb between two concepts makes of them: active, passive, turned round, or the purpose of the first."""
        for name in self._verbs.get(gap, ()):
            yield Pattern(name, "SO", (), (gap,), ())
        for name in self._inverse.get(gap, ()):
            yield Pattern(name, "OS", (), (gap,), ())
        if gap[:1] in (("be",), ("get",)) and gap[-1] in _AGENTS:
            for name in self._verbs.get(gap[1:-1], ()):
                yield Pattern(name, "OS", (), (gap,), ())
        if gap[-1:] == ("by",):
            for name in self._verbs.get(gap[:-1], ()):
                yield Pattern(name, "OS", (), (gap,), ())
        if gap[:1] == ("to",):
            for name in self._purposes(gap[1:]):
                yield Pattern(name, "SO", (), (gap,), ())

    def _purposes(self, verb: Stems) -> Iterator[str]:
        for name in self._verbs.get(verb, ()):
            if self.wordings[name].purpose:
                yield name
                yield self.wordings[name].purpose or name

    def loose(self, gap: Stems) -> Iterator[Pattern]:
        """What a verb that no wording knows can only mean between concepts of some kinds."""
        if len(gap) == 1 and gap[0].isalpha() and gap[0] not in stemmed("after") | stemmed("boundaries") | stemmed("openers"):
            yield from (Pattern(n, "SO", (), (gap,), (), loose=True) for n, one in self.wordings.items() if one.any_verb)

    def framed(self, row: Stems, first: int, last: int) -> Iterator[Pattern]:
        """The patterns of a verb that stands before or behind both concepts: "what causes O is S", "to ease O, do S"."""
        gap, lead = row[first + 1 : last], row[max(0, first - _FAR) : first]
        if gap == ("be",):
            for before, verb in _behind(lead, ("what", "that")):
                yield from (Pattern(name, "OS", before, (gap,), ()) for name in self._verbs.get(verb, ()))
        elif gap in (("be", "what"), ("that",)):
            before = ("it", "be") if gap == ("that",) else ()
            for size in range(1, 5):
                behind = row[last + 1 : last + 1 + size]
                yield from (Pattern(name, "OS", before, (gap,), behind) for name in self._verbs.get(behind, ()))
        elif gap in ((",",), (",", "do"), ()):
            for before, verb in _behind(lead, ("to",)):
                yield from (Pattern(name, "OS", before, (gap,), ()) for name in self._purposes(verb))
        if gap[-1:] == ("be",) and lead[-1:] == ("what",):
            for order, verbs in (("SO", self._verbs), ("OS", self._inverse)):
                yield from (Pattern(name, order, ("what",), (gap,), ()) for name in verbs.get(gap[:-1], ()))

    def relations(self, pattern: Pattern) -> Iterable[str]:
        """The wordings that a pattern may belong to."""
        if pattern.relation == HELP:
            return self._helping
        return self.wordings if pattern.general else (pattern.relation,)

    def fits(self, relation: str, subject: Kind, object_: Kind, outcome: Kind | None = None) -> bool:
        """Whether the relation can join concepts of these kinds."""
        wording = self.wordings[relation]
        right = subject in wording.subjects and object_ in wording.objects
        return right and (outcome in wording.outcomes if outcome else not wording.outcomes)

    def bare(self, subject: Kind, object_: Kind) -> list[str]:
        """The relations that an action without a verb of its own can mean ("abducts the hip")."""
        return [n for n, one in self.wordings.items() if object_ in one.bare and self.fits(n, subject, object_)]


def _behind(lead: Stems, words: tuple[str, ...]) -> Iterator[tuple[Stems, Stems]]:
    """For each of these words in a row, the row from it on, and what stands behind it, with and without what may be passed."""
    for at, word in enumerate(lead):
        if word in words:
            yield from ((lead[at:], verb) for verb in variants(lead[at + 1 :]) if verb)


def _patterns(name: str, wording: RelationWording) -> Iterator[Pattern]:
    for gap in _gaps(wording.plain):
        yield Pattern(name, "SO", (), (gap,), ())
    for phrase in wording.patterns:
        for one in _whole(name, stems(phrase)):
            yield replace(one, denies=" no " in f" {phrase} ")  # "no X without Y" affirms with a negation


def _gaps(phrases: Iterable[str]) -> Iterator[Stems]:
    return filter(None, map(stems, phrases))


def _general(wordings: Wordings) -> Iterator[Pattern]:
    kinds = ((wordings.denials, ANY, True), (wordings.unhelpful, HELP, True), (wordings.influences, ANY, False))
    for phrases, relation, denies in kinds:
        for phrase in phrases:
            row = stems(phrase if "{S}" in phrase else f"{{S}} {phrase} {{O}}")
            for one in _whole(relation, row):
                yield Pattern(relation, one.order, one.before, one.between, one.behind, denies=denies, if_denied=not denies)


def _whole(name: str, row: Stems) -> Iterator[Pattern]:
    """The pattern of a row of stems and places; a comma in it may be left out."""
    for one in dict.fromkeys((row, tuple(word for word in row if word != ","))):
        places = [at for at, word in enumerate(one) if word.startswith("{")]
        order = "".join(one[at][1] for at in places)
        between = tuple(one[first + 1 : second] for first, second in pairwise(places))
        if all(between) or one == row:
            yield Pattern(name, order, one[: places[0]], between, one[places[-1] + 1 :])
