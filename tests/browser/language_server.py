"""What a text editor does with the real yaml-language-server: opens files, asks what fits and what a word means."""

from __future__ import annotations

import json
import subprocess
from collections import Counter
from pathlib import Path
from threading import Timer
from typing import Any, NamedTuple

from .tools import judge, program

PATIENCE = 120
"""Seconds after which a server that answers no more is ended, and the test with it."""


class Diagnostic(NamedTuple):
    """A line under words of a text."""

    line: int
    words: str
    message: str


class TextEditor:
    """A folder, opened with its `.vscode/settings.json` (Language Server Protocol 3.17, over stdin and stdout)."""

    def __init__(self, root: Path) -> None:
        self.root = root
        text = (root / ".vscode" / "settings.json").read_text(encoding="utf-8")
        self._settings = _sections(json.loads(text))
        self._asked = 0
        self._versions: Counter[str] = Counter()
        self._found: dict[str, list[Any]] = {}
        command = [program("node"), str(judge("yaml-language-server")), "--stdio"]
        self._server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._timer = Timer(PATIENCE, self._server.kill)
        self._timer.start()
        folder = {"uri": root.as_uri(), "name": "site"}
        completion = {"completionItem": {"documentationFormat": ["markdown"], "snippetSupport": True}}
        capabilities = {
            "workspace": {"configuration": True, "workspaceFolders": True},
            "textDocument": {"completion": completion, "hover": {"contentFormat": ["markdown"]}},
        }
        self._ask(
            "initialize",
            {"processId": None, "rootUri": folder["uri"], "workspaceFolders": [folder], "capabilities": capabilities},
        )
        self._send({"method": "initialized", "params": {}})

    def close(self) -> None:
        """Ends the server."""
        self._timer.cancel()
        self._server.kill()
        self._server.communicate()

    def diagnostics(self, path: str, text: str) -> list[Diagnostic]:
        """What is underlined in a file with this text. Ask once for each file: an older text's could still come."""
        address = self._open(path, text)
        while address not in self._found:
            self._receive()
        lines = text.splitlines()
        return [
            Diagnostic(
                one["range"]["start"]["line"] + 1,
                lines[one["range"]["start"]["line"]][one["range"]["start"]["character"] :][: _length(one["range"])],
                one["message"],
            )
            for one in self._found[address]
        ]

    def completions(self, path: str, text: str) -> dict[str, str]:
        """What is proposed where `|` stands in the text, and what is said of it."""
        answer = self._ask("textDocument/completion", self._place(path, text))
        return {item["label"]: _markdown(item.get("documentation", "")) for item in answer["items"]}

    def hover(self, path: str, text: str) -> str:
        """What is said of the word in which `|` stands."""
        return _markdown((self._ask("textDocument/hover", self._place(path, text)) or {}).get("contents", ""))

    def _place(self, path: str, text: str) -> dict[str, Any]:
        before, after = text.split("|")
        address = self._open(path, before + after)
        position = {"line": before.count("\n"), "character": len(before.rpartition("\n")[2])}
        return {"textDocument": {"uri": address}, "position": position}

    def _open(self, path: str, text: str) -> str:
        address = (self.root / path).as_uri()
        self._versions[address] += 1
        document: dict[str, Any] = {"uri": address, "version": self._versions[address]}
        if document["version"] == 1:
            document |= {"languageId": "yaml", "text": text}
            self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        else:
            changes = {"textDocument": document, "contentChanges": [{"text": text}]}
            self._send({"method": "textDocument/didChange", "params": changes})
        return address

    def _ask(self, method: str, params: dict[str, Any]) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._asked and "method" not in message:
                return message["result"]

    def _send(self, message: dict[str, Any]) -> None:
        assert self._server.stdin is not None
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._server.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
        self._server.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        """The next message; what the server asks meanwhile is answered."""
        assert self._server.stdout is not None
        length = 0
        while line := self._server.stdout.readline().strip():
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        if not length:
            raise AssertionError("yaml-language-server has ended, or did not answer in time")
        message: dict[str, Any] = json.loads(self._server.stdout.read(length))
        if message.get("method") == "textDocument/publishDiagnostics":
            self._found[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            wanted = [self._settings.get(item["section"]) for item in message["params"]["items"]]
            self._send({"id": message["id"], "result": wanted})
        elif "method" in message and "id" in message:
            self._send({"id": message["id"], "result": None})
        return message


def _sections(settings: dict[str, Any]) -> dict[str, Any]:
    """`{"yaml.format.enable": false}` as servers ask for it: `{"yaml": {"format": {"enable": false}}}`."""
    sections: dict[str, Any] = {}
    for name, value in settings.items():
        *above, last = name.split(".")
        section = sections
        for part in above:
            section = section.setdefault(part, {})
        section[last] = value
    return sections


def _length(span: Any) -> int:
    """How many signs are underlined in the first line."""
    start, end = span["start"], span["end"]
    return int(end["character"] - start["character"] if start["line"] == end["line"] else 1000)


def _markdown(contents: Any) -> str:
    return str(contents["value"] if isinstance(contents, dict) else contents)
