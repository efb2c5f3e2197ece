"""Looks whether corrections quote what readers could read: `was` has to stand in an older version of the point."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from explainer.content.load import positions_in
from explainer.history import git
from explainer.history.marks import seen, typeset
from explainer.history.versions import FOLDER, History, Version, read_history
from explainer.model import Entry, Outcome, Site, SubPoint, Update
from explainer.model.walk import Kind, told, walk
from explainer.problems import Problem, Severity, in_order
from explainer.text.inline import to_text

_LEFT_OUT = re.compile(r"\[?(?:…|\.{3,})\]?")
"""What stands for words of the text that are not quoted."""
_PROSE: tuple[Kind, ...] = ("markdown", "text")
_SHOWN = 80
"""How many characters of a text a message shows."""


def misquoted_corrections(site: Site, cache: Path | None = None) -> tuple[Problem, ...]:
    """A warning for each correction whose `was` no version before it has; none where git does not know what was.

    `cache` is a folder to remember in.
    """
    entries = [entry for entry in site.entries if entry.status != "draft" and any(_corrections(entry))]
    if not entries:
        return ()
    past = _Past(site, read_history(site, cache, entries))
    try:
        return in_order(problem for entry in entries for problem in _of_entry(entry, past))
    except git.NoHistory:
        return ()


def _corrections(entry: Entry) -> Iterator[tuple[int, Update, str]]:
    for number, update in enumerate(entry.updates):
        if update.type == "correction" and update.point and update.was:
            yield number, update, update.was


def _of_entry(entry: Entry, past: _Past) -> Iterator[Problem]:
    for number, update, was in _corrections(entry):
        # The first publication has no updates, so that `updates[0]` made version 2.
        before = past.version(entry, number + 1)
        point = _point(before, update.point)
        if before is None or point is None or _says(point, was):
            continue  # right; or nobody knows how it read
        after = past.version(entry, number + 2) or entry
        now = _point(after, update.point)
        if now is not None and _facts(before, point) != _facts(after, now):
            continue  # a date, a status or a source was wrong, which `was` may tell in words of its own
        if any(_says(_point(text, update.point), was) for text in past.older(entry, number)):
            continue
        line, column = positions_in(past.site.root, entry.path).find(("updates", number, "was"))
        told = (
            f"`was` says “{_cut(was)}”, which no earlier version of `{update.point}` said; it was “{_cut(point.text)}”"
        )
        hint = "quote what readers could read there, as in `was: three soldiers`"
        yield Problem(
            *(entry.path, told, hint, "correction-misquotes", ("updates", number, "was")),
            *(line, column, Severity.WARNING),
        )


@dataclass(frozen=True)
class _Past:
    """What a site's entries said, read when it is asked for."""

    site: Site
    history: History

    def version(self, entry: Entry, number: int) -> Entry | None:
        """A version; None where git does not know it, or today's model cannot read it."""
        versions = self.history.versions.get(entry.slug, ())
        found = next((one for one in versions if one.number == number and one.blob), None)
        return self.history.text(found, self.site) if found else None

    def older(self, entry: Entry, number: int) -> Iterator[Entry]:
        """Every text from before an update that was ever committed, those too that a silent change replaced."""
        for slug in (entry.slug, *entry.aliases):
            for one in self.revisions[slug]:
                text = self.history.text(Version(0, one.blob, one.path, one.commit), self.site)
                if text is not None and len(text.updates) <= number:
                    yield text

    @cached_property
    def revisions(self) -> Mapping[str, list[git.Revision]]:
        """All that was ever committed, by slug."""
        found: dict[str, list[git.Revision]] = defaultdict(list)
        for one in git.revisions(self.site.root, FOLDER, git.head(self.site.root)):
            if one.blob:
                found[one.path.rpartition("/")[2].removesuffix(".yml")].append(one)
        return found


def _point(entry: Entry | None, name: str | None) -> SubPoint | None:
    return next((point for _, _, point, _ in entry.points() if point.id == name), None) if entry else None


def _says(point: SubPoint | None, was: str) -> bool:
    """Whether a point has these words; where something was left out of them (`…`), others may stand between."""
    words = " ".join(map(_words, _texts(point))) if point else ""
    for part in map(_words, _LEFT_OUT.split(was)):
        _, found, words = words.partition(part) if part else ("", "nothing", words)
        if not found:
            return False
    return True


def _texts(point: SubPoint) -> Iterator[str]:
    """What readers read of a point, and below it."""
    return (text for kind in _PROSE for _, text in walk(point)[kind])


def _words(text: str) -> str:
    """A text as its words alone: no markup, no marks, no capitals, one space."""
    plain = unicodedata.normalize("NFKC", typeset(seen(to_text(text)))).casefold()
    return " ".join(re.findall(r"\w+", plain))


def _facts(entry: Entry, record: SubPoint | Outcome) -> tuple[object, ...]:
    """What readers are told of a point beside its text."""
    fields = [field for field in told(type(record)) if field.kind not in _PROSE and field.name != "points"]
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
