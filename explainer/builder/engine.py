"""MkDocs with a site's configuration: what it makes of artifacts, one by one, in the bytes that its own build gives."""

from __future__ import annotations

import os
import posixpath
import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from mkdocs.commands import build as mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc
from mkdocs.utils import get_build_date

from explainer.keys import digest
from explainer.mkdocs_plugin import artifact_file
from explainer.outputs.base import Artifact
from explainer.templating import theme_sources

_EXTENSIONS = frozenset(("toc", "tables", "fenced_code", "attr_list", "footnotes", "def_list", "admonition"))
"""Extensions of Markdown that leave headings, and blocks that are HTML already, as they are."""
_VARIABLES = frozenset(
    ("page", "config", "nav", "base_url", "mkdocs_version", "build_date_utc", "extra_css", "extra_javascript")
)
"""What a template of the theme may use without seeing the site's other pages."""
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkdn", ".mkd")
_LINKED = re.compile(r"[\w./-]+\.md\b")


def unsupported(config: MkDocsConfig) -> str:
    """Why MkDocs itself must build a site: the first reason, in words; empty if it need not."""
    others = [name for name in config.plugins if name != "explainer"]
    if others:
        return f"the plugin `{others[0]}` may want to see every page"
    if config.hooks:
        return "hooks may want to see every page"
    if config.extra_templates:
        return "`extra_templates` may list every page"
    if config.strict:
        return "`strict` wants MkDocs' own warnings"
    strangers = sorted(path for path in _media(config) if path.endswith(_MARKDOWN))
    if strangers:
        return f"`content/{strangers[0]}` is a page outside of `content/pages/`"
    unknown = theme_sources(config.theme.get_env(), "main.html").variables - _VARIABLES
    if unknown:
        return f"the theme's `main.html` asks for `{min(unknown)}`"
    return ""


def _media(config: MkDocsConfig) -> Iterator[str]:
    """The files below `content/` that are neither entries nor pages."""
    for folder, folders, names in os.walk(config.docs_dir, followlinks=True):
        inside = os.path.relpath(folder, config.docs_dir)
        if inside == ".":
            folders[:] = [name for name in folders if name not in ("entries", "pages")]
        folders.sort()
        yield from (posixpath.normpath(Path(inside, name).as_posix()) for name in sorted(names))


_HEADING = re.compile(r"## (.*) \{: #(\S+)(?: (.*?))? \}")
_ODD = ("\t", "\r", "\x02", "\x03", "\n\n\n")
_ONLY_SPACES = re.compile(r"\n +\n")
"""With the signs above, what Markdown would change before it looks at anything."""


def finished(markdown: str) -> tuple[str, list[tuple[str, str]]] | None:
    """What Markdown makes of a page from our templates: HTML, and its headings (id, text). None if it must be asked.

    Such a page is blocks of HTML, which Markdown leaves alone, between headings of the second level with an id.
    """
    if any(sign in markdown for sign in _ODD) or _ONLY_SPACES.search(markdown):
        return None
    parts: list[str] = []
    block: list[str] = []
    headings: list[tuple[str, str]] = []
    for line in markdown.strip("\n").split("\n"):
        heading = _HEADING.fullmatch(line) if line.startswith("#") else None
        if heading is None:
            block.append(line)
            continue
        if text := "\n".join(block).strip("\n"):
            parts.append(text + "\n")
        block.clear()
        words, ident, attributes = heading.groups()
        parts.append(f'<h2{" " + attributes if attributes else ""} id="{ident}">{words}</h2>')
        headings.append((ident, words))
    if text := "\n".join(block).strip("\n"):
        parts.append(text)
    return ("\n".join(parts), headings) if all(part.startswith("<") for part in parts) else None


class _Page(NamedTuple):
    """A page as templates see it that list every page."""

    url: str
    canonical_url: str | None
    abs_url: str | None
    update_date: str
    is_link: bool = False
    meta: Mapping[str, Any] = {}


class _File(NamedTuple):
    page: _Page


class _Everything(Files):
    """A site's files for templates that list every page; of a page only what the sitemap says is known."""

    def __init__(self, pages: Iterable[_Page]) -> None:
        super().__init__([])
        self._listed = [_File(page) for page in pages]

    def documentation_pages(self, **_: Any) -> Sequence[Any]:
        return self._listed


