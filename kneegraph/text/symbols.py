"""A sentence as the grammar reads it: concepts and plain stems in a row, and beside them the words that colour a claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import cache

from kneegraph.text.mention import Mention
from kneegraph.text.stated import Boost, Span
from kneegraph.text.tokens import Token, stem, tokens
from kneegraph.text.wordings import Boosting, English, english


class Effect(Enum):
    """What a word does to the claim around it."""

    FILLS = auto()
    HEDGES = auto()
    DENIES = auto()
    LIMITS = auto()
    BOOSTS = auto()
    ADDS = auto()
    PASSES_ON = auto()
    IS = auto()


@dataclass(frozen=True, slots=True)
class Flag:
    """A word that colours a claim; `at` is the index of the symbol that it stands before."""

    effect: Effect
    at: int
    span: Span
    words: str
    boost: Boost | None = None


@dataclass(frozen=True, slots=True)
class Symbol:
    """One step of the grammar: a stem, a mark, or concepts side by side (`mentions`), and the tokens that it stands for."""

    value: str
    start: int
    end: int
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's symbols and flags over its tokens."""

    tokens: tuple[Token, ...]
    symbols: tuple[Symbol, ...]
    flags: tuple[Flag, ...]

    def span(self, start: int, end: int) -> Span:
        """Where the tokens from one index up to, not including, another stand in the text."""
        return Span(self.tokens[start].start, self.tokens[end - 1].end)


#: What a group of symbols is called in a pattern.
NAMED = "@"
BREAK = "|"
_MARKS = {
    ",": ",",
    ";": BREAK,
    ":": BREAK,
    "—": BREAK,
    "–": BREAK,
    "/": "or",
    "…": BREAK,
    "&": "and",
    "+": "and",
    ".": BREAK,
    "=": "equal",
}
_OPEN, _CLOSE = frozenset("(["), frozenset(")]")
_JOINS = frozenset(
    {
        ("and",), ("or",), ("nor",), ("as", "as"), ("plus",), ("along", "with"), ("togeth", "with"),
        (",", "as", "as"), ("and", "or"), ("in", "addit", "to"), (",", "plus"),
    }
)  # fmt: skip
#: These join only in a list of three or more: otherwise a new clause may begin.
_LISTING = frozenset({(",",), (",", "and"), (",", "or"), (",", "nor")})
_ADDING = frozenset({("but",), (",", "but"), ("but", "also"), (",", "but", "also")})
#: One of these follows "not only" where it adds, and does not limit.
_ADDERS = frozenset({"but", "also", "too"})
#: Verbs that boost, and are the verb of the claim as well.
_BOOSTING_VERBS = frozenset(map(stem, ("cure", "eliminate", "eradicate", "guarantee")))
#: What a phrase of the wordings may be written with, and is read without.
_DETERMINING = frozenset({"every", "single"})
_ADVERB = 4
_LEFT_OUT = frozenset({Effect.FILLS, Effect.DENIES})


@cache
def cues() -> dict[str, tuple[tuple[tuple[str, ...], Effect, Boosting | None], ...]]:
    """Every word that colours a claim by its first word, longest phrases first."""
    words = english()
    found: dict[str, list[tuple[tuple[str, ...], Effect, Boosting | None]]] = {}
    for phrase, effect, boosting in _cues(words):
        parts = tuple(one.word for one in tokens(phrase))
        found.setdefault(parts[0], []).append((parts, effect, boosting))
    return {first: tuple(sorted(some, key=lambda one: -len(one[0]))) for first, some in found.items()}


def _cues(words: English) -> Iterator[tuple[str, Effect, Boosting | None]]:
    sets = {
        "fillers": Effect.FILLS, "hedges": Effect.HEDGES, "negations": Effect.DENIES, "limits": Effect.LIMITS,
        "adding": Effect.ADDS, "attributing_phrases": Effect.PASSES_ON,
    }  # fmt: skip
    for name, effect in sets.items():
        for phrase in words[name]:
            yield phrase, effect, None
    for phrase, boosting in words.boosts.items():
        yield phrase, Effect.BOOSTS, boosting
    for phrase in ("has been", "have been", "had been", "get to be", *words["forms_of_be"]):
        yield phrase, Effect.IS, None


