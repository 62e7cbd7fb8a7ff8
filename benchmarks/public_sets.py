"""How well the checker's cues of negation and strength do on sentences that others annotated, of fields that are not ours.

    .venv/bin/python benchmarks/public_sets.py FILE…

Knows a file by its form: NegEx's `Annotations-1-120.txt`, BioScope's XML, the `annotated_*.csv` (or
`pubmed_causal_language_use.csv`) of Yu and others, and InSciOut's `.jsonl` of Wright and Augenstein. None of them is part of
this project; docs/benchmarks.md says where each is to be had. Prints counts and shares, no sentence.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cues import is_hedged, is_negated, strength

from kneegraph.text.stated import Span

#: Strengths from weak to strong, as the sets number them.
STRENGTHS = ("none", "associated", "possible", "causal")
#: The first release of the sentences from PubMed numbered them otherwise.
FIRST_RELEASE = ("none", "causal", "possible", "associated")


@dataclass(frozen=True, slots=True)
class Label:
    """What annotators said of one thing, and what we say of it."""

    right: str
    ours: str


@dataclass(frozen=True, slots=True)
class Scored:
    """The labels of one question put to one set; `left_out` could not be asked."""

    question: str
    labels: tuple[Label, ...]
    left_out: int = 0


def negex(path: Path) -> Iterator[Scored]:
    """Is the condition that is named in the sentence denied there?"""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8", errors="replace").splitlines()[1:]]
    labels, left_out = [], 0
    for _, phrase, sentence, status, *_ in rows:
        words = phrase.strip('" ').split()
        place = re.search(r"\s+".join(map(re.escape, words)), sentence, re.IGNORECASE)
        if place is None:
            left_out += 1
            continue
        plain = sentence[: place.start()] + place[0].lower() + sentence[place.end() :]  # the kit has the phrase in capitals
        labels.append(Label(_yes(status == "Negated"), _yes(is_negated(plain, Span(*place.span())))))
    yield Scored("condition negated", tuple(labels), left_out)


def bioscope(path: Path) -> Iterator[Scored]:
    """Does the sentence deny anything, hedge anything, and which of its words are within reach of a negation?"""
    sentences = [(("".join(one.itertext())), one) for one in ET.parse(path).iter("sentence")]
    words = [(text, [Span(*word.span()) for word in re.finditer(r"\w+", text)], _reach(one)) for text, one in sentences]
    ours = [[is_negated(text, span) for span in spans] for text, spans, _ in words]
    cued = [{cue.get("type") for cue in one.iter("cue")} for _, one in sentences]
    negated = (Label(_yes("negation" in kinds), _yes(any(said))) for kinds, said in zip(cued, ours, strict=True))
    yield Scored("sentence has a negation", tuple(negated))
    in_reach = (
        Label(_yes(any(span.start in reach for reach in reaches)), _yes(said))
        for (_, spans, reaches), answers in zip(words, ours, strict=True)
        for span, said in zip(spans, answers, strict=True)
    )
    yield Scored("word within reach of a negation", tuple(in_reach))
    hedged = (
        (Label(_yes("speculation" in kinds), _yes(is_hedged(text)))) for kinds, (text, _) in zip(cued, sentences, strict=True)
    )
    yield Scored("sentence hedged", tuple(hedged))


def _reach(sentence: ET.Element) -> list[range]:
    """The characters of the scopes whose cue is a negation."""
    denying = {cue.get("ref") for cue in sentence.iter("cue") if cue.get("type") == "negation"}
    found: list[range] = []

    def walk(element: ET.Element, start: int) -> int:
        end = start + len(element.text or "")
        for child in element:
            end = walk(child, end) + len(child.tail or "")
        if element.tag == "xcope" and element.get("id") in denying:
            found.append(range(start, end))
        return end

    walk(sentence, 0)
    return found


def strengths(path: Path) -> Iterator[Scored]:
    """How strong is the claim of the sentence?"""
    names = FIRST_RELEASE if path.name == "pubmed_causal_language_use.csv" else STRENGTHS
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    yield Scored("strength of claim", tuple(Label(names[int(row["label"])], strength(row["sentence"])) for row in rows))


def insciout(path: Path) -> Iterator[Scored]:
    """How strong is the conclusion in the press release, and how strong in the abstract?"""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
    for part in ("press_release", "abstract"):
        pairs = ((STRENGTHS[row[f"{part}_strength"]], row[f"{part}_conclusion"]) for row in rows)
        yield Scored(
            f"strength of claim, {part.replace('_', ' ')}", tuple(Label(right, strength(text)) for right, text in pairs)
        )


def _yes(told: bool) -> str:
    return "yes" if told else "no"


READERS: dict[str, Callable[[Path], Iterator[Scored]]] = {
    ".txt": negex,
    ".xml": bioscope,
    ".csv": strengths,
    ".jsonl": insciout,
}


def figures(scored: Scored) -> list[str]:
    """Accuracy beside that of always giving the commonest answer, and of every answer precision, recall and F1."""
    right, ours = Counter(one.right for one in scored.labels), Counter(one.ours for one in scored.labels)
    both = Counter(one.right for one in scored.labels if one.right == one.ours)
    total = len(scored.labels)
    names = [name for name in (*STRENGTHS, "no", "yes") if right[name]]
    f1 = {name: 2 * both[name] / (right[name] + ours[name]) for name in names}
    left = f", {scored.left_out} left out" if scored.left_out else ""
    return [
        f"{scored.question}: {total:,}{left}",
        f"  accuracy {sum(both.values()) / total:.3f} (commonest answer {max(right.values()) / total:.3f}), "
        f"macro F1 {sum(f1.values()) / len(f1):.3f}",
        *(f"  {name:<11}{_of(both, ours, right, name)}  F1 {f1[name]:.3f}  ({right[name]:,})" for name in names),
    ]


def _of(both: Counter[str], ours: Counter[str], right: Counter[str], name: str) -> str:
    precision = f"{both[name] / ours[name]:.3f}" if ours[name] else "–"
    return f"precision {precision:>5}  recall {both[name] / right[name]:.3f}"


def main(names: Sequence[str]) -> int:
    """Score every file."""
    for path in map(Path, names):
        reader = READERS.get(path.suffix)
        if reader is None:
            print(f"{path}: no set that is known here (have: {', '.join(READERS)})", file=sys.stderr)
            return 3
        print(f"\n## {path.name}\n")
        _print(line for scored in reader(path) for line in figures(scored))
    return 0


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
