"""The draft checker at /check in a real browser: other wordings, files, failures, what is kept, text that is hostile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from draft_page import (
    ALWAYS,
    DRAFT,
    OFTEN,
    VMO,
    Json,
    answer_with,
    assertion,
    checked,
    drafted,
    finding,
    judged,
    opened_draft_page,
    report,
    settled,
    underlined,
)
from opened_page import PAYLOADS
from playwright.sync_api import BrowserContext, Page, Route, expect

pytestmark = pytest.mark.browser


@pytest.fixture
def page(context: BrowserContext, core_url: str) -> Iterator[Page]:
    with opened_draft_page(context, core_url) as opened:
        yield opened


@pytest.fixture
def drafting(page: Page) -> Page:
    """The page with a draft of two findings."""
    answer_with(page, judged)
    checked(page, DRAFT)
    expect(page.locator(".finding")).to_have_count(2)
    return page


# Wordings


def test_a_wording_is_shown_as_a_diff_applied_by_a_key_and_taken_back(drafting: Page) -> None:
    asked = answer_with(drafting, judged)
    drafting.locator(".finding-head").first.click()
    expect(drafting.locator(".diff del")).to_contain_text("always")
    expect(drafting.locator(".diff ins").first).to_contain_text("often")
    drafting.keyboard.press("a")
    after = DRAFT.replace(ALWAYS, OFTEN)
    assert drafted(drafting) == after
    settled(drafting)
    assert asked == [after]
    assert underlined(drafting) == [(VMO, "contested")]
    expect(drafting.locator(".finding-head")).to_be_focused()  # the next one
    drafting.keyboard.press("u")
    assert drafted(drafting) == DRAFT
    settled(drafting)
    expect(drafting.locator(".finding")).to_have_count(2)
    drafting.locator(".finding-head").first.click()
    drafting.get_by_role("button", name="Use this wording").click()
    drafting.keyboard.press("Control+z")  # outside of the draft
    assert drafted(drafting) == DRAFT
    drafting.locator(".finding-head").first.click()
    drafting.get_by_role("button", name="Use this wording").click()
    drafting.locator("#draft").press("Control+z")  # inside: the browser's own
    assert drafted(drafting) == DRAFT


@pytest.mark.parametrize(
    ("sentence", "over", "result"),
    [
        (ALWAYS, ("always", "scope", "often"), "Weak glutes often cause knee valgus."),
        (ALWAYS, ("always", "scope", ""), "Weak glutes cause knee valgus."),
        ("Always, weak glutes cause it.", ("Always", "scope", ""), "Weak glutes cause it."),
        ("Every knee hurts.", ("Every", "scope", "many a"), "Many a knee hurts."),
        ("It hurts always.", ("always", "scope", ""), "It hurts."),
    ],
)
def test_only_the_words_that_reach_too_far_are_replaced(
    page: Page, sentence: str, over: tuple[str, str, str], result: str
) -> None:
    answer_with(page, lambda text: report([finding(text, sentence, "overstated", over=[over])] if sentence in text else []))
    checked(page, f"Before. {sentence} After.")
    page.locator(".finding-head").click()
    page.locator(".too-far button").click()
    assert drafted(page) == f"Before. {result} After."
    page.keyboard.press("u")
    assert drafted(page) == f"Before. {sentence} After."


def test_without_a_wording_nothing_is_changed_and_it_is_said(drafting: Page) -> None:
    drafting.locator(".finding-head").nth(1).click()
    drafting.keyboard.press("a")
    expect(drafting.locator("#toast")).to_have_text("There is no other wording for this one")
    assert drafted(drafting) == DRAFT


# Drafts come and go


def test_a_file_is_opened_or_dropped_and_read_as_what_it_is(page: Page, tmp_path: Path) -> None:
    asked: list[tuple[str, str]] = []

    def note(route: Route) -> None:
        asked.append((route.request.headers["content-type"], route.request.post_data or ""))
        route.fulfill(json=judged(""))

    page.route("**/api/check", note)
    for name, media_type in (("a.md", "text/markdown"), ("b.TXT", "text/plain"), ("c.html", "text/html")):
        path = tmp_path / name
        path.write_bytes(b"\xef\xbb\xbfKnees\r\nhurt.")
        page.locator("#file").set_input_files(path)
        expect(page.locator("#toast")).to_contain_text(f"{name} opened")
        settled(page)
        assert asked[-1] == (f"{media_type}; charset=utf-8", "Knees\nhurt.")
    dropped(page, "dropped.md", "# Dropped")
    expect(page.locator("#draft")).to_have_value("# Dropped")
    expect(page.locator("#drop")).to_be_hidden()


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", b"x", ".md, .txt or .html is expected"),
        ("a.md", b"\xff\xfe", "is not UTF-8 text"),
        ("a.txt", b"x" * 2_000_000, "larger"),
    ],
)
def test_a_file_that_is_no_draft_is_refused_and_the_draft_stays(
    drafting: Page, tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    drafting.locator("#file").set_input_files(path)
    expect(drafting.locator("#toast")).to_contain_text(reason)
    assert drafted(drafting) == DRAFT


def test_a_book_is_pasted_without_waiting(page: Page) -> None:
    answer_with(page, lambda _: report([]))
    page.locator("#draft").fill("before after")
    page.evaluate("document.getElementById('draft').setSelectionRange(7, 7)")
    page.locator("#draft").evaluate(
        """(field) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", "A line of it.\\r\\n".repeat(30000));
            field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }"""
    )
    assert drafted(page) == "before " + "A line of it.\n" * 30000 + "after"


def test_a_draft_is_copied_and_cleared(drafting: Page) -> None:
    drafting.get_by_role("button", name="Copy", exact=True).click()
    expect(drafting.locator("#toast")).to_have_text("Draft copied")
    assert drafting.evaluate("navigator.clipboard.readText()") == DRAFT
    drafting.get_by_role("button", name="Clear").click()
    assert drafted(drafting) == ""
    expect(drafting.locator("#welcome")).to_be_visible()
    expect(drafting.locator(".finding")).to_have_count(0)
    expect(drafting.locator("#status")).to_be_empty()
    drafting.locator("#draft").press("Control+z")
    assert drafted(drafting) == DRAFT


def test_a_draft_without_findings_is_told_to_have_been_read(page: Page) -> None:
    answer_with(page, lambda _: report([], sentences=1))
    checked(page, "Hello.")
    expect(page.locator("#status")).to_have_text("1 sentence, no findings")
    expect(page.locator("#clean")).to_contain_text("Checked against 7 claims from 4 sources.")


def test_a_failure_is_told_the_marks_stay_and_one_can_try_again(drafting: Page) -> None:
    error = {"error": {"status": 503, "kind": "timeout", "message": "there was no answer within 10 s"}}
    drafting.route("**/api/check", lambda route: route.fulfill(status=503, json=error))
    drafting.locator("#draft").press("Control+End")
    drafting.keyboard.type("More.")
    expect(drafting.locator("#trouble")).to_contain_text("There was no answer within 10 s")
    expect(drafting.locator("#status")).to_contain_text("Not checked")
    assert len(underlined(drafting)) == 2
    drafting.route("**/api/check", lambda route: route.abort())
    drafting.get_by_role("button", name="Try again").click()
    expect(drafting.locator("#trouble")).to_contain_text("The server did not answer")
    answer_with(drafting, judged)
    drafting.get_by_role("button", name="Try again").click()
    expect(drafting.locator("#trouble")).to_be_hidden()
    expect(drafting.locator("#status")).to_have_text("5 sentences, 2 findings")


def test_nothing_of_a_draft_is_kept_by_the_page(drafting: Page, context: BrowserContext) -> None:
    drafting.wait_for_timeout(500)
    assert drafting.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert drafting.evaluate("async () => (await indexedDB.databases()).length") == 0
    assert drafting.url.endswith("/check")
    assert context.cookies() == []
    expect(drafting.locator("#promise")).to_have_text("Nothing is stored, and nothing leaves this machine.")


def test_text_that_acts_elsewhere_is_text_here(page: Page) -> None:
    draft = "\n\n".join(PAYLOADS)
    texts = [one for one in draft.split("\n\n") if one]

    def told(text: str) -> Json:
        bad = "<img src=x onerror=alert(9)>"
        claim = {"id": "../../x", "subject": bad, "relation": bad, "object": bad, "outcome": bad}
        said = assertion(
            "supports", bad, title=bad, paraphrase=bad, url="javascript:alert(1)", quote=bad, effect=bad, attributed_to=[bad]
        )
        more: Json = {"claim": claim, "assertions": [said], "message": bad, "suggestion": bad}
        return report([finding(text, one, "contested", over=[(one, bad, bad)], **more) for one in texts if one in text])

    answer_with(page, told)
    checked(page, draft)
    for row in page.locator(".finding-head").all():
        row.click()
        assert page.evaluate("document.querySelectorAll('main script, main img, [onerror]').length") == 0
    addresses = page.evaluate("[...document.querySelectorAll('main a')].map((one) => one.href)")
    assert addresses
    assert all(one.startswith("http") and "/id/" in one for one in addresses)


def dropped(page: Page, name: str, content: str) -> None:
    page.evaluate(
        """([name, content]) => {
            const given = new DataTransfer();
            given.items.add(new File([content], name));
            for (const type of ["dragover", "drop"])
                document.body.dispatchEvent(new DragEvent(type, { dataTransfer: given, bubbles: true, cancelable: true }));
        }""",
        [name, content],
    )
