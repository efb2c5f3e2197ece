"""Writes the preview of a change to a folder: what it touches, errors and all, to be opened from a disk."""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Collection, Iterable, Set
from dataclasses import replace
from html import escape, unescape
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, unquote, urljoin, urlsplit

from explainer.content.layout import FILES, layout_of, site_url
from explainer.content.load import is_entry_path
from explainer.outputs.base import ENTRIES
from explainer.outputs.entry.entries import entry_task
from explainer.outputs.pages import page_artifacts
from explainer.outputs.plan import SitePlan
from explainer.preview import overlay
from explainer.preview.site import Preview, Shown
from explainer.problems import Problem, Severity
from explainer.resources import TEMPLATES
from explainer.resources.staging import beside, locked
from explainer.text.templating import Templates

FIRST = "preview.html"
"""The page to begin with: it lists what the change touches, and what is wrong."""
_OWN = "preview-files"
"""The folder of the preview's own files, by which it is known as one."""
_LISTS = frozenset(("", "explainers/", "changes/", "corrections/", "whats-next/"))
"""Lists that nearly every change shows in."""
_NOWHERE = "http://localhost/"
"""The address of a site that has none."""
_TAG = re.compile(r"""(<script\b[^>]*>)(.*?</script>)|(<[a-zA-Z](?:[^"'>]|"[^"]*"|'[^']*')*>)""", re.DOTALL)
_QUOTES = "\"'"
_LINK = re.compile(r"""(?<=\s)(href|src|action)=("[^"]*"|'[^']*'|[^\s"'>]+)""")


class NotWritten(Exception):
    """The folder holds something else; the message says what to do."""


class Written(NamedTuple):
    """A preview in a folder."""

    first: Path
    """The page to begin with."""
    pages: int
    problems: tuple[Problem, ...]


def write(
    config_file: Path, folder: Path, changed: Collection[str] | None = None, silent: Iterable[Problem] = ()
) -> Written:
    """Writes what a change touches to a folder that is new, empty or an earlier preview; the whole site for None.

    `changed` are paths relative to the site's root, and `silent` what is wrong with the change itself. Links to pages
    that the change does not touch lead to the published site; where mkdocs.yml has no address for that, the whole site
    is written. Raises NotWritten, BuildFailed for a faulty mkdocs.yml, and Locked while another process writes to it.
    """
    if folder.exists() and not (folder / _OWN).is_dir() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotWritten(f"{folder} is not empty and is no preview; name another folder, such as `preview`")
    root = config_file.resolve().parent
    if name := next((one for one in layout_of(root).folders if folder.resolve().is_relative_to(root / one)), ""):
        raise NotWritten(f"{folder} lies in {name}/, which the site is built from; name another folder: `preview`")
    home = site_url(root)
    preview = Preview(config_file, f"{home.rstrip('/')}/" if home else _NOWHERE)
    plan, told = preview.plan(), (*preview.problems(), *silent)
    problems = [one for one in told if changed is None or one.severity is Severity.ERROR or one.path in changed]
    touched = _touched(plan, changed) if changed is not None else None
    made = touched | _LISTS if touched is not None and home else None
    addresses = preview.addresses(lambda name: made is None or name in made)
    unread = _unread(plan, changed, problems)
    disk = _Disk(frozenset(map(_file, (*addresses, *unread))), home)
    with locked(folder), beside(folder) as staging:
        for address in addresses:
            _save(staging / _file(address), disk.page(address, preview.shown(address), problems))
        for address, path in unread.items():
            shown = replace(preview.missing(), failure=f"{path} cannot be read; what is wrong is listed here")
            _save(staging / _file(address), disk.page(address, shown, problems))
        for name, source in overlay.FILES.items():
            _save(staging / _OWN / name, source.read_bytes())
        pages = [*unread, *(address for address in addresses if _is_page(address))]
        listed = [one for one in pages if touched is None or one in touched or one in unread] or pages[:1]
        _save(staging / FIRST, _first(listed, plan.context.facts.site_info.name, problems))
        if folder.exists():
            shutil.rmtree(folder)
        staging.rename(folder)
    return Written(folder / FIRST, len(pages), tuple(problems))


