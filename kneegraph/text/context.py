"""What surrounds a claim in its sentence: denied, hedged, boosted, limited, passed on from others, or not stated at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kneegraph.text.clauses import passes_on, stemmed
from kneegraph.text.siding import Side, is_possible, side_taken, side_with_others
from kneegraph.text.stated import Boost, Reach
from kneegraph.text.symbols import BREAK, NAMED, Effect, Flag, Sentence
from kneegraph.text.wordings import english

#: Boosts that say something of a claim only where they stand before it.
_LEADING = frozenset({"only", "all", "every", "sole", "the sole", "the only", "exclusively", "solely", "entirely"})
_QUOTES = frozenset('"“”„«»')
_HOLDS = frozenset({"hold", "stand", "so", "support", "back", "wash", "add", "water"})
_BEFORE_VERB = frozenset({",", "which", "that", "who", "and", "but", "or", "nor", "then", "be", "have"})
_CLAIMED = frozenset({"that", "idea", "claim", "notion", "belief", "theori"})
#: So many symbols behind a claim it may be judged.
_FAR = 8
#: Behind a denial these deny that a thing does it alone, not that it does it.
_ALONE = ("alone", "by itself", "by themselves", "on its own", "on their own", "all by itself")
#: A label before a colon is no longer than this ("Myth number one:").
_LABEL = 4
_TRUE = frozenset({"true", "right", "correct", "fact"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What the words around a claim make of it."""

    denied: bool
    hedged: bool
    boosts: tuple[Boost, ...]
    limited: tuple[str, ...]
    has_limit: bool


