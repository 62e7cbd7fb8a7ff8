"""Checking data files: whether they can be understood, keep the invariants, use declared terms and fit the shapes.

Every finding is told once, with its file and line, and consequences of another finding are not told at all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import BlankNode, Quad

from kneegraph import vocab as v
from kneegraph.errors import DataError, Problem
from kneegraph.files import Reading, data_files, packaged, read
from kneegraph.model import Corpus
from kneegraph.nearest import nearest, suggestion
from kneegraph.rdf import from_quads
from kneegraph.rdf.index import holders, home, key
from kneegraph.validate.invariants import invariants_of_whole
from kneegraph.validate.kept import Kept, kept

#: Rules about what is not there. They say nothing about what a resource that could not be read may have mentioned.
_OF_ABSENCE = frozenset({"claim-asserted", "concept-used"})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in a file. `str()` reads `path:line: message`."""

    path: Path
    line: int | None
    rule: str
    message: str

    def __str__(self) -> str:
        """The finding as one line."""
        return ":".join(str(part) for part in (self.path, self.line) if part is not None) + f": {self.message}"

    def as_dict(self) -> dict[str, str | int | None]:
        """The finding as the JSON form writes it."""
        return {"path": str(self.path), "line": self.line, "rule": self.rule, "message": self.message}


@dataclass(frozen=True, slots=True)
class Report:
    """What was found, by file and line, and how much of each sort of thing was looked at.

    `undated` are sources that a restriction to a year left out because theirs is not known.
    """

    findings: tuple[Finding, ...]
    checked: Mapping[str, int]
    undated: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """The report as the JSON form writes it."""
        return {"checked": dict(self.checked), "findings": [finding.as_dict() for finding in self.findings]}


def validate(
    paths: Sequence[str | Path] = (),
    *,
    collection: str | Sequence[str] = (),
    tier: str | Sequence[str] = (),
    source: str | Sequence[str] = (),
    as_of: int | None = None,
) -> Report:
    """Check files, folders, or (without a path) the packaged data.

    Files are read whole. A restriction leaves out what is found about the sources, assertions and claims outside it, and
    does not count them. Raises DataError for what cannot be read or parsed at all, UnknownTermError for a restriction to
    something that is not there. Cost: linear in the triples, nearly all of it for the shapes.
    """
    from kneegraph.validate.shapes import shape_problems

    if "" in paths:
        raise DataError("the name of a file is empty; name a file or a folder", path="''")
    reading = read(data_files(paths))
    part = kept(reading.quads, collection=collection, tier=tier, source=source, as_of=as_of)
    corpus, unread = from_quads(reading.quads)
    shapes = shape_problems(reading.quads, _shapes_file(reading.paths))
    later = _Unread(unread, reading.quads, corpus)
    broken = later.unrelated(invariants_of_whole(corpus))
    problems = _once((unread, broken, undeclared(reading.quads), later.unrelated(shapes)))
    findings = [_finding(reading, problem) for problem in part.told(problems)]
    findings.sort(key=lambda one: (str(one.path), one.line or 0, one.message))
    return Report(tuple(findings), _counts(reading, corpus, part), part.undated)


def undeclared(quads: Iterable[Quad]) -> Iterator[Problem]:
    """Terms of our schema that no ontology declares: a misspelt optional property would be passed over without a word."""
    stated = list(quads)
    held = holders(stated)
    declared = {v.term(key(quad.subject)) for quad in stated if key(quad.subject).startswith(v.KG)}
    for quad in stated:
        for iri in (quad.predicate.value, key(quad.object)):
            if iri.startswith(v.KG) and v.term(iri) not in declared:
                resource, way = home(key(quad.subject), held)
                message = f"kg:{v.term(iri)} is not a term of the schema{suggestion(v.term(iri), declared)}"
                yield Problem("term-declared", resource, message, way[0] if way else quad.predicate.value, iri)


def _once(stages: Iterable[Iterable[Problem]]) -> Iterator[Problem]:
    """Each problem once; of what several stages find about one property of one resource, what the first of them says."""
    told: set[tuple[str, str | None]] = set()
    for stage in stages:
        fresh = [problem for problem in dict.fromkeys(stage) if (problem.resource, problem.predicate) not in told]
        told.update((problem.resource, problem.predicate) for problem in fresh)
        yield from fresh


class _Unread:
    """What could not be read, and so what it makes no sense to complain of before it can."""

    def __init__(self, problems: Sequence[Problem], quads: Sequence[Quad], corpus: Corpus) -> None:
        self._resources = {problem.resource for problem in problems}
        lost = [
            v.identifier("claim", problem.value) for problem in problems if problem.rule == "claim-exists" and problem.value
        ]
        meant = {v.iri("claim", name) for claim in lost for name in nearest(claim, corpus.claims, limit=1)}
        self._mentioned = meant | _pointed(self._resources, quads)

    def unrelated(self, problems: Iterable[Problem]) -> Iterator[Problem]:
        """The problems of other resources that do not come from something's not having been read."""
        for problem in problems:
            unread = problem.resource in self._resources or problem.value in self._resources
            if not unread and not (problem.rule in _OF_ABSENCE and problem.resource in self._mentioned):
                yield problem


def _pointed(resources: Collection[str], quads: Sequence[Quad]) -> set[str]:
    """What these resources point to, through blank nodes too."""
    found: set[str] = set()
    fresh = set(resources)
    while fresh:
        objects = [quad.object for quad in quads if key(quad.subject) in fresh]
        fresh = {key(node) for node in objects if isinstance(node, BlankNode)} - found
        found.update(map(key, objects))
    return found


def _shapes_file(paths: Iterable[Path]) -> Path:
    """The shapes that stand beside the ontology in use, or the packaged ones."""
    beside = (path.with_name("shapes.ttl") for path in paths if path.name == "ontology.ttl")
    return next((path for path in beside if path.exists()), packaged("data", "shapes.ttl"))


def _finding(reading: Reading, problem: Problem) -> Finding:
    error = reading.error(problem)
    return Finding(error.path, error.line, problem.rule, error.message)


def _counts(reading: Reading, corpus: Corpus, part: Kept) -> dict[str, int]:
    assertions = [one for one in corpus.assertions if part.count("assertion", [one.id])]
    return {
        "files": len(reading.paths),
        "relations": len(corpus.relations),
        "concepts": len(corpus.concepts),
        "sources": part.count("source", corpus.sources),
        "claims": part.count("claim", corpus.claims),
        "assertions": len(assertions),
        "passages": sum(len(assertion.passages) for assertion in assertions),
    }
