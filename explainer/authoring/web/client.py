"""Fetches one page, as little as is needed of it; the only importer of urllib3.

No cookies, no credentials, no proxy, no `.netrc`. A name is looked up once, and the address that was checked is the one
that is connected to, so that a second look-up cannot lead elsewhere ("DNS rebinding"); so for each redirect.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import time
from collections.abc import Collection, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from threading import Timer
from typing import Any, Literal, TypeAlias
from urllib.parse import urljoin

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import Url, parse_url

from explainer.authoring.web.hosts import Endpoint, Resolver, may_be_asked, resolve
from explainer.authoring.web.manners import LeftAlone, Manners

Reason: TypeAlias = Literal[
    "forbidden", "left-alone", "no-host", "no-connection", "certificate", "too-slow", "redirects", "cookies", "no-http"
]
"""Why there is no answer. Who is `forbidden` or `left-alone` was not asked; `cookies` would have been needed."""

SIZE = 20_000_000
"""Bytes of a page that are read, also after unpacking: reports of ministries and courts are large."""
_CHUNK = 65_536
_REDIRECTS = 10
_MOVED = frozenset((301, 302, 303, 307, 308))


class NotFetched(Exception):
    """There is no answer; `reason` says why for programs, the message for editors."""

    def __init__(self, reason: Reason, message: str) -> None:
        self.reason = reason
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    url: str
    """Where it said so, after redirects."""
    status: int
    headers: Mapping[str, str]
    """By name, in any case."""
    body: bytes
    """Unpacked."""
    is_whole: bool
    """Whether the body is all that there is."""


class Client:
    """Fetches pages; several threads may share it."""

    def __init__(
        self,
        agent: str,
        manners: Manners,
        *,
        seconds: float = 20,
        also: Collection[Endpoint] = (),
        resolver: Resolver = resolve,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        """`agent` says honestly who asks; `seconds` is the time for a request, from the first byte to the last.

        `also` names machines that may be asked although they are not public: tests have their own. It is no setting,
        for a proposed change could change that.
        """
        self.manners = manners
        self._agent, self._seconds, self._also, self._resolver = agent, seconds, frozenset(also), resolver
        self._tls = tls or ssl.create_default_context()

    def get(
        self, url: str, *, most: int = SIZE, headers: Mapping[str, str] | None = None, seconds: float | None = None
    ) -> Answer:
        """The page at an address, or at the one that it leads to, with at most so many bytes of its body.

        `seconds` replaces the usual time for a request. Raises NotFetched, TimeUp.
        """
        seen: set[str] = set()
        while True:
            place = _parsed(url)
            answer = self._asked(place, most, headers or {}, seconds or self._seconds)
            target = answer.headers.get("Location", "")
            if answer.status not in _MOVED or not target:
                return answer
            seen.add(answer.url)
            url = _joined(answer.url, target.encode("latin-1", "replace").decode("utf-8", "replace"))
            if _parsed(url).url in seen:
                if answer.headers.get("Set-Cookie"):
                    raise NotFetched("cookies", "it answers only those who accept cookies")
                raise NotFetched("redirects", "its redirects lead in a circle")
            if len(seen) > _REDIRECTS:
                raise NotFetched("redirects", f"it redirects more than {_REDIRECTS} times")

    def _asked(self, place: Url, most: int, headers: Mapping[str, str], seconds: float) -> Answer:
        """The answer of one server, which may ask once to be asked again."""
        host = str(place.host)
        for is_last in (False, True):
            try:
                with self.manners.turn(host):
                    answer = self._exchange(place, most, headers, seconds)
            except LeftAlone:
                raise NotFetched("left-alone", "its server is left alone for now") from None
            except NotFetched as error:
                if error.reason in ("no-host", "no-connection", "too-slow"):
                    self.manners.unreached(host)
                raise
            if not self.manners.heard(host, answer.status, answer.headers) or is_last:
                break
        return answer

    def _exchange(self, place: Url, most: int, headers: Mapping[str, str], seconds: float) -> Answer:
        end = time.monotonic() + seconds
        connection = self._connection(place)
        is_late = False

        def cut() -> None:
            nonlocal is_late
            is_late = True
            with suppress(OSError):  # it has just ended
                # Not SSLSocket's own method, which must not run while another thread reads.
                socket.socket.shutdown(wire, socket.SHUT_RDWR)

        try:
            connection.timeout = seconds
            connection.connect()
            wire: Any = connection.sock  # the connection itself forgets it while the body is read
            # A socket's timeout begins again with each byte; this one does not.
            timer = Timer(end - time.monotonic(), cut)
            timer.daemon = True
            timer.start()
            try:
                fields = {
                    "Host": place.netloc or "",
                    "User-Agent": self._agent,
                    "Accept": "text/html, application/pdf;q=0.9, */*;q=0.8",
                    "Accept-Encoding": "gzip, deflate",
                    "Connection": "close",
                    **headers,
                }
                connection.request("GET", place.request_uri, headers=fields, preload_content=False)
                with closing(connection.getresponse()) as response:
                    if is_late:  # what came of its head would pass for the whole
                        raise TimeoutError
                    answered, (body, is_whole) = response.headers, _body(response, most)
            finally:
                timer.cancel()
        except Exception as error:
            raise _explained(error, is_late, seconds) from None
        finally:
            connection.close()
        return Answer(place._replace(fragment=None).url, response.status, answered, body, is_whole and not is_late)

    def _connection(self, place: Url) -> HTTPConnection:
        """A connection to a machine that was looked up and may be asked. Raises NotFetched."""
        host = str(place.host)
        port = place.port or (443 if place.scheme == "https" else 80)
        try:
            addresses = self._resolver(host.strip("[]"), port)
        except (OSError, ValueError):
            raise NotFetched("no-host", "there is no such host") from None
        if not addresses or not all(may_be_asked((address, port), self._also) for address in addresses):
            raise NotFetched("forbidden", "it leads to a machine that is not on the public internet")
        if place.scheme == "http":
            return HTTPConnection(addresses[0], port)
        name = host.strip("[]")
        return HTTPSConnection(addresses[0], port, server_hostname=name, ssl_context=self._tls)


def _parsed(url: str) -> Url:
    """An address in parts. Raises NotFetched."""
    try:
        place = parse_url(url)
    except urllib3.exceptions.LocationParseError:
        raise NotFetched("forbidden", "it is no address of the web") from None
    if place.scheme not in ("http", "https") or not place.host:
        raise NotFetched("forbidden", "it is no address of the web (http or https)")
    return place._replace(auth=None)


def _explained(error: Exception, is_late: bool, seconds: float) -> NotFetched:
    match error:
        case NotFetched():
            return error
        case _ if is_late:
            return NotFetched("too-slow", f"it takes longer than {seconds:g} seconds")
        case TimeoutError() | urllib3.exceptions.TimeoutError():
            return NotFetched("too-slow", f"it takes longer than {seconds:g} seconds")
        case ssl.SSLCertVerificationError():
            return NotFetched("certificate", "its certificate is not valid, so browsers warn of it")
        case OSError() | urllib3.exceptions.NewConnectionError() | http.client.RemoteDisconnected():
            return NotFetched("no-connection", "its server cannot be reached")
        case _:
            return NotFetched("no-http", "its server does not answer as servers of the web do")


def _joined(url: str, target: str) -> str:
    try:
        return urljoin(url, target)
    except ValueError:
        return target  # which is refused


def _body(response: Any, most: int) -> tuple[bytes, bool]:
    """So many bytes of a body, and whether this is all; what breaks off is kept as far as it goes."""
    parts: list[bytes] = []
    size = 0
    while size < most:
        try:
            part = response.read(min(_CHUNK, most - size))
        except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError, ValueError):
            return b"".join(parts), False
        if not part:
            return b"".join(parts), True
        parts.append(part)
        size += len(part)
    return b"".join(parts), False
