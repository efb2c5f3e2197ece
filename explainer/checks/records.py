"""Checks of what an entry refers to: topics, people, other entries, its own addresses and versions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer.checks.base import Check, Context, Finding, alias_key, unknown
from explainer.checks.words import without_words
from explainer.model import Entry
from explainer.model.addresses import is_path, redirect_file
from explainer.model.summary import EntrySummary
from explainer.problems import Severity, nearest


def language_without_words(entry: Entry, context: Context) -> Iterator[Finding]:
    """The site has no words of its own in the entry's language, so that it speaks English around the text."""
    site = context.site
    if entry.language != site.settings.language and (found := without_words(site, entry.language)) is not None:
        yield ("language",), *found


def unknown_topic(entry: Entry, context: Context) -> Iterator[Finding]:
    """The entry names a topic that `site_data/topics.yml` does not have."""
    advice = "add it to {1}/topics.yml: `{0}: {{name: …}}`"
    return unknown(entry, context, "topics", context.site.topics, message="there is no topic `{0}`", advice=advice)


def unknown_person(entry: Entry, context: Context) -> Iterator[Finding]:
    """The entry names an author that `site_data/people.yml` does not have."""
    advice = "add them to {1}/people.yml: `{0}: {{name: …}}`"
    return unknown(entry, context, "people", context.site.people, message="there is no person `{0}`", advice=advice)


def unknown_related(entry: EntrySummary, context: Context) -> Iterator[Finding]:
    """The entry points to an entry that does not exist: as related, as original, or as replacement."""
    for pointer, slug in entry.named_entries:
        if slug == entry.slug:
            yield pointer, "the entry names itself here", "name another entry, or delete the line"
        elif not context.may_exist(slug):
            hint = nearest(slug, list(context.by_slug), "write the name of another entry's file without `.yml`")
            if slug in context.by_alias:
                hint = f"it is called `{context.by_alias[slug][0].slug}` now"
            yield pointer, f"there is no entry `{slug}`", hint


def duplicate_slug(entry: EntrySummary, context: Context) -> Iterator[Finding]:
    """Two files have the same name, in different folders, so that they would have one address."""
    others = [other.path for other in context.by_slug[entry.slug] if other.path != entry.path]
    if others:
        yield (), f"the name `{entry.slug}` is taken by {others[0]} too", "rename one of the two files"


def duplicate_id(entry: EntrySummary, context: Context) -> Iterator[Finding]:
    """Two entries would have the same id in feeds and data: one says that it was first published under that name."""
    for other in context.by_first_slug[entry.first_slug]:
        if other.path != entry.path and entry.id is not None:
            hint = "write the slug that this explainer had when it was first published, or delete the line"
            yield ("id",), f"`{entry.id}` is the id of {other.path}", hint


def alias_taken(entry: EntrySummary, context: Context) -> Iterator[Finding]:
    """An alias is the address of an entry, of its changes or versions, or of a page, or is there twice."""
    for number, alias in enumerate(entry.aliases):
        others = [other.path for other in context.by_alias[alias_key(alias)] if other.path != entry.path]
        pages = [page.path for page in context.site.pages if is_path(alias) and page.file == redirect_file(alias)]
        own = _owners(alias, context)
        taken = [*own, *(other.path for other in context.by_slug.get(alias, ())), *others, *pages]
        if taken:
            hint = "an old address can lead to one place only; delete it from one of the two"
            if entry.path in own:
                hint = "readers find this explainer there anyway; delete the alias"
            yield ("aliases", number), f"the address `{alias}` belongs to {taken[0]}", hint
        elif twin := next((one for one in entry.aliases[:number] if _are_twins(one, alias)), ""):
            message = f"`{twin}` and `{alias}` are one file on Windows and macOS"
            yield (
                ("aliases", number),
                message,
                "delete the one that fewer readers know; only a server can redirect both",
            )


def _are_twins(one: str, other: str) -> bool:
    """Whether two paths differ, but only in capitals or in how accents are stored."""
    return is_path(other) and alias_key(one) == alias_key(other) and redirect_file(one) != redirect_file(other)


def _owners(alias: str, context: Context) -> list[str]:
    """The entries that have, or may come to have, a page of their own at a path: the explainer, changes, a version."""
    if not is_path(alias):
        return []
    prefix = re.escape(f"/{context.site.layout.prefix}")
    match = re.fullmatch(rf"{prefix}explainers/([^/]+)/(?:(?:changes|v/[1-9][0-9]*)/)?index\.html", alias_key(alias))
    named = (context.by_slug, context.by_alias) if match else ()
    return [entry.path for entries in named for entry in (entries.get(match[1], ()) if match else ())]


