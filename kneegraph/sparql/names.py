"""The names in a query: prefixes and what they stand for, terms of our schema, and the graphs it is asked of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from pyoxigraph import NamedNode, RdfFormat, parse

from kneegraph.errors import QueryError
from kneegraph.nearest import nearest
from kneegraph.sparql.insides import Inside, insides
from kneegraph.sparql.tokens import Token, place, tokens
from kneegraph.vocab import ID, KG, PREFIXES, VIEW, VIEW_AGREED, VIEW_CLAIMED, VIEW_CONTESTED

_VIEWS = frozenset(view.removeprefix(VIEW) for view in (VIEW_AGREED, VIEW_CLAIMED, VIEW_CONTESTED))
#: Prefixes that a message names; a query may declare thousands.
_MOST_LISTED = 40
_FROM = re.compile("FROM|NAMED", re.IGNORECASE)


def declared(found: Sequence[Token]) -> dict[str, str]:
    """The prefixes a query declares itself, with their addresses as it writes them."""
    triples = zip(found, found[1:], found[2:], strict=False)
    return {
        name.text.removesuffix(":"): iri.text[1:-1]
        for word, name, iri in triples
        if word.text.upper() == "PREFIX" and name.sort == "name" and iri.sort == "iri"
    }


def check_names(query: str, found: Sequence[Token], inside: Sequence[Inside], terms: Collection[str]) -> None:
    """Raise QueryError for a prefix that is not declared and for a term of ours that does not exist.

    What a CONSTRUCT makes may have any name; what is looked for must exist.
    """
    known = {**PREFIXES, **declared(found)}
    for token, where in zip(found, inside, strict=True):
        sought = () if where is Inside.TEMPLATE else terms
        if token.sort == "iri":
            _check_term(query, token, token.text[1:-1], sought)
        prefix, _, local = token.text.partition(":")
        if token.sort != "name" or prefix == "_":
            continue
        if prefix not in known:
            listed = ", ".join(f"{name}:" for name in list(known)[:_MOST_LISTED])
            raise _error(query, token, f"the prefix {prefix}: is not declared (known: {listed})")
        _check_term(query, token, known[prefix] + local, sought)


def _check_term(query: str, token: Token, iri: str, terms: Collection[str]) -> None:
    """Whether an IRI in our namespaces is one that exists; nothing is known of other namespaces."""
    for space, sort, known in ((KG, "a term of the schema", terms), (VIEW, "a view", _VIEWS if terms else ())):
        local = iri.removeprefix(space)
        if known and local and iri.startswith(space) and local not in known:
            prefix = next(name for name, address in PREFIXES.items() if address == space)
            close = ", ".join(f"{prefix}:{name}" for name in nearest(local, known))
            hint = f"; nearest: {close}" if close else ""
            raise _error(query, token, f"{token.text} is not {sort}{hint}")


def graphs(query: str) -> tuple[frozenset[str], frozenset[str]]:
    """The graphs that a query names in FROM, and those in FROM NAMED, as absolute IRIs.

    Raises QueryError for a name that is no IRI and for a prefix that is not declared.

    >>> graphs("ASK FROM view:agreed FROM NAMED <g> {}")
    (frozenset({'https://w3id.org/kneegraph/view/agreed'}), frozenset({'https://w3id.org/kneegraph/id/g'}))
    """
    if _FROM.search(query) is None:
        return frozenset(), frozenset()
    found = list(tokens(query))
    outside = [token for token, where in zip(found, insides(found), strict=True) if where is Inside.NOTHING]
    base, prefixes = _prologue(query, outside)
    sets: tuple[set[str], set[str]] = set(), set()
    for token, named in _from(outside):
        sets[named].add(_address(query, token, base, prefixes))
    return frozenset(sets[0]), frozenset(sets[1])


def _prologue(query: str, found: Sequence[Token]) -> tuple[str, dict[str, str]]:
    """The base and the prefixes, each resolved against the base as it was where it is declared."""
    base, prefixes = ID, dict(PREFIXES)
    for token, second, third in zip(found, found[1:], [*found[2:], found[-1]], strict=False):
        if token.is_word("BASE") and second.sort == "iri":
            base = _resolved(query, second, base)
        elif token.is_word("PREFIX") and second.sort == "name" and third.sort == "iri":
            prefixes[second.text.removesuffix(":")] = _resolved(query, third, base)
    return base, prefixes


def _from(found: Sequence[Token]) -> Iterator[tuple[Token, bool]]:
    """The name after each FROM or FROM NAMED, and which of the two; words may have grown together."""
    for before, token in pairwise(found):
        if before.sort == "word" and token.sort in ("iri", "name"):
            word = before.text.upper()
            if word.endswith(("FROM", "NAMED")):
                yield token, word.endswith("NAMED")


def _address(query: str, token: Token, base: str, prefixes: Mapping[str, str]) -> str:
    if token.sort == "iri":
        return _resolved(query, token, base)
    prefix, _, local = token.text.partition(":")
    if prefix not in prefixes:
        raise _error(query, token, f"the prefix {prefix}: is not declared")
    return prefixes[prefix] + re.sub(r"\\(.)", r"\1", local)


def _resolved(query: str, token: Token, base: str) -> str:
    """An IRI made absolute as RFC 3986 says; the parser of Turtle does just that."""
    try:
        (quad,) = parse(f"{token.text} a {token.text} .", RdfFormat.TURTLE, base_iri=base)
    except (SyntaxError, ValueError) as error:
        raise _error(query, token, f"{token.text} is no IRI: {error}") from error
    assert isinstance(quad.subject, NamedNode)
    return quad.subject.value


def _error(query: str, token: Token, message: str) -> QueryError:
    line, column = place(query, token.start)
    return QueryError(message, line=line, column=column)
