"""Reads a text sentence by sentence and gives the claims that it states, with their place in the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
_OPENING = frozenset({"and", "but", "so", "when", "if", "because", "yet", "then", "once", "whenever", ","})
_NO_TOPIC = frozenset({Kind.POPULATION, Kind.SETTING, Kind.DOSE})
#: What a wish, a condition or a question that lacks its mark begins with.
_INVERTED = frozenset(
    {"had", "were", "is", "are", "do", "does", "did", "can", "could", "would", "will", "should", "has", "have"}
)
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Topic:
    """What a pronoun at the beginning of the next sentence stands for: concepts, or nothing where it is not safe."""

    concepts: tuple[str, ...] = ()


class Reader:
    """Reads drafts with the words of one corpus. Building it costs one pass over the labels and wordings."""

    def __init__(self, corpus: Corpus, wordings: Wordings | None = None) -> None:
        chosen = wordings or read_wordings()
        patterns = Patterns(chosen, corpus.relations)
        self._patterns = patterns
        self._names = Names(corpus.concepts, chosen, patterns.verbs)
        self._grammar = Grammar(corpus.concepts, patterns, frozenset(map(stem, chosen.verbs)))
        self._aux = english()["hedges"] | english()["forms_of_be"] | english()["negations"] | {"can", "will", "does", "do"}
        self._verbs = patterns.verbs

    def read(self, text: str, topic: Topic | None = None) -> tuple[list[StatedClaim], Topic]:
        """The claims of one sentence, spans counted within it, and what a pronoun of the next would stand for."""
        if len(text) > _LONGEST or not text.strip():
            return [], Topic()
        words = tokens(text)
        mentions = self._names.mentions(words, self._pronouns(words, topic))
        after = _topic(words, [one for one in mentions if self._names.kinds(one).isdisjoint(_NO_TOPIC)])
        if not mentions or is_no_statement(text, words):
            return [], after
        return list(self._grammar.claims(symbols(words, mentions))), after

    def is_quiet(self, relation: str) -> bool:
        """Whether a claim of this relation that no source makes is not worth a word."""
        return self._patterns.wordings[relation].quiet

    def _pronouns(self, words: Sequence[Token], topic: Topic | None) -> dict[int, tuple[str, ...]]:
        if topic is None or not topic.concepts:
            return {}
        at = 0
        while at < len(words) and words[at].word in _OPENING:
            at += 1
        if at + 1 >= len(words) or words[at].word not in _PRONOUNS:
            return {}
        follows = next((one for one in words[at + 1 :] if one.word not in english()["fillers"]), words[at + 1])
        if follows.word in self._aux or follows.stem in self._verbs:
            return {at: topic.concepts}
        return {}


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


def _topic(words: Sequence[Token], mentions: Sequence[Mention]) -> Topic:
    """The one thing that a sentence is about: all that it names, or what it begins with when nothing stands beside that."""
    named = {one.concepts for one in mentions}
    if len(named) == 1:
        return Topic(mentions[0].concepts)
    if len(named) > 1:
        first = mentions[0]
        begins = all(word.word in ("the", "a", "an", "your", "our") for word in words[: first.start])
        behind = words[first.end].word if first.end < len(words) else "."
        if begins and behind not in ("and", "or", ",", "nor", "as"):
            return Topic(first.concepts)
    return Topic()
