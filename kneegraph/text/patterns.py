"""The wordings of relations as patterns over symbols: what stands before, between and behind the concepts of a claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from kneegraph.model import Kind
from kneegraph.text.symbols import stems
from kneegraph.text.wordings import RelationWording, Wordings, english

Stems = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """One wording of a relation: which concept comes first, and the stems before, between and behind them.

    `order` is of the letters S (subject), O (object) and T (outcome).
    """

    relation: str
    order: str
    before: Stems
    between: tuple[Stems, ...]
    behind: Stems


class Patterns:
    """Every pattern, by what stands between the concepts. Building it costs one pass over the wordings."""

    def __init__(self, wordings: Wordings, relations: Iterable[str]) -> None:
        self.wordings: Mapping[str, RelationWording] = {
            name: wordings.relations[name] for name in wordings.relations if name in set(relations)
        }
        self._found: dict[tuple[Stems, ...], list[Pattern]] = defaultdict(list)
        seen: set[Pattern] = set()
        for one in self.wordings.values():
            for pattern in _patterns(one):
                if pattern not in seen:
                    seen.add(pattern)
                    self._found[pattern.between].append(pattern)
        for some in self._found.values():
            some.sort(key=lambda one: -len(one.before) - len(one.behind))  # stable: the order of the relations stays
        self.soft = frozenset(stems(" ".join(sorted(english()["soft"]))))
        wrappers = {stems(phrase) for phrase in english().wrappers}
        self.wrappers = tuple(sorted(filter(None, wrappers), key=lambda one: (-len(one), one)))

    @property
    def verbs(self) -> frozenset[str]:
        """The stems that begin a wording right behind the subject."""
        return frozenset(key[0][0] for key, some in self._found.items() if key[0] and some[0].order[0] == "S")

    def between(self, *gaps: Stems) -> list[Pattern]:
        """The patterns with these stems between their concepts, the longest first."""
        return self._found.get(gaps, [])

    def fits(self, relation: str, subject: Kind, object_: Kind, outcome: Kind | None = None) -> bool:
        """Whether the relation can join concepts of these kinds."""
        wording = self.wordings[relation]
        right = subject in wording.subjects and object_ in wording.objects
        return right and (outcome is None or outcome in wording.outcomes)

    def bare(self, subject: Kind, object_: Kind) -> list[str]:
        """The relations that an action without a verb of its own can mean ("abducts the hip")."""
        return [n for n, one in self.wordings.items() if object_ in one.bare and self.fits(n, subject, object_)]


def _patterns(wording: RelationWording) -> Iterator[Pattern]:
    name = wording.relation
    for phrase in wording.active:
        gap = stems(phrase)
        yield Pattern(name, "SO", (), (gap,), ())
        yield Pattern(name, "OS", (), (("be", *gap, "by"),), ())
        yield Pattern(name, "OS", (), (("get", *gap, "by"),), ())
        yield Pattern(name, "OS", (), ((*gap, "by"),), ())
        yield Pattern(name, "OS", ("what", *gap), (("be",),), ())
        yield Pattern(name, "OS", ("thing", "that", *gap), (("be",),), ())
    for phrase in wording.plain:
        yield Pattern(name, "SO", (), (stems(phrase),), ())
    for phrase in wording.inverse:
        yield Pattern(name, "OS", (), (stems(phrase),), ())
    for phrase in wording.patterns:
        yield _whole(name, stems(phrase))


def _whole(name: str, row: Stems) -> Pattern:
    places = [at for at, one in enumerate(row) if one.startswith("{")]
    order = "".join(row[at][1] for at in places)
    between = tuple(row[one + 1 : other] for one, other in pairwise(places))
    return Pattern(name, order, row[: places[0]], between, row[places[-1] + 1 :])
