"""The public record: what changed in each entry, how it read before, and what changed on the site."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup, escape

from explainer.history.differences import Change, Run, compare
from explainer.history.versions import History
from explainer.language import Language, languages
from explainer.model import EXPECTED_KINDS, Entry, Span
from explainer.model.dates import parse
from explainer.outputs.base import ENTRIES, Artifact, Press
from explainer.outputs.entries import redirect
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


def entry_history(press: Press) -> Iterator[Artifact]:
    """For each entry that has changed a page of changes (every version, its note, what is different), and every
    earlier version as it was, marked as old.

    What was published once keeps leading somewhere: addresses under a former name, those of a withdrawn entry, and
    those of versions that can no longer be read.
    """
    for entry, texts in press.history.texts((entry for entry in press.readable if entry.updates), press.site):
        yield _change_page(entry, texts, press)
        for number in range(1, entry.version):
            if number in texts:
                yield _old_version(entry, texts[number], number, press)
            else:
                yield redirect(entry, f"{entry.slug}/v/{number}/", f"{entry.slug}/changes/#v{number}", press)
        for alias in entry.aliases:
            for below in _below(entry):
                yield redirect(entry, f"{alias}/{below}", f"{entry.slug}/{below}", press)
    for entry in press.entries:
        if entry.status == "withdrawn":
            for slug in (entry.slug, *entry.aliases):
                for below in _below(entry):
                    yield redirect(entry, f"{slug}/{below}", f"{entry.slug}/", press)


def unread_versions(history: History, artifacts: Iterable[Artifact]) -> list[str]:
    """The versions that git has and today's model cannot read, of the entries whose changes are published."""
    paths = {artifact.path for artifact in artifacts}
    return [
        f"{slug} v{version.number} ({version.path} at {version.commit[:10]})"
        for slug, versions in history.versions.items()
        for version in versions
        if version.blob and f"{ENTRIES}/{slug}/v/{version.number}/index.html" in paths
        if f"{ENTRIES}/{slug}/changes/index.md" in paths
    ]


def _change_page(entry: Entry, texts: Mapping[int, Entry], press: Press) -> Artifact:
    language = press.languages[entry.language]
    return press.page(
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


def _old_version(entry: Entry, old: Entry, number: int, press: Press) -> Artifact:
    if old.language not in press.languages:  # a language that no entry is in any more
        known = languages(press.site.languages, {old.language})
        press = replace(press, languages={**press.languages, **known})
    language = press.languages[old.language]
    return press.page(
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


def _below(entry: Entry) -> Iterator[str]:
    """What may have been published below an entry's address."""
    if entry.updates:
        yield "changes/"
        yield from (f"v/{number}/" for number in range(1, entry.version))


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
    changes.sort(key=lambda one: (one.update.moment, one.update.version, one.target), reverse=True)
    for part in paged("changes/", changes, "{address}{number}/"):
        yield press.page(
            part.address,
            "site_changes",
            title=language("changes"),
            description=language("site_changes_description"),
            language=language,
            part=part,
        )


def _version(entry: Entry, number: int, texts: Mapping[int, Entry], press: Press) -> VersionView:
    language = press.languages[entry.language]
    update = update_view(entry, number - 2, language) if number > 1 else None
    changes: tuple[ChangeView, ...] = ()
    if number - 1 in texts and number in texts:
        found = compare(texts[number - 1], texts[number])
        changes = tuple(_change(change, entry, language, press) for change in found)
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


def _change(change: Change, entry: Entry, language: Language, press: Press) -> ChangeView:
    there = {point.id for _, _, point, _ in entry.points()}
    was, now = (_value(change, value, language, press) if value else "" for value in (change.was, change.now))
    if was == now:  # moved within a section
        was = now = ""
    text = marked(change.runs, language) if change.runs else escape(change.text)
    return ChangeView(
        change.kind,
        language(f"change_{change.kind}"),
        _place(change.place, language),
        f"{ENTRIES}/{entry.slug}/#{change.point}" if change.point in there and change.point else "",
        Markup("") if change.text == change.now and not change.runs else text,
        "" if change.runs else was,
        "" if change.runs else now,
    )


def _value(change: Change, value: str, language: Language, press: Press) -> str:
    """What something was or is, in words; nothing is known only by its code where it has a name."""
    match change.kind, change.place:
        case "status" | "outcome", _:
            return language(_VALUES[change.kind] + value)
        case "moved", _:
            return _place(value, language)
        case ("redated", _) | ("field", "as_of") | ("source", "published"):
            start, _, end = value.partition("/")
            return language.date(Span(parse(start), parse(end)) if end else parse(start))
        case "field", "language":
            return language.name_of(value)
        case "source", "type":
            return language(f"source_{value}")
        case "source", "publisher" | "via":
            return press.name_of_publisher(value, language) if value in press.site.publishers else value
        case _:
            return value


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
            label = Markup('<span class="x-hidden"> {} </span>').format(language(word))
            parts.append(Markup("<{0}>{1}{2}</{0}>").format(Markup(tag), label, text))  # noqa: S704 - a constant
    return Markup("").join(parts)
