"""What a SPARQL query is, read from its tokens before any engine sees it: its form, and what must be refused.

Strings, comments and IRIs are told apart first, so a word inside them never counts as a keyword.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from kneegraph.errors import QueryError, RefusedQueryError
from kneegraph.vocab import KG, PREFIXES

_TOKEN = re.compile(
    r"""
    (?P<comment>\#[^\n]*)
  | (?P<string>'''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")
  | (?P<iri><[^<>"{}|^`\\\s]*>)
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z][\w-]*)
  | (?P<name>[^\W\d][\w.-]*:[\w.:%\\-]*|:[\w.:%\\-]+|_:[\w.-]+)
  | (?P<word>[^\W\d]\w*)
  | (?P<other>\S)
    """,
    re.VERBOSE | re.DOTALL,
)
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a query: its sort, its text, and where it begins (code points)."""

    sort: str
    text: str
    start: int


def tokens(query: str) -> Iterator[Token]:
    """The tokens of a query without its comments. Cost: linear."""
    for match in _TOKEN.finditer(query):
        sort = match.lastgroup or "other"
        if sort != "comment":
            yield Token(sort, match.group(), match.start())


def form(query: str, *, terms: Collection[str] = ()) -> str:
    """`SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE`.

    Raises RefusedQueryError for updates and SERVICE, QueryError for what is no query, for a prefix that is not declared,
    and (when `terms`, the local names of our schema, are given) for a `kg:` term that does not exist: it would match
    nothing and look like an empty answer.
    """
    found = list(tokens(query))
    declared: dict[str, str] = dict(PREFIXES)
    kind = ""
    for token, following in zip(found, [*found[1:], None], strict=True):
        word = token.text.upper() if token.sort == "word" else ""
        if word == "PREFIX" and following is not None:
            declared[following.text.partition(":")[0]] = _after(found, following)
        elif not kind and word in _UPDATES:
            raise _error(RefusedQueryError, query, token, f"{word} would change the data; kneegraph only reads")
        elif word == "SERVICE":
            raise _error(RefusedQueryError, query, token, "SERVICE is refused: a query must not reach the network")
        elif not kind and word in _FORMS:
            kind = word
    if not kind:
        raise QueryError(f"this is no SPARQL query: it must have one of {', '.join(_FORMS)}")
    _check_names(query, found, declared, terms)
    return kind


def _check_names(query: str, found: list[Token], declared: Mapping[str, str], terms: Collection[str]) -> None:
    for token in found:
        prefix, _, local = token.text.partition(":")
        if token.sort != "name" or prefix == "_":
            continue
        if prefix not in declared:
            known = ", ".join(f"{name}:" for name in declared)
            raise _error(QueryError, query, token, f"the prefix {prefix}: is not declared (known: {known})")
        local = local.rstrip(".")
        if terms and declared[prefix] == KG and local and local not in terms:
            raise _error(QueryError, query, token, f"kg:{local} is not a term of the schema{_nearest(local, terms)}")


def _nearest(local: str, terms: Collection[str]) -> str:
    from rapidfuzz import process

    close = [name for name, _, _ in process.extract(local, sorted(terms), limit=3, score_cutoff=60)]
    return f"; nearest: {', '.join(f'kg:{name}' for name in close)}" if close else ""


def _after(found: list[Token], token: Token) -> str:
    position = found.index(token) + 1
    return found[position].text.strip("<>") if position < len(found) else ""


def _error(kind: type[QueryError], query: str, token: Token, message: str) -> QueryError:
    line, column = place(query, token.start)
    return kind(message, line=line, column=column)


def place(text: str, offset: int) -> tuple[int, int]:
    """Line and column, both from 1, of a code point offset.

    >>> place("ab\\ncd", 4)
    (2, 2)
    """
    return text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1


def bound(query: str, values: Mapping[str, str]) -> str:
    """The query with these variables fixed: a VALUES block (terms already written as SPARQL) at the start of its WHERE.

    >>> bound("SELECT * WHERE { ?s ?p ?o }", {"o": "<urn:x>"})
    'SELECT * WHERE { VALUES (?o) { (<urn:x>) } ?s ?p ?o }'
    """
    if not values:
        return query
    start = next((token.start for token in _where(query)), None)
    if start is None:
        raise QueryError("a query with parameters must have a WHERE { … }")
    names = " ".join(f"?{name}" for name in values)
    block = f" VALUES ({names}) {{ ({' '.join(values.values())}) }}"
    return f"{query[: start + 1]}{block}{query[start + 1 :]}"


def _where(query: str) -> Iterator[Token]:
    found = list(tokens(query))
    for token, following in pairwise(found):
        if token.sort == "word" and token.text.upper() == "WHERE" and following.text == "{":
            yield following
