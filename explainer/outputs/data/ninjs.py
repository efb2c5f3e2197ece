"""An explainer for those who take over news: ninjs 3.1, the JSON of the IPTC (iptc.org/standards/ninjs)."""

from __future__ import annotations

from urllib.parse import quote

from explainer.model import Entry, Image
from explainer.outputs.context import RenderContext
from explainer.outputs.data.shapes import Shape
from explainer.outputs.entry.credits import author_names
from explainer.outputs.feeds.items import content, in_rfc_3339, media_type
from explainer.text.inline import to_text


class Text(Shape, frozen=True, kw_only=True):
    """A headline, a description or a body."""

    role: str
    contentType: str = ""
    value: str


class Rendition(Shape, frozen=True, kw_only=True):
    """A file that shows it."""

    name: str
    href: str
    contentType: str
    width: int | None = None
    height: int | None = None
    sizeInBytes: int | None = None


class Subject(Shape, frozen=True, kw_only=True):
    """A topic."""

    name: str
    uri: str
    rel: str = ""


class NewsObject(Shape, frozen=True, kw_only=True):
    """An explainer, or its picture."""

    standard: dict[str, str] = {}
    uri: str
    name: str = ""
    type: str
    representationType: str = ""
    version: str = ""
    firstCreated: str = ""
    versionCreated: str = ""
    pubStatus: str = ""
    language: str = ""
    by: str = ""
    located: str = ""
    edNote: str = ""
    headlines: list[Text] = []
    descriptions: list[Text] = []
    bodies: list[Text] = []
    subjects: list[Subject] = []
    renditions: list[Rendition] = []
    associations: list[NewsObject] = []


_STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"}


def ninjs(entry: Entry, context: RenderContext) -> NewsObject:
    """An explainer with its whole text; of a withdrawn one, that it was and why."""
    came, language = context.moments(entry), context.languages[entry.language]
    url, site = context.url_of(entry.slug), context.site_info.url
    gone = entry.status == "withdrawn"
    reason = entry.withdrawn.reason if entry.withdrawn else None
    last = entry.updates[-1] if entry.updates else None
    note = (reason if gone else last and last.note) or ""
    return NewsObject(
        standard=_STANDARD,
        uri=context.id_of(entry),
        type="text",
        representationType="partial" if gone else "full",
        version=str(entry.version),
        firstCreated=in_rfc_3339(came[0]),
        versionCreated=in_rfc_3339(came[-1]),
        pubStatus="canceled" if gone else "usable",
        language=entry.language,
        by="" if gone else ", ".join(author_names(entry, context, language)),
        located="" if gone else entry.dateline or "",
        edNote=to_text(note),
        headlines=[Text(role="main", contentType="text/plain", value=entry.title)],
        descriptions=[] if gone else [Text(role="summary", contentType="text/plain", value=entry.summary)],
        bodies=[] if gone else [Text(role="main", contentType="text/html", value=content(entry, url, context))],
        subjects=[
            Subject(name=context.name_of_topic(topic, language), uri=f"{site}topics/{topic}/", rel="about")
            for topic in entry.topics
            if topic in context.topics and not gone
        ],
        renditions=[Rendition(name="web", href=url, contentType="text/html")],
        associations=[_picture(entry.image, context)] if entry.image and not gone else [],
    )


def _picture(image: Image, context: RenderContext) -> NewsObject:
    url = f"{context.site_info.url}{quote(image.file)}"
    known = context.pictures.get(image.file)
    texts = {"caption": to_text(image.caption or ""), "alt": image.alt or ""}
    return NewsObject(
        uri=url,
        name="main",
        type="picture",
        by=image.credit or "",
        descriptions=[Text(role=role, contentType="text/plain", value=text) for role, text in texts.items() if text],
        renditions=[
            Rendition(
                name="main",
                href=url,
                contentType=media_type(image.file),
                width=known.width or None if known else None,
                height=known.height or None if known else None,
                sizeInBytes=known.size or None if known else None,
            )
        ],
    )
