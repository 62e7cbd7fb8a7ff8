"""Looking through XML before an RDF parser sees it: entities and nesting can exhaust one."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.parsers import expat

from kneegraph.errors import DataError
from kneegraph.files.bytes import check_utf8, opened

#: RDF/XML nests a property in a resource in a property…; nobody's data go this deep, and the parser takes long if they do.
_MOST_DEPTH = 200
#: Checking a list of attributes for double ones takes the parser the square of its length.
_MOST_ATTRIBUTES = 1_000
_CHUNK = 1 << 16


def check_xml(path: Path) -> None:
    """Raise DataError with the line for what is not well-formed UTF-8, declares an entity, or is nested beyond measure.

    Nothing is fetched and no entity is put in. Cost: one pass, in memory one chunk.
    """
    parser = expat.ParserCreate("UTF-8", " ")  # whatever the file says: the parser that comes after reads nothing else
    depth = 0

    def refuse(message: str) -> None:
        raise DataError(message, path=path, line=parser.CurrentLineNumber)

    def begin(_: str, attributes: dict[str, Any]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MOST_DEPTH:
            refuse(f"elements are nested more than {_MOST_DEPTH} deep")
        if len(attributes) > _MOST_ATTRIBUTES:
            refuse(f"an element has more than {_MOST_ATTRIBUTES} attributes")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.EntityDeclHandler = lambda *_: refuse("XML entities are refused")
    try:
        with opened(path) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        check_utf8(path)
        message = f"not well-formed XML: {expat.ErrorString(error.code)}"
        raise DataError(message, path=path, line=error.lineno, column=error.offset + 1) from error
