"""An explainer as Markdown, for programs that read text (llmstxt.org): what its page says, and nothing of the frame."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from explainer.model import Entry
from explainer.model.moments import in_iso
from explainer.outputs.base import Link, front_matter, section_title
from explainer.outputs.context import RenderContext
from explainer.outputs.entry.credits import author_names
from explainer.outputs.entry.elsewhere import ElsewhereView
from explainer.outputs.entry.figures import FigureView, MediaView, TableView
from explainer.outputs.entry.points import PointView
from explainer.outputs.entry.sources import SourceView
from explainer.outputs.entry.view import EntryView, NoteView
from explainer.text.language import Language
from explainer.text.markdown import address, escaped, from_html, indented, link

TWIN = "index.html.md"
"""The file of an explainer's Markdown: what the proposal of llms.txt adds to an address that ends with a slash."""


def twin(view: EntryView, context: RenderContext) -> str:
    """The Markdown of an explainer; of a withdrawn one, only that it is withdrawn, and why."""
    return _Twin(view, context).text()


class _Twin:
    """Writes the blocks of one explainer."""

    def __init__(self, view: EntryView, context: RenderContext) -> None:
        self._view, self._entry, self._context = view, view.entry, context
        self._t = context.languages[view.entry.language]
        self._page = context.url_of(view.entry.slug)

    def text(self) -> str:
        blocks = self._withdrawn() if self._entry.status == "withdrawn" else self._blocks()
        return front_matter(_head(self._entry, self._context, self._t)) + "\n\n".join(blocks) + "\n"

    def _withdrawn(self) -> Iterator[str]:
        view = self._view
        yield f"# {escaped(self._entry.title)}"
        yield f"**{escaped(self._t('withdrawn_on', date=view.withdrawn))}**"
        if view.withdrawn_reason:
            yield self._inline(view.withdrawn_reason)
        if view.replaced_by:
            yield f"{escaped(self._t('read_instead'))} {self._link(view.replaced_by)}"

    def _blocks(self) -> Iterator[str]:
        view, entry, t = self._view, self._entry, self._t
        yield f"# {escaped(entry.title)}"
        yield escaped(entry.summary)
        if view.as_of:
            yield escaped(t("as_of", date=view.as_of))
        if view.original:
            yield f"{escaped(t('translation_of'))} {self._link(view.original)}"
        if view.translation_behind:
            yield escaped(t.count("translation_behind", view.translation_behind))
        if view.first:
            yield f"{escaped(t('first_published'))} {_elsewhere(view.first)}"
        if view.key_points:
            yield f"## {escaped(t('key_points'))}"
            yield _list(map(self._inline, view.key_points))
        yield from self._beside(None if entry.image is None else view.figure, view.media)
        if view.background:
            yield f"## {escaped(t('background'))}"
            yield self._points(view.background)
        for section, shown in zip(entry.sections, view.sections, strict=True):
            yield f"## {escaped(section_title(section, t))}"
            yield from filter(None, [escaped(shown.date)])
            if shown.points:
                yield self._points(shown.points)
            if shown.empty:
                yield self._inline(shown.empty)
            if shown.table:
                yield from self._table(shown.table)
            yield from self._beside(shown.figure, shown.media)
            yield from self._notes(shown.notes)
        if view.omits:
            yield f"{escaped(t('omits'))} {' · '.join(map(escaped, view.omits))}"
        yield from self._notes(view.notes)
        yield from self._record()

    def _record(self) -> Iterator[str]:
        """What stands below the text: sources, updates, credits, what to read next."""
        view, t = self._view, self._t
        if view.sources or self._entry.own_reporting:
            yield f"## {escaped(t('sources'))}"
        if self._entry.own_reporting:
            yield escaped(t("own_reporting"))
        if view.sources:
            yield "\n".join(f"{source.number}.  {self._source(source)}" for source in view.sources)
        if view.updates:
            yield f"## {escaped(t('updates'))}"
            yield _list(
                " · ".join([f"**{escaped(one.word)}**", escaped(one.date), escaped(t("version", number=one.version))])
                + f": {self._inline(one.html)}"
                + (f" · {escaped(t('was'))} {self._inline(one.was)}" if one.was and one.now else "")
                + (f" · {escaped(t('now'))} {self._inline(one.now)}" if one.was and one.now else "")
                for one in view.updates
            )
        if view.credit:
            yield self._inline(view.credit)
        for role in view.contributors:
            names = f"{t('comma')} ".join(map(escaped, role.names))
            yield f"{escaped(role.word)} {names}"
        if view.related:
            yield f"## {escaped(t('related'))}"
            yield _list(_elsewhere(one) if isinstance(one, ElsewhereView) else self._link(one) for one in view.related)

    def _points(self, points: Iterable[PointView]) -> str:
        return _list("\n\n".join(self._point(point)) for point in points)

    def _point(self, point: PointView) -> Iterator[str]:
        """The claim with its status and the numbers of its sources; then what belongs to it."""
        cites = _cited(point.citations)
        status = f"**{escaped(point.status_word)}:** " if point.status_word else ""
        if point.html:
            yield f"{status}{self._inline(point.html)}{cites}"
        if said := point.quotation:
            yield f"{'' if point.html else status}\n\n> {self._inline(said.html)}".lstrip()
            about = " · ".join(map(escaped, filter(None, [said.speaker, said.role])))
            yield from filter(None, [f"{about}{'' if point.html else cites}".strip()])
        yield from filter(None, [" · ".join(self._dates(point))])
        if point.figure or point.media:
            yield from self._beside(point.figure, point.media)
        if outcome := point.outcome:
            told = f"**{escaped(outcome.word)}**" + (f" · {escaped(outcome.date)}" if outcome.date else "")
            yield told + (f": {self._inline(outcome.html)}" if outcome.html else "") + _cited(outcome.citations)
        if point.points:
            yield self._points(point.points)

    def _dates(self, point: PointView) -> Iterator[str]:
        t = self._t
        if point.date:
            yield escaped(point.date)
        if point.expected:
            yield escaped(f"{t('expected')} {point.expected}")
            if point.overdue:
                yield escaped(t("overdue"))
        elif point.no_date and not point.outcome:
            yield escaped(point.no_date)
        if point.unsourced:
            yield escaped(f"{t('unsourced')}: {point.unsourced}")
        for one in point.corrections:
            yield escaped(one.text)

    def _source(self, source: SourceView) -> str:
        t = self._t
        parts = [
            " ".join(filter(None, [source.author, source.author_role and f"({source.author_role})"])),
            _publisher(source),
            source.type_word,
            source.date,
            source.language_name,
            f"{t('via')} {source.via.text}" if source.via else "",
        ]
        told = [link(source.title, source.url or ""), *map(escaped, filter(None, parts))]
        if source.archive_url:
            told.append(link(t("archived_copy"), source.archive_url))
            if source.archived:
                told[-1] += f" ({escaped(source.archived)})"
        if source.accessed:
            told.append(escaped(source.accessed))
        if source.anonymous:
            told.append(escaped(f"{t('anonymous')}: {source.anonymous} ({source.reason})"))
        return " · ".join(told)

    def _beside(self, figure: FigureView | None, media: Iterable[MediaView]) -> Iterator[str]:
        """Pictures by their words, and links to media elsewhere."""
        if figure and (told := " · ".join(escaped(words) for words in (figure.symbolic, figure.alt) if words)):
            caption = self._inline(figure.caption) if figure.caption else ""
            more = " · ".join(filter(None, [caption, escaped(figure.taken), escaped(figure.credit)]))
            src = address(f"{self._context.site_info.url}{figure.photo.src}")
            yield f"![{told}]({src})" + (f" {more}" if more else "")
        yield from map(self._medium, media)

    def _medium(self, one: MediaView) -> str:
        about = [one.publisher.text if one.publisher else "", one.credit, "" if one.url else one.elsewhere]
        return " · ".join([f"{escaped(one.word)} {link(one.title, one.url)}", *map(escaped, filter(None, about))])

    def _table(self, table: TableView) -> Iterator[str]:
        """A table as GitHub's Markdown has it; its caption stands above."""
        yield self._inline(table.caption) + _cited(table.citations)
        rows = [[self._inline(cell) for cell in row.cells] for row in table.rows]
        for row, source in zip(rows, table.rows, strict=True):
            row[0] += _cited(source.citations)
        lines = [[self._inline(column) for column in table.columns], ["---"] * len(table.columns), *rows]
        yield "\n".join(f"| {' | '.join(cells)} |" for cells in lines)

    def _notes(self, notes: Iterable[NoteView]) -> Iterator[str]:
        for note in notes:
            yield (f"**{escaped(note.word)}** " if note.word else "") + self._inline(note.html)

    def _inline(self, html: Any) -> str:
        return from_html(html, self._page)

    def _link(self, to: Link) -> str:
        return link(to.text, f"{self._context.site_info.url}{to.target}")


