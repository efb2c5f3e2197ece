"""Checks a published site against its own record: what was changed, removed, added or back-dated.

Four things must agree: the files and their hashes (`SHA256SUMS`); the log and the versions that it lists; each version
and its hash; what a version says, and the pages, data and feeds that tell it. A site that somebody made anew as a whole
agrees with itself; it does not agree with a head of its log, or a whole log, that somebody kept.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Any

from explainer.history.chain import hash_of, next_head, version_hash
from explainer.outputs.base import ENTRIES
from explainer.outputs.data.log import LOG, SUMS, versions_of
from explainer.publish.published import Read, Unreachable, files_below, read_json, reader
from explainer.publish.telling import Feeds, Untold, feeds_of, untold

_WATCHED = ("api", ENTRIES)
"""The folders in which no file may be that the site does not list."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree."""

    path: str
    """The file, from the front page on; empty for the site as a whole."""
    words: str

    def __str__(self) -> str:
        return f"{self.path}: {self.words}" if self.path else self.words


@dataclass(frozen=True, slots=True)
class Verified:
    """The result of a check."""

    findings: tuple[Finding, ...]
    explainers: int
    versions: int
    files: int
    head: str
    """Of the log as published."""


def verify(place: str, since: str = "") -> Verified:
    """Checks the site in a folder or at an address.

    `since` is what somebody kept: a head (64 hexadecimal digits), or the path of an old `log.json`. Raises Unreachable.
    """
    read = reader(place)
    log = read_json(read, LOG)
    if not isinstance(log, dict) or not isinstance(log.get("versions"), list):
        raise Unreachable(
            f"{place} has no {LOG}; name the folder or the address of our front page (in a site that was there before, "
            "such as site/news), of a site with `site_url` and without `data: false`"
        )
    lines = [line for line in log["versions"] if isinstance(line, dict)]
    listed = _listed(read)
    findings = [*_log(log, lines), *_since(lines, since)]
    by_slug: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        by_slug.setdefault(str(line.get("slug")), []).append(line)
    feeds = feeds_of(read)
    for slug, of_entry in by_slug.items():
        findings += _entry(read, feeds, slug, of_entry)
    findings += _files(read, place, listed)
    unique = tuple(dict.fromkeys(findings))
    return Verified(unique, len(by_slug), len(lines), len(listed), str(log.get("head", "")))


def _listed(read: Read) -> dict[str, str]:
    content = read(SUMS)
    rows = (line.partition("  ") for line in (content or b"").decode(errors="replace").splitlines())
    return {path: known for known, _, path in rows if path}


