"""An explainer as data: what its page says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from explainer import model
from explainer.model import Entry, Image, Media, PartialDate, Span, SubPoint
from explainer.model import about as about_
from explainer.model.about import Elsewhere
from explainer.model.expected import ExpectedDate
from explainer.model.moments import in_iso
from explainer.model.summary import EntrySummary
from explainer.outputs.base import SiteInfo, is_public, safe_url, section_title
from explainer.outputs.context import RenderContext
from explainer.outputs.data.files import Explainer, Withdrawal
from explainer.outputs.data.shapes import (
    Anonymous,
    Credit,
    First,
    Medium,
    Note,
    Outcome,
    Picture,
    Point,
    Quotation,
    Related,
    Row,
    Section,
    Source,
    Table,
    Update,
)
from explainer.outputs.targets import source_links
from explainer.text.inline import to_html, to_text
from explainer.text.language import Language

API = "api/v1"
"""Below the site's address. Fields are only ever added to what is here; what changes otherwise will be at `api/v2`."""


_ENCODER = msgspec.json.Encoder(enc_hook=str)  # for texts that know more of themselves, as `Markup`


def as_json(value: object) -> str:
    """Compact JSON."""
    return _ENCODER.encode(value).decode() + "\n"


def schema_url(name: str, site: SiteInfo) -> str:
    """Where the schema of a kind of file is."""
    return f"{site.url}{API}/schemas/{name}.json"


def ninjs_path(slug: str) -> str:
    """The address of an explainer in ninjs."""
    return f"{API}/ninjs/{slug}.json"


def about(entry: Entry | EntrySummary, context: RenderContext) -> dict[str, Any]:
    """The members of `About`, which lists and the explainer's own data have alike."""
    came, zone = context.moments(entry), context.facts.zone
    language = context.languages[entry.language]
    gone = entry.status == "withdrawn"
    replaced = (isinstance(entry, Entry) and entry.withdrawn and entry.withdrawn.replaced_by) or ""
    return {
        "id": context.id_of(entry),
        "slug": entry.slug,
        "url": context.url_of(entry.slug),
        "title": entry.title,
        "summary": "" if gone else entry.summary,
        "language": entry.language,
        "status": entry.status,
        "version": entry.version,
        "published": in_iso(entry.published, came[0], zone),
        "modified": in_iso(entry.changed, came[-1], zone),
        "topics": [] if gone else list(entry.topics),
        "translation_of": entry.translation_of if (entry.translation_of or "") in context.names else None,
        "withdrawn": entry.withdrawn
        and Withdrawal(at=in_iso(entry.withdrawn.at, came[-1], zone), reason=to_text(entry.withdrawn.reason or "")),
        "replaced_by": replaced if replaced in context.names else None,
        "topic_names": []
        if gone
        else [context.name_of_topic(topic, language) for topic in entry.topics if topic in context.topics],
    }


def entry_data(entry: Entry, context: RenderContext) -> Explainer:
    """Everything that the page of an explainer says; a text as plain text and as HTML with whole addresses."""
    page, language = context.url_of(entry.slug), context.languages[entry.language]
    schema = schema_url("entry", context.site_info)
    if entry.status == "withdrawn":
        return Explainer(schema=schema, **about(entry, context))
    links = source_links(entry.sources, context.dead_in(entry.slug), page)
    first, is_seen = entry.first_published, is_public(entry, context.today)
    return Explainer(
        schema=schema,
        **about(entry, context),
        as_of=date_data(entry.as_of),
        dateline=entry.dateline,
        first_published=First(
            **_publisher(first.publisher, context, language),
            url=safe_url(first.url),
            at=date_data(first.at),
            updated=date_data(first.updated),
        )
        if first
        else None,
        authors=[_credit(one, context, entry) for one in entry.credits("authors")],
        contributors=[_credit(one, context, entry) for one in entry.credits("contributors")],
        credit=to_text(entry.credit or ""),
        image=_image(entry.image, context),
        key_points=[to_text(text) for text in entry.key_points],
        background=[_point(point, page, links, context, language) for point in entry.background],
        sections=[_section(section, page, links, context, language) for section in entry.sections],
        omits=list(entry.omits),
        notes=[Note(kind=note.kind, text=to_text(note.text)) for note in entry.notes],
        sources=[_source(source, page, context, entry) for source in entry.sources],
        media=_media(entry.media, context, language),
        related=[
            _elsewhere(one, context, language) if isinstance(one, Elsewhere) else Related(slug=one)
            for one in entry.related
            if isinstance(one, Elsewhere) or one in context.names  # no draft is told of
        ],
        updates=updates_data(entry, context),
        changes_url=f"{page}changes.json" if entry.updates else None,
        ninjs_url=f"{context.site_info.url}{ninjs_path(entry.slug)}" if context.facts.ninjs and is_seen else None,
        embed_url=f"{page}embed/" if context.facts.embeds and is_seen else None,
    )


