"""Replaces the words of Pagefind's index by those of `words`: Pagefind reads pages, we say by what they are found."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, TypeAlias

from explainer.engine.search.packing import pack, unpack, unzipped, zipped
from explainer.engine.search.service import Bundle, SearchFailed
from explainer.engine.search.words import Words

_WEIGHT = 25
"""What Pagefind says of no word's weight; all others are announced."""

_Places: TypeAlias = dict[str, dict[int, tuple[dict[int, int], list[int]]]]
"""By word and page: the weight at each place of the text, and the packed places in its meta fields."""


def reworded(bundle: Bundle, words: Words) -> Bundle:
    """A bundle in which pages are found by other words; where no spaces part words, a page's text is cut differently.

    Pages without words have no index. Raises SearchFailed.
    """
    entry = json.loads(bundle["pagefind-entry.json"])
    if not (release := entry["version"]).startswith("1.5."):
        raise SearchFailed(f"the search index could not be made: Pagefind {release} may have another format")
    if not entry["languages"]:
        return bundle
    ((language, about),) = entry["languages"].items()
    name = f"pagefind.{about['hash']}.pf_meta"
    meta = unpack(bundle[name])
    _, fragments, chunks, _, _, fields = meta
    weights = _weights((unpack(bundle[f"index/{hashed}.pf_index"])[0] for *_, hashed in chunks), len(fragments))
    made = {path: content for path, content in bundle.items() if not path.startswith("index/")}
    found: _Places = defaultdict(dict)
    for number, (hashed, _) in enumerate(fragments):
        path = f"fragment/{hashed}.pf_fragment"
        fragment = json.loads(unzipped(bundle[path]))
        tokens = fragment["content"].split(" ")
        pieces = [words.pieces(token) for token in tokens]
        if sum(map(len, pieces)) > len(tokens):
            fragment["content"] = "\u200b".join(
                f"{piece} " if place == len(cut) else piece for cut in pieces for place, piece in enumerate(cut, 1)
            ).rstrip()
            fragments[number][1] = sum(map(len, pieces))
            made[path] = zipped(json.dumps(fragment, ensure_ascii=False).encode())
        _put_text(found, number, pieces, weights[number], words)
        _put_meta(found, number, [fragment["meta"].get(field, "") for field in fields], words)
    if found:
        chunk = [[word, list(_packed(pages)), []] for word, pages in sorted(found.items())]
        meta[2] = [[chunk[0][0], chunk[-1][0], language]]
        made[f"index/{language}.pf_index"] = pack([chunk])
    made[name] = pack(meta)
    return made


def _weights(chunks: Iterator[list[Any]], pages: int) -> list[dict[int, int]]:
    """The weight at each place of each page's text: the greatest of its words', as parts of words weigh less."""
    weights: list[dict[int, int]] = [{} for _ in range(pages)]
    for chunk in chunks:
        for _, listed, variants in chunk:
            for hits in (listed, *(hits for _, hits in variants)):
                number = 0
                for hit in hits:
                    number += hit[0]
                    there, weight, place = weights[number], _WEIGHT, 0
                    for one in hit[1]:
                        if one < 0:
                            weight, place = -one - 1, 0
                        else:
                            place += one
                            if there.get(place, 0) < weight:
                                there[place] = weight
    return weights


def _put_text(found: _Places, number: int, pieces: list[list[str]], weights: dict[int, int], words: Words) -> None:
    place = 0
    for position, cut in enumerate(pieces):
        if weight := weights.get(position):  # none if it holds no letter or digit
            following = pieces[position + 1][0] if position + 1 < len(pieces) else ""
            for offset, keys in enumerate(words.keys_of(cut, following)):
                for key, partial in keys:
                    places = found[key].setdefault(number, ({}, []))[0]
                    less = max(weight // 2, 1) if partial else weight
                    places[place + offset] = max(less, places.get(place + offset, 0))
        place += len(cut)


def _put_meta(found: _Places, number: int, values: list[str], words: Words) -> None:
    for field, value in enumerate(values):
        for place, token in enumerate(value.split()):
            for key, _ in words.keys(token):
                found[key].setdefault(number, ({}, []))[1].extend((-field - 1, place))


def _packed(pages: dict[int, tuple[dict[int, int], list[int]]]) -> Iterator[list[Any]]:
    """A word's pages as Pagefind writes them: distances, and each weight before the places that have it."""
    last = 0
    for number, (places, metas) in pages.items():  # in order, as pages are
        listed: list[int] = []
        weight, before = 0, 0
        for place, heavy in sorted(places.items(), key=lambda one: one[::-1]):
            if heavy != weight:
                listed.append(-heavy - 1)
                weight, before = heavy, 0
            listed.append(place - before)
            before = place
        yield [number - last, listed, metas]
        last = number
