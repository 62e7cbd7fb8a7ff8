"""Which way a claim works: whether more of its subject means more or less of its object."""

from __future__ import annotations

from kneegraph.analysis.kinship import COMPLAINTS
from kneegraph.errors import UnknownTermError
from kneegraph.model import Claim, Concept, Corpus, Kind, Relation
from kneegraph.nearest import nearest

#: What makes something better makes a complaint less.
BETTERING = frozenset({"improves", "controls"})
TARGETS = "targets"
TREATMENTS = frozenset({Kind.EXERCISE, Kind.INTERVENTION})


def relation_of(corpus: Corpus, claim: Claim) -> Relation:
    """The relation of a claim. Raises UnknownTermError when the corpus does not define it."""
    try:
        return corpus.relations[claim.relation]
    except KeyError:
        raise UnknownTermError("relation", claim.relation, nearest(claim.relation, corpus.relations)) from None


def claim_sign(corpus: Corpus, claim: Claim) -> int | None:
    """Whether more of the subject means more (+1) or less (-1) of the object; None where the claim does not say.

    The sign of the relation, except that what improves or controls a complaint makes it less, and that a treatment
    moves the muscles it targets in its own direction (`Concept.sign` of the treatment or of a broader one: -1 for
    releasing and stretching; otherwise +1) and their states accordingly. A targeted state without a sign gives None.
    """
    sign = relation_of(corpus, claim).sign
    target = corpus.concepts.get(claim.object)
    if sign is None or target is None:
        return sign
    if claim.relation == TARGETS:
        return _targeting(corpus, claim, sign, target)
    return -sign if claim.relation in BETTERING and target.kind in COMPLAINTS else sign


def _targeting(corpus: Corpus, claim: Claim, sign: int, target: Concept) -> int | None:
    sign *= direction(corpus, claim.subject)
    if target.kind is not Kind.MUSCLE_STATE:
        return sign
    return sign * target.sign if target.sign else None


def direction(corpus: Corpus, treatment: str) -> int:
    """The nearest sign upwards from a treatment, +1 when none is given. Terminates on circles."""
    seen: set[str] = set()
    level = [treatment]
    while level:
        concepts = [corpus.concepts[name] for name in level if name in corpus.concepts]
        signs = [concept.sign for concept in concepts if concept.kind in TREATMENTS and concept.sign]
        if signs:
            return signs[0]
        seen.update(level)
        level = [parent for concept in concepts for parent in concept.broader if parent not in seen]
    return 1
