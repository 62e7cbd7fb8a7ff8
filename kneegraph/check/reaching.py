"""Which words of an overstated sentence reach too far, and what to write instead: boosts, and the verb itself."""

from __future__ import annotations

from dataclasses import replace

from kneegraph.check.matching import Match
from kneegraph.check.phrasing import base_form, plural_form
from kneegraph.check.verdicts import only_possible, over_reaching
from kneegraph.model import Corpus
from kneegraph.text.stated import Boost, Reach, Span, StatedClaim
from kneegraph.text.wordings import english

_MANY = frozenset({"are", "have", "do"})
_NO_VERB_ENDS = ("ed", "ing", "us", "is")


def reaching(
    corpus: Corpus, sentence: str, stated: StatedClaim, match: Match, licensed: str | None = None
) -> tuple[Boost, ...]:
    """The words that say more than any source, with a narrower wording for each.

    Where no single word does, it is the verb: it tells of a cause where the sources tell of a risk or a link, or says
    plainly what they only call possible. A verb that cannot be narrowed in place is not given. `licensed` is a verb that
    says what the studies license, where the sentence says more.
    """
    boosts = over_reaching(stated)
    verb = sentence[stated.cue.start : stated.cue.end]
    possible = only_possible(match.claim)
    if boosts and possible and _is_verb(verb):
        return tuple(_with_verb(one, stated.cue, sentence) for one in boosts)
    if boosts or stated.hedged or not _is_verb(verb):
        return boosts
    if match.stronger or licensed:
        relation = licensed or corpus.relations[match.claim.relation].label
        many = verb.split()[0].lower() in _MANY or not verb.split()[0].endswith("s")
        wording = plural_form(relation) if many else relation
        wording = f"may {base_form(relation)}" if possible and not licensed else wording
        return (Boost(stated.cue, Reach.CAUSE, wording),)
    if possible:
        return (Boost(stated.cue, Reach.CERTAINTY, f"may {base_form(verb)}"),)
    return ()


def _with_verb(boost: Boost, verb: Span, sentence: str) -> Boost:
    """ "Always cause" may be narrowed to "can cause", in place; "always causes" may not."""
    apart = boost.span.end > verb.start or sentence[boost.span.end : verb.start].strip()
    if boost.reach is not Reach.CERTAINTY or boost.narrower or apart:
        return boost
    first = sentence[verb.start : verb.end].split(maxsplit=1)[0]
    return replace(boost, narrower="can") if base_form(first.lower()) == first.lower() else boost


def _is_verb(words: str) -> bool:
    """Whether the words between two concepts begin with a verb in the present ("causes", "are due to", not "due to")."""
    first = words.split(maxsplit=1)[0].lower() if words.strip() else ""
    language = english()
    if first in ("is", "are"):
        return True
    plain = first.isalpha() and not first.endswith(_NO_VERB_ENDS)
    return plain and first not in language["after"] | language["openers"] | language["boundaries"] | language["helping"]
