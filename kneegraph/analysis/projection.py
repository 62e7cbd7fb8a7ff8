"""Claims as a networkx graph."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from kneegraph.analysis.effect import claim_sign, relation_of
from kneegraph.analysis.kinship import label
from kneegraph.analysis.steps import BROADER, OPPOSITE_OF, STATE_OF
from kneegraph.model import Claim, Corpus

_WORDS = {STATE_OF: "is a state of", OPPOSITE_OF: "is the opposite of", BROADER: "is a kind of"}


def to_networkx(corpus: Corpus) -> nx.MultiDiGraph[str]:
    """One node per concept (`label`, `kind`), one edge per claim (`kind="claim"`), one per link by definition.

    Edges of claims are keyed by the claim's identifier and carry `label`, `relation`, `family`, `sign` (see `claim_sign`),
    `standing`, the tally (`supports`, `disputes`, `qualifies`, `reports`), `sources` (all that take a stance, with spaces
    between) and `outcome`. Edges of `kind="definition"` have a `relation` (`stateOf`, `oppositeOf` or `broader`) and a
    `label`; they lead from the concept that states it. All values are text or whole numbers, as file formats want them;
    what is not known is left out.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for concept in corpus.concepts.values():
        graph.add_node(concept.id, label=concept.label, kind=concept.kind.value)
    for claim in corpus.claims.values():
        graph.add_edge(claim.subject, claim.object, key=claim.id, **_claim(corpus, claim))
    for subject, relation, object_ in _definitions(corpus):
        words = f"{label(corpus, subject)} {_WORDS[relation]} {label(corpus, object_)}"
        key = f"{subject}.{relation}.{object_}"
        graph.add_edge(subject, object_, key=key, kind="definition", relation=relation, label=words)
    return graph


def _claim(corpus: Corpus, claim: Claim) -> dict[str, str | int]:
    told: dict[str, str | int | None] = {
        "kind": "claim",
        "label": claim.label,
        "relation": claim.relation,
        "family": relation_of(corpus, claim).family.value,
        "sign": claim_sign(corpus, claim),
        "standing": claim.standing.value if claim.standing else None,
        "sources": " ".join(claim.sources()),
        "outcome": claim.outcome,
        **claim.tally.as_dict(),
    }
    return {name: value for name, value in told.items() if value is not None}


def _definitions(corpus: Corpus) -> Iterator[tuple[str, str, str]]:
    """What concepts state of themselves: subject, relation, object."""
    for concept in corpus.concepts.values():
        links = (STATE_OF, concept.state_of), (OPPOSITE_OF, concept.opposite_of), *((BROADER, up) for up in concept.broader)
        yield from ((concept.id, relation, other) for relation, other in links if other)
