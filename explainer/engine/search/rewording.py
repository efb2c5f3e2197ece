"""Replaces the words of Pagefind's index by those of `words`: Pagefind reads pages, we say by what they are found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, TypeAlias

import msgspec

from explainer.engine.search.packing import pack, unpack, unzipped, zipped
from explainer.engine.search.service import Bundle, SearchFailed
from explainer.engine.search.words import Text, Words

_WEIGHT = 25
"""What Pagefind says of no word's weight; all others are announced."""

_Hit: TypeAlias = tuple[int, list[tuple[int, int]], list[int]]
"""A page that has a word: its number, weights and places in its text, and the packed places in its meta fields."""
_Found: TypeAlias = dict[str, list[_Hit]]


def reworded(bundle: Bundle, words: Words) -> Bundle:
    """A bundle in which pages are found by other words; where no spaces part words, a page's text is cut differently.

    Pages without words have no index. Raises SearchFailed.
    """
    entry = msgspec.json.decode(bundle["pagefind-entry.json"])
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
    found: _Found = defaultdict(list)
    for number, (hashed, _) in enumerate(fragments):
        path = f"fragment/{hashed}.pf_fragment"
        fragment = msgspec.json.decode(unzipped(bundle[path]))
        text = words.cut(fragment["content"])
        heavy = weights[number]
        if text.of is not None:
            heavy = {place: heavy.get(token, 0) for place, token in enumerate(text.of)}
        _put_text(found, number, text, heavy, words)
        _put_meta(found, number, [fragment["meta"].get(field, "") for field in fields], words)
        if text.of is not None:
            fragment["content"] = text.content
            fragments[number][1] = len(text.of)
            made[path] = zipped(msgspec.json.encode(fragment))
    if found:
        chunk = [[word, list(_packed(hits)), []] for word, hits in sorted(found.items())]
        meta[2] = [[chunk[0][0], chunk[-1][0], language]]
        made[f"index/{language}.pf_index"] = pack([chunk], lasting=False)
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


def _put_text(found: _Found, number: int, text: Text, weights: dict[int, int], words: Words) -> None:
    """Each distinct word is looked at once a page."""
    for token, places in text.tokens.items():
        heavy = [(weight, place) for place in places if (weight := weights.get(place))]
        if heavy:  # otherwise it holds no letter or digit
            for key, partial in words.keys(token):
                _hit(found[key], number)[1].extend(
                    [(max(w // 2, 1), place) for w, place in heavy] if partial else heavy
                )


def _put_meta(found: _Found, number: int, values: list[str], words: Words) -> None:
    for field, value in enumerate(values):
        for place, token in enumerate(value.split()):
            for key, _ in words.keys(token):
                _hit(found[key], number)[2].extend((-field - 1, place))


def _hit(hits: list[_Hit], number: int) -> _Hit:
    """That of the page which is being read; pages come in order."""
    if not hits or hits[-1][0] != number:
        hits.append((number, [], []))
    return hits[-1]


def _packed(hits: list[_Hit]) -> Iterator[list[Any]]:
    """A word's pages as Pagefind writes them: distances, and each weight before the places that have it."""
    last = 0
    for number, places, metas in hits:
        if len(places) == 1:
            ((weight, before),) = places
            yield [number - last, [-weight - 1, before], metas]
            last = number
            continue
        listed: list[int] = []
        weight, before = 0, 0
        for heavy, place in sorted(set(places)):
            if heavy != weight:
                listed.append(-heavy - 1)
                weight, before = heavy, 0
            listed.append(place - before)
            before = place
        yield [number - last, listed, metas]
        last = number
