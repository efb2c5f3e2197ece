"""The pages of each entry: the entry, its changes, its old versions, and redirects from old addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any
from urllib.parse import quote

from explainer.history.differences import compare
from explainer.history.versions import History
from explainer.history.whats_new import WhatsNew, whats_new
from explainer.model import Entry
from explainer.model.addresses import former_files
from explainer.model.summary import EntrySummary, summarize
from explainer.outputs.base import ENTRIES, Artifact, Task, is_public, linker
from explainer.outputs.context import Past, RenderContext
from explainer.outputs.data.changes import changes_data
from explainer.outputs.data.entry import API, as_json, entry_data, ninjs_path
from explainer.outputs.data.log import versions_artifact
from explainer.outputs.data.ninjs import ninjs
from explainer.outputs.data.timemap import has_timemap, links_of, timemap
from explainer.outputs.entry.citing import CiteView, cite_view
from explainer.outputs.entry.credits import author_names
from explainer.outputs.entry.embed import discovery, embedding, embeds
from explainer.outputs.entry.json_ld import json_ld
from explainer.outputs.entry.markdown import TWIN, twin
from explainer.outputs.entry.social import HeadLink, links, social, version_links
from explainer.outputs.entry.translations import alternates
from explainer.outputs.entry.versions import change_page
from explainer.outputs.entry.view import view
from explainer.outputs.linked_data import with_data
from explainer.outputs.lists.cards import card
from explainer.outputs.plan import SitePlan
from explainer.outputs.theme import CONTENT_SECURITY_POLICY
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
    longer be read. The newest version has an address of its own, too, which redirects to the entry. Where the host
    redirects (`outputs.redirects`), no file needs to.
    """
    entry = context.entries[slug]
    past = context.past[slug] if entry.updates else Past({}, "")
    texts = {entry.version: entry, **past.texts}
    if entry.status == "withdrawn" or not entry.updates:
        yield from entry_page(entry, texts, context, WhatsNew())
    else:
        differences = {number: compare(texts[before], texts[number]) for before, number in pairwise(sorted(texts))}
        yield from entry_page(entry, texts, context, whats_new(entry, differences))
        yield change_page(entry, texts, past.missing, differences, context)
        if context.facts.data:
            told = as_json(changes_data(entry, differences, texts, context))
            yield Artifact(f"{ENTRIES}/{slug}/changes.json", told, entry.path)
        for number in range(1, entry.version):
            if number in texts:
                yield from _old_version(entry, texts, number, context)
            elif not context.facts.host_redirects:
                yield redirect(entry, f"{slug}/v/{number}/", f"{slug}/changes/#v{number}", context)
    yield from _data(entry, texts, context)
    yield from embeds(entry, context)
    if context.facts.host_redirects:
        return
    for alias in entry.former_slugs:
        yield redirect(entry, f"{alias}/", f"{slug}/", context)
    for file in former_files([entry]):
        yield _redirect(entry, file, f"{slug}/", context, is_fixed=True)
    if is_public(entry, context.today):
        yield from _redirects(entry, context)


def _data(entry: Entry, texts: Mapping[int, Entry], context: RenderContext) -> Iterator[Artifact]:
    """What the entry says, for programs; `texts` are its versions whose texts are known."""
    public = is_public(entry, context.today)
    if context.facts.data:
        yield Artifact(f"{API}/entries/{entry.slug}.json", as_json(entry_data(entry, context)), entry.path)
        if public:
            yield versions_artifact(entry, texts, context)
    if has_timemap(entry, texts, context):
        yield timemap(entry, texts, context)
    if context.facts.ninjs and public:
        yield Artifact(ninjs_path(entry.slug), as_json(ninjs(entry, context)), entry.path)


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


def _old_version(entry: Entry, texts: Mapping[int, Entry], number: int, context: RenderContext) -> Iterator[Artifact]:
    old = texts[number]
    context = context.speaking(old.language)
    language = context.languages[old.language]
    cite = cite_view(old, context, entry.slug)
    signposts = [*version_links(old, context, cite), *_to_versions(entry, texts, number, context)]
    yield context.page(
        f"{ENTRIES}/{entry.slug}/v/{number}/",
        "version",
        title=f"{old.title} ({language('version', number=number)})",
        description=old.summary,
        language=language,
        source=entry.path,
        # Search engines list only the entry itself.
        meta={"noindex": True, "canonical": f"{ENTRIES}/{entry.slug}/", "signposts": signposts},
        view=view(old, context, f"{ENTRIES}/{entry.slug}/v/{number}/", WhatsNew(), entry),
        number=number,
        since=language.minute(old.updates[-1].at if old.updates else old.published or entry.updates[0].at),
        entry=context.link_to(entry, language),
        changes=f"{ENTRIES}/{entry.slug}/changes/",
        cite=cite,
    )
    yield from _references(cite, entry.path)


def _to_versions(entry: Entry, texts: Mapping[int, Entry], number: int, context: RenderContext) -> Iterator[HeadLink]:
    """What the page of a version says of the others, where a TimeMap lists them."""
    return links_of(entry, texts, number) if has_timemap(entry, texts, context) else iter(())


