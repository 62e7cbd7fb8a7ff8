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
#: An assertion `a` beside what it weighs, `w`.
WEIGHED = """assertion a JOIN weighing w
      ON w.design = coalesce(a.design, '') AND w.basis = a.basis AND w.certainty = a.certainty
     AND w.unconfirmed = a.unconfirmed"""


#: How far to the left the bits of the stances stand that decide: what only one reader has seen is there a report.
_DECIDING = 16
_MASK = f"({_BIT} + {_DECIDING} * CASE WHEN a.unconfirmed THEN {REPORTS} ELSE {_BIT} END)"
#: All that a source says of a claim; and each claim once more, so that those of which nobody says anything are counted, too.
_MASKS = f"""
    SELECT m.claim, m.mask, s.tier = '{Tier.POPULAR}' AS popular
    FROM (SELECT a.claim, a.source, bit_or({_MASK}) AS mask FROM assertion a GROUP BY a.claim, a.source) m
    LEFT JOIN source s ON s.id = m.source
    UNION ALL SELECT id AS claim, 0 AS mask, false AS popular FROM claim"""
#: Two counts in one number, which is added up in half the time.
_HIGH = 1 << 31


def _pair(low: int, high: int, condition: str = "") -> str:
    """The sum in which sources of two stances are counted."""
    parts = (f"CASE WHEN mask & {bit} <> 0{condition} THEN {one} ELSE 0 END" for bit, one in ((low, 1), (high, _HIGH)))
    return f"CAST(sum({' + '.join(parts)}) AS BIGINT)"


def _low(pair: str) -> str:
    return f"CAST({pair} & {_HIGH - 1} AS INT)"


def _high(pair: str) -> str:
    return f"CAST(({pair} - ({pair} & {_HIGH - 1})) / {_HIGH} AS INT)"


#: The counts by stance, as they are got out of two sums over the sources of some sort.
_STANCES = ((Stance.SUPPORTS, _low, "one"), (Stance.DISPUTES, _high, "one"), (Stance.QUALIFIES, _low, "two"))
_COUNTS = (*_STANCES, (Stance.REPORTS, _high, "two"))
_ALL = ", ".join(f"{taken(pair)} AS {stance}" for stance, taken, pair in _COUNTS)
_POPULAR = ", ".join(f"{taken(f'{pair}_popular')} AS popular_{stance}" for stance, taken, pair in _COUNTS)
_PEER = ", ".join(f"{taken(pair)} - {taken(f'{pair}_popular')} AS peer_{stance}" for stance, taken, pair in _COUNTS)


def _decides(stance: int) -> str:
    return f"deciding & {stance * _DECIDING} <> 0"


#: The tally of every claim, by tier too, with the standing that follows from what more than one reader has seen. One pass over
#: the assertions and one over the sources of each claim, with nothing kept between the two.
TALLY = f"""
SELECT claim, {_ALL}, {_POPULAR}, {_PEER},
    CASE WHEN {_decides(DISPUTES)} AND {_decides(SUPPORTS)} THEN '{Standing.CONTESTED}'
         WHEN {_decides(DISPUTES)} THEN '{Standing.DISPUTED}'
         WHEN {_decides(QUALIFIES)} THEN '{Standing.QUALIFIED}'
         WHEN {_decides(SUPPORTS)} THEN '{Standing.SUPPORTED}'
         WHEN {_decides(REPORTS)} THEN '{Standing.REPORTED}' END AS standing
FROM (
    SELECT claim, bit_or(mask) AS deciding, {_pair(SUPPORTS, DISPUTES)} AS one, {_pair(QUALIFIES, REPORTS)} AS two,
        {_pair(SUPPORTS, DISPUTES, " AND popular")} AS one_popular, {_pair(QUALIFIES, REPORTS, " AND popular")} AS two_popular
    FROM ({_MASKS}) GROUP BY claim
)"""

#: What each source says of each claim: the stances as bits, and the heaviest that it puts on either side.
SAID = f"""
SELECT a.claim, a.source, bit_or({_BIT}) AS mask,
    max(CASE a.stance WHEN 'supports' THEN w.weight WHEN 'qualifies' THEN w.granted ELSE 0 END) AS support,
    max(CASE a.stance WHEN 'disputes' THEN w.weight WHEN 'qualifies' THEN w.limited ELSE 0 END) AS dispute
FROM {WEIGHED}
GROUP BY a.claim, a.source"""

#: What the sources of each claim add up to, as if they were independent.
COUNTED = """
SELECT claim, CAST(sum(support) AS BIGINT) AS support, CAST(sum(dispute) AS BIGINT) AS dispute,
    CAST(count(*) AS INT) AS independent
FROM said GROUP BY claim"""

#: Claims and sources of which something is said, or by which, and which are not there.
UNKNOWN_CLAIMS = "SELECT min(a.claim) FROM assertion a LEFT JOIN claim c ON c.id = a.claim WHERE c.id IS NULL"
UNKNOWN_SOURCES = "SELECT min(a.source) FROM assertion a LEFT JOIN source s ON s.id = a.source WHERE s.id IS NULL"

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
