"""The public record: what changed in each entry, how it read before, and what changed on the site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from markupsafe import Markup, escape

from explainer.history.differences import Change, Run, compare
from explainer.history.versions import Version
from explainer.language import Language
from explainer.model import EXPECTED_KINDS, Entry
from explainer.outputs.base import ENTRIES, Artifact, Press
from explainer.outputs.entry_view import entry_link, update_view, view
from explainer.outputs.paging import paged
from explainer.outputs.views import Link, UpdateView

_VALUES = {"status": "status_", "outcome": "result_"}
"""What begins the word for a value of these kinds of change."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One difference, in words."""

    kind: str
    word: str
    place: str
    target: str
    """The point's address, where it is still there."""
    html: Markup
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class VersionView:
    """One version on the page of changes."""

    number: int
    date: str
    day: str
    update: UpdateView | None
    """The note that made it; None for the first publication."""
    changes: tuple[ChangeView, ...]
    target: str
    """Where this version can be read."""
    readable: bool
    """Whether its text could be read; if not, there is only the note."""


def change_pages(press: Press) -> Iterator[Artifact]:
    """A page of changes for each entry that has changed: every version, its note, and what is different."""
    for entry in press.readable:
        if not entry.updates:
            continue
        language = press.languages[entry.language]
        texts = _texts(entry, press)
        yield press.page(
            f"{ENTRIES}/{entry.slug}/changes/",
            "changes",
            title=language("changes_of", title=entry.title),
            description=language("changes_description"),
            language=language,
            source=entry.path,
            meta={"changed": entry.updates[-1].at.first.isoformat()},
            entry=entry_link(entry, press, language),
            versions=[_version(entry, number, texts, press) for number in range(entry.version, 0, -1)],
            missing=press.history.missing,
        )


def old_versions(press: Press) -> Iterator[Artifact]:
    """Every earlier version as it was, marked as old."""
    for entry in press.readable:
        for number, old in sorted(_texts(entry, press).items()):
            if number == entry.version:
                continue
            language = press.languages.get(old.language, press.languages[entry.language])
            yield press.page(
                f"{ENTRIES}/{entry.slug}/v/{number}/",
                "version",
                title=f"{old.title} ({language('version', number=number)})",
                description=old.summary,
                language=language,
                source=entry.path,
                # Search engines keep to the entry itself.
                meta={"noindex": True, "canonical": f"{ENTRIES}/{entry.slug}/"},
                view=view(old, press, f"{ENTRIES}/{entry.slug}/v/{number}/"),
                number=number,
                since=language.minute(old.updates[-1].at if old.updates else old.published or entry.updates[0].at),
                entry=entry_link(entry, press, language),
                changes=f"{ENTRIES}/{entry.slug}/changes/",
            )


@dataclass(frozen=True, slots=True)
class SiteChange:
    """One line of the site's own record."""

    entry: Link
    language: Language
    target: str
    update: UpdateView


def site_changes(press: Press) -> Iterator[Artifact]:
    """Every change on the site, newest first."""
    language = press.language
    changes = [
        SiteChange(
            entry_link(entry, press, language),
            press.languages[entry.language],
            f"{ENTRIES}/{entry.slug}/changes/#v{number + 2}",
            update_view(entry, number, press.languages[entry.language]),
        )
        for entry in press.readable
        for number in range(len(entry.updates))
    ]
    changes.sort(key=lambda one: (one.update.day, one.update.version, one.target), reverse=True)
    for part in paged("changes/", changes, "{address}{number}/"):
        yield press.page(
            part.address,
            "site_changes",
            title=language("changes"),
            description=language("site_changes_description"),
            language=language,
            part=part,
        )


def _texts(entry: Entry, press: Press) -> Mapping[int, Entry]:
    """The versions of an entry whose text can be read, by number; the newest is the entry itself."""
    versions: tuple[Version, ...] = press.history.versions.get(entry.slug, ())
    old = press.history.entries(versions, press.site)
    found = {version.number: text for version in versions if (text := old.get(version.blob)) is not None}
    return {**found, entry.version: entry}


def _version(entry: Entry, number: int, texts: Mapping[int, Entry], press: Press) -> VersionView:
    language = press.languages[entry.language]
    update = update_view(entry, number - 2, language) if number > 1 else None
    changes: tuple[ChangeView, ...] = ()
    if number - 1 in texts and number in texts:
        found = compare(texts[number - 1], texts[number])
        changes = tuple(_change(change, entry, language) for change in found)
    published = entry.published
    return VersionView(
        number,
        update.date if update else language.minute(published) if published else "",
        update.day if update else published.first.isoformat() if published else "",
        update,
        changes,
        f"{ENTRIES}/{entry.slug}/" + ("" if number == entry.version else f"v/{number}/"),
        number in texts,
    )


def _change(change: Change, entry: Entry, language: Language) -> ChangeView:
    there = {point.id for _, _, point, _ in entry.points()}
    prefix = _VALUES.get(change.kind, "")
    was, now = (language(prefix + value) if prefix and value else value for value in (change.was, change.now))
    if change.kind == "moved":
        was, now = _place(change.was, language), _place(change.now, language)
    return ChangeView(
        change.kind,
        language(f"change_{change.kind}"),
        _place(change.place, language),
        f"{ENTRIES}/{entry.slug}/#{change.point}" if change.point in there and change.point else "",
        marked(change.runs, language) if change.runs else escape(change.text),
        "" if change.runs else was,
        "" if change.runs else now,
    )


def _place(place: str, language: Language) -> str:
    """A section's or a field's name in words."""
    kind = place.rstrip("0123456789").rstrip("_")
    if kind in (*EXPECTED_KINDS, "question"):
        return language(f"section_{kind}")
    return language(f"field_{place}")


def marked(runs: tuple[Run, ...], language: Language) -> Markup:
    """Words with `<ins>` and `<del>`, each of which a screen reader announces."""
    parts = []
    for kind, text in runs:
        if kind == "same":
            parts.append(escape(text))
        else:
            tag, word = ("ins", "inserted") if kind == "added" else ("del", "deleted")
            label = Markup('<span class="x-hidden">{} </span>').format(language(word))
            parts.append(Markup("<{0}>{1}{2}</{0}>").format(Markup(tag), label, text))  # noqa: S704 - a constant
    return Markup("").join(parts)