def _references(cite: CiteView | None, source: str) -> Iterator[Artifact]:
    return (Artifact(file.target, file.text, source) for file in (cite.files if cite else ()))


def _redirects(entry: Entry, context: RenderContext) -> Iterator[Artifact]:
    """Redirects from every address that may have been published under one of an entry's names."""
    newest = f"v/{entry.version}/"
    versions = (f"v/{number}/" for number in range(1, entry.version))
    published = ("changes/", *versions, newest) if entry.updates else (newest,)
    for slug in (entry.slug, *entry.former_slugs):
        for path in published:
            target = "" if path == newest or entry.status == "withdrawn" else path
            if slug != entry.slug or not target:
                yield redirect(entry, f"{slug}/{path}", f"{entry.slug}/{target}", context)


def entry_page(
    entry: Entry, texts: Mapping[int, Entry], context: RenderContext, whats_new: WhatsNew
) -> Iterator[Artifact]:
    """The page of an entry, its twin in Markdown, and its reference; of a withdrawn one, only the notice."""
    address, data = f"{ENTRIES}/{entry.slug}/", json_ld(entry, context)
    shown = view(entry, context, address, whats_new, entry)
    cite = cite_view(entry, context, entry.slug) if entry.status != "withdrawn" else None
    page = context.page(
        address,
        "withdrawn" if entry.status == "withdrawn" else "entry",
        title=entry.title,
        description=entry.summary if entry.status != "withdrawn" else _withdrawn_on(entry, context),
        language=context.languages[entry.language],
        source=entry.path,
        meta=_meta(entry, texts, context, cite),
        view=shown,
        card=card(summarize(entry), context),
        cite=cite,
        embedding=embedding(entry, context),
        json_ld=data,
        topic_ids=[topic for topic in entry.topics if topic in context.topics],
    )
    yield with_data(page, data)
    if context.facts.markdown:
        yield Artifact(f"{address}{TWIN}", twin(shown, context), entry.path, is_text=True)
    yield from _references(cite, entry.path)


def _meta(entry: Entry, texts: Mapping[int, Entry], context: RenderContext, cite: CiteView | None) -> dict[str, Any]:
    """The page's front matter: the day of the last change, and the other languages (WHATWG HTML, `hreflang`)."""
    if entry.status == "withdrawn":  # nobody should quote it: the notice is for those who come
        return {"noindex": True}
    meta: dict[str, Any] = {"scripts": ["seen"]}
    if others := alternates(entry, context):
        meta["alternates"] = others
    if names := author_names(entry, context, context.languages[entry.language]):
        meta["author"] = ", ".join(names)
    if len(context.facts.tags) > 1:
        meta["feeds"] = [[f"feed.{entry.language}.xml", context.language.name_of(entry.language)]]
    if is_public(entry, context.today):
        meta["social"] = social(entry, context)
        if told := discovery(entry, context):
            meta["oembed"] = told
    meta["signposts"] = [*links(entry, context, cite), *_to_versions(entry, texts, entry.version, context)]
    if entry.changed is not None:
        meta["changed"] = entry.changed.first.isoformat()
    return meta


def redirect(entry: Entry | EntrySummary, address: str, target: str, context: RenderContext) -> Artifact:
    """A redirect from one address below the entries' folder to another."""
    return _redirect(entry, f"{ENTRIES}/{address}index.html", target, context)


def _redirect(
    entry: Entry | EntrySummary, file: str, target: str, context: RenderContext, *, is_fixed: bool = False
) -> Artifact:
    """A file that leads to an address below the entries' folder; `is_fixed` as in `Artifact`."""
    prefix, language = context.facts.prefix, context.languages[entry.language]
    former = "" if is_fixed else file.removeprefix(f"{ENTRIES}/")
    to = linker(quote(file if is_fixed else prefix + file))
    values = {
        "policy": CONTENT_SECURITY_POLICY,
        "target": to(f"{quote(prefix)}{ENTRIES}/{target}"),
        "script": to("assets/explainer/moved.js"),
        "title": entry.title,
        "words": _why(entry, former, target, language),
        "language": language,
    }
    text = context.templates.render("pages/redirect.html.jinja", values)
    return Artifact(file, text, entry.path, is_fixed=is_fixed)


def _withdrawn_on(entry: Entry, context: RenderContext) -> str:
    """A description that says nothing of what was taken back."""
    language = context.languages[entry.language]
    return (
        language("withdrawn_on", date=language.date(entry.withdrawn.at)) if entry.withdrawn else language("withdrawn")
    )


def _why(entry: Entry | EntrySummary, address: str, target: str, language: Language) -> str:
    """The words for readers who are not redirected at once."""
    if entry.withdrawn is not None and entry.status == "withdrawn":
        return language("withdrawn_on", date=language.date(entry.withdrawn.at))
    if address.startswith(f"{entry.slug}/"):  # a version that has no page of its own
        return language("see_changes" if "changes/" in target else "see_current")
    return language("moved_to")
