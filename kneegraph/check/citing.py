"""Sources and claims as words within a sentence: who says so, and the claim at a given strength."""

from __future__ import annotations

from collections.abc import Iterable

from kneegraph.analysis.kinship import listed
from kneegraph.model import Claim, Corpus, Source, Stance

#: A source's maker goes by name up to so many words; longer ones are descriptions.
_NAME = 4
_MODAL = "may"


def byline(source: Source) -> str:
    """Who and when, as `Dean Somerset, 2018`; the publisher, or the title, where nobody is named.

    >>> from kneegraph.model import Tier
    >>> byline(Source("s", "Knees", Tier.POPULAR, "blogPost", "core", creator="Dean Somerset", issued="2018-11-06"))
    'Dean Somerset, 2018'
    """
    short = source.creator if source.creator and len(source.creator.split()) <= _NAME else None
    name = short or source.publisher or source.title
    return f"{name}, {source.year}" if source.year else name


def bylines(corpus: Corpus, sources: Iterable[str]) -> list[str]:
    """The bylines of sources by identifier, in their order; an identifier that the corpus lacks stands for itself."""
    return [byline(corpus.sources[one]) if one in corpus.sources else one for one in sources]


def cited(corpus: Corpus, claim: Claim, stance: Stance) -> str:
    """Who takes this stance on the claim, for brackets: bylines parted by semicolons."""
    return "; ".join(bylines(corpus, claim.sources(stance)))


def named(corpus: Corpus, claim: Claim, stance: Stance) -> str:
    """Who takes this stance on the claim, for a sentence."""
    return listed([one.replace(", ", " (") + ")" if ", " in one else one for one in bylines(corpus, claim.sources(stance))])


def hedged(corpus: Corpus, claim: Claim) -> str:
    """The claim as something that may be so.

    The relation's label loses its ending: "causes" and "cause" give "may cause", "is linked to" gives "may be linked to".
    """
    subject = _label(corpus, claim.subject)
    rest = (
        f"{_label(corpus, claim.object)} for {_label(corpus, claim.outcome)}"
        if claim.outcome
        else _label(corpus, claim.object)
    )
    return f"{subject} {_MODAL} {base_form(corpus.relations[claim.relation].label)} {rest}"


def base_form(verb: str) -> str:
    """The bare form of a relation's label.

    >>> base_form("causes"), base_form("is associated with"), base_form("has the dose"), base_form("attaches to")
    ('cause', 'be associated with', 'have the dose', 'attach to')
    """
    first, _, rest = verb.partition(" ")
    known = {"is": "be", "are": "be", "has": "have", "does": "do"}
    if first in known:
        bare = known[first]
    elif first.endswith(("ches", "shes", "xes", "sses")):
        bare = first[:-2]
    else:
        bare = first[:-1] if first.endswith("s") and not first.endswith("ss") else first
    return f"{bare} {rest}".strip()


def capital(sentence: str) -> str:
    """The sentence with a capital at its beginning."""
    return sentence[:1].upper() + sentence[1:]


def _label(corpus: Corpus, concept: str) -> str:
    known = corpus.concepts.get(concept)
    return known.label if known else concept
