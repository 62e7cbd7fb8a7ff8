"""What a query is, and what must be refused, decided from its tokens before any engine sees it.

Keywords, IRIs, strings, comments and names are told apart as the grammar does, so a word inside one of the others never
counts. Where an engine may cut a text differently (an IRI that could be a comparison, keywords without a space between
them, escapes undone before parsing), what it could read as SERVICE is refused as well.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise

from kneegraph.errors import QueryError, RefusedQueryError
from kneegraph.sparql.insides import Inside, prefix
from kneegraph.sparql.limits import MAX_DEPTH, measured, refuse_long
from kneegraph.sparql.names import check_names, declared
from kneegraph.sparql.tokens import Token, place, tokens, unescaped
from kneegraph.vocab import PREFIXES

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
#: Functions whose answer is another one each time.
_CHANGING = re.compile("RAND|NOW|UUID|STRUUID|BNODE", re.IGNORECASE)
_MAY_BE_BROKEN = ("string", "other")
_HALF = re.compile("[\ud800-\udfff]")
_OPERANDS = frozenset({"variable", "iri", "name", "string", "number", "language"})


def form(query: str, *, terms: Collection[str] = ()) -> str:
    """`SELECT`, `ASK`, `CONSTRUCT` or `DESCRIBE`.

    Raises RefusedQueryError for updates and SERVICE, QueryTooLargeError for one that is too large to run, QueryError for
    what is no query, for a prefix that is not declared, and (when `terms`, the local names of our schema, are given) for
    a `kg:` term or a view that does not exist: it would match nothing and look like an empty answer. Cost: linear.
    """
    refuse_long(query)
    kind = _kind(query, tokens(query))
    found, inside = measured(query)
    plain = unescaped(query)
    for text in {query, plain}:  # some engines undo the escapes first, some later and only in strings and IRIs
        _refuse_service(text, found if text == query else list(tokens(text)))
    _refuse_broken(query, found)
    _refuse_unclear(query, found, inside)
    check_names(query, found, inside, terms)
    return kind


def changes(query: str) -> bool:
    """Whether the answer to a query is another one each time, as far as its words tell."""
    if _CHANGING.search(query) is None:
        return False
    return any(token.sort == "word" and _CHANGING.fullmatch(token.text) for token in tokens(query))


def _kind(query: str, found: Iterable[Token]) -> str:
    """The first keyword that says what a query is; what stands behind it is not read, nor what is behind many brackets."""
    first: Token | None = None
    opened = 0
    for token in found:
        if token.sort != "word":
            opened += token.text in ("(", "[", "{")
            if opened > MAX_DEPTH:
                break
            continue
        word = token.text.upper()
        if word in _UPDATES:
            raise _error(RefusedQueryError, query, token, f"{word} would change the data; kneegraph only reads")
        if word in _FORMS:
            return word
        if first is None and word not in ("PREFIX", "BASE"):
            first = token
    message = f"this is no SPARQL query: it must have one of {', '.join(_FORMS)}"
    raise _error(QueryError, query, first, f"{message} (got {first.text})") if first else QueryError(message)


def _refuse_service(query: str, found: Sequence[Token]) -> None:
    """Refuse SERVICE, also where no space parts it from what stands before or after."""
    if "SERVICE" not in query.upper():
        return
    known = {name.upper() for name in (*PREFIXES, *declared(found))}
    for at, token in enumerate(found):
        if (token.sort == "word" and "SERVICE" in token.text.upper()) or _opens_service(found, at, known):
            raise _error(RefusedQueryError, query, token, "SERVICE is refused: a query must not reach the network")


def _opens_service(found: Sequence[Token], at: int, known: AbstractSet[str]) -> bool:
    """Whether a prefixed name may be SERVICE and another one, as in `SERVICEex:a { … }` where `ex:` is declared too."""
    token = found[at]
    if token.sort != "name" or "SERVICE" not in prefix(token) or [one.text for one in found[at + 1 : at + 2]] != ["{"]:
        return False
    named = at > 0 and found[at - 1].sort == "word" and found[at - 1].text.upper().endswith("GRAPH")
    rest = prefix(token).rpartition("SERVICE")[2]
    return not named and not known.isdisjoint({rest, rest.removeprefix("SILENT")})


def _refuse_broken(query: str, found: Sequence[Token]) -> None:
    """Refuse what is no token: half a character, a string that is not closed (of `'''a`, the tokens are `''` and `'`)."""
    half = _HALF.search(query) is not None
    for token in found:
        if token.sort not in _MAY_BE_BROKEN and not half:
            continue
        end = token.start + len(token.text)
        open_long = token.text in ("''", '""') and query[end : end + 1] == token.text[0]
        if open_long or (token.sort == "other" and token.text in "'\""):
            message = "the string that begins here is not closed, or has an escape that SPARQL does not know"
            raise _error(QueryError, query, token, message)
        wrong = _HALF.search(token.text) if half else None
        if wrong is not None:
            line, column = place(query, token.start + wrong.start())
            raise QueryError("this character is not Unicode text", line=line, column=column)


def _refuse_unclear(query: str, found: Sequence[Token], inside: Sequence[Inside]) -> None:
    """Refuse `?a<?b&&?c>?d`: by the grammar an IRI in the wrong place, for Oxigraph two comparisons with anything between."""
    for (before, token), where in zip(pairwise(found), inside[1:], strict=False):
        if token.sort == "iri" and where is Inside.EXPRESSION and _ends_operand(before):
            raise _error(QueryError, query, token, "this reads as an IRI; if '<' shall compare, put a space after it")


def _ends_operand(token: Token) -> bool:
    if token.sort == "word":
        return token.text.upper().endswith(("TRUE", "FALSE"))
    return token.sort in _OPERANDS or token.text in (")", "]", "}")


def _error(kind: type[QueryError], query: str, token: Token, message: str) -> QueryError:
    line, column = place(query, token.start)
    return kind(message, line=line, column=column)


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
        if token.is_word("WHERE") and following.text == "{":
            yield following
