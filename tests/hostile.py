"""A graph in which every text is one that acts where text is taken for markup, script or order."""

from __future__ import annotations

from builders import claim, corpus, supports
from opened_page import PAYLOADS

from kneegraph import Graph
from kneegraph.model import (
    Aspect,
    Assertion,
    Basis,
    Certainty,
    Claim,
    Concept,
    Corpus,
    Kind,
    Qualification,
    Source,
    Stance,
    Tier,
)


def hostile_graph() -> Graph:
    """Every text a payload, in every field that has one."""
    kinds = list(Kind)
    concepts = {f"c{n}": Concept(f"c{n}", kinds[n % len(kinds)], text) for n, text in enumerate(PAYLOADS)}
    sources = {
        f"s{n}": Source(f"s{n}", text, Tier.POPULAR, "blogPost", "core", text, "2018", text, f"javascript:alert({n})")
        for n, text in enumerate(PAYLOADS)
    }
    claims = {}
    for n, text in enumerate(PAYLOADS):
        ends = f"c{n}", f"c{(n + 1) % len(PAYLOADS)}"
        name = f"{ends[0]}.causes.{ends[1]}"
        said = tuple(
            Assertion(
                f"s{n + at}.{name}.{stance}",
                name,
                f"s{(n + at) % len(PAYLOADS)}",
                stance,
                Certainty.CERTAIN,
                Basis.STUDY,
                text,
                (ends[0],),
                (Qualification(Aspect.DOSE, text, ends[1]),) if stance is Stance.QUALIFIES else (),
                (text,),
                None,
                text,
            )
            for at, stance in enumerate([Stance.SUPPORTS, Stance.REPORTS, Stance.QUALIFIES, Stance.DISPUTES])
        )
        claims[name] = Claim(name, ends[0], "causes", ends[1], text, None, said)
    relations = corpus(claim("a", "causes", "b", supports("s"))).relations
    return Graph(Corpus(relations, concepts, sources, claims))