class Engine:
    """MkDocs with a site's configuration."""

    def __init__(self, config: MkDocsConfig, written: Sequence[Artifact], addresses: Collection[str]) -> None:
        """`written` are the hand-written pages, `addresses` those of the pages that we make."""
        self._config = config
        self._today = get_build_date()
        config.plugins._current_plugin = "explainer"  # MkDocs writes down who makes a file
        self._env = config.theme.get_env()
        self._template = self._env.get_template("main.html")
        self._ready = set(config.markdown_extensions) <= _EXTENSIONS and not config.mdx_configs.get("toc")
        self.media = Files([self._medium(path) for path in _media(config)])
        set_exclusions(self.media, config)
        self.media.add_files_from_theme(self._env, config)
        mentioned = {*_named(config.nav), *(path for page in written for path in _linked(page))}
        made = (Artifact(path, "", "") for path in sorted(mentioned) if path.endswith(".md"))
        pages = {page.path: page for page in (*(one for one in made if one.address in addresses), *written)}
        files = {path: artifact_file(page, config) for path, page in pages.items()}
        self._files = Files([*self.media, *files.values()])
        self._nav = get_navigation(self._files, config)
        self._pages = {path: file.page for path, file in files.items() if file.page is not None}
        for artifact in written:  # its title may stand in the navigation of every page
            if self._pages[artifact.path] in self._nav.pages:
                mkdocs._populate_page(self._pages[artifact.path], config, self._files)

    @property
    def key(self) -> str:
        """Another text where pages may be finished otherwise than before."""
        theme = theme_sources(self._env, "main.html")
        dated = any("date" in text for text in theme.texts)
        moment = os.environ.get("SOURCE_DATE_EPOCH", "") if dated else ""
        titles = [(page.title, page.url) for page in self._nav.pages]
        settings = {name: repr(value) for name, value in self._config.items() if name not in _ELSEWHERE}
        look = sorted(map(repr, self._config.theme.items()))
        return digest(theme.texts, moment, titles, sorted(settings.items()), look)

    def finish(self, artifact: Artifact) -> bytes:
        """The file that readers get."""
        if not artifact.is_page:
            return artifact.content.encode()
        page = self._pages.get(artifact.path) or Page(None, artifact_file(artifact, self._config), self._config)
        ready = finished(artifact.body) if artifact.meta is not None and self._ready else None
        if ready is None:
            page.file._content = artifact.content
            mkdocs._populate_page(page, self._config, self._files)
        else:
            page.meta = dict(artifact.meta or {})
            page.markdown, (page.content, headings) = artifact.body, ready
            page.toc = get_toc([{"level": 2, "id": ident, "name": name, "children": []} for ident, name in headings])
        page.active = True
        try:
            name = page.meta.get("template")
            template = self._env.get_template(name) if name else self._template
            text = template.render(mkdocs.get_context(self._nav, [], self._config, page))
        finally:
            page.active = False
        return text.encode("utf-8", errors="xmlcharrefreplace")

    def templates(self, folder: Path, pages: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bytes]]:
        """What the theme makes once for a site, the sitemap and the page of errors: paths and contents.

        `pages` are the addresses of all pages to list, and the days of their last changes (or empty). MkDocs writes
        into `folder`, which is gone afterwards.
        """
        site_dir, self._config.site_dir = self._config.site_dir, str(folder)
        everything = _Everything(self._listed(address, changed) for address, changed in pages)
        try:
            for name in sorted(self._config.theme.static_templates):
                mkdocs._build_theme_template(name, self._env, everything, self._config, self._nav)
        finally:
            self._config.site_dir = site_dir
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield path.relative_to(folder).as_posix(), path.read_bytes()
        shutil.rmtree(folder)

    def _listed(self, address: str, changed: str) -> _Page:
        base = (self._config.site_url or "").rstrip("/") + "/"
        if _PLAIN.fullmatch(address) and len(base) > 1:  # as for nearly all; the other way takes thirty times as long
            whole = base + address
            return _Page(address or "./", whole, urlsplit(whole).path, changed or self._today)
        page = Page(None, artifact_file(Artifact(f"{address}index.md", "", ""), self._config), self._config)
        return _Page(page.url, page.canonical_url, page.abs_url, changed or self._today)

    def _medium(self, path: str) -> File:
        return File(path, self._config.docs_dir, self._config.site_dir, self._config.use_directory_urls)


_PLAIN = re.compile(r"[a-z0-9/._-]*")
_ELSEWHERE = frozenset(("site_dir", "plugins", "config_file_path", "docs_dir", "dev_addr", "theme"))
"""Settings that change no page; of the theme, its files are looked at themselves."""


def _named(navigation: Any) -> Iterator[str]:
    """The files that a navigation names."""
    if isinstance(navigation, str):
        yield posixpath.normpath(navigation)
    elif isinstance(navigation, dict):
        for below in navigation.values():
            yield from _named(below)
    elif isinstance(navigation, list):
        for below in navigation:
            yield from _named(below)


def _linked(page: Artifact) -> Iterator[str]:
    """The files that a hand-written page links to, as they are called from the top."""
    folder = posixpath.dirname(page.path)
    for link in _LINKED.findall(page.content):
        yield posixpath.normpath(posixpath.join(folder, link))
