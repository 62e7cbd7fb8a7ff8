"""What chains walk on: for every concept the moves that leave it, one per target and sign, each with its strength."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import prod

from kneegraph.analysis.effect import relation_of
from kneegraph.analysis.kinship import Kinship, kind_of
from kneegraph.analysis.steps import (
    BROADER,
    STATE_OF,
    Step,
    claim_step,
    definition_strength,
    step_strength,
    structural_steps,
)
from kneegraph.model import Claim, Concept, Corpus, Family, Kind, Relation, Standing

#: The sign of a move that does not say which way it works; it makes every chain through it signless.
UNSIGNED = 0


@dataclass(frozen=True, slots=True)
class Move:
    """What a chain does at once: one step, or the two that lead from a state over its muscle to a state alike.

    `through` are the concepts it comes to, the last of them its target; `names` identify its steps. `definitional`: it
    holds by definition and leads on. `holds`: no definitional move may follow it; so after one of these, and after a
    muscle dominates another (which does not say in what state that leaves it).
    """

    steps: tuple[Step, ...]
    strength: float
    source: str
    target: str
    sign: int
    definitional: bool
    holds: bool
    through: tuple[str, ...]
    names: tuple[str, ...]


def move(*steps: Step, strength: float | None = None, holds: bool = False) -> Move:
    """These steps as one move; without a strength, one that holds by definition."""
    definitional = steps[0].structural and steps[0].relation != BROADER
    return Move(
        steps=steps,
        strength=definition_strength(steps) if strength is None else strength,
        source=steps[0].subject,
        target=steps[-1].object,
        sign=prod(step.sign or UNSIGNED for step in steps),
        definitional=definitional,
        holds=definitional or holds,
        through=tuple(step.object for step in steps),
        names=tuple(step.claim or f"{step.subject}.{step.relation}.{step.object}" for step in steps),
    )


def open_to_chains(claim: Claim) -> bool:
    """Whether chains may pass through a claim: somebody speaks for it. A disputed claim, backed by nobody, is closed."""
    return claim.standing not in (None, Standing.DISPUTED)


def leaves_open(corpus: Corpus, claim: Claim) -> bool:
    """Whether a definitional move may follow a claim; not where a muscle dominates another, whose state that leaves open."""
    return not holds_after(relation_of(corpus, claim), corpus.concepts.get(claim.object))


def holds_after(relation: Relation, target: Concept | None) -> bool:
    """Whether no definitional move may follow a claim of this relation to this concept; see `leaves_open`."""
    return relation.family is Family.FUNCTIONAL and target is not None and target.kind is Kind.MUSCLE


class Network:
    """The moves of a corpus. Cost: linear in claims and concepts, except that the states of one muscle meet each other."""

    def __init__(
        self,
        corpus: Corpus,
        *,
        passable: Callable[[Claim], bool] = open_to_chains,
        claim_moves: Iterable[Move] | None = None,
    ) -> None:
        """`claim_moves` are those of the claims, where they were made before; then the corpus needs concepts only."""
        self.kinship = Kinship(corpus)
        self._corpus = corpus
        self._cores: dict[str, str] = {}
        self._places: dict[str, frozenset[str]] = {}
        self.leaving: dict[str, list[Move]] = defaultdict(list)
        self.arriving: dict[str, list[Move]] = defaultdict(list)
        told = _claim_moves(corpus, passable) if claim_moves is None else claim_moves
        for one in (*told, *structural_moves(corpus, self.kinship)):
            self.leaving[one.source].append(one)
            self.arriving[one.target].append(one)

    def into(self, goal: str) -> Iterator[Move]:
        """The last moves that count for a goal: from anything narrower to the goal itself."""
        return (move(Step(None, narrow, BROADER, goal, 1)) for narrow in self.kinship.narrower(goal))

    def reached(self, goal: str) -> bool:
        """Whether any move comes to a goal."""
        return goal in self.arriving or any(self.into(goal))

    def core(self, concept: str) -> str:
        """What a concept comes down to: of a state its muscle."""
        if concept not in self._cores:
            self._cores[concept] = self.kinship.core(concept).concept
        return self._cores[concept]

    def place(self, concept: str) -> frozenset[str]:
        """What a chain that has left a concept does not come back to: its core, and a muscle's parts and whole."""
        core = self.core(concept)
        if core not in self._places:
            muscle = kind_of(self._corpus, core) is Kind.MUSCLE
            kin = (*self.kinship.broader(core), *self.kinship.narrower(core)) if muscle else ()
            self._places[core] = frozenset({core, *kin})
        return self._places[core]


def _claim_moves(corpus: Corpus, passable: Callable[[Claim], bool]) -> Iterator[Move]:
    """Of parallel claims of one sign, the strongest; of equals the first by identifier."""
    strongest: dict[tuple[str, str, int], Move] = {}
    for _, claim in sorted(corpus.claims.items()):
        if relation_of(corpus, claim).chainable and passable(claim):
            held = not leaves_open(corpus, claim)
            one = move(claim_step(corpus, claim), strength=step_strength(claim.tally), holds=held)
            found = strongest.setdefault((one.source, one.target, one.sign), one)
            if one.strength > found.strength:
                strongest[one.source, one.target, one.sign] = one
    return iter(strongest.values())


def structural_moves(corpus: Corpus, kinship: Kinship) -> Iterator[Move]:
    """The moves that hold by definition, concept by concept."""
    for concept in sorted(corpus.concepts):
        for step in structural_steps(corpus, kinship, concept):
            yield move(step)
            if step.relation == STATE_OF and concept in kinship.states(step.object):
                yield from _alike(corpus, kinship, step)


def _alike(corpus: Corpus, kinship: Kinship, up: Step) -> Iterator[Move]:
    """From a state over its muscle to its other states of the same sign; to those of the other sign is no way."""
    for down in structural_steps(corpus, kinship, up.object):
        if down.relation == STATE_OF and down.object != up.subject and down.sign == up.sign:
            yield move(up, down)
