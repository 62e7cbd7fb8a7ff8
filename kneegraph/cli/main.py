"""The command group. A command's module is imported when the command is used, so that none pays for another."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from kneegraph import __version__
from kneegraph.errors import ExitStatus, KneegraphError

#: Each command and the module that holds it, in the order of the help page.
COMMANDS = {
    "tour": "tour",
    "claim": "claims",
    "search": "claims",
    "sources": "claims",
    "history": "history",
    "contradictions": "findings",
    "chains": "findings",
    "exercises": "findings",
    "routes": "routes",
    "turned": "routes",
    "gaps": "findings",
    "check": "check",
    "sparql": "sparql",
    "browse": "browse",
    "serve": "serve",
    "lsp": "lsp",
    "validate": "data",
    "verify": "data",
    "build": "build",
    "import": "importing",
    "assemble": "assembling",
}


@contextmanager
def _ours_to_answer() -> Iterator[None]:
    """Take a broken pipe's number away: by it click would know it, and leave with status 1."""
    try:
        yield
    except BrokenPipeError as error:
        raise BrokenPipeError from error


def _function(name: str) -> str:
    """What a command is called in Python."""
    return f"{name}_" if iskeyword(name) else name


class LazyGroup(click.Group):
    """A group that knows its commands' names at once and imports a command when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """The names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:  # noqa: ARG002 (click's signature)
        """Import the command, or None when there is no such name."""
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"kneegraph.cli.{COMMANDS[name]}"), _function(name))
        return command

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the arguments; --help prints here."""
        with _ours_to_answer():
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        with _ours_to_answer():
            return super().invoke(ctx)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest commands when this one does not exist."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from rapidfuzz import process

            close = [name for name, _, _ in process.extract(args[0], list(COMMANDS), limit=2, score_cutoff=55)]
            hint = f" Did you mean {' or '.join(close)}?" if close else " See kneegraph --help."
            raise click.UsageError(f"There is no command {args[0]!r}.{hint}", ctx)
        return super().resolve_command(ctx, args)


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["--help", "-h"], "max_content_width": 110})
@click.version_option(__version__, message="kneegraph %(version)s")
def kneegraph() -> None:
    """Who claims what, on what evidence, and where they disagree.

    \b
    kneegraph tour                                        what is in the graph, on one screen
    kneegraph claim "weak glute med" causes "knee cave"   one claim and everybody's stance on it
    kneegraph check draft.md                              which sentences of a draft the sources support
    kneegraph sparql --name contested                     a packaged query; --list shows them all

    Exit status: 0 done; 1 something was found (check, validate, verify); 2 wrong use; 3 it could not be done.
    """


def main(args: list[str] | None = None) -> None:
    """Run the shell and leave with its exit status. Errors are one message on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")  # a terminal that lacks a character must not stop the answer
    try:
        status = kneegraph.main(args, prog_name="kneegraph", standalone_mode=False)
        print(end="", flush=True)  # while a failure can still be told
    except click.ClickException as error:
        error.show()
        status = ExitStatus.USAGE
    except click.Abort:
        status = 130
    except KneegraphError as error:
        _complain(str(error))
        status = ExitStatus.FAILED
    except BrokenPipeError:
        status = _nobody_reads()
    except OSError as error:
        status = _cannot_write(error)
    sys.exit(int(status or 0))


def _complain(message: str) -> None:
    from kneegraph.cli.text import plain

    click.echo(f"kneegraph: {plain(message)}", err=True)


def _nobody_reads() -> ExitStatus:
    """The reader of our output had enough, which is no failure of ours."""
    _drop_output()
    return ExitStatus.DONE


def _cannot_write(error: OSError) -> ExitStatus:
    """Errors of files are mapped where files are read and written; what comes here without a name is our output."""
    _drop_output()
    place = f"{error.filename}: " if error.filename else "the answer could not be written: "
    _complain(place + (error.strerror or str(error)))
    return ExitStatus.FAILED


def _drop_output() -> None:
    """Let what is still to be written go nowhere, lest the interpreter fail once more when it leaves."""
    with suppress(OSError):  # output that is no file has nothing left to write
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
