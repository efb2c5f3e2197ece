"""The pages of each entry: the entry, its changes, its old versions, and redirects from old addresses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from explainer.history.differences import compare
from explainer.history.versions import History
from explainer.history.whats_new import WhatsNew, whats_new
from explainer.model import Entry, Image, Media, PartialDate, Section, SubPoint
from explainer.model.summary import EntrySummary, summarize
from explainer.outputs.base import ENTRIES, Artifact, Task, is_public, linker, safe_url
from explainer.outputs.context import Photo, RenderContext
from explainer.outputs.entry.versions import change_page, cite_view
from explainer.outputs.entry.view import view
from explainer.outputs.lists.cards import card
from explainer.outputs.plan import SitePlan
from explainer.outputs.theme import CONTENT_SECURITY_POLICY
from explainer.text.inline import to_text
from explainer.text.language import Language


def entries(plan: SitePlan) -> Iterator[Task]:
    """For each entry its page, a page of changes (every version, its note, the differences), every earlier version as
    it was, marked as old, and redirects from old addresses."""
    return (entry_task(entry.slug) for entry in plan.entries)


def entry_task(slug: str) -> Task:
    """The task that makes all pages of an entry."""
    return Task(f"{ENTRIES}/{slug}/", _entry, (slug,))


def _entry(slug: str, context: RenderContext) -> Iterator[Artifact]:
    """Published addresses keep working: those under a former name, of a withdrawn entry, and of versions that can no
    longer be read. The newest version has an address of its own, too, which redirects to the entry.
    """
    entry = context.entries[slug]
    if entry.status == "withdrawn" or not entry.updates:
        yield entry_page(entry, context, WhatsNew())
    else:
        past = context.past[slug]
        texts = {entry.version: entry, **past.texts}
        differences = {number: compare(texts[before], texts[number]) for before, number in pairwise(sorted(texts))}
        yield entry_page(entry, context, whats_new(entry, differences))
        yield change_page(entry, texts, past.missing, differences, context)
        for number in range(1, entry.version):
            if number in texts:
                yield _old_version(entry, texts[number], number, context)
            else:
                yield redirect(entry, f"{slug}/v/{number}/", f"{slug}/changes/#v{number}", context)
    for alias in entry.aliases:
        yield redirect(entry, f"{alias}/", f"{slug}/", context)
    if is_public(entry, context.today):
        yield from _redirects(entry, context)


def unread_versions(history: History, artifacts: Iterable[str]) -> list[str]:
    """The versions in git that today's model cannot read, of the entries whose changes are among the artifacts."""
    paths = set(artifacts)
    return [
        f"{slug} v{version.number} ({version.path} at {version.commit[:10]})"
        for slug, versions in history.versions.items()
        for version in versions
        if version.blob and f"{ENTRIES}/{slug}/v/{version.number}/index.html" in paths
        if f"{ENTRIES}/{slug}/changes/index.md" in paths
    ]


def _old_version(entry: Entry, old: Entry, number: int, context: RenderContext) -> Artifact:
    context = context.speaking(old.language)
    language = context.languages[old.language]
    return context.page(
        f"{ENTRIES}/{entry.slug}/v/{number}/",
        "version",
        title=f"{old.title} ({language('version', number=number)})",
        description=old.summary,
        language=language,
        source=entry.path,
        # Search engines list only the entry itself.
        meta={"noindex": True, "canonical": f"{ENTRIES}/{entry.slug}/"},
        view=view(old, context, f"{ENTRIES}/{entry.slug}/v/{number}/", WhatsNew(), entry),
        number=number,
        since=language.minute(old.updates[-1].at if old.updates else old.published or entry.updates[0].at),
        entry=context.link_to(entry, language),
        changes=f"{ENTRIES}/{entry.slug}/changes/",
        cite=cite_view(old, context, entry.slug),
    )


