"""What the linked data of all pages share: the newsroom, the way to a page, lists (JSON-LD 1.1, schema.org)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from markupsafe import Markup

from explainer.model.policies import IN_SCHEMA_ORG
from explainer.outputs.base import Artifact, Link, linker
from explainer.outputs.context import RenderContext

_NOT_IN_SCRIPTS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""Characters that end a `<script>`, a line in it, or begin a comment; in JSON they occur only inside strings."""


def script(data: dict[str, Any]) -> Markup:
    """The text of a `<script>`: without empty members, and without references to what is defined nowhere."""
    full = _without_blanks(data)
    full = _without_blanks(_without_dangling(full, set(_defined(full))))
    text = json.dumps(full, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_NOT_IN_SCRIPTS))  # noqa: S704 - it has no markup characters now


def with_data(page: Artifact, json_ld: Markup) -> Artifact:
    """A page with its linked data at the end of its text, unless its template has put it there."""
    if not json_ld or json_ld in page.body:
        return page
    return replace(page, body=f'{page.body.rstrip()}\n\n<script type="application/ld+json">{json_ld}</script>\n')


def whole_from(address: str, context: RenderContext) -> Callable[[str], str]:
    """A function for whole URLs; they are relative to the page at an address where the site has no address yet."""
    home, relative = context.site_info.url, linker(address)
    return lambda target: target if "://" in target else urljoin(home, target) if home else relative(target)


def newsroom(context: RenderContext, whole: Callable[[str], str]) -> dict[str, Any]:
    """Who publishes the site, with the policies that its owner names."""
    site = context.site_info
    return {
        "@type": "NewsMediaOrganization",
        "@id": f"{site.url}#newsroom" if site.url else "",
        "name": site.name,
        "url": site.url,
        "logo": {"@type": "ImageObject", "url": site.logo} if site.logo else {},
        # The record of corrections is always there; an owner may have a policy beside it.
        "correctionsPolicy": whole("corrections/"),
        **{IN_SCHEMA_ORG[name]: whole(address) for name, address in context.facts.policies.items()},
    }


def breadcrumb(steps: Iterable[Link], whole: Callable[[str], str], context: RenderContext) -> dict[str, Any]:
    """The way from the front page to a page."""
    way = [step for step in (Link(context.site_info.name, ""), *steps) if step.text]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": step.text, "item": whole(step.target)}
            for place, step in enumerate(way, 1)
        ],
    }


def front_json(description: str, listed: Iterable[Link], context: RenderContext) -> Markup:
    """The front page: the site, who publishes it, and what is listed there."""
    whole, site = whole_from("", context), context.site_info
    return script(
        {
            "@context": "https://schema.org",
            "@type": "WebSite",
            "@id": f"{site.url}#site" if site.url else "",
            "name": site.name,
            "url": site.url,
            "description": description,
            "inLanguage": context.language.tag,
            "publisher": newsroom(context, whole),
            "mainEntity": _list(listed, whole),
        }
    )


def list_json(
    address: str,
    title: str,
    listed: Iterable[Link],
    context: RenderContext,
    *,
    above: Iterable[Link] = (),
    about: dict[str, Any] | None = None,
) -> Markup:
    """A page that lists something: the way to it through the pages `above`, and what it lists, in its order."""
    whole = whole_from(address, context)
    return script(
        {
            "@context": "https://schema.org",
            "@type": "CollectionPage",
            "@id": whole(address),
            "url": whole(address),
            "name": title,
            "inLanguage": context.language.tag,
            "about": about,
            "breadcrumb": breadcrumb([*above, Link(title, address)], whole, context),
            "publisher": newsroom(context, whole),
            "mainEntity": _list(listed, whole),
        }
    )


def _list(listed: Iterable[Link], whole: Callable[[str], str]) -> dict[str, Any]:
    items = [
        {"@type": "ListItem", "position": place, "name": link.text, "url": whole(link.target)}
        for place, link in enumerate(listed, 1)
    ]
    return {"@type": "ItemList", "numberOfItems": len(items), "itemListElement": items} if items else {}


def _without_blanks(value: Any) -> Any:
    """JSON without the empty members of objects, at any depth."""
    if isinstance(value, dict):
        return {name: full for name, member in value.items() if (full := _without_blanks(member))}
    return [*map(_without_blanks, value)] if isinstance(value, list) else value


def _defined(value: Any) -> Iterator[str]:
    """The ids of the objects that say more than their id."""
    if isinstance(value, dict):
        if "@id" in value and len(value) > 1:
            yield value["@id"]
        for member in value.values():
            yield from _defined(member)
    elif isinstance(value, list):
        for member in value:
            yield from _defined(member)


def _without_dangling(value: Any, defined: set[str]) -> Any:
    """JSON without objects that only refer to one that is not there: a point that is gone, an unknown source."""
    if isinstance(value, dict):
        return {name: _without_dangling(one, defined) for name, one in value.items() if not _dangles(one, defined)}
    if isinstance(value, list):
        return [_without_dangling(one, defined) for one in value if not _dangles(one, defined)]
    return value


def _dangles(value: Any, defined: set[str]) -> bool:
    return isinstance(value, dict) and value.keys() == {"@id"} and value["@id"] not in defined
