"""Data files that would swell, reach out, or end too soon: refused at once, with their place."""

from __future__ import annotations

import gzip
import json
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from kneegraph import DataError, files
from kneegraph import vocab as v

#: The same bytes whenever they are packed: they stand in the names of tests, which all workers must agree on.
packed = partial(gzip.compress, mtime=0)

LINES = "".join(f'<urn:a> <urn:b> "{number}" .\n' for number in range(90_000))
RDF_XML = f'<rdf:RDF xmlns:rdf="{v.RDF}" xmlns:e="urn:e:">\n'
ENTITY = '<?xml version="1.0"?>\n<!DOCTYPE x [\n<!ENTITY a "b">]>\n<x>&a;</x>'
LAUGHS = "".join(f"<!ENTITY a{n} '&a{n - 1};&a{n - 1};&a{n - 1};'>\n" for n in range(1, 20))
MANY = " ".join(f"e:a{n}='x'" for n in range(9_000))
ACCENTS = "é".encode() * 700_000
PACKED = packed(LINES.encode("ascii"))


def count(folder: Path, name: str, content: str | bytes) -> int:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return sum(1 for _ in files.read_quads(path))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.rdf.gz", packed(b"<a>" + b" " * (80 << 20)), ": refused: it unpacks to more than 100 times its size"),
        ("a.nt.gz", packed(b"# no claim \n" * (8 << 20)), ": refused: it unpacks to more than 100 times its size"),
        ("a.ttl.gz", packed(b'<a> <b> "' + b"x" * (20 << 20)), ": one value is larger than 16 MiB"),
        ("a.nt.gz", PACKED[: len(PACKED) // 2], ": the gzip file is cut off"),
        ("a.nt.gz", PACKED[:-4], ": the gzip file is cut off"),
        ("a.rdf.gz", packed(b"<a>" * 20)[:-6], ": the gzip file is cut off"),
        ("a.nt.gz", LINES, ": not a gzip file, or damaged"),
        ("a.nt.gz", PACKED[:5000] + b"\xff" * 99 + PACKED[5099:], ": (not a gzip file, or damaged|the gzip file is cut off)"),
        ("a.gz", PACKED, r": the name must end in .* \(got \.gz\)"),
        ("a.rdf", ENTITY, ":3: XML entities are refused"),
        ("a.rdf.gz", packed(ENTITY.encode()), ":3: XML entities are refused"),
        ("a.rdf", ENTITY.encode("utf-16"), ":3: XML entities are refused"),
        ("a.rdf", f'<!DOCTYPE x [\n<!ENTITY a0 "ha">{LAUGHS}]>\n<x>&a9;</x>', ":2: XML entities are refused"),
        ("a.rdf", '<!DOCTYPE x [<!ENTITY % p SYSTEM "http://x"> %p;]><x/>', ":1: XML entities are refused"),
        ("a.rdf", RDF_XML + "<e:a>\n" * 200_000, ":201: elements are nested more than 200 deep"),
        ("a.rdf", RDF_XML + "<e:a><!--</e:a>-->\n" * 200_000, ":201: elements are nested more than 200 deep"),
        ("a.rdf", f"{RDF_XML}<e:A {MANY}/></rdf:RDF>", ":2: an element has more than"),
        ("a.rdf", RDF_XML + "<" * 1_000_000, ":2:2: not well-formed XML"),
        ("a.rdf", f"{RDF_XML}<e:A>&foo;</e:A></rdf:RDF>", ":2:6: not well-formed XML: undefined entity"),
        ("a.rdf", f"{RDF_XML}<f:A/></rdf:RDF>", ":2:1: not well-formed XML: unbound prefix"),
        ("a.rdf", f"{RDF_XML}<e:A>", ":2:6: not well-formed XML: no element found"),
        ("a.rdf", f"{RDF_XML}\n<e:A>\xe9</e:A>".encode("latin-1"), ":3:6: not UTF-8: byte 0xe9"),
        ("a.jsonld", "[" * 200_000, ":1:65538: "),
        ("a.nt", f'{LINES}<urn:a> <urn:b> "x .\n', ":90001:17: Unexpected end of file"),
        ("a.nt", LINES.replace("\n", "\r\n") + '<urn:a> <urn:b> "x', ":90001:17: Unexpected end of file"),
        ("a.nt", f'{LINES}<urn:a> <urn:b> "\xe9" .\n'.encode("latin-1"), ":90001:18: not UTF-8: byte 0xe9"),
        ("a.nt.gz", packed(f"{LINES}<urn:a> <urn:b> <urn:c d> .\n".encode()), ":90001:17: Invalid IRI code point ' '"),
        ("a.nt", b'<urn:a> <urn:b> "' + ACCENTS + b"\xff", ":1:1400018: not UTF-8"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_at_once_with_its_line(tmp_path: Path, name: str, content: str | bytes, message: str) -> None:
    began = time.perf_counter()
    with pytest.raises(DataError, match=rf"a\.[a-z.]+{message}"):
        count(tmp_path, name, content)
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    ("name", "content", "number"),
    [
        ("a.nt.gz", PACKED, 90_000),
        ("a.nt.gz", packed(b"\xef\xbb\xbf<urn:a> <urn:b> <urn:c> .\r\n"), 1),
        ("a.nt", b"\xef\xbb\xbf<urn:a> <urn:b> <urn:c> .\r\n<urn:a> <urn:b> <urn:d> .", 2),
        ("a.rdf", b"\xef\xbb\xbf" + f'<!DOCTYPE rdf:RDF>\n{RDF_XML}<e:A rdf:about="x"/></rdf:RDF>'.encode(), 1),
        ("a.rdf", f'{RDF_XML}<!--{"<e:a>" * 500}--><e:A rdf:about="x"/></rdf:RDF>', 1),
    ],
)
def test_what_only_looks_odd_is_read(tmp_path: Path, name: str, content: str | bytes, number: int) -> None:
    assert count(tmp_path, name, content) == number


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.ttl", "<concept/x> <p> <../y> ."),
        ("a.trig", "<concept/x> <p> <../y> ."),
        ("a.jsonld", '{"@id": "concept/x", "https://w3id.org/kneegraph/id/p": {"@id": "../y"}}'),
        ("a.rdf", f'<r:RDF xmlns:r="{v.RDF}" xmlns:i="{v.ID}"><r:Description r:about="concept/x"><i:p r:resource="../y"/>'
         "</r:Description></r:RDF>"),
    ],
)  # fmt: skip
def test_a_relative_address_is_in_our_namespace_and_no_place_on_this_machine(tmp_path: Path, name: str, content: str) -> None:
    assert count(tmp_path, name, content) == 1
    (quad,) = files.read_quads(tmp_path / name)
    assert [node.value for node in quad.triple] == [f"{v.ID}concept/x", f"{v.ID}p", "https://w3id.org/kneegraph/y"]


