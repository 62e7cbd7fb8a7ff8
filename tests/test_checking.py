"""The checker as a whole: drafts in, reports out; places, forms, comments, hostile input, near and far.

Golden cases: `cases/check/NAME.md`, `.txt` or `.html` beside `NAME.expected`; `pytest --update` writes what they give.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from running_server import running_server

import kneegraph
from kneegraph.check import RULES, Checker, Finding, Report, Rule, Verdict
from kneegraph.errors import DataError
from kneegraph.text.documents import Form, form_of
from kneegraph.text.stated import Reach

CASES = Path(__file__).parent / "cases" / "check"
FORMS = [form.value for form in Form]


@pytest.fixture(scope="module")
def checker() -> Checker:
    return kneegraph.load(collection="core").checker


_CORE: list[Checker] = []


def core_checker() -> Checker:
    """The same for properties, which take no fixtures of a module."""
    if not _CORE:
        _CORE.append(kneegraph.load(collection="core").checker)
    return _CORE[0]


def told(report: Report) -> list[tuple[str, str]]:
    return [(str(one.verdict or one.rule), one.text) for one in report.findings]


def one(report: Report) -> Finding:
    (found,) = report.findings
    return found


# Golden cases


@pytest.mark.parametrize("path", sorted(path for path in CASES.iterdir() if path.suffix != ".expected"), ids=lambda p: p.name)
def test_a_draft_is_checked_as_its_golden_case_says(path: Path, checker: Checker, request: pytest.FixtureRequest) -> None:
    text = path.read_text(encoding="utf-8")
    report = checker.check(text, form=form_of(path).value, path=path.name)
    got = "".join(described(text, report))
    expected = path.with_suffix(".expected")
    if request.config.getoption("--update"):
        expected.write_text(got, encoding="utf-8")
    assert got == expected.read_text(encoding="utf-8")


def described(text: str, report: Report) -> Iterator[str]:
    """Each finding with its place, the words underlined, what is said, and what is offered."""
    for found in (*report.findings, *(replace(one, message="(set aside)", suggestion=None) for one in report.silenced)):
        place, words = found.place, text[found.span.start : found.span.end]
        yield f"{place.line}:{place.column}-{place.end_line}:{place.end_column} {found.rule} {found.verdict or ''}\n"
        yield f"  claim    {words!r} {found.subject} {found.relation} {found.object} {found.polarity}\n"
        for over in found.over:
            yield f"  over     {over.place.line}:{over.place.column} {over.text!r} {over.reach} → {over.narrower!r}\n"
        yield f"  message  {found.message}\n"
        if found.suggestion:
            yield f"  instead  {found.suggestion}\n"
    yield f"{report.sentences} sentences, {report.words} words\n"


# What shows that it is done


def sources(found: Finding) -> dict[str, tuple[str, ...]]:
    assert found.claim is not None
    return {stance.value: found.claim.sources(stance) for stance in kneegraph.Stance if found.claim.sources(stance)}


def done(graph: kneegraph.Graph) -> None:
    """The sentences by which the draft checker is known to work, whatever the graph stands on."""
    contested = one(graph.check("The VMO controls patellar tracking."))
    assert contested.verdict is Verdict.CONTESTED
    assert sources(contested) == {"supports": ("fti-medial-knee",), "disputes": ("somerset-2018",)}
    for name in ("Functional Training Institute", "Dean Somerset"):
        assert name in contested.message
        assert name in (contested.suggestion or "")
    qualified = one(graph.check("A weak gluteus medius causes knee valgus."))
    assert qualified.verdict is Verdict.QUALIFIED
    assert qualified.claim is not None
    assert (qualified.claim.tally.supports, qualified.claim.tally.qualifies) == (3, 1)
    assert sources(qualified)["supports"] == ("hanjunko-2017", "jordan-glute-strengthening", "makrunning-2018")
    assert sources(qualified)["qualifies"] == ("somerset-2018",)
    assert "supported by 3" in qualified.message
    assert "qualified by 1" in qualified.message
    assert one(graph.check("Clamshells do not train the gluteus medius.")).verdict is Verdict.CONTRADICTED
    overstated = one(graph.check("Weak glutes always cause knee valgus."))
    assert (overstated.verdict, [over.text for over in overstated.over]) == (Verdict.OVERSTATED, ["always"])
    assert graph.check("Do weak glutes cause knee pain?").findings == ()
    assert {found.verdict for found in graph.check("Creatine improves sprint recovery.").findings} <= {Verdict.NOT_IN_GRAPH}
    unknown = one(graph.check("Shin splints cause overpronation."))
    assert (unknown.verdict, unknown.claim) == (Verdict.NOT_IN_GRAPH, None)
    assert "reverse" in unknown.message


DRAFT = (CASES / "article.md").read_text(encoding="utf-8")


def test_it_is_done_on_the_packaged_graph() -> None:
    done(kneegraph.load(collection="core"))


def test_near_and_far_give_the_same_findings(tmp_path: Path) -> None:
    with running_server(tmp_path) as url:
        graphs = [kneegraph.load(), kneegraph.open_store(tmp_path / "store"), kneegraph.connect(f"{url}/sparql")]
        reports = [graph.check(DRAFT, path="draft.md") for graph in graphs]
        assert len(reports[0].findings) > 5
        assert reports[1] == reports[0]
        assert reports[2] == reports[0]
        for graph in graphs:
            done(graph.restricted(collection="core"))


def test_the_same_draft_gives_the_same_report_every_time(checker: Checker) -> None:
    assert checker.check(DRAFT) == checker.check(DRAFT) == Checker(kneegraph.load(collection="core").corpus).check(DRAFT)


def test_the_word_for_a_proof_is_underlined(checker: Checker) -> None:
    found = one(checker.check("It is proven that overpronation causes shin splints."))
    assert found.verdict is Verdict.OVERSTATED
    assert [(over.text, over.reach, over.narrower) for over in found.over] == [("proven", Reach.CERTAINTY, "possible")]


# Rules


def codes(report: Report) -> set[str]:
    return {found.rule for found in report.findings}


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one.code)
def test_a_rule_fires_on_its_example_and_is_silent_on_the_other(rule: Rule, checker: Checker) -> None:
    fired = codes(checker.check(rule.fires))
    # A comment that is at fault silences nothing, so that what stands behind it is told of as well.
    assert fired == {rule.code} if rule.verdict else fired >= {rule.code}
    assert rule.code not in codes(checker.check(rule.silent))
    for found in checker.check(rule.fires).findings:
        if found.rule == rule.code:
            assert (found.severity, found.verdict) == (rule.severity, rule.verdict)


# Places

VALGUS, OVER = "Overpronation always causes shin splints", "always"


@pytest.mark.parametrize(
    ("form", "draft", "line", "column", "sentence", "span", "over"),
    [
        ("text", "One.\n\nOverpronation always\ncauses shin splints. Two.", 3, 1, None, None, OVER),
        ("text", "A first one. Overpronation always causes shin splints.", 1, 14, f"{VALGUS}.", VALGUS, OVER),
        ("text", "e\u0301 is é. 😀 Overpronation always causes shin splints.", 1, 10, None, VALGUS, OVER),
        ("text", "One.\r\n\r\nOverpronation always causes shin splints.\r\n", 3, 1, f"{VALGUS}.", VALGUS, OVER),
        ("text", "One.\r\rOverpronation always causes shin splints.", 3, 1, f"{VALGUS}.", VALGUS, OVER),
        ("markdown", "**Overpronation** *always* causes __shin splints__.", 1, 3, None, None, OVER),
        ("markdown", "Overpronation **alw*ay*s** causes shin splints.", 1, 1, None, None, "alw*ay*s"),
        ("markdown", "[Overpronation](https://a.b/c) always causes [shin splints](x).", 1, 2, None, None, OVER),
        ("markdown", "# Title\n\n- One.\n- Overpronation always causes shin splints.", 4, 3, f"{VALGUS}.", VALGUS, OVER),
        ("markdown", "1. One.\n   - Overpronation\n     always causes shin splints.", 2, 6, None, None, OVER),
        ("markdown", "> Quoted.\n> Overpronation always\n> causes shin splints.", 2, 3, None, None, OVER),
        ("markdown", "| a | b |\n|---|---|\n| c | Overpronation always causes shin splints. |", 3, 7, None, VALGUS, OVER),
        ("markdown", "Über e\u0301 😀\r\n\r\n*Overpronation* always\r\ncauses shin splints.", 3, 2, None, None, OVER),
        ("markdown", "---\ntitle: x\n---\n\nOverpronation always causes shin splints.", 5, 1, f"{VALGUS}.", VALGUS, OVER),
        ("html", "<p>Overpronation <b>always</b>\ncauses shin splints.</p>", 1, 4, None, None, OVER),
        (
            "html",
            "<ul><li>One.</li>\n<li>Overpronation al&#119;ays causes shin splints.</li></ul>",
            2,
            5,
            None,
            None,
            "al&#119;ays",
        ),
        ("html", "<p>Salt &amp; pepper. Overpronation&nbsp;always causes shin splints.</p>", 1, 23, None, None, OVER),
    ],
)
def test_places_lead_to_the_words_in_the_file(
    form: str, draft: str, line: int, column: int, sentence: str | None, span: str | None, over: str, checker: Checker
) -> None:
    found = one(checker.check(draft, form=form))
    assert found.verdict is Verdict.OVERSTATED
    assert (found.place.line, found.place.column) == (line, column)
    assert found.text == draft[found.place.start : found.place.end]
    assert found.text == (sentence or found.text)
    words = draft[found.span.start : found.span.end]
    assert words == (span or words)
    assert words.startswith("Overpronation")
    assert words.rstrip("_*)x](").endswith("splints")
    assert [one.text for one in found.over] == [over]
    for place in (found.place, found.span, *(one.place for one in found.over)):
        assert lines_of(draft, place.start) == (place.line, place.column)
        assert lines_of(draft, place.end) == (place.end_line, place.end_column)
    assert draft[found.over[0].place.start : found.over[0].place.end] == over


def lines_of(draft: str, at: int) -> tuple[int, int]:
    """Line and column by another way than the checker's."""
    before = draft[:at].replace("\r\n", "\n").replace("\r", "\n")
    return before.count("\n") + 1, len(before) - before.rfind("\n")


