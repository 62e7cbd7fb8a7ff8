"""How large a query may be. Far beyond these limits the engine recurses, or fills the memory, until the process dies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kneegraph.errors import QueryTooLargeError
from kneegraph.sparql.insides import Inside, placed
from kneegraph.sparql.tokens import Token, place, tokens

#: How many characters a query may have.
MAX_LENGTH = 1_000_000
#: How deep brackets may nest; at some hundreds to thousands Oxigraph 0.5 ends the process.
MAX_DEPTH = 40
#: How many keywords and operators; at some thousands it ends the process. VALUES and templates may be long, they are flat.
MAX_PARTS = 1000
#: How many triples and list items in patterns, each of which is one more join; it dies at 5,000 items of one list.
MAX_ITEMS = 2000
#: How many PREFIX, BASE and FROM.
MAX_DECLARATIONS = 5000
#: How many members and arguments the lists in expressions have together, as those of IN.
MAX_MEMBERS = 20_000
#: How many times over one text may come to stand in another by CONCAT, variable by variable.
MAX_GROWTH = 1000

_TERMS = frozenset({"variable", "iri", "name", "string", "number", "language"})
_TERM_WORDS = ("A", "TRUE", "FALSE")
_FLAT_WORDS = ("PREFIX", "BASE", "FROM", "NAMED", *_TERM_WORDS)
_DECLARING = ("PREFIX", "BASE", "FROM")
_COUNTED = (Inside.NOTHING, Inside.GROUP, Inside.EXPRESSION, Inside.LIST)


def refuse_long(query: str) -> None:
    """Raise QueryTooLargeError for more characters than anybody writes."""
    if len(query) > MAX_LENGTH:
        limit = f"length {MAX_LENGTH:,} characters"
        message = f"the query is too large: {len(query):,} characters, at most {MAX_LENGTH:,} are read"
        raise QueryTooLargeError(message, limit=limit)


def measured(query: str) -> tuple[list[Token], list[Inside]]:
    """The tokens of a query and what each stands in, read no further than to the first limit that is passed.

    Raises QueryTooLargeError with the limit and the place. Cost: linear in what is read.
    """
    found: list[Token] = []
    inside: list[Inside] = []
    count = _Count(query)
    for token, where in placed(tokens(query), found):
        inside.append(where)
        count.add(token, where)
    _refuse_growth(query, found)
    return found, inside


@dataclass(slots=True)
class _Count:
    """How much there is so far of what is limited."""

    query: str
    depth: int = 0
    parts: int = 0
    items: int = 0
    declared: int = 0
    members: int = 0
    before: Token = field(default_factory=lambda: Token("other", "", 0))

    def add(self, token: Token, where: Inside) -> None:
        """One more token. Raises QueryTooLargeError."""
        if token.sort == "other":
            self.depth += (token.text in "([{") - (token.text in ")]}")
            self.members += where is Inside.EXPRESSION and token.text == ","
        self.parts += where in _COUNTED and _is_part(token)
        self.items += _is_item(self.before, token, where)
        self.declared += where is Inside.NOTHING and token.is_word(*_DECLARING)
        self.before = token
        if self.depth > MAX_DEPTH:
            text = f"brackets are nested too deeply: more than {MAX_DEPTH} are open here"
            raise _too_large(self.query, token, text, f"depth {MAX_DEPTH}")
        if self.parts > MAX_PARTS:
            allowed = f"more than {MAX_PARTS} keywords and operators (lists in VALUES may be long)"
            raise _too_large(self.query, token, f"the query is too large: {allowed}", f"operators {MAX_PARTS}")
        if self.items > MAX_ITEMS:
            text = f"the query is too large: its patterns have more than {MAX_ITEMS} triples"
            raise _too_large(self.query, token, text, f"triples {MAX_ITEMS}")
        if self.declared > MAX_DECLARATIONS:
            text = f"the query is too large: more than {MAX_DECLARATIONS} PREFIX, BASE and FROM"
            raise _too_large(self.query, token, text, f"declarations {MAX_DECLARATIONS}")
        if self.members > MAX_MEMBERS:
            text = f"the query is too large: its lists have more than {MAX_MEMBERS} members"
            raise _too_large(self.query, token, text, f"members {MAX_MEMBERS}")


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
                text = f"{token.text} would hold one text more than {MAX_GROWTH} times over"
                raise _too_large(query, token, text, f"growth {MAX_GROWTH}")
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


def _too_large(query: str, token: Token, message: str, limit: str) -> QueryTooLargeError:
    line, column = place(query, token.start)
    return QueryTooLargeError(message, line=line, column=column, limit=limit)
