"""The W3C's tests of the SPARQL 1.1 Protocol against a live `kneegraph serve`: the score, case by case.

    KNEEGRAPH_W3C_TESTS=/path/to/rdf-tests python tests/conformance/protocol.py

The folder is a checkout of github.com/w3c/rdf-tests. Every request and what is expected of its answer is read from the
manifest there. The service takes no updates, so the cases that want one to succeed must be refused with 405 instead.
Exit status 1 on an unexpected failure, 0 also when there is no folder.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
VARIABLE = "KNEEGRAPH_W3C_TESTS"
_MANIFEST = Path("sparql/sparql11/protocol/manifest.ttl")
_GRAPH = re.compile(r"http://kasei\.us/2009/09/sparql/data/data\d\.rdf")
_REFUSED = 405
_TYPES = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": (
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv",
        "text/tab-separated-values",
    ),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples", "application/ld+json"),
}


@dataclass(frozen=True)
class Exchange:
    """One request of a case, and what its answer must be."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    statuses: tuple[str, ...]
    format: str | None
    boolean: bool | None


@dataclass(frozen=True)
class Case:
    """A test of the manifest: its name and its requests in order."""

    name: str
    exchanges: tuple[Exchange, ...]

    @property
    def updates(self) -> bool:
        """Whether it wants an update to succeed."""
        return self.name.startswith("update_")


def read(manifest: Path) -> list[Case]:
    """The cases in the order of the manifest."""
    graph = Graph().parse(manifest, format="turtle")
    entries = graph.value(None, RDF.type, MF.Manifest)
    assert entries is not None
    listed = graph.value(entries, MF.entries)
    assert listed is not None
    return [_case(graph, entry) for entry in Collection(graph, listed)]


def _case(graph: Graph, entry: Node) -> Case:
    action = graph.value(entry, MF.action)
    requests = graph.value(action, HT.requests)
    assert requests is not None
    return Case(str(entry).rsplit("#", 1)[1], tuple(_exchange(graph, one) for one in Collection(graph, requests)))


def _exchange(graph: Graph, request: Node) -> Exchange:
    body = graph.value(request, HT.body)
    listed = graph.value(request, HT.headers)
    fields = [] if listed is None else list(Collection(graph, listed))
    answer = graph.value(request, HT.resp)
    form, truth = graph.value(answer, MF.expectedFormat), graph.value(answer, MF.expectedBoolean)
    text, encoding = graph.value(body, CNT.chars), graph.value(body, CNT.characterEncoding)
    return Exchange(
        method=str(graph.value(request, HT.methodName)),
        target=str(graph.value(request, HT.absolutePath)).replace("/sparql/", "/sparql", 1),
        headers={str(graph.value(one, HT.fieldName)): str(graph.value(one, HT.fieldValue)) for one in fields},
        body=b"" if body is None else str(text).encode(str(encoding)),
        statuses=tuple(sorted(str(status)[-3:] for status in graph.objects(answer, MF.expectedStatus))),
        format=None if form is None else str(form),
        boolean=bool(truth.value) if isinstance(truth, Literal) else None,
    )


def data(folder: Path, cases: Sequence[Case]) -> str:
    """The graphs that the requests name, as N-Quads; one for which the tests have no file gets a triple of ours."""
    named = {name for case in cases for one in case.exchanges for name in _GRAPH.findall(_spoken(one))}
    lines = []
    for name in sorted(named):
        file = folder / name.rsplit("/", 1)[1].replace(".rdf", ".nt")
        if file.is_file():
            lines += [f"{line.removesuffix('.').rstrip()} <{name}> ." for line in file.read_text().split("\n") if line.strip()]
        else:
            lines.append(f"{URIRef(name).n3()} <urn:example:is> <urn:example:here> <{name}> .")
    return "\n".join(lines) + "\n"


def _spoken(one: Exchange) -> str:
    return unquote(one.target) + one.body.decode("latin-1")


def judged(case: Case, host: str, port: int) -> str | None:
    """What is wrong with the answers to a case, or None."""
    for one in case.exchanges:
        connection = HTTPConnection(host, port, timeout=30)
        connection.request(one.method, one.target, one.body or None, one.headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        if case.updates:
            return None if answer.status == _REFUSED else f"an update got {answer.status}, not {_REFUSED}"
        wrong = _wrong(one, answer.status, answer.getheader("content-type") or "", content)
        if wrong:
            return wrong
    return None


def _wrong(one: Exchange, status: int, content_type: str, content: bytes) -> str | None:
    if f"{status // 100}xx" not in one.statuses and str(status) not in one.statuses:
        return f"status {status}, not {' or '.join(one.statuses)}"
    sort = content_type.partition(";")[0]
    if one.format is not None and sort not in _TYPES[one.format]:
        return f"{sort} is no form for {one.format}"
    if one.boolean is not None and _truth(sort, content) is not one.boolean:
        return f"the answer is not {one.boolean}"
    return None


def _truth(sort: str, content: bytes) -> object:
    if sort.endswith("+json"):
        return json.loads(content)["boolean"]
    return next(node.text for node in ElementTree.fromstring(content).iter() if node.tag.endswith("boolean")) == "true"


@contextmanager
def served(quads: str) -> Iterator[int]:
    """The port of a `kneegraph serve` of these N-Quads."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "graphs.nq"
        file.write_text(quads, encoding="utf-8")
        command = [sys.executable, "-m", "kneegraph", "serve", "--port", "0", "--data", "packaged", "--data", str(file)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
            assert process.stdout is not None
            found = re.search(r"at http://[^:]+:(\d+)", process.stdout.readline())
            try:
                if found is None:
                    raise RuntimeError("kneegraph serve did not start")
                yield int(found[1])
            finally:
                process.terminate()


def main() -> int:
    """Run every case and print the score."""
    root = os.environ.get(VARIABLE)
    if not root:
        print(f"skipped: set {VARIABLE} to a checkout of github.com/w3c/rdf-tests")
        return 0
    manifest = Path(root) / _MANIFEST
    cases = read(manifest)
    failures = 0
    with served(data(manifest.parent, cases)) as port:
        for case in cases:
            wrong = judged(case, "127.0.0.1", port)
            failures += wrong is not None
            done = "refused" if case.updates else "passed"
            print(f"{'FAILED ' if wrong else done:8} {case.name}{f': {wrong}' if wrong else ''}")
    updates = sum(case.updates for case in cases)
    print(f"{len(cases) - failures} of {len(cases)} as expected ({updates} of them updates, which are refused)")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
