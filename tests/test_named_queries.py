"""Each packaged query by itself: on the packaged data, and where those cannot show it on a small built graph."""

from __future__ import annotations

from collections import Counter

import pytest
import test_named_queries_evidence
from asked_queries import GMED, VMO, claims, column, counts, rows, said, short
from builders import claim, concept, corpus, disputes, qualifies, source, state, supports

import kneegraph
from kneegraph import Graph, Stance, Standing, vocab
from kneegraph.model import Basis, Certainty, Kind
from kneegraph.queries import named_queries


@pytest.fixture(scope="module")
def packaged() -> Graph:
    return kneegraph.load()


def test_contested(packaged: Graph) -> None:
    found = rows(packaged, "contested")
    disagreed = (Standing.CONTESTED, Standing.DISPUTED, Standing.QUALIFIED)
    assert set(column(found, "claim")) == claims(packaged, lambda one: one.standing in disagreed)
    vmo = next(row for row in found if short(row["claim"]) == VMO)
    assert (vmo["standing"], counts(vmo)) == ("contested", packaged.claim(VMO).tally.as_dict())


def test_disputed_by(packaged: Graph) -> None:
    found = rows(packaged, "disputed-by")
    sides = {(short(row["claim"]), row["stance"], short(row["source"])) for row in found}
    assert {(VMO, "supports", "fti-medial-knee"), (VMO, "disputes", "somerset-2018")} <= sides
    assert {one for one, _, _ in sides} == claims(packaged, lambda one: one.tally.disputes > 0)
    assert all(row["title"] and row["paraphrase"] for row in found)


def test_qualified_and_why(packaged: Graph) -> None:
    found = rows(packaged, "qualified-and-why")
    why = next(row for row in found if short(row["claim"]) == GMED)
    assert (short(why["source"]), short(why["reason"]), why["reasonLabel"]) == (
        "somerset-2018",
        "foot-pronation",
        "foot pronation",
    )
    assert why["aspect"] == "relativeImportance"
    assert why["comment"]
    assert len(found) == sum(len(one.qualifications) for one in packaged.corpus.assertions)


@pytest.mark.parametrize("about", ["patella", "gluteus medius", "knee valgus", "kneecap"])
def test_about_concept(packaged: Graph, about: str) -> None:
    found = rows(packaged, "about-concept", concept=about)
    assert set(column(found, "claim")) == {one.id for one in packaged.claims(about=about)}
    assert set(column(found, "about")) <= packaged.around(about)


def test_evidence_for_exercise(packaged: Graph) -> None:
    found = rows(packaged, "evidence-for-exercise")
    assert {"clamshell.targets.gluteus-medius"} <= set(column(found, "claim"))
    assert sorted(column(found, "claim")) == said(packaged, lambda one: packaged.claim(one.claim).subject == "clamshell")
    assert {row["relation"] for row in found} >= {"targets"}
    assert all(row["certainty"] and row["basis"] and row["stance"] for row in found)


def test_exercises_for(packaged: Graph) -> None:
    found = rows(packaged, "exercises-for")
    routes = {(short(row["first"]), short(row["then"]), row["thenStanding"]) for row in found}
    assert ("clamshell.targets.gluteus-medius", GMED, "qualified") in routes
    kinds = {packaged.corpus.concepts[name].kind for name in column(found, "exercise")}
    assert kinds == {Kind.EXERCISE}


def test_exercises_for_goes_every_documented_way() -> None:
    graph = Graph(
        corpus(
            *(concept(name, "Exercise") for name in ("straight", "trains", "steadies", "removes", "other")),
            concept("glute", "Muscle"),
            state("weak glute", of="glute", sign=-1),
            state("strong glute", of="glute", sign=1),
            claim("straight", "recommendedFor", "valgus", supports("s1")),
            claim("trains", "targets", "glute", supports("s1")),
            claim("weak glute", "causes", "valgus", supports("s1"), disputes("s2")),
            claim("strong glute", "causes", "valgus", supports("s1")),  # strengthening helps nobody here
            claim("steadies", "targets", "foot", supports("s1")),
            claim("foot", "reduces", "valgus", supports("s1")),
            claim("removes", "reduces", "pronation", supports("s1")),
            claim("pronation", "riskFactorFor", "valgus", supports("s1")),
            claim("other", "targets", "calf", supports("s1")),
        )
    )
    ways = [
        (row["exerciseLabel"], row["thenLabel"], row["thenStanding"]) for row in rows(graph, "exercises-for", fault="valgus")
    ]
    assert ways == [
        ("removes", "pronation riskFactorFor valgus", "supported"),
        ("steadies", "foot reduces valgus", "supported"),
        ("straight", None, None),
        ("trains", "weak glute causes valgus", "contested"),
    ]


