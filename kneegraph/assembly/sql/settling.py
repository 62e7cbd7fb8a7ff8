"""What a clash weighs, whether conditions tell its sides apart, who is heard, how much hangs on it, and its rank."""

from __future__ import annotations

from kneegraph.assembly.engine import Tables
from kneegraph.assembly.sql import View
from kneegraph.assembly.sql.counting import DISPUTES, QUALIFIES, SUPPORTS, TAKEN, real

#: Whoever is asked for conditions; where a muscle does opposite things, only those who state some.
_ASKED = "SELECT kind, clash, side, assertion, scoped FROM sided WHERE NOT partly AND (kind <> 'scope' OR scoped)"
#: Clashes in which everybody who is asked states some condition, on both sides.
_SCOPED = f"""
SELECT kind, clash, count(*) AS asked FROM ({_ASKED}) GROUP BY kind, clash
HAVING bool_and(scoped) AND min(side) = 1 AND max(side) = 2"""
_CONDITIONS = f"""
SELECT a.kind, a.clash, a.side, a.assertion, s.concept, coalesce(r.respect, 'condition') AS respect, c.asked
FROM ({_ASKED}) a JOIN scoped c ON c.kind = a.kind AND c.clash = a.clash
JOIN scope s ON s.assertion = a.assertion
LEFT JOIN respect r ON r.id = s.concept"""
_NAMED = "SELECT DISTINCT kind, clash, side, respect, concept FROM conditions"


def _in_common(joined: str, same: str) -> str:
    """Clashes of which both sides name, in one respect, concepts that are the same or kindred."""
    return f"""
    SELECT t.kind, t.clash, t.respect FROM named t {joined}
    JOIN named o ON o.kind = t.kind AND o.clash = t.clash AND o.respect = t.respect AND o.concept = {same}
    WHERE t.side <> o.side"""


#: Clashes that conditions tell apart: in some respect everybody states one, and the sides have none in common.
_RESOLVED = f"""
SELECT DISTINCT e.kind, e.clash FROM (
    SELECT kind, clash, respect FROM conditions GROUP BY kind, clash, respect, asked HAVING count(DISTINCT assertion) = asked
) e LEFT JOIN (
    {_in_common("", "t.concept")} UNION {_in_common("JOIN above b ON b.id = t.concept", "b.broader")}
) c ON c.kind = e.kind AND c.clash = e.clash AND c.respect = e.respect
WHERE c.kind IS NULL"""


def summed(table: str) -> str:
    """What the sources on each side of clashes add up to, as if they were independent."""
    return f"SELECT kind, clash, side, CAST(sum(weight) AS BIGINT) AS weight FROM {table} GROUP BY kind, clash, side"


def leaning(table: str) -> str:
    """Sides on which some sources depend on each other, with what each of their sources puts there."""
    return f"""
SELECT h.kind, h.clash, h.side, h.source, h.weight FROM {table} h JOIN (
    SELECT DISTINCT one.kind, one.clash, one.side
    FROM {table} one JOIN dependent d ON d.one = one.source
    JOIN {table} other
      ON other.kind = one.kind AND other.clash = one.clash AND other.side = one.side AND other.source = d.other
) l ON l.kind = h.kind AND l.clash = h.clash AND l.side = h.side
ORDER BY h.kind, h.clash, h.side, h.source"""


def both(sums: str, again: str) -> str:
    """What both sides of clashes weigh: the sum, or what was found where sources depend on each other."""
    return f"""
SELECT s.kind, s.clash,
    max(CASE WHEN s.side = 1 THEN coalesce(g.weight, s.weight) ELSE 0 END) AS supports,
    max(CASE WHEN s.side = 2 THEN coalesce(g.weight, s.weight) ELSE 0 END) AS disputes
FROM {sums} s LEFT JOIN {again} g ON g.kind = s.kind AND g.clash = s.clash AND g.side = s.side
GROUP BY s.kind, s.clash"""


def faced(prior: float) -> str:
    """Claims on which one tier stands against the other, and peer-reviewed evidence as a whole leans its way."""
    support, dispute = real("w.supports"), real("w.disputes")
    total = f"({support} + {dispute} + CAST('{prior!r}' AS DOUBLE))"
    for_, against = f"{support} / {total}", f"{dispute} / {total}"
    more = f"CASE WHEN f.part = 1 THEN {against} - {for_} ELSE {for_} - {against} END"
    return f"""
SELECT 'tiers' AS kind, f.claim AS clash, 0 AS place, f.claim, f.part, '' AS own
FROM faced f JOIN peer_weight w ON w.clash = f.claim WHERE {more} > 1e-9"""


