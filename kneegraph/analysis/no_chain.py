"""Why there is no chain between two concepts."""

from __future__ import annotations

from enum import StrEnum

from kneegraph.analysis.chains import MAX_STEPS
from kneegraph.analysis.kinship import known_concept
from kneegraph.analysis.networks import Networks, WholeNetworks, by_definition, shortest, told
from kneegraph.model import Corpus


class NoChain(StrEnum):
    """The reasons, the most telling first where several hold; each with a sentence for people."""

    sentence: str

    def __new__(cls, value: str, sentence: str) -> NoChain:
        """Keep the sentence beside the value."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.sentence = sentence
        return member

    SAME_CONCEPT = "same-concept", "Start and goal are the same concept."
    GAVE_UP = "gave-up", "The search was given up before it had looked at every way; there may be a chain."
    ONLY_DISPUTED = "only-disputed", "Every way goes through a claim that is disputed and that nobody supports."
    TOO_LONG = "too-long", "There is a way, but it takes more steps than allowed."
    IN_CIRCLES = "in-circles", "Every way that is short enough comes back to a muscle or a concept that it has left."
    BY_DEFINITION = "by-definition", "The two belong together by definition only; no claim lies between them."
    ONLY_BACKWARDS = "only-backwards", "Claims lead only in the other direction, from the goal to the start."
    NOTHING_LEAVES = "nothing-leaves", "No claim that a chain may use leads away from the start."
    NOTHING_ARRIVES = "nothing-arrives", "No claim that a chain may use leads to the goal."
    NOT_CONNECTED = "not-connected", "Claims lead from the start and to the goal, but no way joins them."


def why_no_chain(corpus: Corpus, start: str, goal: str, *, max_steps: int = MAX_STEPS) -> NoChain | None:
    """The reason why `chains` finds nothing; None when it finds something. Raises UnknownTermError as `chains` does.

    Every reason but `GAVE_UP` rests on a search that came to its end.
    """
    for name in (start, goal):
        known_concept(corpus, name)
    return why_no_chain_in(WholeNetworks(corpus), start, goal, max_steps=max_steps)


def why_no_chain_in(networks: Networks, start: str, goal: str, *, max_steps: int = MAX_STEPS) -> NoChain | None:
    """The same of known concepts in a network that need not be in memory. Cost: what lies within so many steps of both."""
    if start == goal:
        return NoChain.SAME_CONCEPT
    network = networks.near(start, goal, max_steps)
    search = told(network, start, goal, max_steps=max_steps)
    if next(search, None) is not None:
        return None
    if search.gave_up:
        return NoChain.GAVE_UP
    # Where one of the next searches gives up it has found none; the reasons that then remain are true all the same.
    if next(told(networks.near_disputed(start, goal, max_steps), start, goal, max_steps=max_steps), None) is not None:
        return NoChain.ONLY_DISPUTED
    if by_definition(network, start, goal):
        return NoChain.BY_DEFINITION
    length = shortest(network, start, goal)
    if length is not None and length <= max_steps:
        return NoChain.IN_CIRCLES
    if networks.joined(start, goal):
        return NoChain.TOO_LONG
    if next(told(networks.near(goal, start, max_steps), goal, start, max_steps=max_steps), None) is not None:
        return NoChain.ONLY_BACKWARDS
    return _dead_end(networks, start, goal)


def _dead_end(networks: Networks, start: str, goal: str) -> NoChain:
    if not networks.leaves(start):
        return NoChain.NOTHING_LEAVES
    return NoChain.NOT_CONNECTED if networks.arrives(goal) else NoChain.NOTHING_ARRIVES