def updates_data(entry: Entry, context: RenderContext) -> list[Update]:
    """The public notes about changes."""
    came, zone = context.moments(entry), context.facts.zone
    return [
        Update(
            version=number,
            at=in_iso(update.at, came[number - 1], zone),
            type=update.type,
            note=to_text(update.note or ""),
            point=update.point,
            was=to_text(update.was or ""),
            now=to_text(update.now or ""),
        )
        for number, update in enumerate(entry.updates, 2)
    ]


def _elsewhere(one: Elsewhere, context: RenderContext, language: Language) -> Related:
    return Related(
        title=one.title,
        url=safe_url(one.url),
        published=date_data(one.published),
        **_publisher(one.publisher, context, language),
    )


def _section(
    section: model.Section, page: str, links: Mapping[str, str], context: RenderContext, language: Language
) -> Section:
    table = section.table
    return Section(
        kind=section.kind,
        heading=section_title(section, language),
        when=date_data(section.when),
        image=_image(section.image, context),
        media=_media(section.media, context, language),
        points=[_point(point, page, links, context, language) for point in section.points],
        empty=to_text(section.empty or ""),
        table=Table(
            caption=to_text(table.caption),
            columns=[*map(to_text, table.columns)],
            rows=[Row(cells=[*map(to_text, row.cells)], sources=list(row.sources)) for row in table.rows],
            sources=list(table.sources),
        )
        if table
        else None,
        notes=[Note(kind=note.kind, text=to_text(note.text)) for note in section.notes],
    )


def date_data(when: PartialDate | Span | None) -> str:
    """ISO 8601: a year, a month, a day or a minute; what is vague or lasts, as in EDTF (ISO 8601-2)."""
    return (when.iso or when.text) if when else ""


def expected_data(expected: ExpectedDate | None) -> dict[str, Any]:
    """A date, or words where no date is named."""
    if isinstance(expected, PartialDate | Span):
        return {"expected": date_data(expected)}
    return {"expected_text": str(expected)} if expected else {}


def _image(image: Image | None, context: RenderContext) -> Picture | None:
    if image is None:
        return None
    return Picture(
        url=f"{context.site_info.url}{context.photo(image).src}",
        alt=image.alt,
        caption=to_text(image.caption or ""),
        credit=image.credit,
        taken=date_data(image.taken),
        symbolic=image.symbolic,
    )


def _media(media: Sequence[Media], context: RenderContext, language: Language) -> list[Medium]:
    return [
        Medium(
            kind=one.kind,
            title=one.title,
            url=safe_url(one.url),
            credit=one.credit,
            **_publisher(one.publisher, context, language),
        )
        for one in media
    ]


def _publisher(publisher: str | None, context: RenderContext, language: Language) -> dict[str, Any]:
    """A publisher by its id and its name."""
    record = context.publishers.get(publisher) if publisher else None
    return {"publisher": publisher, "publisher_name": context.localized(record.name, language) if record else None}


def _point(point: SubPoint, page: str, links: Mapping[str, str], context: RenderContext, language: Language) -> Point:
    outcome, said = point.outcome, point.quotation
    return Point(
        id=point.id,
        url=f"{page}#{point.id}" if point.id else None,
        text=to_text(point.text or ""),
        html=str(to_html(point.text or "", links)),
        quotation=Quotation(text=to_text(said.text), speaker=said.speaker, role=said.role, language=said.language)
        if said
        else None,
        status=point.status,
        when=date_data(point.when),
        **expected_data(point.expected),
        no_date=point.no_date,
        image=_image(point.image, context),
        media=_media(point.media, context, language),
        sources=list(point.sources),
        unsourced=point.unsourced,
        outcome=Outcome(
            result=outcome.result,
            on=date_data(outcome.on),
            text=to_text(outcome.text or ""),
            sources=list(outcome.sources),
        )
        if outcome
        else None,
        points=[_point(below, page, links, context, language) for below in point.points]
        if isinstance(point, model.Point)
        else [],
    )


def _source(source: model.Source, page: str, context: RenderContext, entry: Entry) -> Source:
    language = context.languages[entry.language]
    via = _publisher(source.via, context, language)
    hidden, gone = source.anonymous, context.dead_in(entry.slug).get(source.url or "")
    return Source(
        id=source.id,
        page=f"{page}#source_{source.id}",
        type=source.type,
        title=source.title,
        url=safe_url(source.url),
        **_publisher(source.publisher, context, language),
        author=source.author,
        author_role=source.author_role,
        published=date_data(source.published),
        accessed=date_data(source.accessed),
        language=source.language,
        via=via["publisher"],
        via_name=via["publisher_name"],
        anonymous=Anonymous(description=hidden.description, reason=hidden.reason) if hidden else None,
        quote=source.quote,
        archive_url=safe_url(source.archive_url),
        archived_at=date_data(source.archived_at),
        dead_since=gone.isoformat() if gone else "",
    )


def _credit(credit: about_.Credit, context: RenderContext, entry: Entry) -> Credit:
    language = context.languages[entry.language]
    return Credit(
        name=context.name_of_person(credit.known_as, language) if credit.person else credit.known_as,
        person=credit.person,
        role=credit.role,
        agency=credit.agency,
        place=credit.place,
    )
