"""Makes the search index of a built site with Pagefind: a bundle for each language, the same bytes every time."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, TypeAlias

import cbor2
from pagefind_bin import get_executable  # type: ignore[import-untyped]

BUNDLES = "pagefind"
"""The folder of a built site that holds the bundles, each in a folder named after its language (BCP 47, lower case)."""

_BODY = re.compile(rb"<[a-z][^>]*\sdata-pagefind-body[\s>=]")
_LANGUAGE = re.compile(rb"""<html\b[^>]*\slang=["']?([A-Za-z0-9-]+)""")

_USED = re.compile(r"pagefind\.js|pagefind-(worker\.js|entry\.json)|.+\.pf_\w+")
"""What browsers ask for. The rest of what Pagefind makes is its ready-made search boxes, 420 kB that we do not use."""

_Bundle: TypeAlias = dict[str, bytes]
"""The files of one language's search, by their paths."""


class SearchFailed(Exception):
    """The index could not be made. The text says why, in Pagefind's words where it gave any."""


def make_index(site_dir: Path) -> int:
    """Indexes the pages of a built site that have an element with `data-pagefind-body`; returns how many these are.

    Raises SearchFailed.
    """
    shutil.rmtree(site_dir / BUNDLES, ignore_errors=True)
    pages = [
        (_address(path, site_dir), language, path)
        for path in site_dir.rglob("*.html")
        if (language := language_of(path.read_bytes()))
    ]
    for name, content in index(pages):
        place = site_dir / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return len(pages)


def language_of(page: bytes) -> str:
    """The language of a page that readers can search, in lower case; empty for other pages."""
    if b"data-pagefind-body" not in page or not _BODY.search(page):
        return ""
    found = _LANGUAGE.search(page)
    return found[1].decode().lower() if found else "unknown"


def index(pages: Iterable[tuple[str, str, Path]]) -> Iterator[tuple[str, bytes]]:
    """The files of the search of some pages, with their paths in the site; a page is its address, language and file.

    Each language has its own bundle, so that its script and its index stand alone: Pagefind's script holds the stemmer
    of one language, and takes the language of the page that it runs on unless the bundle has only one.

    Raises SearchFailed.
    """
    languages: dict[str, list[tuple[str, Path]]] = defaultdict(list)
    # Pagefind itself numbers pages as the file system lists them, which is not the same on every machine.
    for address, language, path in sorted(pages):
        languages[language].append((address, path))
    for language, listed in languages.items():
        for name, content in _in_order(_bundle(listed)).items():
            yield f"{BUNDLES}/{language}/{name}", content


def _address(path: Path, site_dir: Path) -> str:
    return "/" + path.relative_to(site_dir).as_posix().removesuffix("index.html")


# --- asking Pagefind --------------------------------------------------------------------------------------------------


def _bundle(pages: Iterable[tuple[str, Path]]) -> _Bundle:
    """What a Pagefind of their own makes of pages, given one by one: address, file."""
    with tempfile.TemporaryFile() as complaints:
        try:
            # It ends when its input does, so nothing of it is left behind whatever happens here.
            with subprocess.Popen(
                [get_executable(), "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints
            ) as process:
                assert process.stdin is not None and process.stdout is not None  # noqa: S101 - they are pipes
                asked = (process.stdin, process.stdout)
                index = _ask(*asked, type="NewIndex", config={})["index_id"]
                for address, path in pages:
                    text = path.read_text(encoding="utf-8")
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
    message = json.dumps({"message_id": 0, "payload": payload}).encode()
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


# --- putting its answer in order --------------------------------------------------------------------------------------


def _in_order(bundle: _Bundle) -> _Bundle:
    """The files that browsers use, with what Pagefind 1.5 orders otherwise each time sorted: filters and their values.

    The names of these files are hashes of what is in them, so these change too.
    """
    entry = json.loads(bundle["pagefind-entry.json"])
    used = {name: content for name, content in bundle.items() if _USED.fullmatch(name)}
    for language, about in entry["languages"].items():
        wasm = f"wasm.{about['wasm'] or 'unknown'}.pagefind"
        used[wasm] = bundle[wasm]
        # Version, pages, chunks of words, filters (each its name and its file's), and more.
        meta = _unpacked(used.pop(f"pagefind.{about['hash']}.pf_meta"))
        meta[3].sort()
        for one in meta[3]:
            name, values = _unpacked(used.pop(f"filter/{one[1]}.pf_filter"))
            hashed, content = _packed([name, sorted(values)])
            one[1] = f"{language}_{hashed[:7]}"
            used[f"filter/{one[1]}.pf_filter"] = content
        hashed, content = _packed(meta)
        about["hash"] = f"{language}_{hashed[:10]}"
        used[f"pagefind.{about['hash']}.pf_meta"] = content
    used["pagefind-entry.json"] = json.dumps(entry, separators=(",", ":")).encode()
    return used


_SIGNATURE = b"pagefind_dcd"


def _unpacked(content: bytes) -> Any:
    """What a file of an index holds: a signature and CBOR (RFC 8949), packed with gzip."""
    data = gzip.decompress(content)
    value = cbor2.loads(data[len(_SIGNATURE) :])
    if data != _SIGNATURE + cbor2.dumps(value):
        raise SearchFailed("the search index could not be made: Pagefind wrote it otherwise than Pagefind 1.5 does")
    return value


def _packed(value: Any) -> tuple[str, bytes]:
    """The hash of what a file of an index holds, and the file."""
    data = _SIGNATURE + cbor2.dumps(value)
    file = io.BytesIO()
    with gzip.GzipFile("", "wb", 9, file, mtime=0) as stream:  # gzip.compress may name the operating system
        stream.write(data)
    return hashlib.sha256(data).hexdigest(), file.getvalue()
