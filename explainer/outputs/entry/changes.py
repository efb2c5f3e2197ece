"""The public record of an entry: what changed in it, and how it read before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from markupsafe import Markup, escape

from explainer.history.differences import UNDER, Change, Run, compare, heading_of, headings
from explainer.history.versions import History
from explainer.history.whats_new import WhatsNew, whats_new
from explainer.model import EXPECTED_KINDS, Entry, Span
from explainer.model.dates import parse
from explainer.model.summary import EntrySummary
from explainer.outputs.base import ENTRIES, Artifact, Job, is_public
from explainer.outputs.context import RenderContext
from explainer.outputs.entry.citing import cite_view
from explainer.outputs.entry.page import entry_page, redirect
from explainer.outputs.entry.view import entry_link, update_view, view
from explainer.outputs.views import UpdateView
from explainer.text.language import Language, languages

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
    compared: bool
    """Whether the text before it could be read too; if not, nobody knows what is different."""


def entries(context: RenderContext) -> Iterator[Job]:
    """For each entry its page, and what belongs to it: a page of changes (every version, its note, what is different),
    every earlier version as it was, marked as old, and what leads there from old addresses."""
    return map(partial(entry_job, context=context), context.entries)


def entry_job(entry: EntrySummary, context: RenderContext) -> Job:
    """Makes all that belongs to one entry."""
    versions = [(one.number, one.blob, one.path) for one in context.history.versions.get(entry.slug, ())]
    content = context.contents.get(entry.path, "")
    inputs = (entry.path, content, versions, context.history.missing, is_public(entry, context.today))
    return Job(f"{ENTRIES}/{entry.slug}/", inputs, partial(_entry, entry, context))


def _entry(one: EntrySummary, context: RenderContext) -> Iterator[Artifact]:
    """What was published once keeps leading somewhere: addresses under a former name, those of a withdrawn entry, and
    those of versions that can no longer be read. The newest version has its address from the first day: until there
    is a newer one, it leads to the entry.
    """
    entry = context.whole(one)
    _await(entry, context)
    if entry.status == "withdrawn" or not entry.updates:
        yield entry_page(entry, context, WhatsNew())
    else:
        texts = context.history.texts(entry, context.site)
        for text in texts.values():
            _await(text, context)
        # What is new to a reader who returns is known from the same differences.
        differences = {number: compare(texts[before], texts[number]) for before, number in pairwise(sorted(texts))}
        yield entry_page(entry, context, whats_new(entry, differences))
        yield _change_page(entry, texts, differences, context)
        for number in range(1, entry.version):
            if number in texts:
                yield _old_version(entry, texts[number], number, context)
            else:
                yield redirect(entry, f"{entry.slug}/v/{number}/", f"{entry.slug}/changes/#v{number}", context)
    for alias in entry.aliases:
        yield redirect(entry, f"{alias}/", f"{entry.slug}/", context)
    if is_public(entry, context.today):
        yield from _redirects(entry, context)


def _await(text: Entry, context: RenderContext) -> None:
    """Tells which days change what is said of a text: those on which it comes out, and on which a point is overdue."""
    if text.published is not None:
        context.depends_on(text.published.first)
    for _, _, point, _ in text.points():
        if point.expected is not None and point.outcome is None:
            context.depends_on(point.expected.last)


def unread_versions(history: History, artifacts: Iterable[str]) -> list[str]:
    """The versions that git has and today's model cannot read, of the entries whose changes are among the artifacts."""
    paths = set(artifacts)
    return [
        f"{slug} v{version.number} ({version.path} at {version.commit[:10]})"
        for slug, versions in history.versions.items()
        for version in versions
        if version.blob and f"{ENTRIES}/{slug}/v/{version.number}/index.html" in paths
        if f"{ENTRIES}/{slug}/changes/index.md" in paths
    ]


def _change_page(
    entry: Entry, texts: Mapping[int, Entry], differences: Mapping[int, Sequence[Change]], context: RenderContext
) -> Artifact:
    language = context.languages[entry.language]
    return context.page(
        f"{ENTRIES}/{entry.slug}/changes/",
        "changes",
        title=language("changes_of", title=entry.title),
        description=language("changes_description"),
        language=language,
        source=entry.path,
        meta={"changed": entry.updates[-1].at.first.isoformat()},
        entry=entry_link(entry, context, language),
        versions=[_version(entry, number, texts, differences, context) for number in range(entry.version, 0, -1)],
        missing=context.history.missing,
    )


