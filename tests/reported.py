"""Reports built by hand, for tests: what a checker would say of a draft, with every part in it that a report can have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from builders import claim, concept, corpus, disputes, qualifies, reports, source, supports

from kneegraph.check import BY_VERDICT, Finding, OverReach, Place, Report, Verdict, rule
from kneegraph.drafts import Draft
from kneegraph.graph import Graph
from kneegraph.model import Claim, Corpus
from kneegraph.text.documents import Form
from kneegraph.text.stated import Polarity, Reach, Span

VALGUS = claim(
    "weak glutes", "causes", "knee valgus", supports("s1"), supports("s2"), supports("s3"), qualifies("s4", reason="pronation")
)
TRACKING = claim("vmo", "controls", "patellar tracking", supports("s1"), disputes("s4"))
CLAMSHELL = claim("clamshell", "targets", "glutes", supports("s2"))
FORM = claim("strong glutes", "improves", "running form", reports("s3"))

ARTICLE = """# Knees

The VMO controls patellar tracking. Clamshells do not train the
glutes — trust me.

<!-- kneegraph-ignore KG105: so says the coach -->

- Weak glutes *always* cause knee valgus.
- Strong glutes improve running form, and clamshells target the glutes.

Shin splints cause valgus.
"""


def place(text: str, words: str, start: int = 0) -> Place:
    """Where these words stand in a text."""
    begin = text.index(words, start)
    end = begin + len(words)
    lines = [(text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)) for at in (begin, end)]
    return Place(*lines[0], *lines[1], begin, end)


def finding(
    text: str,
    sentence: str,
    verdict: Verdict,
    of: Claim | None,
    *,
    span: str | None = None,
    over: Sequence[tuple[str, Reach, str]] = (),
    suggestion: str | None = None,
    message: str = "",
    path: str = "draft.md",
    denied: bool = False,
) -> Finding:
    """A verdict on a sentence of the text, as the checker would build it."""
    one, where = BY_VERDICT[verdict], place(text, sentence)
    return Finding(
        path,
        where,
        sentence,
        one.code,
        one.severity,
        message or one.says,
        span=place(text, span, where.start) if span else where,
        verdict=verdict,
        polarity=Polarity.DENIED if denied else Polarity.AFFIRMED,
        subject=of.subject if of else "shin-splints",
        relation=of.relation if of else "causes",
        object=of.object if of else "knee-valgus",
        claim=of,
        over=tuple(OverReach(place(text, words, where.start), words, reach, narrower) for words, reach, narrower in over),
        suggestion=suggestion,
    )


def comment(text: str, words: str, code: str, *, path: str = "draft.md") -> Finding:
    """A finding on an ignore comment."""
    where = place(text, words)
    return Finding(path, where, words, code, rule(code).severity, "Nothing here is overstated (KG105).", span=where)


def article(path: str = "draft.md") -> tuple[Draft, Report]:
    """The article with one finding of each verdict but one, and an idle comment."""
    strength = [("always", Reach.SCOPE, "often")]
    found = (
        finding(ARTICLE, "The VMO controls patellar tracking.", Verdict.CONTESTED, TRACKING, path=path,
                span="The VMO controls patellar tracking",
                suggestion="Whether the VMO controls patellar tracking is disputed."),
        finding(ARTICLE, "Clamshells do not train the\nglutes — trust me.", Verdict.CONTRADICTED, CLAMSHELL, path=path,
                span="Clamshells do not train the\nglutes", denied=True, message="1 source supports it, none disputes it."),
        comment(ARTICLE, "<!-- kneegraph-ignore KG105: so says the coach -->", "KG201", path=path),
        finding(ARTICLE, "Weak glutes *always* cause knee valgus.", Verdict.OVERSTATED, VALGUS, path=path, over=strength,
                span="Weak glutes *always* cause knee valgus", suggestion="Weak glutes often cause knee valgus."),
        finding(ARTICLE, "Strong glutes improve running form, and clamshells target the glutes.", Verdict.REPORTED, FORM,
                path=path, span="Strong glutes improve running form"),
        finding(ARTICLE, "Strong glutes improve running form, and clamshells target the glutes.", Verdict.SUPPORTED, CLAMSHELL,
                path=path, span="clamshells target the glutes"),
        finding(ARTICLE, "Shin splints cause valgus.", Verdict.NOT_IN_GRAPH, None, path=path),
    )  # fmt: skip
    silenced = (replace(found[0], message="set aside"),)
    return Draft(path, ARTICLE, Form.MARKDOWN), Report(path, found, sentences=5, words=31, silenced=silenced)


def small_corpus() -> Corpus:
    """The claims of the article, with what they mention."""
    told = replace(
        source("s4"), title="Four | <b>bold</b>", creator="A. Author", issued="2018-11-06", url="https://example.org/4"
    )
    return corpus(VALGUS, TRACKING, CLAMSHELL, FORM, concept("shin splints"), told)


def small_graph() -> Graph:
    """The graph of these claims."""
    return Graph(small_corpus())


def span_of(where: Place) -> Span:
    """A place as a span."""
    return Span(where.start, where.end)
