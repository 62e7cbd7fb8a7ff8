"""The house as design.md draws it: who may import whom, what may be known where, and how big a room may be."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kneegraph

PACKAGE = Path(kneegraph.__file__).parent
MODULES = sorted(path for path in PACKAGE.rglob("*.py"))

#: From the ground up: a module imports only from its own layer and those above it in this list.
LAYERS = (
    ("errors", "vocab", "nearest", "frames", "tables", "found", "words"),
    ("effects", "labels", "model", "restriction", "rdf", "turtle", "sparql"),
    ("files", "store"),
    ("analysis", "emptiness", "parts", "queries", "passages", "text", "verify", "validate"),
    ("graph", "assembly", "check", "importing", "loading", "stored"),
    ("browser", "drafts", "exchange", "lsp", "notebook", "server"),
    ("cli", "__main__"),
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}

#: Imports against the order, each with its reason.
EXEMPT = {
    ("graph", "browser"): "design.md section 7 wants the page as a method of the graph",
    ("graph", "notebook"): "what the graph hands out is drawn with its labels and sources, and `show` is a method of it",
}


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def rooms_imported(path: Path) -> set[str]:
    ours = (name.split(".")[1] for name in imports(path) if name.startswith("kneegraph."))
    return {name for name in ours if name in RANK}


@pytest.mark.parametrize("path", [path for path in MODULES if room(path) != "__init__"], ids=str)
def test_a_module_imports_only_from_its_own_layer_and_those_before_it(path: Path) -> None:
    here = room(path)
    assert here in RANK, f"{here} has no place in the layers"
    wrong = {other for other in rooms_imported(path) if RANK[other] > RANK[here] and (here, other) not in EXEMPT}
    assert not wrong


def test_modules_of_one_layer_do_not_import_each_other_in_a_circle() -> None:
    needs = {name: {o for path in MODULES if room(path) == name for o in rooms_imported(path)} - {name} for name in RANK}
    for name, others in needs.items():
        back = {other for other in others if name in needs[other]}
        assert {pair for pair in back if (name, pair) not in EXEMPT and (pair, name) not in EXEMPT} == set()


@pytest.mark.parametrize(
    ("library", "homes"),
    [
        ("rdflib", {"store", "validate", "graph"}),  # graph: the type of `Graph.dataset` only
        ("oxrdflib", {"store"}),
        ("pyoxigraph.Store", {"store"}),
        ("networkx", {"analysis", "graph", "browser"}),  # graph: the type of `to_networkx` only; browser: positions
        ("pyvis", {"browser"}),
        ("duckdb", {"assembly"}),
        ("pyspark", {"assembly"}),
        ("pyarrow", {"assembly"}),
        ("pyshacl", {"validate"}),
        ("click", {"cli"}),
        ("pyromark", {"text"}),
        ("sentencex", {"text"}),
        ("turbohtml", {"text"}),
        ("rich", {"cli"}),
        ("pygls", {"lsp"}),
        ("lsprotocol", {"lsp"}),
        ("pandas", {"frames", "found", "store"}),  # found, store: the type of `to_pandas` only; so of polars
        ("polars", {"frames", "found", "importing", "store"}),
    ],
)
def test_a_library_is_known_in_few_places(library: str, homes: set[str]) -> None:
    users = {room(path) for path in MODULES for name in imports(path) if name == library or name.startswith(library + ".")}
    assert users <= homes


def test_an_iri_is_spelled_in_vocab_only() -> None:
    schemes = ("https://w3id.org", "http://www.w3.org", "http://purl.org", "https://schema.org")
    for path in MODULES:
        strings = (n.value for n in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(n, ast.Constant))
        spelled = [s for s in strings if isinstance(s, str) and s.startswith(schemes)]
        assert path.name == "vocab.py" or not spelled, path


@pytest.mark.parametrize("path", [*MODULES, *sorted(Path(__file__).parent.rglob("*.py"))], ids=str)
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_no_function_is_longer_than_60_lines() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                assert (node.end_lineno or 0) - node.lineno < 60, f"{path.name}: {node.name}"


def test_importing_kneegraph_imports_no_heavy_library() -> None:
    heavy = ["networkx", "pyvis", "rdflib", "pyshacl", "rich", "click", "rapidfuzz", "pandas", "polars", "pygls"]
    heavy += ["pyromark", "sentencex", "turbohtml", "Stemmer", "duckdb", "pyspark"]
    code = f"import sys, kneegraph; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_public_names_are_sorted_few_and_all_there_are() -> None:
    names = kneegraph.__all__
    assert names == sorted(names)
    assert len(names) <= 30
    modules = {path.stem for path in MODULES} | {path.parent.name for path in MODULES}
    public = {name for name in vars(kneegraph) if not name.startswith("_")} - modules
    assert public == set(names)