def _log(log: Mapping[str, Any], lines: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    """Whether each line follows from the one before, and the versions of each explainer are complete and in order."""
    head = ""
    for number, line in enumerate(lines, 1):
        head = next_head(head, str(line.get("hash")))
        if head != line.get("head"):
            yield Finding(LOG, f"the log is broken at line {number}, {_name(line)}: its head does not follow")
            head = str(line.get("head"))
    if log.get("head") != (lines[-1].get("head") if lines else ""):
        yield Finding(LOG, "the log's own head is not that of its last line")
    last: dict[str, int] = {}
    for line in lines:
        entry = str(line.get("entry"))
        expected = last.get(entry, 0) + (0 if line.get("type") == "withdrawal" else 1)
        if line.get("version") != expected:
            words = f"{_name(line)} stands where version {expected} should: one is missing, or two are swapped"
            yield Finding(LOG, words)
        last[entry] = expected


def _name(line: Mapping[str, Any]) -> str:
    kind = "the withdrawal" if line.get("type") == "withdrawal" else f"version {line.get('version')}"
    return f"{kind} of `{line.get('slug')}`"


def _since(lines: Sequence[Mapping[str, Any]], since: str) -> Iterator[Finding]:
    """What differs from what somebody kept."""
    if not since:
        return
    if len(since) == 64 and not Path(since).exists():
        if since.lower() not in [line.get("head") for line in lines]:
            yield Finding(
                LOG,
                f"the head {since} is not in the log: a version that was in it has been changed or removed, or one has "
                "been put before it with an earlier date; an old log tells which",
            )
        return
    old = read_json(lambda path: Path(path).read_bytes() if Path(path).is_file() else None, since)
    if not (isinstance(old, dict) and isinstance(old.get("versions"), list)):
        raise Unreachable(f"{since} is neither a head of 64 hexadecimal digits nor a file like {LOG}")
    before = {_key(line): line for line in old["versions"] if isinstance(line, dict)}
    now = [_key(line) for line in lines]
    if before and lines and before.keys().isdisjoint(now):
        words = (
            "no explainer has the id that it had in the log that was kept; a site that moves keeps them by `id_base`"
        )
        yield Finding(LOG, words)
        return
    hashes = {_key(line): line.get("hash") for line in lines}
    for key, was in before.items():
        if key not in hashes:
            yield Finding(LOG, f"{_name(was)} has been removed since the log was kept")
        elif hashes[key] != was.get("hash"):
            words = f"{_name(was)} has been changed since the log was kept, if only in its spelling"
            yield Finding(versions_of(str(was.get("slug"))), words)
    kept = [key for key in now if key in before]
    if kept != [key for key in before if key in hashes]:
        yield Finding(LOG, "versions have been put into another order since the log was kept")
    latest = max((place for place, key in enumerate(now) if key in before), default=0)
    for key, line in zip(now[:latest], lines, strict=False):
        if key not in before:
            words = f"{_name(line)} has come since the log was kept, under the earlier date {line.get('at')}"
            yield Finding(LOG, words)


def _key(line: Mapping[str, Any]) -> tuple[str, ...]:
    return str(line.get("entry")), str(line.get("version")), str(line.get("type") == "withdrawal")


def _entry(read: Read, feeds: Feeds, slug: str, lines: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    """Whether an explainer's versions are those of the log, and its files tell what they say."""
    path = versions_of(slug)
    data = read_json(read, path)
    versions = data.get("versions") if isinstance(data, dict) else None
    if not isinstance(versions, list) or not all(isinstance(version, dict) for version in versions):
        yield Finding(path, f"the versions of `{slug}` are missing or cannot be read")
        return
    entry = str(data.get("id"))
    hashes = [str(version.get("hash")) for version in versions]
    if hashes != [str(line.get("hash")) for line in lines] or {entry} != {str(line.get("entry")) for line in lines}:
        told = {str(line.get("hash")) for line in lines}
        other = [version for version in versions if str(version.get("hash")) not in told]
        names = ", ".join(_name({**version, "slug": slug}) for version in other)
        yield Finding(path, f"{names or f'the versions of `{slug}`'}: the log has another")
    is_withdrawn = any(version.get("type") == "withdrawal" for version in versions)
    for version in versions:
        name = _name({**version, "slug": slug})
        if version_hash(version, entry) != version.get("hash"):
            yield Finding(path, f"{name} is not what its hash says: its date, note or text is another")
        if "content" in version and hash_of(version["content"]) != version.get("content_hash"):
            yield Finding(path, f"the text of {name} is not what its hash says")
        if "content_hash" in version and "content" not in version and not is_withdrawn:
            yield Finding(path, f"the text of {name} has been removed, though the explainer is not withdrawn")
    for before, after in pairwise(versions):
        if after.get("previous") != before.get("hash"):
            yield Finding(path, f"{_name({**after, 'slug': slug})} does not follow the version before it")
    for line, version in zip(lines, versions, strict=False):
        if any(line.get(name) != version.get(name) for name in ("version", "type", "at")):
            yield Finding(LOG, f"{_name(line)} has another number, type or date than in {path}")
    try:
        yield from (Finding(one.path, _untold(one, slug)) for one in untold(read, feeds, slug, entry, versions))
    except (TypeError, AttributeError, KeyError, ValueError, RecursionError) as error:
        yield Finding(path, f"the versions of `{slug}` do not have the form that they should: {error}")


def _untold(one: Untold, slug: str) -> str:
    if not one.words:
        return f"version {one.version} of `{slug}` is missing here"
    if one.is_more:
        return f"this says “{one.words[:120]}”, and version {one.version} of `{slug}` does not"
    return f"version {one.version} of `{slug}` says “{one.words[:120]}”, and this does not"


def _files(read: Read, place: str, listed: Mapping[str, str]) -> Iterator[Finding]:
    if not listed:
        yield Finding(SUMS, "the list of the files' hashes is missing")
        return
    for path, known in listed.items():
        content = read(path)
        if content is None:
            yield Finding(path, "this file is missing")
        elif sha256(content).hexdigest() != known:
            yield Finding(path, f"this is not the file that was published{_whose(path)}")
    for path in files_below(place, _WATCHED):
        if path not in listed and path != SUMS:
            yield Finding(path, "the site does not list this file")


def _whose(path: str) -> str:
    """The version that a file tells, in words."""
    parts = path.split("/")
    if parts[0] != ENTRIES or len(parts) < 3:
        return ""
    return f": version {parts[3]} of `{parts[1]}`" if parts[2] == "v" else f" of `{parts[1]}`"
