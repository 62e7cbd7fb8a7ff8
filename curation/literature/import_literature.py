"""Make `data/literature.ttl` out of the readers' notes and the decisions beside this file; what is left out is listed.

    python curation/literature/import_literature.py READINGS.jsonl

Fails with the place of everything that does not fit, and then writes nothing.
"""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kneegraph import files, rdf
from kneegraph.check.phrasing import plain_label
from kneegraph.effects import estimates, sample_size
from kneegraph.model import (
    Aspect,
    Assertion,
    Basis,
    Certainty,
    Claim,
    Corpus,
    Dependence,
    DependenceKind,
    Estimate,
    Finding,
    Qualification,
    Source,
    Stance,
    Tier,
    assertion_id,
    claim_id,
)
from kneegraph.rdf.writing import assertion_quads, claim_quads, source_quads
from kneegraph.turtle import write_turtle
from kneegraph.validate.invariants import invariants

HERE = Path(__file__).parent
DATA = HERE.parent.parent / "data"
#: The readers' names of relations that are not those of the graph.
RELATIONS = {
    "associated_with": "associatedWith",
    "contributes_to": "causes",
    "has_dose": "hasDose",
    "more_effective_than": "moreEffectiveThan",
    "recommended_for": "recommendedFor",
    "risk_factor_for": "riskFactorFor",
}
#: The readers' kinds of document that are studies, and their design.
DESIGNS = {
    "cohort": "cohort",
    "consensus": "consensus",
    "cross_sectional": "crossSectional",
    "emg_study": "emg",
    "guideline": "guideline",
    "narrative_review": "narrativeReview",
    "rct": "rct",
    "systematic_review": "systematicReview",
}
KINDS = {"popular_article": "popularArticle", "anecdote": "personalAccount", "guideline": "guidelineDocument"}
SEEN = {"abstract": "abstract", "full_excerpt": "excerpt", "partial": "excerpt"}

Note = dict[str, Any]


@dataclass(frozen=True)
class Decisions:
    """What was decided: the concept of each label, what to change of each assertion, and how sources hang together."""

    labels: Mapping[str, str]
    changes: Mapping[tuple[str, int], Note]
    dependences: Mapping[str, Sequence[Mapping[str, str]]]

    @classmethod
    def read(cls, folder: Path) -> Decisions:
        """Read the three files of decisions."""
        lines = (folder / "decisions.jsonl").read_text(encoding="utf-8").splitlines()
        changes = {(one["source"], one["n"]): one for one in map(json.loads, lines)}
        sources = tomllib.loads((folder / "sources.toml").read_text(encoding="utf-8"))
        return cls(tomllib.loads((folder / "labels.toml").read_text(encoding="utf-8")), changes, sources)

    def concept(self, label: str, source: str) -> str | None:
        """The concept that a reader's label means in this source."""
        return self.labels.get(f"{label} @ {source}", self.labels.get(label))


@dataclass(frozen=True)
class Dropped:
    """Something that was left out, and why."""

    source: str
    n: int
    said: str
    reason: str


def main(readings: str) -> int:
    """Import the notes in this file."""
    notes = [json.loads(line) for line in Path(readings).read_text(encoding="utf-8").splitlines()]
    decisions = Decisions.read(HERE)
    base, _ = rdf.from_quads(files.read([DATA / name for name in ("ontology.ttl", "concepts.ttl", "claims.ttl")]).quads)
    dropped: list[Dropped] = []
    problems: list[str] = []
    made = _corpus(notes, decisions, base, dropped, problems)
    problems += [f"{one.resource}: {one.message}" for one in invariants(made)]
    if problems:
        print(*problems, sep="\n", file=sys.stderr)
        return 1
    (DATA / "literature.ttl").write_text(write_turtle(_quads(made, base)), encoding="utf-8")
    rows = [f"{one.source}\t{one.n}\t{one.said}\t{one.reason}\n" for one in dropped]
    (HERE / "dropped.tsv").write_text("source\tn\tsaid\treason\n" + "".join(rows), encoding="utf-8")
    count = sum(len(claim.assertions) for claim in made.claims.values())
    print(
        f"{len(made.sources)} sources, {len(made.claims)} claims, {count} assertions; left out: {len(dropped)} (dropped.tsv)"
    )
    return 0


def _corpus(notes: Sequence[Note], decisions: Decisions, base: Corpus, dropped: list[Dropped], problems: list[str]) -> Corpus:
    sources: dict[str, Source] = {}
    parts: dict[str, Claim] = {}
    said: dict[str, list[Assertion]] = defaultdict(list)
    for note in notes:
        for n, record in enumerate(note["assertions"]):
            change = decisions.changes.get((note["id"], n))
            if change is None:
                problems.append(f"{note['id']} {n}: nobody has decided about it")
            elif "drop" in change:
                plain = f"{record['subject']} {record['relation']} {record['object']}"
                dropped.append(Dropped(note["id"], n, plain, change["drop"]))
            else:
                fields = {**_proposed(note, record, decisions), **change["set"]}
                claim = _claim(fields)
                parts.setdefault(claim.id, claim)
                said[claim.id].append(_assertion(note, fields))
                sources.setdefault(note["id"], _source(note, decisions))
    claims = {
        name: replace(claim, label=_label(base, claim), assertions=_told_apart(said[name], problems))
        for name, claim in sorted(parts.items())
        if _known(claim, base, problems)
    }
    return Corpus(base.relations, base.concepts, sources, claims)


def _label(base: Corpus, claim: Claim) -> str:
    return base.claims[claim.id].label if claim.id in base.claims else plain_label(base, claim)


