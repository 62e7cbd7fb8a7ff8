"""Putting right what a verification found: offsets of passages that moved, digests and lengths of texts that changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from pyoxigraph import Literal, Quad

from kneegraph import vocab as v
from kneegraph.errors import DataError
from kneegraph.files import read_quads, write_file
from kneegraph.model import Assertion, Claim, Corpus, Passage
from kneegraph.rdf.index import holders, key
from kneegraph.verify.report import VerifyReport

_Moves = Mapping[tuple[str, int, int, str], Passage]


def reanchored(corpus: Corpus, report: VerifyReport) -> Corpus:
    """The corpus with new offsets for passages that moved, and the digests and lengths of the texts at hand.

    A passage whose words changed gets its probable place and keeps its old digest, so that it goes on being told.
    """
    moves, texts = _moves(report), _texts(report)
    sources = {
        name: replace(source, sha256=texts[name][0], length=texts[name][1]) if name in texts else source
        for name, source in corpus.sources.items()
    }
    claims = {name: _with_moves(claim, moves) for name, claim in corpus.claims.items()}
    return replace(corpus, sources=sources, claims=claims)


def write_reanchored(paths: Iterable[Path], report: VerifyReport) -> tuple[Path, ...]:
    """Put the new offsets, digests and lengths into data files, leaving all else as it is; gives the files that changed.

    Raises DataError when a file that would change is not Turtle, before anything is written.
    """
    changed = {}
    for path in paths:
        before = list(read_quads(path))
        after = list(_rewritten(before, report))
        if after != before:
            changed[path] = after
    for path in changed:
        if path.suffix.lower() != ".ttl":
            raise DataError("only Turtle files (.ttl) can be written; convert this one first", path=path)
    for path, quads in changed.items():
        write_file(path, quads)
    return tuple(changed)


def _moves(report: VerifyReport) -> _Moves:
    return {
        (one.assertion, one.passage.start, one.passage.end, one.passage.sha256): one.now
        for one in report.findings
        if one.assertion is not None and one.passage is not None and one.now is not None
    }


def _texts(report: VerifyReport) -> dict[str, tuple[str, int]]:
    checks = report.sources
    return {one.id: (one.sha256, one.length) for one in checks if one.sha256 is not None and one.length is not None}


def _with_moves(claim: Claim, moves: _Moves) -> Claim:
    return replace(claim, assertions=tuple(_moved(assertion, moves) for assertion in claim.assertions))


def _moved(assertion: Assertion, moves: _Moves) -> Assertion:
    passages = []
    for passage in assertion.passages:
        place = moves.get((assertion.id, passage.start, passage.end, passage.sha256))
        passages.append(passage if place is None else replace(passage, start=place.start, end=place.end))
    passages.sort(key=lambda one: (one.start, one.end, one.sha256, one.fragment or ""))
    return replace(assertion, passages=tuple(passages))


def _rewritten(quads: list[Quad], report: VerifyReport) -> Iterator[Quad]:
    values = {**_new_offsets(quads, _moves(report)), **_new_descriptions(report)}
    for quad in quads:
        new = values.get((key(quad.subject), quad.predicate.value))
        yield quad if new is None else Quad(quad.subject, quad.predicate, Literal(new), quad.graph_name)


def _new_offsets(quads: list[Quad], moves: _Moves) -> dict[tuple[str, str], int | str]:
    """New values of `oa:start` and `oa:end`, by blank node and property."""
    held = holders(quads)
    said = {(key(quad.subject), quad.predicate.value): quad.object for quad in quads if key(quad.subject) in held}
    found: dict[tuple[str, str], int | str] = {}
    for node, (holder, _) in held.items():
        start, end, sha256 = (said.get((node, part)) for part in (v.OA + "start", v.OA + "end", v.KG + "sha256"))
        if isinstance(start, Literal) and isinstance(end, Literal) and isinstance(sha256, Literal):
            place = moves.get((v.identifier("assertion", holder), int(start.value), int(end.value), sha256.value))
            if place is not None:
                found |= {(node, v.OA + "start"): place.start, (node, v.OA + "end"): place.end}
    return found


def _new_descriptions(report: VerifyReport) -> dict[tuple[str, str], int | str]:
    """New values of a source's `kg:sha256` and `kg:length`."""
    found: dict[tuple[str, str], int | str] = {}
    for name, (sha256, length) in _texts(report).items():
        subject = v.iri("source", name)
        found |= {(subject, v.KG + "sha256"): sha256, (subject, v.KG + "length"): length}
    return found
