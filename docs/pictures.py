"""Take the pictures of the page that README.md shows, from the packaged data: `.venv/bin/python docs/pictures.py`.

Needs Chromium, as the tests do. The page is made without the sources' texts, so no sentence of theirs is in a picture.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

import kneegraph

IMAGES = Path(__file__).parent / "images"
CHROMIUM = "/usr/bin/chromium"
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run"]
CLAIM = "#claim=weak-gluteus-medius.causes.knee-valgus"

#: Each picture: what follows the page's address, the colour scheme, the button to press.
PICTURES = {
    "overview": ("", "light", None),
    "claim-panel": (CLAIM, "light", None),
    "contradictions": ("", "dark", "Only disagreement"),
}


def main() -> None:
    """Write every picture anew."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        page = kneegraph.load().write_browser(Path(folder) / "page.html")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for name, (state, scheme, button) in PICTURES.items():
            tab = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
            tab.goto(f"{page.as_uri()}{state}")
            if button:
                tab.get_by_role("button", name=button).click()
            tab.wait_for_timeout(1000)
            tab.screenshot(path=IMAGES / f"{name}.png")
            print(f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
