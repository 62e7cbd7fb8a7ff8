"""Clashes that were found before, told anew: only their claims are looked at, not all there are."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, replace

from kneegraph.analysis.contradictions.clash import Contradiction, ContradictionKind, SideWeights
from kneegraph.analysis.contradictions.ground import Ground
from kneegraph.analysis.contradictions.reasons import Reason
from kneegraph.analysis.contradictions.respects import ReasonKind
from kneegraph.model import Finding

_Key = tuple[ContradictionKind, frozenset[str], tuple[str, ...]]


def told(
    known: Sequence[tuple[ContradictionKind, Sequence[str], Sequence[str], int]],
    ground: Callable[[Iterable[str]], Ground],
    find: Callable[[Ground, Collection[ContradictionKind]], Iterable[Contradiction]],
) -> Iterator[Contradiction]:
    """The clashes of which kind, claims, sources and what hangs on them are known, in their order.

    `ground` gives what finders search, of these claims alone; `find` all clashes of some kinds that are there. Among the
    claims of many clashes a loop may be passed over for another one; then the clash is looked for among its own claims.
    Cost: that of finding clashes among these claims only.
    """
    among = ground(name for _, claims, *_ in known for name in claims)
    found = {_key(clash): clash for clash in find(among, {kind for kind, *_ in known})}
    for kind, claims, sources, hangs in known:
        key = kind, frozenset(claims), tuple(sources)
        if key not in found:
            found |= {_key(clash): clash for clash in find(ground(claims), {kind})}
        yield replace(found[key], hangs=hangs)


def _key(clash: Contradiction) -> _Key:
    return clash.kind, frozenset(clash.claims), clash.sources


def packed(clash: Contradiction) -> str:
    """A clash as text that `unpacked` reads."""
    return json.dumps(asdict(clash), ensure_ascii=False)


def unpacked(text: str) -> Contradiction:
    """The clash that a text stands for."""
    said = json.loads(text)
    lists = {name: tuple(said[name]) for name in ("claims", "supports", "disputes", "qualifies")}
    reasons = (Reason(ReasonKind(one["kind"]), one["sentence"], throughout=one["throughout"]) for one in said["reasons"])
    return Contradiction(
        ContradictionKind(said["kind"]),
        **lists,
        explanation=said["explanation"],
        resolved=said["resolved"],
        reasons=tuple(reasons),
        against=Finding(said["against"]) if said["against"] else None,
        weights=SideWeights(**said["weights"]),
        hangs=said["hangs"],
    )
