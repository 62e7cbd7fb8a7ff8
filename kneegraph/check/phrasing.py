"""A claim as a clause that reads as English: with articles, with exercises in the plural, and the verb in agreement."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kneegraph.model import Claim, Concept, Corpus, Kind
from kneegraph.text.stated import StatedClaim

_IS_A = "isA"
_BARE = {"is": "be", "are": "be", "has": "have", "does": "do"}
_PLURAL = {"is": "are", "has": "have", "does": "do"}
#: Names of these are of one thing that everybody has.
_DEFINITE = frozenset({Kind.MUSCLE, Kind.STRUCTURE})


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A concept as a part of a sentence, and whether it takes a plural verb; None where its name alone does not tell."""

    words: str
    plural: bool | None = None


def plainly(corpus: Corpus, claim: Claim) -> str:
    """The claim as a plain statement; its own label where that is not made of the labels of its parts.

    The label tells whether a verb is in the plural: whoever curated the claim knows whether "adductors" are many.
    """
    plural = _label_is_plural(corpus, claim)
    if plural is None:
        return claim.label
    subject = _subject(corpus, claim)
    relation = corpus.relations[claim.relation].label
    verb = plural_form(relation) if (plural if subject.plural is None else subject.plural) else relation
    return f"{subject.words} {_before(verb, claim, corpus)}"


def stated(corpus: Corpus, claim: StatedClaim) -> str:
    """What a draft states, as a clause; whether the subject is many is told from its last letters."""
    subject = _phrase(corpus, claim.subject)
    relation = corpus.relations[claim.relation].label
    verb = plural_form(relation) if (_looks_plural(subject.words) if subject.plural is None else subject.plural) else relation
    return f"{subject.words} {_before(verb, claim, corpus)}"


def plain_label(corpus: Corpus, claim: Claim) -> str:
    """A label for a claim that has none: the labels of its parts, the verb in agreement as far as a name tells.

    >>> from kneegraph.model import Family, Relation
    >>> relations = {"causes": Relation("causes", "causes", "is caused by", Family.CAUSAL)}
    >>> plain_label(Corpus(relations), Claim("", "weak feet muscles", "causes", "shin splints", ""))
    'weak feet muscles cause shin splints'
    """
    subject, relation = _label(corpus, claim.subject), corpus.relations[claim.relation].label
    verb = plural_form(relation) if _looks_plural(subject) else relation
    outcome = f" for {_label(corpus, claim.outcome)}" if claim.outcome else ""
    return f"{subject} {verb} {_label(corpus, claim.object)}{outcome}"


def hedged(corpus: Corpus, claim: Claim) -> str:
    """The claim as something that may be so: "weak glutes may cause knee valgus"."""
    verb = base_form(corpus.relations[claim.relation].label)
    return f"{_subject(corpus, claim).words} may {_before(verb, claim, corpus)}"


def with_verb(corpus: Corpus, claim: Claim, verb: str, measure: str = "") -> str:
    """The two concepts of the claim with another verb between them: "taping is associated with" `less` "knee pain"."""
    subject = _subject(corpus, claim)
    plural = _label_is_plural(corpus, claim) if subject.plural is None else subject.plural
    many = _looks_plural(subject.words) if plural is None else plural
    bare = measure and not measure.endswith(" of")
    object_ = _label(corpus, claim.object) if bare else _phrase(corpus, claim.object).words
    return f"{subject.words} {plural_form(verb) if many else verb} {measure} {object_}".replace("  ", " ")


def base_form(verb: str) -> str:
    """The bare form of a relation's label.

    >>> base_form("causes"), base_form("is associated with"), base_form("has the dose")
    ('cause', 'be associated with', 'have the dose')
    >>> base_form("attaches to"), base_form("relies on")
    ('attach to', 'rely on')
    """
    first, _, rest = verb.partition(" ")
    if first in _BARE:
        bare = _BARE[first]
    elif first.endswith("ies") and len(first) > len("lies"):
        bare = f"{first[:-3]}y"
    elif first.endswith(("ches", "shes", "xes", "sses")):
        bare = first[:-2]
    else:
        bare = first[:-1] if first.endswith("s") and not first.endswith("ss") else first
    return f"{bare} {rest}".strip()


