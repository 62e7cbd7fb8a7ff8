"""Between which brackets a token stands: what may follow what, and what is a flat list, depends on it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from kneegraph.sparql.tokens import Token


class Inside(Enum):
    """What the innermost open bracket holds."""

    NOTHING = auto()
    GROUP = auto()
    EXPRESSION = auto()
    LIST = auto()
    DATA = auto()
    TEMPLATE = auto()


#: Keywords after which brackets hold expressions until the next group, alone or grown together with a prefixed name.
_CLAUSE = re.compile("SELECT|GROUP|ORDER|HAVING")
_GLUED_CLAUSE = re.compile("(?:GROUP|ORDER)BY|HAVING")
_BEFORE_LISTS = ("A", "TRUE", "FALSE", "VALUES", "UNDEF")


@dataclass(slots=True)
class _Frame:
    inside: Inside
    clause: bool = False


def insides(found: Sequence[Token]) -> list[Inside]:
    """For each token what it stands in; a bracket stands in what is around it. Cost: linear."""
    return [inside for _, inside in placed(found, [])]


def placed(stream: Iterable[Token], found: list[Token]) -> Iterator[tuple[Token, Inside]]:
    """Each token as it comes, kept in `found`, and what it stands in: whoever sees too much need not read on."""
    stack = [_Frame(Inside.NOTHING)]
    for token in stream:
        found.append(token)
        text = token.text
        if token.sort == "other":
            if text in ")]}" and len(stack) > 1:
                stack.pop()
            yield token, stack[-1].inside
            if text in "([{":
                frame = stack[-1]
                stack.append(_Frame(_opened(frame, found, len(found) - 1)))
                frame.clause = frame.clause and text != "{"
            continue
        yield token, stack[-1].inside
        if token.sort in ("name", "word") and _begins_clause(token):
            stack[-1].clause = True


def _begins_clause(token: Token) -> bool:
    """Whether brackets hold expressions from here on."""
    if token.sort == "name":
        return _GLUED_CLAUSE.search(prefix(token)) is not None
    return token.sort == "word" and _CLAUSE.search(token.text.upper()) is not None


def prefix(name: Token) -> str:
    """The prefix of a prefixed name, in capitals: an engine may read it as a keyword and a shorter prefix."""
    return name.text.partition(":")[0].upper()


def _opened(frame: _Frame, found: Sequence[Token], at: int) -> Inside:
    before = found[at - 1] if at else Token("other", "", 0)
    if found[at].text == "(":
        return _parenthesis(frame, before, found[at - 2] if at > 1 else before)
    if found[at].text == "[":
        return Inside.TEMPLATE if frame.inside is Inside.TEMPLATE else Inside.GROUP
    if before.is_word("CONSTRUCT"):
        return Inside.TEMPLATE
    return Inside.DATA if _after_values(found, at) else Inside.GROUP


def _after_values(found: Sequence[Token], at: int) -> bool:
    """Whether this brace opens the data of `VALUES ?x {` or `VALUES (?x ?y) {`."""
    at -= 1
    if at > 0 and found[at].sort == "variable":
        return found[at - 1].is_word("VALUES")
    if at < 1 or found[at].text != ")":
        return False
    at -= 1
    while at > 0 and found[at].sort == "variable":
        at -= 1
    return at > 0 and found[at].text == "(" and found[at - 1].is_word("VALUES")


def _parenthesis(frame: _Frame, before: Token, earlier: Token) -> Inside:
    if frame.inside in (Inside.DATA, Inside.EXPRESSION):
        return frame.inside
    if before.sort == "word":
        return Inside.LIST if before.is_word(*_BEFORE_LISTS) else Inside.EXPRESSION
    called = before.sort in ("iri", "name") and earlier.sort == "word" and earlier.text.upper().endswith("FILTER")
    glued = before.sort == "name" and "FILTER" in prefix(before)
    if frame.inside is Inside.NOTHING or frame.clause or called or glued:
        return Inside.EXPRESSION
    return Inside.LIST
