"""What is small beside claims and assertions, held here as a model: relations, concepts, sources, and what follows from them.

Whatever walks a hierarchy or compares texts is done here, by the same functions as in memory, and goes to the engine as
small tables that claims and assertions are joined with.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kneegraph import vocab as v
from kneegraph.analysis.contradictions.respects import ReasonKind, Respects
from kneegraph.analysis.effect import direction
from kneegraph.analysis.evidence.independence import Independence
from kneegraph.analysis.evidence.weights import PLACES, Weights
from kneegraph.analysis.kinship import Kinship
from kneegraph.assembly.engine import Row, Tables
from kneegraph.assembly.schema import BIG, BOOL, INT, TEXT
from kneegraph.model import (
    Assertion,
    Basis,
    Certainty,
    Concept,
    Corpus,
    Dependence,
    DependenceKind,
    Family,
    Kind,
    Relation,
    Source,
    Stance,
    Tier,
)

#: Weights go to the engine as whole numbers of this part of one, so that sums are exact in every order.
SCALE = 10**PLACES


@dataclass(frozen=True)
class Frame:
    """A corpus without its claims, who depends on whom, what evidence weighs, and every design of a study (also none)."""

    corpus: Corpus
    independence: Independence
    weights: Weights
    designs: tuple[str, ...]

    @cached_property
    def kinship(self) -> Kinship:
        """How its concepts belong together."""
        return Kinship(self.corpus)

    def give(self, engine: Tables) -> None:
        """Hand what follows from it to an engine, as small tables."""
        for table, (columns, rows) in self._tables().items():
            engine.give(table, columns, rows)

    def _tables(self) -> Mapping[str, tuple[Mapping[str, str], Iterator[Row]]]:
        signed = {"id": TEXT, "core": TEXT, "core_sign": INT, "canonical": TEXT, "canonical_sign": INT}
        looked_up = {"design": TEXT, "basis": TEXT, "certainty": TEXT, "unconfirmed": BOOL}
        return {
            "weighing": ({**looked_up, "weight": BIG, "granted": BIG, "limited": BIG}, self._weighing()),
            "reduced": (signed, self._reduced()),
            "above": ({"id": TEXT, "broader": TEXT}, self._above()),
            "opposite": ({"id": TEXT, "other": TEXT}, self._opposite()),
            "treatment": ({"id": TEXT, "direction": INT}, self._treatments()),
            "respect": ({"id": TEXT, "respect": TEXT}, self._respects()),
            "dependent": ({"one": TEXT, "other": TEXT}, self.independence.pairs()),
        }

    def _weighing(self) -> Iterator[Row]:
        """What assertions weigh, by all that it depends on."""
        for design in self.designs:
            for basis in Basis:
                for certainty in Certainty:
                    for unconfirmed in (False, True):
                        said = Stance.QUALIFIES, certainty, basis
                        one = Assertion("", "", "", *said, "", design=design or None, unconfirmed=unconfirmed)
                        weights = (self.weights.of(one), *self.weights.sides(one))
                        yield design, basis.value, certainty.value, unconfirmed, *(round(one * SCALE) for one in weights)

    def _named(self) -> set[str]:
        """Every concept that is described, or that the description of another one names."""
        found = set(self.corpus.concepts)
        for one in self.corpus.concepts.values():
            found.update(filter(None, (one.state_of, one.opposite_of)), one.broader)
        return found

    def _reduced(self) -> Iterator[Row]:
        """What each concept comes down to, where that is not itself."""
        for name in self._named():
            core, canonical = self.kinship.core(name), self.kinship.canonical(name)
            if (core.concept, canonical.concept) != (name, name):
                yield name, core.concept, core.sign, canonical.concept, canonical.sign

    def _above(self) -> Iterator[Row]:
        return ((name, above) for name in self.corpus.concepts for above in self.kinship.broader(name))

    def _opposite(self) -> Iterator[Row]:
        return ((name, other) for name in self._named() for other in self.kinship.opposites(name))

    def _treatments(self) -> Iterator[Row]:
        """The treatments that do not work upwards, which is what all others do."""
        for name in self.corpus.concepts:
            if direction(self.corpus, name) != 1:
                yield name, -1

    def _respects(self) -> Iterator[Row]:
        """In which respect a scope limits a claim, where that is no mere condition."""
        respects = Respects(self.corpus, self.kinship)
        for name in self.corpus.concepts:
            if (kind := respects.of(name)) is not ReasonKind.CONDITION:
                yield name, kind.value


def read_frame(engine: Tables, weights: Weights) -> Frame:
    """The frame of the tables that an engine holds. Cost: linear in relations, concepts, sources and attributions."""
    return framed(engine, Corpus(_relations(engine), _concepts(engine), _sources(engine)), weights)


def framed(engine: Tables, corpus: Corpus, weights: Weights) -> Frame:
    """The frame of a corpus without claims and of the assertions that an engine holds. Cost: linear in the sources."""
    said = engine.fetch(
        "SELECT DISTINCT a.source, w.whom FROM attribution w JOIN assertion a ON a.id = w.assertion ORDER BY a.source, w.whom"
    )
    independence = Independence(corpus.sources.values(), ((str(source), str(whom)) for source, whom in said))
    designs = engine.fetch("SELECT DISTINCT coalesce(design, '') AS design FROM assertion ORDER BY design")
    return Frame(corpus, independence, weights, tuple(str(design) for (design,) in designs))


def _relations(engine: Tables) -> dict[str, Relation]:
    rows = engine.fetch("SELECT id, family, sign, chainable FROM relation ORDER BY id")
    return {row[0]: Relation(row[0], row[0], row[0], Family(row[1]), *row[2:]) for row in rows}  # type: ignore[misc,arg-type]


def _concepts(engine: Tables) -> dict[str, Concept]:
    broader: dict[object, list[str]] = defaultdict(list)
    for name, above in engine.fetch("SELECT id, broader FROM concept_broader ORDER BY id, broader"):
        broader[name].append(str(above))
    rows = engine.fetch("SELECT id, kind, label, state_of, opposite_of, sign FROM concept ORDER BY id")
    return {
        name: Concept(name, Kind(kind), label, (), _sorted(broader[name]), (), state_of, opposite_of, sign)  # type: ignore[misc,arg-type]
        for name, kind, label, state_of, opposite_of, sign in rows
    }


def _sorted(concepts: Iterable[str]) -> tuple[str, ...]:
    """Concepts in the order in which data files are read, which decides between two that are as near."""
    return tuple(sorted(concepts, key=lambda one: v.iri("concept", one)))


def _sources(engine: Tables) -> dict[str, Source]:
    leaning: dict[object, list[Dependence]] = defaultdict(list)
    for name, other, kind in engine.fetch("SELECT source, other, kind FROM dependence ORDER BY source, other, kind"):
        leaning[name].append(Dependence(str(other), DependenceKind(str(kind))))
    rows = engine.fetch("SELECT id, title, tier, kind, collection, creator, issued FROM source ORDER BY id")
    return {
        row[0]: Source(row[0], row[1], Tier(row[2]), *row[3:], depends_on=tuple(leaning[row[0]]))  # type: ignore[misc,arg-type]
        for row in rows
    }