def test_every_over_reaching_word_of_a_sentence_is_placed(checker: Checker) -> None:
    draft = "Certainly, clamshells are the only way to cure knee valgus, and they always reduce knee valgus."
    for found in checker.check(draft).findings:
        for over in found.over:
            assert draft[over.place.start : over.place.end] == over.text != ""


# What is no claim


@pytest.mark.parametrize(
    "draft",
    [
        "",
        "   \n\t\n",
        "<!-- The VMO controls patellar tracking. -->",
        "<!-- a -->\n\n<!-- b -->\n",
        "# The VMO controls patellar tracking.",
        "```\nThe VMO controls patellar tracking.\n```",
        "    The VMO controls patellar tracking.",
        "`The VMO controls patellar tracking.`",
        "---\ndescription: The VMO controls patellar tracking.\n---\n",
        "[x]: https://example.org 'The VMO controls patellar tracking.'",
    ],
)
def test_what_is_no_prose_is_not_checked(draft: str, checker: Checker) -> None:
    report = checker.check(draft)
    assert (report.findings, report.silenced) == ((), ())


def test_an_empty_draft_has_no_sentence(checker: Checker) -> None:
    assert [checker.check("", form=form) for form in FORMS] == [Report("-")] * 3


# Hostile input


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("bad", "what"), [("\ud800", "lone surrogate U.D800"), ("\udfff", "lone surrogate U.DFFF"), ("\0", "NUL")]
)
def test_what_is_no_text_is_an_error_that_names_the_draft_and_the_place(
    bad: str, what: str, form: str, checker: Checker
) -> None:
    with pytest.raises(DataError, match=what) as caught:
        checker.check(f"One.\n\nWeak {bad} glutes.", form=form, path="drafts/knees.md")
    assert str(caught.value).startswith("drafts/knees.md:3:6: ")


