"""Write the pages of docs/ that follow from the code and the data; with --check, only say which of them are stale.

    python docs/generate.py [--check]
"""

from __future__ import annotations

import enum
import inspect
import re
import shlex
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from importlib import import_module
from pathlib import Path

import click
from pyoxigraph import NamedNode

import kneegraph
from kneegraph import errors, files, vocab
from kneegraph.analysis.contradictions import FINDERS
from kneegraph.analysis.no_chain import NoChain
from kneegraph.analysis.related import MEANING
from kneegraph.cli.main import COMMANDS
from kneegraph.cli.main import kneegraph as shell
from kneegraph.errors import ExitStatus
from kneegraph.queries import NamedQuery, named_queries
from kneegraph.validate import INVARIANTS

DOCS = Path(__file__).parent

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
)
_OWN = ("self", "cls")
STATUSES = {
    ExitStatus.DONE: "done",
    ExitStatus.FOUND: "something was found by a command that looks for faults: `validate`, `verify`",
    ExitStatus.USAGE: "wrong use: an unknown command or option, or arguments that do not go together",
    ExitStatus.FAILED: "it could not be done: an unknown word, a file that cannot be used, a query that cannot be read",
}


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in line) + " |" for line in lines)


def queries_page() -> str:
    """The named queries, from the headers of their files."""
    listed = named_queries()
    rows = [(f"[`{one.name}`](#{one.name})", one.title) for one in listed.values()]
    head = (
        "# Named queries\n\nPackaged SPARQL queries, each a documented file of `data/queries`. `kneegraph sparql --list` lists them, "
        "`--show` prints one,\nand from Python `kg.query_named(name, parameter=value)` asks it. A concept, a relation or a source "
        "may be given by any of its names.\n"
    )
    return "\n\n".join([head + "\n" + table(("name", "what it answers"), rows), *map(_query, listed.values())])


def _query(query: NamedQuery) -> str:
    given = [f"--param {one.name}={shlex.quote(one.default or '…')}" for one in query.parameters]
    rows = [(f"`{one.name}`", one.sort, f"`{one.default}`" if one.default else "required", one.about) for one in query.parameters]
    parts = [
        f"## {query.name}",
        f"{query.title}. {query.about}",
        table(("parameter", "sort", "default", "meaning"), rows) if rows else "",
        f"```sh\n{' '.join(['kneegraph sparql --name', query.name, *given])}\n```",
        f"[Its text](../data/queries/{query.name}.rq)",
    ]
    return "\n\n".join(part for part in parts if part)


def shell_page() -> str:
    """The commands, from click's own objects."""
    context = click.Context(shell, info_name="kneegraph")
    commands = {name: shell.get_command(context, name) for name in COMMANDS}
    known = {name: command for name, command in commands.items() if command is not None}
    rows = {name: [_option(one) for one in command.params if isinstance(one, click.Option)] for name, command in known.items()}
    often = Counter(row for found in rows.values() for row in found)
    shared = [row for row, count in often.items() if count > len(rows) / 2]
    statuses = ((str(status.value), STATUSES[status]) for status in ExitStatus)
    parts = ["# The shell", _help(shell), "## Exit status", table(("status", "meaning"), statuses)]
    parts += ["## Options that most commands share", table(("option", "meaning"), shared)]
    for name, command in known.items():
        own = [row for row in rows[name] if row not in shared]
        usage = " ".join(["kneegraph", name, *command.collect_usage_pieces(click.Context(command, info_name=name))])
        parts += [f"## kneegraph {name}", f"```text\n{usage}\n```", _help(command)]
        parts += [table(("option", "meaning"), own)] if own else []
        left = [row[0].split()[0].strip("`") for row in shared if row not in rows[name]]
        parts += [f"Of the shared options it does not take {', '.join(f'`{one}`' for one in left)}."] if left else []
    return "\n\n".join(parts)


def _option(option: click.Option) -> tuple[str, str]:
    kind = option.type
    value = option.metavar or ("|".join(kind.choices) if isinstance(kind, click.Choice) else kind.name.upper())
    names = ", ".join(option.opts) + ("" if option.is_flag else f" {value}")
    default = f" Default: `{option.default}`." if option.show_default else ""
    return f"`{names}`", f"{option.help or ''}{default}{' May be repeated.' if option.multiple else ''}"


def _help(command: click.Command) -> str:
    parts = inspect.cleandoc(command.help or "").split("\n\n")
    return "\n\n".join(f"```text\n{part[1:].strip()}\n```" if part.startswith("\b") else part for part in parts)


