"""Tallies, standings and masses: one pass over the assertions, one over what each source says of each claim."""

from __future__ import annotations

from kneegraph.analysis.evidence.weights import PLACES
from kneegraph.model import Stance, Standing, Tier

#: Each stance as a bit, so that all that a source says of a claim is one number.
BITS = {stance: 1 << place for place, stance in enumerate(Stance)}
SUPPORTS, DISPUTES, QUALIFIES, REPORTS = (BITS[stance] for stance in Stance)
#: Stances that take a side.
TAKEN = SUPPORTS | DISPUTES | QUALIFIES
_BIT = "CASE a.stance " + " ".join(f"WHEN '{stance}' THEN {bit}" for stance, bit in BITS.items()) + " END"
#: How the columns of a tally by tier begin.
TIERS = {Tier.POPULAR: "popular", Tier.PEER_REVIEWED: "peer"}


#: An assertion `a` beside what it weighs, `w`.
WEIGHED = """assertion a JOIN weighing w
      ON w.design = coalesce(a.design, '') AND w.basis = a.basis AND w.certainty = a.certainty
     AND w.unconfirmed = a.unconfirmed"""


#: What each source says of each claim: stances as bits, those that decide, and the heaviest that it puts on either side.
SAID = f"""
SELECT m.claim, m.source, m.mask, m.deciding, m.support, m.dispute, s.tier
FROM (
    SELECT a.claim, a.source,
        bit_or({_BIT}) AS mask,
        bit_or(CASE WHEN a.unconfirmed THEN {REPORTS} ELSE {_BIT} END) AS deciding,
        max(CASE a.stance WHEN 'supports' THEN w.weight WHEN 'qualifies' THEN w.granted ELSE 0 END) AS support,
        max(CASE a.stance WHEN 'disputes' THEN w.weight WHEN 'qualifies' THEN w.limited ELSE 0 END) AS dispute
    FROM {WEIGHED}
    GROUP BY a.claim, a.source
) m LEFT JOIN source s ON s.id = m.source"""


def _counts(mask: str, prefix: str = "", condition: str = "") -> str:
    """The number of sources that take each stance, as columns."""
    return ",\n        ".join(
        f"CAST(sum(CASE WHEN {mask} & {bit} <> 0{condition} THEN 1 ELSE 0 END) AS INT) AS {prefix}{stance}"
        for stance, bit in BITS.items()
    )


_BY_TIER = ",\n        ".join(_counts("mask", f"{name}_", f" AND tier = '{tier}'") for tier, name in TIERS.items())

#: The claims that some assertion is about: what the sources add up to, all of them as if they were independent.
COUNTED = f"""
SELECT claim,
        {_counts("mask")},
        bit_or(deciding) AS deciding,
        {_BY_TIER},
        CAST(sum(support) AS BIGINT) AS support,
        CAST(sum(dispute) AS BIGINT) AS dispute,
        CAST(count(*) AS INT) AS independent
FROM said GROUP BY claim"""

_NUMBERS = [stance.value for stance in Stance] + [f"{name}_{stance}" for name in TIERS.values() for stance in Stance]
_FILLED = ",\n    ".join(f"coalesce(k.{name}, 0) AS {name}" for name in _NUMBERS)

#: The tally of every claim, with the standing that follows from what more than one reader has seen.
TALLY = f"""
SELECT c.id AS claim,
    {_FILLED},
    CASE WHEN k.deciding & {DISPUTES} <> 0 AND k.deciding & {SUPPORTS} <> 0 THEN '{Standing.CONTESTED}'
         WHEN k.deciding & {DISPUTES} <> 0 THEN '{Standing.DISPUTED}'
         WHEN k.deciding & {QUALIFIES} <> 0 THEN '{Standing.QUALIFIED}'
         WHEN k.deciding & {SUPPORTS} <> 0 THEN '{Standing.SUPPORTED}'
         WHEN k.deciding & {REPORTS} <> 0 THEN '{Standing.REPORTED}' END AS standing
FROM claim c LEFT JOIN counted k ON k.claim = c.id"""

#: Claims of which some sources depend on each other, with what each of their sources puts on either side.
LEANING = """
SELECT claim, source, support, dispute FROM said
WHERE claim IN (
    SELECT one.claim
    FROM said one JOIN dependent d ON d.one = one.source JOIN said other ON other.claim = one.claim AND other.source = d.other
)
ORDER BY claim, source"""


def real(whole: str) -> str:
    """A whole number of a billionth as the number that it means."""
    return f"(CAST({whole} AS DOUBLE) / 1e{PLACES})"


def told(mass: str) -> str:
    """A mass to four decimal places, as `kneegraph.rdf.derived.told` does it."""
    return f"(floor({mass} * 1e4 + 5e-1) / 1e4)"


def _first(name: str) -> str:
    return f"coalesce(g.{name}, k.{name}, 0)"


def opinion(prior: float) -> str:
    """The masses of every claim and how many of its sources are independent, once `grouped` says it where some are not."""
    support, dispute = real(_first("support")), real(_first("dispute"))
    total = f"({support} + {dispute} + CAST('{prior!r}' AS DOUBLE))"
    return f"""
SELECT c.id AS claim, {told(f"{support} / {total}")} AS support, {told(f"{dispute} / {total}")} AS dispute,
    {told(f"CAST('{prior!r}' AS DOUBLE) / {total}")} AS unknown, {_first("independent")} AS independent
FROM claim c LEFT JOIN counted k ON k.claim = c.id LEFT JOIN grouped g ON g.claim = c.id"""
