"""Write what of docs/ follows from the code and the data: pages, and the reports on the example drafts."""

from __future__ import annotations

import argparse
import enum
import inspect
import re
import shlex
import sys
import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from types import FunctionType
from typing import Any

import click

import kneegraph
from kneegraph import errors, files, vocab
from kneegraph.analysis.contradictions import FINDERS
from kneegraph.analysis.no_chain import NoChain
from kneegraph.analysis.related import MEANING
from kneegraph.check import RULES
from kneegraph.cli.check_output import FORMATS, Found
from kneegraph.cli.main import COMMANDS
from kneegraph.cli.main import kneegraph as shell
from kneegraph.drafts import read_draft
from kneegraph.exchange.reports.summary import LeftOut
from kneegraph.queries import NamedQuery, named_queries
from kneegraph.rdf.index import key
from kneegraph.validate import INVARIANTS

#: What the methods of Graph give and no one imports by name.
GIVEN = (
    "kneegraph.store:Result",
    "kneegraph.analysis.contradictions:Contradiction",
    "kneegraph.analysis.chains:Chain",
    "kneegraph.analysis.steps:Step",
    "kneegraph.analysis.no_chain:NoChain",
    "kneegraph.analysis.exercises:ExerciseLink",
    "kneegraph.analysis.gaps:Gap",
    "kneegraph.analysis.related:Related",
    "kneegraph.analysis.evidence.weights:Weights",
    "kneegraph.analysis.evidence.independence:Independence",
    "kneegraph.analysis.evidence.independence:Group",
    "kneegraph.analysis.evidence.opinion:Opinion",
    "kneegraph.analysis.evidence.opinion:Contribution",
    "kneegraph.analysis.evidence.what_if:Firmness",
    "kneegraph.analysis.evidence.what_if:LeftOut",
    "kneegraph.analysis.evidence.what_if:Flip",
    "kneegraph.analysis.evidence.licence:Licence",
    "kneegraph.analysis.evidence.licence:Licensed",
    "kneegraph.analysis.history:History",
    "kneegraph.analysis.history:Year",
    "kneegraph.analysis.routes:Routes",
    "kneegraph.analysis.routes:Route",
    "kneegraph.analysis.turned:Turned",
    "kneegraph.analysis.cut:Cut",
    "kneegraph.check:Report",
    "kneegraph.check:Finding",
    "kneegraph.check:Verdict",
    "kneegraph.check:Severity",
    "kneegraph.check:Nearness",
    "kneegraph.check:OverReach",
    "kneegraph.check:Place",
    "kneegraph.found:Found",
    "kneegraph.notebook.picture:Neighbourhood",
)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines)


def queries_page() -> str:
    """The named queries, from the headers of their files."""
    listed = named_queries().values()
    rows = [(f"[`{one.name}`](#{one.name})", one.title) for one in listed]
    about = (
        "Packaged SPARQL queries, each a file of `data/queries`. Concepts, relations and sources go by any of their names.\n"
    )
    about += "In Python, `kg.query_named(name, parameter=value)` asks one."
    return "\n\n".join(["# Named queries", about, table(("name", "what it answers"), rows), *map(_query, listed)])


def _query(query: NamedQuery) -> str:
    given = [f"--param {one.name}={shlex.quote(one.default or '…')}" for one in query.parameters]
    rows = [(f"`{one.name}`", one.sort, f"`{one.default or '(required)'}`", one.about) for one in query.parameters]
    parts = [f"## {query.name}", f"**{query.title}**", query.about, f"[Its text](../data/queries/{query.name}.rq)"]
    parts += [table(("parameter", "sort", "default", "meaning"), rows)] if rows else []
    return "\n\n".join((*parts, f"```sh\n{' '.join(['kneegraph sparql --name', query.name, *given])}\n```"))


