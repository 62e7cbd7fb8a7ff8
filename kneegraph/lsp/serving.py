"""Serving an editor that has started this process and talks to it through standard input and output."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout

from kneegraph.lsp.server import CheckServer


def serve_editor(server: CheckServer) -> bool:
    """Answer until the editor ends the session or goes away; whether it said so first, as the protocol wants it to.

    Standard output belongs to the protocol: what anything else prints goes to standard error, where editors keep their logs.
    """
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers, redirect_stdout(sys.stderr):
        server.start_io(sys.stdin.buffer, answers)
    return server.ended_well
