"""Take the pictures of the pages that README.md and docs/ show, from the packaged data: `.venv/bin/python docs/pictures.py`.

Needs Chromium, as the tests do. The page is made without the sources' texts, so no sentence of theirs is in a picture.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, ViewportSize, sync_playwright

import kneegraph

IMAGES = Path(__file__).parent / "images"
EXAMPLES = Path(__file__).parent / "examples"
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
WIDE, PHONE = (1440, 900), (390, 844)

#: Each picture: what follows the page's address, the colour scheme, the window.
PICTURES = {
    "overview": ("", "light", WIDE),
    "claim-panel": ("#claim=foot-orthosis.reduces.patellofemoral-pain-syndrome", "light", WIDE),
    "contradictions": ("#ask=beliefs&n=3", "dark", WIDE),
    "chain": ("#from=hypertonic-tensor-fasciae-latae&to=knee-pain", "light", WIDE),
    "list-phone": ("#view=list&in=overview", "light", PHONE),
}


def main() -> None:
    """Write every picture anew."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = kneegraph.load().write_browser(Path(folder) / "page.html")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for name, (state, scheme, (width, height)) in PICTURES.items():
            size: ViewportSize = {"width": width, "height": height}
            tab = browser.new_page(viewport=size, color_scheme=scheme)  # type: ignore[arg-type]
            tab.goto(f"{page.as_uri()}{state}")
            tab.wait_for_timeout(1500)
            tab.screenshot(path=IMAGES / f"{name}.png")
            print(f"{name}.png")
        draft_report(browser)
        draft_checker(browser)
        browser.close()


def draft_report(browser: Browser) -> None:
    """The report on a whole article that docs/generate.py has written, where its sources disagree."""
    size: ViewportSize = {"width": WIDE[0], "height": WIDE[1]}
    tab = browser.new_page(viewport=size, color_scheme="light")
    tab.goto((EXAMPLES / "reports" / "runner.html").as_uri())
    tab.get_by_text("The longer I read").evaluate("paragraph => scrollTo(0, paragraph.getBoundingClientRect().top - 10)")
    tab.screenshot(path=IMAGES / "draft-report.png")
    print("draft-report.png")


def draft_checker(browser: Browser) -> None:
    """The draft checker with its example, one finding opened into its card."""
    size: ViewportSize = {"width": WIDE[0], "height": WIDE[1]}
    with served() as address:
        tab = browser.new_page(viewport=size, color_scheme="light")
        tab.goto(f"{address}/check")
        tab.locator("#example").click()
        tab.locator(".finding[data-verdict=contested] button").click()
        tab.mouse.move(0, 0)
        tab.wait_for_timeout(1500)
        tab.screenshot(path=IMAGES / "check-page.png")
        print("check-page.png")


@contextmanager
def served() -> Iterator[str]:
    """The address of `kneegraph serve`, for as long as it is needed."""
    command = [sys.executable, "-m", "kneegraph", "serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        line = process.stdout.readline() if process.stdout else ""
        found = re.search(r"http://\S+", line)
        try:
            if found is None:
                raise SystemExit(f"the server did not start: {line}")
            yield found[0].rstrip("/")
        finally:
            process.terminate()


if __name__ == "__main__":
    main()