def translation_behind(entry: EntrySummary, context: Context) -> Iterator[Finding]:
    """The original has newer versions than the one that was translated."""
    originals = context.by_slug.get(entry.translation_of or "", ())
    if not originals or entry.status == "withdrawn":
        return
    behind = originals[0].version - (entry.translated_from_version or 1)
    if behind > 0:
        hint = f"bring it up to date, then write `translated_from_version: {originals[0].version}`"
        pointer = ("translated_from_version",) if entry.translated_from_version else ("translation_of",)
        yield pointer, f"the original is {behind} version(s) ahead", hint


def translation_unclear(entry: EntrySummary, context: Context) -> Iterator[Finding]:
    """A translation does not say truly what it translates: the original, in another language, in a version it has."""
    originals = context.by_slug.get(entry.translation_of or "", ())
    if not originals or entry.status == "withdrawn":
        return
    original = originals[0]
    if original.translation_of is not None:
        message = f"`{original.slug}` is a translation itself"
        yield ("translation_of",), message, f"name the original: `translation_of: {original.translation_of}`"
    if original.language == entry.language:
        message = f"`{original.slug}` is in the same language ({entry.language})"
        yield ("translation_of",), message, "correct `language`, or name it under `related` instead"
    if original.status == "withdrawn":
        message = f"the original `{original.slug}` is withdrawn, and its translation is not"
        yield ("translation_of",), message, "withdraw the translation too, or delete `translation_of`"
    if (entry.translated_from_version or 1) > original.version:
        message = f"`{original.slug}` has {original.version} version(s)"
        hint = f"write the one that was translated: `translated_from_version: {original.version}`"
        yield ("translated_from_version",), message, hint


def dateline_no_place(entry: Entry, context: Context) -> Iterator[Finding]:
    """The dateline names a publisher, such as a news agency, which is no place."""
    publishers = context.site.publishers.items()
    known = {name.casefold(): key for key, record in publishers for name in (key, *record.name.values())}
    for part in re.split(r"\s*[()/]\s*", entry.dateline or ""):
        if part.casefold() in known:
            hint = (
                "write the place alone, as in `dateline: Istanbul`; name the agency in `credit`, or in "
                f"`first_published: {{publisher: {known[part.casefold()]}}}` if it published the piece first"
            )
            yield ("dateline",), f"`{part}` is a publisher, and a dateline is a place", hint


def correction_without_was_now(entry: Entry, context: Context) -> Iterator[Finding]:
    """A correction does not say what was wrong and what is right.

    Where not even the note is known, these two are not known either.
    """
    for number, update in enumerate(entry.updates):
        missing = [name for name in ("was", "now") if getattr(update, name) is None]
        if update.type == "correction" and missing and update.note is not None:
            hint = "write both as readers could read them, as in `was: three soldiers` and `now: two soldiers`"
            yield ("updates", number), f"this correction has no `{'` and no `'.join(missing)}`", hint


def unknown_point(entry: Entry, context: Context) -> Iterator[Finding]:
    """An update names a point that the entry does not have."""
    known = [point.id for _, _, point, _ in entry.points() if point.id is not None]
    advice = "write the id of the point that changed, or delete the line"
    return unknown(entry, context, "points", known, message="there is no point `{0}` here", advice=advice)


def withdrawn_without_reason(entry: Entry, context: Context) -> Iterator[Finding]:
    """An entry is withdrawn, and readers are not told when or why; or the reason is there and the status is not."""
    if entry.status == "withdrawn" and (entry.withdrawn is None or entry.withdrawn.reason is None):
        hint = "say when and why, in your own words: `withdrawn: {at: 2020-06-01, reason: …}`"
        pointer = ("status",) if entry.withdrawn is None else ("withdrawn",)
        yield pointer, "this entry is withdrawn and does not say why", hint
    if entry.status != "withdrawn" and entry.withdrawn is not None:
        message = f"`withdrawn` is filled in, and the status is `{entry.status}`"
        yield ("withdrawn",), message, "write `status: withdrawn`, or delete `withdrawn`"


CHECKS = (
    Check(language_without_words, Severity.WARNING),
    Check(unknown_topic, Severity.ERROR),
    Check(unknown_person, Severity.ERROR),
    Check(unknown_related, Severity.ERROR, compares=True),
    Check(duplicate_slug, Severity.ERROR, compares=True),
    Check(duplicate_id, Severity.ERROR, compares=True),
    Check(alias_taken, Severity.ERROR, compares=True),
    Check(translation_behind, Severity.WARNING, compares=True),
    Check(translation_unclear, Severity.WARNING, compares=True),
    Check(dateline_no_place, Severity.WARNING),
    Check(correction_without_was_now, Severity.ERROR),
    Check(unknown_point, Severity.WARNING),
    Check(withdrawn_without_reason, Severity.ERROR),
)
"""In the manual's order, each with its default severity."""