def _redirects(entry: Entry, context: RenderContext) -> Iterator[Artifact]:
    """Redirects from every address that may have been published under one of an entry's names."""
    newest = f"v/{entry.version}/"
    versions = (f"v/{number}/" for number in range(1, entry.version))
    published = ("changes/", *versions, newest) if entry.updates else (newest,)
    for slug in (entry.slug, *entry.aliases):
        for path in published:
            target = "" if path == newest or entry.status == "withdrawn" else path
            if slug != entry.slug or not target:
                yield redirect(entry, f"{slug}/{path}", f"{entry.slug}/{target}", context)


def entry_page(entry: Entry, context: RenderContext, whats_new: WhatsNew) -> Artifact:
    """The page of an entry; of a withdrawn one, only the notice."""
    address = f"{ENTRIES}/{entry.slug}/"
    return context.page(
        address,
        "withdrawn" if entry.status == "withdrawn" else "entry",
        title=entry.title,
        description=entry.summary,
        language=context.languages[entry.language],
        source=entry.path,
        meta=_meta(entry, context),
        view=view(entry, context, address, whats_new, entry),
        card=card(summarize(entry), context),
        cite=cite_view(entry, context, entry.slug),
        json_ld=json_ld(entry, context),
        topic_ids=[topic for topic in entry.topics if topic in context.topics],
    )


def _meta(entry: Entry, context: RenderContext) -> dict[str, Any]:
    """The page's front matter: the day of the last change, and the other languages (WHATWG HTML, `hreflang`)."""
    family = [context.names[slug] for slug in context.families.get(entry.translation_of or entry.slug) or ()]
    alternates = [{"lang": name.language, "address": f"{ENTRIES}/{name.slug}/"} for name in family]
    meta: dict[str, Any] = {"alternates": alternates} if len(alternates) > 1 else {}
    if entry.status != "withdrawn":
        meta["scripts"] = ["seen"]
    if entry.changed is not None:
        meta["changed"] = entry.changed.first.isoformat()
    return meta


def redirect(entry: Entry | EntrySummary, address: str, target: str, context: RenderContext) -> Artifact:
    """A redirect from one address below the entries' folder to another."""
    to = linker(f"{ENTRIES}/{address}")
    values = {
        "policy": CONTENT_SECURITY_POLICY,
        "target": to(f"{ENTRIES}/{target}"),
        "script": to("assets/explainer/moved.js"),
        "title": entry.title,
        "words": _why(entry, address, target, context.languages[entry.language]),
        "language": context.languages[entry.language],
    }
    text = context.templates.render("pages/redirect.html.jinja", values)
    return Artifact(f"{ENTRIES}/{address}index.html", text, entry.path)


def _why(entry: Entry | EntrySummary, address: str, target: str, language: Language) -> str:
    """The words for readers who are not redirected at once."""
    if entry.withdrawn is not None and entry.status == "withdrawn":
        return language("withdrawn_on", date=language.date(entry.withdrawn.at))
    if address.startswith(f"{entry.slug}/"):  # a version that has no page of its own
        return language("see_changes" if "changes/" in target else "see_current")
    return language("moved_to")


_NOT_IN_SCRIPTS = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
"""Characters that end a `<script>`, a line in it, or begin a comment; in JSON they occur only inside strings."""


def json_ld(entry: Entry, context: RenderContext) -> Markup:
    """An explainer as a NewsArticle of schema.org in JSON-LD 1.1, for a `<script>`; empty if readers cannot see it."""
    if entry.published is None or entry.status != "published" or entry.published.first > context.today:
        return Markup("")
    article = _without_blanks(_article(entry, context))
    text = json.dumps(article, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(_NOT_IN_SCRIPTS))  # noqa: S704 - it has no markup characters now