def _old_version(entry: Entry, old: Entry, number: int, context: RenderContext) -> Artifact:
    if old.language not in context.languages:  # a language that no entry is in any more
        known = languages(context.site.languages, {old.language})
        context = replace(context, languages={**context.languages, **known})
    language = context.languages[old.language]
    return context.page(
        f"{ENTRIES}/{entry.slug}/v/{number}/",
        "version",
        title=f"{old.title} ({language('version', number=number)})",
        description=old.summary,
        language=language,
        source=entry.path,
        # Search engines keep to the entry itself.
        meta={"noindex": True, "canonical": f"{ENTRIES}/{entry.slug}/"},
        view=view(old, context, f"{ENTRIES}/{entry.slug}/v/{number}/", WhatsNew(), entry),
        number=number,
        since=language.minute(old.updates[-1].at if old.updates else old.published or entry.updates[0].at),
        entry=entry_link(entry, context, language),
        changes=f"{ENTRIES}/{entry.slug}/changes/",
        cite=cite_view(old, context, entry.slug),
    )


def _redirects(entry: Entry, context: RenderContext) -> Iterator[Artifact]:
    """From what may have been published below each of an entry's names to where it is now."""
    newest = f"v/{entry.version}/"
    versions = (f"v/{number}/" for number in range(1, entry.version))
    published = ("changes/", *versions, newest) if entry.updates else (newest,)
    for slug in (entry.slug, *entry.aliases):
        for below in published:
            target = "" if below == newest or entry.status == "withdrawn" else below
            if slug != entry.slug or not target:
                yield redirect(entry, f"{slug}/{below}", f"{entry.slug}/{target}", context)


def _version(
    entry: Entry,
    number: int,
    texts: Mapping[int, Entry],
    differences: Mapping[int, Sequence[Change]],
    context: RenderContext,
) -> VersionView:
    language = context.languages[entry.language]
    update = update_view(entry, number - 2, language) if number > 1 else None
    changes: tuple[ChangeView, ...] = ()
    if number - 1 in texts and number in texts:
        before, after = headings(texts[number - 1], texts[number], lambda kind: language(f"section_{kind}"))
        changes = tuple(_change(change, entry, before, after, context) for change in differences[number])
    published = entry.published
    return VersionView(
        number,
        update.date if update else language.minute(published) if published else "",
        update.day if update else published.first.isoformat() if published else "",
        update,
        changes,
        f"{ENTRIES}/{entry.slug}/" + ("" if number == entry.version else f"v/{number}/"),
        number in texts,
        number == 1 or number - 1 in texts,
    )


def _change(
    change: Change, entry: Entry, before: Mapping[str, str], after: Mapping[str, str], context: RenderContext
) -> ChangeView:
    """`before` and `after` are the headings of the two versions, by section."""
    language = context.languages[entry.language]
    there = {point.id for _, _, point, _ in entry.points()}
    sides = (change.was, before), (change.now, after)
    was, now = (_value(change, value, known, language, context) if value else "" for value, known in sides)
    heading = heading_of(change, before, after)
    if was == now:  # moved within a section
        was = now = ""
    text = marked(change.runs, language) if change.runs else escape(change.text)
    return ChangeView(
        change.kind,
        language(f"change_{change.kind}"),
        # A heading that was changed stands below.
        heading if heading not in ("", change.was, change.now) else _place(change.place, language),
        f"{ENTRIES}/{entry.slug}/#{change.point}" if change.point in there and change.point else "",
        Markup("") if change.text == change.now and not change.runs else text,
        "" if change.runs else was,
        "" if change.runs else now,
    )


def _value(change: Change, value: str, headings: Mapping[str, str], language: Language, context: RenderContext) -> str:
    """What something was or is, in words; nothing is known only by its code where it has a name."""
    match change.kind, change.place:
        case "status" | "outcome", _:
            return language(_VALUES[change.kind] + value)
        case "moved", _:
            section, _, above = value.partition(UNDER)
            place = headings.get(section) or _place(section, language)
            return language("point_under", section=place, point=above) if above else place
        case ("date_changed", _) | ("field", "as_of") | ("source", "published"):
            start, _, end = value.partition("/")
            return language.date(Span(parse(start), parse(end)) if end else parse(start))
        case "field", "published":
            return language.minute(parse(value))
        case "field", "authors":
            return ", ".join(context.name_of_person(person, language) for person in value.split(", "))
        case "field", "image_symbolic":
            return language("symbolic_image")
        case "field", "language":
            return language.name_of(value)
        case "source", "type":
            return language(f"source_{value}")
        case "source", "publisher" | "via":
            return context.name_of_publisher(value, language) if value in context.site.publishers else value
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
