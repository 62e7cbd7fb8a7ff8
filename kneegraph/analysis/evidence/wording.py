"""The evidence on a claim in sentences, the same on every face: what it weighs, who leans on whom, how firm it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kneegraph.analysis.evidence.independence import Group
from kneegraph.analysis.evidence.licence import Licence
from kneegraph.analysis.evidence.opinion import Lean, Opinion
from kneegraph.analysis.evidence.what_if import Firmness, Flip, LeftOut
from kneegraph.model import DependenceKind, Standing
from kneegraph.words import how_many, in_words

#: So many groups are told one by one; machine forms have all.
MOST = 4
LEANS = {Lean.SUPPORT: "support weighs more", Lean.DISPUTE: "dispute weighs more", Lean.EVEN: "both weigh the same"}
#: Why a source leans on another, as it is told behind its name.
LEANING = {
    DependenceKind.POOLS: "pooled",
    DependenceKind.SAME_DATA: "same data",
    DependenceKind.REPEATS: "repeats it",
    DependenceKind.SAME_AUTHOR: "same author",
}
#: What a design is called; a graph may have others, which are told as they are spelled.
DESIGNS = {
    "systematicReview": "systematic review",
    "rct": "randomised trial",
    "cohort": "cohort study",
    "crossSectional": "cross-sectional study",
    "emg": "EMG study",
    "guideline": "guideline",
    "consensus": "consensus statement",
    "narrativeReview": "narrative review",
}

#: What a source is called, by its identifier.
Naming = Callable[[str], str]


def design_in_words(design: str) -> str:
    """What a design is called.

    >>> design_in_words("rct"), design_in_words("caseSeries")
    ('randomised trial', 'case series')
    """
    return DESIGNS.get(design) or in_words(design)


def masses_in_words(opinion: Opinion) -> str:
    """The three masses, with the interval that support lies in; never one number alone."""
    low, high = opinion.interval
    return (
        f"support {opinion.support:.2f}, dispute {opinion.dispute:.2f}, not known {opinion.unknown:.2f}"
        f" (support between {low:.2f} and {high:.2f})"
    )


def independent_in_words(sources: int, independent: int) -> str:
    """How many sources, and how many of them are independent.

    >>> independent_in_words(5, 3)
    '5 sources, 3 independent'
    """
    return f"{how_many(sources, 'source')}, {independent} independent"


def group_in_words(group: Group, call: Naming = str) -> str:
    """The source that counts, and in brackets those that lean on it, each with why."""
    leaning = ", ".join(f"{call(name)}: {LEANING[kind]}" for name, kind in group.leaning)
    return f"{call(group.source)} [with {leaning}]" if leaning else call(group.source)


def firmness_in_words(firmness: Firmness, standing: Standing | None, call: Naming = str) -> Iterator[str]:
    """Sentences on how firm a claim is: which groups decide it, and what new evidence would turn it."""
    if firmness.stable:
        yield "No single group of sources decides it."
    for one in firmness.left_out[:MOST]:
        yield f"Without {group_in_words(one.group, call)} it would be {_otherwise(one)}."
    more = len(firmness.left_out) - MOST
    if more > 0:
        yield f"So it would without any of {how_many(more, 'other group')}."
    for flip in firmness.flips:
        yield f"{_needed(flip)} {_turned(flip)}."
    if standing is Standing.CONTESTED:
        yield "No new source alone would end the contest."


def _otherwise(one: LeftOut) -> str:
    lean = f", and {LEANS[one.lean]}" if one.lean else ""
    return f"{one.standing or 'unknown'}{lean}"


def _needed(flip: Flip) -> str:
    what = design_in_words(flip.design) if flip.design else "source"
    verb = flip.stance if flip.number == 1 else {"qualifies": "qualify"}.get(flip.stance, flip.stance.removesuffix("s"))
    plainly = "plainly " if flip.design else ""  # a study that hedges weighs less
    return f"{flip.number} more independent {_plural(what) if flip.number > 1 else what} that {plainly}{verb} it"


def _turned(flip: Flip) -> str:
    would = "would make it" if flip.standing else "would turn the balance"
    return f"{would} {flip.standing}" if flip.standing else would


def _plural(noun: str) -> str:
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


#: What may be said of two things, by how strongly the studies let it be worded.
LICENSED = {
    Licence.SAID: "that some say so",
    Licence.ASSOCIATED: "that the two go together",
    Licence.PREDICTS: "that the one comes before the other",
    Licence.CHANGES: "that the one changes the other",
    Licence.PLAIN: "it plainly",
}
