"""Joins parts of a search index into one, as Pagefind 1.5 would make it from all pages, but reproducibly."""

from __future__ import annotations

import hashlib
import heapq
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise, takewhile
from operator import itemgetter
from typing import TypeAlias

from explainer.engine.search.packing import header, pack, zipped
from explainer.engine.search.parts import ENTRY, Hits, Part, Word
from explainer.engine.search.spelling import FILE, spellings

CHUNK = 20_000
"""Occurrences of words in one file, as in Pagefind: what a reader loads for a word."""
LANGUAGE = "unknown"
"""What Pagefind calls the language, as it is not to stem any word."""
SHORTEST = 7
"""Letters of a fragment's name, at least; readers load the names of all."""

File: TypeAlias = tuple[str, Callable[[], bytes]]
"""A file of the index: its path, and a function for its content. Equal paths below `index/` mean equal contents."""


def name_of(content: bytes, length: int = 16) -> str:
    """A name for a file that browsers may cache for ever: a hash of its content."""
    return f"{LANGUAGE}_{hashlib.sha256(content).hexdigest()[:length]}"


def name_length(parts: Iterable[Part]) -> int:
    """The length of the shortest hashes that tell the fragments of an index apart; 0 without any fragment."""
    hashes = {hashed for part in parts for hashed, _ in part.fragments}
    if not hashes:
        return 0
    length = SHORTEST
    while len({hashed[:length] for hashed in hashes}) < len(hashes):
        length += 1
    return length


def fragment_path(hashed: str, length: int) -> str:
    """The path of the file that tells of a page."""
    return f"fragment/{LANGUAGE}_{hashed[:length]}.pf_fragment"


def join(parts: Sequence[Part], length: int) -> Iterator[File]:
    """The files that browsers load for words, filters and the whole, from all parts of an index.

    `length` is that of the hashes in the names of fragments. Filters and their values are sorted, as Pagefind orders
    them differently each time. Sort orders are left out, as bundles do not contain their keys.
    """
    starts, pages = list[int](), list[tuple[str, int]]()
    filters: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for part in parts:
        starts.append(len(pages))
        for name, values in part.filters:
            for value, numbers in values:
                filters[name][value] += [len(pages) + number for number in numbers]
        pages += ((f"{LANGUAGE}_{hashed[:length]}", number) for hashed, number in part.fragments)
    if not pages:
        return
    fields = sorted({name for part in parts for name in part.fields})
    ranges = []
    for first, last, chunk in _chunks(_words(parts, starts, fields)):
        ranges.append([first, last, name_of(chunk)])
        yield f"index/{ranges[-1][2]}.pf_index", lambda chunk=chunk: zipped(chunk)  # type: ignore[misc]
    filter_files = []
    for name, numbered in sorted(filters.items()):
        content = pack([name, sorted(numbered.items())])
        filter_files.append((name, name_of(content)))
        yield f"filter/{filter_files[-1][1]}.pf_filter", lambda content=content: content  # type: ignore[misc]
    whole = next(part for part in parts if part.fragments)
    meta = pack([whole.version, pages, _shortened(ranges), filter_files, [], fields])
    entry = json.loads(whole.entry)
    about = entry["languages"][LANGUAGE]
    entry["languages"] = {LANGUAGE: {**about, "hash": name_of(meta), "page_count": len(pages)}}
    yield f"pagefind.{name_of(meta)}.pf_meta", lambda: meta
    yield FILE, lambda: spellings(part.spellings for part in parts)
    yield ENTRY, json.dumps(entry, separators=(",", ":")).encode


def _words(parts: Sequence[Part], starts: Sequence[int], fields: Sequence[str]) -> Iterator[tuple[str, int, bytes]]:
    """All words in order: the word, its occurrences, and how a file of words has it."""
    words = heapq.merge(
        *(_of(part, start, fields) for part, start in zip(parts, starts, strict=True)), key=itemgetter(0)
    )
    for word, occurrences in groupby(words, itemgetter(0)):
        listed: list[tuple[int, Hits]] = []
        variants: dict[str, list[tuple[int, Hits]]] = {}
        for _, start, one in occurrences:
            listed.append((start, one.hits))
            for form, hits in one.forms:
                variants.setdefault(form, []).append((start, hits))
        forms = b"".join(b"\x82" + _text(form) + _merged(hits) for form, hits in variants.items())
        size = sum(hits.size for _, hits in listed)
        yield word, size, b"\x83" + _text(word) + _merged(listed) + header(4, len(variants)) + forms


def _of(part: Part, start: int, fields: Sequence[str]) -> Iterator[tuple[str, int, Word]]:
    """The words of a part, with the meta fields' numbers in the whole index."""
    if part.fields == tuple(fields):
        yield from ((word.word, start, word) for word in part.words())
        return
    numbers = {-number - 1: -fields.index(name) - 1 for number, name in enumerate(part.fields)}
    for word in part.words():
        forms = tuple((form, hits.moved(numbers)) for form, hits in word.forms)
        yield word.word, start, Word(word.word, word.hits.moved(numbers), forms)


def _merged(lists: Sequence[tuple[int, Hits]]) -> bytes:
    """Concatenates lists of pages, in which the first page has its number and the others their distances."""
    last, written = 0, [header(4, sum(hits.count for _, hits in lists))]
    for start, hits in lists:
        if hits.count:
            written += (b"\x83", header(0, start + hits.first - last), hits.head, hits.tail)
            last = start + hits.last
    return b"".join(written)


def _text(text: str) -> bytes:
    encoded = text.encode()
    return header(3, len(encoded)) + encoded


def _chunks(words: Iterable[tuple[str, int, bytes]]) -> Iterator[tuple[str, str, bytes]]:
    """Words grouped into files: the first word, the last, and what the file holds."""
    chunk, first, size = list[bytes](), "", 0
    for word, number, written in words:
        first = first if chunk else word
        chunk.append(written)
        size += number
        if size >= CHUNK:
            yield first, word, b"\x81" + header(4, len(chunk)) + b"".join(chunk)
            chunk, size = [], 0
    if chunk:
        yield first, word, b"\x81" + header(4, len(chunk)) + b"".join(chunk)


def _shortened(ranges: list[list[str]]) -> list[list[str]]:
    """First word, last word and name of each file; words are cut to the shortest prefixes that tell files apart."""
    for left, right in pairwise(ranges):
        common = takewhile(lambda pair: pair[0] == pair[1], zip(left[1], right[0], strict=False))
        length = len(list(common)) + 1
        if left[1][:length] >= left[0]:
            left[1] = left[1][:length]
        right[0] = right[0][:length]
    return ranges
