"""How a claim stood year by year: each year as it was when only sources that had appeared by its end existed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kneegraph.analysis.evidence.independence import Independence
from kneegraph.analysis.evidence.opinion import Opinion, opinion
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.model import Claim, Source, Standing, Tally


@dataclass(frozen=True, slots=True)
class Year:
    """A year in which sources on a claim appeared: these, and what they and all before them add up to."""

    year: int
    new: tuple[str, ...]
    tally: Tally
    standing: Standing | None
    opinion: Opinion


@dataclass(frozen=True, slots=True)
class History:
    """The years of a claim in their order, and the sources that have no date and are in none of them."""

    claim: str
    years: tuple[Year, ...]
    undated: tuple[str, ...] = ()

    @property
    def turns(self) -> tuple[Year, ...]:
        """The years in which the standing became another, or another side came to weigh more; the first is one."""
        turned = []
        before: tuple[object, object] = (None, None)
        for year in self.years:
            if (year.standing, year.opinion.lean) != before:
                turned.append(year)
            before = (year.standing, year.opinion.lean)
        return tuple(turned)


def history(claim: Claim, sources: Mapping[str, Source], independence: Independence, weights: Weights) -> History:
    """The claim's standing and opinion at the end of each year in which a source on it appeared. Cost: one opinion a year."""
    dated = {name: year for name in claim.sources() if (year := sources[name].year) is not None}
    years = []
    for year in sorted(set(dated.values())):
        by_then = claim.of_sources({name for name, appeared in dated.items() if appeared <= year})
        new = tuple(sorted(name for name, appeared in dated.items() if appeared == year))
        weighed = opinion(by_then.assertions, independence, weights)
        years.append(Year(year, new, by_then.tally, by_then.standing, weighed))
    return History(claim.id, tuple(years), tuple(name for name in claim.sources() if name not in dated))
