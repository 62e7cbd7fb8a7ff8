"""Claims over which there may be a clash that takes more than joins to find: few, and looked at in Python."""

from __future__ import annotations

from kneegraph.analysis.contradictions import ContradictionKind as Clash
from kneegraph.analysis.contradictions.rivals import OUTWEIGHS
from kneegraph.analysis.contradictions.undercut import ASSOCIATION, CAUSE, RISK
from kneegraph.assembly.sql import View
from kneegraph.model import Aspect, Family

#: Claims of which some source says that their concepts merely go together.
_LOOSENED = f"""
SELECT DISTINCT a.claim FROM qualification q JOIN assertion a ON a.id = q.assertion
WHERE q.aspect = '{Aspect.CAUSATION}' AND a.stance = 'qualifies'"""
_LINKING = f"""
SELECT c.id, c.relation, least(c.subject, c.object) AS one, greatest(c.subject, c.object) AS other,
    c.supports > 0 AS granted, c.disputes > 0 AS denied, l.claim IS NOT NULL AS loosened, k.popular_supports > 0 AS believed,
    k.peer_disputes > 0 AS refuted
FROM stated c JOIN tally k ON k.claim = c.id LEFT JOIN ({_LOOSENED}) l ON l.claim = c.id
WHERE c.relation IN ('{ASSOCIATION}', '{RISK}', '{CAUSE}') AND c.outcome = ''"""
#: Two concepts of which one link is granted and a stronger one denied.
_UNDERCUT = f"""
SELECT one, other FROM linking GROUP BY one, other
HAVING bool_or(relation <> '{CAUSE}' AND granted)
   AND bool_or((relation = '{CAUSE}' AND (denied OR loosened)) OR (relation = '{RISK}' AND denied))"""
#: Two concepts of which popular sources say that one causes the other, and peer-reviewed ones deny a lesser link.
_BELIEVED = f"""
SELECT one, other FROM linking GROUP BY one, other
HAVING bool_or(relation = '{CAUSE}' AND believed) AND bool_or(relation <> '{CAUSE}' AND refuted)"""


def _linked(pairs: str) -> str:
    return f"SELECT l.id AS claim FROM linking l JOIN ({pairs}) p ON p.one = l.one AND p.other = l.other"


#: Supported causal claims that mean more of their object, as `rivals` takes them.
_PRODUCING = f"""
SELECT id, subject, object FROM stated WHERE family = '{Family.CAUSAL}' AND sign = 1 AND supports > 0"""
#: Which cause some source puts first, for which effect.
_FIRST = f"""
SELECT outcome AS effect, subject AS main FROM stated WHERE relation = '{OUTWEIGHS}' AND outcome <> '' AND supports > 0
UNION
SELECT p.object AS effect, q.reason AS main FROM qualification q JOIN assertion a ON a.id = q.assertion
JOIN producing p ON p.id = a.claim
WHERE q.aspect = '{Aspect.RELATIVE_IMPORTANCE}' AND q.reason IS NOT NULL AND a.stance = 'qualifies'"""
#: The claims that put it first, all causes of these effects, and the claims between the two.
_RIVALS = f"""
SELECT c.id AS claim FROM stated c WHERE c.relation = '{OUTWEIGHS}' AND c.supports > 0
  AND c.outcome IN (SELECT effect FROM first_cause)
UNION SELECT p.id AS claim FROM producing p WHERE p.object IN (SELECT effect FROM first_cause)
UNION SELECT b.id AS claim FROM first_cause f JOIN producing p ON p.object = f.effect
JOIN producing b ON (b.subject = f.main AND b.object = p.subject)
UNION SELECT b.id AS claim FROM first_cause f JOIN producing p ON p.object = f.effect
JOIN producing b ON (b.subject = p.subject AND b.object = f.main)"""
#: Causes that may be part of a circle, as `circles` takes them; a claim within one concept is none.
EDGES = f"""
SELECT id, subject_core, object_core, sign * subject_sign * object_sign AS sign FROM stated
WHERE family = '{Family.CAUSAL}' AND chainable AND sign <> 0 AND supports > 0 AND subject_core <> object_core ORDER BY id"""

#: What the screens are made of, in the order in which it is kept.
STEPS = {"linking": _LINKING, "producing": View(_PRODUCING), "first_cause": _FIRST}
#: The claims that each kind has to be looked for among.
SCREENS = {
    Clash.TIERS: _linked(_BELIEVED),
    Clash.UNDERCUT: _linked(_UNDERCUT),
    Clash.RIVALS: _RIVALS,
}

_CHOSEN = "(SELECT claim FROM screened)"
#: The claims of a screen and what is said of them, in the order of their claims.
CLAIMS = f"SELECT id, subject, relation, object, outcome FROM claim WHERE id IN {_CHOSEN} ORDER BY id"
ASSERTIONS = f"""
SELECT claim, id, source, stance, certainty, basis, design, finding, unconfirmed FROM assertion
WHERE claim IN {_CHOSEN} ORDER BY claim, id"""
SCOPES = f"""
SELECT a.claim, s.assertion, s.concept FROM scope s JOIN assertion a ON a.id = s.assertion
WHERE a.claim IN {_CHOSEN} ORDER BY a.claim, s.assertion, s.concept"""
QUALIFICATIONS = f"""
SELECT DISTINCT a.claim, q.assertion, q.aspect, q.reason FROM qualification q JOIN assertion a ON a.id = q.assertion
WHERE a.claim IN {_CHOSEN} ORDER BY a.claim, q.assertion, q.aspect, q.reason"""
