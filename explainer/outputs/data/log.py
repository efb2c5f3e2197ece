"""The record that outsiders can check: the versions of each explainer with their hashes, and the log of them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import cast

from explainer.history.chain import chain, next_head
from explainer.model import Entry
from explainer.outputs.base import Artifact, Logged, SiteInfo
from explainer.outputs.context import RenderContext
from explainer.outputs.data.entry import API, as_json, schema_url
from explainer.outputs.data.files import Record, RecordedVersion
from explainer.outputs.data.listings import Log, LogLine

LOG = f"{API}/log.json"
SUMS = f"{API}/SHA256SUMS"
"""The SHA-256 of every file that tells of explainers, as `sha256sum --check` reads it at the site's front page."""


def versions_of(slug: str) -> str:
    """The file with an entry's versions."""
    return f"{API}/versions/{slug}.json"


def versions_artifact(entry: Entry, texts: Mapping[int, Entry], context: RenderContext) -> Artifact:
    """Every version of a published entry as data: what it said, its hash, and that of the version before.

    `texts` are the versions whose texts are known, by number; the newest is among them.
    """
    name, came = context.id_of(entry), context.moments(entry)
    versions = chain(entry, name, texts)
    logged = tuple(
        Logged(at.isoformat(), name, told["version"], told["type"], told["at"], entry.slug, told["hash"])
        for told, at in zip(versions, came, strict=True)
    )
    record = Record(
        schema=schema_url("versions", context.site_info),
        id=name,
        slug=entry.slug,
        url=context.url_of(entry.slug),
        versions=cast(list[RecordedVersion], versions),
    )
    return Artifact(versions_of(entry.slug), as_json(record), entry.path, logged=logged)


def log_artifact(logged: Iterable[Logged], site: SiteInfo) -> Artifact:
    """Every version of every explainer in the order in which they came, each with the head of the log after it."""
    head, lines = "", []
    for one in sorted(logged):
        head = next_head(head, one.hash)
        named = {name: getattr(one, name) for name in ("entry", "slug", "version", "type", "at", "hash")}
        lines.append(as_json(LogLine(**named, head=head)).rstrip())
    about = Log(schema=schema_url("log", site), site=site.name, url=site.url, head=head, versions=[])
    whole = as_json(about).replace('"versions":[]', '"versions":[\n' + ",\n".join(lines) + "\n]")  # a line for each
    return Artifact(LOG, whole, "")


def is_made(source: str) -> bool:
    """Whether the program makes what stands for a source file: a page of the site's own is its owner's affair."""
    return not source.endswith((".md", ".markdown"))


def sums(files: Iterable[tuple[str, str]], prefix: str) -> str:
    """The content of `SHA256SUMS`: the paths below `prefix`, with their hashes in hexadecimal."""
    ours = sorted((path.removeprefix(prefix), known) for path, known in files if path.startswith(prefix))
    return "".join(f"{known}  {path}\n" for path, known in ours)
