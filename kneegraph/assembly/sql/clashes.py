"""Clashes that follow from joins alone: which claims each is between, and whose assertions stand on which side."""

from __future__ import annotations

from kneegraph.analysis.contradictions import ContradictionKind as Clash
from kneegraph.assembly.schema import BOOL, INT, TEXT
from kneegraph.assembly.sql import View
from kneegraph.assembly.sql.claims import BROADENED
from kneegraph.assembly.sql.counting import DISPUTES, QUALIFIES, SUPPORTS, WEIGHED
from kneegraph.model import Family, Standing, Tier

#: What a clash is called: its kind and a key of identifiers, which hold no spaces. Its claims stand in `place`s (NULL: not
#: one of them, but heard); `part` says by which of the RULES a claim's assertions take sides, `own` whose alone are heard.
_DISPUTED = f"""
SELECT '{Clash.DISPUTED}' AS kind, id AS clash, 0 AS place, id AS claim, 0 AS part, '' AS own
FROM stated WHERE supports > 0 AND disputes > 0"""
_QUALIFIED = f"""
SELECT '{Clash.QUALIFIED}' AS kind, id AS clash, 0 AS place, id AS claim, 0 AS part, '' AS own
FROM stated WHERE supports > 0 AND qualifies > 0"""
_OPPOSED = f"""
SELECT '{Clash.OPPOSED}' AS kind, one || ' ' || other AS clash,
    CAST(row_number() OVER (PARTITION BY one, other ORDER BY way DESC, id) AS INT) AS place,
    id AS claim, CASE WHEN way > 0 THEN 1 ELSE 2 END AS part, '' AS own
FROM (
    SELECT id, one, other, sign * turned AS way,
        min(sign * turned) OVER (PARTITION BY one, other) AS least,
        max(sign * turned) OVER (PARTITION BY one, other) AS most
    FROM stated WHERE sign <> 0 AND supports > 0
) WHERE least < 0 AND most > 0"""
#: On both claims somebody takes a side, on one of them all the same. In a hierarchy that runs in a circle each of the two is
#: broader than the other, and the pair is told once.
_INHERITING = f"""
SELECT b.narrow, b.broad, n.standing = '{Standing.SUPPORTED}' AS narrow_agreed
FROM broadened b JOIN stated n ON n.id = b.narrow JOIN stated w ON w.id = b.broad
WHERE n.standing <> '{Standing.REPORTED}' AND w.standing <> '{Standing.REPORTED}'
  AND (n.standing = '{Standing.SUPPORTED}') <> (w.standing = '{Standing.SUPPORTED}')
  AND NOT EXISTS (SELECT 1 FROM broadened m WHERE m.narrow = b.broad AND m.broad = b.narrow AND m.narrow > b.narrow)"""
_INHERITED = f"""
SELECT '{Clash.INHERITED}' AS kind, broad || ' ' || narrow AS clash, 0 AS place, broad AS claim,
    CASE WHEN narrow_agreed THEN 2 ELSE 1 END AS part, '' AS own FROM inheriting
UNION ALL
SELECT '{Clash.INHERITED}' AS kind, broad || ' ' || narrow AS clash, 1 AS place, narrow AS claim,
    CASE WHEN narrow_agreed THEN 1 ELSE 2 END AS part, '' AS own FROM inheriting"""
_ACTING = f"""
SELECT c.id AS one, p.id AS other FROM stated c
JOIN opposite x ON x.id = c.object
JOIN parts p ON p.subject = c.subject AND p.relation = c.relation AND p.object = x.other AND p.outcome = c.outcome
JOIN stated o ON o.id = p.id
WHERE c.family = '{Family.FUNCTIONAL}' AND c.unsigned AND c.supports > 0 AND c.id < p.id AND o.supports > 0"""
_SCOPE = f"""
SELECT '{Clash.SCOPE}' AS kind, one || ' ' || other AS clash, 0 AS place, one AS claim, 1 AS part, '' AS own FROM acting
UNION ALL
SELECT '{Clash.SCOPE}' AS kind, one || ' ' || other AS clash, 1 AS place, other AS claim, 2 AS part, '' AS own
FROM acting"""

