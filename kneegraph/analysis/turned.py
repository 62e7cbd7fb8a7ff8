"""Claims still repeated by popular sources after the examined evidence had turned against them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kneegraph.analysis.evidence.doubt import Judge
from kneegraph.analysis.evidence.opinion import Lean, Opinion
from kneegraph.analysis.kinship import listed
from kneegraph.found import Drawn
from kneegraph.model import Assertion, Basis, Claim, Stance, Tier

#: Who says the first also says the others: a cause is a risk, and goes with its effect.
_IMPLIES: Mapping[str, tuple[str, ...]] = {
    "causes": ("riskFactorFor", "associatedWith"),
    "riskFactorFor": ("associatedWith",),
}
#: Of each relation, those whose claims say as much and more.
IMPLIED_BY = {
    weak: [strong for strong, others in _IMPLIES.items() if weak in others] for weak in ("riskFactorFor", "associatedWith")
}


@dataclass(frozen=True, slots=True)
class Turned(Drawn):
    """A claim that the examined evidence has leaned against since `year`, and who repeats it all the same.

    `turned_by` are the peer-reviewed sources that dispute it up to that year, the heaviest first; `opinion` is what all
    peer-reviewed evidence weighs now. `repeated_by` are popular sources of later years that support the claim, or a claim
    that says as much and more (`through`: those claims), the latest first; `undated` are those that bear no year.
    """

    claim: str
    year: int
    turned_by: tuple[str, ...]
    opinion: Opinion
    repeated_by: tuple[str, ...]
    undated: tuple[str, ...]
    through: tuple[str, ...]
    explanation: str

    @property
    def score(self) -> float:
        """How much the finding weighs; see `turned_score`."""
        return turned_score(self.opinion, len(self.repeated_by))


def turned_score(examined: Opinion, repeated: int) -> float:
    """The margin by which the examined evidence disputes the claim, times the number of sources that repeat it since.

    Dispute 0.5 against support 0.1, repeated by three: 1.2.
    """
    return (examined.dispute - examined.support) * repeated


def turned(judge: Judge) -> list[Turned]:
    """The claims that somebody repeats though the evidence has turned, by `turned_score`.

    The year is the first from which the peer-reviewed evidence that had appeared leaned to dispute, and has done so ever
    since; peer-reviewed sources without a year cannot turn anything. What only one reader has seen does not count on either
    side. Cost: for each claim one opinion a year in which something on it appeared.
    """
    said = _said(judge)
    found = (made for _, claim in sorted(judge.corpus.claims.items()) if (made := _turned(judge, claim, said)) is not None)
    return sorted(found, key=lambda one: (-one.score, one.claim))


_Said = Mapping[tuple[str, str, str, str | None], list[Assertion]]


def _said(judge: Judge) -> _Said:
    """What popular sources say for each claim, themselves or by a stronger one."""
    found: dict[tuple[str, str, str, str | None], list[Assertion]] = defaultdict(list)
    for claim in judge.corpus.claims.values():
        popular = [one for one in _confirmed(claim) if _repeats(judge, one)]
        for relation in (claim.relation, *_IMPLIES.get(claim.relation, ())):
            found[claim.subject, relation, claim.object, claim.outcome] += popular
    return found


def _repeats(judge: Judge, one: Assertion) -> bool:
    """Whether a popular source says so without a study of its own, which would be new evidence."""
    return one.stance is Stance.SUPPORTS and _tier(judge, one) is Tier.POPULAR and one.basis is not Basis.STUDY


def _turned(judge: Judge, claim: Claim, said: _Said) -> Turned | None:
    examined = [one for one in _confirmed(claim) if _tier(judge, one) is Tier.PEER_REVIEWED]
    year = _year_of_turning(judge, examined)
    if year is None:
        return None
    years = {one.source: judge.corpus.sources[one.source].year for one in examined}
    then = [one for one in examined if (years[one.source] or year + 1) <= year]
    popular = said.get((claim.subject, claim.relation, claim.object, claim.outcome), ())
    since = [one for one in popular if (judge.corpus.sources[one.source].year or 0) > year]
    if not since:
        return None
    against, repeated = tuple(dict.fromkeys(one.source for one in judge.against(then))), _latest_first(judge, since)
    return Turned(
        claim=claim.id,
        year=year,
        turned_by=against,
        opinion=judge.opinion(examined),
        repeated_by=repeated,
        undated=tuple(sorted({one.source for one in popular if judge.corpus.sources[one.source].year is None})),
        through=tuple(sorted({one.claim for one in since})),
        explanation=f"{claim.label}: the peer-reviewed evidence has leaned against it since {year} ({listed(against)}); "
        f"repeated since by {listed(repeated)}.",
    )


def _year_of_turning(judge: Judge, examined: Iterable[Assertion]) -> int | None:
    """The first year of the last spell of years in which the dated evidence leaned to dispute; None if it does not now."""
    dated = [(year, one) for one in examined if (year := judge.corpus.sources[one.source].year) is not None]
    turning = None
    for year in sorted({year for year, _ in dated}, reverse=True):
        if judge.opinion(one for when, one in dated if when <= year).lean is not Lean.DISPUTE:
            break
        turning = year
    return turning


def _latest_first(judge: Judge, said: Iterable[Assertion]) -> tuple[str, ...]:
    years = {one.source: judge.corpus.sources[one.source].year or 0 for one in said}
    return tuple(sorted(years, key=lambda name: (-years[name], name)))


def _confirmed(claim: Claim) -> Iterator[Assertion]:
    return (one for one in claim.assertions if not one.unconfirmed)


def _tier(judge: Judge, one: Assertion) -> Tier:
    return judge.corpus.sources[one.source].tier