def symbols(words: Sequence[Token], mentions: Sequence[Mention]) -> Sentence:
    """The sentence's symbols, with concepts side by side joined into groups."""
    reading = _Reading(words, mentions)
    reading.read()
    return Sentence(tuple(words), tuple(_joined(reading.symbols, reading.flags)), tuple(reading.flags))


class _Reading:
    """One pass over the tokens."""

    def __init__(self, words: Sequence[Token], mentions: Sequence[Mention]) -> None:
        self._words = words
        self._starts = {one.start: one for one in mentions}
        self._table = cues()
        self.symbols: list[Symbol] = []
        self.flags: list[Flag] = []

    def read(self) -> None:
        at, depth = 0, 0
        while at < len(self._words):
            word = self._words[at].word
            depth += (word in _OPEN) - (word in _CLOSE and depth > 0)
            if depth or word in _CLOSE:
                at += 1
            elif at in self._starts:
                at = self._named(self._starts[at])
            else:
                at = self._worded(at)

    def _named(self, one: Mention) -> int:
        for inside in range(one.start, one.end):
            for parts, effect, _ in self._table.get(self._words[inside].word, ()):
                counts = effect is Effect.HEDGES or (effect is Effect.DENIES and one.denied)
                if counts and len(parts) == 1:
                    self._flag(effect, inside, inside + 1, None)
        self.symbols.append(Symbol(NAMED, one.start, one.end, (one,)))
        return one.end

    def _worded(self, at: int) -> int:
        token = self._words[at]
        for parts, effect, boosting in self._table.get(token.word, ()):
            end = at + len(parts)
            if self._matches(parts, at, end):
                if effect is Effect.IS:
                    self._put("be", at, end)
                elif effect is Effect.ADDS and not any(one.word in _ADDERS for one in self._words[end:]):
                    self._flag(Effect.LIMITS, at, end, None)
                elif effect is not Effect.FILLS:
                    self._flag(effect, at, end, boosting)
                    if boosting and token.word == "in" and parts[-1] in _DETERMINING:
                        self._put("in", at, at + 1)  # a noun follows
                    if boosting and token.stem in _BOOSTING_VERBS and end == at + 1:
                        self._put(_root(token.word, token.stem), at, end)
                return end
        if token.is_word:
            if (
                token.word.endswith("ing")
                and not token.word.endswith("thing")
                and self.symbols
                and self.symbols[-1].value == "be"
                and len(token.word) > 5
            ):
                self.symbols.pop()  # "is making" is "makes"
            self._put(_root(token.word, token.stem), at, at + 1)
        elif token.word == "-":
            if self._is_dash(at):
                self._put(BREAK, at, at + 1)
        elif token.word in _MARKS and not (token.word == "." and at == len(self._words) - 1):
            self._put(_MARKS[token.word], at, at + 1)
        return at + 1

    def _matches(self, parts: tuple[str, ...], at: int, end: int) -> bool:
        if end > len(self._words) or any(inside in self._starts for inside in range(at + 1, end)):
            return False
        return all(self._words[at + i].word == part for i, part in enumerate(parts))

    def _is_dash(self, at: int) -> bool:
        if self._words[at].text == "—":
            return True
        before = self._words[at - 1].end < self._words[at].start if at else True
        after = self._words[at + 1].start > self._words[at].end if at + 1 < len(self._words) else True
        return before and after

    def _put(self, value: str, start: int, end: int) -> None:
        self.symbols.append(Symbol(value, start, end))

    def _flag(self, effect: Effect, start: int, end: int, boosting: Boosting | None) -> None:
        span = Span(self._words[start].start, self._words[end - 1].end)
        boost = Boost(span, boosting.reach, boosting.narrower) if boosting else None
        self.flags.append(Flag(effect, len(self.symbols), span, " ".join(one.word for one in self._words[start:end]), boost))


