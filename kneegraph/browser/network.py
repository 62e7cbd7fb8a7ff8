"""Nodes, edges and options as vis-network takes them, made with pyvis.

pyvis drops the second of two edges between the same concepts unless the network is directed, so it always is; every edge
carries its claim's identifier. Titles are plain text: one with markup would make pyvis's own page show all as markup.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from kneegraph.browser.layout import Point, arrange, card
from kneegraph.browser.looks import KINDS, STANDINGS
from kneegraph.model import Claim, Concept, Corpus, Standing

_OPTIONS = {
    "physics": {"enabled": False},
    "layout": {"improvedLayout": False},
    "nodes": {"chosen": False},
    "edges": {"chosen": False, "arrowStrikethrough": False, "labelHighlightBold": False},
    "interaction": {
        "hover": True,
        "hoverConnectedEdges": False,
        "selectConnectedEdges": False,
        "dragNodes": False,
        "tooltipDelay": 250,
        "keyboard": {"enabled": False},
    },
}


#: A graph of more concepts or claims is never drawn all at once: the page makes what it draws of it when it draws it.
MOST_CONCEPTS, MOST_CLAIMS = 1_000, 4_000


def large(corpus: Corpus, used: Collection[str]) -> bool:
    """Whether only parts of it are ever drawn; `used` are the concepts with claims."""
    return len(used) > MOST_CONCEPTS or len(corpus.claims) > MOST_CLAIMS


def drawn(corpus: Corpus, first: Mapping[str, Point], used: Collection[str]) -> dict[str, object]:
    """What the page draws with: all concepts with claims, or, of a large graph, those drawn at `first`.

    Of a large graph `cards` tells the lines of every label: from them and the claims viz/ondemand.js makes the rest.
    Cost: linear in the claims.
    """
    if large(corpus, used):
        return network(corpus, first) | {"cards": {id_: _lines(corpus.concepts[id_]) for id_ in sorted(used)}}
    return network(corpus, arrange([corpus.concepts[id_] for id_ in sorted(used)], list(corpus.claims.values())))


def network(corpus: Corpus, places: Mapping[str, Point]) -> dict[str, object]:
    """The concepts that have a place, the claims between them, and the options: `nodes`, `edges`, `options`."""
    from pyvis.network import Network

    net = Network(directed=True, cdn_resources="in_line")
    net.set_options(json.dumps(_OPTIONS))
    for id_, place in sorted(places.items()):
        net.add_node(id_, **_node(corpus.concepts[id_]), x=place.x, y=place.y)
    for claim, bend in _bends(claim for claim in corpus.claims.values() if {claim.subject, claim.object} <= places.keys()):
        net.add_edge(claim.subject, claim.object, id=claim.id, **_edge(claim, corpus), smooth=_smooth(claim, corpus, bend))
    nodes, edges, _heading, _height, _width, options = net.get_network_data()
    return {"nodes": nodes, "edges": edges, "options": json.loads(options)}


def _node(concept: Concept) -> dict[str, object]:
    """`custom` is a shape that the page draws itself: a card with the kind's own shape and the label beside it."""
    look = KINDS[concept.kind]
    return {
        "label": _lines(concept),
        "shape": "custom",
        "color": look.hue.light,
        "kind": concept.kind.value,
    }


def _lines(concept: Concept) -> str:
    return "\n".join(card(concept.label).lines)


def _edge(claim: Claim, corpus: Corpus) -> dict[str, object]:
    look = STANDINGS[claim.standing or Standing.REPORTED]
    relation = corpus.relations.get(claim.relation)
    return {
        "title": f"{claim.label}\n{look.mark} {claim.standing}: {look.meaning}",
        "label": "" if claim.standing is Standing.SUPPORTED else look.mark,
        "color": look.hue.light,
        "width": look.width + 0.9 * max(0, min(len(claim.sources()), 6) - 1),
        "dashes": list(look.dashes) or False,
        "arrows": {"to": {"enabled": not (relation and relation.symmetric), "type": look.ending, "scaleFactor": 0.5}},
        "standing": claim.standing.value if claim.standing else None,
    }


def _smooth(claim: Claim, corpus: Corpus, bend: float) -> dict[str, object]:
    """A curve: from left to right between bands; an arc within one, or where several claims join the same two concepts."""
    bands = [KINDS[corpus.concepts[id_].kind].band for id_ in (claim.subject, claim.object)]
    if bend:
        return {"enabled": True, "type": "curvedCW" if bend > 0 else "curvedCCW", "roundness": round(abs(bend), 2)}
    if bands[0] == bands[1]:
        return {"enabled": True, "type": "curvedCW", "roundness": 0.25}
    return {"enabled": True, "type": "cubicBezier", "forceDirection": "horizontal", "roundness": 0.45}


def _bends(claims: Iterable[Claim]) -> list[tuple[Claim, float]]:
    """Each claim with how far its line bends so that claims between the same two concepts stay apart; 0 for a lone one."""
    pairs: dict[tuple[str, ...], list[Claim]] = defaultdict(list)
    for claim in sorted(claims, key=lambda one: one.id):
        pairs[tuple(sorted((claim.subject, claim.object)))].append(claim)
    bent = [(one, _bend(one, place, len(pair))) for pair in pairs.values() for place, one in enumerate(pair)]
    return sorted(bent, key=lambda found: found[0].id)


def _bend(claim: Claim, place: int, size: int) -> float:
    if size == 1:
        return 0.0
    # An even share to each side of the straight line; seen from the other end, clockwise is the other side.
    step = 0.16 * (place // 2 + 1) * (1 if place % 2 == 0 else -1)
    return step if claim.subject <= claim.object else -step