def _head(entry: Entry, context: RenderContext, language: Language) -> dict[str, Any]:
    """The front matter: what programs ask first, by English names."""
    came, zone = context.moments(entry), context.facts.zone
    gone = entry.status == "withdrawn"
    values = {
        "title": entry.title,
        "url": context.url_of(entry.slug),
        "status": entry.status,
        "version": entry.version,
        "published": in_iso(entry.published, came[0], zone),
        "modified": in_iso(entry.changed, came[-1], zone),
        "language": entry.language,
        "authors": [] if gone else author_names(entry, context, language),
        "topics": []
        if gone
        else [context.name_of_topic(topic, language) for topic in entry.topics if topic in context.topics],
        "site": context.site_info.name,
        "license": "" if gone else context.facts.license,
    }
    return {name: value for name, value in values.items() if value}


def _publisher(source: SourceView) -> str:
    name = source.publisher.text if source.publisher else ""
    return f"{name} ({source.state})" if name and source.state else name


def _list(items: Iterable[str]) -> str:
    """A list; items of several blocks are set apart."""
    items = [*items]
    gap = "\n\n" if any("\n" in item for item in items) else "\n"
    return gap.join(f"-   {indented(item)[4:]}" for item in items)


def _cited(citations: Iterable[Any]) -> str:
    """The numbers of sources, and that one is not named."""
    numbers = "".join(f"\\[{one.number}\\]{f' {escaped(one.unnamed)}' if one.unnamed else ''}" for one in citations)
    return f" {numbers}" if numbers else ""


def _elsewhere(one: ElsewhereView) -> str:
    return " · ".join([link(one.title, one.url or ""), *map(escaped, filter(None, [one.publisher, one.date]))])
