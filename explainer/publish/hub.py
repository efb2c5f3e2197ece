"""Tells WebSub hubs which feeds have changed, so that readers' programs hear of it at once."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from html import unescape
from http.client import HTTPException
from pathlib import Path
from threading import Thread
from typing import NamedTuple
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from explainer.history import git

_LINK = re.compile(r'<link rel="(hub|self)"[^>]*? href="([^"]*)"')
"""As our template writes it."""
_TIMEOUT = 10
"""Seconds that a hub has for an answer."""
PATIENCE = 60.0
"""Seconds after which a deploy waits for no hub."""


class Feed(NamedTuple):
    """A feed that has changed."""

    hub: str
    address: str
    """The feed's own address, by which readers' programs know it."""


class Told(NamedTuple):
    """What became of telling a hub."""

    hub: str
    feeds: int
    """How many feeds it knows of now."""
    failure: str
    """Why it does not know of the others; empty if it knows of all."""


def tell(feeds: list[Feed], patience: float = PATIENCE) -> tuple[Told, ...]:
    """Tells each hub of its feeds, all hubs at once; one that fails once is not asked again. Takes `patience` seconds
    at most.
    """
    names = sorted({feed.hub for feed in feeds})
    hubs = [_Hub(name, [feed.address for feed in feeds if feed.hub == name]) for name in names]
    end = time.monotonic() + patience
    for hub in hubs:
        hub.start()
    for hub in hubs:
        hub.join(max(0, end - time.monotonic()))
    return tuple(hub.told for hub in hubs)


class _Hub(Thread):
    """A hub, which may answer as slowly as it likes: the program ends without waiting for it."""

    def __init__(self, address: str, feeds: list[str]) -> None:
        super().__init__(daemon=True)
        self.address, self.feeds = address, feeds
        self.told = Told(address, 0, "it did not answer in time")

    def run(self) -> None:
        for number, feed in enumerate(self.feeds, 1):
            if failure := _failure(self.address, feed):
                self.told = self.told._replace(failure=failure)
                return
            self.told = self.told._replace(feeds=number)
        self.told = self.told._replace(failure="")


def _failure(hub: str, feed: str) -> str:
    """Tells a hub of a feed; why that was not possible, or nothing."""
    # As hubs understand it (PubSubHubbub Core 0.3, section 7.1); WebSub leaves it to them.
    form = urlencode({"hub.mode": "publish", "hub.url": feed}).encode()
    try:
        with urlopen(Request(hub, form), timeout=_TIMEOUT):  # noqa: S310 - an address that `_feeds` has looked at
            return ""
    except HTTPError as error:
        return f"it answered {error.code}"
    except URLError as error:
        return f"it cannot be reached ({error.reason})"
    except (OSError, HTTPException, ValueError) as error:
        return f"it cannot be reached ({error})"


def changed(root: Path, old: str, commit: str) -> list[Feed]:
    """The feeds of a commit on the branch that an older one (empty for none) has not, as far as they name a hub."""
    before = set(git.tree(root, old, "").values()) if old else set()
    blobs = [blob for path, blob in git.tree(root, commit, "").items() if _may_be_feed(path) and blob not in before]
    return sorted({feed for _, text in git.contents(root, blobs) for feed in _feeds(text)})


def _may_be_feed(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name in ("feed.json", "changes.xml") or (name.startswith("feed") and name.endswith(".xml"))


def _feeds(text: bytes) -> Iterator[Feed]:
    """What a file says of itself, if it is a feed that names hubs."""
    try:
        hubs, address = _named_in_json(text) if text.lstrip().startswith(b"{") else _named_in_atom(text)
    except (ValueError, LookupError, TypeError, AttributeError):
        return  # some other file of this name
    yield from (Feed(hub, address) for hub in hubs if hub.startswith(("https://", "http://")))


def _named_in_atom(text: bytes) -> tuple[list[str], str]:
    links = [(rel, unescape(href)) for rel, href in _LINK.findall(text.decode())]
    return [href for rel, href in links if rel == "hub"], dict(links)["self"]


def _named_in_json(text: bytes) -> tuple[list[str], str]:
    feed = json.loads(text)
    return [str(hub["url"]) for hub in feed["hubs"] if hub["type"] == "WebSub"], str(feed["feed_url"])
