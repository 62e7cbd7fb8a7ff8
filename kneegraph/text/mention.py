"""Words of a sentence that name a concept, told from words that say something of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kneegraph.model import Kind
from kneegraph.text.tokens import Token
from kneegraph.text.wordings import english

#: Names of these are made of a verb or adjective and what it is of, and so look like statements.
_MADE_OF_VERBS = frozenset({Kind.INTERVENTION, Kind.MUSCLE_STATE})
_VERBAL = _MADE_OF_VERBS | {Kind.EXERCISE, Kind.PRINCIPLE, Kind.SETTING}
#: Names of these may be little clauses ("the knees cave in", "glutes that do not fire").
_CLAUSES = frozenset(
    {Kind.MUSCLE_STATE, Kind.MOVEMENT_FAULT, Kind.SYMPTOM, Kind.CONDITION, Kind.SIGN, Kind.FUNCTION, Kind.JOINT_ACTION}
    | {Kind.PRINCIPLE, Kind.POPULATION}
)
_EXERCISING = frozenset({"exercis", "drill", "move", "work", "workout", "train", "builder"})
#: What a verb in the present has behind its stem.
_VERB_ENDINGS = frozenset({"", "e", "s", "es", "y", "ies", "ate", "ates"})


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a sentence that name concepts (more than one where the words are ambiguous), as indexes of tokens.

    `lacking`: they name the want of it ("an unstable hip", "poor balance"). `denied`: a "not" stands among them that is no
    part of the name ("the knees do not cave in", but not "glutes that do not fire").
    """

    start: int
    end: int
    concepts: tuple[str, ...]
    words: int
    lacking: bool = False
    denied: bool = False


def is_predicate(words: Sequence[Token], one: Mention, kinds: frozenset[Kind], verbs: frozenset[str]) -> bool:
    """Whether the words are part of a statement ("clams train the glutes") rather than a name ("train the glutes")."""
    if not kinds:
        return False
    if one.end - one.start < 2:
        return _is_verb(words, one.start, verbs)
    return (
        _ends_in_verb(words, one, verbs)
        or _has_verb(words, one, verbs)
        or _is_described(words, one)
        or (kinds <= _VERBAL and _begins_with_verb(words, one, kinds, verbs))
        or (kinds.isdisjoint(_CLAUSES) and _states(words, one))
    )


def is_verb_form(word: Token) -> bool:
    """Whether a word has the form of a verb in the present ("corrects", not "corrective" or "correcting")."""
    return not word.word.startswith(word.stem) or word.word[len(word.stem) :] in _VERB_ENDINGS


def _is_verb(words: Sequence[Token], at: int, verbs: frozenset[str]) -> bool:
    """Whether one word that is a name too is the verb here ("a release can stretch the quads")."""
    language, word = english(), words[at]
    before = words[at - 1].word if at else "."
    after = words[at + 1].word if at + 1 < len(words) else "."
    acts = word.stem in verbs and is_verb_form(word) and before not in language["no_subject"]
    return acts and (after in language["before_object"] or (before in language["helping"] and before != "not"))


def _begins_with_verb(words: Sequence[Token], one: Mention, kinds: frozenset[Kind], verbs: frozenset[str]) -> bool:
    """Whether the first word is the verb of a subject before it, or the name what something is said to be."""
    language = english()
    if words[one.start].word in language["negations"]:
        one = replace(one, start=one.start + 1)
    first = words[one.start]
    if first.word in language["changing"]:
        return False  # who tightens it makes it a tight one
    before = words[one.start - 1].word if one.start else "."
    if before == "you" and one.start > 1 and words[one.start - 2].word in language["fronting"]:
        return False  # "if you train your glutes"
    if first.stem in verbs and is_verb_form(first):
        if before == "," and _is_after_aside(words, one.start):
            return True
        acts_on = kinds <= _MADE_OF_VERBS and (Kind.MUSCLE_STATE not in kinds or first.word.endswith("s"))
        behind = words[one.start + 1 : one.start + 3]
        if behind[0].word in language["particles"]:  # "light up the glutes"
            behind = behind[1:]
        acts_on = acts_on or (behind != [] and behind[0].word in language["before_object"])
        third_person = first.word.endswith("s") and one.start > 0
        if acts_on and (third_person or before not in language["no_subject"]):
            return True
    return kinds <= _MADE_OF_VERBS and _is_complement(words, one)


def _is_after_aside(words: Sequence[Token], at: int) -> bool:
    """Whether two commas stand before, which part a subject from its verb ("Thrusts, a strength exercise, train …")."""
    commas = sum(word.word == "," for word in words[:at])
    return commas >= 2 and words[0].word not in english()["fronting"]


def _ends_in_verb(words: Sequence[Token], one: Mention, verbs: frozenset[str]) -> bool:
    """Whether the last word is a verb whose object follows ("lunges exercise the quads", "… compensate for …")."""
    last = words[one.end - 1]
    after = words[one.end].word if one.end < len(words) else "."
    takes_object = after in english()["before_object"] or f"{last.stem} {after}" in verbs
    return last.stem in verbs and is_verb_form(last) and takes_object


def _has_verb(words: Sequence[Token], one: Mention, verbs: frozenset[str]) -> bool:
    """Whether a verb with its object begins within the words ("lateralis dominates the vastus")."""
    language = english()
    inside = [word for word in words[one.start : one.end] if word.word not in language["negations"]]
    for before, word, after in zip(inside, inside[1:], inside[2:], strict=False):
        small = word.word in language["loose"] or word.word in language["particles"] or word.word in language["after"]
        many = before.word.endswith("s") and not before.word.endswith("ss") and is_verb_form(word) and not small
        acts = word.word.endswith("s") or before.word in language["helping"] or many
        if acts and word.stem in verbs and after.word in language["before_object"]:
            return True
    return False


def _is_described(words: Sequence[Token], one: Mention) -> bool:
    """Whether the words are of the kind "(is) the muscle that abducts the hip"."""
    before = [word.word for word in words[max(0, one.start - 2) : one.start] if word.word not in english()["articles"]]
    describes = any(word.word in ("that", "which") for word in words[one.start : one.end])
    return describes and before[-1:] != [] and before[-1] in english()["forms_of_be"]


def _states(words: Sequence[Token], one: Mention) -> bool:
    """Whether a verb of being or a helping verb stands within the words, which no name of a mere thing has."""
    inside = words[one.start : one.end]
    return any(word.word in english()["forms_of_be"] | english()["helping"] for word in inside)


def _is_complement(words: Sequence[Token], one: Mention) -> bool:
    """Whether the words are of the kind "is an exercise for the glutes", "is the work of the glutes"."""
    language = english()
    if not {words[one.start].stem, words[one.end - 1].stem} & _EXERCISING:
        return False
    before = [word.word for word in words[max(0, one.start - 4) : one.start]]
    passed = language["articles"] | language["soft"] | language["negations"] | language["hedges"] | language["fillers"]
    while before and before[-1] in passed:
        before.pop()
    return bool(before) and before[-1] in language["forms_of_be"]


def with_particle(words: Sequence[Token], end: int, verbs: frozenset[str]) -> int:
    """Behind "in" of "the knees cave in", where no other word follows that it would belong to."""
    language = english()
    if end >= len(words) or words[end].word not in language["particles"]:
        return end
    after = words[end + 1] if end + 1 < len(words) else None
    alone = (
        after is None
        or not after.is_word
        or after.word in language["forms_of_be"]
        or after.word in language["behind_particle"]
        or (after.word.endswith("s") and after.stem in verbs)
    )
    return end + 1 if alone else end