def _joined(row: list[Symbol], flags: list[Flag]) -> list[Symbol]:
    """Join concepts side by side into one symbol each, and let the flags follow."""
    adding = any(flag.effect is Effect.ADDS for flag in flags)
    found: list[Symbol] = []
    moved: list[int] = []
    at = 0
    while at < len(row):
        end = _group_end(row, at, _JOINS | _ADDING if adding else _JOINS) if row[at].value == NAMED else at + 1
        end = next((one for one in range(at + 1, end) if _turns(row, flags, one)), end)
        end = max(end - (row[end - 1].value != NAMED), at + 1)
        mentions = tuple(mention for symbol in row[at:end] for mention in symbol.mentions)
        moved += [len(found)] * (end - at)
        found.append(Symbol(row[at].value, row[at].start, row[end - 1].end, mentions))
        at = end
    moved.append(len(found))
    flags[:] = [Flag(one.effect, moved[one.at], one.span, one.words, one.boost) for one in flags]
    return found


def _turns(row: Sequence[Symbol], flags: Sequence[Flag], at: int) -> bool:
    """Whether a "not" parts a concept from those before it ("the foot and not the glutes")."""
    before = [one for one in flags if one.at == at and one.effect is Effect.DENIES]
    return row[at].value == NAMED and any(one.words == "not" for one in before)


def _group_end(row: Sequence[Symbol], at: int, joins: frozenset[tuple[str, ...]]) -> int:
    """Behind which symbol the concepts that begin here end: "a and b"; "a, b and c"; "a, b, and c"."""
    ends, links = [at + 1], []
    while (step := _next_named(row, ends[-1], joins | _LISTING)) is not None:
        ends.append(step[0] + 1)
        links.append(step[1])
    while links and (links[-1] == (",",) or (links[-1] in _LISTING and len(links) < 2)):
        ends.pop()
        links.pop()
    return ends[-1]


def _next_named(row: Sequence[Symbol], end: int, joins: frozenset[tuple[str, ...]]) -> tuple[int, tuple[str, ...]] | None:
    """Where the next concept of a list stands, and what joins it; words that change nothing are passed over."""
    for at in range(end + 1, min(end + 6, len(row))):
        if row[at].value == NAMED:
            between = tuple(one.value for one in row[end:at])
            softened = tuple(one for one in between if one not in soft())
            return next(((at, link) for link in (between, softened) if link in joins), None)
    return None


@cache
def soft() -> frozenset[str]:
    """The stems of adjectives and the like that a sentence is also read without."""
    return frozenset(stems(" ".join(sorted(english()["soft"]))))


def _is_adverb(word: str) -> bool:
    """Whether a word is an adverb of manner, which changes nothing; those that do are among the cues."""
    return word.endswith("ly") and len(word) > _ADVERB and word not in english()["not_adverbs"]


@cache
def _irregular() -> dict[str, str]:
    return {word: stem(base) for word, base in english().irregular.items()}


def _root(word: str, regular: str) -> str:
    """The stem of a word, also of an irregular verb."""
    return _irregular().get(word, regular)


@cache
def _read(word: str) -> tuple[str, ...]:
    """A word of the wordings as symbols: none where it is left out."""
    if word in ("{S}", "{O}", "{T}", ","):
        return (word,)
    if _is_adverb(word):
        return ()
    if word in english()["forms_of_be"]:
        return ("be",)
    if any(len(parts) == 1 and effect in _LEFT_OUT for parts, effect, _ in cues().get(word, ())):
        return ()
    return tuple(_root(one.word, one.stem) for one in tokens(word))


def stems(phrase: str) -> tuple[str, ...]:
    """A phrase of the wordings as symbols; `{S}`, `{O}` and `{T}` stay as they are.

    >>> stems("be the root of"), stems("{S} lies behind {O}")
    (('be', 'root', 'of'), ('{S}', 'lie', 'behind', '{O}'))
    """
    return tuple(symbol for word in phrase.replace("-", " ").split() for symbol in _read(word))
