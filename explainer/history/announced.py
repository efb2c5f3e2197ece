"""Judges what an entry's new updates tell readers: whether a note says anything, and which changes it covers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, get_args

from explainer.history.change import Change
from explainer.model import Entry, Update
from explainer.model.about import UpdateType
from explainer.model.dates import parse
from explainer.text.inline import to_text

_REPEATS = ("title", "summary", "key_points")
"""What says again what points say."""
_WORD = re.compile(r"\w+")


def type_names(languages: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
    """The names of the types of updates, in English and in a site's languages."""
    types = get_args(UpdateType)
    named = [str(words.get(f"update_{one}", "")) for words in languages.values() for one in types]
    return frozenset(" ".join(_words(name)) for name in (*types, *(one.replace("_", " ") for one in types), *named))


def says_something(update: Update, names: Collection[str]) -> bool:
    """Whether a note has a word that is not the name of a type of update, the point's id or a single letter."""
    words = _words(to_text(update.note or ""))
    rest = [word for word in words if len(word) > 1 and not word.isdecimal() and word not in {*names, update.point}]
    return bool(rest) and " ".join(words) not in names


def _words(text: str) -> list[str]:
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def untold(changes: Sequence[Change], old: Entry, new: Entry, updates: Iterable[Update]) -> list[Change]:
    """The changes that new updates do not cover.

    An update covers what it names: its point with what stands under it, the sources that the point names, and the same
    words where the headline, the summary or a key point repeats them. One without `point` covers what belongs to no
    point, and points that are gone or have no id. With any, the facts may be known up to a later day.
    """
    points = {update.point for update in updates}
    there = {place.point.id for place in new.points()}
    named = with_what_is_under(points, old, new)
    cited = _titles_of_sources(named, old, new)
    removed, added = _changed_words(change for change in changes if change.point in named)

    def is_covered(change: Change) -> bool:
        if None in points and (change.kind == "source" or change.point is None or change.point not in there):
            return True
        if change.kind == "source":
            return change.text in cited
        if change.place == "as_of" and change.was and change.now:
            return bool(points) and parse(change.now).first >= parse(change.was).last
        if change.place in _REPEATS and change.runs:
            gone, come = _changed_words([change])
            return gone <= removed and come <= added
        return change.point is not None and change.point in named

    return [change for change in changes if not is_covered(change)]


def with_what_is_under(points: Collection[str | None], *entries: Entry) -> set[str]:
    """The ids of some points and of those that stand under them, in any of the entries."""
    named = {point for point in points if point is not None}
    under = (place for entry in entries for place in entry.points() if place.above is not None)
    return named | {place.point.id for place in under if place.point.id and place.above and place.above.id in named}


def _titles_of_sources(points: Collection[str], *entries: Entry) -> set[str]:
    titles = set()
    for entry in entries:
        cited: set[str] = set()
        for _, _, point, _ in entry.points():
            if point.id in points:
                cited |= {*point.sources, *(point.outcome.sources if point.outcome else ())}
        titles |= {source.title for source in entry.sources if source.id in cited}
    return titles


def _changed_words(changes: Iterable[Change]) -> tuple[set[str], set[str]]:
    """The words that were removed from some texts, and those that were added."""
    removed: set[str] = set()
    added: set[str] = set()
    for change in changes:
        for kind, text in change.runs:
            if kind != "same":
                (removed if kind == "removed" else added).update(_words(text))
    return removed, added
