"""Counting right and wrong answers; every figure has its numerator and denominator here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from answers import Answer, Checking
from entries import Expected, Pair, Sentence

SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Judged:
    """A sentence, its matched claims, those that were missed, and the findings that nobody expected."""

    sentence: Sentence
    matched: tuple[tuple[Expected, Answer], ...]
    missed: tuple[Expected, ...]
    extra: tuple[Answer, ...]

    @property
    def right(self) -> bool:
        """Exactly what was expected, silence included: every claim with its verdict and nothing else."""
        return not self.missed and not self.extra and all(_right(expected, answer) for expected, answer in self.matched)

    @property
    def answer(self) -> tuple[str, ...]:
        """The verdicts that were given, in order."""
        return tuple(sorted(answer.verdict for answer in (*(answer for _, answer in self.matched), *self.extra)))

    @property
    def falsely_supported(self) -> bool:
        """Whether it got a `supported` that no expected claim of it deserves."""
        wrong = (answer.verdict for expected, answer in self.matched if not _right(expected, answer))
        return "supported" in (*wrong, *(answer.verdict for answer in self.extra))


def judge(sentence: Sentence, checking: Checking) -> Judged:
    """Hold the answers against what was expected; each expected claim takes one answer, a rightly judged one first."""
    left = [one for one in checking(sentence) if one.verdict not in sentence.may]
    matched, missed = [], []
    for expected in sentence.expected:
        fitting = sorted((one for one in left if fits(one, expected)), key=lambda one: not _right(expected, one))
        if fitting:
            left.remove(fitting[0])
            matched.append((expected, fitting[0]))
        else:
            missed.append(expected)
    return Judged(sentence, tuple(matched), tuple(missed), tuple(left))


def fits(answer: Answer, expected: Expected) -> bool:
    """Whether the answer is about the expected claim; what is associated may be named in either order."""
    triples = expected.triples
    turned = {(o, r, s) for s, r, o in triples if r == "associatedWith"}
    return bool(answer.triples & (triples | turned)) and answer.outcome == expected.outcome


def _right(expected: Expected, answer: Answer) -> bool:
    return answer.verdict in expected.verdicts


@dataclass(frozen=True, slots=True)
class Share:
    """A share of a whole; `None` where there is nothing to take a share of."""

    part: float
    whole: float

    @property
    def value(self) -> float | None:
        """Part by whole."""
        return self.part / self.whole if self.whole else None


@dataclass(frozen=True, slots=True)
class Measure:
    """The figures of one checker over some sentences.

    `precision`: of the findings, those about an expected claim; `recall`: of the expected claims, those found.
    `accuracy`: of the expected claims, those found with a right verdict, a miss counted wrong; `exact`: of the sentences,
    those answered exactly, silence included. `alarms`: findings in sentences that expect none, per 1,000 words of such text.
    `confusion`: expected verdict and given one, `silent` for a claim missed or a finding nobody expected.
    """

    precision: Share
    recall: Share
    accuracy: Share
    exact: Share
    polarity: Share
    hedging: Share
    alarms: Share
    false_supported: Share
    confusion: Counter[tuple[str, str]]
    by_form: dict[str, Share]
    by_trap: dict[str, Share]


def measure(judged: Sequence[Judged]) -> Measure:
    """Sum up what was judged."""
    matched = [pair for one in judged for pair in one.matched]
    expected = sum(len(one.sentence.expected) for one in judged)
    silent = [one for one in judged if not one.sentence.expected]
    words = sum(len(one.sentence.text.split()) for one in silent)
    return Measure(
        Share(len(matched), len(matched) + sum(len(one.extra) for one in judged)),
        Share(len(matched), expected),
        Share(sum(_right(*pair) for pair in matched), expected),
        _exactly(judged),
        Share(sum(answer.polarity == wanted.polarity for wanted, answer in matched), len(matched)),
        Share(sum(answer.hedged == wanted.hedged for wanted, answer in matched), len(matched)),
        Share(sum(len(one.extra) for one in silent), words / 1000),
        Share(sum(one.falsely_supported for one in judged), len(judged)),
        _confusion(judged),
        _each((one.sentence.form, one) for one in judged),
        _each((one.sentence.trap, one) for one in judged if one.sentence.trap),
    )


def _exactly(judged: Sequence[Judged]) -> Share:
    return Share(sum(one.right for one in judged), len(judged))


def _each(named: Iterable[tuple[str | None, Judged]]) -> dict[str, Share]:
    groups: dict[str, list[Judged]] = {}
    for name, one in named:
        groups.setdefault(str(name), []).append(one)
    return {name: _exactly(groups[name]) for name in sorted(groups, key=lambda name: -len(groups[name]))}


def _confusion(judged: Iterable[Judged]) -> Counter[tuple[str, str]]:
    table: Counter[tuple[str, str]] = Counter()
    for one in judged:
        table.update(
            (answer.verdict if _right(wanted, answer) else wanted.verdict, answer.verdict) for wanted, answer in one.matched
        )
        table.update((wanted.verdict, SILENT) for wanted in one.missed)
        table.update((SILENT, answer.verdict) for answer in one.extra)
    return table


@dataclass(frozen=True, slots=True)
class Change:
    """Both sentences of a pair, judged."""

    pair: Pair
    before: Judged
    after: Judged

    @property
    def silent(self) -> bool:
        """Whether nothing was said of either."""
        return not self.before.answer and not self.after.answer

    @property
    def changed(self) -> bool:
        """Whether the answer changed with the edit."""
        return self.before.answer != self.after.answer


def changes(pairs: Iterable[Pair], checking: Checking) -> list[Change]:
    """Judge both sentences of every pair."""
    return [Change(one, judge(one.before_edit, checking), judge(one.after_edit, checking)) for one in pairs]
