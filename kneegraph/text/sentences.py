"""Prose to sentences: sentencex finds the boundaries; what it gets wrong in ordinary writers' prose is put right here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kneegraph.text.stated import Span

#: So many characters are looked at in one go, so that a block of any length takes little memory.
_WINDOW = 1 << 16
#: Abbreviations that end no sentence when a small letter, a figure or a bracket follows.
_SHORT = """
    abd add adj ant approx avg ca cf ch deg dept ed eds eq eqs esp est ex excl ext fig figs flex hr hrs ht in incl int lat
    lb lbs max med mg min mins mm mo mos no nos nr opp para pct post pp prox quad quads rec ref refs rep reps resp rot sec
    secs sect st sup tab temp vol vs wk wks wt yr yrs
"""
_SHORT_BEFORE = re.compile(rf"(?<![^\W\d_])(?:{'|'.join(_SHORT.split())})\.\s*\Z", re.IGNORECASE)
#: And those that end none whatever follows.
_ALWAYS_BEFORE = re.compile(r"(?<![^\W\d_])(?:approx|cf|ca|esp|excl|incl|vs|e\.g|i\.e)\.\s*\Z", re.IGNORECASE)
_GOES_ON = re.compile(r"[a-z\d(~≈<>±]")
_NUMBER_ALONE = re.compile(r"\W*\(?(?:\d{1,3}|[a-z])[.)]\s*\Z", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]")
_CAPITAL = r"(?=[\"'“‘(\[]?[A-Z])"
#: Words that it takes for abbreviations of something else (Rep., Art., Me.).
_WORDS_AT_END = "art|con|etc|ext|hr|id|ill|may|me|med|min|mm|mo|no|ok|rep|reps|sec"
#: Ends that it overlooks: such a word, an ellipsis, a unit of one letter after a figure or a stroke, a sentence in brackets.
_OVERLOOKED = re.compile(
    rf"\b(?:{_WORDS_AT_END})\.\s+{_CAPITAL}"
    rf"|…[\"'”’)\]]*\s+{_CAPITAL}"
    rf"|(?<=[\d/]\s)[a-z]\.\s+{_CAPITAL}|(?<=[\d/])[a-z]\.\s+{_CAPITAL}"
    rf"|(?<=[.!?][)\]])\s+{_CAPITAL}"
)
_BRACKETED = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*\Z")
_STRAIGHT = re.compile(r'"')


def split(text: str) -> list[Span]:
    """The sentences of a block's prose, in order, each without the white space around it.

    A sentence is yielded as long as it is; semicolons and abbreviations end none, and what is quoted stays in one piece.

    >>> [span.start for span in split("Do 3 sets, e.g. of 12 reps. Rest. It helps.")]
    [0, 28, 34]
    """
    return [span for start, end in _joined(text) for span in _trimmed(text, start, end)]


def _joined(text: str) -> Iterator[tuple[int, int]]:
    """Beginnings and ends, with pieces that are no sentences put to their neighbours."""
    begun: int | None = None
    last = 0
    for start, end in _pieces(text):
        if begun is not None and not _is_end(text, begun, last, end):
            last = end
            continue
        if begun is not None:
            yield begun, last
        begun, last = start, end
    if begun is not None:
        yield begun, last


def _is_end(text: str, start: int, end: int, next_end: int) -> bool:
    """Whether what begins at `start` ends at `end`, where the piece up to `next_end` follows."""
    following = text[end : min(next_end, end + 64)].lstrip()
    before = text[max(start, end - 24) : end]
    if not _WORD.search(text, end, next_end) or _ALWAYS_BEFORE.search(before):
        return False
    if _SHORT_BEFORE.search(before) and _GOES_ON.match(following):
        return False
    return end - start > len(before) or not _NUMBER_ALONE.match(before)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """What sentencex finds, divided again where it overlooked an end."""
    for first, end in _boundaries(text):
        start = first
        for match in _OVERLOOKED.finditer(text, first, end):
            bracket = text[match.start() - 1] in ")]"
            if bracket and not _BRACKETED.match(text, start, match.start()):
                continue
            yield start, match.end()
            start = match.end()
        yield start, end


def _boundaries(text: str) -> Iterator[tuple[int, int]]:
    """The pieces that sentencex finds, window by window; the last of a window is read again with what follows."""
    from sentencex import get_sentence_boundaries

    text = _without_inches(text)
    at, size = 0, _WINDOW
    while at < len(text):
        window = text[at : at + size]
        found = [(at + one["start_index"], at + one["end_index"]) for one in get_sentence_boundaries("en", window)]
        if at + size < len(text):
            found.pop()
        yield from found
        size = _WINDOW if found else 2 * size
        at = len(text) if at + len(window) == len(text) else found[-1][1] if found else at


def _without_inches(text: str) -> str:
    """The text with `\"` for inches as another sign, which opens no quotation."""
    quoted = False

    def sign(match: re.Match[str]) -> str:
        nonlocal quoted
        if not quoted and text[max(0, match.start() - 1)].isdigit():
            return "″"
        quoted = not quoted
        return '"'

    return _STRAIGHT.sub(sign, text)


def _trimmed(text: str, start: int, end: int) -> Iterator[Span]:
    words = text[start:end]
    first = start + len(words) - len(words.lstrip())
    last = start + len(words.rstrip())
    if first < last:
        yield Span(first, last)
