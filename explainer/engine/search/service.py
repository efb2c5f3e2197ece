"""Runs Pagefind on some pages, in a separate process. The only importer of Pagefind."""

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
"""The files of a search index, by path."""


_CONFIG = {"force_language": "unknown"}
"""No stemmer: which words a page is found by is for us to say."""


class SearchFailed(Exception):
    """The index could not be made; the message says why, in Pagefind's words if it gave any."""


def bundle(pages: Iterable[tuple[str, str]]) -> Bundle:
    """Pagefind's index of some pages, each an address and HTML. Raises SearchFailed."""
    with tempfile.TemporaryFile() as errors:
        try:
            # The process ends with its input, so none is left behind whatever happens here.
            with subprocess.Popen(
                [get_executable(), "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors
            ) as process:
                assert process.stdin is not None and process.stdout is not None  # noqa: S101 - they are pipes
                pipes = (process.stdin, process.stdout)
                index = _ask(*pipes, type="NewIndex", config=_CONFIG)["index_id"]
                for address, text in pages:
                    _ask(*pipes, type="AddFile", index_id=index, file_path=None, url=address, file_contents=text)
                # When Pagefind 1.5 writes files itself, it reports success before they are complete.
                files = _ask(*pipes, type="GetFiles", index_id=index)["files"]
        except (OSError, SearchFailed) as error:
            errors.seek(0)
            output = errors.read().decode(errors="replace").strip()
            reason = "Pagefind ended early" if isinstance(error, BrokenPipeError) else str(error)
            raise SearchFailed(f"the search index could not be made: {output or reason}") from error
    return {file["path"].replace("\\", "/"): base64.b64decode(file["content"]) for file in files}


def _ask(requests: IO[bytes], answers: IO[bytes], **payload: Any) -> Any:
    """Sends one request to `pagefind --service`; both sides write JSON in Base64, ended by a comma."""
    message = json.dumps({"message_id": 0, "payload": payload}, ensure_ascii=False).encode()
    requests.write(base64.b64encode(message) + b",")
    requests.flush()
    answer = bytearray()
    while not answer.endswith(b","):
        part = os.read(answers.fileno(), 1 << 20)
        if not part:
            raise SearchFailed("Pagefind ended early")
        answer += part
    reply = json.loads(base64.b64decode(answer[:-1]))["payload"]
    if reply["type"] == "Error":
        raise SearchFailed(reply["message"])
    return reply
