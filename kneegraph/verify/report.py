"""Holding every passage of a corpus against the texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kneegraph.model import Assertion, Corpus, Passage, Source
from kneegraph.passages import MANIFEST, Listed, Texts, digest, fragment
from kneegraph.verify.anchoring import Anchors, anchored

_Quoted = tuple[Assertion, Passage]


class FlawKind(StrEnum):
    """What can be wrong between the data and the texts."""

    TEXT_MISSING = "text missing"
    TEXT_CHANGED = "text changed"
    PASSAGE_CHANGED = "passage changed"
    PASSAGE_OUT_OF_RANGE = "passage out of range"
    PASSAGE_MOVED = "passage moved"


@dataclass(frozen=True, slots=True)
class VerifyFinding:
    """Something that is not as the data say. `path` and `line` are those of the text.

    `now` is where a moved passage stands; of a changed one, where its words probably stood (its digest stays the old one,
    so that it goes on being told until a person has looked).
    """

    kind: FlawKind
    source: str
    message: str
    path: Path
    line: int | None = None
    assertion: str | None = None
    passage: Passage | None = None
    now: Passage | None = None

    def __str__(self) -> str:
        """The finding as one line."""
        place = str(self.path) if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.kind}: {self.assertion or self.source}: {self.message}"

    def as_dict(self) -> dict[str, str | int | None]:
        """The finding as the JSON form writes it."""
        return {
            "kind": self.kind.value,
            "source": self.source,
            "assertion": self.assertion,
            "start": None if self.passage is None else self.passage.start,
            "end": None if self.passage is None else self.passage.end,
            "new_start": None if self.now is None else self.now.start,
            "new_end": None if self.now is None else self.now.end,
            "path": str(self.path),
            "line": self.line,
            "message": self.message,
        }


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """How one source fared. `sha256` and `length` are those of the text at hand, None where there is none."""

    id: str
    passages: int
    proven: int
    moved: int
    sha256: str | None
    length: int | None


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was found, and how each source fared. `textless` are sources known without a text, which nothing can prove."""

    findings: tuple[VerifyFinding, ...]
    sources: tuple[SourceCheck, ...]
    textless: tuple[str, ...] = ()

    @property
    def passages(self) -> int:
        """Number of passages looked for, one per assertion and passage."""
        return sum(source.passages for source in self.sources)

    @property
    def proven(self) -> int:
        """Number of passages whose words stand in the text unchanged, in their place or moved."""
        return sum(source.proven + source.moved for source in self.sources)

    @property
    def moved(self) -> int:
        """Number of passages that stand elsewhere than the data say."""
        return sum(source.moved for source in self.sources)

    @property
    def hit(self) -> tuple[str, ...]:
        """Identifiers of the assertions with a passage whose words stand in the text no more, sorted."""
        lost = (one.assertion for one in self.findings if one.kind is not FlawKind.PASSAGE_MOVED)
        return tuple(sorted({assertion for assertion in lost if assertion is not None}))

    def as_dict(self) -> dict[str, object]:
        """The report as the JSON form writes it."""
        return {
            "passages": self.passages,
            "proven": self.proven,
            "moved": self.moved,
            "hit": list(self.hit),
            "textless": list(self.textless),
            "findings": [finding.as_dict() for finding in self.findings],
        }


def verify(corpus: Corpus, texts: Texts) -> VerifyReport:
    """Hold every source and passage against the texts.

    A source without passages and without the digest of a text is not looked for. Raises TextError for a text that is
    there but cannot be read. Cost: one digest a passage, as long as the texts are those that were read.
    """
    quoted: dict[str, list[_Quoted]] = defaultdict(list)
    for assertion in corpus.assertions:
        for passage in assertion.passages:
            quoted[assertion.source].append((assertion, passage))
    findings: list[VerifyFinding] = []
    checks: list[SourceCheck] = []
    textless = [source.id for source in corpus.sources.values() if source.sha256 is None and source.id not in quoted]
    for source in sorted(corpus.sources.values(), key=lambda one: one.id):
        if source.id not in textless:
            found, check = _check(source, quoted[source.id], texts)
            findings += found
            checks.append(check)
    return VerifyReport(tuple(findings), tuple(checks), tuple(sorted(textless)))


def _check(source: Source, quoted: list[_Quoted], texts: Texts) -> tuple[list[VerifyFinding], SourceCheck]:
    if source.id not in texts:
        return [_missing(source, quoted, texts)], SourceCheck(source.id, len(quoted), 0, 0, None, None)
    listed, text = texts.listed[source.id], texts.text(source.id)
    anchors = anchored(text, (passage for _, passage in quoted), length=source.length)
    differing = [finding for pair in quoted if (finding := _of_passage(listed, anchors, *pair)) is not None]
    moved = sum(finding.kind is FlawKind.PASSAGE_MOVED for finding in differing)
    check = SourceCheck(source.id, len(quoted), len(quoted) - len(differing), moved, digest(text), len(text))
    return [*_of_text(source, listed, text), *differing], check


def _missing(source: Source, quoted: list[_Quoted], texts: Texts) -> VerifyFinding:
    listed = texts.listed.get(source.id)
    path = texts.folder / MANIFEST if listed is None else listed.path
    why = "the manifest lists no text of it" if listed is None else "the manifest lists this file, but it is not there"
    message = f"{why}; its {len(quoted)} passages cannot be proven"
    return VerifyFinding(FlawKind.TEXT_MISSING, source.id, message, path)


def _of_text(source: Source, listed: Listed, text: str) -> Iterator[VerifyFinding]:
    """Digest and length against what the data say, and, where those agree, against what the manifest says."""
    data = "the data", source.sha256, source.length
    manifest = "the manifest", listed.sha256, listed.characters
    for witness, sha256, length in (data, manifest):
        wrong = []
        if sha256 != digest(text):
            wrong.append(f"SHA-256 {digest(text)[:12]}… ({witness}: {'none' if sha256 is None else sha256[:12] + '…'})")
        if length != len(text):
            wrong.append(f"{len(text)} characters ({witness}: {'unknown' if length is None else length})")
        if wrong:
            message = f"not the text described by {witness}: {', '.join(wrong)}"
            yield VerifyFinding(FlawKind.TEXT_CHANGED, source.id, message, listed.path)
            return


def _of_passage(listed: Listed, anchors: Anchors, assertion: Assertion, passage: Passage) -> VerifyFinding | None:
    now = anchors.now(passage)
    if now == passage:
        return None
    place = now or anchors.estimate(passage)
    if now is not None:
        kind, message = FlawKind.PASSAGE_MOVED, f"the passage {_span(passage)} stands at {_span(now)} now, unchanged"
    elif not 0 <= passage.start < passage.end <= len(anchors.text):
        kind = FlawKind.PASSAGE_OUT_OF_RANGE
        message = f"the passage {_span(passage)} is no stretch of this text, which has {len(anchors.text)} characters"
    else:
        kind = FlawKind.PASSAGE_CHANGED
        message = f"the passage {_span(passage)} has other words now ({fragment(anchors.text[place.start : place.end])})"
    line = anchors.text.count("\n", 0, place.start) + 1
    return VerifyFinding(kind, assertion.source, message, listed.path, line, assertion.id, passage, place)


def _span(passage: Passage) -> str:
    return f"{passage.start}–{passage.end}"