#: Of which other claims a claim is kin.
_KIN = """
SELECT narrow AS claim, broad AS member FROM broadened
UNION SELECT broad AS claim, narrow AS member FROM broadened"""
#: What a source supports beside what it says against a claim: the claim itself, or kin of it.
_BACKED = f"""
SELECT a.claim, a.source, a.claim AS member FROM said a
WHERE a.mask & {DISPUTES | QUALIFIES} <> 0 AND a.mask & {SUPPORTS} <> 0
UNION ALL
SELECT a.claim, a.source, k.member FROM said a JOIN kin k ON k.claim = a.claim
JOIN said b ON b.claim = k.member AND b.source = a.source
WHERE a.mask & {DISPUTES | QUALIFIES} <> 0 AND b.mask & {SUPPORTS} <> 0"""
#: The claim comes first, also where it is only spoken against.
_SELF = f"""
SELECT '{Clash.SELF}' AS kind, claim || ' ' || source AS clash,
    CAST(row_number() OVER (PARTITION BY claim, source ORDER BY CASE WHEN member = claim THEN 0 ELSE 1 END, member) AS INT)
        AS place,
    member AS claim, CASE WHEN member = claim THEN 0 ELSE 1 END AS part, source AS own
FROM (SELECT claim, source, member FROM backed UNION SELECT claim, source, claim AS member FROM backed)"""
#: A source that supports claims on both sides of an opposition; what it says of the others there is heard, too.
_SELF_OPPOSED = f"""
SELECT '{Clash.SELF}' AS kind, clash || ' ' || source AS clash, CASE WHEN backs THEN place END AS place,
    claim, CASE WHEN backs THEN part + 2 ELSE 5 END AS part, source AS own
FROM (
    SELECT m.clash, m.place, m.claim, m.part, s.source, s.mask & {SUPPORTS} <> 0 AS backs,
        min(CASE WHEN s.mask & {SUPPORTS} <> 0 THEN m.part END) OVER (PARTITION BY m.clash, s.source) AS least,
        max(CASE WHEN s.mask & {SUPPORTS} <> 0 THEN m.part END) OVER (PARTITION BY m.clash, s.source) AS most
    FROM opposed m JOIN said s ON s.claim = m.claim
) WHERE least = 1 AND most = 2"""
#: What members are made of, in the order in which it is kept.
STEPS = {
    "broadened": BROADENED,
    "inheriting": _INHERITING,
    "acting": _ACTING,
    "opposed": _OPPOSED,
    "kin": View(_KIN),
    "backed": _BACKED,
    "self_kin": _SELF,
    "self_opposed": _SELF_OPPOSED,
}
#: What supports the claims of loops of causes. Whose claim that weighs least is against the others, without which no loop is.
LOOP_STEPS = f"""
SELECT '{Clash.REVERSED}' AS kind, a.claim AS clash, 1 AS side, a.source, max(w.weight) AS weight FROM {WEIGHED}
WHERE a.stance = 'supports' AND a.claim IN (SELECT claim FROM circle WHERE part = 0) GROUP BY a.claim, a.source"""
_REVERSED = f"""
SELECT '{Clash.REVERSED}' AS kind, clash, place, claim, part, '' AS own FROM circle WHERE part > 0
UNION ALL
SELECT '{Clash.REVERSED}' AS kind, c.clash, c.place, c.claim,
    CASE WHEN row_number() OVER (PARTITION BY c.clash ORDER BY w.supports, c.claim) = 1 THEN 2 ELSE 1 END AS part, '' AS own
FROM circle c JOIN loop_weight w ON w.clash = c.claim WHERE c.part = 0"""

_COLUMNS = "kind, clash, place, claim, part, own"


def members(listed: str) -> str:
    """The claims of all clashes; `listed` is the list of claims. Of a source with itself each set of claims is told once."""
    own = f"SELECT * FROM self_kin UNION ALL SELECT {_COLUMNS} FROM self_opposed"
    parts = (_DISPUTED, _QUALIFIED, f"SELECT {_COLUMNS} FROM opposed", _REVERSED, _INHERITED, _SCOPE)
    return " UNION ALL ".join((*parts, f"SELECT * FROM ({own}) WHERE clash IN ({_once(listed)})"))


def _once(listed: str) -> str:
    """Of several clashes of a source with itself over the same claims, the one that is found last."""
    return f"""
SELECT clash FROM (
    SELECT clash, row_number() OVER (PARTITION BY claims, own ORDER BY phase DESC, first DESC) AS number
    FROM (
        SELECT clash, own, phase, {listed} AS claims, max(CASE WHEN spoken_against THEN claim END) AS first
        FROM (
            SELECT clash, own, claim, 0 AS phase, part = 0 AS spoken_against FROM self_kin
            UNION ALL SELECT clash, own, claim, 1 AS phase, false AS spoken_against FROM self_opposed WHERE place IS NOT NULL
        ) GROUP BY clash, own, phase
    )
) WHERE number = 1"""


#: Every assertion on a claim that takes part in some clash, with what it weighs.
SPOKEN = f"""
SELECT a.id, a.claim, a.source, a.stance, a.unconfirmed, w.weight, w.granted, w.limited, s.tier,
    a.design IS NOT NULL OR a.basis = 'study' AS studied, x.assertion IS NOT NULL AS scoped
FROM {WEIGHED} LEFT JOIN source s ON s.id = a.source LEFT JOIN (SELECT DISTINCT assertion FROM scope) x ON x.assertion = a.id
WHERE a.claim IN (SELECT claim FROM member)"""

