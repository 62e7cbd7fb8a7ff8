"""What a page about one thing shows, as plain values: no markup, every text made visible, every address checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import quote

from kneegraph import vocab
from kneegraph.analysis.contradictions import ASPECTS
from kneegraph.browser.links import host, passage_link, safe_url
from kneegraph.browser.looks import KINDS, STANDINGS, WORDS
from kneegraph.browser.plain import visible_all
from kneegraph.exchange import forms
from kneegraph.graph import Graph
from kneegraph.model import Assertion, Claim, Concept, Source, Stance
from kneegraph.nearest import nearest
from kneegraph.server.turns import Turn

Values = dict[str, object]
#: So much of a concept is shown on its page, the foremost first.
_MOST_CLAIMS, _MOST_CLASHES = 300, 100


@dataclass(frozen=True)
class Shelves:
    """A graph with what its pages ask of it.

    A graph fills its caches as it is asked, so whoever asks it in a thread takes a turn: one for pages and one for calls of
    the API, lest a long call keep pages waiting. Two threads may fill a cache twice, but never wrongly.
    """

    graph: Graph
    pages: Turn = field(default_factory=Turn)
    calls: Turn = field(default_factory=Turn)

    def has(self, sort: str, name: str) -> bool:
        """Whether there is such a thing."""
        corpus = self.graph.corpus
        if sort == "assertion":
            return self.graph.assertion(name) is not None
        kept = {"concept": corpus.concepts, "claim": corpus.claims, "source": corpus.sources}
        return name in kept[sort] if sort in kept else name in self.collections

    @cached_property
    def collections(self) -> frozenset[str]:
        """The collections that sources are of. Cost: all sources."""
        return frozenset(one.collection for one in self.graph.corpus.sources.values())

    def claims_at(self, concept: str) -> list[Claim]:
        """The claims of which a concept is an end, by identifier."""
        return sorted(self.graph.at(concept)[0], key=lambda claim: claim.id)

    def assertion(self, name: str) -> Assertion:
        """The assertion of an identifier. Raises KeyError where there is none."""
        found = self.graph.assertion(name)
        if found is None:
            raise KeyError(name)
        return found

    def said_by(self, source: str) -> list[Assertion]:
        """What a source says, by identifier."""
        said = (one for claim in self.graph.saying(source) for one in claim.assertions if one.source == source)
        return sorted(said, key=lambda one: one.id)

    def nearest(self, sort: str, name: str) -> tuple[str, ...]:
        """The names most like one that is not there."""
        return nearest(name[:200], self.collections) if sort == "collection" else self.graph.alike(sort, name)


def address(sort: str, name: str) -> str:
    """Where the page of a thing is on this server.

    >>> address("concept", "knee-valgus")
    '/id/concept/knee-valgus'
    """
    return f"/id/{sort}/{quote(name, safe='')}"


def dossier(shelves: Shelves, sort: str, name: str) -> Values:
    """What the page of this thing shows. The thing must be there."""
    corpus = shelves.graph.corpus
    if sort == "concept":
        values = _concept(shelves, corpus.concepts[name])
    elif sort == "claim":
        values = _claim(shelves, corpus.claims[name])
    elif sort == "source":
        values = _source(shelves, corpus.sources[name])
    elif sort == "assertion":
        values = _assertion_page(shelves, shelves.assertion(name))
    else:
        kept = sorted((one for one in corpus.sources.values() if one.collection == name), key=lambda one: one.id)
        values = {"title": name, "sources": [_source_head(shelves, one) for one in kept]}
    shown = visible_all({**values, "sort": sort, "id": name})
    assert isinstance(shown, dict)
    return {**shown, "iri": vocab.iri(sort, name), "here": address(sort, name), "query": _query(sort, name)}


def _query(sort: str, name: str) -> str:
    """A permanent link of the query page: everything the default graph says of this thing."""
    iri = vocab.iri(sort, name)
    shown = f"<{iri.removeprefix(vocab.ID)}>" if iri.startswith(vocab.ID) else f"<{iri}>"
    text = f"SELECT ?property ?value\nWHERE {{\n  {shown} ?property ?value\n}}\n"
    return f"/sparql#query={quote(text, safe='')}"


def _concept_link(graph: Graph, name: str) -> Values:
    return {"label": graph.label(name), "href": address("concept", name)}


def _claim_line(graph: Graph, claim: Claim) -> Values:
    return {
        "label": claim.label,
        "href": address("claim", claim.id),
        "standing": claim.standing,
        "mark": STANDINGS[claim.standing].mark if claim.standing else "",
        "tiers": forms.tally_by_tier(graph, claim),
    }


def _concept(shelves: Shelves, one: Concept) -> Values:
    graph = shelves.graph
    claims, total = graph.at(one.id, _MOST_CLAIMS)
    clashes, disagreements = graph.first_contradictions(_MOST_CLASHES, about=one.id)
    kin = graph.kin(one.id)
    below = [other for _, other in sorted(kin.items()) if one.id in (*other.broader, other.state_of)]
    opposite = {other.id for other in kin.values() if other.opposite_of == one.id}
    opposite |= {one.opposite_of} if one.opposite_of else set()
    return {
        "title": one.label,
        "kind": KINDS[one.kind].label,
        "other_labels": list(one.other_labels),
        "definition": one.definition,
        "links": {
            "broader": [_concept_link(graph, name) for name in one.broader],
            "state of": [_concept_link(graph, one.state_of)] if one.state_of else [],
            "opposite": [_concept_link(graph, name) for name in sorted(opposite)],
            "concerns": [_concept_link(graph, name) for name in one.related],
            "states": [_concept_link(graph, other.id) for other in below if other.state_of == one.id],
            "narrower": [_concept_link(graph, other.id) for other in below if other.state_of != one.id],
        },
        "matches": [{"label": match, "href": safe_url(match)} for match in one.matches],
        "outgoing": [_claim_line(graph, claim) for claim in claims if claim.subject == one.id],
        "incoming": [_claim_line(graph, claim) for claim in claims if claim.subject != one.id],
        "contradictions": [
            {
                "kind": found.kind,
                "explanation": found.explanation,
                "claims": [_claim_line(graph, graph.corpus.claims[name]) for name in found.claims],
            }
            for found in clashes
        ],
        "more": {"claims": total - len(claims), "contradictions": disagreements - len(clashes)},
        "all_contradictions": f"/api/contradictions?about={quote(one.id, safe='')}",
    }


def _claim(shelves: Shelves, claim: Claim) -> Values:
    graph = shelves.graph
    sides = {stance.value: [_assertion(graph, one) for one in claim.by_stance(stance)] for stance in Stance}
    return {
        "title": claim.label,
        "standing": claim.standing,
        "mark": STANDINGS[claim.standing].mark if claim.standing else "",
        "meaning": STANDINGS[claim.standing].meaning if claim.standing else "no source says anything of it",
        "subject": _concept_link(graph, claim.subject),
        "relation": graph.corpus.relations[claim.relation].label,
        "object": _concept_link(graph, claim.object),
        "outcome": _concept_link(graph, claim.outcome) if claim.outcome else None,
        "tally": claim.tally.as_dict(),
        "tiers": forms.tally_by_tier(graph, claim),
        "weighed": _weighed(graph, claim),
        "licence": _licence(graph, claim),
        "sides": sides,
        "near": [{"kind": one.kind, **_claim_line(graph, graph.corpus.claims[one.claim])} for one in graph.related(claim)],
    }


def _weighed(graph: Graph, claim: Claim) -> Values | None:
    """What the evidence weighs as a whole and tier by tier, with how many sources are independent; None of nothing."""
    if not claim.assertions:
        return None
    opinions = {"all": graph.opinion(claim)} | {tier.value: one for tier, one in graph.opinions(claim).items()}
    return {
        "sources": len(claim.sources()),
        "independent": graph.independence.count(claim.sources()),
        "masses": {
            name: {"support": f"{one.support:.2f}", "unknown": f"{one.unknown:.2f}", "dispute": f"{one.dispute:.2f}"}
            for name, one in opinions.items()
            if one.unknown < 1
        },
    }


def _licence(graph: Graph, claim: Claim) -> Values | None:
    """What may be said by the studies, and which those are, or which dispute it; None where none is to be expected."""
    licensed = graph.licence(claim)
    if not (licensed.needed or licensed.studied):
        return None
    resting = [
        {"design": WORDS["design"].get(one.design, one.design), **_source_link(graph, one.source)} for one in licensed.studies
    ]
    against = [_source_link(graph, one.source) for one in licensed.disputing] if not resting else []
    words = WORDS["licence"][licensed.level]
    return {"words": words, "studied": licensed.studied, "suffices": licensed.suffices, "studies": resting, "against": against}


def _source_link(graph: Graph, name: str) -> Values:
    return {"label": graph.corpus.sources[name].title, "href": address("source", name)}


def _study(one: Assertion) -> list[Values]:
    """What is known of the study behind an assertion, each fact with its name."""
    known = {
        "design": WORDS["design"].get(one.design, one.design) if one.design else None,
        "who": one.population,
        "how many": str(one.sample_size) if one.sample_size else None,
        "doing what": one.task,
        "measured": one.measured,
        "figures": one.effect,
        "result": WORDS["finding"][one.finding.value] if one.finding else None,
    }
    return [{"name": name, "value": value} for name, value in known.items() if value]


def _assertion(graph: Graph, one: Assertion) -> Values:
    """An assertion with its links; the live article opens at the passage where its words are known."""
    source = graph.corpus.sources[one.source]
    form = forms.assertion_form(graph, one)
    return {
        **form,
        "href": address("assertion", one.id),
        "claim_line": _claim_line(graph, graph.corpus.claims[one.claim]),
        "source_link": _source_link(graph, source.id),
        "study": _study(one),
        "live": _live(graph, source, one),
        "scope": [_concept_link(graph, name) for name in one.scope],
        "limits": [
            {
                "aspect": ASPECTS[why.aspect],
                "reason": _concept_link(graph, why.reason) if why.reason else None,
                "comment": why.comment,
            }
            for why in one.qualifications
        ],
        "quotes": graph.quotes(one),
    }


def _live(graph: Graph, source: Source, one: Assertion) -> Values | None:
    url = safe_url(source.url)
    if url is None:
        return None
    fragments = [passage.fragment for passage in one.passages if passage.fragment]
    quotes = graph.quotes(one)
    link = passage_link(url, quotation=quotes[0] if quotes else None, fragment=fragments[0] if fragments else None)
    return {"href": link, "host": host(url)}


def _source_head(shelves: Shelves, one: Source) -> Values:
    url = safe_url(one.url)
    return {
        **forms.source_form(shelves.graph, one),
        "href": address("source", one.id),
        "collection_href": address("collection", one.collection),
        "live": {"href": url, "host": host(url)} if url else None,
        "same": [{"label": same, "href": safe_url(same)} for same in one.same_as],
    }


def _source(shelves: Shelves, one: Source) -> Values:
    said = [_assertion(shelves.graph, made) for made in shelves.said_by(one.id)]
    return {**_source_head(shelves, one), "said": said}


def _assertion_page(shelves: Shelves, one: Assertion) -> Values:
    return {"title": one.paraphrase, "one": _assertion(shelves.graph, one)}
