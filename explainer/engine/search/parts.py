"""The part of a search index that some pages make: small enough to be made again when one of them changes.

A word's pages are kept as Pagefind writes them, so that parts are joined without reading what each page says.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeAlias

import cbor2
import msgspec

from explainer.engine.search.packing import header, unpack, unzipped
from explainer.engine.search.service import Bundle
from explainer.engine.search.spelling import spellings_in

ENTRY = "pagefind-entry.json"
_AT_ONCE = 500
"""Words that are decoded at a time."""

Hit: TypeAlias = list[Any]
"""A page that has a word: its distance from the previous page, the places in its text and in its meta fields."""


class Hits(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The pages that have a word."""

    count: int
    first: int
    """The number of the first."""
    head: bytes
    """What is in the first, in CBOR, without its number."""
    tail: bytes
    """The others, in CBOR."""
    last: int
    """The number of the last."""
    size: int
    """The occurrences of the word."""

    @classmethod
    def of(cls, pages: Sequence[Hit]) -> Hits:
        """The hits in a file of words."""
        if not pages:
            return cls(0, 0, b"", b"", 0, 0)
        (first, *rest), others = pages[0], b"".join(map(cbor2.dumps, pages[1:]))
        size = sum(len(places) + len(fields) + 1 for _, places, fields in pages)
        return cls(len(pages), first, b"".join(map(cbor2.dumps, rest)), others, sum(page[0] for page in pages), size)

    def moved(self, fields: Mapping[int, int]) -> Hits:
        """The hits with other numbers of meta fields."""
        if not self.count:
            return self
        encoded = header(4, self.count) + b"\x83" + cbor2.dumps(self.first) + self.head + self.tail
        pages = [
            [number, places, [fields.get(one, one) for one in meta]] for number, places, meta in cbor2.loads(encoded)
        ]
        return Hits.of(pages)


class Word(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A word, its pages, and by variant spelling the pages that have that."""

    word: str
    hits: Hits
    forms: tuple[tuple[str, Hits], ...]


class Part(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The index of some pages; without any where they hold no words."""

    entry: bytes = b""
    """Pagefind's description of an index; empty where none was made."""
    version: str = ""
    fragments: tuple[tuple[str, int], ...] = ()
    """For each page, the SHA-256 of the file that tells of it, and the number of its words."""
    fields: tuple[str, ...] = ()
    """The pages' meta fields, in order."""
    filters: tuple[tuple[str, tuple[tuple[str, tuple[int, ...]], ...]], ...] = ()
    """Filters, their values and the pages that have these."""
    blocks: tuple[bytes, ...] = ()
    """The words in order, encoded."""
    spellings: dict[str, int] = {}
    """Words as the pages write them, each with the number of pages that do."""

    def words(self) -> Iterator[Word]:
        """The words in order."""
        for block in self.blocks:
            yield from _WORDS.decode(block)


_WORDS = msgspec.msgpack.Decoder(tuple[Word, ...])


def part_of(bundle: Bundle) -> tuple[Part, list[bytes]]:
    """A part of an index, and the files that tell of its pages."""
    entry = json.loads(bundle[ENTRY])
    if not entry["languages"]:
        return Part(bundle[ENTRY]), []
    ((_, about),) = entry["languages"].items()
    version, fragments, chunks, filters, _, fields = unpack(bundle[f"pagefind.{about['hash']}.pf_meta"])
    files = [bundle[f"fragment/{hashed}.pf_fragment"] for hashed, _ in fragments]
    listed = [(name, unpack(bundle[f"filter/{hashed}.pf_filter"])[1]) for name, hashed in filters]
    words = [
        Word(word, Hits.of(pages), tuple((form, Hits.of(hits)) for form, hits in forms))
        for *_, hashed in chunks
        for word, pages, forms in unpack(bundle[f"index/{hashed}.pf_index"])[0]
    ]
    part = Part(
        bundle[ENTRY],
        version,
        tuple((hashlib.sha256(file).hexdigest(), number) for file, (_, number) in zip(files, fragments, strict=True)),
        tuple(fields),
        tuple((name, tuple((value, tuple(numbers)) for value, numbers in values)) for name, values in listed),
        tuple(msgspec.msgpack.encode(words[at : at + _AT_ONCE]) for at in range(0, len(words), _AT_ONCE)),
        spellings_in(_read(file) for file in files),
    )
    return part, files


def _read(file: bytes) -> str:
    """What can be found on a page, by the file that results are shown from."""
    page = json.loads(unzipped(file))
    return f"{page['meta'].get('title', '')} {page['content']}"
