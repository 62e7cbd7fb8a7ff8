"""The draft checker in a real browser, for tests: opened and watched, written in, and answered with what a test likes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import BrowserContext, Page, Route

Json = dict[str, Any]

SEVERITY = {"contradicted": "error", "contested": "error", "overstated": "warning", "qualified": "warning"}
RULES = {
    "supported": "KG101",
    "qualified": "KG102",
    "contested": "KG103",
    "contradicted": "KG104",
    "overstated": "KG105",
    "reported": "KG106",
    "not-in-graph": "KG107",
}


ALWAYS = "Weak glutes always cause knee valgus."
OFTEN = "Weak glutes often cause knee valgus, though not alone."
VMO = "The VMO controls patellar tracking."
DRAFT = f"# Knees\n\nHello there. {ALWAYS} Nothing else.\n\n{VMO} Clamshells help.\n"


@contextmanager
def opened_draft_page(context: BrowserContext, server_url: str) -> Iterator[Page]:
    """The page, opened. At the end nothing may have been asked of any other place, and nothing may have been complained of."""
    opened = context.new_page()
    troubles: list[str] = []
    own = (f"{server_url}/", "blob:", "data:")
    opened.on("pageerror", lambda error: troubles.append(f"error: {error}"))
    opened.on("dialog", lambda dialog: troubles.append(f"dialog: {dialog.message}"))
    opened.on("request", lambda asked: None if asked.url.startswith(own) else troubles.append(asked.url))
    opened.on("console", lambda said: None if "Failed to load resource" in said.text else troubles.append(said.text))
    opened.goto(f"{server_url}/check")
    ready(opened)
    yield opened
    assert troubles == []


def ready(page: Page) -> None:
    page.wait_for_selector("body[data-ready=yes]")


def write(page: Page, text: str) -> None:
    """Put a text in the place of the draft, as if pasted."""
    page.locator("#draft").fill(text)


def drafted(page: Page) -> str:
    return page.locator("#draft").input_value()


def checked(page: Page, text: str) -> None:
    """Write a draft and wait for what the server says of it."""
    with page.expect_response("**/api/check"):
        write(page, text)
    settled(page)


def settled(page: Page) -> None:
    """Wait until nothing is on its way."""
    page.wait_for_selector("body[data-checking=no]")
    page.wait_for_timeout(50)


def underlined(page: Page, selector: str = "#marks [data-verdict]") -> list[tuple[str, str]]:
    """What is underlined in the draft: text and verdict, in order; neighbours of the same sentence as one."""
    found: list[tuple[str, str]] = []
    last = None
    each = "(all) => all.map((one) => [one.textContent, one.dataset.verdict, one.dataset.mark])"
    for text, verdict, mark in page.locator(selector).evaluate_all(each):
        if mark == last:
            found[-1] = (found[-1][0] + text, verdict)
        else:
            found.append((text, verdict))
        last = mark
    return found


# What the server says, made up


def finding(draft: str, sentence: str, verdict: str, *, nth: int = 0, **more: Any) -> Json:
    """A finding on a sentence of a draft, at its place (in code points, as the server counts)."""
    at = -1
    for _ in range(nth + 1):
        at = draft.index(sentence, at + 1)
    end = at + len(sentence)
    line = draft.count("\n", 0, at) + 1
    claim = {"id": "a.causes.b", "subject": "weak glutes", "relation": "causes", "object": "knee valgus", "outcome": None}
    over = [_over(draft, at, words, reach, narrower) for words, reach, narrower in more.pop("over", [])]
    return {
        "path": "-",
        "line": line,
        "column": at - draft.rfind("\n", 0, at),
        "offsets": {"start": at, "end": end},
        "span": {"start": at, "end": end, "line": line},
        "text": sentence,
        "rule": RULES[verdict],
        "severity": SEVERITY.get(verdict, "note"),
        "verdict": verdict,
        "polarity": "affirmed",
        "hedged": False,
        "nearness": "exact",
        "claim": claim,
        "stated": claim,
        "tally": {"supports": 3, "disputes": 0, "qualifies": 1, "reports": 0},
        "assertions": [assertion("supports"), assertion("qualifies")],
        "over": over,
        "message": f"this is {verdict}",
        "suggestion": None,
        **more,
    }


def _over(draft: str, start: int, words: str, reach: str, narrower: str) -> Json:
    at = draft.index(words, start)
    return {"start": at, "end": at + len(words), "text": words, "reach": reach, "narrower": narrower}


def assertion(stance: str, source: str = "somerset-2018", **more: Any) -> Json:
    """One source's stance, as the API has it."""
    return {
        "id": f"{source}.a.causes.b.{stance}",
        "source": source,
        "title": f"An article of {source}",
        "url": "https://example.org/article",
        "tier": "popular",
        "stance": stance,
        "certainty": "certain",
        "paraphrase": f"It {stance} this.",
        "attributed_to": [],
        "qualifications": [{"aspect": "scope", "reason": None, "comment": "only when the foot is down"}]
        if stance == "qualifies"
        else [],
        "effect": None,
        "quote": None,
        **more,
    }


def report(findings: Sequence[Json], sentences: int = 3) -> Json:
    by_verdict: dict[str, int] = {}
    for one in findings:
        by_verdict[one["verdict"]] = by_verdict.get(one["verdict"], 0) + 1
    summary = {"sentences": sentences, "words": 0, "findings": len(findings), "by_verdict": by_verdict, "silenced": 0}
    return {"version": 1, "graph": {"claims": 7, "sources": 4, "sha256": "0"}, "findings": list(findings), "summary": summary}


def answer_with(page: Page, answer: Callable[[str], Json | None]) -> list[str]:
    """Drafts are answered so from now on; None means never. Gives the drafts as they come."""
    asked: list[str] = []

    def fulfil(route: Route) -> None:
        text = route.request.post_data or ""
        asked.append(text)
        told = answer(text)
        if told is not None:
            route.fulfill(body=json.dumps(told), content_type="application/json")

    page.route("**/api/check", fulfil)
    return asked


def judged(text: str) -> Json:
    """Two sentences are judged wherever they stand."""
    found = []
    if ALWAYS in text:
        found.append(finding(text, ALWAYS, "overstated", over=[("always", "scope", "often")], suggestion=OFTEN))
    if VMO in text:
        tally = {"supports": 1, "disputes": 1, "qualifies": 0, "reports": 0}
        sides = [assertion("supports", "one"), assertion("disputes", "two")]
        found.append(finding(text, VMO, "contested", tally=tally, assertions=sides, suggestion=None))
    return report(found, sentences=5)
