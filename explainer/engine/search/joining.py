"""Joins the parts of a search into one, as Pagefind 1.5 makes it of all pages together, but the same every time."""

from __future__ import annotations

import gzip
import hashlib
import heapq
import io
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise, takewhile
from operator import itemgetter
from typing import Any, TypeAlias

import cbor2

from explainer.engine.search.service import Bundle, SearchFailed

_ENTRY = "pagefind-entry.json"
CHUNK = 20_000
"""Places of words in one file, as Pagefind has it: what a reader loads for a word."""
_SCRIPTS = ("pagefind.js", "pagefind-worker.js")
"""What browsers ask for. The rest are Pagefind's ready-made search boxes, 420 kB that we do not use."""

_Found: TypeAlias = list[Any]
"""A page that has a word: its distance from the one before it, where in its text, where in its meta fields."""


@dataclass(slots=True)
class _Part:
    """The words of some pages."""

    first: int
    """The number of the first of these pages."""
    fields: list[str]
    """The meta fields of these pages, in order."""
    chunks: list[bytes]
    """Files of words, in order."""


@dataclass(slots=True)
class _Names:
    """Names for files that browsers may keep for ever: the language, and a short hash of what is in them."""

    language: str
    taken: dict[str, str] = field(default_factory=dict)

    def of(self, content: bytes, length: int = 7) -> str:
        """A name that no file with other content has."""
        hashed = hashlib.sha256(content).hexdigest()
        while self.taken.setdefault(name := f"{self.language}_{hashed[:length]}", hashed) != hashed:
            length += 1
        return name


def joined(bundles: Iterable[Bundle]) -> Iterator[tuple[str, bytes]]:
    """The files that browsers use of the search of all pages, from those of the parts: paths and contents.

    What Pagefind orders otherwise each time is sorted: filters and their values. Orders for sorting results are left
    out, as parts do not tell by what they are sorted. Raises SearchFailed.
    """
    pages: list[tuple[str, int]] = []
    filters: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    parts: list[_Part] = []
    entry: Any = None
    for bundle in bundles:
        told = json.loads(bundle[_ENTRY])
        if not told["version"].startswith("1.5."):
            raise SearchFailed(f"the search index could not be made: Pagefind {told['version']} may write it otherwise")
        for language, about in told["languages"].items():  # one, or none if the pages hold no words
            if entry is None:
                entry, names = told, _Names(language)
                wasm = f"wasm.{about['wasm'] or 'unknown'}.pagefind"
                yield from ((name, bundle[name]) for name in (*_SCRIPTS, wasm))
            version, listed, chunks, filtered, _, fields = _unpacked(bundle[f"pagefind.{about['hash']}.pf_meta"])
            parts.append(_Part(len(pages), fields, [bundle[f"index/{hashed}.pf_index"] for *_, hashed in chunks]))
            for name, hashed in filtered:
                for value, numbers in _unpacked(bundle[f"filter/{hashed}.pf_filter"])[1]:
                    filters[name][value] += [len(pages) + number for number in numbers]
            for hashed, words in listed:
                fragment = bundle[f"fragment/{hashed}.pf_fragment"]
                pages.append((names.of(fragment), words))
                yield f"fragment/{pages[-1][0]}.pf_fragment", fragment
    if entry is None:
        return
    fields = sorted({one for part in parts for one in part.fields})
    ranges = []
    for chunk in _chunks(_words(parts, fields)):
        content = _packed([chunk])
        ranges.append([chunk[0][0], chunk[-1][0], names.of(content)])
        yield f"index/{ranges[-1][2]}.pf_index", content
    previous = []
    for name, values in sorted(filters.items()):
        content = _packed([name, sorted(values.items())])
        previous.append((name, names.of(content)))
        yield f"filter/{previous[-1][1]}.pf_filter", content
    content = _packed([version, pages, _told_apart(ranges), previous, [], fields])
    entry["languages"] = {names.language: {**about, "hash": names.of(content, 10), "page_count": len(pages)}}
    yield f"pagefind.{names.of(content, 10)}.pf_meta", content
    yield _ENTRY, json.dumps(entry, separators=(",", ":")).encode()


def _words(parts: list[_Part], fields: list[str]) -> Iterator[list[Any]]:
    """All words in order: the word, the pages that have it, and those that write it with other signs, by how.

    Only a file of each part is unpacked at a time.
    """
    for word, same in groupby(heapq.merge(*(_of(part, fields) for part in parts), key=itemgetter(0)), itemgetter(0)):
        listed: list[list[_Found]] = []
        variants: dict[str, list[list[_Found]]] = {}
        for _, pages, others in same:
            listed.append(pages)
            for form, found in others:
                variants.setdefault(form, []).append(found)
        yield [word, _one_after_another(listed), [[form, _one_after_another(one)] for form, one in variants.items()]]


def _of(part: _Part, fields: list[str]) -> Iterator[list[Any]]:
    """The words of a part, with the numbers that pages and meta fields have in the whole."""
    places = {-number - 1: -fields.index(one) - 1 for number, one in enumerate(part.fields)}
    for chunk in part.chunks:
        for word in _unpacked(chunk)[0]:
            for pages in (word[1], *(found for _, found in word[2])):
                if pages:
                    pages[0][0] += part.first
                if part.fields != fields:
                    for page in pages:
                        page[2] = [places.get(place, place) for place in page[2]]
            yield word


def _one_after_another(lists: list[list[_Found]]) -> list[_Found]:
    """Pages of several parts; the first of each list has its number, the others their distances."""
    last, together = 0, []
    for pages in lists:
        if pages:
            end = sum(page[0] for page in pages)
            pages[0][0] -= last
            last = end
            together += pages
    return together


def _chunks(words: Iterable[list[Any]]) -> Iterator[list[Any]]:
    """Words, as many as one file has."""
    chunk, size = [], 0
    for word in words:
        chunk.append(word)
        size += sum(len(places) + len(fields) + 1 for _, places, fields in word[1])
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _told_apart(ranges: list[list[str]]) -> list[list[str]]:
    """First word, last word and name of each file, the words as short as still tells in which file a word is."""
    for one, other in pairwise(ranges):
        same = takewhile(lambda pair: pair[0] == pair[1], zip(one[1], other[0], strict=False))
        length = len(list(same)) + 1
        if one[1][:length] >= one[0]:
            one[1] = one[1][:length]
        other[0] = other[0][:length]
    return ranges


_SIGNATURE = b"pagefind_dcd"


def _unpacked(content: bytes) -> Any:
    """What a file of an index holds: a signature and CBOR (RFC 8949), packed with gzip."""
    return cbor2.loads(gzip.decompress(content)[len(_SIGNATURE) :])


def _packed(value: Any) -> bytes:
    """The file of an index that holds this."""
    file = io.BytesIO()
    # At 7 it is 1 % larger than the best, in a third of the time. `gzip.compress` may name the operating system.
    with gzip.GzipFile("", "wb", 7, file, mtime=0) as stream:
        stream.write(_SIGNATURE + cbor2.dumps(value))
    return file.getvalue()
