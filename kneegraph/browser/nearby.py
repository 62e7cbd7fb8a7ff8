"""The claims near each claim, for its dossier: few, the nearest kinds first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from kneegraph.analysis.kinship import Kinship
from kneegraph.analysis.related import related
from kneegraph.model import Claim, Corpus

#: How many a dossier names.
MOST = 8
#: Beyond this many claims the page carries none: they would outweigh the claims themselves.
LARGEST = 10_000
#: Concepts that more claims than this are about bring nobody together.
_CROWD = 300


def nearby(corpus: Corpus) -> dict[str, list[list[str]]]:
    """For each claim that has any, up to `MOST` pairs of nearness and claim; nothing for a corpus above `LARGEST`.

    Cost: for each claim, the claims about the same, contrary, broader or narrower concepts or the same muscles.
    """
    if len(corpus.claims) > LARGEST:
        return {}
    kinship = Kinship(corpus)
    claims = {id_: claim for id_, claim in corpus.claims.items() if claim.relation in corpus.relations}
    keys = {id_: _keys(corpus, kinship, claim) for id_, claim in claims.items()}
    about: dict[str, list[str]] = defaultdict(list)
    for id_, own in keys.items():
        for key in own:
            about[key].append(id_)
    found = {id_: _near(corpus, kinship, id_, _beside(keys[id_], about)) for id_ in claims}
    return {id_: near for id_, near in found.items() if near}


def _near(corpus: Corpus, kinship: Kinship, identifier: str, beside: Iterable[str]) -> list[list[str]]:
    part = replace(corpus, claims={id_: corpus.claims[id_] for id_ in beside})
    found = related(part, corpus.claims[identifier], kinship)
    return [[one.kind.value, one.claim] for one in found[:MOST]]


def _beside(keys: frozenset[str], about: dict[str, list[str]]) -> set[str]:
    return {id_ for key in keys if len(about[key]) <= _CROWD for id_ in about[key]}


def _keys(corpus: Corpus, kinship: Kinship, claim: Claim) -> frozenset[str]:
    """Concepts of which two claims share one whenever they are near."""
    ends = [claim.subject, claim.object, *filter(None, (claim.outcome,))]
    found = set(ends)
    for end in ends:
        found.update(kinship.broader(end), kinship.opposites(end))
        known = corpus.concepts.get(end)
        if known is not None and known.state_of:
            found.update((known.state_of, *kinship.broader(known.state_of)))
    return frozenset(found)