# Nothing is fetched

REACHED: list[str] = []
WATCHING = [False]


def watch(event: str, args: tuple[Any, ...]) -> None:
    """An audit hook can never be taken out, so there is one, which looks only when told to."""
    if WATCHING[0] and event in ("socket.connect", "open", "subprocess.Popen", "urllib.Request"):
        REACHED.append(f"{event} {args}")


@pytest.fixture(scope="module")
def canary() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    sys.addaudithook(watch)
    yield f"http://127.0.0.1:{server.server_port}/context", asked
    server.shutdown()
    thread.join()
    server.server_close()


CONTEXTS = ['"URL"', '["URL"]', '[{"a": "urn:a"}, "URL"]', '{"@import": "URL"}', '{"@version": 1.1, "@import": "URL"}',
            '{"p": {"@id": "urn:p", "@context": "URL"}}', '"file:///etc/hostname"', '"context.jsonld"']  # fmt: skip
DOCUMENTS = [f'{{"@context": {one},\n "@id": "urn:x", "urn:p": "1", "p": {{"a": "1"}}}}' for one in CONTEXTS]
DOCUMENTS.append('{"@id": "urn:x",\n "urn:p": {"@context": "URL", "@id": "urn:y", "urn:p": "2"}}')


@pytest.mark.parametrize("document", DOCUMENTS)
def test_a_context_that_stands_elsewhere_is_never_fetched(
    tmp_path: Path, document: str, canary: tuple[str, list[str]]
) -> None:
    url, asked = canary
    (tmp_path / "context.jsonld").write_text(json.dumps({"@context": {"p": "urn:p"}}), encoding="utf-8")
    path = tmp_path / "a.jsonld"
    path.write_text(document.replace("URL", url), encoding="utf-8")
    REACHED.clear()
    WATCHING[0] = True
    try:
        with pytest.raises(DataError) as told:
            list(files.read_quads(path))
    finally:
        WATCHING[0] = False
    line = 1 if document.startswith('{"@context"') else 2
    assert (
        str(told.value) == f"{path}:{line}: a @context that stands elsewhere is never fetched; write its terms into the file"
    )
    assert not asked
    assert {one for one in REACHED if str(path) not in one} == set()


def test_nothing_outside_is_fetched_for_xml(tmp_path: Path, canary: tuple[str, list[str]]) -> None:
    url, asked = canary
    text = f'<!DOCTYPE rdf:RDF SYSTEM "{url}">\n{RDF_XML}<e:A rdf:about="x"/></rdf:RDF>'
    assert count(tmp_path, "a.rdf", text) == 1
    assert not asked
