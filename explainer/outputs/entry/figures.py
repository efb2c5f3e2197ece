"""The views of what stands beside points: pictures, links to media elsewhere, tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from markupsafe import Markup

from explainer.model import Image, Media, Table
from explainer.outputs.base import Link, safe_url
from explainer.outputs.context import Photo, RenderContext
from explainer.text.inline import to_html
from explainer.text.language import Language


@dataclass(frozen=True, slots=True)
class FigureView:
    """A picture with the words under it."""

    photo: Photo
    alt: str
    symbolic: str
    """That it only stands for the subject, in words."""
    caption: Markup | None
    taken: str
    taken_day: str
    credit: str


@dataclass(frozen=True, slots=True)
class MediaView:
    """A link to a video, a map and so on elsewhere."""

    kind: str
    word: str
    title: str
    url: str
    """Empty where it has no address of its own."""
    publisher: Link | None
    credit: str
    elsewhere: str
    """Where the link leads, or that it is not shown, in words."""


@dataclass(frozen=True, slots=True)
class RowView:
    """A row of a table."""

    cells: tuple[Markup, ...]
    citations: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """A table."""

    id: str
    caption: Markup
    columns: tuple[Markup, ...]
    rows: tuple[RowView, ...]
    citations: tuple[object, ...]
    """Of all rows."""


def figure_view(
    image: Image | None, context: RenderContext, language: Language, links: Mapping[str, str]
) -> FigureView | None:
    """A picture; None if there is none, or if an old version's picture is gone."""
    if image is None or image.file not in context.pictures:
        return None
    return FigureView(
        context.photo(image),
        image.alt or "",
        language("symbolic_image") if image.symbolic else "",
        to_html(image.caption, links) if image.caption else None,
        language("taken", date=language.date(image.taken)) if image.taken else "",
        image.taken.iso if image.taken else "",
        image.credit or "",
    )


def media_views(
    media: Iterable[Media], language: Language, publisher: Callable[[str], Link | None]
) -> tuple[MediaView, ...]:
    """Links to media; one without an address, or with one that may not be linked, is only named."""
    return tuple(
        MediaView(
            one.kind,
            language(f"media_{one.kind}"),
            one.title,
            url,
            publisher(one.publisher) if one.publisher else None,
            one.credit or "",
            language("leads_to", host=(urlsplit(url).hostname or "").removeprefix("www."))
            if url
            else language("not_shown"),
        )
        for one in media
        for url in (safe_url(one.url) or "",)
    )


def table_view(
    table: Table, ident: str, links: Mapping[str, str], cite: Callable[[tuple[str, ...]], tuple[object, ...]]
) -> TableView:
    """A table whose citations are numbered by `cite`, in reading order."""
    citations = cite(table.sources)
    rows = (RowView(tuple(to_html(cell, links) for cell in row.cells), cite(row.sources)) for row in table.rows)
    return TableView(
        ident,
        to_html(table.caption, links),
        tuple(to_html(column, links) for column in table.columns),
        tuple(rows),
        citations,
    )
