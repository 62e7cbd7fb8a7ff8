"""What a SPARQL query is, read from its tokens before any engine sees it: its form, and what must be refused.

Strings, comments and IRIs are told apart first, so a word inside them never counts as a keyword. The tokens are those of
the SPARQL 1.1 grammar; where the engine may cut a text differently, what could hide a SERVICE is refused as well.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from kneegraph.errors import QueryError, RefusedQueryError
from kneegraph.nearest import nearest
from kneegraph.vocab import KG, PREFIXES, VIEW, VIEW_AGREED, VIEW_CLAIMED, VIEW_CONTESTED

_ESCAPE = r"""\\(?:[tbnrf"'\\]|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8})"""
_LOCAL = r"(?:[\w:-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])"  # one character of a name after its colon, save the dot
_TOKEN = re.compile(
    rf"""
    (?P<comment>\#[^\n\r]*)
  | (?P<string>'''(?:'{{0,2}}(?:[^'\\]|{_ESCAPE}))*+'''|\"\"\"(?:"{{0,2}}(?:[^"\\]|{_ESCAPE}))*+\"\"\"
             |'(?:[^'\\\n\r]|{_ESCAPE})*+'|"(?:[^"\\\n\r]|{_ESCAPE})*+")
  | (?P<iri><(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*+>)
  | (?P<variable>[?$]\w+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>(?:[^\W\d][\w.-]{{0,99}}+)?:(?:(?!-){_LOCAL}(?:{_LOCAL}|\.+(?={_LOCAL}))*+)?)
  | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
  | (?P<word>[^\W\d]\w*)
  | (?P<other>\S)
    """,
    re.VERBOSE,
)
_CODE_POINT = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U00(0[0-9A-Fa-f]{5}|10[0-9A-Fa-f]{4}))")
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_UPDATES = frozenset({"INSERT", "DELETE", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY", "WITH"})
_VIEWS = frozenset(view.removeprefix(VIEW) for view in (VIEW_AGREED, VIEW_CLAIMED, VIEW_CONTESTED))

#: How deep brackets may nest, and how many keywords and operators a query may have. Far beyond these (at some hundreds and
#: some thousands) Oxigraph 0.5 recurses until the process dies.
MAX_DEPTH = 40
MAX_PARTS = 1000


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

    Raises RefusedQueryError for updates and SERVICE, QueryError for what is no query, for one that is too large to run,
    for a prefix that is not declared, and (when `terms`, the local names of our schema, are given) for a `kg:` term or a
    view that does not exist: it would match nothing and look like an empty answer.
    """
    found = list(tokens(query))
    kind = _kind(query, found)
    _refuse_service(query, found)
    _refuse_broken(query, found)
    _refuse_large(query, found)
    _check_names(query, found, terms)
    return kind


def _kind(query: str, found: list[Token]) -> str:
    for token in found:
        word = token.text.upper()
        if token.sort == "word" and word in _UPDATES:
            raise _error(RefusedQueryError, query, token, f"{word} would change the data; kneegraph only reads")
        if token.sort == "word" and word in _FORMS:
            return word
    message = f"this is no SPARQL query: it must have one of {', '.join(_FORMS)}"
    first = next((token for token in found if token.sort == "word" and token.text.upper() not in ("PREFIX", "BASE")), None)
    raise _error(QueryError, query, first, f"{message} (got {first.text})") if first else QueryError(message)


def _refuse_service(query: str, found: list[Token]) -> None:
    """Refuse what an engine could read as SERVICE, not only what is spelled as it should be.

    Keywords need no space around them, `?a<?b…>` is an address or a comparison as the parser likes, and some endpoints
    undo `\\u` escapes before they read a query.
    """
    plain = _CODE_POINT.sub(lambda match: chr(int(match[1] or match[2], 16)), query)
    if "service" not in plain.lower():
        return
    for before, token, after in zip([None, *found], found, [*found[1:], None], strict=False):
        if "SERVICE" in token.text.partition(":")[0].upper() and (token.sort == "word" or _opens(before, token, after)):
            raise _error(RefusedQueryError, query, token, "SERVICE is refused: a query must not reach the network")
    unclear = next((token for token in found if token.sort == "iri" and _may_compare(token.text)), None)
    if unclear is not None or plain != query:
        message = "'service' cannot be told from SERVICE in this query: put a space after '<', and use no \\u escapes"
        raise _error(RefusedQueryError, query, unclear or found[0], message)


def _opens(before: Token | None, token: Token, after: Token | None) -> bool:
    """Whether a prefixed name stands before a group without being a graph's name, as in `SERVICEex:a { … }`."""
    graph = before is not None and before.text.upper() == "GRAPH"
    return token.sort == "name" and after is not None and after.text == "{" and not graph


def _may_compare(iri: str) -> bool:
    """Whether `<…>` could be a comparison that leaves a comment or a string open; `scheme://` never begins an operand."""
    return ("#" in iri or "'" in iri) and re.match(r"<[A-Za-z][\w+.-]*://", iri) is None


def _refuse_broken(query: str, found: list[Token]) -> None:
    for token in found:
        if token.sort == "other" and token.text in "'\"":
            message = "the string that begins here is not closed, or has an escape that SPARQL does not know"
            raise _error(QueryError, query, token, message)
        wrong = re.search("[\ud800-\udfff]", token.text)
        if wrong is not None:
            line, column = place(query, token.start + wrong.start())
            raise QueryError("this character is not Unicode text", line=line, column=column)


def _refuse_large(query: str, found: list[Token]) -> None:
    depth = parts = 0
    for token in found:
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        parts += token.sort == "word" or (token.sort == "other" and token.text not in "(),")
        if depth > MAX_DEPTH:
            raise _error(QueryError, query, token, f"brackets are nested too deeply: more than {MAX_DEPTH} are open here")
        if parts > MAX_PARTS:
            message = f"the query is too large: more than {MAX_PARTS} keywords and operators (lists in VALUES may be long)"
            raise _error(QueryError, query, token, message)


def _check_names(query: str, found: list[Token], terms: Collection[str]) -> None:
    declared = {**PREFIXES, **_declared(found)}
    for token in found:
        if token.sort == "iri":
            _check_term(query, token, token.text[1:-1], terms)
        prefix, _, local = token.text.partition(":")
        if token.sort != "name" or prefix == "_":
            continue
        if prefix not in declared:
            known = ", ".join(f"{name}:" for name in declared)
            raise _error(QueryError, query, token, f"the prefix {prefix}: is not declared (known: {known})")
        _check_term(query, token, declared[prefix] + local, terms)


def _declared(found: list[Token]) -> dict[str, str]:
    triples = zip(found, found[1:], found[2:], strict=False)
    return {
        name.text.removesuffix(":"): iri.text[1:-1]
        for word, name, iri in triples
        if word.text.upper() == "PREFIX" and name.sort == "name" and iri.sort == "iri"
    }


def _check_term(query: str, token: Token, iri: str, terms: Collection[str]) -> None:
    """Whether an IRI in our namespaces is one that exists; nothing is known of other namespaces."""
    for space, sort, known in ((KG, "a term of the schema", terms), (VIEW, "a view", _VIEWS if terms else ())):
        local = iri.removeprefix(space)
        if known and local and iri.startswith(space) and local not in known:
            prefix = next(name for name, address in PREFIXES.items() if address == space)
            close = ", ".join(f"{prefix}:{name}" for name in nearest(local, known))
            hint = f"; nearest: {close}" if close else ""
            raise _error(QueryError, query, token, f"{token.text} is not {sort}{hint}")


def _error(kind: type[QueryError], query: str, token: Token, message: str) -> QueryError:
    line, column = place(query, token.start)
    return kind(message, line=line, column=column)


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
