"""Which part of a corpus is drawn around a concept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

from kneegraph.analysis.kinship import Kinship, label
from kneegraph.browser.overview import weigh
from kneegraph.errors import KneegraphError
from kneegraph.model import Claim, Corpus

#: More than this many concepts cannot be read in the width of a notebook.
MOST = 60


@dataclass(frozen=True)
class Around:
    """A concept, its family (what is narrower, its states, what concerns it), and what claims join them to.

    `columns` says how many claims away each concept is: 0 the family, negative what bears on it, positive what it bears on.
    """

    centre: str
    label: str
    steps: int
    part: Corpus
    columns: dict[str, int]
    left_out: int

    @cached_property
    def sentence(self) -> str:
        """What is there, and what is not, in a sentence."""
        counts = f"{len(self.part.concepts)} concepts and {len(self.part.claims)} claims"
        said = f"{counts} within {_steps(self.steps)} of {self.label}"
        cut = f"; {self.left_out} further concepts are left out, those with the fewest and least disputed claims"
        return f"{said}{cut if self.left_out else ''}."


def around(corpus: Corpus, centre: str, *, steps: int = 1, most: int = MOST) -> Around:
    """The concepts within so many claims of one and its family, at most so many, and the claims that lead to them.

    The nearest stay, of those as near the ones that matter most (`kneegraph.browser.overview.weigh`). Cost: steps times the
    claims. Raises KneegraphError for fewer than one step.
    """
    if steps < 1:
        raise KneegraphError(f"a neighbourhood has at least one step (got {steps})")
    columns = _columns(corpus, centre, steps)
    touched = [one for one in corpus.claims.values() if _nearest(one, columns) < steps]
    weights = weigh(replace(corpus, claims={one.id: one for one in touched}))
    ranked = sorted(weights.keys() | {centre}, key=lambda id_: (id_ != centre, abs(columns[id_]), -weights.get(id_, 0.0), id_))
    chosen = set(ranked[:most])
    claims = {one.id: one for one in touched if {one.subject, one.object} <= chosen}
    concepts = {id_: corpus.concepts[id_] for id_ in sorted(chosen)}
    part = replace(corpus, concepts=concepts, claims=dict(sorted(claims.items())))
    near = {id_: columns[id_] for id_ in sorted(chosen)}
    return Around(centre, label(corpus, centre), steps, part, near, len(ranked) - len(chosen))


def _columns(corpus: Corpus, centre: str, steps: int) -> dict[str, int]:
    """How many claims away each concept is that is near enough, and on which side; what stands on both, on the left."""
    found = dict.fromkeys((*Kinship(corpus).family(centre), centre), 0)
    for step in range(1, steps + 1):
        reached: dict[str, int] = {}
        for claim in corpus.claims.values():
            for end, other, side in ((claim.subject, claim.object, -1), (claim.object, claim.subject, 1)):
                if end not in found and abs(found.get(other, steps)) == step - 1:
                    column = step * (side if step == 1 else 1 if found[other] > 0 else -1)
                    reached[end] = min(column, reached.get(end, column))
        found |= reached
    return found


def _nearest(claim: Claim, columns: dict[str, int]) -> float:
    return min(abs(columns[end]) if end in columns else float("inf") for end in (claim.subject, claim.object))


def _steps(count: int) -> str:
    return "one step" if count == 1 else f"{count} steps"