def test_only_in_source(packaged: Graph) -> None:
    found = set(column(rows(packaged, "only-in-source"), "claim"))
    assert found == claims(packaged, lambda one: one.sources() == ("hanjunko-2017",))
    assert GMED not in found
    assert set(column(rows(packaged, "only-in-source", source="somerset-2018"), "claim")).isdisjoint(found)


def test_everything_in_source(packaged: Graph) -> None:
    found = rows(packaged, "everything-in-source", source="makrunning-2018")
    assert sorted(column(found, "claim")) == said(packaged, lambda one: one.source == "makrunning-2018")
    starts = [int(str(row["start"])) for row in found]
    assert starts == sorted(starts)
    assert len(found) == len({(row["claim"], row["stance"], row["paraphrase"]) for row in found})


def test_second_hand(packaged: Graph) -> None:
    found = rows(packaged, "second-hand")
    passed_on = [one for one in packaged.corpus.assertions if one.stance is Stance.REPORTS or one.attributed_to]
    assert len(found) == sum(max(1, len(one.attributed_to)) for one in passed_on)
    assert any(
        short(row["source"]) == "makrunning-2018" and row["stance"] == "reports" and row["attributedTo"] for row in found
    )


def test_by_basis(packaged: Graph) -> None:
    counted = {(row["basis"], row["stance"]): row["assertions"] for row in rows(packaged, "by-basis")}
    assert counted == Counter((one.basis.value, one.stance.value) for one in packaged.corpus.assertions)


def test_by_tier() -> None:
    graph = Graph(
        corpus(
            source("s1"),
            source("s2"),
            source("p1", "peer-reviewed", "literature"),
            claim("a", "causes", "b", supports("s1"), supports("s2"), disputes("p1")),
            claim("a", "causes", "c", supports("s1")),
        )
    )
    found = [
        (row["tier"], short(row["collection"]), row["stance"], row["assertions"], row["claims"], row["sources"])
        for row in rows(graph, "by-tier")
    ]
    assert found == [("peer-reviewed", "literature", "disputes", 1, 1, 1), ("popular", "core", "supports", 3, 2, 2)]


def test_anecdotes(packaged: Graph) -> None:
    found = rows(packaged, "anecdotes")
    assert sorted(column(found, "claim")) == said(packaged, lambda one: one.basis is Basis.ANECDOTE)
    assert found


def test_causes_of(packaged: Graph) -> None:
    found = rows(packaged, "causes-of")
    weak = next(row for row in found if short(row["claim"]) == GMED)
    tally = packaged.claim(GMED).tally
    assert (weak["standing"], weak["supports"], weak["disputes"]) == ("qualified", tally.supports, tally.disputes)
    assert "inhibited-gluteus-medius" in column(found, "cause")
    supported = [int(row["supports"] or 0) for row in found]
    assert supported == sorted(supported, reverse=True)


def test_effects_of(packaged: Graph) -> None:
    found = rows(packaged, "effects-of")
    assert {"knee-valgus", "knee-pain"} <= set(column(found, "effect"))
    assert {row["causeLabel"] for row in found} == {"weak gluteus medius"}


def test_chains_of_two(packaged: Graph) -> None:
    found = rows(packaged, "chains-of-two", start="hypertonic TFL")
    assert found
    assert all(str(row["firstLabel"]).startswith("hypertonic tensor fasciae latae") for row in found)


def test_chains_of_two_multiply_signs_and_tell_stitched_from_told() -> None:
    graph = Graph(
        corpus(
            claim("a", "causes", "b", supports("s1"), supports("s2")),
            claim("b", "reduces", "c", supports("s2"), disputes("s3")),
            claim("b", "causes", "d", supports("s3")),
            claim("b", "causes", "a", supports("s1")),
            claim("b", "associatedWith", "e", supports("s1")),
            claim("b", "causes", "f", disputes("s1")),
        )
    )
    found = rows(graph, "chains-of-two", start="a")
    assert [(short(row["second"]), row["secondStanding"], row["sign"], row["toldByOne"]) for row in found] == [
        ("b.causes.d", "supported", 1, False),
        ("b.reduces.c", "contested", -1, True),
    ]