def shell_page() -> str:
    """The commands, from click's own objects."""
    found = {name: shell.get_command(click.Context(shell), name) for name in COMMANDS}
    commands = {name: command for name, command in found.items() if command is not None}
    rows = {name: [_option(one) for one in each.params if isinstance(one, click.Option)] for name, each in commands.items()}
    often = Counter(row for listed in rows.values() for row in listed)
    shared = [row for row, count in often.items() if count > len(rows) / 2]
    parts = ["# The shell", _help(shell), "## Options that most commands share", table(("option", "meaning"), shared)]
    for name, command in commands.items():
        usage = " ".join(["kneegraph", name, *command.collect_usage_pieces(click.Context(command, info_name=name))])
        parts += [f"## kneegraph {name}", f"```text\n{usage}\n```", _help(command)]
        own = [row for row in rows[name] if row not in shared]
        parts += [table(("option", "meaning"), own)] if own else []
        left = sorted({row[0].split()[0] + "`" for row in shared} - {row[0].split()[0] + "`" for row in rows[name]})
        parts += [f"Of the shared options it does not take {', '.join(left)}."] if left else []
    return "\n\n".join(parts)


def _option(option: click.Option) -> tuple[str, str]:
    kind = option.type
    value = option.metavar or ("|".join(kind.choices) if isinstance(kind, click.Choice) else kind.name.split()[0].upper())
    names = ", ".join(option.opts) + ("" if option.is_flag else f" {value}")
    default = f" Default: `{option.default}`." if option.show_default else ""
    return f"`{names}`", f"{option.help or ''}{default}{' May be repeated.' if option.multiple else ''}"


def _help(command: click.Command) -> str:
    parts = inspect.cleandoc(command.help or "").split("\n\n")
    return "\n\n".join(f"```text\n{part[1:].strip()}\n```" if part.startswith("\b") else part for part in parts)


def python_page() -> str:
    """The public names, from their signatures and docstrings."""
    public: list[Any] = [getattr(kneegraph, name) for name in kneegraph.__all__]
    functions: list[Any] = [one for one in public if inspect.isfunction(one)]
    failures = [one for one in public if inspect.isclass(one) and issubclass(one, Exception)]
    values = [one for one in public if one not in (*functions, *failures, kneegraph.Graph)]
    given = [getattr(import_module(place.split(":")[0]), place.split(":")[1]) for place in GIVEN]
    _, _, tree = inspect.cleandoc(errors.__doc__ or "").partition("\n\n")
    parts = ["# Python", _prose(kneegraph.__doc__), "All of this is imported from `kneegraph`:"]
    parts += ["```python\n>>> from kneegraph import *\n```", *(_item(one, 2) for one in (*functions, kneegraph.Graph))]
    parts += ["## Values", *(_item(one, 3) for one in values)]
    parts += ["## What the methods give", *(_item(one, 3) for one in given)]
    parts += ["## Errors", f"```text\n{inspect.cleandoc(tree)}\n```", *(_item(one, 3) for one in failures)]
    return "\n\n".join(parts)


def _members(one: type) -> dict[str, object]:
    """What a class has, and what it takes over from classes of ours, in their order from the ground up."""
    ours = [base for base in reversed(one.__mro__) if base.__module__.startswith("kneegraph.")]
    return {name: member for base in ours for name, member in vars(base).items()}


def _item(one: type | FunctionType, level: int) -> str:
    """A function, or a class with its public methods and properties, in the order of the code."""
    parts = [f"{'#' * level} {one.__name__}", _signature(one), _prose(one.__doc__)]
    members = _members(one) if isinstance(one, type) else {}
    for name in (name for name in members if not name.startswith("_")):
        inner = getattr(
            members[name], "__func__", getattr(members[name], "fget", getattr(members[name], "func", members[name]))
        )
        if inspect.isfunction(inner):
            plain = isinstance(members[name], property | cached_property)
            call = f"`.{name}` → `{inspect.signature(inner).return_annotation}`" if plain else _signature(inner, before=".")
            parts += [f"{'#' * (level + 1)} {one.__name__}.{name}", call, _prose(inner.__doc__)]
    return "\n\n".join(part for part in parts if part)


def _signature(one: type | FunctionType, before: str = "") -> str:
    if isinstance(one, enum.EnumType):
        return "Values: " + ", ".join(f"`{value}`" for value in map(str, one))
    if inspect.isclass(one) and issubclass(one, Exception) and "__init__" not in vars(one):
        return ""
    whole = inspect.signature(one)
    bare = [each.replace(annotation=_Bare(each.annotation)) for each in whole.parameters.values()]
    given = [each for each in bare if each.name not in ("self", "cls")]
    result = whole.empty if inspect.isclass(one) else _Bare(whole.return_annotation)
    text = f"{before}{one.__name__}{whole.replace(parameters=given, return_annotation=result)}"
    return "```python\n" + textwrap.fill(text, 100, subsequent_indent="    ", break_on_hyphens=False) + "\n```"


