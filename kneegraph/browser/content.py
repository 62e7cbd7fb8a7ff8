"""The corpus as plain values: what the page's script reads. No markup is made here, and none may be made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kneegraph.analysis.contradictions import APPARENT, DESCRIPTIONS, Contradiction, ContradictionKind
from kneegraph.analysis.related import MEANING
from kneegraph.browser.links import host, passage_link, safe_url
from kneegraph.browser.looks import capitalised
from kneegraph.browser.naming import byline, naming
from kneegraph.browser.nearby import nearby
from kneegraph.errors import UnknownTermError
from kneegraph.model import Assertion, Claim, Concept, Corpus, Passage, Qualification, Source, Stance, Standing, Tally
from kneegraph.nearest import nearest

#: Exact words of passages: by source identifier and passage, or a function of both that answers None where unknown.
Quotes = Mapping[tuple[str, Passage], str] | Callable[[str, Passage], str | None]
_Values = dict[str, object]


def content(corpus: Corpus, quotes: Quotes | None) -> _Values:
    """Concepts, relations, sources and claims with their assertions, by identifier. Cost: linear in the assertions."""
    quoting, near = _quoting(quotes), nearby(corpus)
    return {
        "concepts": {id_: _concept(concept) for id_, concept in sorted(corpus.concepts.items())},
        "relations": {id_: _relation(corpus, id_) for id_ in sorted({claim.relation for claim in corpus.claims.values()})},
        "sources": {id_: _source(source) for id_, source in sorted(corpus.sources.items())},
        "claims": {
            id_: _claim(claim, corpus, quoting) | ({"related": near[id_]} if id_ in near else {})
            for id_, claim in sorted(corpus.claims.items())
        },
        "nearness": {kind.value: capitalised(meaning) for kind, meaning in MEANING.items()},
        "quoted": quotes is not None,
    }


def disagreements(corpus: Corpus, found: Sequence[Contradiction] | None) -> list[_Values]:
    """The contradictions as values, each with an identifier for its address.

    None means that nobody looked for them: then the claims that are not simply supported stand in, by standing.
    Raises UnknownTermError when one names a claim that the corpus does not have.
    """
    if found is None:
        return [_from_standing(claim) for claim in by_disagreement(corpus)]
    taken: dict[str, int] = {}
    call = naming(corpus)
    return [_contradiction(corpus, one, taken, call) for one in found]


def by_disagreement(corpus: Corpus) -> list[Claim]:
    """The contested, disputed and qualified claims, in that order, the most sources first."""
    order = [Standing.CONTESTED, Standing.DISPUTED, Standing.QUALIFIED]
    chosen = [(order.index(claim.standing), claim) for claim in corpus.claims.values() if claim.standing in order]
    return [claim for _, claim in sorted(chosen, key=lambda pair: (pair[0], -len(pair[1].sources()), pair[1].id))]


def _concept(concept: Concept) -> _Values:
    links = {"broader": list(concept.broader), "stateOf": concept.state_of, "oppositeOf": concept.opposite_of}
    described = {"label": concept.label, "others": list(concept.other_labels), "kind": concept.kind.value}
    return described | {key: value for key, value in links.items() if value} | _optional(definition=concept.definition)


def _relation(corpus: Corpus, identifier: str) -> _Values:
    relation = corpus.relations.get(identifier)
    if relation is None:
        return {"label": identifier, "inverse": f"is object of {identifier}"}
    return {"label": relation.label, "inverse": relation.inverse_label, "family": relation.family.value}


def _source(source: Source) -> _Values:
    url = safe_url(source.url)
    made = {"title": source.title, "byline": byline(source), "tier": source.tier.value, "collection": source.collection}
    same = [address for address in map(safe_url, source.same_as) if address]
    more = {"year": source.year, "same": same, "readings": source.readings}
    return (
        made
        | {key: value for key, value in more.items() if value}
        | _optional(url=url, host=host(url) if url else None, seen=source.seen)
    )


def _claim(claim: Claim, corpus: Corpus, quoting: Callable[[str, Passage], str | None]) -> _Values:
    made = {
        "subject": claim.subject,
        "relation": claim.relation,
        "object": claim.object,
        "label": claim.label,
        "standing": claim.standing.value if claim.standing else None,
        "tally": claim.tally.as_dict(),
        "tiers": _tiers(claim, corpus),
        "assertions": [_assertion(one, corpus.sources[one.source], quoting) for one in _for_reading(claim)],
    }
    return made | _optional(outcome=claim.outcome)


def _tiers(claim: Claim, corpus: Corpus) -> dict[str, dict[str, int]]:
    tiers = sorted({corpus.sources[one.source].tier for one in claim.assertions})
    return {
        tier.value: Tally.of(one for one in claim.assertions if corpus.sources[one.source].tier is tier).as_dict()
        for tier in tiers
    }


def _for_reading(claim: Claim) -> list[Assertion]:
    stances = list(Stance)
    return sorted(claim.assertions, key=lambda one: (stances.index(one.stance), one.source, one.id))


def _assertion(one: Assertion, source: Source, quoting: Callable[[str, Passage], str | None]) -> _Values:
    made = {
        "id": one.id,
        "source": one.source,
        "stance": one.stance.value,
        "certainty": one.certainty.value,
        "basis": one.basis.value,
        "paraphrase": one.paraphrase,
        "passages": [_passage(passage, source, quoting) for passage in one.passages],
    }
    lists = {"scope": list(one.scope), "by": list(one.attributed_to), "because": list(map(_qualification, one.qualifications))}
    return made | {key: value for key, value in lists.items() if value} | _studied(one)


def _studied(one: Assertion) -> _Values:
    """What is known of the study behind an assertion, and whether only one reader has seen it."""
    numbers: _Values = {"n": one.sample_size, "unconfirmed": one.unconfirmed or None}
    words = _optional(
        design=one.design,
        effect=one.effect,
        population=one.population,
        task=one.task,
        measured=one.measured,
        finding=one.finding.value if one.finding else None,
    )
    return words | {key: value for key, value in numbers.items() if value}


def _qualification(why: Qualification) -> _Values:
    return {"aspect": why.aspect.value, "comment": why.comment} | _optional(reason=why.reason)


def _passage(passage: Passage, source: Source, quoting: Callable[[str, Passage], str | None]) -> _Values:
    quotation, url = quoting(source.id, passage), safe_url(source.url)
    link = passage_link(url, quotation=quotation, fragment=passage.fragment) if url else None
    return _optional(link=link, quote=quotation)


def _quoting(quotes: Quotes | None) -> Callable[[str, Passage], str | None]:
    if quotes is None:
        return lambda _source, _passage: None
    if isinstance(quotes, Mapping):
        texts = quotes
        return lambda source, passage: texts.get((source, passage))
    return quotes


def _contradiction(corpus: Corpus, one: Contradiction, taken: dict[str, int], call: Callable[[str], str]) -> _Values:
    for claim in one.claims:
        if claim not in corpus.claims:
            raise UnknownTermError("claim", claim, nearest(claim, corpus.claims.keys()))
    stem = f"{one.kind}:{one.claims[0]}" if one.claims else one.kind.value
    taken[stem] = taken.get(stem, 0) + 1
    return {
        "id": stem if taken[stem] == 1 else f"{stem}:{taken[stem]}",
        "kind": one.kind.value,
        "meaning": capitalised(DESCRIPTIONS[one.kind]),
        "claims": list(one.claims),
        "supports": list(one.supports),
        "disputes": list(one.disputes),
        "qualifies": list(one.qualifies),
        "explanation": call(one.explanation),
        "weights": [round(one.weights.supports, 2), round(one.weights.disputes, 2)],
        "hangs": one.hangs,
        **({"reasons": [call(why.sentence) for why in one.reasons]} if one.reasons else {}),
    } | _optional(apparent=capitalised(APPARENT) if one.resolved else None, against=one.against.value if one.against else None)


def _from_standing(claim: Claim) -> _Values:
    standing = claim.standing.value if claim.standing else ""
    meaning = {
        Standing.DISPUTED.value: "A claim that is disputed and that no source here supports",
        Standing.QUALIFIED.value: "A claim that holds only under a condition",
    }.get(standing, capitalised(DESCRIPTIONS[ContradictionKind.DISPUTED]))
    sides = {stance.value: list(claim.sources(stance)) for stance in (Stance.SUPPORTS, Stance.DISPUTES, Stance.QUALIFIES)}
    return {
        "id": f"{standing}:{claim.id}",
        "kind": standing,
        "claims": [claim.id],
        "meaning": meaning,
        "explanation": "",
        **sides,
    }


def _optional(**values: str | None) -> _Values:
    return {key: value for key, value in values.items() if value}