def plural_form(verb: str) -> str:
    """A relation's label as it goes with many.

    >>> plural_form("causes"), plural_form("is part of"), plural_form("has the dose")
    ('cause', 'are part of', 'have the dose')
    """
    first, _, rest = verb.partition(" ")
    return f"{_PLURAL[first]} {rest}".strip() if first in _PLURAL else base_form(verb)


def _label_is_plural(corpus: Corpus, claim: Claim) -> bool | None:
    """Whether the verb of the claim's label is in the plural; None where the label is made in some other way."""
    subject, relation = _label(corpus, claim.subject), corpus.relations[claim.relation].label
    for verb, plural in ((relation, False), (plural_form(relation), True)):
        if claim.label.startswith(f"{subject} {verb}") and claim.label.endswith(_label(corpus, claim.outcome or claim.object)):
            return plural
    return None


def _before(verb: str, claim: Claim | StatedClaim, corpus: Corpus) -> str:
    """The verb with the object and the outcome behind it."""
    if claim.relation == _IS_A:
        kind = _label(corpus, claim.object)
        return f"{verb}n {kind}" if verb.endswith(" a") and _article(kind) == "an" else f"{verb} {kind}"
    outcome = f" for {_phrase(corpus, claim.outcome).words}" if claim.outcome else ""
    return f"{verb} {_phrase(corpus, claim.object).words}{outcome}"


def _subject(corpus: Corpus, claim: Claim) -> _Phrase:
    known = corpus.concepts.get(claim.subject)
    if known and known.kind is Kind.EXERCISE and claim.relation == _IS_A:
        return _Phrase(f"{_article(known.label)} {known.label}", False) if _plural_of(known) else _Phrase(known.label)
    return _phrase(corpus, claim.subject)


def _phrase(corpus: Corpus, concept: str) -> _Phrase:
    """A concept with the article that its kind asks for; exercises in the plural where there is one."""
    known = corpus.concepts.get(concept)
    if known is None:
        return _Phrase(concept)
    if known.kind in _DEFINITE:
        return _Phrase(known.label if known.label.startswith("the ") else f"the {known.label}")
    if known.kind is Kind.MUSCLE_STATE and _is_one_muscle(corpus, known):
        return _Phrase(f"{_article(known.label)} {known.label}", False)
    plural = _plural_of(known) if known.kind is Kind.EXERCISE else None
    return _Phrase(plural, True) if plural else _Phrase(known.label)


def _is_one_muscle(corpus: Corpus, state: Concept) -> bool:
    """Whether a state is named by the name of one muscle, as "weak gluteus medius" is and "weak glutes" is not."""
    muscle = corpus.concepts.get(state.state_of) if state.state_of else None
    if muscle is None or not state.label.endswith(f" {muscle.label}"):
        return False
    return not _looks_plural(muscle.label)


def _looks_plural(words: str) -> bool:
    """Whether a name is of many, by the end of the word that it hangs on ("shin splints", not "gluteus medius")."""
    head = re.split(r" (?:of|with|from|for|in|during|over) ", words)[0]
    return head.endswith("s") and not head.endswith(("us", "is", "ss"))


def _plural_of(concept: Concept) -> str | None:
    """The plural of a concept's label, if it is among its other labels."""
    return next((one for one in concept.other_labels if one == f"{concept.label}s"), None)


def _article(words: str) -> str:
    """`a` or `an`, by the first letter; "uni…" is spoken with a consonant."""
    first = words.lower()
    return "an" if first.startswith(tuple("aeiou")) and not first.startswith(("uni", "eu", "use")) else "a"


def _label(corpus: Corpus, concept: str) -> str:
    known = corpus.concepts.get(concept)
    return known.label if known else concept
