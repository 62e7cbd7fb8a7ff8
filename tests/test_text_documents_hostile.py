"""Drafts that would take for ever, or all memory, if anything in the reading grew faster than the text."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from random import Random

import pytest

from kneegraph.errors import DataError
from kneegraph.text.documents import Form, decode, read_blocks
from kneegraph.text.sentences import split
from kneegraph.text.stated import Span

pytestmark = pytest.mark.long

DEEP = 100_000
MARKDOWN = (
    "> ", ">", "[", "![", "[](", "[a][b] ", "[^a]", "[@", "*", "*a_", "_(", "(", "`a", "<", "<a ", "<!-- ", "<!-- -->", "<b>",
    "<div>\n", "> <p>a\n",
    "- ", "- a\n\n", "1. ", "|a", "\\[", "&amp;é", "&", "{{", "{%", "{{a\n", "{:", ":::", "::: n\n", "---\n",
    "[a]: b\n", "[a\n", "~~~\n", "www.", "http://!", "\u00ad ", "\ufffc ", " ", "\n", "a\r", "\f",
)  # fmt: skip
HTML = (
    "<!-- ", "<!-- -->", "<a ", "<a =", '<a b="', "<", "</", "</a ", "</>", "<![CDATA[", "<?", "<div>", "</div>",
    "<ul><li>", "<svg>", "<blockquote>", "<h1>", "<code>", "<script>", "<pre>",
    "&", "&amp;", "&#65", "&nbsp; ", "<br>", "{{", "{%", "a\r\n",
)  # fmt: skip
TEXT = ("> ", "- ", "-\t", "<!--", "<!-- -->", "(1", " ", "a\n", "\r", "word ", "www.")
SENTENCES = (
    '"',
    "a.",
    "(",
    "(a. ",
    "Dr. ",
    '"A. ',
    "1. ",
    "vs. ",
    "… A",
    ".) A",
    '5" ',
    "5 a. A",
    "x",
    " ",
    ".",
    "So it is. ",
)
CASES = [(form, piece) for form, pieces in zip(Form, (TEXT, MARKDOWN, HTML), strict=True) for piece in pieces]


@pytest.mark.parametrize(("form", "piece"), CASES, ids=lambda one: repr(str(one)))
def test_any_markup_may_be_repeated_a_hundred_thousand_times(form: Form, piece: str) -> None:
    text = piece * DEEP
    end = max((block.runs[-1].file for block in read_blocks(text, form)), default=0)
    assert end < len(text)


@pytest.mark.parametrize("indent", ["  ", "> "])
def test_lists_and_quotes_may_be_nested_a_thousand_deep(indent: str) -> None:
    text = "".join(f"{indent * deep}- item {deep}\n" for deep in range(1000))
    assert sum(block.text.count("item") for block in read_blocks(text, Form.MARKDOWN)) == 1000


@pytest.mark.parametrize("form", list(Form))
def test_a_line_of_a_megabyte_is_read_to_its_end(form: Form) -> None:
    text = "Weak glutes cause *knee* valgus, or so they say. " * 20_000 + "The last."
    (block,) = read_blocks(text, form)
    assert block.text.endswith("The last.")
    sentences = split(block.text)
    assert len(sentences) == 20_001
    last = block.in_file(sentences[-1])
    assert text[last.start : last.end] == "The last."


@pytest.mark.parametrize("form", list(Form))
def test_what_random_bytes_decode_to_is_read(form: Form) -> None:
    text = Random(5).randbytes(2_000_000).decode("latin-1").replace("\0", "\n")
    for block in read_blocks(text, form):
        span = block.in_file(Span(0, len(block.text)))
        assert 0 <= span.start < span.end <= len(text)
        assert split(block.text)


def test_ten_megabytes_of_random_bytes_are_no_text() -> None:
    with pytest.raises(DataError, match=r"noise\.md:1:\d+: not UTF-8: byte 0x.. at byte \d+"):
        decode(Random(5).randbytes(10_000_000), "noise.md")


@pytest.mark.parametrize("piece", SENTENCES)
def test_sentences_of_any_sort_may_be_repeated(piece: str) -> None:
    text = piece * DEEP
    spans = split(text)
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert "".join(text[one.start : one.end] for one in spans).replace(" ", "") == text.replace(" ", "")


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel of Linux for a process's peak")
@pytest.mark.parametrize("form", list(Form))
def test_the_memory_does_not_grow_with_the_draft(form: Form) -> None:
    """A process of its own reads 5 MB; what it takes at most beside the text is less than what a parsed draft would take."""
    code = f"""
import re
from pathlib import Path
from kneegraph.text.documents import Form, read_parts

def peak():
    return int(re.search(r"VmHWM:\\s*(\\d+) kB", Path("/proc/self/status").read_text())[1])

unit = "# A *heading*\\n\\nWeak &amp; [glutes](b) cause it or\\nnot.\\n\\n<p>A <b>box</b>.</p>\\n\\n- one\\n- two\\n\\n"
text = unit * (5_000_000 // len(unit))
sum(1 for _ in read_parts(unit, Form({form.value!r})))
before = peak()
print(sum(1 for _ in read_parts(text, Form({form.value!r}))), peak() - before)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    count, kilobytes = (int(number) for number in done.stdout.split())
    assert count >= 45_000
    assert kilobytes < 30_000
