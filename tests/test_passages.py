from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kneegraph.errors import TextError
from kneegraph.passages import Texts, digest, locate

TEXTS = Texts.open(Path(__file__).parent / "cases" / "texts")
HIPS = TEXTS.text("hips")


def opened(folder: Path, manifest: str | bytes) -> Callable[[], Texts]:
    (folder / "manifest.jsonl").write_bytes(manifest if isinstance(manifest, bytes) else manifest.encode())
    return lambda: Texts.open(folder)


GOOD = '{"id": "a", "file": "a.txt", "sha256": "00", "characters": 4}\n'


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        ("", r"manifest\.jsonl: lists no text"),
        ("{", r"manifest\.jsonl:1: not a JSON object: "),
        ("[]\n", r"manifest\.jsonl:1: not a JSON object \(got \[\]\)"),
        (GOOD + GOOD, r"manifest\.jsonl:2: a was listed before"),
        (GOOD + "\n" + GOOD.replace('"a"', "7"), r"manifest\.jsonl:3: id must be a text \(got 7\)"),
        (GOOD.replace("4", '"4"'), r'manifest\.jsonl:1: characters must be a whole number \(got "4"\)'),
        (GOOD.replace("4", "true"), r"manifest\.jsonl:1: characters must be a whole number \(got true\)"),
        (GOOD.replace('"file": "a.txt", ', ""), r"manifest\.jsonl:1: file must be a text \(got null\)"),
        (GOOD.encode("utf-16"), r"manifest\.jsonl:1:1: not UTF-8"),
    ],
)
def test_a_broken_manifest_is_told_with_its_line(tmp_path: Path, manifest: str | bytes, message: str) -> None:
    with pytest.raises(TextError, match=message):
        opened(tmp_path, manifest)()


def test_a_missing_folder_or_manifest_is_told(tmp_path: Path) -> None:
    with pytest.raises(TextError, match=r"nowhere: there is no such folder of texts"):
        Texts.open(tmp_path / "nowhere")
    with pytest.raises(TextError, match=r"the folder has no manifest\.jsonl"):
        Texts.open(tmp_path)


def test_a_text_that_cannot_be_decoded_is_an_error_with_its_line(tmp_path: Path) -> None:
    texts = opened(tmp_path, GOOD)()
    (tmp_path / "a.txt").write_bytes("ab\ncafé".encode("latin-1"))
    with pytest.raises(TextError, match=r"a\.txt:2: not UTF-8: byte 0xe9"):
        texts.text("a")


def test_a_text_nobody_listed_is_an_error_with_a_suggestion() -> None:
    with pytest.raises(TextError, match=r"lists no text of hipz; nearest: hips"):
        TEXTS.text("hipz")


def test_line_ends_and_byte_order_mark_count_as_the_characters_they_are(tmp_path: Path) -> None:
    texts = opened(tmp_path, GOOD)()
    (tmp_path / "a.txt").write_bytes(b"\xef\xbb\xbfa\r\nb")
    assert texts.text("a") == "\ufeffa\r\nb"


def test_a_quotation_is_given_only_when_its_digest_fits() -> None:
    passage = locate(HIPS, "feel an ache under the kneecap 🦵 for days")
    assert TEXTS.quote("hips", passage) == "feel an ache under the kneecap 🦵 for days"
    assert TEXTS.quote("hips", replace(passage, end=passage.end - 1)) is None
    assert TEXTS.quote("feet", passage) is None
    assert TEXTS.quote("paper", passage) is None


def test_locating_words_forgives_spaces_quotes_and_dashes() -> None:
    found = locate(HIPS, "in line - as long as\n the foot is steady. \"Nobody's knee")
    assert HIPS[found.start : found.end] == "in line — as long as the foot is steady. “Nobody’s knee"
    assert found.sha256 == digest(HIPS[found.start : found.end])
    assert found.fragment == "in line — … steady. “Nobody’s knee"


@pytest.mark.parametrize(
    ("words", "occurrence", "message"),
    [
        ("zebra hip", None, "the text has no 'zebra'"),
        (
            "A weak hip makes",
            None,
            "'A weak hip' stands at 15, but then follows 'lets the knee drift inward on each land' (expected 'makes')",
        ),
        ("A weak hip", None, "these words stand there 2 times (at 15, 375); say which occurrence, from 1"),
        ("A weak hip", 3, "these words stand there 2 times; there is no occurrence 3"),
        ("A weak hip", 0, "these words stand there 2 times; there is no occurrence 0"),
        (" \n", None, "no words were given to look for"),
    ],
)
def test_words_that_cannot_be_located_are_told(words: str, occurrence: int | None, message: str) -> None:
    with pytest.raises(TextError) as told:
        locate(HIPS, words, occurrence)
    assert str(told.value) == message
