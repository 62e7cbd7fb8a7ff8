"""Reads a text sentence by sentence and gives the claims that it states, with their place in the text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kneegraph.model import Corpus, Kind
from kneegraph.text.grammar import Grammar
from kneegraph.text.mention import Mention
from kneegraph.text.naming import Names
from kneegraph.text.patterns import Patterns
from kneegraph.text.stated import StatedClaim
from kneegraph.text.symbols import symbols
from kneegraph.text.tokens import Token, stem, tokens
from kneegraph.text.wordings import Wordings, english, read_wordings

_PRONOUNS = frozenset({"it", "this", "they", "these", "that", "them"})
_SUBJECTS = frozenset({"it", "they"})
_POINTING = frozenset({"this", "these", "that"})
_OPENING = frozenset({"and", "but", "so", "when", "if", "because", "yet", "then", "once", "whenever", ","})
_NO_TOPIC = frozenset({Kind.POPULATION, Kind.SETTING, Kind.DOSE})
#: What a condition begins with that has no "if".
_INVERTED = frozenset({"had", "were", "should"})
_ABBREVIATION = re.compile(r"[A-Z][A-Za-z]{0,4}[A-Z]s?")
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Discourse:
    """What the sentences before have set up.

    `topic`: the concepts that a pronoun at the beginning of the next sentence stands for; none where it is not safe.
    `abbreviations`: those that the draft has introduced, by their stems ("patellofemoral pain (PFP)").
    """

    topic: tuple[str, ...] = ()
    abbreviations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def in_new_block(self) -> Discourse:
        """The same where a new paragraph begins: pronouns do not reach across."""
        return replace(self, topic=())


class Reader:
    """Reads drafts with the words of one corpus. Building it costs one pass over the labels and wordings."""

    def __init__(self, corpus: Corpus, wordings: Wordings | None = None) -> None:
        chosen = wordings or read_wordings()
        patterns = Patterns(chosen, corpus.relations)
        self._names = Names(corpus.concepts, chosen, patterns.verbs)
        self._grammar = Grammar(corpus.concepts, patterns, frozenset(map(stem, chosen.verbs)))
        self._passed = english()["fillers"] | english().boosts.keys()
        self._aux = english()["hedges"] | english()["forms_of_be"] | english()["negations"] | {"can", "will", "does", "do"}
        self._verbs = patterns.verbs | frozenset(map(stem, chosen.verbs))

    def read(self, text: str, discourse: Discourse | None = None) -> tuple[list[StatedClaim], Discourse]:
        """The claims of one sentence, spans counted within it, and what it sets up for the next.

        Sentences over 2,000 characters are not read.
        """
        before = discourse or Discourse()
        if len(text) > _LONGEST or not text.strip():
            return [], before.in_new_block()
        words = tokens(text)
        mentions = self._names.mentions(words, self._given(words, before))
        about = [one for one in mentions if self._names.kinds(one).isdisjoint(_NO_TOPIC)]
        after = Discourse(_topic(words, about), {**before.abbreviations, **self._introduced(words, mentions)})
        if not mentions or is_no_statement(text, words):
            return [], after
        return list(self._grammar.claims(symbols(words, mentions))), after

    def _given(self, words: Sequence[Token], before: Discourse) -> dict[tuple[int, int], tuple[str, ...]]:
        """What the abbreviations and the pronoun of a sentence stand for, by their place in it."""
        found = self._pronouns(words, before.topic)
        if before.abbreviations:
            short = ((at, before.abbreviations.get(one.stem)) for at, one in enumerate(words))
            found |= {(at, at + 1): concepts for at, concepts in short if concepts}
        return found

    def _introduced(self, words: Sequence[Token], mentions: Sequence[Mention]) -> dict[str, tuple[str, ...]]:
        """The abbreviations in brackets behind what they are for."""
        found = {}
        for one in mentions:
            behind = words[one.end : one.end + 3]
            if [word.text for word in behind[::2]] == ["(", ")"] and _ABBREVIATION.fullmatch(behind[1].text):
                found[behind[1].stem] = one.concepts
        return found

    def _pronouns(self, words: Sequence[Token], topic: tuple[str, ...]) -> dict[tuple[int, int], tuple[str, ...]]:
        if not topic:
            return {}
        at = 0
        while at < len(words) and words[at].word in _OPENING:
            at += 1
        if at + 1 >= len(words) or words[at].word not in _PRONOUNS:
            return {}
        end = at + 2 if words[at].word in _POINTING and words[at + 1].word in english()["generic"] else at + 1
        follows = next((one for one in words[end:] if one.word not in self._passed), words[-1])
        acts = words[at].word in _SUBJECTS or follows.word in self._aux or follows.stem in self._verbs
        return {(at, end): topic} if acts else {}


def is_no_statement(text: str, words: Sequence[Token]) -> bool:
    """Whether a sentence asks, or is a title: then nothing in it is stated."""
    if words and words[0].word in _INVERTED:
        return True
    stripped = text.rstrip(" \t\n\"'”’)*_")
    if stripped.endswith("?"):
        return True
    return not stripped.endswith((".", "!", ":", ";")) and _is_title(words)


def _is_title(words: Sequence[Token]) -> bool:
    """Whether most words of more than three letters begin with a capital, or a title's question word comes first."""
    long = [one.text for one in words if one.is_word and len(one.text) > 3]
    if words and words[0].word in ("why", "how", "what", "when", "which", "where", "who"):
        return True
    capital = sum(word[0].isupper() for word in long)
    return len(long) >= 3 and capital >= 0.8 * len(long)


def _topic(words: Sequence[Token], mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The one thing that a sentence is about: all that it names, or what it begins with when nothing stands beside that."""
    named = {one.concepts for one in mentions}
    if len(named) == 1:
        return mentions[0].concepts
    if len(named) > 1:
        first = mentions[0]
        begins = all(word.word in ("the", "a", "an", "your", "our") for word in words[: first.start])
        behind = words[first.end].word if first.end < len(words) else "."
        if begins and behind not in ("and", "or", ",", "nor", "as"):
            return first.concepts
    return ()