def _touched(plan: SitePlan, changed: Collection[str]) -> Set[str] | None:
    """The names of the tasks for changed files; None where a file shapes all pages."""
    named: dict[str, str] = {one.path: entry_task(one.slug).name for one in plan.entries}
    named |= {artifact.source: artifact.address for artifact in page_artifacts(plan.site)}
    layout = plan.site.layout
    below = (f"{layout.entries}/", f"{layout.images}/", *([f"{layout.pages}/"] if layout.pages else []))
    ours = (*below, f"{layout.docs}/", f"{layout.data}/", f"{layout.templates}/", *FILES)
    shaping = [path for path in changed if path.startswith(ours) and not path.startswith(below)]
    entries = [one for one in plan.entries if one.path in changed]
    shown = {f"topics/{topic}/" for one in entries for topic in one.topics} | {
        f"covers/{one.slug}.svg" for one in entries
    }
    return None if shaping else {named[path] for path in changed if path in named} | shown


def _unread(plan: SitePlan, changed: Collection[str] | None, problems: Iterable[Problem]) -> dict[str, str]:
    """Addresses, with the files, for changed entries that cannot be read at all: a page to say it on."""
    wrong = {problem.path for problem in problems} if changed is None else {*changed}
    known = {one.path for one in plan.entries}
    root, prefix = plan.site.root, plan.site.layout.prefix
    return {
        f"{prefix}{ENTRIES}/{Path(path).stem}/": path
        for path in sorted(wrong - known)
        if path.startswith(f"{plan.site.layout.entries}/") and is_entry_path(path) and (root / path).is_file()
    }


class _Disk(NamedTuple):
    """A site as it lies in a folder, where an address that ends in a slash leads nowhere."""

    files: Set[str]
    """All that is there."""
    home: str
    """The published site's address; empty if there is none."""

    def page(self, address: str, shown: Shown, problems: Iterable[Problem]) -> bytes:
        """A file as it is written; a page has the problems on it, and links that can be followed from a disk."""
        if not _is_page(address):
            return shown.content or b""
        content = (shown.content or b"<!doctype html><html lang=en><title>No page</title><body></body>").decode()
        head, end, rest = _TAG.sub(
            lambda tag: self._tag(tag[1] or tag[3], address) + (tag[2] or ""), content
        ).rpartition("</body>")
        up = "../" * _file(address).count("/")
        added = f'<link rel="stylesheet" href="{up}{_OWN}/preview.css">' + overlay.overlay(
            problems, failure=shown.failure
        )
        return f"{head}{added}{end}{rest}".encode()

    def _tag(self, tag: str, address: str) -> str:
        return _LINK.sub(
            lambda link: f'{link[1]}="{escape(self._link(unescape(link[2].strip(_QUOTES)), address))}"', tag
        )

    def _link(self, link: str, address: str) -> str:
        parts = urlsplit(link)
        if parts.scheme or parts.netloc or not parts.path:
            return link
        target = unquote(urljoin(f"/{quote(address)}", parts.path)).lstrip("/")
        if (file := _file(target)) in self.files:
            path = quote(posixpath.relpath(file, posixpath.dirname(_file(address)) or "."))
        elif self.home:
            path = urljoin(self.home, quote(target))
        else:
            return link
        return f"{path}{'?' * bool(parts.query)}{parts.query}{'#' * bool(parts.fragment)}{parts.fragment}"


def _first(pages: Iterable[str], name: str, problems: Iterable[Problem]) -> bytes:
    """The page to begin with, in English, as problems are."""
    values = {"name": name, "pages": [(address, quote(_file(address))) for address in pages], "folder": _OWN}
    page = Templates([TEMPLATES]).render("preview/first.html.jinja", values)
    return page.replace("</body>", f"{overlay.overlay(problems)}</body>").encode()


def _is_page(address: str) -> bool:
    return not address or address.endswith(("/", ".html"))


def _file(address: str) -> str:
    return f"{address}index.html" if not address or address.endswith("/") else address


def _save(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