def test_agreed_chains() -> None:
    graph = Graph(
        corpus(
            claim("a", "causes", "b", supports("s1")),
            claim("b", "riskFactorFor", "c", supports("s2")),
            claim("c", "causes", "d", supports("s1"), disputes("s2")),
            claim("b", "causes", "e", supports("s1"), qualifies("s2")),
        )
    )
    assert column(rows(graph, "agreed-chains", cause="a"), "effect") == ["b", "c"]


def test_muscle_functions(packaged: Graph) -> None:
    found = [
        (row["relation"], short(row["function"]), row["scopeLabel"], short(row["source"]))
        for row in rows(packaged, "muscle-functions")
    ]
    assert ("performs", "hip-internal-rotation", "hip flexed", "hanjunko-2017") in found
    assert ("performs", "hip-external-rotation", "hip extended", "hanjunko-2017") in found
    assert any(relation == "controls" for relation, *_ in found)


def test_scope_conflicts(packaged: Graph) -> None:
    found = rows(packaged, "scope-conflicts")
    both = {
        (row["muscleLabel"], row["actionLabel"], row["scopeLabel"], row["oppositeLabel"], row["oppositeScopeLabel"])
        for row in found
    }
    rotation = ("gluteus medius", "hip external rotation", "hip extended", "hip internal rotation", "hip flexed")
    assert rotation in both
    pairs = {(row["action"], row["opposite"]) for row in found}
    assert all((other, one) not in pairs for one, other in pairs)


def test_doses(packaged: Graph) -> None:
    found = rows(packaged, "doses")
    assert sorted(column(found, "claim")) == said(packaged, lambda one: packaged.claim(one.claim).relation == "hasDose")
    assert all(row["exerciseLabel"] and row["doseLabel"] for row in found)


def test_comparisons(packaged: Graph) -> None:
    found = rows(packaged, "comparisons")
    comparative = {name for name, one in packaged.corpus.relations.items() if one.comparative}
    assert sorted(column(found, "claim")) == said(packaged, lambda one: packaged.claim(one.claim).relation in comparative)
    assert {"knee valgus"} <= {row["outcomeLabel"] for row in found}


def test_hedged(packaged: Graph) -> None:
    sure = {
        one.claim
        for one in packaged.corpus.assertions
        if one.stance is Stance.SUPPORTS and one.certainty is not Certainty.POSSIBLE
    }
    found = set(column(rows(packaged, "hedged"), "claim"))
    assert found == claims(packaged, lambda one: one.tally.supports > 0) - sure
    assert found


def test_hedged_takes_no_notice_of_how_sure_the_other_side_is() -> None:
    graph = Graph(
        corpus(
            claim("a", "causes", "b", supports("s1", certainty="possible"), disputes("s2", certainty="certain")),
            claim("a", "causes", "c", supports("s1", certainty="possible"), supports("s2", certainty="probable")),
        )
    )
    assert column(rows(graph, "hedged"), "claim") == ["a.causes.b"]


def test_source_overview(packaged: Graph) -> None:
    found = {short(row["source"]): row for row in rows(packaged, "source-overview")}
    assert found.keys() == packaged.corpus.sources.keys()
    for name, row in found.items():
        stances = Counter(one.stance.value for one in packaged.corpus.assertions if one.source == name)
        assert {stance.value: row[stance.value] for stance in Stance} == {
            stance.value: stances[stance.value] for stance in Stance
        }
        assert row["assertions"] == stances.total()


def test_source_overview_keeps_a_source_that_says_nothing() -> None:
    found = rows(Graph(corpus(source("silent"), claim("a", "causes", "b", supports("s1")))), "source-overview")
    assert {short(row["source"]): row["assertions"] for row in found} == {"s1": 1, "silent": 0}


