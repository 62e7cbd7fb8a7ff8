"""How well the draft checker answers the sentences of this folder, beside a baseline that only looks for keywords.

    .venv/bin/python benchmarks/drafts/score.py [open|aside|pairs|all] [--wrong]

Prints figures only. `--wrong` also lists what went wrong, never of `aside`: whoever writes rules must not read it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence

from answers import Answer, Checking, by_checker, by_keywords
from entries import read_pairs, read_sentences
from measures import SILENT, Change, Judged, Measure, Share, changes, judge, measure

import kneegraph
from kneegraph.check.report import Verdict

PARTS = ("open", "aside", "pairs")
NAMES = ("kneegraph", "keywords")
FIGURES = {
    "claims found: precision": "precision",
    "claims found: recall": "recall",
    "verdicts: right, of claims expected": "accuracy",
    "sentences answered exactly": "exact",
    "polarity right, of claims found": "polarity",
    "hedging right, of claims found": "hedging",
    "sentences with a false 'supported'": "false_supported",
}


def main(arguments: Sequence[str]) -> int:
    """Score the parts that are named, `all` without a name."""
    wrong, named = "--wrong" in arguments, [one for one in arguments if one != "--wrong"]
    parts = PARTS if named in ([], ["all"]) else tuple(named)
    if unknown := [one for one in parts if one not in PARTS]:
        print(f"unknown part {unknown[0]!r}: choose of {', '.join(PARTS)} or all", file=sys.stderr)
        return 2
    graph = kneegraph.load(collection="core")
    checkings = (by_checker(graph.check), by_keywords(graph.claims(), graph.corpus.concepts))
    for part in parts:
        _score(part, dict(zip(NAMES, checkings, strict=True)), wrong=wrong and part != "aside")
    return 0


def _score(part: str, checkings: Mapping[str, Checking], *, wrong: bool) -> None:
    if part == "pairs":
        changed = {name: changes(read_pairs(), checking) for name, checking in checkings.items()}
        judged = {name: [one for pair in pairs for one in (pair.before, pair.after)] for name, pairs in changed.items()}
    else:
        changed = {}
        judged = {name: [judge(one, checking) for one in read_sentences(part)] for name, checking in checkings.items()}
    measures = {name: measure(some) for name, some in judged.items()}
    print(f"\n## {part}: {len(judged[NAMES[0]])} sentences\n")
    _print_figures(measures)
    if changed:
        _print_changes(changed)
    _print_confusion(measures[NAMES[0]])
    _print_shares("form" if part != "pairs" else "edit", {name: one.by_form for name, one in measures.items()})
    _print_shares("trap", {name: one.by_trap for name, one in measures.items()})
    if wrong:
        _print_wrong(judged[NAMES[0]])
        _print_unchanged(changed.get(NAMES[0], []))


def _print_figures(measures: Mapping[str, Measure]) -> None:
    print(f"{'':<38}" + "".join(f"{name:>27}" for name in measures))
    for title, figure in FIGURES.items():
        print(f"{title:<38}" + "".join(f"{_share(getattr(one, figure)):>27}" for one in measures.values()))
    alarms = (one.alarms for one in measures.values())
    told = (f"{one.part:.0f} = {one.value or 0:.1f} per 1,000 words" for one in alarms)
    print(f"{'false alarms in silent sentences':<38}" + "".join(f"{one:>27}" for one in told))


def _share(share: Share) -> str:
    return "–" if share.value is None else f"{share.value:.3f} ({share.part:.0f}/{share.whole:.0f})"


def _print_changes(changed: Mapping[str, Sequence[Change]]) -> None:
    for title, test in {
        "pairs whose answer changed": lambda one: one.changed,
        "pairs silent about both": lambda one: one.silent,
        "pairs answered exactly, both": lambda one: one.before.right and one.after.right,
    }.items():
        shares = (Share(sum(map(test, some)), len(some)) for some in changed.values())
        print(f"{title:<38}" + "".join(f"{_share(one):>27}" for one in shares))


def _print_confusion(measured: Measure) -> None:
    columns = [*map(str, Verdict), SILENT]
    print(f"\nexpected ↓ given → ({NAMES[0]})\n{'':<14}" + "".join(f"{one:>14}" for one in columns))
    for row in columns:
        counts = [measured.confusion[row, column] for column in columns]
        if any(counts):
            print(f"{row:<14}" + "".join(f"{count or '·':>14}" for count in counts))


def _print_shares(title: str, shares: Mapping[str, Mapping[str, Share]]) -> None:
    first = shares[NAMES[0]]
    if first:
        print(f"\n{'answered exactly, by ' + title:<38}" + "".join(f"{name:>27}" for name in shares))
    for group in first:
        print(f"  {group:<36}" + "".join(f"{_share(one[group]):>27}" for one in shares.values()))


def _print_wrong(judged: Iterable[Judged]) -> None:
    print("\nwrong:")
    for one in judged:
        if not one.right:
            print(f"- {one.sentence.id} {one.sentence.paragraph}")
            for expected in one.sentence.expected:
                claim = (expected.subject, expected.relation, expected.object, expected.outcome or "")
                print(f"    expected {'/'.join(expected.verdicts)}: {' '.join(claim).strip()} ({expected.polarity})")
            for answer in (*(answer for _, answer in one.matched), *one.extra):
                print(f"    given    {answer.verdict}: {_told(answer)} ({answer.polarity})")


def _told(answer: Answer) -> str:
    return " = ".join(" ".join(map(str, triple)) for triple in sorted(answer.triples, key=str))


def _print_unchanged(changed: Iterable[Change]) -> None:
    for one in changed:
        if not one.changed and not one.silent:
            texts = f"{one.pair.before_edit.text} → {one.pair.after_edit.text}"
            print(f"- unchanged: {one.pair.id} ({one.pair.kind}) {texts} both {', '.join(one.before.answer)}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