def test_a_form_that_there_is_not_is_an_error(checker: Checker) -> None:
    with pytest.raises(ValueError, match="docx"):
        checker.check("One.", form="docx")


HOSTILE = {
    "a line of a megabyte": "Overpronation causes shin splints. " * 28_000,
    "a word of a megabyte": "x" * 1_000_000,
    "a sentence of a megabyte": "overpronation causes shin splints and " * 27_000,
    "quotes in quotes": ">" * 5_000 + " Overpronation causes shin splints.",
    "lists in lists": "".join(f"{' ' * 2 * n}- Overpronation causes shin splints.\n" for n in range(300)),
    "brackets": "[" * 20_000 + "](" * 20_000,
    "stars": "*" * 50_000 + "a" + "_" * 50_000,
    "elements in elements": "<div><p>" * 5_000 + "Overpronation causes shin splints.",
    "open comments": "<!-- kneegraph-ignore KG103: x " * 3_000,
    "sentences of a word": "Glutes. " * 100_000,
    "commas": "overpronation, shin splints, " * 20_000 + ".",
    "nots": "Overpronation does " + "not " * 20_000 + "cause shin splints.",
    "combining characters": "Overpronation causes shin splints." + "\u0301" * 100_000,
    "blank lines": "\n" * 200_000 + "Overpronation causes shin splints.",
}