class Context:
    """The setting of each claim of one sentence."""

    def __init__(self, sentence: Sentence) -> None:
        self._sentence = sentence
        self._row = tuple(symbol.value for symbol in sentence.symbols)

    def of(self, start: int, end: int, between: tuple[int, int], skipped: tuple[int, int] = (0, 0)) -> Setting | None:
        """The setting of a claim that reaches from one symbol to another, or None where the sentence does not state it.

        `between` are the symbols of its first and last concept, `skipped` a range of symbols put in between commas.
        """
        begin = self._clause_start(start)
        first = 0 if self._row[:begin] == (",",) else begin  # "Undoubtedly, …"
        flags = [one for one in self._sentence.flags if first <= one.at <= end and not skipped[0] <= one.at < skipped[1]]
        behind = self._directly_behind(end)
        later = [one for one in self._sentence.flags if one.at > end and one.effect is Effect.LIMITS]  # "…, not the only one"
        wrapper = self._wrapper(begin)
        wrapped = [] if wrapper is None else [one for one in self._sentence.flags if one.at < begin]
        marks = (*flags, *behind, *later, *(one for one in wrapped if one.effect is Effect.LIMITS))
        if any(one.effect in (Effect.LIMITS, Effect.PASSES_ON) for one in marks) or self._passed_on_before(begin):
            return None
        if skipped[1] and self._row[skipped[1] - 2] in stemmed("attributing"):
            return None  # "…, some coaches say, …"
        if self._is_story(begin, end, between, skipped) or self._is_quoted(start, end) or self._said_behind(end):
            return None
        said = " ".join(self._words(begin, end + 1))
        if " would " in said and "if" in self._row:
            return None
        side = self._side(begin, end)
        if side is Side.OPEN:
            return None
        denials = [one for one in flags if one.effect is Effect.DENIES]
        boosts = [one for one in flags if one.effect is Effect.BOOSTS]
        boosts += [one for one in wrapped if one.effect is Effect.BOOSTS]
        boosts += [one for one in behind if one.effect is Effect.BOOSTS and one.words not in _LEADING]
        if any(one.words == "not" and one.at == start and self._first_word(start).endswith("ing") for one in denials):
            return None  # "not training the glutes" is another subject
        limited = [one for one in boosts if one.boost and one.boost.reach is not Reach.STRENGTH]
        if denials and limited and denials[0].span.start < max(one.span.start for one in limited):
            return None  # "does not fix it every time" denies the "every time" alone
        if denials and any(f" {one} " in f" {said} " for one in _ALONE):
            return None
        denied = (len(denials) % 2 == 1) ^ (side is Side.DENIED)
        limit, concepts = self._reservation(start, end)
        hedged = _hedged(flags) or bool(wrapper and is_possible(wrapper))
        return Setting(denied, hedged, tuple(one.boost for one in boosts if one.boost), concepts, limit)

    def _clause_start(self, start: int) -> int:
        at = start
        stops = stemmed("openers") | stemmed("finding")
        while at and self._row[at - 1] not in stops and not passes_on(self._row[:at]):
            at -= 1
        return at

    def _directly_behind(self, end: int) -> list[Flag]:
        return [one for one in self._sentence.flags if one.at == end + 1]

    def _passed_on_before(self, begin: int) -> bool:
        return any(one.effect is Effect.PASSES_ON and one.at < begin for one in self._sentence.flags)

    # Who says it

    def _words(self, start: int, end: int) -> list[str]:
        """The plain words of the symbols from one up to, not including, another, those between them included."""
        symbols, words = self._sentence.symbols, self._sentence.tokens
        first = symbols[start - 1].end if start else 0
        last = symbols[end].start if end < len(symbols) else len(words)
        return [one.word for one in words[first:last]]

    def _side(self, begin: int, end: int) -> Side:
        """The side that the writer takes on a claim, by what stands before and behind it."""
        behind = self._judged_behind(end)
        if passes_on(self._row[:begin]):
            return side_with_others(self._words(0, begin), behind)
        if begin and self._row[begin - 1] in stemmed("finding"):
            return side_taken(self._words(0, begin), behind)
        wrapper = self._wrapper(begin)
        if wrapper is not None:
            return side_taken(wrapper, behind)
        label = self._words(0, begin - 1) if begin else []
        if 0 < len(label) <= _LABEL and self._words(begin - 1, begin)[-1:] == [":"]:
            return Side.OPEN if "or" in label else side_taken(label, behind if behind is not Side.OPEN else Side.AFFIRMED)
        return Side.AFFIRMED if behind is Side.OPEN else behind

    def _wrapper(self, begin: int) -> list[str] | None:
        """The words of the clause before a "that" which the claim stands behind; None where there is none."""
        if begin and self._row[begin - 1] == "as" and "thing" in self._row[:begin]:
            return self._words(0, begin - 1)  # "there is no such thing as"
        if not begin or self._row[begin - 1] != "that":
            return None
        start = begin - 1
        while start and self._row[start - 1] not in (BREAK, "but", "yet", ",", "becaus", "although", "though", "so"):
            start -= 1
        return self._words(start, begin - 1)

    def _judged_behind(self, end: int) -> Side:
        """What "… is a myth" and "…, and everybody is right" behind a claim make of it."""
        row = self._row
        for at in range(end + 1, min(len(row), end + _FAR)):
            if row[at] == NAMED or (row[at] == BREAK and row[at + 1 : at + 2] == (NAMED,)):
                return Side.OPEN
            near = any(one in ("be", ",", BREAK) for one in row[max(end, at - 4) : at])
            denied = any(one.effect is Effect.DENIES and end < one.at <= at for one in self._sentence.flags)
            if near and row[at] in stemmed("denying"):
                return Side.AFFIRMED if denied else Side.DENIED
            if denied and row[at] in _HOLDS and row[0] in _CLAIMED:
                return Side.DENIED
            if near and row[at] in _TRUE and "be" in row[end + 1 : at]:
                return Side.DENIED if denied else Side.AFFIRMED
        return Side.OPEN

    def _said_behind(self, end: int) -> bool:
        """Whether ", my coach says" or ", or so I was told" follows."""
        rest = self._row[end + 1 : end + 8]
        if rest[:3] == (",", "or", "so"):
            return True
        return "," in rest and any(one in stemmed("attributing") for one in rest[rest.index(",") : rest.index(",") + 5])

    def _is_quoted(self, start: int, end: int) -> bool:
        """Whether the claim stands in quotation marks: then they are somebody else's words."""
        words, symbols = self._sentence.tokens, self._sentence.symbols
        first, last = symbols[start].start, symbols[min(end, len(symbols) - 1)].end
        opened = sum(one.word in _QUOTES for one in words[:first])
        closed = sum(one.word in _QUOTES for one in words[last:])
        return opened % 2 == 1 and bool(closed)

    def _is_story(self, begin: int, end: int, between: tuple[int, int], skipped: tuple[int, int] = (0, 0)) -> bool:
        """Whether one person or one occasion is told of."""
        words, symbols = self._sentence.tokens, self._sentence.symbols
        last = end
        while last + 1 < len(symbols) and symbols[last + 1].value not in (",", BREAK, "but", "becaus"):
            last += 1
        said = [one for one in self._sentence.flags if one.effect is Effect.HEDGES]
        first = symbols[begin - 1].end if begin else 0
        inside = words[first : symbols[min(last, len(symbols) - 1)].end]
        if skipped[1]:
            aside = words[symbols[skipped[0]].start : symbols[skipped[1] - 1].end]
            inside = tuple(one for one in inside if one not in aside)
        own = (one for one in inside if not any(flag.span.start <= one.start < flag.span.end for flag in said))
        if any(one.word in english()["personal"] for one in own):
            return True
        verbs = [at for at in range(between[0] + 1, between[1]) if not skipped[0] <= at < skipped[1]]
        if any(self._first_word(at) in ("was", "were", "did", "had") for at in verbs):
            return True
        verb = next((at for at in verbs if self._row[at] not in stemmed("soft") | _BEFORE_VERB), None)
        return verb is not None and self._is_past(verb)

    def _first_word(self, at: int) -> str:
        return self._sentence.tokens[self._sentence.symbols[at].start].word

    def _is_past(self, at: int) -> bool:
        symbol, words = self._sentence.symbols[at], self._sentence.tokens
        word = self._first_word(at)
        if symbol.value == NAMED:
            return False
        before, behind = (self._row[at - 1] if at else ""), self._row[at + 1]
        glued = symbol.start > 0 and words[symbol.start - 1].word == "-"
        if before in ("be", "get", "have") or behind == "by" or glued:
            return False
        return word in english()["past"] or (len(word) > 4 and word.endswith("ed") and not word.endswith("eed"))

    def _reservation(self, start: int, end: int) -> tuple[bool, tuple[str, ...]]:
        """Whether the sentence holds the claim with a reservation, and the concepts that it names outside the claim."""
        rest = [one.word for one in self._sentence.tokens[self._sentence.symbols[min(end, len(self._row) - 1)].end :]]
        lead = self._words(0, start)
        phrases = english()["reservations"]
        text = f" {' '.join(rest)} ".replace(" but not ", " ").replace(" but that is ", " ")
        found = any(f" {one} " in text for one in phrases) or any(one in lead for one in ("although", "though", "while", "if"))
        if not found:
            return False, ()
        others = [s for at, s in enumerate(self._sentence.symbols) if s.value == NAMED and not start <= at <= end]
        return True, tuple(name for symbol in others for mention in symbol.mentions for name in mention.concepts)


def _hedged(flags: Sequence[Flag]) -> bool:
    for at, one in enumerate(flags):
        if one.effect is Effect.HEDGES:
            after = flags[at + 1] if at + 1 < len(flags) else None
            if not (one.words in ("can", "could") and after and after.effect is Effect.DENIES and after.at == one.at):
                return True
    return False
