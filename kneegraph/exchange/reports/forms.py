"""Reports as plain JSON values: the one shape that the shell and the web share, fixed by design section 6.

Concepts are written by preferred label; claims, assertions and sources by identifier. Lines and columns count from 1,
`offsets` are code points from 0. What design section 6 does not name (`severity`, `stated`, `hedged`, `nearness`, `span`,
`over`, `offsets`, `licence`) is added to it, never put in its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from kneegraph.check.report import Finding, OverReach, Place, Report
from kneegraph.exchange.evidence import licence_form
from kneegraph.exchange.forms import Json, assertion_form
from kneegraph.graph import Graph
from kneegraph.model import Assertion, Corpus, Tally

VERSION = 1


def report_form(graph: Graph, *reports: Report, rests_on: Json | None = None) -> Json:
    """The reports on one draft or several, with the graph that they rest on: its `graph_form`, unless that is at hand."""
    findings = [finding for report in reports for finding in report.findings]
    return {
        "version": VERSION,
        "graph": rests_on or graph_form(graph),
        "findings": [finding_form(graph, finding) for finding in findings],
        "summary": summary_form(reports),
    }


def graph_form(graph: Graph) -> Json:
    """What the findings rest on: how many claims and sources, and the digest of what they say."""
    corpus = graph.corpus
    return {"claims": len(corpus.claims), "sources": len(corpus.sources), "sha256": digest(corpus)}


def digest(corpus: Corpus) -> str:
    """SHA-256 over all that a verdict may follow from: labels, claims, assertions. Other order, same digest.

    Cost: one pass over concepts and assertions, milliseconds for some thousands.
    """
    lines = [
        *(
            f"{one.id} {one.labels} {one.state_of} {one.sign} {one.opposite_of} {one.broader}"
            for one in corpus.concepts.values()
        ),
        *(f"claim {one.id} {one.label}" for one in corpus.claims.values()),
        *(f"{one.id} {one.certainty} {one.scope} {one.paraphrase} {_reasons(one)}" for one in corpus.assertions),
        *(f"source {one.id} {one.title} {one.issued}" for one in corpus.sources.values()),
    ]
    return sha256("\n".join(sorted(lines)).encode("utf-8", "backslashreplace")).hexdigest()


def _reasons(assertion: Assertion) -> list[str]:
    return [f"{why.aspect.value} {why.reason} {why.comment}" for why in assertion.qualifications]


def summary_form(reports: Iterable[Report]) -> Json:
    """What was looked at and what was found, counted over all drafts."""
    looked_at = list(reports)
    by_verdict: dict[str, int] = {}
    for report in looked_at:
        for verdict, count in report.by_verdict.items():
            by_verdict[verdict.value] = by_verdict.get(verdict.value, 0) + count
    return {
        "drafts": len(looked_at),
        "sentences": sum(one.sentences for one in looked_at),
        "words": sum(one.words for one in looked_at),
        "findings": sum(len(one.findings) for one in looked_at),
        "by_verdict": by_verdict,
        "silenced": sum(len(one.silenced) for one in looked_at),
    }


def finding_form(graph: Graph, finding: Finding) -> Json:
    """A finding with the sources behind it. Of an ignore comment, verdict, claim and tally are null."""
    return {
        "path": finding.path,
        **place_form(finding.place),
        "offsets": {"start": finding.place.start, "end": finding.place.end},
        "text": finding.text,
        "rule": finding.rule,
        "severity": finding.severity,
        "verdict": finding.verdict,
        "polarity": finding.polarity if finding.verdict else None,
        "hedged": finding.hedged,
        "nearness": finding.nearness if finding.claim else None,
        "claim": _claim_form(graph, finding) if finding.verdict else None,
        "stated": _stated_form(graph, finding) if finding.verdict else None,
        "tally": (finding.claim.tally if finding.claim else Tally()).as_dict() if finding.verdict else None,
        "assertions": [assertion_form(graph, one) for one in finding.claim.assertions] if finding.claim else [],
        "span": {**place_form(finding.span), "start": finding.span.start, "end": finding.span.end},
        "over": [_over_form(one) for one in finding.over],
        "message": finding.message,
        "suggestion": finding.suggestion,
        "licence": licence_form(graph, finding.licence) if finding.licence else None,
    }


def place_form(place: Place) -> Json:
    """Lines and columns from 1; `end_column` is the one just behind the last character."""
    return {
        "line": place.line,
        "column": place.column,
        "end_line": place.end_line,
        "end_column": place.end_column,
    }


def _claim_form(graph: Graph, finding: Finding) -> Json:
    """The claim of the graph, or with a null identifier what was understood."""
    claim = finding.claim
    if claim is None:
        return {"id": None, **_stated_form(graph, finding)}
    return {
        "id": claim.id,
        "subject": graph.label(claim.subject),
        "relation": claim.relation,
        "object": graph.label(claim.object),
        "outcome": graph.label(claim.outcome) if claim.outcome else None,
    }


def _stated_form(graph: Graph, finding: Finding) -> Json:
    """What the sentence was understood to say, which may be broader, narrower or the opposite of the graph's claim."""
    return {
        "subject": graph.label(finding.subject) if finding.subject else None,
        "relation": finding.relation,
        "object": graph.label(finding.object) if finding.object else None,
        "outcome": graph.label(finding.outcome) if finding.outcome else None,
    }


def _over_form(over: OverReach) -> Json:
    place = over.place
    return {
        "text": over.text,
        "reach": over.reach,
        "narrower": over.narrower,
        **place_form(place),
        "start": place.start,
        "end": place.end,
    }