@pytest.mark.long
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_drafts_get_an_answer(name: str, form: str, checker: Checker) -> None:
    report = checker.check(HOSTILE[name], form=form)
    in_order(report)
    for found in report.findings[:100]:
        inside(HOSTILE[name], found)


def test_memory_is_a_part_of_the_draft_where_nothing_is_found(checker: Checker) -> None:
    draft = ("Nobody knows how the weather will be. " * 20 + "\n\n") * 1_600
    checker.check(draft[:10_000])  # what is read once and kept
    tracemalloc.start()
    checker.check(draft)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < len(draft) / 2


def test_findings_share_what_is_said_of_the_same_claim(checker: Checker) -> None:
    report = checker.check("Weak glutes always cause knee valgus.\n\n" * 2_000)
    assert len({id(one.message) for one in report.findings}) == len({id(one.suggestion) for one in report.findings}) == 1
    twice = checker.check("Weak glutes and flat feet cause knee valgus.").findings
    assert twice[0].place is twice[1].place
    assert twice[0].text is twice[1].text


# Properties

WORDS = (
    "Overpronation¦shin splints¦weak glutes¦the VMO¦clamshells¦knee valgus¦gluteus medius¦causes¦cause¦does not¦always¦may¦"
    "controls¦patellar tracking¦train¦never¦only¦and¦or¦, ¦. ¦? ¦: ¦; ¦**¦*¦_¦`¦> ¦- ¦# ¦\n¦\n\n¦\r\n¦\r¦| ¦[¦](x)¦<p>¦</p>¦"
    "<li>¦<!-- ¦ -->¦kneegraph-ignore KG103: so¦kneegraph-ignore-start¦kneegraph-ignore-end¦😀¦e\u0301¦&amp;¦&nbsp;¦\u00a0¦"
    "\u2028¦“¦”¦(¦)¦it¦that¦PFPS"
)
PIECES = st.lists(st.sampled_from(WORDS.split("¦")), max_size=40).flatmap(
    lambda some: st.sampled_from([" ", ""]).map(lambda by: by.join(some))
)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=120) | PIECES


def in_order(report: Report) -> None:
    starts = [found.place.start for found in report.findings]
    assert starts == sorted(starts)


def inside(draft: str, found: Finding) -> None:
    assert 0 <= found.place.start <= found.span.start <= found.span.end <= found.place.end <= len(draft)
    assert found.text == draft[found.place.start : found.place.end]
    for over in found.over:
        assert found.place.start <= over.place.start <= over.place.end <= found.place.end
        assert draft[over.place.start : over.place.end] == over.text
    assert (found.verdict is None) is (found.rule in ("KG201", "KG202"))


@given(ANY_TEXT, st.sampled_from(FORMS))
@settings(max_examples=300)
@example("Overpronation causes shin splints" * 50, "markdown")
def test_whatever_the_text_findings_are_in_order_and_lie_inside(draft: str, form: str) -> None:
    report = core_checker().check(draft, form=form)
    in_order(report)
    for found in (*report.findings, *report.silenced):
        inside(draft, found)
    assert sum(report.by_verdict.values()) == sum(found.verdict is not None for found in report.findings)


CLAIMS = (
    "The VMO controls patellar tracking.",
    "Weak glutes always cause knee valgus.",
    "Clamshells do not train the gluteus medius.",
    "Shin splints cause overpronation.",
    "It rained all week.",
    "Overpronation **causes** shin splints, and a weak gluteus medius causes knee valgus.",
)


@given(st.lists(st.sampled_from(CLAIMS), min_size=1, max_size=6), st.sampled_from(["text", "markdown"]))
@settings(max_examples=60)
def test_a_paragraph_without_claims_before_it_moves_the_findings_and_no_more(chosen: Sequence[str], form: str) -> None:
    draft, before = " ".join(chosen), "It rained all week, and the gym was shut.\n\n"
    alone, moved = core_checker().check(draft, form=form), core_checker().check(before + draft, form=form)
    assert [bare(found) for found in moved.findings] == [bare(found) for found in alone.findings]
    assert [found.place.line for found in moved.findings] == [found.place.line + 2 for found in alone.findings]
    assert [found.place.start - len(before) for found in moved.findings] == [found.place.start for found in alone.findings]
    assert moved.sentences == alone.sentences + 1


def bare(found: Finding) -> Finding:
    """The finding without its places."""
    nowhere = replace(found.place, line=1, column=1, end_line=1, end_column=1, start=0, end=0)
    over = tuple(replace(one, place=nowhere) for one in found.over)
    return replace(found, place=nowhere, span=nowhere, over=over)
