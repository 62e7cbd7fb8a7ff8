"""How large a query may be. Far beyond these limits the engine recurses, or fills the memory, until the process dies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from kneegraph.errors import QueryTooLargeError
from kneegraph.sparql.insides import Inside
from kneegraph.sparql.tokens import Token, place

#: How many characters a query may have.
MAX_LENGTH = 1_000_000
#: How deep brackets may nest; at some hundreds to thousands Oxigraph 0.5 ends the process.
MAX_DEPTH = 40
#: How many keywords and operators; at some thousands it ends the process. VALUES and templates may be long, they are flat.
MAX_PARTS = 1000
#: How many triples and list items in patterns, each of which is one more join; it dies at 5,000 items of one list.
MAX_ITEMS = 2000
#: How many times over one text may come to stand in another by CONCAT, variable by variable.
MAX_GROWTH = 1000

_TERMS = frozenset({"variable", "iri", "name", "string", "number", "language"})
_TERM_WORDS = ("A", "TRUE", "FALSE")
_FLAT_WORDS = ("PREFIX", "BASE", "FROM", "NAMED", *_TERM_WORDS)
_COUNTED = (Inside.NOTHING, Inside.GROUP, Inside.EXPRESSION, Inside.LIST)


def refuse_long(query: str) -> None:
    """Raise QueryTooLargeError for more characters than anybody writes."""
    if len(query) > MAX_LENGTH:
        raise QueryTooLargeError(f"the query is too large: {len(query):,} characters, at most {MAX_LENGTH:,} are read")


def refuse_large(query: str, found: Sequence[Token], inside: Sequence[Inside]) -> None:
    """Raise QueryTooLargeError, with the limit and the place where it is passed. Cost: linear, but for what is refused."""
    depth = parts = items = 0
    before = Token("other", "", 0)
    for token, where in zip(found, inside, strict=True):
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        parts += where in _COUNTED and _is_part(token)
        items += _is_item(before, token, where)
        before = token
        if depth > MAX_DEPTH:
            raise _too_large(query, token, f"brackets are nested too deeply: more than {MAX_DEPTH} are open here")
        if parts > MAX_PARTS:
            allowed = f"more than {MAX_PARTS} keywords and operators (lists in VALUES may be long)"
            raise _too_large(query, token, f"the query is too large: {allowed}")
        if items > MAX_ITEMS:
            raise _too_large(query, token, f"the query is too large: its patterns have more than {MAX_ITEMS} triples")
    _refuse_growth(query, found)


def _is_part(token: Token) -> bool:
    if token.sort == "word":
        return not token.is_word(*_FLAT_WORDS)
    return token.sort == "other" and token.text not in "(),;."


def _is_item(before: Token, token: Token, where: Inside) -> bool:
    """Whether one more triple begins: after a stop, semicolon or comma, or with the next member of a list."""
    if where is Inside.GROUP:
        return token.text in (".", ";", ",")
    begins = _is_term(token) or token.text in ("(", "[")
    return where is Inside.LIST and begins and (_is_term(before) or before.text in (")", "]"))


def _is_term(token: Token) -> bool:
    return token.sort in _TERMS or token.is_word(*_TERM_WORDS)


def _refuse_growth(query: str, found: Sequence[Token]) -> None:
    """Refuse `CONCAT(?a, ?a) AS ?b`, `CONCAT(?b, ?b) AS ?c` and so on, which doubles a text at each step."""
    steps = list(_bindings(found))
    if not any(joins for *_, joins in steps):
        return
    weights: dict[str, int] = {}
    for _ in steps:  # a step may stand before those that it builds on
        former = dict(weights)
        for token, names, joins in steps:
            sizes = [weights.get(name, 1) for name in names]
            weights[token.text[1:]] = max(weights.get(token.text[1:], 1), sum(sizes) if joins else max(sizes, default=1))
            if weights[token.text[1:]] > MAX_GROWTH:
                raise _too_large(query, token, f"{token.text} would hold one text more than {MAX_GROWTH} times over")
        if weights == former:
            return


def _bindings(found: Sequence[Token]) -> Iterator[tuple[Token, list[str], bool]]:
    """Each `( … AS ?name )`: the token of its name, the variables within, and whether they are joined to one text."""
    opened: list[int] = []
    for at, (token, following) in enumerate(pairwise(found)):
        if token.text == "(":
            opened.append(at)
        elif token.text == ")" and opened:
            opened.pop()
        elif token.sort == "word" and token.text.upper().endswith("AS") and following.sort == "variable" and opened:
            within = found[opened[-1] : at]
            names = [one.text[1:] for one in within if one.sort == "variable"]
            yield following, names, any(one.is_word("CONCAT", "REPLACE") for one in within)


def _too_large(query: str, token: Token, message: str) -> QueryTooLargeError:
    line, column = place(query, token.start)
    return QueryTooLargeError(message, line=line, column=column)
