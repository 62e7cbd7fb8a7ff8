"""The wordings of relations as patterns over symbols: what stands before, between and behind the concepts of a claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from kneegraph.model import Kind
from kneegraph.text.symbols import stems
from kneegraph.text.wordings import RelationWording, Wordings

Stems = tuple[str, ...]

#: A pattern that may mean any relation.
ANY = ""
#: What may stand instead of "by" behind a passive verb.
_AGENTS = ("by", "through", "with", "via")


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

    @property
    def size(self) -> int:
        """How many stems around the concepts it asks for."""
        return len(self.before) + len(self.behind)


class Patterns:
    """Every pattern, by what stands between the concepts. Building it costs one pass over the wordings."""

    def __init__(self, wordings: Wordings, relations: Iterable[str]) -> None:
        known = set(relations)
        self.wordings: Mapping[str, RelationWording] = {
            name: one for name, one in wordings.relations.items() if one.relation in known
        }
        found: dict[tuple[Stems, ...], dict[Pattern, None]] = defaultdict(dict)
        for name, one in self.wordings.items():
            for pattern in _patterns(name, one):
                found[pattern.between][pattern] = None
        for pattern in _general(wordings):
            found[pattern.between][pattern] = None
        self._found = {gaps: tuple(sorted(some, key=lambda one: -one.size)) for gaps, some in found.items()}

    @property
    def verbs(self) -> frozenset[str]:
        """The stems that begin a wording right behind the subject."""
        return frozenset(key[0][0] for key, some in self._found.items() if key[0] and some[0].order[0] == "S")

    def between(self, *gaps: Stems) -> tuple[Pattern, ...]:
        """The patterns with these stems between their concepts, those that ask for most first."""
        return self._found.get(gaps, ())

    def relations(self, pattern: Pattern) -> Iterable[str]:
        """The wordings that a pattern may belong to."""
        return self.wordings if pattern.relation == ANY else (pattern.relation,)

    def fits(self, relation: str, subject: Kind, object_: Kind, outcome: Kind | None = None) -> bool:
        """Whether the relation can join concepts of these kinds."""
        wording = self.wordings[relation]
        right = subject in wording.subjects and object_ in wording.objects
        return right and (outcome in wording.outcomes if outcome else not wording.outcomes)

    def bare(self, subject: Kind, object_: Kind) -> list[str]:
        """The relations that an action without a verb of its own can mean ("abducts the hip")."""
        return [n for n, one in self.wordings.items() if object_ in one.bare and self.fits(n, subject, object_)]


def _patterns(name: str, wording: RelationWording) -> Iterator[Pattern]:
    for gap in _gaps(wording.active):
        yield Pattern(name, "SO", (), (gap,), ())
        for agent in _AGENTS:
            yield Pattern(name, "OS", (), (("be", *gap, agent),), ())
            yield Pattern(name, "OS", (), (("get", *gap, agent),), ())
        yield Pattern(name, "OS", (), ((*gap, "by"),), ())
        yield Pattern(name, "OS", ("what", *gap), (("be",),), ())
        yield Pattern(name, "OS", ("that", *gap), (("be",),), ())
    for gap in _gaps(wording.plain):
        yield Pattern(name, "SO", (), (gap,), ())
    for gap in _gaps(wording.inverse):
        yield Pattern(name, "OS", (), (gap,), ())
        if gap[0] != "be":
            yield Pattern(name, "OS", ("what",), ((*gap, "be"),), ())
    for phrase in wording.patterns:
        yield from _whole(name, stems(phrase))


def _gaps(phrases: Iterable[str]) -> Iterator[Stems]:
    return filter(None, map(stems, phrases))


def _general(wordings: Wordings) -> Iterator[Pattern]:
    for phrases, denies in ((wordings.denials, True), (wordings.influences, False)):
        for phrase in phrases:
            row = stems(phrase if "{S}" in phrase else f"{{S}} {phrase} {{O}}")
            for one in _whole(ANY, row):
                yield Pattern(ANY, one.order, one.before, one.between, one.behind, denies=denies, if_denied=not denies)


def _whole(name: str, row: Stems) -> Iterator[Pattern]:
    """The pattern of a row of stems and places; a comma in it may be left out."""
    for one in dict.fromkeys((row, tuple(word for word in row if word != ","))):
        places = [at for at, word in enumerate(one) if word.startswith("{")]
        order = "".join(one[at][1] for at in places)
        between = tuple(one[first + 1 : second] for first, second in pairwise(places))
        if all(between) or one == row:
            yield Pattern(name, order, one[: places[0]], between, one[places[-1] + 1 :])
