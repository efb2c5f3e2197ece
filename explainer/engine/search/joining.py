"""Joins partial search indexes into one, as Pagefind 1.5 would make it from all pages, but reproducibly."""

from __future__ import annotations

import hashlib
import heapq
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise, takewhile
from operator import itemgetter
from typing import Any, TypeAlias

from explainer.engine.search.packing import pack, unpack
from explainer.engine.search.service import Bundle

_ENTRY = "pagefind-entry.json"
CHUNK = 20_000
"""Occurrences of words in one file, as in Pagefind: what a reader loads for a word."""
_SCRIPTS = ("pagefind.js", "pagefind-worker.js")
"""What browsers load. The rest is Pagefind's own search boxes, 420 kB that are not used here."""

_Hit: TypeAlias = list[Any]
"""A page that has a word: its distance from the previous page, the places in its text and in its meta fields."""


@dataclass(slots=True)
class _Part:
    """The words of some pages."""

    first: int
    """The first page's number in the whole index."""
    fields: list[str]
    """The pages' meta fields, in order."""
    chunks: list[bytes]
    """Files of words, in order."""


@dataclass(slots=True)
class _Names:
    """Names for files that browsers may cache for ever: the language and a short hash of the content."""

    language: str
    taken: dict[str, str] = field(default_factory=dict)

    def of(self, content: bytes, length: int = 7) -> str:
        """A name that no file with different content has."""
        hashed = hashlib.sha256(content).hexdigest()
        while self.taken.setdefault(name := f"{self.language}_{hashed[:length]}", hashed) != hashed:
            length += 1
        return name


def join(bundles: Iterable[Bundle]) -> Iterator[tuple[str, bytes]]:
    """The files that browsers load, joined from all bundles: paths and contents.

    Filters and their values are sorted, as Pagefind orders them differently each time. Sort orders are left out, as
    bundles do not contain their keys.
    """
    pages: list[tuple[str, int]] = []
    filters: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    parts: list[_Part] = []
    entry: Any = None
    for bundle in bundles:
        part_entry = json.loads(bundle[_ENTRY])
        for language, info in part_entry["languages"].items():  # one, or none if the pages hold no words
            if entry is None:
                entry, names = part_entry, _Names(language)
                wasm = f"wasm.{info['wasm'] or 'unknown'}.pagefind"
                yield from ((name, bundle[name]) for name in (*_SCRIPTS, wasm))
            version, fragments, chunks, part_filters, _, fields = unpack(bundle[f"pagefind.{info['hash']}.pf_meta"])
            parts.append(_Part(len(pages), fields, [bundle[f"index/{hashed}.pf_index"] for *_, hashed in chunks]))
            for name, hashed in part_filters:
                for value, numbers in unpack(bundle[f"filter/{hashed}.pf_filter"])[1]:
                    filters[name][value] += [len(pages) + number for number in numbers]
            for hashed, words in fragments:
                fragment = bundle[f"fragment/{hashed}.pf_fragment"]
                pages.append((names.of(fragment), words))
                yield f"fragment/{pages[-1][0]}.pf_fragment", fragment
    if entry is None:
        return
    fields = sorted({name for part in parts for name in part.fields})
    ranges = []
    for chunk in _chunks(_words(parts, fields)):
        content = pack([chunk])
        ranges.append([chunk[0][0], chunk[-1][0], names.of(content)])
        yield f"index/{ranges[-1][2]}.pf_index", content
    filter_files = []
    for name, values in sorted(filters.items()):
        content = pack([name, sorted(values.items())])
        filter_files.append((name, names.of(content)))
        yield f"filter/{filter_files[-1][1]}.pf_filter", content
    content = pack([version, pages, _shortened(ranges), filter_files, [], fields])
    entry["languages"] = {names.language: {**info, "hash": names.of(content, 10), "page_count": len(pages)}}
    yield f"pagefind.{names.of(content, 10)}.pf_meta", content
    yield _ENTRY, json.dumps(entry, separators=(",", ":")).encode()


def _words(parts: list[_Part], fields: list[str]) -> Iterator[list[Any]]:
    """All words in order: the word, the pages that have it, and by variant spelling the pages that have that.

    Only one file of each part is unpacked at a time.
    """
    words = heapq.merge(*(_of(part, fields) for part in parts), key=itemgetter(0))
    for word, occurrences in groupby(words, itemgetter(0)):
        listed: list[list[_Hit]] = []
        variants: dict[str, list[list[_Hit]]] = {}
        for _, pages, forms in occurrences:
            listed.append(pages)
            for form, pages_of_form in forms:
                variants.setdefault(form, []).append(pages_of_form)
        yield [word, _merged(listed), [[form, _merged(lists)] for form, lists in variants.items()]]


def _of(part: _Part, fields: list[str]) -> Iterator[list[Any]]:
    """The words of a part, with the pages' and meta fields' numbers in the whole index."""
    places = {-number - 1: -fields.index(name) - 1 for number, name in enumerate(part.fields)}
    for chunk in part.chunks:
        for word in unpack(chunk)[0]:
            for pages in (word[1], *(pages_of_form for _, pages_of_form in word[2])):
                if pages:
                    pages[0][0] += part.first
                if part.fields != fields:
                    for page in pages:
                        page[2] = [places.get(place, place) for place in page[2]]
            yield word


def _merged(lists: list[list[_Hit]]) -> list[_Hit]:
    """Concatenates lists of pages, in which the first page has its number and the others their distances."""
    last, together = 0, []
    for pages in lists:
        if pages:
            end = sum(page[0] for page in pages)
            pages[0][0] -= last
            last = end
            together += pages
    return together


def _chunks(words: Iterable[list[Any]]) -> Iterator[list[Any]]:
    """Words grouped into files."""
    chunk, size = [], 0
    for word in words:
        chunk.append(word)
        size += sum(len(places) + len(fields) + 1 for _, places, fields in word[1])
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _shortened(ranges: list[list[str]]) -> list[list[str]]:
    """First word, last word and name of each file; words are cut to the shortest prefixes that tell files apart."""
    for left, right in pairwise(ranges):
        common = takewhile(lambda pair: pair[0] == pair[1], zip(left[1], right[0], strict=False))
        length = len(list(common)) + 1
        if left[1][:length] >= left[0]:
            left[1] = left[1][:length]
        right[0] = right[0][:length]
    return ranges