def _article(entry: Entry, context: RenderContext) -> dict[str, Any]:
    language = context.languages[entry.language]
    original = context.summaries.get(entry.translation_of or "")
    records: list[Section | SubPoint] = [*entry.sections, *(point for _, _, point, _ in entry.points())]
    images = [_image(entry.image, context.cover(entry), entry, context)]
    images += (_image(one.image, context.photo(one.image), entry, context) for one in records if one.image)
    return {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "url": _whole(f"{ENTRIES}/{entry.slug}/", entry, context),
        "headline": entry.title,
        "description": entry.summary,
        "inLanguage": entry.language,
        "datePublished": _date(entry.published),
        "dateModified": _date(entry.changed),
        "version": entry.version,
        "dateline": entry.dateline,
        "author": [_person(person, entry, context) for person in entry.authors],
        "contributor": [{"@type": "Person", "name": contributor.name} for contributor in entry.contributors],
        "publisher": {"@type": "Organization", "name": context.site_info.name, "url": context.site_info.url or None},
        "image": images if len(images) > 1 else images[0],
        "mentions": [_medium(medium, entry, context) for one in [entry, *records] for medium in one.media],
        "hasPart": [
            {"@type": "Table", "name": to_text(section.table.caption)} for section in entry.sections if section.table
        ],
        "keywords": [context.name_of_topic(topic, language) for topic in entry.topics if topic in context.topics],
        "citation": [*dict.fromkeys(url for source in entry.sources if (url := safe_url(source.url)))],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": to_text(update.note),
                "datePublished": _date(update.at),
                "url": _whole(f"{ENTRIES}/{entry.slug}/changes/#v{number}", entry, context),
            }
            for number, update in enumerate(entry.updates, 2)
            if update.type == "correction"
        ],
        "translationOfWork": original
        and {
            "@type": "NewsArticle",
            "url": _whole(f"{ENTRIES}/{original.slug}/", entry, context),
            "headline": original.title,
            "inLanguage": original.language,
        },
    }


def _image(image: Image | None, photo: Photo, entry: Entry, context: RenderContext) -> dict[str, Any]:
    return {
        "@type": "ImageObject",
        "url": _whole(photo.src, entry, context),
        "width": photo.width,
        "height": photo.height,
        "caption": to_text(image.caption) if image and image.caption else None,
        "creditText": image.credit if image else None,
        "dateCreated": image.taken.text if image and image.taken else None,
    }


_MEDIA = {"video": "VideoObject", "audio": "AudioObject", "map": "Map", "document": "DigitalDocument"}
"""Types of schema.org; it has none for charts."""


def _medium(medium: Media, entry: Entry, context: RenderContext) -> dict[str, Any]:
    publisher, language = medium.publisher or "", context.languages[entry.language]
    name = context.name_of_publisher(publisher, language) if publisher in context.publishers else ""
    return {
        "@type": _MEDIA.get(medium.kind, "CreativeWork"),
        "name": medium.title,
        "url": safe_url(medium.url),
        "creditText": medium.credit,
        "publisher": {"@type": "Organization", "name": name} if name else None,
    }


def _person(person: str, entry: Entry, context: RenderContext) -> dict[str, Any]:
    record = context.people.get(person)
    return {
        "@type": "Organization" if record and record.kind == "organisation" else "Person",
        "name": context.name_of_person(person, context.languages[entry.language]),
        "url": safe_url(record.url) if record else None,
    }


def _whole(target: str, entry: Entry, context: RenderContext) -> str:
    """The whole URL; relative to the entry's page where the site has no address yet."""
    return context.site_info.url + target if context.site_info.url else linker(f"{ENTRIES}/{entry.slug}/")(target)


def _date(when: PartialDate | None) -> str:
    """ISO 8601, with the time if its zone is known."""
    return (when.moment or when.first).isoformat() if when else ""


def _without_blanks(value: Any) -> Any:
    """JSON without the empty members of objects, at any depth."""
    if isinstance(value, dict):
        return {name: full for name, member in value.items() if (full := _without_blanks(member))}
    return [*map(_without_blanks, value)] if isinstance(value, list) else value