def _told_apart(assertions: Sequence[Assertion], problems: list[str]) -> tuple[Assertion, ...]:
    """The assertions with the scope in the identifier where one source takes one stance twice."""
    often = Counter(one.id for one in assertions)
    found = [
        replace(one, id=assertion_id(one.source, one.claim, one.stance, one.scope)) if often[one.id] > 1 else one
        for one in assertions
    ]
    problems += [
        f"{name} is there twice; give both a scope, or merge" for name, n in Counter(a.id for a in found).items() if n > 1
    ]
    return tuple(sorted(found, key=lambda one: one.id))


def _known(claim: Claim, base: Corpus, problems: list[str]) -> bool:
    unknown = [one for one in (claim.subject, claim.object, claim.outcome) if one and one not in base.concepts]
    unknown += [] if claim.relation in base.relations else [claim.relation]
    problems += [f"{claim.id}: there is no {one}" for one in unknown]
    return not unknown


def _proposed(note: Note, record: Note, decisions: Decisions) -> Note:
    """The fields of an assertion as the reader's note gives them."""
    design = DESIGNS.get(note["kind"])
    return {
        "subject": decisions.concept(record["subject"], note["id"]),
        "relation": RELATIONS.get(record["relation"], record["relation"]),
        "object": decisions.concept(record["object"], note["id"]),
        "stance": record["stance"],
        "certainty": record["certainty"],
        "basis": "study" if design else "anecdote" if note["kind"] == "anecdote" else "statement",
        "design": design,
        "effect": record["effect"],
        "paraphrase": record["paraphrase"],
    }


def _claim(fields: Note) -> Claim:
    parts = str(fields["subject"]), str(fields["relation"]), str(fields["object"]), fields.get("outcome")
    return Claim(claim_id(*parts), *parts[:3], label="", outcome=parts[3])


def _assertion(note: Note, fields: Note) -> Assertion:
    claim, stance, basis = _claim(fields).id, Stance(fields["stance"]), Basis(fields["basis"])
    scope = tuple(sorted(fields.get("scope") or ()))
    effect = fields.get("effect")
    finding = fields.get("finding", "noEffect" if stance is Stance.DISPUTES and basis is Basis.STUDY else None)
    return Assertion(
        id=assertion_id(note["id"], claim, stance),
        claim=claim,
        source=note["id"],
        stance=stance,
        certainty=Certainty(fields["certainty"]),
        basis=basis,
        paraphrase=fields["paraphrase"],
        scope=scope,
        qualifications=tuple(
            sorted(
                (
                    Qualification(Aspect(one["aspect"]), one["comment"], one.get("reason"))
                    for one in fields.get("qualifications") or ()
                ),
                key=lambda one: (one.aspect, one.reason or "", one.comment),
            )
        ),
        attributed_to=tuple(sorted(fields.get("attributed_to") or ())),
        design=fields.get("design") if basis is Basis.STUDY else None,
        effect=effect,
        estimates=tuple(_estimates(fields, effect)) if basis is Basis.STUDY else (),
        sample_size=sample_size(effect) if effect and basis is Basis.STUDY else None,
        population=fields.get("population"),
        task=fields.get("task"),
        measured=fields.get("measured"),
        finding=Finding(finding) if finding and stance is Stance.DISPUTES else None,
        unconfirmed=bool(fields.get("unconfirmed")),
    )


def _qualifications(given: Sequence[Note]) -> tuple[Qualification, ...]:
    found = [Qualification(Aspect(one["aspect"]), one["comment"], one.get("reason")) for one in given]
    return tuple(sorted(found, key=lambda one: (one.aspect, one.reason or "", one.comment)))


def _estimates(fields: Note, effect: str | None) -> Iterator[Estimate]:
    if fields.get("estimates") is not None:
        found = {Estimate(name, *(None if x is None else float(x) for x in amounts)) for name, *amounts in fields["estimates"]}
        yield from sorted(found, key=lambda one: one.order)
    elif effect:
        yield from estimates(effect)


def _source(note: Note, decisions: Decisions) -> Source:
    addresses = [f"https://doi.org/{note['doi']}"] if note["doi"] else []
    addresses += [f"https://pubmed.ncbi.nlm.nih.gov/{note['pmid']}/"] if note["pmid"] else []
    tier = Tier(note["tier"])
    default = "researchArticle" if tier is Tier.PEER_REVIEWED else "popularArticle"
    links = decisions.dependences.get(note["id"], ())
    return Source(
        id=note["id"],
        title=note["title"],
        tier=tier,
        kind=KINDS.get(note["kind"], default),
        collection="literature",
        creator=note["authors"],
        issued=str(note["year"]) if note["year"] else None,
        publisher=note["publisher_or_journal"],
        url=note["url"],
        seen=SEEN[note["seen"]],
        same_as=tuple(sorted(addresses)),
        readings=2 if note["second_read"] else _readings(note, decisions),
        depends_on=tuple(sorted(Dependence(one["on"], DependenceKind(one["kind"]), one.get("comment")) for one in links)),
    )


def _readings(note: Note, decisions: Decisions) -> int:
    """How often a source was read whose notes say once: twice when a second reader has found any of it since."""
    decided = [decisions.changes[note["id"], n] for n in range(len(note["assertions"]))]
    return 1 if all(one.get("set", {}).get("unconfirmed") for one in decided if "set" in one) else 2


def _quads(made: Corpus, base: Corpus) -> Iterator[Any]:
    """What the file holds: sources, assertions, and the claims that the other files do not hold already."""
    for source in made.sources.values():
        yield from source_quads(source)
    for claim in made.claims.values():
        if claim.id not in base.claims:
            yield from claim_quads(claim)
        for assertion in claim.assertions:
            yield from assertion_quads(assertion)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
