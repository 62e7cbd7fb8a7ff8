"""Stated claims as text, and a subject other than knees, for the tests of kneegraph.text."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from builders import claim, concept, corpus

from kneegraph.model import Concept, Corpus
from kneegraph.text.reader import Discourse, Reader
from kneegraph.text.stated import Span, StatedClaim


def read_after(reader: Reader, line: str) -> tuple[str, list[StatedClaim]]:
    """The last of the sentences between strokes, and what it states behind those before it."""
    *before, sentence = (part.strip() for part in line.split("|"))
    discourse = Discourse()
    for one in before:
        _, discourse = reader.read(one, discourse)
    return sentence, reader.read(sentence, discourse)[0]


def told(one: StatedClaim, concepts: Mapping[str, Concept], sentence: str) -> str:
    """A stated claim in one line. Relations of a vague wording are in no order, since none is likelier."""
    subject, object_ = concepts[one.subject].label, concepts[one.object].label
    relations = sorted({one.relation, *one.also}) if one.vague else [one.relation, *one.also]
    parts = [f"{one.polarity}{', hedged' if one.hedged else ''}: {subject} {' / '.join(relations)} {object_}"]
    parts += [f"for {concepts[one.outcome].label}"] if one.outcome else []
    parts += [f"{boost.reach} {words(sentence, boost.span)!r} -> {boost.narrower!r}" for boost in one.boosts]
    if one.has_limit:
        parts.append(f"limited by {', '.join(concepts[name].label for name in one.limited) or 'something'}")
    return "; ".join(parts)


def words(sentence: str, span: Span) -> str:
    """The words at a place."""
    return sentence[span.start : span.end]


def bread() -> Corpus:
    """Claims about baking, which no packaged wording knows of."""
    return corpus(
        concept("dense crumb", "Condition", "heavy crumb"),
        concept("oven spring", "Function", "rise in the oven"),
        concept("short proof", "Principle", "rushed proof"),
        concept("folding", "Intervention", "folding the dough"),
        concept("steaming", "Intervention", "steaming the oven"),
        claim("short proof", "causes", "dense crumb"),
        claim("folding", "reduces", "dense crumb"),
        claim("steaming", "improves", "oven spring"),
    )


RELATIONS = """
[kinds]
help = "Intervention Exercise"

[relations.causes]
subjects = "Principle"
objects = "Condition"
active = "yield | bake into"
inverse = "rise out of"

[relations.reduces]
purpose = "recommendedFor"
subjects = "help"
objects = "Condition"
active = "loosen"

[relations.recommendedFor]
subjects = "help"
objects = "Condition"
active = "suit"

[relations.improves]
subjects = "help"
objects = "Function"
active = "lift"
plain = "be the friend of"
patterns = "without {S} , no {O}"

[relations.moreEffectiveThan]
subjects = "help"
objects = "help"
outcomes = "Condition"
patterns = "{S} loosen {T} more than {O}"
"""
CONCEPTS = """
same = ["crumb texture"]

[concepts]
short-proof = ["hurried rise", "HR"]
"""


def written(folder: Path, relations: str = RELATIONS, concepts: str = CONCEPTS) -> Path:
    """A folder with wordings."""
    (folder / "relations.toml").write_text(relations, encoding="utf-8")
    (folder / "concepts.toml").write_text(concepts, encoding="utf-8")
    return folder
