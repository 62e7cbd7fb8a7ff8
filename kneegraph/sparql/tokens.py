"""The tokens of a query, exactly as the terminals of the SPARQL 1.1 grammar say, and the places where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

# The character classes of the grammar, by their names there.
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_LATER = "0-9\u00b7\u0300-\u036f\u203f\u2040"
_CHARS = rf"[{_BASE}_\-{_LATER}]"
_ESCAPE = r"""\\(?:[tbnrf"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"""
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%]"
_LOCAL = rf"(?:{_CHARS}|:|{_PLX})"
_NUMBER = r"[0-9]+\.[0-9]*[eE][+-]?[0-9]+|[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+(?:[eE][+-]?[0-9]+)?"
_WORD = r"[A-Za-z][A-Za-z0-9_]*"
_TOKEN = rf"""
    (?P<comment>\#[^\n\r]*)
  | (?P<string>'''(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*+'''|\"\"\"(?:"{{0,2}}(?:[^"\\]|{_ESCAPE}))*+\"\"\"
             |'(?:[^'\\\n\r]|{_ESCAPE})*+'|"(?:[^"\\\n\r]|{_ESCAPE})*+")
  | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+>)
  | (?P<variable>[?$][{_BASE}_0-9][{_BASE}_{_LATER}]*)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:_|[{_BASE}](?:{_CHARS}|\.++(?={_CHARS}))*+)?:(?:(?![\-\u00b7\u0300-\u036f\u203f\u2040]){_LOCAL}
             (?:{_LOCAL}|\.++(?={_LOCAL}))*+)?)
  | (?P<run>[{_BASE}](?:{_CHARS}|\.)*+)
  | (?P<number>{_NUMBER})
  | (?P<other>[^ \t\r\n])
    """
# What begins like a prefix but has no colon holds keywords; that one look decides for all of it keeps the cost linear.
_IN_RUN = re.compile(rf"(?P<number>{_NUMBER})|(?P<word>{_WORD})|(?P<other>.)", re.DOTALL)
_CODE_POINT = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U00(0[0-9A-Fa-f]{5}|10[0-9A-Fa-f]{4}))")


@cache
def _token() -> re.Pattern[str]:
    """The pattern of a token; compiling it takes longer than most commands have for everything."""
    return re.compile(_TOKEN, re.VERBOSE)


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a query: its sort, its text, and where it begins (code points)."""

    sort: str
    text: str
    start: int

    def is_word(self, *words: str) -> bool:
        """Whether this is one of these keywords, in any case."""
        return self.sort == "word" and self.text.upper() in words


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query without its comments. Cost: linear.

    >>> [token.sort for token in tokens("ASK { ?s kg:p 'x'@en } # all")]
    ['word', 'other', 'variable', 'name', 'string', 'language', 'other']
    """
    for match in _token().finditer(query):
        sort = match.lastgroup or "other"
        if sort == "run":
            for part in _IN_RUN.finditer(match.group()):
                yield Token(part.lastgroup or "other", part.group(), match.start() + part.start())
        elif sort != "comment":
            yield Token(sort, match.group(), match.start())


def unescaped(query: str) -> str:
    r"""The query with its code point escapes undone, as section 19.2 of SPARQL 1.1 wants it before anything is parsed.

    >>> unescaped(r"ASK { \u003Fs ?p 'x' }")
    "ASK { ?s ?p 'x' }"
    """
    return _CODE_POINT.sub(lambda match: chr(int(match[1] or match[2], 16)), query)


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a code point offset.

    >>> place("ab\\ncd", 4)
    (2, 2)
    """
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def offset(text: str, line: int, column: int) -> int:
    """The code point offset of a line and column; the inverse of `place`.

    >>> offset("ab\\ncd", 2, 2)
    4
    """
    return sum(len(one) + 1 for one in text.split("\n")[: line - 1]) + column - 1


def spread(query: str, width: int = 24) -> tuple[str, list[tuple[int, Token]]]:
    """The same query on one line with wide gaps, and where each token now begins.

    Oxigraph 0.5 places an error up to a keyword's length (14) too far on; with such gaps, it still falls on the right token.

    >>> spread("ASK  {}", width=3)[0]
    'ASK   {}   '
    """
    parts: list[str] = []
    starts: list[tuple[int, Token]] = []
    length = end = 0
    for token in tokens(query):
        gap = " " * width if token.start > end and end else ""
        starts.append((length + len(gap), token))
        parts += [gap, token.text]
        length += len(gap) + len(token.text)
        end = token.start + len(token.text)
    return "".join(parts) + " " * width, starts
