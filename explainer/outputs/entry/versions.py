"""The versions of an entry: their notes and their differences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from markupsafe import Markup, escape

from explainer.history.differences import UNDER, Change, Run, heading_of, headings
from explainer.model import EXPECTED_KINDS, Entry, Update
from explainer.model.about import NoteKind
from explainer.model.dates import parse_when
from explainer.model.summary import UpdateSummary
from explainer.model.walk import Field
from explainer.outputs.base import ENTRIES, Artifact, section_title
from explainer.outputs.context import RenderContext
from explainer.outputs.targets import source_links
from explainer.text.inline import to_html
from explainer.text.language import Language


@dataclass(frozen=True, slots=True)
class UpdateView:
    """A public note about a change."""

    type: str
    word: str
    date: str
    day: str
    html: Markup
    was: Markup | None
    now: Markup | None
    point: str | None
    version: int


def update_view(
    update: Update | UpdateSummary, version: int, language: Language, sources: Mapping[str, str]
) -> UpdateView:
    """The note of an update, with the version that it made; `sources` says where links to sources lead."""
    return UpdateView(
        update.type,
        language(f"update_{update.type}"),
        language.minute(update.at),
        update.at.iso,
        to_html(update.note, sources) if update.note else escape(language("note_unknown")),
        to_html(update.was, sources) if update.was else None,
        to_html(update.now, sources) if update.now else None,
        update.point,
        version,
    )


_NOTE = re.compile(rf"(^|; )({'|'.join(get_args(NoteKind))}), ")
"""The kind before the text of a note."""
_WORDS = {"sources_changed": "resourced", "date_changed": "redated"}
"""The names of these kinds of change in the site's words."""


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One difference, in words."""

    kind: str
    word: str
    place: str
    target: str
    """The point's address, if the point still exists."""
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
    """Its note; None for the first publication."""
    changes: tuple[ChangeView, ...]
    target: str
    """The address of this version."""
    readable: bool
    """Whether its text could be read; if not, only the note is shown."""
    compared: bool
    """Whether the text before it could be read too; if not, the differences are unknown."""


def change_page(
    entry: Entry,
    texts: Mapping[int, Entry],
    missing: str,
    differences: Mapping[int, Sequence[Change]],
    context: RenderContext,
) -> Artifact:
    """Every version with its note and its differences; `missing` says why there are no texts."""
    language = context.languages[entry.language]
    return context.page(
        f"{ENTRIES}/{entry.slug}/changes/",
        "changes",
        title=language("changes_of", title=entry.title),
        description=language("changes_description"),
        language=language,
        source=entry.path,
        meta={"changed": entry.updates[-1].at.first.isoformat()},
        entry=context.link_to(entry, language),
        versions=[_version(entry, number, texts, differences, context) for number in range(entry.version, 0, -1)],
        missing=missing,
    )


def _version(
    entry: Entry,
    number: int,
    texts: Mapping[int, Entry],
    differences: Mapping[int, Sequence[Change]],
    context: RenderContext,
) -> VersionView:
    language = context.languages[entry.language]
    sources = source_links(entry.sources, context.dead_in(entry.slug), "../")
    update = update_view(entry.updates[number - 2], number, language, sources) if number > 1 else None
    changes: tuple[ChangeView, ...] = ()
    if number - 1 in texts and number in texts:
        before, after = headings(texts[number - 1], texts[number], lambda section: section_title(section, language))
        changes = tuple(_change(change, entry, before, after, context) for change in differences[number])
    published = entry.published
    return VersionView(
        number,
        update.date if update else language.minute(published) if published else "",
        update.day if update else published.iso if published else "",
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
    ids = {point.id for _, _, point, _ in entry.points()}
    sides = (change.was, before), (change.now, after)
    was, now = (_value(change, value, known, language, context) if value else "" for value, known in sides)
    heading = heading_of(change, before, after)
    if was == now:  # moved within a section
        was = now = ""
    text = marked(change.runs, language) if change.runs else escape(change.text)
    word = _WORDS.get(change.kind, change.kind)
    return ChangeView(
        word,
        language(f"change_{word}"),
        # A changed heading is shown below.
        heading if heading not in ("", change.was, change.now) else _place(change.place, language),
        f"{ENTRIES}/{entry.slug}/#{change.point}" if change.point in ids and change.point else "",
        Markup("") if change.text == change.now and not change.runs else text,
        "" if change.runs else was,
        "" if change.runs else now,
    )


def _value(change: Change, value: str, headings: Mapping[str, str], language: Language, context: RenderContext) -> str:
    """A value before or after a change, in words: codes and ids become names."""
    if change.kind == "moved":
        section, _, above = value.partition(UNDER)
        place = headings.get(section) or _place(section, language)
        return language("point_under", section=place, point=above) if above else place
    if change.kind == "outcome":
        return language(f"result_{value}")
    match change.field:
        case Field(kind="date"):
            return _date(value, language)
        case Field(kind="language"):
            return language.name_of(value)
        case Field(kind="choice", words=words) if words:
            return ", ".join(language(words + name) for name in value.split(", "))
        case Field(names="people"):
            names = re.split("([;,] )", value)
            return "".join(context.name_of_person(name, language) for name in names)
        case Field(names="publishers"):
            known, ids = context.publishers, value.split(", ")
            return ", ".join(context.name_of_publisher(name, language) if name in known else name for name in ids)
        case Field(kind="flag", name="symbolic"):
            return language("symbolic_image")
        case Field(kind="flag", name=name):
            return language(name)
        case Field(name="notes"):
            return _NOTE.sub(lambda match: f"{match[1]}{language(f'note_{match[2]}')}: ", value)
        case _:
            return value


def _date(value: str, language: Language) -> str:
    try:
        return language.minute(parse_when(value))
    except ValueError:  # a time that was only named in words
        return value


def _place(place: str, language: Language) -> str:
    """A section's or a field's name in words."""
    kind = place.rstrip("0123456789").rstrip("_")
    if kind in (*EXPECTED_KINDS, "question"):
        return language(f"section_{kind}")
    return language(f"field_{place}")


def marked(runs: tuple[Run, ...], language: Language) -> Markup:
    """Text with `<ins>` and `<del>`, each announced by screen readers."""
    parts = []
    for kind, text in runs:
        if kind == "same":
            parts.append(escape(text))
        else:
            tag, word = ("ins", "inserted") if kind == "added" else ("del", "deleted")
            label = Markup('<span class="x-hidden"> {} </span>').format(language(word))
            parts.append(Markup("<{0}>{1}{2}</{0}>").format(Markup(tag), label, text))  # noqa: S704 - a constant
    return Markup("").join(parts)
