"""Finds out which links are dead: `explainer links`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, NamedTuple, TypeAlias
from urllib.parse import urlsplit

from explainer.authoring.sources.asking import asked
from explainer.authoring.sources.memory import Memory
from explainer.authoring.sources.named import Place, addresses, placed, watched
from explainer.authoring.web.client import Answer, Client, NotFetched
from explainer.authoring.web.manners import TimeUp
from explainer.authoring.web.text import page_of
from explainer.model import Site
from explainer.model.dates import parse
from explainer.model.links import Link
from explainer.problems import Problem
from explainer.resources.progress import tell
from explainer.text.plain import printable

APART = timedelta(days=1)
"""Between the first failure and the one that makes a link dead: a server may be down for some hours."""
_ENOUGH = 100_000
"""Bytes of a page that are read: its title is near the beginning."""
_OFFLINE = frozenset(("no-host", "no-connection", "too-slow"))
_GONE = frozenset((404, 410))
_BROKEN = frozenset((500, 501, 502, 504, 520, 521, 522, 523, 525, 530))
"""Servers that do not work, by RFC 9110 and (from 520 on) by the word of those who stand in front of them."""
_TITLE_OF_NONE = re.compile(
    r"^\W*404\W*$|^\W*404\b\W+(?:not|error|page|seite|erreur|sayfa|ошибка|страница)|\berror\W{0,3}404\b|\W404\W*$"
    r"|\b(?:page|file|article|content) (?:can\W?t be|cannot be|could not be|was not|not) found\b|^\W*not found\b"
    r"|\bno longer (?:available|exists)\b|\bseite (?:wurde )?nicht gefunden\b|\bpage (?:introuvable|non trouvée)\b"
    r"|\bpágina no (?:encontrada|existe)\b|\bстраница не (?:найдена|существует)\b|\bsayfa bulunamadı"
    r"|الصفحة غير موجودة|لم يتم العثور على الصفحة",
    re.IGNORECASE,
)
"""Titles of pages that say that there is no page, in the languages of our own words."""

State: TypeAlias = Literal["there", "failed", "suspected", "unclear", "forbidden", "left-alone"]


class Found(NamedTuple):
    """What one request found."""

    state: State
    """`unclear`: the server does not serve programs, or not now; that says nothing of readers."""
    why: str
    is_offline: bool = False
    """Whether nothing was reached at all."""


@dataclass(frozen=True, slots=True)
class Checked:
    """The result of a link check."""

    links: Mapping[str, Link]
    """What `site_data/links.json` has to say."""
    problems: tuple[Problem, ...]
    asked: int
    """Addresses that were asked for in this run."""
    known: int
    """Addresses that were in order lately, and not asked for."""
    left: int
    """Addresses that wait for the next run."""
    unclear: int
    """Addresses whose servers do not serve programs."""
    is_offline: bool
    """Whether no server at all was reached: then nothing is known of any link."""


def check_links(
    site: Site,
    client: Client,
    now: datetime,
    *,
    drafts: bool = False,
) -> Checked:
    """Asks for every address that entries lead to, unless it was in order lately."""
    places = addresses(watched(site, now.astimezone(site.settings.zone).date(), drafts=drafts))
    everywhere = {*addresses(site.entries)}
    memory = Memory(site.root, "links", now)
    wanted = [url for url in memory.oldest_first(places) if url in site.links or not memory.is_fresh(url)]
    found: dict[str, Found] = {}
    with suppress(KeyboardInterrupt):  # what was found until then counts
        for url, result in asked(wanted, lambda url: look_at(url, client)):
            found[url] = result
            tell("Looking at links", len(found), len(wanted), url)
            if result.state in ("there", "unclear"):
                memory.note(url)
    tried = [result for result in found.values() if result.state not in ("left-alone", "forbidden")]
    is_offline = bool(tried) and all(result.is_offline for result in tried) and not _is_online(site, client)
    links = {url: link for url, link in site.links.items() if url in everywhere}
    if not is_offline:
        memory.save()
        after = {url: remembered(site.links.get(url), result, now) for url, result in found.items()}
        links = {url: link for url in links | after if (link := after.get(url, links.get(url)))}
    told = [problem for url in places for problem in _told(url, places[url], links.get(url), found.get(url))]
    states = [result.state for result in found.values()]
    left = len(wanted) - len(found) + states.count("left-alone")
    return Checked(
        links,
        placed(site, told),
        len(found) - states.count("left-alone"),
        len(places) - len(wanted),
        left,
        states.count("unclear"),
        is_offline,
    )


def _is_online(site: Site, client: Client) -> bool:
    """Whether the network works: the links that are asked for every day may all be dead ones."""
    try:
        client.get(site.settings.archive.timegate, most=0)
    except NotFetched as error:
        return error.reason not in _OFFLINE
    except TimeUp:
        return False
    return True


def look_at(url: str, client: Client) -> Found:
    """Asks for one address. Raises TimeUp."""
    try:
        return judged(url, client.get(url, most=_ENOUGH))
    except NotFetched as error:
        if error.reason in ("forbidden", "left-alone"):
            return Found(error.reason, str(error))
        state: State = "unclear" if error.reason == "cookies" else "failed"
        return Found(state, str(error), error.reason in _OFFLINE)


def judged(url: str, answer: Answer) -> Found:
    """What an answer says of an address."""
    if answer.status in _GONE or answer.status in _BROKEN:
        return Found("failed", f"its server answers with status {answer.status}")
    if not 200 <= answer.status < 300:
        return Found("unclear", f"its server answers programs with status {answer.status}")
    if _is_front(answer.url) and not _is_front(url):
        return Found("suspected", "it leads to the front page of a site")
    is_html = "html" in answer.headers.get("Content-Type", "html").lower() and not answer.body.startswith(b"%PDF-")
    page = page_of(answer) if is_html else None
    if page is not None and _TITLE_OF_NONE.search(page.title):
        return Found("suspected", f"its title is “{printable(page.title[:80])}”")
    return Found("there", "")


def _is_front(url: str) -> bool:
    parts = urlsplit(url)
    return parts.path in ("", "/") and not parts.query


def remembered(before: Link | None, found: Found, now: datetime) -> Link | None:
    """What is known of an address after a request; None if nothing is wrong."""
    is_dead = before is not None and before.dead_since is not None
    if found.state == "there":
        return None
    if found.state == "suspected" and not is_dead:
        since = before and before.suspected_since
        return Link(why=found.why, suspected_since=since or parse(_day(now)))
    if found.state != "failed" or (before is not None and before.dead_since is not None):
        return before
    since = (before and before.failed_since) or parse(f"{now.astimezone(UTC):%Y-%m-%dT%H:%MZ}")
    first = since.clock or datetime(since.first.year, since.first.month, since.first.day, tzinfo=UTC)
    dead = parse(_day(first)) if now - first >= APART else None
    return Link(why=found.why, failed_since=since, dead_since=dead)


def _day(now: datetime) -> str:
    return now.astimezone(UTC).date().isoformat()


def _told(url: str, places: Sequence[Place], link: Link | None, found: Found | None) -> list[Problem]:
    """What editors are told at each place that names an address."""
    shown = f"`{url[:120]}`"
    if found is not None and found.state == "forbidden":
        message = f"{shown} was not asked for: {found.why}"
        hint = "write an address that readers can open, as in `https://example.org/story`, or delete it"
        return [place.problem(message, hint, "private-link") for place in places]
    if link is None:
        return []
    if link.dead_since is not None:
        message = f"{shown} is dead since {link.dead_since.text}: {link.why}"
        hint = "find its new address, or add a copy to the source, as in `archive_url: https://web.archive.org/web/…`"
        # An archived copy serves readers.
        return [
            place.problem(message, hint, "dead-link")
            for place in places
            if place.source is None or place.source.archive_url is None
        ]
    if link.suspected_since is not None:
        message = f"{shown} may be gone: {link.why}"
        hint = "open it, and if what it is quoted for is not there, find its new address"
        return [place.problem(message, hint, "suspected-link") for place in places]
    message = f"{shown} fails: {link.why}"
    hint = "nothing yet; a link that fails again a day later or more is dead"
    return [place.problem(message, hint, "failing-link") for place in places]
