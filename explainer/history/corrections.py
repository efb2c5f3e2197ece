"""Checks that corrections quote what readers could read: `was` must stand in an earlier version of the point."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from explainer.content.load import located
from explainer.history import git
from explainer.history.announced import with_what_is_under
from explainer.history.change import Change
from explainer.history.marks import seen, typeset
from explainer.history.versions import Change as FileChange
from explainer.history.versions import History, changes_by_slug, read_history
from explainer.keys import digest
from explainer.model import Entry, Outcome, Site, SubPoint, Update
from explainer.model.summary import EntrySummary, UpdateSummary
from explainer.model.walk import Kind, public_fields, walk
from explainer.problems import Pointer, Problem, Severity, in_order
from explainer.resources.memo import Fact, Remember, worked_out
from explainer.text.inline import to_text

_LEFT_OUT = re.compile(r"\[?(?:…|\.{3,})\]?")
"""What stands for omitted words."""
_PROSE: tuple[Kind, ...] = ("markdown", "text")
_SHOWN = 80
"""The most characters of a text in a message."""


class Misquotes(Fact, frozen=True, kw_only=True):
    """What is wrong with the corrections of an entry."""

    problems: tuple[Problem, ...] = ()


def misquoted_corrections(
    site: Site,
    cache: Path | None = None,
    remember: Remember[Misquotes] = worked_out,
    is_asked: Callable[[str], bool] = lambda path: True,
) -> tuple[Problem, ...]:
    """A warning for each correction whose `was` stands in no earlier version; none if git has no history.

    `cache` is a folder for what is kept between runs; of the paths of entries, `is_asked` selects some.
    """
    entries = [entry for entry in site.summaries if entry.status != "draft" and any(_corrections(entry))]
    by_path = {entry.path: entry for entry in entries if is_asked(entry.path)}
    if not by_path:
        return ()
    past = _Past(site, cache, read_history(site, cache, by_path.values()))

    def work(paths: Sequence[str]) -> list[Misquotes]:
        return [_checked(site.known.whole(by_path[path]), past) for path in paths]

    try:
        keys = {path: past.key(entry) for path, entry in by_path.items()}
        return in_order(problem for found in remember(keys, work).values() for problem in found.problems)
    except git.NoHistory:
        return ()


def _checked(entry: Entry, past: _Past) -> Misquotes:
    missing = past.history.blobs.missing
    problems = tuple(located(past.site.root, _misquotes(entry, past)))
    return Misquotes(problems=problems, lasting=past.history.blobs.missing == missing)


def _corrections(entry: Entry | EntrySummary) -> Iterator[tuple[int, str, str]]:
    updates: Sequence[Update | UpdateSummary] = entry.updates
    for number, update in enumerate(updates):
        if update.type == "correction" and update.point and update.was:
            yield number, update.point, update.was


def _misquotes(entry: Entry, past: _Past) -> Iterator[Problem]:
    for number, name, was in _corrections(entry):
        # The first publication has no updates, so `updates[0]` made version 2.
        before = past.version(entry, number + 1)
        point = _point(before, name)
        if before is None or point is None or _says(point, was):
            continue  # right, or unknown
        after = past.version(entry, number + 2) or entry
        now = _point(after, name)
        if now is not None and _facts(before, point) != _facts(after, now):
            continue  # the correction is about a date, a status or a source, which `was` may describe freely
        if any(_says(_point(text, name), was) for text in past.older(entry, number)):
            continue
        yield _misquote(entry, number, name, was, point, Severity.WARNING)


def _misquote(entry: Entry, number: int, name: str, was: str, point: SubPoint, severity: Severity) -> Problem:  # noqa: PLR0917
    message = f"`was` says “{_cut(was)}”, which no earlier version of `{name}` said; it was “{_cut(point.words)}”"
    hint = "quote what readers could read there, as in `was: three soldiers`"
    return Problem(entry.path, message, hint, "correction-misquotes", ("updates", number, "was"), severity=severity)


def unfounded_corrections(old: Entry, new: Entry, changes: Sequence[Change]) -> Iterator[Problem]:
    """New corrections of what did not change, and those that quote what no reader could or can read.

    `changes` are those from the published entry to the new one.
    """
    fresh = [one for one in _corrections(new) if one[0] >= len(old.updates)]
    touched = {change.point for change in changes}
    for number, name, was in fresh:
        now = new.updates[number].now or ""
        before, after = _point(old, name), _point(new, name)
        pointer: Pointer = ("updates", number, "point")
        if before is None:
            if after is None or name not in [other for earlier, other, _ in fresh if earlier < number]:
                message = f"readers could not read a point `{name}` yet, so there was nothing in it to correct"
                hint = "name the point that was wrong, as in `point: k3f9`; for a new point, write an update"
                yield Problem(new.path, message, hint, "correction-unfounded", pointer)
            continue
        if touched.isdisjoint(with_what_is_under([name], old, new)) and (
            after is not None and _facts(old, before) == _facts(new, after)
        ):
            message = f"nothing has changed in `{name}`, which this says was corrected"
            hint = "correct the point too; if that was done before without a word, say so with `type: editors_note`"
            yield Problem(new.path, message, hint, "correction-unfounded", pointer)
            continue
        if after is not None and _facts(old, before) != _facts(new, after):
            continue  # about a date, a status or a source, which `was` and `now` may describe freely
        others = [other for other, point, _ in fresh if point == name]
        if number == others[0] and not _says(before, was):
            yield _misquote(new, number, name, was, before, Severity.ERROR)
        elif number == others[-1] and after is not None and not _says(after, now):
            message = f"`now` says “{_cut(now)}”, and `{name}` does not say that; it says “{_cut(after.words)}”"
            hint = "quote what readers can read there now, as in `now: two soldiers`"
            yield Problem(new.path, message, hint, "correction-unfounded", ("updates", number, "now"))
        elif _words(was) == _words(now):
            message = "`was` and `now` say the same, so readers do not learn what was wrong"
            hint = "quote the words that changed, as in `was: three soldiers` and `now: two soldiers`"
            yield Problem(new.path, message, hint, "correction-unfounded", ("updates", number, "now"))


@dataclass(frozen=True)
class _Past:
    """What a site's entries said, read when asked for."""

    site: Site
    cache: Path | None
    history: History

    def key(self, entry: EntrySummary) -> str:
        """The fingerprint of all that decides what its corrections should quote."""
        texts = [
            (change.blob, change.path) for slug in (entry.slug, *entry.aliases) for _, change in self.changes[slug]
        ]
        versions = self.history.versions[entry.slug]
        content = self.site.known.contents.get(entry.path)
        return digest(content, self.site.settings.language, [(one.number, one.blob) for one in versions], texts)

    def version(self, entry: Entry, number: int) -> Entry | None:
        """A version; None if git does not have it or the current model cannot read it."""
        versions = self.history.versions.get(entry.slug, ())
        version = next((version for version in versions if version.number == number and version.blob), None)
        return self.history.text(version, self.site) if version else None

    def older(self, entry: Entry, number: int) -> Iterator[Entry]:
        """Every text before an update that was ever committed, silently changed ones included."""
        for slug in (entry.slug, *entry.aliases):
            for _, change in self.changes[slug]:
                text = self.history.text(change, self.site) if change.blob else None
                if text is not None and len(text.updates) <= number:
                    yield text

    @cached_property
    def changes(self) -> Mapping[str, list[tuple[int, FileChange]]]:
        """Every change that was ever committed, by slug."""
        return defaultdict(list, changes_by_slug(self.site, self.cache))


