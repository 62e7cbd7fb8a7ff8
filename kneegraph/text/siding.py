"""Whose side a writer takes on what stands behind "that": "it is a myth that …", "some believe that …"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from kneegraph.text.wordings import English, english


class Side(Enum):
    """What a writer makes of a claim that stands behind such words."""

    AFFIRMED = 1
    DENIED = -1
    OPEN = 0


#: What a sentence begins with that tells its reader what not to believe.
_TELLING = frozenset({"do", "never", "nobody", "you", "please", "let", "we", "one", "but"})
_PERSUADING = frozenset({"tell", "tells", "fool", "persuade", "convince", "fooled"})
_TOLD = frozenset({"believing", "telling", "saying", "thinking", "anyone"})
_OWN = frozenset({"my", "our", "own", "honest"})
_FIRST_PERSON = frozenset({"i", "we"})
_PROMISING = frozenset({"say", "tell", "assure", "promise"})
_SUGGESTING = frozenset({"suggest", "suggests", "hint", "hints", "indicate", "indicates"})
_FINDING_OUT = frozenset({"research", "studies", "study", "science", "evidence", "data", "trials", "findings", "results"})
_SLIGHT = frozenset({"little", "scant", "limited", "weak", "insufficient", "poor", "mixed", "conflicting", "thin"})
_CONTRADICTING = frozenset({"deny", "denies", "dispute", "disputes", "doubt", "doubts", "contest", "contests"})
_FORMERLY = frozenset({"used", "once", "formerly", "previously"})
_WRONGLY = frozenset({"wrongly", "falsely", "mistakenly", "incorrectly"})
_RIGHTLY = frozenset({"right", "rightly", "correctly"})
_GROUNDS = frozenset({"nothing", "truth", "basis", "merit", "support", "evidence", "reason", "ground", "grounds", "substance"})


@dataclass(frozen=True)
class _Wrapper:
    """The words of the clause before "that", and what is said of the claim behind it."""

    words: Sequence[str]
    behind: Side

    @cached_property
    def found(self) -> frozenset[str]:
        """The different words."""
        return frozenset(self.words)

    @cached_property
    def denied(self) -> bool:
        """Whether an odd number of words says no."""
        return sum(word in english()["negations"] or word == "few" for word in self.words) % 2 == 1

    def has(self, *sets: frozenset[str]) -> bool:
        """Whether it has a word of any of these sets."""
        return any(self.found & one for one in sets)

    def begins(self, words: frozenset[str]) -> bool:
        """Whether it begins with one of these words."""
        return self.words[0] in words if self.words else False

    def ends_in_be(self) -> bool:
        """Whether it ends as "the answer is" does."""
        return bool(self.words) and self.words[-1] in english()["forms_of_be"]


#: A rule gives the side, or None where it does not apply.
_Rule = Callable[[_Wrapper, English], Side | None]


def side_taken(words: Sequence[str], behind: Side) -> Side:
    """The side that a writer takes with the words before "that"; `behind` is what is said of it after it.

    >>> side_taken("it is a myth".split(), Side.OPEN), side_taken("nobody denies".split(), Side.OPEN)
    (<Side.DENIED: -1>, <Side.AFFIRMED: 1>)
    >>> side_taken("some coaches believe".split(), Side.OPEN)
    <Side.OPEN: 0>
    """
    wrapper = _Wrapper(words[:-1] if words and words[-1] == "that" else words, behind)
    return next((side for rule in _RULES if (side := rule(wrapper, english())) is not None), behind)


def side_with_others(words: Sequence[str], behind: Side) -> Side:
    """The side taken with words that pass a claim on without "that".

    >>> side_with_others("physios rightly say".split(), Side.OPEN), side_with_others("some trainers think".split(), Side.OPEN)
    (<Side.AFFIRMED: 1>, <Side.OPEN: 0>)
    """
    wrapper = _Wrapper(words, behind)
    if wrapper.has(_WRONGLY):
        return Side.DENIED
    agrees = wrapper.has(english()["siding"]) and wrapper.has(_FIRST_PERSON)
    return Side.AFFIRMED if agrees or wrapper.has(_RIGHTLY) else behind


def is_possible(words: Sequence[str]) -> bool:
    """Whether what follows is put as possible ("it seems likely that", "studies suggest that")."""
    wrapper = _Wrapper(words, Side.OPEN)
    return wrapper.has(english()["possible"]) or (wrapper.has(_SUGGESTING) and wrapper.has(_FINDING_OUT))


def _no_news(one: _Wrapper, language: English) -> Side | None:
    """ "It is no secret that", "I cannot stress enough that"."""
    return Side.AFFIRMED if one.denied and (one.has(language["no_news"]) or "enough" in one.found) else None


def _told_not_to(one: _Wrapper, language: English) -> Side | None:
    """ "Do not believe that", "nobody should think that"."""
    persuaded = one.has(language["believing"], _PERSUADING) and one.begins(_TELLING)
    return Side.DENIED if one.denied and persuaded else None


def _doubted(one: _Wrapper, language: English) -> Side | None:
    """ "It is unclear whether"; but "there is no doubt that"."""
    if not one.has(language["doubting"]) or one.has(frozenset({"beyond", "without"})):
        return None
    return Side.AFFIRMED if one.denied and one.has(frozenset({"doubt", "question"})) else Side.OPEN


def _dropped(one: _Wrapper, language: English) -> Side | None:
    """ "Forget the idea that", "there is nothing to the claim that"."""
    thought = one.has(language["thoughts"])
    if thought and (one.has(language["dropping"]) or (one.denied and one.has(_GROUNDS))):
        return Side.DENIED
    return Side.DENIED if one.has(language["attributing"], _TOLD) and one.begins(language["dropping"]) else None


def _denied(one: _Wrapper, language: English) -> Side | None:
    """ "It is a myth that"; "critics are wrong to deny that"."""
    own = one.has(_FIRST_PERSON, _FINDING_OUT, language["denying"] - _CONTRADICTING)
    if one.has(_CONTRADICTING) and not one.denied and not own:
        return Side.OPEN  # "critics deny that"
    denials = sum(word in language["denying"] for word in one.words)
    if "thing" in one.found and one.denied:
        return Side.DENIED  # "there is no such thing as"
    if not denials:
        return None
    return Side.DENIED if (denials + one.denied) % 2 else Side.AFFIRMED


def _assumed(one: _Wrapper, language: English) -> Side | None:
    """ "Let us assume that", "I hope that"."""
    return Side.OPEN if one.has(language["assumed"]) and "say" not in one.found else None


def _possible(one: _Wrapper, language: English) -> Side | None:  # noqa: ARG001 (a rule's signature)
    """ "It is possible that", "it is beyond doubt that"."""
    return Side.AFFIRMED if (is_possible(one.words) and not one.denied) or one.has(frozenset({"beyond", "without"})) else None


def _endorsed(one: _Wrapper, language: English) -> Side | None:
    """ "It is true that", "I am convinced that", "I can assure you that"."""
    own = one.has(_FIRST_PERSON) or one.begins(frozenset({"it"}))
    sides = own and one.has(language["siding"], frozenset({"think", "believe"}))
    promises = one.begins(_FIRST_PERSON) and one.has(_PROMISING)
    if not (one.has(language["endorsing"]) or sides or promises):
        return None
    return Side.DENIED if one.denied and "forget" not in one.found else Side.AFFIRMED


def _of_the_past(one: _Wrapper, language: English) -> Side | None:
    """ "I used to believe that", "legend has it that"."""
    believed = one.has(language["believing"], language["attributing"])
    return Side.OPEN if (believed and one.has(_FORMERLY)) or one.words[-2:] in (["has", "it"], ["have", "it"]) else None


def _hardly_shown(one: _Wrapper, language: English) -> Side | None:  # noqa: ARG001 (a rule's signature)
    """ "There is little evidence that"."""
    return Side.OPEN if one.has(_SLIGHT) and one.has(_FINDING_OUT, _GROUNDS) else None


def _answered(one: _Wrapper, language: English) -> Side | None:
    """ "My view is that", "the short answer is that", "it is not that"."""
    if one.denied and one.words[-1:] == ["not"] and one.begins(frozenset({"it"})):
        return Side.DENIED
    plain = one.ends_in_be() and (one.has(_OWN) or not one.has(language["thoughts"]))
    if not plain and one.words:
        return None
    return Side.AFFIRMED if one.behind is Side.OPEN else one.behind


_RULES: tuple[_Rule, ...] = (
    _of_the_past, _hardly_shown, _no_news, _told_not_to, _doubted, _dropped, _denied, _assumed, _possible, _endorsed,
    _answered,
)  # fmt: skip
