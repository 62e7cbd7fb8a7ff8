"""Drafts as blocks of prose, with their places.

Golden cases: `cases/drafts/NAME.md`, `.txt` or `.html` beside `NAME.expected`; `pytest --update` writes what they give.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kneegraph.errors import DataError
from kneegraph.text.blocks import Block, BlockKind
from kneegraph.text.documents import Comment, Form, comments, form_of, read_blocks, read_parts
from kneegraph.text.documents.markdown import read_markdown
from kneegraph.text.documents.tape import OPAQUE
from kneegraph.text.lines import Lines
from kneegraph.text.stated import Span

CASES = Path(__file__).parent / "cases" / "drafts"
FORMS = st.sampled_from(list(Form))
MARKS = (
    "# ¦> ¦- ¦1. ¦* ¦** ¦_ ¦` ¦``` ¦~~~¦[a](b) ¦[a][b] ¦[b]: c¦![x](y) ¦<p>¦</p>¦<li>¦<br>¦<!-- c -->¦<!--¦-->¦<code>¦"
    "</code>¦<pre>¦</pre>¦&amp;¦&nbsp;¦&#x41;¦&bogus;¦\\*¦\\¦|¦---¦===¦:::¦{{ x }}¦{% y %}¦{#z}¦[^1]¦[^1]: ¦http://a.b/c¦"
    "    ¦\n¦\n\n¦\r\n¦\r¦\t¦ ¦é¦😀¦e\u0301¦\u00ad¦\u00a0¦\u2028¦\ufeff¦word¦Weak glutes.¦“q”¦<a href=¦</>¦[@k]¦~~s~~¦<sup>"
)
MARKUP = st.lists(st.sampled_from(MARKS.split("¦")), max_size=30).map("".join)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=80) | MARKUP


def blocks(text: str, form: Form = Form.MARKDOWN) -> list[tuple[BlockKind, str]]:
    return [(block.kind, block.text) for block in read_blocks(text, form)]


def whole(block: Block) -> Span:
    return block.in_file(Span(0, len(block.text)))


@pytest.mark.parametrize("path", sorted(path for path in CASES.iterdir() if path.suffix != ".expected"), ids=lambda p: p.name)
def test_a_draft_is_read_as_its_golden_case_says(path: Path, request: pytest.FixtureRequest) -> None:
    text = path.read_text(encoding="utf-8")
    expected = path.with_suffix(".expected")
    got = described(text, form_of(path))
    if request.config.getoption("--update"):
        expected.write_text(got, encoding="utf-8")
    assert got == expected.read_text(encoding="utf-8")


def described(text: str, form: Form) -> str:
    """Each part with its place, its prose, and what stands at its place in the file."""
    lines = Lines(text)
    rows = []
    for part in read_parts(text, form):
        span, kind = (whole(part), part.kind.value) if isinstance(part, Block) else (part.span, "comment")
        place = lines.place(span)
        where = f"{place.line}:{place.column}-{place.end_line}:{place.end_column}"
        rows.append(f"{kind} {where}\n  {part.text}\n  {text[span.start : span.end]!r}\n")
    return "".join(rows)


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
@pytest.mark.parametrize("name", ["markdown.md", "plain.txt", "page.html"])
def test_a_draft_reads_alike_whatever_ends_its_lines(name: str, ends: str) -> None:
    text = (CASES / name).read_text(encoding="utf-8")
    form = form_of(name)
    other = text.replace("\n", ends)
    assert blocks(other, form) == blocks(text, form)
    places, others = Lines(text), Lines(other)
    for one, two in zip(read_blocks(text, form), read_blocks(other, form), strict=True):
        here, there = places.place(whole(one)), others.place(whole(two))
        assert (here.line, here.column, here.end_line, here.end_column) == (
            there.line,
            there.column,
            there.end_line,
            there.end_column,
        )


@pytest.mark.parametrize("size", [1, 40, 200, 1000])
def test_a_markdown_text_read_in_windows_reads_as_it_does_in_one(size: int) -> None:
    text = (CASES / "markdown.md").read_text(encoding="utf-8")
    assert list(read_markdown(text, window=size)) == list(read_markdown(text))


@given(MARKUP, st.integers(1, 40))
def test_windows_change_neither_order_nor_places(text: str, size: int) -> None:
    text = text.replace("]:", "]")  # what looks like a definition within a paragraph resolves references in windows only
    parts = list(read_markdown(text, window=size))
    assert parts == list(read_markdown(text))


def test_a_reference_is_resolved_whose_definition_stands_in_another_window() -> None:
    text = (
        "See [the  Study][Some\nStudy] and [other].\n\n"
        + "Filler words here.\n\n" * 30
        + "[some study]: https://example.org\n"
    )
    first = next(read_markdown(text, window=50))
    assert first.text == "See the Study and [other]."


@pytest.mark.parametrize(
    ("text", "prose", "found", "stands"),
    [
        ("A &quot;weak&quot; one.", 'A "weak" one.', '"weak"', "&quot;weak&quot;"),
        ("So **it is**.", "So it is.", "it is", "it is"),
        ("Weak *glutes\ncause* it.", "Weak glutes cause it.", "glutes cause it", "glutes\ncause* it"),
        ("> Weak\n> glutes.", "Weak glutes.", "Weak glutes", "Weak\n> glutes"),
        ("Weak\xa0glutes😀 cause  it.", "Weak glutes😀 cause it.", "cause it", "cause  it"),
        ("See `x` and <http://a.b> so.", f"See {OPAQUE} and {OPAQUE} so.", OPAQUE, "`x`"),
        ("Raw http://a.b/c?d=e, so.", f"Raw {OPAQUE}, so.", OPAQUE, "http://a.b/c?d=e"),
        ("[Weak [1] glutes](x) do.", "Weak [1] glutes do.", "glutes do", "glutes](x) do"),
        ("1 \\* 2 is.", "1 * 2 is.", "* 2", "* 2"),
        ("In{% x %}side {{ y }}.", f"Inside {OPAQUE}.", "Inside", "In{% x %}side"),
    ],
)
def test_words_stand_where_they_are_found(text: str, prose: str, found: str, stands: str) -> None:
    (block,) = read_blocks(text, Form.MARKDOWN)
    assert block.text == prose
    start = block.text.index(found)
    span = block.in_file(Span(start, start + len(found)))
    assert text[span.start : span.end] == stands


def test_only_front_matter_that_is_closed_and_first_is_left_out() -> None:
    assert blocks("---\ntitle: Knees\n---\nText.") == [(BlockKind.PARAGRAPH, "Text.")]
    assert blocks('\ufeff+++\ntitle = "Knees"\n+++\r\nText.') == [(BlockKind.PARAGRAPH, "Text.")]
    assert blocks("---\n\nText.\n\n---\n\nMore.") == [(BlockKind.PARAGRAPH, "Text."), (BlockKind.PARAGRAPH, "More.")]
    assert blocks("---\nText.") == [(BlockKind.PARAGRAPH, "Text.")]


def test_a_single_line_of_plain_text_is_no_heading() -> None:
    assert blocks("Weak glutes cause valgus", Form.TEXT) == [(BlockKind.PARAGRAPH, "Weak glutes cause valgus")]
    assert blocks("Weak glutes\n\nThey cause it.", Form.TEXT)[0] == (BlockKind.HEADING, "Weak glutes")


def test_a_list_in_a_quote_is_quoted_and_an_alert_is_not() -> None:
    assert blocks("> - one\n\n> [!TIP]\n> two\n\n- > three") == [
        (BlockKind.QUOTE, "one"),
        (BlockKind.PARAGRAPH, "two"),
        (BlockKind.QUOTE, "three"),
    ]


def test_hidden_text_ends_with_its_block() -> None:
    assert blocks("<p>a<code>b<p>c", Form.HTML) == [(BlockKind.PARAGRAPH, f"a{OPAQUE}"), (BlockKind.PARAGRAPH, "c")]
    assert blocks("a <sup>b\n\nc") == [(BlockKind.PARAGRAPH, "a"), (BlockKind.PARAGRAPH, "c")]


def test_comments_are_those_outside_code() -> None:
    text = "<!-- one -->\n\n`<!-- two -->`\n\n```\n<!-- three -->\n```\n\nWords <!--four--> here.\n\n> <!-- five\n> six -->\n"
    found = list(comments(text, Form.MARKDOWN))
    assert [one.text.split("\n")[0] for one in found] == ["one", "four", "five"]
    assert [text[one.span.start : one.span.end][:4] + text[one.span.start : one.span.end][-3:] for one in found] == [
        "<!---->"
    ] * 3
    assert [one.text for one in comments("<p>a<!-- b --></p><pre><!-- c --></pre><!d>", Form.HTML)] == ["b"]
    assert list(comments("a <!-- b\nc --> d <!-- e", Form.TEXT)) == [Comment("b\nc", Span(2, 14))]


@given(TEXTS, FORMS)
def test_every_word_of_the_prose_stands_in_the_file(text: str, form: Form) -> None:
    end = 0
    for block in read_blocks(text, form):
        assert block.text == block.text.strip()
        assert "  " not in block.text
        assert "".join(block.text[run.prose : run.prose + run.length] for run in block.runs) == block.text
        for run in block.runs:
            words, taken = block.text[run.prose : run.prose + run.length], run.length if run.taken is None else run.taken
            assert end <= run.file
            end = run.file + taken
            assert end <= len(text)
            assert run.taken is not None or text[run.file : end] == words


@given(TEXTS, FORMS, st.data())
def test_spans_of_the_file_increase_with_those_of_the_prose(text: str, form: Form, data: st.DataObject) -> None:
    for block in read_blocks(text, form):
        first = data.draw(st.integers(0, len(block.text) - 1))
        last = data.draw(st.integers(first + 1, len(block.text)))
        inner, outer = block.in_file(Span(first, last)), whole(block)
        assert outer.start <= inner.start < inner.end <= outer.end


@given(TEXTS, FORMS)
def test_comments_read_alone_are_those_among_the_parts(text: str, form: Form) -> None:
    among = [part for part in read_parts(text, form) if isinstance(part, Comment)]
    assert list(comments(text, form)) == among
    assert all(text[one.span.start : one.span.end].startswith("<!--") for one in among)


def test_text_that_is_no_text_is_refused_not_read_as_nothing() -> None:
    for form in Form:
        with pytest.raises(DataError, match=r"-:2:3: .*surrogate U\+D800"):
            read_parts("ok\nab\ud800", form)


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.md", "markdown"),
        ("b/a.QMD", "markdown"),
        ("a.xhtml", "html"),
        ("-", "markdown"),
        ("README", "text"),
        (Path("a.rst"), "text"),
    ],
)
def test_the_form_follows_from_the_name(name: str | Path, form: str) -> None:
    assert form_of(name) == form


def test_only_the_parser_that_a_form_needs_is_imported() -> None:
    code = (
        "import sys; from kneegraph.text.documents import *; list(read_blocks('Weak *glutes*.', Form('{}')));"
        "print(*(name for name in ('pyromark', 'turbohtml', 'sentencex') if name in sys.modules))"
    )
    for form, library in (("text", ""), ("markdown", "pyromark"), ("html", "turbohtml")):
        done = subprocess.run([sys.executable, "-c", code.format(form)], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == library
