"""The shell: each command parses, calls one library function, prints, and returns an exit status."""

from kneegraph.cli.main import main

__all__ = ["main"]
