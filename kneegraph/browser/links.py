"""Addresses that a page may link to, and links that open the live page at a passage (text fragments)."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_PLAIN_ADDRESS = re.compile(r"https?://[^\s\x00-\x20\x7f\"'<>\\^`{|}]+", re.IGNORECASE)
_ELLIPSIS = "…"


def safe_url(address: str | None) -> str | None:
    """The address if it is an ordinary http(s) one, else None. One with a user name before the host deceives: None.

    >>> safe_url("https://example.org/a"), safe_url("javascript:alert(1)"), safe_url("https://good.org@evil.org/")
    ('https://example.org/a', None, None)
    """
    if address is None or not _PLAIN_ADDRESS.fullmatch(address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.hostname and "@" not in parts.netloc else None


def host(address: str) -> str:
    """The host that a safe address leads to.

    >>> host("https://www.example.org/a?b")
    'www.example.org'
    """
    return urlsplit(address).hostname or ""


def passage_link(address: str, *, quotation: str | None = None, fragment: str | None = None) -> str:
    """The address with a text directive for a passage, known by its words or by its first and last three (`kg:fragment`).

    >>> passage_link("https://a.org/b", fragment="one two three … x-y and z")
    'https://a.org/b#:~:text=one%20two%20three,x%2Dy%20and%20z'
    """
    ends = _ends_of_quotation(quotation) if quotation else _ends_of_fragment(fragment or "")
    directive = ",".join(_encoded(end) for end in ends if end)
    if not directive:
        return address
    return f"{address}{'' if '#' in address else '#'}:~:text={directive}"


def _ends_of_fragment(fragment: str) -> tuple[str, ...]:
    words = fragment.split()
    if len(words) == 7 and words[3] == _ELLIPSIS:
        return " ".join(words[:3]), " ".join(words[4:])
    return (" ".join(words),)


def _ends_of_quotation(quotation: str) -> tuple[str, ...]:
    """A range from the first words to the last: a browser finds one across paragraphs, a whole text only within one."""
    lines = [line.split() for line in quotation.splitlines() if line.strip()]
    if len(lines) == 1 and len(lines[0]) <= 8:
        return (" ".join(lines[0]),)
    return (" ".join(lines[0][:4]), " ".join(lines[-1][-4:])) if lines else ()


def _encoded(words: str) -> str:
    return quote(words, safe="").replace("-", "%2D")