def python_page() -> str:
    """The public names, from their signatures and docstrings."""
    public = {name: getattr(kneegraph, name) for name in kneegraph.__all__}
    functions = [one for one in public.values() if inspect.isfunction(one)]
    failures = [one for one in public.values() if inspect.isclass(one) and issubclass(one, Exception)]
    values = [one for one in public.values() if one not in (*functions, *failures, kneegraph.Graph)]
    given = [getattr(import_module(place.split(":")[0]), place.split(":")[1]) for place in GIVEN]
    _, _, tree = inspect.cleandoc(errors.__doc__ or "").partition("\n\n")
    parts = ["# Python", "```python\n>>> from kneegraph import *\n```", *(_item(one, 2) for one in functions)]
    parts += [_item(kneegraph.Graph, 2), "## Values", *(_item(one, 3) for one in values)]
    parts += ["## What the methods give", *(_item(one, 3) for one in given)]
    parts += ["## Errors", f"```text\n{inspect.cleandoc(tree)}\n```", *(_item(one, 3) for one in failures)]
    return "\n\n".join(parts)


def _item(one: Callable[..., object], level: int) -> str:
    """A function, or a class with its public methods and properties, in the order of the code."""
    parts = [f"{'#' * level} {one.__name__}", _signature(one), _prose(one.__doc__)]
    for name, member in vars(one).items() if inspect.isclass(one) else ():
        inner = getattr(member, "__func__", getattr(member, "fget", getattr(member, "func", member)))
        if not name.startswith("_") and inspect.isfunction(inner):
            plain = isinstance(member, property | cached_property)
            call = f"`.{name}` → `{inspect.signature(inner).return_annotation}`" if plain else _signature(inner, before=".")
            parts += [f"{'#' * (level + 1)} {one.__name__}.{name}", call, _prose(member.__doc__)]
    return "\n\n".join(part for part in parts if part)


def _signature(one: Callable[..., object], before: str = "") -> str:
    if isinstance(one, enum.EnumType):
        return "Values: " + ", ".join(f"`{member}`" for member in one)
    if inspect.isclass(one) and issubclass(one, Exception) and "__init__" not in vars(one):
        return ""
    whole = inspect.signature(one)
    given = [each.replace(annotation=_Bare(each.annotation)) for each in whole.parameters.values() if each.name not in _OWN]
    result = whole.empty if inspect.isclass(one) else _Bare(whole.return_annotation)
    return f"```python\n{before}{one.__name__}{whole.replace(parameters=given, return_annotation=result)}\n```"


class _Bare(str):
    """An annotation that prints without quotation marks."""

    __repr__ = str.__str__


def _prose(doc: str | None) -> str:
    parts = inspect.cleandoc(doc or "").split("\n\n")
    return "\n\n".join(f"```python\n{part}\n```" if part.startswith(">>>") else part for part in parts)


def rules_page() -> str:
    """Everything that is a list in the code: rules, properties, kinds."""
    parts = ["# Rules and kinds", "## What `kneegraph validate` asks", "Of all the data together:"]
    parts += [table(("rule", "what must hold"), ((f"`{rule.id}`", rule.description) for rule in INVARIANTS))]
    parts += ["Of single properties (`data/shapes.ttl`):", table(("of", "property", "what must hold"), _shapes())]
    parts += ["## Kinds of contradiction", table(("kind", "what it is"), ((f"`{one.kind}`", one.description) for one in FINDERS))]
    parts += ["## Why there is no chain", table(("reason", "what it says"), ((f"`{one}`", one.sentence) for one in NoChain))]
    parts += ["## Related claims", table(("how", "what it means"), ((f"`{kind}`", text) for kind, text in MEANING.items()))]
    return "\n\n".join(parts)


def _shapes() -> Iterator[tuple[str, str, str]]:
    said: dict[str, dict[str, list[str]]] = {}
    for quad in files.read_quads(files.packaged("data", "shapes.ttl")):
        if isinstance(quad.subject, NamedNode):
            found = said.setdefault(quad.subject.value, {}).setdefault(quad.predicate.value.removeprefix(vocab.SH), [])
            found.append(getattr(quad.object, "value", ""))
    for shape in sorted(said):
        for part in sorted(said[shape].get("property", ())):
            label = said[shape][vocab.RDFS + "label"][0]
            yield label, f"`{_short(said[part]['path'][0])}`", f"{said[part]['message'][0]}"


def _short(iri: str) -> str:
    return next(f"{prefix}:{iri.removeprefix(space)}" for prefix, space in vocab.PREFIXES.items() if iri.startswith(space))


PAGES = {"queries.md": queries_page, "shell.md": shell_page, "python.md": python_page, "rules.md": rules_page}


def main(arguments: Sequence[str], folder: Path = DOCS) -> int:
    """Write the pages, or with `--check` name those that are stale; 1 when there are any."""
    note = "<!-- Written by docs/generate.py; edit what it reads instead. -->\n\n"
    fresh = {folder / name: re.sub(r"[ \t]+$", "", note + page() + "\n", flags=re.MULTILINE) for name, page in PAGES.items()}
    stale = [path for path, text in fresh.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        print(f"{path}: {'stale' if '--check' in arguments else 'written'}")
        if "--check" not in arguments:
            path.write_text(fresh[path], encoding="utf-8")
    return int(bool(stale) and "--check" in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
