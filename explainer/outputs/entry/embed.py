"""The page of an explainer that other sites show in a frame, and what readers of oEmbed (oembed.com) learn of it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from explainer.model import Entry
from explainer.outputs.base import ENTRIES, Artifact, is_public, linker
from explainer.outputs.context import RenderContext
from explainer.outputs.data.entry import as_json
from explainer.outputs.data.shapes import Shape
from explainer.outputs.entry.credits import author_names
from explainer.outputs.entry.points import Points
from explainer.outputs.entry.social import preview_picture
from explainer.outputs.entry.view import correction_links, link_or_none, reason_of_withdrawal, section_views
from explainer.text.inline import to_html

_WIDTH = 600
"""Pixels. A frame never becomes wider than the place that it stands in."""
_HEIGHTS = {"": 600, "section": 400, "point": 300}
"""Pixels, by what a frame shows; what does not fit can be scrolled to."""
_SANDBOX = "allow-popups allow-popups-to-escape-sandbox allow-top-navigation-by-user-activation"
"""What a frame may do: open the links that a reader chooses. It runs no scripts (WHATWG HTML, `sandbox`)."""


class Embedding(NamedTuple):
    """How readers embed an explainer."""

    code: str
    """HTML to copy."""
    target: str
    """The address of the page that has such code for each point and section."""


def embedding(entry: Entry, context: RenderContext) -> Embedding | None:
    """How readers embed an explainer; None where they cannot."""
    if not _may_be_framed(entry, context) or entry.status == "withdrawn":
        return None
    return Embedding(_code(entry, context), f"{ENTRIES}/{entry.slug}/embed/")


def discovery(entry: Entry, context: RenderContext) -> str:
    """Where readers of oEmbed learn of an explainer: an address in the site; empty where others may not frame it.

    What follows `?` is for readers who want to find there what they asked for (section 4); a host ignores it.
    """
    if not _may_be_framed(entry, context):
        return ""
    return f"{_oembed_path(entry.slug)}?url={quote(context.url_of(entry.slug), safe='')}&format=json"


def _oembed_path(slug: str) -> str:
    return f"{ENTRIES}/{slug}/oembed.json"


def embeds(entry: Entry, context: RenderContext) -> Iterator[Artifact]:
    """Both files, under each name that the entry has had: a frame without scripts follows no redirect in a page."""
    if not _may_be_framed(entry, context):
        return
    told = as_json(_oembed(entry, context))
    for slug in (entry.slug, *entry.former_slugs):
        address = f"{ENTRIES}/{slug}/embed/"
        yield Artifact(f"{address}index.html", _page(entry, address, context), entry.path)
        yield Artifact(_oembed_path(slug), told, entry.path)


def _may_be_framed(entry: Entry, context: RenderContext) -> bool:
    return context.facts.embeds and is_public(entry, context.today)


def _page(entry: Entry, address: str, context: RenderContext) -> str:
    """Every point with its sources. A fragment that names a point or a section leaves only that: styles do it."""
    language, page = context.languages[entry.language], linker(address)(f"{ENTRIES}/{entry.slug}/")
    styles = context.templates.render("pages/embed.css.jinja", {})
    corrections = correction_links(entry, entry, f"{page}changes/#v", language)
    views = Points(entry, context, language, address, {}, corrections, page)
    gone = entry.status == "withdrawn"
    values = {
        "t": language,
        "language": language,
        "entry": entry,
        "site": context.site_info.name,
        "home": linker(address)(""),
        "page": page,
        "canonical": context.url_of(entry.slug),
        "styles": Markup(styles),  # noqa: S704 - a template's own
        "policy": _policy(styles),
        "withdrawn": language.date(entry.withdrawn.at) if entry.withdrawn else "",
        "reason": reason_of_withdrawal(entry, context),
        "replaced_by": link_or_none(entry.withdrawn.replaced_by if entry.withdrawn else None, context, language),
        "url": linker(address),
        "key_points": [] if gone else [to_html(text, views.links) for text in entry.key_points],
        "background": () if gone else tuple(map(views.point, entry.background)),
        "sections": () if gone else section_views(entry, views),
        "sources": {} if gone else {source.id: source for source in views.sources()},
        "changed": language.minute(entry.changed) if entry.changed else "",
        "changed_day": entry.changed.iso if entry.changed else "",
        "code": partial(_code, entry, context),
    }
    text = context.templates.render("pages/embed.html.jinja", values)
    return "\n".join([*filter(None, text.split("\n")), ""])


def _policy(styles: str) -> str:
    """Nothing but its styles: a sandboxed page has no origin, so that `'self'` may mean nothing there."""
    name = b64encode(sha256(styles.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{name}'; base-uri 'none'; form-action 'none'"


def _code(entry: Entry, context: RenderContext, place: str = "", kind: str = "") -> str:
    frame = Markup(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" sandbox="{}"'
        ' style="border:0;max-width:100%"></iframe>'
    )
    address = f"{context.url_of(entry.slug)}embed/" + (f"#{place}" if place else "")
    return str(frame.format(address, entry.title, _WIDTH, _HEIGHTS[kind], _SANDBOX))


class OEmbed(Shape, frozen=True, kw_only=True):
    """A response of oEmbed."""

    type: Literal["rich"]
    version: Literal["1.0"]
    title: str
    author_name: str = ""
    provider_name: str
    provider_url: str
    thumbnail_url: str = ""
    thumbnail_width: int | None = None
    thumbnail_height: int | None = None
    html: str
    width: int
    height: int


def _oembed(entry: Entry, context: RenderContext) -> OEmbed:
    """A response of the type `rich` (section 2.3.4.4)."""
    site, gone = context.site_info, entry.status == "withdrawn"
    names = [] if gone else author_names(entry, context, context.languages[entry.language])
    picture = None if gone else preview_picture(entry, context)
    thumbnail: dict[str, Any] = {}
    if picture is not None and picture.width:  # all three or none (section 2.3.4)
        thumbnail = {
            "thumbnail_url": f"{site.url}{picture.src}",
            "thumbnail_width": picture.width,
            "thumbnail_height": picture.height,
        }
    return OEmbed(
        type="rich",
        version="1.0",
        title=entry.title,
        author_name=", ".join(names),
        provider_name=site.name,
        provider_url=site.url,
        **thumbnail,
        html=_code(entry, context),
        width=_WIDTH,
        height=_HEIGHTS[""],
    )
