"""The page of an entry's changes: every version, its note, and what is different."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from explainer.history.differences import UNDER, Change, Run, heading_of, headings
from explainer.model import EXPECTED_KINDS, Entry, Span
from explainer.model.dates import parse
from explainer.model.walk import Field
from explainer.outputs.base import ENTRIES, Artifact
from explainer.outputs.context import RenderContext
from explainer.outputs.entry.view import entry_link, update_view
from explainer.outputs.views import UpdateView
from explainer.text.language import Language

_WORDS = {"sources_changed": "resourced", "date_changed": "redated"}
"""What the site's words call these kinds of change."""


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


def change_page(
    entry: Entry,
    texts: Mapping[int, Entry],
    missing: str,
    differences: Mapping[int, Sequence[Change]],
    context: RenderContext,
) -> Artifact:
    """Every version with its note and what is different; `missing` says why there are no texts."""
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
    update = update_view(entry.updates[number - 2], number, language) if number > 1 else None
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
    word = _WORDS.get(change.kind, change.kind)
    return ChangeView(
        word,
        language(f"change_{word}"),
        # A heading that was changed stands below.
        heading if heading not in ("", change.was, change.now) else _place(change.place, language),
        f"{ENTRIES}/{entry.slug}/#{change.point}" if change.point in there and change.point else "",
        Markup("") if change.text == change.now and not change.runs else text,
        "" if change.runs else was,
        "" if change.runs else now,
    )


def _value(change: Change, value: str, headings: Mapping[str, str], language: Language, context: RenderContext) -> str:
    """What something was or is, in words; nothing is known only by its code where it has a name."""
    if change.kind == "moved":
        section, _, above = value.partition(UNDER)
        place = headings.get(section) or _place(section, language)
        return language("point_under", section=place, point=above) if above else place
    if change.kind == "outcome":
        return language(f"result_{value}")
    match change.field:
        case Field(kind="date", name="published") if change.kind == "field":
            return language.minute(parse(value))
        case Field(kind="date"):
            start, _, end = value.partition("/")
            return language.date(Span(parse(start), parse(end)) if end else parse(start))
        case Field(kind="language"):
            return language.name_of(value)
        case Field(kind="choice", words=words) if words:
            return language(words + value)
        case Field(names="people"):
            return ", ".join(context.name_of_person(person, language) for person in value.split(", "))
        case Field(names="publishers"):
            known, ids = context.publishers, value.split(", ")
            return ", ".join(context.name_of_publisher(name, language) if name in known else name for name in ids)
        case Field(kind="flag", name="symbolic"):
            return language("symbolic_image")
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
