"""What holds of every table: one that was written from a model gives that model back; text is what the quads would be."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import polars
import pytest
from builders import relations
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from imported import Folder, read_model
from pyoxigraph import RdfFormat, parse
from strategies import claims as any_claims

from kneegraph.importing import import_to_file
from kneegraph.labels import normal
from kneegraph.model import (
    Aspect,
    Assertion,
    Basis,
    Certainty,
    Claim,
    Concept,
    Corpus,
    Finding,
    Kind,
    Qualification,
    Source,
    Stance,
    Tier,
    assertion_id,
    claim_id,
)
from kneegraph.model.identifiers import label_id, makes_id, makes_label_id, shortened
from kneegraph.rdf.lines import claim_lines
from kneegraph.rdf.writing import assertion_quads, claim_quads
from kneegraph.validate.invariants import invariants

MAPPING = (
    "[columns]\n"
    + "".join(
        f'{name} = {{ column = "{name}", separator = "|" }}\n'
        if name in ("scope", "attributed_to", "same_as")
        else f'{name} = "{name}"\n'
        for name in (
            *("subject", "subject_kind", "relation", "object", "object_kind", "outcome", "outcome_kind", "label", "stance"),
            *(
                "source",
                "title",
                "tier",
                "source_kind",
                "collection",
                "creator",
                "issued",
                "url",
                "same_as",
                "certainty",
                "basis",
            ),
            *(
                "paraphrase",
                "scope",
                "attributed_to",
                "aspect",
                "comment",
                "reason",
                "reason_kind",
                "design",
                "sample_size",
                "finding",
            ),
            "unconfirmed",
        )
    )
    + '[[kinds]]\nkind = "Condition"\n'
)

_KIND_OF = {"a": Kind.MUSCLE, "b": Kind.CONDITION, "c": Kind.SYMPTOM}
#: Printable text that begins and ends with no space, as cells do.
_texts = (
    st.text(st.characters(exclude_categories=("C", "Z")) | st.just(" "), min_size=1, max_size=30)
    .map(lambda text: " ".join(text.split()) or "x")
    .filter(lambda text: "|" not in text)
)
_labels = st.builds("{} {}".format, st.sampled_from(sorted(_KIND_OF)), _texts)
_names = st.from_regex(r"[a-z]{1,6}[0-9]{0,4}", fullmatch=True)


@st.composite
def models(draw: st.DrawFn) -> Corpus:
    """A model of what tables can say."""
    labels = draw(st.lists(_labels, min_size=2, max_size=5, unique_by=(label_id, normal)))
    settings_ = draw(st.lists(_texts.map("z {}".format), max_size=2, unique_by=(label_id, normal)))
    concepts = {label_id(label): Concept(label_id(label), _KIND_OF[label[0]], label) for label in labels}
    scopes = {label_id(label): Concept(label_id(label), Kind.SETTING, label) for label in settings_}
    sources = {name: draw(_sources(name)) for name in draw(st.lists(_names, min_size=1, max_size=3, unique=True))}
    found: dict[str, Claim] = {}
    for _ in range(draw(st.integers(1, 4))):
        one = draw(_claims(sorted(concepts), sorted(sources), sorted(scopes)))
        found.setdefault(one.id, one)
    named = {name for one in found.values() for name in one.mentions}
    told = {one.source for claim in found.values() for one in claim.assertions}
    used = {name: one for name, one in {**concepts, **scopes}.items() if name in named}
    return Corpus({}, used, {name: one for name, one in sources.items() if name in told}, found)


@st.composite
def _sources(draw: st.DrawFn, name: str) -> Source:
    return Source(
        name,
        draw(_texts),
        draw(st.sampled_from(Tier)),
        draw(st.sampled_from(["blogPost", "researchArticle"])),
        draw(_names),
        creator=draw(st.none() | _texts),
        issued=draw(st.none() | st.sampled_from(["2018", "2018-11", "2018-11-06"])),
        url=draw(st.none() | _names.map("https://example.org/?a={}#b".format)),
        same_as=tuple(sorted(draw(st.sets(_names.map("https://doi.org/10.1/{}".format), max_size=2)))),
    )


@st.composite
def _claims(draw: st.DrawFn, concepts: list[str], sources: list[str], scopes: list[str]) -> Claim:
    relation = draw(st.sampled_from([*relations().values()]))
    parts = draw(st.sampled_from(concepts)), relation.id, draw(st.sampled_from(concepts))
    outcome = draw(st.sampled_from(concepts)) if relation.comparative else None
    identifier = shortened(claim_id(*parts, outcome))
    sides = draw(
        st.lists(
            st.tuples(
                st.sampled_from(sources),
                st.sampled_from(Stance),
                st.sets(st.sampled_from(scopes)) if scopes else st.just(set()),
            ),
            min_size=1,
            max_size=3,
            unique_by=lambda side: (side[0], side[1], tuple(sorted(side[2]))),
        )
    )
    made = []
    for source, stance, scope in sides:
        several = sum((source, stance) == side[:2] for side in sides) > 1
        made.append(draw(_assertions(identifier, source, stance, tuple(sorted(scope)), concepts, several=several)))
    ordered = tuple(sorted(made, key=lambda one: one.id))
    return Claim(identifier, *parts, label=draw(_texts), outcome=outcome, assertions=ordered)


@st.composite
def _assertions(
    draw: st.DrawFn, claim: str, source: str, stance: Stance, scope: tuple[str, ...], concepts: list[str], *, several: bool
) -> Assertion:
    why = st.builds(Qualification, st.sampled_from(Aspect), _texts, st.none() | st.sampled_from(concepts))
    whose = st.sets(_texts, min_size=1, max_size=2).map(lambda names: tuple(sorted(names)))
    basis = draw(st.sampled_from(Basis))
    return Assertion(
        id=shortened(assertion_id(source, claim, stance, scope if several else ())),
        claim=claim,
        source=source,
        stance=stance,
        certainty=draw(st.sampled_from(Certainty)),
        basis=basis,
        paraphrase=draw(_texts),
        scope=scope,
        qualifications=(draw(why),) if stance is Stance.QUALIFIES else (),
        attributed_to=draw(whose) if stance is Stance.REPORTS else (),
        design=draw(st.none() | _names) if basis is Basis.STUDY else None,
        sample_size=draw(st.none() | st.integers(0, 10**6)),
        finding=draw(st.none() | st.sampled_from(Finding)) if stance is Stance.DISPUTES else None,
        unconfirmed=draw(st.booleans()),
    )


def rows_of(corpus: Corpus) -> list[dict[str, str]]:
    """A row for each assertion."""
    return [_row(corpus, claim, one) for claim in corpus.claims.values() for one in claim.assertions]


def _row(corpus: Corpus, claim: Claim, one: Assertion) -> dict[str, str]:
    source = corpus.sources[one.source]
    why = one.qualifications[0] if one.qualifications else None
    ends = {"subject": claim.subject, "object": claim.object, "outcome": claim.outcome}
    kinds = {f"{name}_kind": corpus.concepts[end].kind.value if end else "" for name, end in ends.items()}
    return {
        **{name: corpus.concepts[end].label if end else "" for name, end in ends.items()},
        **kinds,
        "relation": claim.relation,
        "label": claim.label,
        "stance": one.stance.value,
        **{"source": source.id, "title": source.title, "tier": source.tier.value, "source_kind": source.kind},
        **{"collection": source.collection, "creator": source.creator or "", "issued": source.issued or ""},
        **{"url": source.url or "", "same_as": "|".join(source.same_as)},
        **{"certainty": one.certainty.value, "basis": one.basis.value, "paraphrase": one.paraphrase},
        "scope": "|".join(corpus.concepts[name].label for name in one.scope),
        "attributed_to": "|".join(one.attributed_to),
        "aspect": why.aspect.value if why else "",
        "comment": why.comment if why else "",
        "reason": corpus.concepts[why.reason].label if why and why.reason else "",
        "reason_kind": corpus.concepts[why.reason].kind.value if why and why.reason else "",
        "design": one.design or "",
        "sample_size": "" if one.sample_size is None else str(one.sample_size),
        "finding": one.finding.value if one.finding else "",
        "unconfirmed": str(one.unconfirmed).lower(),
    }


def write_csv(path: Path, table: list[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(table[0]))
        writer.writeheader()
        writer.writerows(table)


def write_json_lines(path: Path, table: list[Mapping[str, str]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in table), encoding="utf-8")


def write_parquet(path: Path, table: list[Mapping[str, str]]) -> None:
    polars.DataFrame(table).write_parquet(path)


@pytest.mark.parametrize(
    ("name", "write"), [("t.csv", write_csv), ("t.jsonl", write_json_lines), ("t.parquet", write_parquet)]
)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(corpus=models(), data=st.data())
def test_a_table_written_from_a_model_gives_the_model(
    name: str, write: Callable[[Path, list[Mapping[str, str]]], None], corpus: Corpus, data: st.DataObject
) -> None:
    table: list[Mapping[str, str]] = [*data.draw(st.permutations(rows_of(corpus)))]
    with tempfile.TemporaryDirectory() as made:
        folder = Folder(Path(made))
        write(folder.path / name, table)
        done = import_to_file([folder.path / name], folder.mapping(MAPPING), folder.path / "out.nq")
        assert done.rejected == 0, done.first_reject
        assert read_model(folder.path / "out.nq") == corpus
        whole = Corpus(relations(), corpus.concepts, corpus.sources, corpus.claims)
        assert not list(invariants(whole))


@given(any_claims())
def test_the_lines_of_a_claim_are_its_quads(claim: Claim) -> None:
    quads = {*claim_quads(claim), *(quad for one in claim.assertions for quad in assertion_quads(one))}
    assert set(parse(claim_lines(claim).encode(), RdfFormat.N_QUADS)) == quads


@given(st.text(min_size=1, max_size=200), st.integers(0, 150))
def test_an_identifier_follows_from_how_a_label_is_looked_up(label: str, longest: int) -> None:
    made = label_id(label, longest=longest)
    assert made == label_id(f" {label} ", longest=longest)
    assert makes_label_id(made, label)
    assert len(made) <= max(longest, 57)
    assert not makes_label_id(made + "x", label)


@given(st.from_regex(r"[a-z]([a-z.-]{0,200}[a-z])?", fullmatch=True), st.integers(0, 150))
def test_a_shortened_identifier_is_known_by_what_it_stands_for(identifier: str, longest: int) -> None:
    made = shortened(identifier, longest=longest)
    assert makes_id(made, identifier)
    assert not makes_id(made, identifier + "x")
    assert (made == identifier) == (len(identifier) <= longest)
