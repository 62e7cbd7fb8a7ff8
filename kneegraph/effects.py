"""Figures out of the words in which a study's result is noted: `SMD -0.65 (95% CI -0.88 to -0.41); n=24`.

What is not understood is left in the words, never guessed at: half of the notes hold no figure of a known measure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kneegraph.model import Estimate

_NUMBER = r"[-+−]?(?:\d[\d,]*\.?\d*|\.\d+)"
#: Measures as they are written, longest first, and what each is called.
_MEASURES = {
    "pooled SMDs": "SMD",
    "WMD": "WMD",
    "SMD": "SMD",
    "MD": "MD",
    "RR": "RR",
    "OR": "OR",
    "HR": "HR",
    "RD": "RD",
    "ES": "d",
    "effect size": "d",
    "Cohen d": "d",
    "d": "d",
    "r": "r",
    "R": "r",
    "ICC": "ICC",
    "kappa": "kappa",
    "NNT": "NNT",
    "sensitivity": "sensitivity",
    "specificity": "specificity",
    "LR+": "LR+",
    "I2": "I2",
    "p": "p",
    "P": "p",
}
_NAMES = "|".join(re.escape(name) for name in sorted(_MEASURES, key=len, reverse=True))
_INTERVAL = rf"\(\s*(?:95\s?%\s*)?(?:CI\s*)?(?P<low>{_NUMBER})\s*(?:to|,|;)\s*(?P<high>{_NUMBER})\s*\)"
_UNIT = r"\s?(?:mm|cm2|cm|°|%|kg|N|Nm|x)?"
_NAMED = re.compile(
    rf"(?<![\w.])(?P<name>{_NAMES})\s*(?P<sign>[=<>≥≤]?)\s*(?P<value>{_NUMBER})(?P<percent>\s?%)?{_UNIT}"
    rf"(?:\s*{_INTERVAL}|\s*(?:-|–|to)\s*(?P<upper>{_NUMBER})(?![\w]))?"
)
_MVIC = re.compile(rf"(?<![\d.])(?P<sign>[<>]?)(?P<value>\d[\d.]*)(?:-(?P<upper>\d[\d.]*))?(?:\s*±\s*{_NUMBER})?\s*%\s*MVIC")
_SIZE = re.compile(
    r"(?<![\w.])[nN]\s*=\s*(\d[\d,]*)|(?<![\w.])(\d[\d,]*)\s+(?:participants|runners|people|subjects|athletes)\b"
)


def estimates(effect: str) -> tuple[Estimate, ...]:
    """The figures of known measures in a note, sorted; a bound (`p<0.05`) has only its end of the interval.

    >>> estimates("SMD -0.65 (95% CI -0.88 to -0.41); p<0.05; 17 studies")
    (Estimate(measure='SMD', value=-0.65, low=-0.88, high=-0.41), Estimate(measure='p', value=None, low=None, high=0.05))
    >>> estimates("48±21% MVIC")
    (Estimate(measure='%MVIC', value=48.0, low=None, high=None),)
    >>> estimates("41 experts voted")
    ()
    """
    found = {*_named(effect), *_activity(effect)}
    return tuple(sorted(found, key=lambda one: one.order))


def sample_size(effect: str) -> int | None:
    """How many people were studied, where the note says so once; of several groups or studies, the largest number given.

    >>> sample_size("n=81 no difference; n=30 VAS 1.1"), sample_size("5 trials, about 200 participants")
    (81, 200)
    """
    sizes = [int((one or other).replace(",", "")) for one, other in _SIZE.findall(effect)]
    return max((size for size in sizes if size), default=None)


def _activity(effect: str) -> Iterator[Estimate]:
    """Muscle activity in per cent of a maximal voluntary contraction, where it is that of one thing."""
    for part in re.sub(r"\([^)]*\)", "", effect).split(";"):
        if part.count("%") > 1:
            continue  # of which of several things is it?
        for hit in _MVIC.finditer(part):
            value = _number(hit["value"])
            if hit["upper"]:
                yield Estimate("%MVIC", None, value, _number(hit["upper"]))
            elif hit["sign"]:
                low, high = (value, None) if hit["sign"] == ">" else (None, value)
                yield Estimate("%MVIC", None, low, high)
            else:
                yield Estimate("%MVIC", value)


def _named(effect: str) -> Iterator[Estimate]:
    for hit in _NAMED.finditer(effect):
        measure, sign, value = _MEASURES[hit["name"]], hit["sign"], _number(hit["value"])
        if (not sign and len(hit["name"]) == 1) or re.match(r"\s*(lower|higher)\b", effect[hit.end() :]):
            continue  # a letter before a number may be anything, and what is lower or higher has a sign that is not written
        if measure == "p" and not value:
            yield Estimate(measure, None, None, 0.001)  # as printed by programs that round: p = .000
            continue
        if sign in ("<", "≤"):
            yield Estimate(measure, None, None, value)
        elif sign in (">", "≥"):
            yield Estimate(measure, None, value, None)
        elif hit["upper"]:
            yield Estimate(measure, None, *sorted((value, _number(hit["upper"]))))
        elif hit["low"]:
            yield Estimate(measure, value, *sorted((_number(hit["low"]), _number(hit["high"]))))
        else:
            yield Estimate(measure, value)


def _number(text: str) -> float:
    return float(text.replace(",", "").replace("−", "-")) + 0.0
