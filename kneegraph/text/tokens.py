"""Words of a sentence, each with where it stands, its plain form and its stem."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from Stemmer import Stemmer

_PIECE = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]|_")
_ENDINGS = {"'re": "are", "'ll": "will", "'ve": "have", "'d": "would", "'m": "am"}
_BE_AFTER = frozenset({"it", "that", "what", "there", "here", "he", "she", "who", "how", "where", "this", "let"})
_WHOLE = {"cannot": ("can", "not"), "can't": ("can", "not"), "won't": ("will", "not"), "shan't": ("will", "not")}
_DASHES = frozenset("-‐‑–—−")
#: Number words as digits, so that "two to three" and "2–3" are one dose.
_NAMED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {name: str(value) for value, name in enumerate(_NAMED)} | {"fifteen": "15", "twenty": "20"}


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark. `word` is its plain form (lower case, contractions undone), `stem` what its inflections share."""

    text: str
    word: str
    stem: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is a word or number and no mark."""
        return self.word[0].isalnum()


@cache
def _stemmer() -> Stemmer:
    return Stemmer("english")


def stem(word: str) -> str:
    """What the inflections of a word share (Snowball's English stemmer).

    >>> stem("collapses"), stem("caving"), stem("weakness")
    ('collaps', 'cave', 'weak')
    """
    found: str = _stemmer().stemWord(word)
    return found


def tokens(text: str) -> list[Token]:
    """The words and marks of a text in their order. A contraction gives two tokens of one place ("don't": do, not).

    >>> [token.word for token in tokens("It doesn't cave-in 2–3 times")]
    ['it', 'does', 'not', 'cave', '-', 'in', '2', '-', '3', 'times']
    """
    found: list[tuple[str, str, int, int]] = []
    for match in _PIECE.finditer(text):
        piece = match[0]
        for word in _plain(piece):
            found.append((piece, word, match.start(), match.end()))
    stems: Sequence[str] = _stemmer().stemWords([word for _, word, _, _ in found])
    return [Token(piece, word, root, start, end) for (piece, word, start, end), root in zip(found, stems, strict=True)]


def _plain(piece: str) -> tuple[str, ...]:
    word = piece if piece.isascii() else unicodedata.normalize("NFKC", piece).replace("’", "'")
    word = word.casefold()
    if len(word) == 1 and word in _DASHES:
        return ("-",)
    if "'" not in word:
        return _WHOLE.get(word) or (_NUMBERS.get(word, word),)
    return _undone(word)


def _undone(word: str) -> tuple[str, ...]:
    if word in _WHOLE:
        return _WHOLE[word]
    if word.endswith("n't"):
        return (word[:-3], "not")
    base, mark, _ = word.rpartition("'")
    ending = word[len(base) :]
    if ending in _ENDINGS and base:
        return (base, _ENDINGS[ending])
    if ending == "'s" and base:
        return (base, "is" if base in _BE_AFTER else "'s")
    return (word.replace(mark, ""),) if base else (word,)