def test_agreement_between(packaged: Graph) -> None:
    found = rows(packaged, "agreement-between", first="fti-medial-knee", second="somerset-2018")
    vmo = next(row for row in found if short(row["claim"]) == VMO)
    assert (vmo["firstStance"], vmo["secondStance"], vmo["same"]) == ("supports", "disputes", False)
    shared = claims(packaged, lambda one: {"fti-medial-knee", "somerset-2018"} <= set(one.sources()))
    assert set(column(found, "claim")) == shared


def test_most_asserted(packaged: Graph) -> None:
    found = rows(packaged, "most-asserted")
    sources = [int(row["sources"] or 0) for row in found]
    assert sources == sorted(sources, reverse=True)
    assert {short(row["claim"]): row["sources"] for row in found} == {
        one.id: len(one.sources()) for one in packaged.corpus.claims.values() if len(one.sources()) > 1
    }


def test_unsupported(packaged: Graph) -> None:
    found = rows(packaged, "unsupported")
    assert set(column(found, "claim")) == claims(packaged, lambda one: one.tally.supports == 0)
    assert "supports" not in column(found, "stance")


def test_unexplained_exercises() -> None:
    graph = Graph(
        corpus(
            *(concept(name, "Exercise") for name in ("squat", "bridge", "walk")),
            claim("squat", "recommendedFor", "pain", supports("s1")),
            claim("squat", "targets", "glute", supports("s1")),
            claim("bridge", "reduces", "pain", supports("s1")),
            claim("walk", "targets", "glute", supports("s1")),
            claim("tape", "recommendedFor", "pain", supports("s1")),
        )
    )
    assert column(rows(graph, "unexplained-exercises"), "exercise") == ["bridge"]


def test_claims_with_relation(packaged: Graph) -> None:
    found = rows(packaged, "claims-with-relation", relation="trains")
    assert set(column(found, "claim")) == claims(packaged, lambda one: one.relation == "targets")
    assert ("clamshell", "gluteus medius") in {(row["subjectLabel"], row["objectLabel"]) for row in found}


def test_paraphrases_with(packaged: Graph) -> None:
    found = rows(packaged, "paraphrases-with", words="GLUTEUS MEDIUS")
    assert sorted(column(found, "claim")) == said(packaged, lambda one: "gluteus medius" in one.paraphrase.lower())


def test_labels_of(packaged: Graph) -> None:
    found = rows(packaged, "labels-of", concept="glute med")
    known = packaged.concept("gluteus medius")
    assert (found[0]["sort"], found[0]["label"]) == ("preferred", "gluteus medius")
    assert {row["label"] for row in found} == set(known.labels)


def test_mappings(packaged: Graph) -> None:
    found = {(short(row["concept"]), row["kind"], row["same"]) for row in rows(packaged, "mappings")}
    assert found == {(name, one.kind.value, match) for name, one in packaged.corpus.concepts.items() for match in one.matches}


def test_causal_map(packaged: Graph) -> None:
    triples = ((str(part).strip("<>") for part in quad.triple) for quad in packaged.query_named("causal-map").quads)
    drawn = {(short(one), vocab.term(relation), short(other)) for one, relation, other in triples if vocab.KG in relation}
    causal = {name for name, one in packaged.corpus.relations.items() if one.family.value == "causal" and not one.comparative}
    supported = (one for one in packaged.corpus.claims.values() if one.tally.supports and one.relation in causal)
    assert drawn == {(one.subject, one.relation, one.object) for one in supported}


def test_is_it_disputed(packaged: Graph) -> None:
    assert packaged.query_named("is-it-disputed")
    assert not packaged.query_named("is-it-disputed", claim=GMED)
    assert packaged.query_named("is-it-disputed", claim="vastus medialis oblique controls patellar tracking")


def test_dossier(packaged: Graph) -> None:
    text = packaged.query_named("dossier").serialize("turtle")
    assert f"<claim/{GMED}> a kg:Claim" in text
    assert f"<assertion/somerset-2018.{GMED}.qualifies> a kg:Assertion" in text
    assert "kg:reason <concept/foot-pronation>" in text
    assert f"kg:supportCount {packaged.claim(GMED).tally.supports} " in text


def test_there_is_a_test_for_every_query_and_no_other() -> None:
    names = (*globals(), *vars(test_named_queries_evidence))
    tested = {name.removeprefix("test_").replace("_", "-") for name in names if name.startswith("test_")}
    assert set(named_queries()) <= tested
    assert len(named_queries()) >= 20
