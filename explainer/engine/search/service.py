"""Asks Pagefind for the search of some pages, in a process of its own. The only importer of Pagefind."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import tempfile
from collections.abc import Iterable
from typing import IO, Any, TypeAlias

from pagefind_bin import get_executable  # type: ignore[import-untyped]

Bundle: TypeAlias = dict[str, bytes]
"""The files of a search, by their paths."""


class SearchFailed(Exception):
    """The index could not be made. The text says why, in Pagefind's words where it gave any."""


def bundle(pages: Iterable[tuple[str, str]]) -> Bundle:
    """What Pagefind makes of pages, given one by one: address, HTML. Raises SearchFailed."""
    with tempfile.TemporaryFile() as complaints:
        try:
            # It ends when its input does, so nothing of it is left behind whatever happens here.
            with subprocess.Popen(
                [get_executable(), "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints
            ) as process:
                assert process.stdin is not None and process.stdout is not None  # noqa: S101 - they are pipes
                asked = (process.stdin, process.stdout)
                index = _ask(*asked, type="NewIndex", config={})["index_id"]
                for address, text in pages:
                    _ask(*asked, type="AddFile", index_id=index, file_path=None, url=address, file_contents=text)
                # When Pagefind 1.5 writes files itself, it says that it has before they are whole.
                files = _ask(*asked, type="GetFiles", index_id=index)["files"]
        except (OSError, SearchFailed) as error:
            complaints.seek(0)
            said = complaints.read().decode(errors="replace").strip()
            why = "Pagefind ended early" if isinstance(error, BrokenPipeError) else str(error)  # as its pipe is closed
            raise SearchFailed(f"the search index could not be made: {said or why}") from error
    return {file["path"].replace("\\", "/"): base64.b64decode(file["content"]) for file in files}


def _ask(requests: IO[bytes], answers: IO[bytes], **payload: Any) -> Any:
    """One exchange with `pagefind --service`: JSON in Base64, ended by a comma, both ways."""
    message = json.dumps({"message_id": 0, "payload": payload}, ensure_ascii=False).encode()
    requests.write(base64.b64encode(message) + b",")
    requests.flush()
    answer = bytearray()
    while not answer.endswith(b","):
        part = os.read(answers.fileno(), 1 << 20)
        if not part:
            raise SearchFailed("Pagefind ended early")
        answer += part
    said = json.loads(base64.b64decode(answer[:-1]))["payload"]
    if said["type"] == "Error":
        raise SearchFailed(said["message"])
    return said