class _Bare(str):  # an annotation that prints without quotation marks
    __repr__ = str.__str__


def _prose(doc: str | None) -> str:
    parts = inspect.cleandoc(doc or "").split("\n\n")
    return "\n\n".join(f"```python\n{part}\n```" if part.startswith(">>>") else part for part in parts)


def rules_page() -> str:
    """Everything that is a list in the code: rules, properties, kinds."""
    rules = table(("rule", "what must hold"), ((f"`{rule.id}`", rule.description) for rule in INVARIANTS))
    shapes = table(("of", "property", "what must hold"), _shapes())
    kinds = table(("kind", "what it is"), ((f"`{one.kind}`", one.description) for one in FINDERS))
    reasons = table(("reason", "what it says"), ((f"`{one}`", one.sentence) for one in NoChain))
    ways = table(("how", "what it means"), ((f"`{kind}`", text) for kind, text in MEANING.items()))
    parts = ["# Rules and kinds", "## What `kneegraph check` asks", *_checker_rules()]
    parts += ["## What `kneegraph validate` asks", "Of all the data together:", rules]
    parts += ["Of single properties (`data/shapes.ttl`):", shapes, "## Kinds of contradiction", kinds]
    parts += ["## Why there is no chain", reasons, "## Related claims", ways]
    return "\n\n".join(parts)


def _checker_rules() -> Iterator[str]:
    """Each rule of the draft checker with why it is asked, a sentence it is told of, and one it is not told of."""
    yield "Of the sentences of a draft, and of comments in it; [the draft checker](checking.md) says how to use it."
    yield table(("rule", "name", "severity", "when"), ((f"`{one.code}`", one.slug, one.severity, one.says) for one in RULES))
    for rule in RULES:
        yield f"### {rule.code} {rule.slug}"
        yield f"{rule.says} {rule.why}"
        yield f"Told of:\n\n```markdown\n{rule.fires}\n```"
        yield f"Not told of:\n\n```markdown\n{rule.silent}\n```"


def _shapes() -> Iterator[tuple[str, str, str]]:
    said: dict[str, dict[str, list[str]]] = {}
    for quad in files.read_quads(files.packaged("data", "shapes.ttl")):
        found = said.setdefault(key(quad.subject), {}).setdefault(quad.predicate.value.removeprefix(vocab.SH), [])
        found.append(getattr(quad.object, "value", ""))
    for shape in sorted(said):
        for part in sorted(said[shape].get("property", ())):
            path = re.sub(r".*[/#]", "", said[part]["path"][0])
            yield said[shape][vocab.RDFS + "label"][0], f"`{path}`", said[part]["message"][0].removeprefix(f"{path} ")


def report(draft: str, form: str) -> str:
    """The report on a draft of docs/examples, without the sources' texts: no sentence of theirs is in it."""
    path = Path(__file__).parent / "examples" / "drafts" / draft
    read = replace(read_draft(path), path=f"docs/examples/drafts/{draft}")
    graph = kneegraph.load()
    reports = [graph.check(read.text, form=read.form, path=read.path)]
    found = Found(graph, [read], reports, LeftOut(), frozenset())
    return "".join(FORMATS[form](found, reports, True))


PAGES = {"queries.md": queries_page, "shell.md": shell_page, "python.md": python_page, "rules.md": rules_page}
REPORTS = {
    "coach.txt": partial(report, "coach.md", "text"),
    "clinic.json": partial(report, "clinic.html", "json"),
    "runner.html": partial(report, "runner.md", "html"),
}


def main(arguments: Sequence[str] | None = None, folder: Path = Path(__file__).parent) -> int:
    """Write the pages and the reports on the example drafts, or with `--check` name what is stale; 1 when something is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, name what is stale")
    checking = parser.parse_args(arguments).check
    note = "<!-- Written by docs/generate.py; edit what it reads instead. -->\n\n"
    fresh = {folder / name: re.sub(r"[ \t]+$", "", note + page() + "\n", flags=re.MULTILINE) for name, page in PAGES.items()}
    fresh |= {folder / "examples" / "reports" / name: written() for name, written in REPORTS.items()}
    stale = [path for path, text in fresh.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        print(f"{path}: {'stale' if checking else 'written'}")
        if not checking:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fresh[path], encoding="utf-8")
    return int(checking and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
