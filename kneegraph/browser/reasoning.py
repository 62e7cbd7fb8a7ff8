"""What leads where, as data: the steps that everything refers to by number, and the moves that chains walk on.

The page searches these moves by itself (viz/chains.js); that it finds what `kneegraph.analysis.chains` finds is tested.
"""

from __future__ import annotations

from kneegraph.analysis.kinship import kind_of
from kneegraph.analysis.network import Move, Network, open_to_chains
from kneegraph.analysis.no_chain import NoChain
from kneegraph.analysis.steps import Step
from kneegraph.model import Corpus, Kind

_Values = dict[str, object]


class StepTable:
    """Steps by number, each once, in the order in which they were first asked for."""

    def __init__(self) -> None:
        self._numbers: dict[Step, int] = {}

    def number(self, step: Step) -> int:
        """The number of a step; a new one for a new step."""
        return self._numbers.setdefault(step, len(self._numbers))

    def values(self) -> list[list[object]]:
        """`[claim, sign, scope]`, or `[null, sign, subject, relation, object]` for what holds by definition; sign 0: none."""
        return [_step(step) for step in self._numbers]


def _step(step: Step) -> list[object]:
    if step.claim is None:
        return [None, step.sign or 0, step.subject, step.relation, step.object]
    return [step.claim, step.sign or 0, *([list(step.scope)] if step.scope else [])]


def reasoning(corpus: Corpus, steps: StepTable) -> _Values:
    """The moves as `[numbers of steps, strength, holds]`, and what a chain may not come back to. Cost: that of a network.

    `closed` are moves through claims that nobody supports: no chain takes them, but they may be why there is none.
    `cores` are the concepts that come down to another, `places` the kin of a muscle that count as the same place.
    """
    network = Network(corpus)
    shut = Network(corpus, passable=lambda claim: not open_to_chains(claim))
    cores = {id_: core for id_ in sorted(corpus.concepts) if (core := network.core(id_)) != id_}
    muscles = [id_ for id_ in sorted(corpus.concepts) if kind_of(corpus, id_) is Kind.MUSCLE]
    return {
        "moves": [_move(move, steps) for moves in network.leaving.values() for move in moves],
        "closed": [_move(move, steps) for moves in shut.leaving.values() for move in moves if not move.steps[0].structural],
        "cores": cores,
        "places": {id_: kin for id_ in muscles if (kin := sorted(network.place(id_) - {network.core(id_)}))},
        "reasons": {reason.value: reason.sentence for reason in NoChain},
    }


def _move(move: Move, steps: StepTable) -> list[object]:
    return [[steps.number(step) for step in move.steps], move.strength, int(move.holds)]
