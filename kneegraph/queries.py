"""Named queries: SPARQL files whose comment header is their documentation and says which parameters they take.

    # title: Who disputes what
    # about: Every claim that at least one source disputes, with both sides' sources.
    # param: concept (concept) = knee-valgus : only claims about this

A parameter has a sort (concept, source, claim, relation, or text), a default after `=` unless it must be given, and a
sentence. Its value is bound to the variable of that name; a concept may be given by any of its labels.
A folder of data brings its own in a folder `queries/` beside its files.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kneegraph import files
from kneegraph.errors import DataError, QueryError, UnknownTermError
from kneegraph.labels import LabelIndex
from kneegraph.sparql import bound, tokens

SORTS = ("concept", "source", "claim", "relation", "text")

_KEYS = ("title", "about", "param")
_PARAM = re.compile(r"(?P<name>\w+) \((?P<sort>\w+)\)(?: = (?P<default>[^:]+?))? : (?P<about>.+)")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a named query that its user fixes."""

    name: str
    sort: str
    about: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query with a name and its documentation."""

    name: str
    title: str
    about: str
    text: str
    parameters: tuple[Parameter, ...] = ()

    def with_values(self, values: Mapping[str, str], resolve: Callable[[str, str], str]) -> str:
        """The SPARQL text with every parameter fixed.

        `resolve(sort, value)` gives the IRI of what a value names. Raises QueryError for a value that is missing and
        UnknownTermError for a parameter that does not exist.
        """
        names = [parameter.name for parameter in self.parameters]
        for name in values:
            if name not in names:
                raise UnknownTermError(f"parameter of {self.name}", name, names)
        terms: dict[str, str] = {}
        for parameter in self.parameters:
            value = values.get(parameter.name, parameter.default)
            if value is None:
                raise QueryError(f"{self.name} needs a value for {parameter.name} ({parameter.about})")
            try:
                terms[parameter.name] = _term(parameter.sort, value, resolve)
            except UnknownTermError as error:
                if parameter.name in values:
                    raise
                wanted = f"give {parameter.name}=… ({parameter.about})"
                raise QueryError(f"the default of {parameter.name} is not in this graph ({error}); {wanted}") from error
        return bound(self.text, terms)


def _term(sort: str, value: str, resolve: Callable[[str, str], str]) -> str:
    try:
        return str(Literal(value)) if sort == "text" else str(NamedNode(resolve(sort, value)))
    except ValueError as error:
        raise QueryError(f"{value!r} cannot stand in a query: {error}") from error


def named_queries(*folders: Path) -> dict[str, NamedQuery]:
    """The packaged queries and those of further folders by name, which is the file's name without `.rq`.

    Of two with one name, the later folder's counts, and the packaged one least. Raises DataError for a folder that does
    not exist and for a query whose header cannot be read.
    """
    found: dict[str, NamedQuery] = {}
    for folder in _folders(folders):
        found |= {path.stem: read_query(path) for path in folder.glob("*.rq")}
    return dict(sorted(found.items()))


def named_query(name: str, *folders: Path) -> NamedQuery:
    """One of the named queries, without reading the others. Raises as `named_queries`, and UnknownTermError."""
    for folder in reversed(_folders(folders)):
        path = folder / f"{name}.rq"
        if _is_name(name) and path.is_file():
            return _kept(path, path.stat().st_mtime_ns)
    known = named_queries(*folders)
    if name in known:
        return known[name]
    raise UnknownTermError("query", name, LabelIndex("query", ((n, n, (n,)) for n in known)).nearest(name))


def _folders(folders: Sequence[Path]) -> list[Path]:
    found = [files.packaged("data", "queries"), *folders]
    for folder in found:
        if not folder.is_dir():
            raise DataError("there is no such folder of queries", path=folder)
    return found


def _is_name(name: str) -> bool:
    return re.fullmatch(r"[\w-]+", name) is not None


@lru_cache
def _kept(path: Path, changed: int) -> NamedQuery:  # noqa: ARG001 (a file that was changed is read again)
    return read_query(path)


def query_folders(data: Iterable[str | Path]) -> tuple[Path, ...]:
    """The folders `queries/` in these folders of data, where there are some; `packaged` needs none."""
    folders = (Path(path) / "queries" for path in data if str(path) != files.PACKAGED)
    return tuple(folder for folder in folders if folder.is_dir())


def read_query(path: Path) -> NamedQuery:
    """One query file. Raises DataError when its header lacks a title or a description, or has a line of no known key."""
    text = files.read_text(path)
    header: dict[str, list[tuple[int, str]]] = {key: [] for key in _KEYS}
    for number, line in enumerate(takewhile(lambda line: line.startswith("#"), text.split("\n")), 1):
        key, _, value = line.removeprefix("#").partition(":")
        if key.strip() not in header:
            raise DataError(
                f"a line of the header begins with # and one of {', '.join(_KEYS)} (got {line!r})", path=path, line=number
            )
        header[key.strip()].append((number, value.strip()))
    for key in ("title", "about"):
        if not header[key]:
            raise DataError(f"the header has no '# {key}: …' line", path=path, line=1)
    parameters = [_parameter(path, number, value) for number, value in header["param"]]
    for (number, _), parameter in zip(header["param"], parameters, strict=True):
        if not any(token.sort == "variable" and token.text[1:] == parameter.name for token in tokens(text)):
            raise DataError(f"the query has no variable ?{parameter.name}", path=path, line=number)
    return NamedQuery(
        name=path.stem,
        title=header["title"][0][1],
        about=" ".join(value for _, value in header["about"]),
        text=text,
        parameters=tuple(parameters),
    )


def _parameter(path: Path, line: int, text: str) -> Parameter:
    match = _PARAM.fullmatch(text)
    if match is None or match["sort"] not in SORTS:
        wanted = f"name (sort) = default : sentence, where sort is one of {', '.join(SORTS)}"
        raise DataError(f"a parameter reads '{wanted}' (got {text!r})", path=path, line=line)
    return Parameter(match["name"], match["sort"], match["about"], match["default"])