#: What popular sources believe, and what peer-reviewed ones say against it, by claim: part 1 where the belief is support.
FACED = f"""
SELECT claim, 1 AS part FROM spoken GROUP BY claim
HAVING count(CASE WHEN tier = '{Tier.POPULAR}' AND stance = 'supports' AND NOT studied AND NOT unconfirmed THEN 1 END) > 0
   AND count(CASE WHEN tier = '{Tier.PEER_REVIEWED}' AND stance = 'disputes' AND NOT unconfirmed THEN 1 END) > 0
UNION ALL
SELECT claim, 2 AS part FROM spoken GROUP BY claim
HAVING count(CASE WHEN tier = '{Tier.POPULAR}' AND stance = 'disputes' AND NOT studied AND NOT unconfirmed THEN 1 END) > 0
   AND count(CASE WHEN tier = '{Tier.PEER_REVIEWED}' AND stance = 'supports' AND NOT unconfirmed THEN 1 END) > 0"""
#: What the peer-reviewed sources of these claims put on either side.
PEERS = f"""
SELECT 'peers' AS kind, claim AS clash, 1 AS side, source,
    max(CASE stance WHEN 'supports' THEN weight ELSE granted END) AS weight
FROM spoken WHERE tier = '{Tier.PEER_REVIEWED}' AND stance IN ('supports', 'qualifies') AND claim IN (SELECT claim FROM faced)
GROUP BY claim, source
UNION ALL
SELECT 'peers' AS kind, claim AS clash, 2 AS side, source,
    max(CASE stance WHEN 'disputes' THEN weight ELSE limited END) AS weight
FROM spoken WHERE tier = '{Tier.PEER_REVIEWED}' AND stance IN ('disputes', 'qualifies') AND claim IN (SELECT claim FROM faced)
GROUP BY claim, source"""

#: All clashes that follow from joins.
WITH_TIERS = "SELECT * FROM member UNION ALL SELECT * FROM facing"

#: Which assertions stand on which side: of the claims of a part, by stance; `partly`: who qualifies stands there in part, and
#: is not asked for conditions. Only of a tier, where one is named; `bare`: only what no study is behind.
RULE_COLUMNS: dict[str, str] = {
    "kind": TEXT, "part": INT, "stance": TEXT, "side": INT, "partly": BOOL, "tier": TEXT, "bare": BOOL,
}  # fmt: skip
RULES = [
    (Clash.DISPUTED, 0, "supports", 1, False, "", False),
    (Clash.DISPUTED, 0, "disputes", 2, False, "", False),
    (Clash.DISPUTED, 0, "qualifies", 1, True, "", False),
    (Clash.DISPUTED, 0, "qualifies", 2, True, "", False),
    (Clash.QUALIFIED, 0, "supports", 1, False, "", False),
    (Clash.QUALIFIED, 0, "qualifies", 1, True, "", False),
    (Clash.QUALIFIED, 0, "qualifies", 2, False, "", False),
    (Clash.TIERS, 1, "supports", 1, False, Tier.POPULAR, True),
    (Clash.TIERS, 1, "disputes", 2, False, Tier.PEER_REVIEWED, False),
    (Clash.TIERS, 2, "supports", 1, False, Tier.PEER_REVIEWED, False),
    (Clash.TIERS, 2, "disputes", 2, False, Tier.POPULAR, True),
    (Clash.OPPOSED, 1, "supports", 1, False, "", False),
    (Clash.OPPOSED, 2, "supports", 2, False, "", False),
    (Clash.REVERSED, 1, "supports", 1, True, "", False),  # what comes first is no matter of conditions
    (Clash.REVERSED, 2, "supports", 2, True, "", False),
    (Clash.INHERITED, 1, "supports", 1, False, "", False),
    (Clash.INHERITED, 2, "disputes", 2, False, "", False),
    (Clash.INHERITED, 2, "qualifies", 2, False, "", False),
    (Clash.SCOPE, 1, "supports", 1, False, "", False),
    (Clash.SCOPE, 2, "supports", 2, False, "", False),
    (Clash.SELF, 0, "supports", 1, False, "", False),
    (Clash.SELF, 0, "disputes", 2, False, "", False),
    (Clash.SELF, 0, "qualifies", 2, False, "", False),
    (Clash.SELF, 1, "supports", 1, False, "", False),
    (Clash.SELF, 3, "supports", 1, False, "", False),
    (Clash.SELF, 4, "supports", 2, False, "", False),
]
#: Who stands on which side of each clash.
SIDED = """
SELECT m.kind, m.clash, r.side, r.partly, a.id AS assertion, a.source, a.scoped,
    CASE WHEN a.stance <> 'qualifies' THEN a.weight WHEN r.side = 1 THEN a.granted ELSE a.limited END AS weight
FROM joined m JOIN spoken a ON a.claim = m.claim AND (m.own = '' OR m.own = a.source)
JOIN side_rule r ON r.kind = m.kind AND r.part = m.part AND r.stance = a.stance
 AND (r.tier = '' OR r.tier = a.tier) AND NOT (r.bare AND a.studied)"""
#: What each source puts on a side: the heaviest that it says there.
HEAVIEST = """
SELECT kind, clash, side, source, max(weight) AS weight FROM sided GROUP BY kind, clash, side, source"""
