"""A graph as a card: how much there is, of what tier, and with how much agreement."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from kneegraph.model import Standing
from kneegraph.notebook.looks import fragment, meaning, standing_line
from kneegraph.notebook.markup import Markup, tag
from kneegraph.notebook.tables import table

if TYPE_CHECKING:
    from kneegraph.graph import Graph

_NEXT = 'Ask it: kg.claim("…", "causes", "…"), kg.claims(about="…"), kg.contradictions(), kg.query("SELECT …"), kg.show("…")'


def summary(graph: Graph, behind: str | None = None) -> Markup:
    """What the graph holds; where it lies behind a store (`behind` says which), that alone."""
    hint = tag("p", tag("small", _NEXT))
    if behind:
        return fragment(tag("div", tag("p", behind, class_="kg-title"), hint, class_="kg-card"))
    corpus = graph.corpus
    assertions = sum(len(claim.assertions) for claim in corpus.claims.values())
    standings = Counter(claim.standing for claim in corpus.claims.values())
    rows = [[standing_line(one), standings[one], meaning(one)] for one in Standing if standings[one]]
    tiers = Counter(f"{one.tier.value}, {one.collection}" for one in corpus.sources.values())
    told = "; ".join(f"{count} {tier}" for tier, count in sorted(tiers.items()))
    counts = f"{len(corpus.claims)} claims, {assertions} assertions, {len(corpus.concepts)} concepts"
    return fragment(
        tag(
            "div",
            tag("p", counts, class_="kg-title"),
            tag("p", f"{len(corpus.sources)} sources: {told}"),
            table(["standing", "claims", "that is"], rows),
            hint,
            class_="kg-card",
        )
    )
