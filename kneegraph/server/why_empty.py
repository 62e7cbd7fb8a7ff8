"""Which part of a query leaves nothing: its patterns one after the other, with the rows that are left after each."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kneegraph import sparql
from kneegraph.errors import QueryError, StoppedQueryError
from kneegraph.server.pool import Ask, Pool
from kneegraph.sparql import Token

MOST_PATTERNS = 30
MOST_ROWS = 1000

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_OPENING, _CLOSING = "([{", ")]}"
_ELEMENTS = frozenset({"FILTER", "OPTIONAL", "MINUS", "BIND", "VALUES", "GRAPH", "UNION", "EXISTS", "NOT"})


@dataclass(frozen=True, slots=True)
class Part:
    """A pattern of a query: the line it stands on, and its text, whole enough to stand alone."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Apart:
    """A query taken apart: what stands before its form, what it says in FROM, and the parts of its outermost group."""

    head: str
    dataset: str
    parts: Sequence[Part]


async def narrowing(pool: Pool, query: Apart, *, seconds: float, limit: str) -> list[dict[str, object]]:
    """The patterns of a query in order, each with the rows (counted up to MOST_ROWS) of all up to it.

    It ends with the first that leaves none, and with the first whose count was stopped: then `rows` is None and `stopped`
    names the limit it reached, `limit` where that is the time for all of them (`seconds`). `rows` is None without `stopped`
    where the patterns cannot be asked alone. Raises StoppedQueryError of kind busy when none could be counted.
    """
    until = asyncio.get_running_loop().time() + seconds
    told: list[dict[str, object]] = []
    for count, part in enumerate(query.parts[:MOST_PATTERNS], 1):
        text = " ".join(one.text for one in query.parts[:count])
        counted = f"SELECT (COUNT(*) AS ?n) {query.dataset} {{ {{ SELECT * {{ {text} }} LIMIT {MOST_ROWS} }} }}"
        one: dict[str, object] = {"line": part.line, "text": part.text, "rows": None}
        told.append(one)
        try:
            async with asyncio.timeout_at(until):
                one["rows"] = await _rows(pool, f"{query.head} {counted}")
        except TimeoutError:
            one["stopped"] = limit
        except StoppedQueryError as error:
            if error.kind == "busy" and count == 1:
                raise
            one["stopped"] = limit if error.kind == "timeout" else error.limit or error.kind
        if one["rows"] == 0 or "stopped" in one:
            break
    return told


async def _rows(pool: Pool, query: str) -> int | None:
    try:
        async with pool.answer(Ask(query, "json")) as answer:
            content = b"".join([chunk async for chunk in answer.chunks])
    except QueryError as error:
        if type(error) is QueryError:
            return None  # a pattern that makes no sense without what follows it
        raise
    return int(json.loads(content)["results"]["bindings"][0]["n"]["value"])


def taken_apart(query: str) -> Apart:
    """What stands before a query's form with what says FROM where, and the parts of its outermost group.

    Triples count one by one, also within GRAPH; what is not a triple (FILTER, OPTIONAL, a subquery…) is one part.

    >>> [part.text for part in taken_apart("SELECT * { ?a a ?b ; ?p ?c . FILTER(?c > 1) GRAPH ?g { ?c ?d ?e } }").parts]
    ['?a a ?b .', '?a ?p ?c .', 'FILTER(?c > 1)', 'GRAPH ?g { ?c ?d ?e . }']
    """
    tokens = list(sparql.tokens(query))
    form = next((at for at, token in enumerate(tokens) if token.sort == "word" and token.text.upper() in _FORMS), 0)
    start = next((at for at, token in enumerate(tokens) if at > form and token.text == "{" and _is_where(tokens, at)), None)
    if start is None:
        return Apart("", "", [])
    head = query[: tokens[form].start] if tokens else ""
    inside = tokens[start + 1 : _match(tokens, start)]
    return Apart(head, _dataset(tokens[form:start]), list(_parts(query, inside)))


def _dataset(tokens: Sequence[Token]) -> str:
    """The FROM clauses."""
    at = next((place for place, token in enumerate(tokens) if token.is_word("FROM")), len(tokens))
    return " ".join(token.text for token in tokens[at:] if not token.is_word("WHERE"))


