"""An editor at the other end of the pipe: it frames messages, keeps what it is told, and applies edits as editors do."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from kneegraph.lsp.server import CheckServer

Json = dict[str, Any]
URI = "file:///drafts/draft.md"
_PATIENCE = 20.0


class Editor:
    """Sends what it is told to, and waits for what it is asked for; everything else it was sent stays in `told`."""

    def __init__(self, to_server: IO[bytes], from_server: IO[bytes]) -> None:
        self._out = to_server
        self._in = from_server
        self._arrived: queue.Queue[Json | None] = queue.Queue()
        self._number = 0
        self.told: list[Json] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        while length := self._head():
            self._arrived.put(json.loads(self._in.read(length)))
        self._arrived.put(None)

    def _head(self) -> int:
        length = 0
        for line in iter(self._in.readline, b""):
            if not line.strip():
                return length
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        return 0

    def send_bytes(self, body: bytes) -> None:
        self._out.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._out.flush()

    def notify(self, method: str, params: object = None) -> None:
        self.send_bytes(json.dumps({"jsonrpc": "2.0", "method": method, "params": params}).encode())

    def request(self, method: str, params: object = None) -> Any:
        """Ask, and wait for the answer."""
        self._number += 1
        number = self._number
        self.send_bytes(json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params}).encode())
        answer = self._next(lambda one: one.get("id") == number)
        assert "error" not in answer, answer
        return answer["result"]

    def notified(self, method: str) -> Any:
        """The next notification of this method."""
        for one in self.told:
            if one.get("method") == method:
                self.told.remove(one)
                return one["params"]
        return self._next(lambda one: one.get("method") == method)["params"]

    def messages(self) -> list[str]:
        """The messages that the writer has been shown so far."""
        return [one["params"]["message"] for one in self.told if one.get("method") == "window/showMessage"]

    def _next(self, wanted: Callable[[Json], bool]) -> Json:
        while True:
            message = self._arrived.get(timeout=_PATIENCE)
            assert message is not None, "the server has gone"
            if wanted(message):
                return message
            self.told.append(message)

    # What a writer does

    def begin(self, *, options: object = None, folder: Path | None = None, **capabilities: object) -> Json:
        root = folder.as_uri() if folder else None
        params = {"processId": None, "rootUri": root, "capabilities": capabilities, "initializationOptions": options}
        result: Json = self.request("initialize", params)
        self.notify("initialized", {})
        return result

    def open(self, text: str, *, uri: str = URI, language: str = "markdown", version: int = 1) -> None:
        document = {"uri": uri, "languageId": language, "version": version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": document})

    def change(self, text: str, *, uri: str = URI, version: int = 2) -> None:
        params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]}
        self.notify("textDocument/didChange", params)

    def diagnostics(self) -> list[Json]:
        found: list[Json] = self.notified("textDocument/publishDiagnostics")["diagnostics"]
        return found

    def hover(self, line: int, character: int, *, uri: str = URI) -> Any:
        return self.request(
            "textDocument/hover", {"textDocument": {"uri": uri}, "position": {"line": line, "character": character}}
        )

    def actions(self, where: Json, *, uri: str = URI, only: list[str] | None = None) -> Any:
        context: Json = {"diagnostics": []} | ({"only": only} if only else {})
        return self.request("textDocument/codeAction", {"textDocument": {"uri": uri}, "range": where, "context": context})

    def end(self) -> None:
        self.request("shutdown")
        self.notify("exit")


def applied(text: str, edit: Json) -> str:
    """The text after a workspace edit of one document, by an editor that counts in UTF-16."""
    edits = edit["documentChanges"][0]["edits"] if "documentChanges" in edit else next(iter(edit["changes"].values()))
    for one in sorted(edits, key=lambda each: (each["range"]["start"]["line"], each["range"]["start"]["character"]))[::-1]:
        start, end = (_unit(text, one["range"][side]) for side in ("start", "end"))
        units = text.encode("utf-16-le")
        text = (units[: 2 * start] + one["newText"].encode("utf-16-le") + units[2 * end :]).decode("utf-16-le")
    return text


def _unit(text: str, position: Json) -> int:
    before = text.split("\n")[: position["line"]]
    return sum(len(f"{line}\n".encode("utf-16-le")) // 2 for line in before) + int(position["character"])


@contextmanager
def editing(server: CheckServer) -> Iterator[Editor]:
    """An editor and this server, in one process, with pipes between them."""
    (server_in, editor_out), (editor_in, server_out) = os.pipe(), os.pipe()

    def serve() -> None:
        with os.fdopen(server_in, "rb") as asked, os.fdopen(server_out, "wb") as answers:
            server.start_io(asked, answers)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    with os.fdopen(editor_in, "rb") as answers:
        with os.fdopen(editor_out, "wb") as asked:
            yield Editor(asked, answers)
        thread.join(timeout=_PATIENCE)
        assert not thread.is_alive()


@contextmanager
def started(*options: str, code: str = "") -> Iterator[tuple[Editor, subprocess.Popen[bytes]]]:
    """An editor and `kneegraph lsp` (or what else this code serves) in a process of its own."""
    command = [sys.executable, *(["-c", code] if code else ["-m", "kneegraph", "lsp", *options])]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield Editor(process.stdin, process.stdout), process
        finally:
            process.stdin.close()
            process.wait(timeout=_PATIENCE)
