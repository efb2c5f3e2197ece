"""Indexes a built site with Pagefind: a bundle for each language, reproducible byte for byte."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, TypeAlias
from zlib import crc32

from mkdocs.plugins import get_plugin_logger

from explainer.engine.search import service
from explainer.engine.search.joining import LANGUAGE, fragment_path, join, name_length
from explainer.engine.search.parts import Part, part_of
from explainer.engine.search.rewording import reworded
from explainer.engine.search.service import Bundle, SearchFailed
from explainer.engine.search.words import limits, words_of

_log = get_plugin_logger("explainer.search")

__all__ = ["BUNDLES", "SearchFailed", "index", "language_of", "make_index", "searched_part"]

BUNDLES = "pagefind"
"""A built site's folder of bundles, with a subfolder for each language (BCP 47, lower case)."""

PAGES_AT_ONCE = 64
"""The most pages per Pagefind process, which needs 0.8 kB for each different word of a page: 0.4 MB for 700 words."""
_USUALLY = 32
"""Pages in a slice, on average, where there are enough."""
_AT_ONCE = 4
"""The most Pagefind processes at a time, one for each core."""

_SCRIPTS = ("pagefind.js", "pagefind-worker.js")
"""What browsers load. The rest is Pagefind's own search boxes, 420 kB that are not used here."""

_BODY = re.compile(rb"<[a-z][^>]*\sdata-pagefind-body[\s>=]")
_LANGUAGE = re.compile(rb"""<html\b[^>]*\slang=["']?([A-Za-z0-9-]+)""")
_OWN_LANGUAGE = re.compile(rb"""\slang=["']?([A-Za-z0-9-]+)""")

_MARK = b"data-pagefind-"
_TITLE = b'data-pagefind-meta="title"'
_MAIN = re.compile(rb"<(?:main|div)\b[^>]*\sdata-pagefind-body[\s>].*</main>", re.DOTALL)
_UNSEARCHED = re.compile(
    rb'<script\b.*?</script>|<figure class="x-timeline"[^>]* data-pagefind-ignore="all">.*?</figure>', re.DOTALL
)
_ANCHOR = re.compile(rb'<li id="[^"]*"')

Page: TypeAlias = tuple[str, str, Callable[[], bytes]]
"""A searchable page: its address from the front page on (`/explainers/nato/`), its language as `language_of` gives it,
and a function that reads it when needed; an empty page is left out."""


def make_index(site_dir: Path) -> int:
    """Indexes the pages of a built site that have an element with `data-pagefind-body`; returns their number.

    Raises SearchFailed.
    """
    shutil.rmtree(site_dir / BUNDLES, ignore_errors=True)
    pages = [
        (_address(path, site_dir), language, path.read_bytes)
        for path in site_dir.rglob("*.html")
        if (language := language_of(path.read_bytes()))
    ]
    for name, content in index(pages):
        place = site_dir / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return len(pages)


def language_of(page: bytes) -> str:
    """A searchable page's language, in lower case; empty for other pages."""
    if b"data-pagefind-body" not in page or not (body := _BODY.search(page)):
        return ""
    # The frame around it may speak another.
    match = _OWN_LANGUAGE.search(body[0]) or _LANGUAGE.search(page)
    return match[1].decode().lower() if match else "unknown"


def searched_part(page: bytes, language: str) -> bytes:
    """What Pagefind needs of a page from our templates; any other page as it is.

    The frame, the JSON-LD and the drawing that Pagefind ignores are left out, and so are the ids of points and sources,
    which Pagefind would store with every result.
    """
    match = _MAIN.search(page)
    if not match or _TITLE not in match[0] or _MARK in page[: match.start()] or _MARK in page[match.end() :]:
        return page
    main = _UNSEARCHED.sub(lambda skipped: skipped[0] if b"<figure" in skipped[0][1:] else b"", match[0])
    return b'<html lang="%s">%s</html>' % (language.encode(), _ANCHOR.sub(b"<li", main))


class Slice(NamedTuple):
    """Pages of a language that follow each other in the index."""

    language: str
    pages: tuple[Page, ...]


def slices(pages: Iterable[Page]) -> list[Slice]:
    """Divides pages, so that one more or less changes one slice only: the addresses tell where a slice ends."""
    made: list[Slice] = []
    # Sorted, as Pagefind numbers pages in the order in which it gets them.
    for language, listed in groupby(sorted(pages, key=itemgetter(1, 0)), itemgetter(1)):
        part: list[Page] = []
        for page in listed:
            part.append(page)
            if len(part) == PAGES_AT_ONCE or crc32(page[0].encode()) % _USUALLY == 0:
                made.append(Slice(language, tuple(part)))
                part = []
        if part:
            made.append(Slice(language, tuple(part)))
    return made


def parts_of(listed: Sequence[Slice]) -> Iterator[tuple[Part, list[bytes]]]:
    """The part of the index of each slice, and the files that tell of its pages. Pages are read in several threads.

    Pagefind's memory grows with its input, so it gets a slice at a time. Raises SearchFailed.
    """
    pool = ThreadPoolExecutor(min(_AT_ONCE, os.cpu_count() or 1))
    try:
        for one, bundle in zip(listed, pool.map(_bundle, listed), strict=True):
            yield part_of(reworded(bundle, words_of(one.language)))  # here, as stemmers are not made for more threads
    finally:
        pool.shutdown(cancel_futures=True)


def frame(language: str) -> Iterator[tuple[str, bytes]]:
    """The files of a bundle that are the same whatever its pages say: what browsers run. Raises SearchFailed."""
    bundle = service.bundle([("/", "<html><body>a</body></html>")])
    for name in (*_SCRIPTS, f"wasm.{LANGUAGE}.pagefind"):
        yield f"{BUNDLES}/{language}/{name}", bundle[name]
    yield f"{BUNDLES}/{language}/words.js", words_of(language).script()


def tell_of_limits(language: str) -> None:
    """Logs what search cannot do in a language."""
    if lacking := limits(language):
        _log.info("search in the language `%s` %s; see docs/compatibility.md", language, lacking)


def index(pages: Iterable[Page]) -> Iterator[tuple[str, bytes]]:
    """The files of the search index for some pages, with their paths in the site.

    Each language has a bundle of its own with the script that prepares queries, as each finds its words in its own way.
    Raises SearchFailed.
    """
    for language, listed in groupby(slices(pages), itemgetter(0)):
        made = list(parts_of(list(listed)))
        parts = [part for part, _ in made]
        length = name_length(parts)
        if not length:
            continue
        tell_of_limits(language)
        yield from frame(language)
        for part, files in made:
            yield from fragments(language, part, files, length)
        for name, content in join(parts, length):
            yield f"{BUNDLES}/{language}/{name}", content()


def fragments(language: str, part: Part, files: Sequence[bytes], length: int) -> Iterator[tuple[str, bytes]]:
    """The files that tell of the pages of a part."""
    for (hashed, _), content in zip(part.fragments, files, strict=True):
        yield f"{BUNDLES}/{language}/{fragment_path(hashed, length)}", content


def _bundle(part: Slice) -> Bundle:
    read = ((address, searched_part(page(), part.language).decode(errors="replace")) for address, _, page in part.pages)
    return service.bundle((address, text) for address, text in read if text)


def _address(path: Path, site_dir: Path) -> str:
    return "/" + path.relative_to(site_dir).as_posix().removesuffix("index.html")
