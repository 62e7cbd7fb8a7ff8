"""Where a query's syntax is wrong: Oxigraph's errors, placed on the token they mean and put in plain words."""

from __future__ import annotations

import re

from pyoxigraph import Store as Oxigraph

from kneegraph import sparql, vocab
from kneegraph.errors import QueryError

#: In Oxigraph's lists of what it expected, the items that are words for people: "Duplicated variable name in SELECT".
_SENTENCE = re.compile(r"(?:^expected |one of |, )([A-Z][\w*]*(?: [\w*]+)+)(?=,|$)")


def syntax_error(text: str) -> QueryError | None:
    """What is wrong with the syntax of a query and where, by reading it again with wide gaps; None when nothing is."""
    wide, starts = sparql.spread(text)
    try:
        Oxigraph().query(wide, prefixes=vocab.PREFIXES, base_iri=vocab.ID)
    except SyntaxError as error:
        match = re.match(r"error at (\d+):(\d+): (.*)", str(error.msg), re.DOTALL)
        if match is None:
            return QueryError(str(error.msg))
        offset = sparql.offset(wide, int(match[1]), int(match[2]))
        said = _SENTENCE.search(match[3])
        return _misplaced(text, offset, len(wide), starts, said[1] if said else "")
    except (ValueError, OSError, RuntimeError):
        return None  # not a matter of syntax
    return None


def _misplaced(text: str, offset: int, end: int, starts: list[tuple[int, sparql.Token]], said: str) -> QueryError:
    if offset >= end:
        line, column = sparql.place(text, len(text.rstrip()))
        return QueryError(said or "the query ends before it is complete: something was not closed", line=line, column=column)
    token = [token for start, token in starts if start <= offset][-1]
    line, column = sparql.place(text, token.start)
    shown = token.text if len(token.text) <= 40 else f"{token.text[:40]}…"
    return QueryError(
        f"{said or 'this does not belong here, or something before it is missing'}: {shown}", line=line, column=column
    )
