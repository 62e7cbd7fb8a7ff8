"""The documentation against the code and the data: nothing in it may be stale, broken, untrue or left out."""

from __future__ import annotations

import ast
import doctest
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator
from importlib import import_module, util
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest
from pyoxigraph import BlankNode, Quad, RdfFormat, parse
from test_architecture import LAYERS

import kneegraph
from kneegraph import files, vocab
from kneegraph.analysis.contradictions import FINDERS
from kneegraph.analysis.gaps import GapKind
from kneegraph.check import RULES, Verdict
from kneegraph.cli.main import COMMANDS
from kneegraph.drafts import read_draft
from kneegraph.drafts.settings import KEYS
from kneegraph.graph import Graph
from kneegraph.model import Stance
from kneegraph.passages import Texts
from kneegraph.queries import named_queries
from kneegraph.turtle import write_turtle
from kneegraph.validate import INVARIANTS, validate
from kneegraph.verify import FlawKind, verify

pytestmark = pytest.mark.long

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PACKAGE = ROOT / "kneegraph"
EXAMPLE = DOCS / "examples" / "other-subject"
EXAMPLE_DRAFTS = sorted((DOCS / "examples" / "drafts").iterdir())
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
EVERYTHING = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
MODULES = [path for path in sorted(PACKAGE.rglob("*.py")) if path.name != "__main__.py"]


@pytest.fixture(scope="module")
def graph() -> Graph:
    return kneegraph.load()


@pytest.fixture
def sandbox(tmp_path: Path) -> Path:
    """A folder in which examples may write: the data and the documentation stand in it as in a checkout."""
    for name in ("data", "docs"):
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


