"""A checker made by hand for tests of the language server: it knows one claim, the words for it, and one word too many."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from builders import claim, disputes, supports

from kneegraph.check.report import Finding, OverReach, Place, Report, Severity, Verdict
from kneegraph.lsp.card import Evidence
from kneegraph.model import Claim, Source, Tier
from kneegraph.text.documents import Form
from kneegraph.text.lines import Lines
from kneegraph.text.stated import Reach, Span

SENTENCE = re.compile(r"(?P<over>Always |always )?(?P<span>[Tt]he VMO (?P<inner>always )?controls patellar tracking)\.")
SUGGESTION = "Whether the VMO controls patellar tracking is debated."
TITLE = "Knees [and] *hips*"


def contested() -> Claim:
    return claim("VMO", "controls", "patellar tracking", supports("s1"), disputes("s2"))


def evidence() -> Evidence:
    one = Source("s1", TITLE, Tier.POPULAR, "blogPost", "core", issued="2018-11-06", url="https://example.org/a (b)")
    return Evidence({"s1": one, "s2": replace(one, id="s2", title="Another", url=None, issued=None)})


def place(text: str, start: int, end: int) -> Place:
    return Lines(text).place(Span(start, end))


def check(text: str, form: Form, path: str) -> Report:
    assert isinstance(form, Form)
    return Report(path, tuple(_findings(text, path)), sentences=text.count("."))


def _findings(text: str, path: str) -> Iterator[Finding]:
    for found in SENTENCE.finditer(text):
        over = [
            OverReach(place(text, *(found.start(name), found.end(name) - 1)), found[name].strip(), Reach.CERTAINTY, narrower)
            for name, narrower in (("over", ""), ("inner", "may"))
            if found[name]
        ]
        yield Finding(
            path=path,
            place=place(text, *found.span()),
            text=found[0],
            rule="KG103",
            severity=Severity.ERROR,
            message="1 source supports this and 1 disputes it.",
            span=place(text, *found.span("span")),
            verdict=Verdict.CONTESTED,
            claim=contested(),
            over=tuple(over),
            suggestion=SUGGESTION,
        )
