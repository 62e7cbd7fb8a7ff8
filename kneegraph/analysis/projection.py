"""Claims as a networkx graph."""

from __future__ import annotations

import networkx as nx

from kneegraph.analysis.effect import claim_sign, relation_of
from kneegraph.model import Corpus


def to_networkx(corpus: Corpus) -> nx.MultiDiGraph[str]:
    """One node per concept (`label`, `kind`) and one edge per claim, keyed by the claim's identifier.

    Edges carry `label`, `relation`, `family`, `sign` (see `claim_sign`), `standing`, the tally (`supports`, `disputes`,
    `qualifies`, `reports`), `sources` (all that take a stance) and `outcome`. Values are plain, None where nothing is known.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for concept in corpus.concepts.values():
        graph.add_node(concept.id, label=concept.label, kind=concept.kind.value)
    for claim in corpus.claims.values():
        graph.add_edge(
            claim.subject,
            claim.object,
            key=claim.id,
            label=claim.label,
            relation=claim.relation,
            family=relation_of(corpus, claim).family.value,
            sign=claim_sign(corpus, claim),
            standing=claim.standing.value if claim.standing else None,
            sources=claim.sources(),
            outcome=claim.outcome,
            **claim.tally.as_dict(),
        )
    return graph