#: The claims of every clash, in order.
_BETWEEN = """
SELECT kind, clash, place, claim FROM joined WHERE place IS NOT NULL
UNION ALL SELECT kind, clash, place, claim FROM decided_claim"""
#: Who takes which stances on the claims of a clash.
_HEARD = """
SELECT m.kind, m.clash, s.source, bit_or(s.mask) AS mask
FROM joined m JOIN said s ON s.claim = m.claim AND (m.own = '' OR m.own = s.source)
GROUP BY m.kind, m.clash, s.source
UNION ALL SELECT kind, clash, source, mask FROM decided_voice"""
#: The ends of the claims of a clash, and whether each claim is one that chains may pass through.
_ENDS = """
SELECT b.kind, b.clash, b.claim, c.subject_core, c.object_core, c.chainable AND c.supports > 0 AS passed
FROM between_claims b JOIN stated c ON c.id = b.claim"""
_STARTS = "SELECT DISTINCT kind, clash, subject_core AS concept FROM ends"
_FINISHES = "SELECT DISTINCT kind, clash, object_core AS concept FROM ends"
#: How many other claims lead to a clash's claims, or go on from them: those before and those after, less what is both, less
#: its own.
_HANGING = """
SELECT kind, clash, CAST(sum(n) AS BIGINT) AS hangs FROM (
    SELECT s.kind, s.clash, l.n FROM starts s JOIN leading_to l ON l.concept = s.concept
    UNION ALL SELECT f.kind, f.clash, g.n FROM finishes f JOIN going_on g ON g.concept = f.concept
    UNION ALL
    SELECT s.kind, s.clash, -b.n FROM starts s JOIN finishes f ON f.kind = s.kind AND f.clash = s.clash
    JOIN led b ON b.one = f.concept AND b.other = s.concept
    UNION ALL
    SELECT e.kind, e.clash, -1 AS n FROM ends e
    LEFT JOIN starts s ON s.kind = e.kind AND s.clash = e.clash AND s.concept = e.object_core
    LEFT JOIN finishes f ON f.kind = e.kind AND f.clash = e.clash AND f.concept = e.subject_core
    WHERE e.passed AND (s.concept IS NOT NULL OR f.concept IS NOT NULL)
) GROUP BY kind, clash"""
#: What is known of clashes beside their claims and voices, in the order in which it is kept.
STEPS = {
    "scoped": View(_SCOPED),
    "conditions": _CONDITIONS,
    "named": _NAMED,
    "resolved": View(_RESOLVED),
    "between_claims": View(_BETWEEN),
    "heard": View(_HEARD),
    "ends": _ENDS,
    "starts": View(_STARTS),
    "finishes": View(_FINISHES),
    "hanging": _HANGING,
}
#: Every number of claims that hangs on some clash; few beside the clashes.
HANGS = "SELECT DISTINCT hangs FROM hanging"


def settled(engine: Tables) -> str:
    """Every clash with all that its rank follows from."""
    taking = (("supports", SUPPORTS), ("disputes", DISPUTES), ("qualifies", QUALIFIES), ("sources", TAKEN))
    each = ((name, f"CASE WHEN mask & {bit} <> 0 THEN source END") for name, bit in taking)
    sources = ", ".join(f"{engine.listed(source, source)} AS {name}" for name, source in each)
    weighed = f"""
    SELECT kind, clash, {real("supports")} AS supports_weight, {real("disputes")} AS disputes_weight FROM clash_weight
    UNION ALL SELECT kind, clash, supports_weight, disputes_weight FROM decided"""
    resolved = "SELECT kind, clash FROM resolved UNION SELECT kind, clash FROM decided WHERE resolved"
    return f"""
SELECT c.kind, c.clash, c.claims, r.clash IS NOT NULL AS resolved, coalesce(w.supports_weight, 0e0) AS supports_weight,
    coalesce(w.disputes_weight, 0e0) AS disputes_weight, coalesce(h.hangs, 0) AS hangs,
    v.supports, v.disputes, v.qualifies, v.sources, v.voices
FROM (SELECT kind, clash, {engine.listed("claim", "place")} AS claims FROM between_claims GROUP BY kind, clash) c
JOIN (
    SELECT kind, clash, {sources}, count(CASE WHEN mask & {TAKEN} <> 0 THEN 1 END) AS voices FROM heard GROUP BY kind, clash
) v ON v.kind = c.kind AND v.clash = c.clash
LEFT JOIN ({weighed}) w ON w.kind = c.kind AND w.clash = c.clash
LEFT JOIN hanging h ON h.kind = c.kind AND h.clash = c.clash
LEFT JOIN ({resolved}) r ON r.kind = c.kind AND r.clash = c.clash"""


#: By kind, what is resolved last, then by stakes, the heavier side, the number of sources, claims and sources.
CONTRADICTION = """
SELECT CAST(o.before + n.number AS BIGINT) AS rank, n.kind, n.claims, n.resolved, n.supports_weight, n.disputes_weight,
    CAST(n.hangs AS INT) AS hangs, n.supports, n.disputes, n.qualifies
FROM (
    SELECT s.*, row_number() OVER (
        PARTITION BY s.kind
        ORDER BY s.resolved, least(s.supports_weight, s.disputes_weight) * f.factor DESC,
            greatest(s.supports_weight, s.disputes_weight) DESC, s.voices DESC, s.claims, s.sources
    ) AS number
    FROM settled s JOIN stake f ON f.hangs = s.hangs
) n JOIN (
    SELECT k.kind, coalesce(sum(e.n), 0) AS before FROM kind_order k LEFT JOIN (
        SELECT p.place, count(*) AS n FROM settled s JOIN kind_order p ON p.kind = s.kind GROUP BY p.place
    ) e ON e.place < k.place GROUP BY k.kind
) o ON o.kind = n.kind"""