def generator() -> ModuleType:
    spec = util.spec_from_file_location("generate", DOCS / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# Generated pages


def test_the_generated_pages_are_up_to_date(capsys: pytest.CaptureFixture[str]) -> None:
    status = generator().main(["--check"])
    assert (status, capsys.readouterr().out) == (0, ""), "run: python docs/generate.py"


def test_the_generator_names_what_is_stale_and_mends_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    generate = generator()
    assert generate.main([], tmp_path) == 0
    (tmp_path / "shell.md").write_text("old", encoding="utf-8")
    capsys.readouterr()
    assert generate.main(["--check"], tmp_path) == 1
    assert capsys.readouterr().out == f"{tmp_path / 'shell.md'}: stale\n"
    assert (tmp_path / "shell.md").read_text(encoding="utf-8") == "old"
    assert generate.main([], tmp_path) == 0
    assert generate.main(["--check"], tmp_path) == 0


# Examples


@pytest.mark.parametrize("draft", EXAMPLE_DRAFTS, ids=lambda draft: draft.name)
def test_an_example_draft_shows_every_verdict_in_mostly_silent_prose(draft: Path, graph: Graph) -> None:
    read = read_draft(draft)
    report = graph.check(read.text, form=read.form)
    assert {*report.by_verdict} == {*Verdict}
    assert len(report.findings) < report.sentences / 2


def test_every_example_draft_has_a_report_beside_it() -> None:
    drafts = {path.stem for path in EXAMPLE_DRAFTS}
    assert drafts == {path.stem for path in (DOCS / "examples" / "reports").iterdir()}
    assert len(drafts) == 3


def test_no_report_of_the_examples_quotes_a_source() -> None:
    report = json.loads((DOCS / "examples" / "reports" / "clinic.json").read_text(encoding="utf-8"))
    quotes = [one["quote"] for finding in report["findings"] for one in finding["assertions"]]
    assert {*quotes} == {None}
    page = (DOCS / "examples" / "reports" / "runner.html").read_text(encoding="utf-8")
    assert "<blockquote>" not in page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_python_examples_of_a_page_run(page: Path, sandbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(sandbox)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    names: dict[str, object] = {}
    told: list[str] = []
    for block in blocks(page, "python"):
        example = doctest.DocTestParser().get_doctest(block, names, page.name, None, 0)
        runner.run(example, out=told.append, clear_globs=False)
        names = example.globs
    assert not told, "".join(told)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_the_examples_in_docstrings_run(path: Path) -> None:
    parts = path.relative_to(ROOT).with_suffix("").parts
    module = import_module(".".join(parts).removesuffix(".__init__"))
    assert doctest.testmod(module).failed == 0


def sessions() -> Iterator[tuple[str, str]]:
    """What the pages type into a shell, and what they show below it."""
    for page in PAGES:
        for block in blocks(page, "console"):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, shown = part.replace("\\\n", "").partition("\n")
                if command.startswith("kneegraph"):
                    yield command, shown


def looks_like(shown: str, printed: str) -> bool:
    """Whether this was printed: `…` stands for anything on a line, alone on a line for any number of lines."""
    lines = shown.strip("\n").split("\n") if shown.strip() else []
    patterns = (r"(?:.*\n)*" if line == "…" else re.escape(line.rstrip()).replace("…", ".*") + r" *\n" for line in lines)
    return re.fullmatch(r"\s*" + "".join(patterns) + r"\s*", printed + "\n") is not None


@pytest.mark.parametrize(("command", "shown"), [*sessions()])
def test_a_shell_example_prints_what_is_shown(command: str, shown: str, sandbox: Path) -> None:
    where = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    done = subprocess.run(
        command,
        shell=True,
        cwd=sandbox,
        env={"PATH": where, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert looks_like(shown, done.stdout + done.stderr), f"{command}\n{done.stdout}{done.stderr}"


def test_what_is_shown_must_be_what_is_printed() -> None:
    assert looks_like("one\n…\nfour\n", "\none  \ntwo\nthree\nfour\n")
    assert looks_like("o…e\n", "one\n")
    assert not looks_like("one\n", "one\ntwo\n")
    assert not looks_like("one\n…\nfour\n", "one\ntwo\n")


# Nothing left out


def told_rules() -> Iterator[str]:
    """The rules that are named where a problem is made."""
    calls = (node for path in MODULES for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    for call in calls:
        if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
            name = getattr(call.func, "attr", getattr(call.func, "id", ""))
            if name in ("problem", "Problem"):
                yield str(call.args[0].value)


def listed() -> Iterable[str]:
    yield from (f"kneegraph {name}" for name in COMMANDS)
    yield from (f"`{name}`" for name in named_queries())
    yield from (f"`{finder.kind}`" for finder in FINDERS)
    yield from (f"`{kind}`" for kind in (*GapKind, *FlawKind, *Stance))
    yield from (f"`{rule.id}`" for rule in INVARIANTS)
    yield from (f"`{rule.code}`" for rule in RULES)
    yield from (f"`{key}`" for key in KEYS)
    yield from (f"`{rule}`" for rule in sorted({*told_rules()}))
    yield from kneegraph.__all__


@pytest.mark.parametrize("name", sorted({*listed()}))
def test_everything_that_has_a_name_is_documented(name: str) -> None:
    assert name in EVERYTHING


def test_every_room_has_its_place_in_the_drawing_of_the_layers() -> None:
    text = (DOCS / "architecture.md").read_text(encoding="utf-8")
    assert [name for layer in LAYERS for name in layer if f"`{name}`" not in text] == []


def test_every_relation_is_explained_to_curators(graph: Graph) -> None:
    text = (DOCS / "curating.md").read_text(encoding="utf-8")
    assert [name for name in graph.corpus.relations if f"| `{name}` |" not in text] == []


def understood() -> list[str]:
    """The sentences that the curator's guide gives for the wordings of relations."""
    text = (DOCS / "curating.md").read_text(encoding="utf-8")
    part = text[text.index("## Wordings") : text.index("## Writing it down")]
    return re.findall(r"\| \*(.+)\* \|$", part, re.MULTILINE)


def test_the_sentences_that_wordings_are_explained_by_are_understood(graph: Graph) -> None:
    assert len(understood()) >= 10
    assert [sentence for sentence in understood() if not graph.check(sentence).findings] == []


def test_every_key_of_the_wordings_is_explained_to_curators() -> None:
    text = (DOCS / "curating.md").read_text(encoding="utf-8")
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in (ROOT / "data" / "wordings").glob("*.toml")]
    keys = {key for table in tables for relation in table.get("relations", {}).values() for key in relation}
    names = {f"[{name}]" if isinstance(table[name], dict) else name for table in tables for name in table}
    wanted = keys | (names - {"[relations]"})
    assert len(wanted) > 12
    assert [name for name in sorted(wanted) if f"`{name}`" not in text] == []


# Nothing that is not there


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_images_lead_somewhere(page: Path) -> None:
    prose = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)", prose) + re.findall(r"(?:src|srcset|href)=\"([^\"]+)\"", prose)
    for link in links:
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if not re.match(r"[a-z]+:", link):
            assert target.exists(), link
            assert not anchor or anchor in anchors(target), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_that_are_named_exist(page: Path) -> None:
    named = re.findall(r"`((?:kneegraph|data|docs|tests|viz|benchmarks)/[\w./*-]*)`", page.read_text(encoding="utf-8"))
    assert [name for name in named if not [*ROOT.glob(name)]] == []


def test_identifiers_that_are_named_exist(graph: Graph) -> None:
    text = "\n".join((DOCS / name).read_text(encoding="utf-8") for name in ("model.md", "curating.md"))
    named = re.findall(r"`([a-z0-9-]+\.[a-zA-Z]+\.[a-z0-9.-]+)`", text)
    known = graph.corpus.claims.keys() | {assertion.id for assertion in graph.corpus.assertions}
    assert named
    assert [name for name in named if name not in known] == []


# The example claim, and the other subject


def triples(quads: Iterable[Quad]) -> set[tuple[str, str, object]]:
    """Statements about resources with an address; a blank node is what is said of it."""
    found = list(quads)
    inside: dict[str, set[tuple[str, str]]] = {}
    for quad in found:
        if isinstance(quad.subject, BlankNode):
            inside.setdefault(str(quad.subject), set()).add((quad.predicate.value, str(quad.object)))
    return {
        (str(quad.subject), quad.predicate.value, frozenset(inside.get(str(quad.object), {("", str(quad.object))})))
        for quad in found
        if not isinstance(quad.subject, BlankNode)
    }


def test_the_turtle_of_the_model_page_is_that_of_the_data() -> None:
    head = "".join(f"@prefix {prefix}: <{space}> .\n" for prefix, space in vocab.PREFIXES.items())
    excerpts = blocks(DOCS / "model.md", "turtle")
    shown = triples(q for text in excerpts for q in parse((head + text).encode(), RdfFormat.TURTLE, base_iri=vocab.ID))
    assert len(shown) > 20
    assert shown - triples(files.read(files.data_files()).quads) == set()


def test_the_picture_of_one_claim_agrees_with_the_data() -> None:
    graph = kneegraph.load(collection="core")
    drawn = ElementTree.parse(DOCS / "images" / "one-claim.svg").getroot()
    text = " ".join(" ".join(drawn.itertext()).split())
    claim = graph.claim("weak-gluteus-medius.causes.knee-valgus")
    counts = "+×≈”"
    assert [f"{mark}{count}" for mark, count in zip(counts, claim.tally.as_dict().values(), strict=True)] == re.findall(
        rf"[{counts}]\d", text
    )
    assert f"≈ {claim.standing}" in text
    for assertion in claim.assertions:
        for wanted in (assertion.source, assertion.paraphrase, f"{assertion.certainty} · {assertion.basis}"):
            assert wanted in text
        for wanted in (f"{passage.start}–{passage.end}" for passage in assertion.passages):
            assert wanted in text
        for wanted in (*assertion.attributed_to, *(why.comment for why in assertion.qualifications)):
            assert wanted in text


def test_the_other_subject_is_whole() -> None:
    assert validate([EXAMPLE]).findings == ()
    bread = kneegraph.load(EXAMPLE)
    report = verify(bread.corpus, Texts.open(EXAMPLE / "texts"))
    assert (report.findings, report.proven) == ((), 7)
    assert {assertion.stance for assertion in bread.corpus.assertions} == {*Stance}
    assert not {*bread.corpus.concepts} & {*kneegraph.load().corpus.concepts}


@pytest.mark.parametrize("name", ["concepts.ttl", "claims.ttl"])
def test_the_other_subject_is_in_canonical_form(name: str) -> None:
    assert write_turtle(files.read_quads(EXAMPLE / name)) == (EXAMPLE / name).read_text(encoding="utf-8")
