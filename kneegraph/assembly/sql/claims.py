"""Claims with what follows from their parts: which way they work, what they come down to, what is broader."""

from __future__ import annotations

from kneegraph.analysis.effect import BETTERING, TARGETS
from kneegraph.analysis.kinship import COMPLAINTS
from kneegraph.assembly.sql import View
from kneegraph.model import Kind


def _listed(names: object) -> str:
    return ", ".join(sorted(f"'{name}'" for name in names))  # type: ignore[attr-defined]


#: As `kneegraph.analysis.effect.claim_sign`; 0 where a claim does not say.
_SIGN = f"""
    CASE WHEN r.sign IS NULL THEN 0
         WHEN o.id IS NULL THEN r.sign
         WHEN c.relation = '{TARGETS}' THEN r.sign * coalesce(t.direction, 1)
             * CASE WHEN o.kind = '{Kind.MUSCLE_STATE}' THEN coalesce(o.sign, 0) ELSE 1 END
         WHEN c.relation IN ({_listed(BETTERING)}) AND o.kind IN ({_listed(COMPLAINTS)}) THEN -r.sign
         ELSE r.sign END"""

#: Claims with their tally, sign, and what their ends come down to. Who has no outcome has an empty one, to be joined by.
_STATED = f"""
SELECT c.id, c.subject, c.relation, c.object, coalesce(c.outcome, '') AS outcome,
    r.family, r.chainable, r.sign IS NULL AS unsigned, {_SIGN} AS sign,
    coalesce(s.core, c.subject) AS subject_core, coalesce(s.core_sign, 1) AS subject_sign,
    coalesce(e.core, c.object) AS object_core, coalesce(e.core_sign, 1) AS object_sign,
    coalesce(s.canonical, c.subject) AS one, coalesce(e.canonical, c.object) AS other,
    coalesce(s.canonical_sign, 1) * coalesce(e.canonical_sign, 1) AS turned,
    k.supports, k.disputes, k.qualifies, k.standing
FROM claim c
JOIN relation r ON r.id = c.relation
JOIN tally k ON k.claim = c.id
LEFT JOIN concept o ON o.id = c.object
LEFT JOIN treatment t ON t.id = c.subject
LEFT JOIN reduced s ON s.id = c.subject
LEFT JOIN reduced e ON e.id = c.object"""

#: Relations that claims have and nobody defines.
UNDEFINED = "SELECT min(c.relation) FROM claim c LEFT JOIN relation r ON r.id = c.relation WHERE r.id IS NULL"

#: The claim of each parts; where two have the same, the last.
_PARTS = """
SELECT subject, relation, object, outcome, max(id) AS id FROM stated GROUP BY subject, relation, object, outcome"""

#: Claims, and the same said of something broader: of the subject or of the object.
BROADENED = """
SELECT n.id AS narrow, p.id AS broad FROM stated n
JOIN above b ON b.id = n.subject
JOIN parts p ON p.subject = b.broader AND p.relation = n.relation AND p.object = n.object AND p.outcome = n.outcome
UNION ALL
SELECT n.id AS narrow, p.id AS broad FROM stated n
JOIN above b ON b.id = n.object
JOIN parts p ON p.subject = n.subject AND p.relation = n.relation AND p.object = b.broader AND p.outcome = n.outcome"""

#: How many supported claims that chains may pass through lead from one concept to another.
_LED = """
SELECT subject_core AS one, object_core AS other, count(*) AS n FROM stated
WHERE chainable AND supports > 0 GROUP BY subject_core, object_core"""
_LEADING_TO = "SELECT other AS concept, CAST(sum(n) AS BIGINT) AS n FROM led GROUP BY other"
_GOING_ON = "SELECT one AS concept, CAST(sum(n) AS BIGINT) AS n FROM led GROUP BY one"
#: In the order in which it is kept.
STEPS = {
    "stated": _STATED,
    "parts": _PARTS,
    "led": _LED,
    "leading_to": View(_LEADING_TO),
    "going_on": View(_GOING_ON),
}
