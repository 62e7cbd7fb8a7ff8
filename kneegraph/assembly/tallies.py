"""Tallies, standings and what the evidence weighs, for every claim at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from operator import itemgetter

from kneegraph import vocab as v
from kneegraph.analysis.evidence.independence import Independence
from kneegraph.analysis.evidence.stored import weighed
from kneegraph.analysis.evidence.weights import Weights
from kneegraph.assembly.engine import Engine
from kneegraph.assembly.terms import iri, plain, text
from kneegraph.model import Assertion, Basis, Certainty, Claim, Stance, Standing
from kneegraph.rdf.derived import told

_SUPPORTS, _DISPUTES, _QUALIFIES, _ = (iri(v.KG + stance) for stance in Stance)
_COUNTS = {stance.value: iri(v.KG + stance) for stance in Stance}
_UNCONFIRMED = f"coalesce({plain('unconfirmed')} IN ('true', '1'), FALSE)"


def make_tallies(engine: Engine) -> None:
    """Make `tally`: of each claim the sources of each stance, and the standing they add up to.

    A source counts once for a stance; what only one reader has seen is counted, but decides no more than a report. Needs
    `raw_assertion`. Cost: one grouping of the assertions by claim, source and stance, one by claim.
    """
    said = f"SELECT claim, source, stance, min(CASE WHEN {_UNCONFIRMED} THEN 1 ELSE 0 END) AS unconfirmed"
    said += " FROM raw_assertion GROUP BY claim, source, stance"
    counts = ", ".join(f"count(*) FILTER (WHERE stance = {term}) AS {name}" for name, term in _COUNTS.items())
    deciding = ", ".join(
        f"count(*) FILTER (WHERE stance = {_COUNTS[name]} AND unconfirmed = 0) AS {name}_deciding"
        for name in ("supports", "disputes", "qualifies")
    )
    counted = f"SELECT claim, {counts}, {deciding} FROM ({said}) AS said GROUP BY claim"
    standing = (
        f"CASE WHEN disputes_deciding > 0 AND supports_deciding > 0 THEN {text(Standing.CONTESTED)}"
        f" WHEN disputes_deciding > 0 THEN {text(Standing.DISPUTED)}"
        f" WHEN qualifies_deciding > 0 THEN {text(Standing.QUALIFIED)}"
        f" WHEN supports_deciding > 0 THEN {text(Standing.SUPPORTED)} ELSE {text(Standing.REPORTED)} END"
    )
    engine.run(f"CREATE TABLE tally AS SELECT claim, {', '.join(_COUNTS)}, {standing} AS standing FROM ({counted}) AS counted")


def make_masses(engine: Engine, independence: Independence, weights: Weights) -> None:
    """Make `mass`: of each claim support, dispute and unknown, to four decimal places, and how many sources are independent.

    The formula is that of `analysis.evidence.opinion`. Where sources of a claim depend on each other, that module itself is
    asked, claim by claim; all others are counted at once. Cost: one grouping by claim, source and side, one by claim.
    """
    engine.put("dependent", ("one", "other"), _dependent(independence))
    knotted = (
        "SELECT DISTINCT a.claim FROM dependent AS d JOIN raw_assertion AS a ON a.source = d.one"
        " JOIN raw_assertion AS b ON b.source = d.other AND b.claim = a.claim"
    )
    engine.run(f"CREATE TABLE knotted AS {knotted}")
    engine.run(f"CREATE TABLE mass AS {_masses(weights)}")
    engine.put("knot", ("claim", "support", "dispute", "unknown", "independent"), _knots(engine, independence, weights))
    engine.run(
        "INSERT INTO mass SELECT claim, CAST(support AS DOUBLE), CAST(dispute AS DOUBLE), CAST(unknown AS DOUBLE),"
        " CAST(independent AS BIGINT) FROM knot"
    )


def _dependent(independence: Independence) -> Iterator[tuple[str, str]]:
    """Every pair of sources that depend on each other, as terms, both ways."""
    for one, other in independence.pairs():
        yield f"<{v.iri('source', one)}>", f"<{v.iri('source', other)}>"


def _masses(weights: Weights) -> str:
    """The masses of the claims whose sources are independent of each other."""
    base = f"CASE design {_cases(weights.designs)} ELSE CASE basis {_cases(weights.bases)} END END"
    certainty = f"CASE certainty {_cases(weights.certainties)} END"
    seen = f"CASE WHEN {_UNCONFIRMED} THEN {_number(weights.unconfirmed)} ELSE {_number(1)} END"
    support, dispute = (
        f"CASE stance WHEN {side} THEN {_number(1)} WHEN {_QUALIFIES} THEN {_number(part)} ELSE {_number(0)} END"
        for side, part in ((_SUPPORTS, weights.granted), (_DISPUTES, weights.limited))
    )
    weight = f"{base} * {certainty} * {seen}"
    each = f"SELECT claim, source, max({weight} * {support}) AS r, max({weight} * {dispute}) AS s FROM raw_assertion"
    each += " WHERE claim NOT IN (SELECT claim FROM knotted) GROUP BY claim, source"
    total = f"(sum(r) + sum(s) + {_number(weights.prior)})"
    parts = ", ".join(
        f"floor({amount} / {total} * 1e4 + 5e-1) / 1e4 AS {name}"
        for name, amount in (("support", "sum(r)"), ("dispute", "sum(s)"), ("unknown", _number(weights.prior)))
    )
    return f"SELECT claim, {parts}, count(*) AS independent FROM ({each}) AS each_ GROUP BY claim"


def _cases(weights: Mapping[str, float] | Mapping[Basis, float] | Mapping[Certainty, float]) -> str:
    return " ".join(f"WHEN {iri(v.KG + name)} THEN {_number(weight)}" for name, weight in weights.items())


def _number(amount: float) -> str:
    return f"CAST({amount!r} AS DOUBLE)"


def _knots(engine: Engine, independence: Independence, weights: Weights) -> Iterator[tuple[object, ...]]:
    """The masses of the claims some of whose sources depend on each other."""
    columns = f"claim, source, stance, certainty, basis, design, {_UNCONFIRMED}"
    rows = engine.rows(
        f"SELECT {columns} FROM raw_assertion WHERE claim IN (SELECT claim FROM knotted) ORDER BY claim, source, s"
    )
    for claim, made in groupby(rows, key=itemgetter(0)):
        assertions = tuple(_assertion(*row) for row in made)
        knot = Claim(claim, "", "", "", "", assertions=assertions)
        for _, masses, independent in weighed([knot], independence, weights):
            yield claim, *map(told, masses), independent


def _assertion(
    claim: str, source: str, stance: str, certainty: str, basis: str, design: str | None, unconfirmed: bool
) -> Assertion:
    """What weighing needs of an assertion."""
    stance, certainty, basis = (v.term(term[1:-1]) for term in (stance, certainty, basis))
    return Assertion(
        id="",
        claim=claim,
        source=v.identifier("source", source[1:-1]),
        stance=Stance(stance),
        certainty=Certainty(certainty),
        basis=Basis(basis),
        paraphrase="",
        design=v.term(design[1:-1]) if design else None,
        unconfirmed=unconfirmed,
    )


def derived_lines() -> str:
    """The query of what is stored of claims beside them, as lines of N-Quads: tallies, standings, masses, views.

    The same quads as `rdf.counted_quads` and `rdf.weight_quads` make.
    """
    whole, decimal = (f'"^^<{v.XSD}{kind}> .' for kind in ("integer", "decimal"))
    counts = {"supportCount": "supports", "disputeCount": "disputes", "qualifyCount": "qualifies", "reportCount": "reports"}
    said = [_line(name, f"'\"' || {column} || '{whole}'") for name, column in counts.items()]
    said.append(_line("standing", f"'<{v.KG}' || standing || '> .'"))
    masses = {"supportMass": "support", "disputeMass": "dispute", "unknownMass": "unknown"}
    said += [_line(name, f"'\"' || {_decimal(column)} || '{decimal}'") for name, column in masses.items()]
    said.append(_line("independentCount", f"'\"' || independent || '{whole}'"))
    views = {v.VIEW_CLAIMED: "supports > 0", v.VIEW_AGREED: f"standing = {text(Standing.SUPPORTED)}"}
    views[v.VIEW_CONTESTED] = f"standing = {text(Standing.CONTESTED)}"
    plain = "c.subject || ' ' || c.relation || ' ' || c.object"
    said += [
        f"SELECT {plain} || ' <{view}> .' AS line FROM tally AS t JOIN raw_claim AS c ON c.s = t.claim WHERE {reached}"
        for view, reached in views.items()
    ]
    return " UNION ALL ".join(said)


def _line(name: str, rest: str) -> str:
    table = "mass" if name.endswith("Mass") or name == "independentCount" else "tally"
    return f"SELECT claim || ' <{v.KG}{name}> ' || {rest} AS line FROM {table}"


def _decimal(column: str) -> str:
    return f"CAST(CAST({column} AS DECIMAL(5, 4)) AS VARCHAR)"
