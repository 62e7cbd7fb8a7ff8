"""The packaged queries: each against the packaged data, and where that cannot show it against a small built graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import claim, concept, corpus, disputes, qualifies, source, state, supports
from pyoxigraph import RdfFormat, parse
from pyoxigraph import Store as Oxigraph
from rdflib.plugins.sparql.parser import parseQuery

import kneegraph
from kneegraph import Graph, Stance, Standing, vocab
from kneegraph.errors import DataError, QueryError, UnknownTermError
from kneegraph.model import Assertion, Basis, Certainty, Claim, Kind
from kneegraph.queries import NamedQuery, Parameter, named_queries, read_query
from kneegraph.sparql import tokens
from kneegraph.store import MemoryStore, Value

QUERIES = named_queries()
VMO = "vastus-medialis-oblique.controls.patellar-tracking"
GMED = "weak-gluteus-medius.causes.knee-valgus"

Row = dict[str, Value]


@pytest.fixture(scope="module")
def packaged() -> Graph:
    return kneegraph.load()


def rows(graph: Graph, name: str, **values: str) -> list[Row]:
    return list(graph.query_named(name, **values))


def column(found: list[Row], name: str) -> list[str]:
    return [short(row[name]) for row in found]


def short(value: Value) -> str:
    text = str(value)
    return text.removeprefix(vocab.ID).partition("/")[2] if text.startswith(vocab.ID) else text


def claims(graph: Graph, wanted: Callable[[Claim], bool]) -> set[str]:
    return {one.id for one in graph.corpus.claims.values() if wanted(one)}


def said(graph: Graph, wanted: Callable[[Assertion], bool]) -> list[str]:
    return sorted(one.claim for one in graph.corpus.assertions if wanted(one))


# Each query by itself


def test_contested(packaged: Graph) -> None:
    found = rows(packaged, "contested")
    disagreed = (Standing.CONTESTED, Standing.DISPUTED, Standing.QUALIFIED)
    assert set(column(found, "claim")) == claims(packaged, lambda one: one.standing in disagreed)
    vmo = next(row for row in found if short(row["claim"]) == VMO)
    assert (vmo["standing"], vmo["supports"], vmo["disputes"], vmo["qualifies"]) == ("contested", 1, 1, 0)


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
    starts = [row["start"] for row in found]
    assert all(isinstance(start, int) for start in starts)
    assert starts == sorted(starts, key=str) or starts == sorted(starts, key=lambda start: int(start or 0))
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
    assert (weak["standing"], weak["supports"], weak["qualifies"], weak["disputes"]) == ("qualified", 3, 1, 0)
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
    assert all(row["action"] != row["opposite"] for row in found)


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
    assert (column(found, "claim")[0], found[0]["sources"]) == (GMED, 4)
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
    drawn = {
        (short(quad.subject.value), vocab.term(quad.predicate.value), short(str(quad.object.value)))
        for quad in packaged.query_named("causal-map").quads
        if quad.predicate.value.startswith(vocab.KG)
    }
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
    assert "kg:supportCount 3" in text


# All of them together


def test_there_is_a_test_for_every_query_and_no_other() -> None:
    tested = {name.removeprefix("test_").replace("_", "-") for name in globals() if name.startswith("test_")}
    assert set(QUERIES) <= tested
    assert len(QUERIES) >= 20


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_a_query_answers_with_its_defaults(packaged: Graph, query: NamedQuery) -> None:
    result = packaged.query_named(query.name)
    assert bool(result) if result.form == "ASK" else list(result if result.form == "SELECT" else result.quads)


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_a_query_is_documented(query: NamedQuery) -> None:
    assert query.name == vocab.slug(query.name)
    assert query.about.endswith(".")
    assert not query.title.endswith(".")
    assert all(parameter.about and parameter.default for parameter in query.parameters)


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_a_query_can_be_pasted_into_any_endpoint(query: NamedQuery) -> None:
    Oxigraph().query(query.text)  # without our prefixes
    parseQuery(query.text)
    declared = {token.text for token in tokens(query.text) if token.sort == "name" and token.text.endswith(":")}
    used = {
        token.text.partition(":")[0] + ":" for token in tokens(query.text) if token.sort == "name" and token.text[-1] != ":"
    }
    assert declared == used


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_a_query_has_no_pattern_that_grows_with_the_square_of_the_graph(query: NamedQuery) -> None:
    words = [token.text.upper() for token in tokens(query.text) if token.sort == "word"]
    assert "EXISTS" not in words


@pytest.mark.parametrize("query", QUERIES.values(), ids=list(QUERIES))
def test_an_answer_has_the_same_order_however_the_data_were_loaded(packaged: Graph, query: NamedQuery) -> None:
    assert isinstance(packaged.store, MemoryStore)
    quads = list(parse(packaged.store.dump("nq"), RdfFormat.N_QUADS))
    text = query.with_values({}, packaged._resolve)
    answers = [MemoryStore(order).query(text) for order in (quads, quads[::-1])]
    form = "csv" if answers[0].form in ("SELECT", "ASK") else "turtle"
    assert answers[0].serialize(form) == answers[1].serialize(form)


# Parameters and headers

DEFINED = "# title: T\n# about: A.\n# param: c (concept) : which\n# param: t (text) = x y : words\n\nSELECT ?c ?t WHERE { }\n"


def defined(folder: Path, text: str = DEFINED) -> NamedQuery:
    path = folder / "one.rq"
    path.write_text(text, encoding="utf-8")
    return read_query(path)


def resolve(sort: str, value: str) -> str:
    return f"urn:{sort}:{value}"


def test_a_header_is_read_as_it_is_written(tmp_path: Path) -> None:
    query = defined(tmp_path, DEFINED.replace("A.\n", "A\n# about: and more: B.\n"))
    assert (query.name, query.title, query.about) == ("one", "T", "A and more: B.")
    assert query.parameters == (Parameter("c", "concept", "which"), Parameter("t", "text", "words", "x y"))


def test_values_are_resolved_and_defaults_filled_in(tmp_path: Path) -> None:
    text = defined(tmp_path).with_values({"c": "a"}, resolve)
    assert 'WHERE { VALUES (?c ?t) { (<urn:concept:a> "x y") }' in text


@pytest.mark.parametrize(
    ("values", "error", "message"),
    [
        ({}, QueryError, r"one needs a value for c \(which\)"),
        ({"c": "a", "d": "b"}, UnknownTermError, "no parameter of one is called 'd'; nearest: c, t"),
        ({"c": "a b"}, QueryError, "'a b' cannot stand in a query"),
        ({"c": "a", "t": "\udcff"}, QueryError, "cannot stand in a query"),
    ],
)
def test_values_that_do_not_fit(tmp_path: Path, values: dict[str, str], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        defined(tmp_path).with_values(values, resolve)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("# title: T\n", "", 1, "the header has no '# title: …' line"),
        ("# about: A.\n", "", 1, "the header has no '# about: …' line"),
        ("# about", "# abuot", 2, "one of title, about, param .got '# abuot: A.'"),
        ("(concept)", "(thing)", 3, "where sort is one of concept, source, claim, relation, text"),
        (" : which", "", 3, "a parameter reads 'name .sort. = default : sentence"),
        ("SELECT ?c ", "SELECT ?concept ", 3, r"the query has no variable \?c"),
    ],
)
def test_a_header_that_cannot_be_read(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    with pytest.raises(DataError, match=message) as caught:
        defined(tmp_path, DEFINED.replace(old, new))
    assert caught.value.line == line
    assert str(caught.value).startswith(f"{tmp_path / 'one.rq'}:{line}: ")


def test_a_comment_further_down_is_not_the_header(tmp_path: Path) -> None:
    assert defined(tmp_path, DEFINED + "# note: anything\n# title: other\n").title == "T"


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="there is no such folder of queries"):
        named_queries(tmp_path / "queries")


def test_a_wrong_name_gets_the_nearest(packaged: Graph) -> None:
    with pytest.raises(UnknownTermError, match="no query is called 'contestd'; nearest: contested"):
        packaged.query_named("contestd")
    with pytest.raises(UnknownTermError, match="no parameter of causes-of is called 'efect'"):
        packaged.query_named("causes-of", efect="knee valgus")
    with pytest.raises(UnknownTermError, match="nearest: knee-valgus"):
        packaged.query_named("causes-of", effect="knee valgis")
