"""Chains: directed ways from one concept to another through claims, with the sources that tell them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from math import prod

from kneegraph.analysis.kinship import known_concept
from kneegraph.analysis.network import Move, Network
from kneegraph.analysis.search import Outlook, Ways
from kneegraph.analysis.steps import Step, definition_strength, likens, retold, step_strength
from kneegraph.found import Drawn, Found
from kneegraph.model import Claim, Corpus, Stance, Standing

MAX_STEPS = 6


@dataclass(frozen=True, slots=True)
class Chain(Drawn):
    """Steps that follow one another. `sign` says whether more of the start means more (+1) or less (-1) of the goal.

    `told_by` are the sources that support every claim in it; none where it passes from one state of a muscle to another
    like it, which nobody says. `contested_steps` and `weakest_step` count steps from 0.
    """

    steps: tuple[Step, ...]
    sign: int | None
    told_by: tuple[str, ...]
    contested_steps: tuple[int, ...]
    weakest_step: int
    score: float

    @property
    def stitched(self) -> bool:
        """Whether no one source tells the whole chain; then nobody has claimed it."""
        return not self.told_by

    @property
    def claims(self) -> tuple[str, ...]:
        """The claims it goes through, in order."""
        return tuple(step.claim for step in self.steps if step.claim is not None)


class Chains(Found[Chain]):
    """Chains that were found. `gave_up`: the search stopped at its own limit before it had all asked for; more may exist."""

    def __init__(self, found: Iterable[Chain] = (), *, gave_up: bool = False) -> None:
        super().__init__(found)
        self.gave_up = gave_up


class ChainSearch(Iterator[Chain]):
    """Chains one by one over a network that is there; see `iter_chains`."""

    def __init__(self, corpus: Corpus, network: Network, start: str, goal: str, *, max_steps: int = MAX_STEPS) -> None:
        self._corpus = corpus
        self._ways = Ways(network, start, Outlook(network, goal, max_steps))

    def __next__(self) -> Chain:
        """The next best chain."""
        return chain_of(self._corpus, next(steps for steps in self._ways if any(not step.structural for step in steps)))

    @property
    def gave_up(self) -> bool:
        """Whether it ended because it had looked at as much as it may, not because there is no more."""
        return self._ways.gave_up


def chains(corpus: Corpus, start: str, goal: str, *, limit: int = 10, max_steps: int = MAX_STEPS) -> Chains:
    """The best chains from one concept to another, by identifier; see `iter_chains`. [] has a reason: `why_no_chain`."""
    _check(corpus, start, goal)
    if start == goal:
        return Chains()
    search = ChainSearch(corpus, Network(corpus), start, goal, max_steps=max_steps)
    found = list(islice(search, limit))
    return Chains(found, gave_up=search.gave_up)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a network: its concepts with how they belong together, and the moves that claims make in it.

    It has all moves of every chain of at least the strength `least`; if it is `whole`, those of every chain.
    """

    concepts: Corpus
    moves: tuple[Move, ...]
    least: float
    whole: bool


def chains_in_parts(
    parts: Iterable[Part], corpus: Corpus, start: str, goal: str, *, limit: int = 10, max_steps: int = MAX_STEPS
) -> Chains:
    """What `chains` finds, from larger and larger parts of the network, until one has enough; `corpus` has the claims.

    Cost: that of `chains` on the part that was enough, and the claims of the chains that are found.
    """
    if start == goal:
        return Chains()
    for part in parts:
        network = Network(part.concepts, claim_moves=part.moves)
        ways = Ways(network, start, Outlook(network, goal, max_steps))
        told = (steps for steps in ways if any(not step.structural for step in steps))
        best = list(islice(told, limit))
        if len(best) < limit and not (part.whole or ways.gave_up):
            continue
        found = [chain_of(corpus, retold(corpus, steps)) for steps in best]
        if part.whole or ways.gave_up or (len(found) == limit and found[-1].score >= part.least):
            return Chains(found, gave_up=ways.gave_up)
    return Chains()


def iter_chains(corpus: Corpus, start: str, goal: str, *, max_steps: int = MAX_STEPS) -> Iterator[Chain]:
    """Chains one by one: highest `chain_score` first, then the shortest, then by identifiers.

    Chains pass through chainable relations whose claim somebody speaks for, between states and their muscles, between
    opposites, and from a narrower concept to the goal; never through one concept twice, never back to a muscle (its
    states, its parts, its whole) that they have left, and never by definition alone. From a state over its muscle to a
    state of the same sign counts as one step. Cost: linear in the claims to begin with, then by what is asked of it;
    one search looks at 50 000 partial chains at most, and says so (`ChainSearch.gave_up`) where it stops for that.
    Raises UnknownTermError for an unknown concept.
    """
    _check(corpus, start, goal)
    if start == goal:
        return iter(())
    return ChainSearch(corpus, Network(corpus), start, goal, max_steps=max_steps)


def _check(corpus: Corpus, *names: str) -> None:
    for name in names:
        known_concept(corpus, name)


def chain_of(corpus: Corpus, steps: Sequence[Step]) -> Chain:
    """What steps that follow one another add up to."""
    claims = {index: corpus.claims[step.claim] for index, step in enumerate(steps) if step.claim is not None}
    return Chain(
        steps=tuple(steps),
        sign=prod(step.sign or 0 for step in steps) or None,
        told_by=() if _likens(steps) else _told_by(claims.values()),
        contested_steps=tuple(index for index, claim in claims.items() if claim.standing is Standing.CONTESTED),
        weakest_step=min(claims, key=lambda index: (step_strength(claims[index].tally), index)),
        score=chain_score(corpus, steps),
    )


def chain_score(corpus: Corpus, steps: Sequence[Step]) -> float:
    """The product of the `step_strength` of the claims and the `definition_strength` of the steps between them.

    More support never lowers it. A claim with one supporter (1/2) followed by one with three (3/4): 3/8; with a step
    from a muscle to its state between the two, half of that.
    """
    claims = prod(step_strength(corpus.claims[step.claim].tally) for step in steps if step.claim is not None)
    return float(claims * definition_strength(steps))


def _likens(steps: Sequence[Step]) -> bool:
    """Whether steps pass from a state over its muscle to another state."""
    return any(likens(one, other) for one, other in pairwise(steps))


def _told_by(claims: Iterable[Claim]) -> tuple[str, ...]:
    first, *rest = (frozenset(claim.sources(Stance.SUPPORTS)) for claim in claims)
    return tuple(sorted(first.intersection(*rest)))