def _is_where(tokens: Sequence[Token], at: int) -> bool:
    """Whether this brace opens the pattern rather than the template of a CONSTRUCT."""
    return tokens[at - 1].text.upper() != "CONSTRUCT"


def _match(tokens: Sequence[Token], start: int) -> int:
    """Where the bracket that opens here is closed."""
    depth = 0
    for at in range(start, len(tokens)):
        depth += (tokens[at].text in _OPENING) - (tokens[at].text in _CLOSING)
        if depth == 0:
            return at
    return len(tokens)


def _parts(query: str, tokens: Sequence[Token]) -> Iterator[Part]:
    at = 0
    while at < len(tokens):
        word = tokens[at].text.upper() if tokens[at].sort == "word" else ""
        if tokens[at].text == ".":
            at += 1
        elif word == "GRAPH" and at + 2 < len(tokens) and tokens[at + 2].text == "{":
            end = _match(tokens, at + 2)
            name = tokens[at + 1].text
            for part in _parts(query, tokens[at + 3 : end]):
                yield Part(part.line, f"GRAPH {name} {{ {part.text} }}")
            at = end + 1
        elif word in _ELEMENTS or tokens[at].text == "{":
            end = _element_end(tokens, at)
            yield _part(query, tokens[at:end])
            at = end
        else:
            end = _statement_end(tokens, at)
            yield from _triples(query, tokens[at:end])
            at = end


def _element_end(tokens: Sequence[Token], at: int) -> int:
    """The end of a FILTER, a group, a chain of UNIONs…: after its last bracket."""
    first = tokens[at]
    while True:
        while at < len(tokens) and tokens[at].text not in _OPENING:
            at += 1
        at = _match(tokens, at) + 1 if at < len(tokens) else at
        if at >= len(tokens):
            return len(tokens)
        if not tokens[at].is_word("UNION") and not (first.is_word("VALUES") and tokens[at - 1].text == ")"):
            return at


def _statement_end(tokens: Sequence[Token], at: int) -> int:
    while at < len(tokens) and tokens[at].text not in (".", "{") and not _begins_element(tokens[at]):
        at = _match(tokens, at) + 1 if tokens[at].text in _OPENING else at + 1
    return at


def _begins_element(token: Token) -> bool:
    return token.sort == "word" and token.text.upper() in _ELEMENTS


def _triples(query: str, tokens: Sequence[Token]) -> Iterator[Part]:
    """Each triple of a statement by itself: `;` repeats the subject, `,` also the property."""
    terms = list(_terms(tokens))
    if len(terms) < 3:
        yield _part(query, tokens, " .")
        return
    subject, verb = terms[0], terms[1:1]
    rest: list[list[Sequence[Token]]] = [[]]
    marks: list[str] = []
    for term in terms[1:]:
        if len(term) == 1 and term[0].text in ";,":
            marks.append(term[0].text)
            rest.append([])
        else:
            rest[-1].append(term)
    for mark, chunk in zip([";", *marks], rest, strict=True):
        if not chunk:
            continue
        if mark == ";":
            verb = chunk[:-1]
        words = (subject, [token for term in verb for token in term], chunk[-1])
        line, _ = sparql.place(query, chunk[-1][0].start)
        yield Part(line, " ".join(_text(word) for word in words if word) + " .")


def _terms(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Tokens that belong together: a bracket with its inside, a literal with its language or type, a path and its marks."""
    at = 0
    while at < len(tokens):
        end = _match(tokens, at) + 1 if tokens[at].text in _OPENING else at + 1
        while end < len(tokens) and (tokens[end].sort == "language" or tokens[end].text == "^"):
            if tokens[end].sort == "language":
                end += 1
            elif tokens[at].sort == "string" and tokens[end + 1 : end + 2] and tokens[end + 1].text == "^":
                end += 3
            else:
                break
        yield tokens[at:end]
        at = end


def _part(query: str, tokens: Sequence[Token], ending: str = "") -> Part:
    line, _ = sparql.place(query, tokens[0].start)
    return Part(line, _text(tokens) + ending)


def _text(tokens: Sequence[Token]) -> str:
    """The text from the first of these tokens to the end of the last, comments left out, on one line."""
    pieces: list[str] = []
    end = tokens[0].start
    for token in tokens:
        pieces += [" " if token.start > end else "", token.text]
        end = token.start + len(token.text)
    return "".join(pieces)
