"""The checker's own cues of negation, hedging and strength, asked about sentences of any field.

No concept of the graph is looked for here: only the words of `kneegraph.text` that colour a claim, and the verbs that
`data/wordings/relations.toml` has for relations. What a set calls negated or causal is thus found by the words for drafts.
"""

from __future__ import annotations

from functools import cache, lru_cache

from kneegraph.text.stated import Span
from kneegraph.text.symbols import BREAK, Effect, Sentence, symbols
from kneegraph.text.tokens import stem, tokens
from kneegraph.text.wordings import english, read_wordings

#: Relations whose wording says that one thing acts on another.
_CAUSAL = ("causes", "reduces", "reduces-good", "improves", "inhibits")
_ASSOCIATED = ("associatedWith", "riskFactorFor", "prevalentIn", "indicates")


def is_negated(text: str, span: Span) -> bool:
    """Whether a word that denies stands before the span in its clause; two of them undo each other."""
    read = _read(text)
    begin = max((end for end in _boundaries(read) if end <= span.start), default=0)
    denials = (one for one in read.flags if one.effect is Effect.DENIES and begin <= one.span.start < span.start)
    return sum(1 for _ in denials) % 2 == 1


@lru_cache(maxsize=1)
def _read(text: str) -> Sentence:
    return symbols(tokens(text), ())


def _boundaries(read: Sentence) -> list[int]:
    """Where clauses begin: after a mark that parts them or a conjunction that opens one."""
    marks = [read.tokens[one.end - 1].end for one in read.symbols if one.value == BREAK]
    opening = english()["boundaries"] - {"and", "or", "nor"}
    return [*marks, *(one.end for one in read.tokens if one.word in opening)]


def is_hedged(text: str) -> bool:
    """Whether a word of the sentence makes it possible only."""
    return any(one.effect is Effect.HEDGES for one in _read(text).flags)


def strength(text: str) -> str:
    """How strong the sentence's claim is worded: none, associated, possible (causal, hedged) or causal.

    Words of association go first, since what goes with "increased risk" is not said to increase it.
    """
    stems = [one.stem for one in tokens(text)]
    if _has(stems, _phrases(_ASSOCIATED)):
        return "associated"
    if not _has(stems, _phrases(_CAUSAL)):
        return "none"
    return "possible" if is_hedged(text) else "causal"


@cache
def _phrases(relations: tuple[str, ...]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The active wordings of relations as stems, without forms of "to be" at their head, by their first stem."""
    wordings = read_wordings().relations
    active = (phrase for name in relations for one in (wordings[name],) for phrase in (*one.active, *one.plain))
    rows = {tuple(map(stem, phrase.removeprefix("be ").split())) for phrase in active if "{" not in phrase}
    return {first: tuple(sorted(row for row in rows if row[0] == first)) for first in {row[0] for row in rows if row}}


def _has(stems: list[str], phrases: dict[str, tuple[tuple[str, ...], ...]]) -> bool:
    return any(tuple(stems[at : at + len(row)]) == row for at, first in enumerate(stems) for row in phrases.get(first, ()))