def _point(entry: Entry | None, name: str | None) -> SubPoint | None:
    return next((point for _, _, point, _ in entry.points() if point.id == name), None) if entry else None


def _says(point: SubPoint | None, was: str) -> bool:
    """Whether a point has these words in this order; at `…` there may be others between them."""
    texts = (text for kind in _PROSE for _, text in walk(point)[kind]) if point else ()
    words = " ".join(map(_words, texts))
    if not _words(was):
        return False
    for part in map(_words, _LEFT_OUT.split(was)):
        if part not in words:
            return False
        words = words.partition(part)[2] if part else words
    return True


def _words(text: str) -> str:
    """A text's words in lower case, without markup and marks."""
    plain = unicodedata.normalize("NFKC", typeset(seen(to_text(text)))).casefold()
    return " ".join(re.findall(r"\w+", plain))


def _facts(entry: Entry, record: SubPoint | Outcome) -> tuple[object, ...]:
    """What readers see of a point besides its text."""
    fields = [field for field in public_fields(type(record)) if field.kind not in _PROSE and field.name != "points"]
    values = (getattr(record, field.name) for field in fields)
    return tuple(
        _facts(entry, value)
        if isinstance(value, Outcome)
        else sorted((source for source in entry.sources if source.id in value), key=lambda source: source.id)
        if field.names == "sources"
        else value
        for field, value in zip(fields, values, strict=True)
    )


def _cut(text: str) -> str:
    plain = to_text(text)
    return plain if len(plain) <= _SHOWN else plain[: _SHOWN - 1] + "…"
