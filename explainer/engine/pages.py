"""MkDocs with a site's configuration: what it makes of artifacts, one by one, in the bytes that its own build gives."""

from __future__ import annotations

import posixpath
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from mkdocs.commands import build as mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, set_exclusions
from mkdocs.structure.nav import get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import normalize_url
from mkdocs.utils.meta import get_data

from explainer.content.media import media
from explainer.engine.content import content_of
from explainer.engine.files import artifact_file, assets, has_own_pages, layout_of_config, site_root
from explainer.engine.frames import frame_of
from explainer.engine.listing import AllPages, ListedPage, ShownFiles
from explainer.engine.page_index import NAMES, PageIndex
from explainer.engine.pictures import place_pictures
from explainer.engine.plugin import place, plugin_of
from explainer.engine.sitemap import split_built_sitemap
from explainer.keys import digest
from explainer.outputs.base import Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.resources import TEMPLATES
from explainer.resources.reading import files_below
from explainer.text.templating import Theme
from explainer.text.templating.shapes import Shapes

_EXTENSIONS = frozenset(("toc", "tables", "fenced_code", "attr_list", "footnotes", "def_list", "admonition"))
"""Extensions of Markdown that leave headings, and blocks that are HTML already, as they are."""
_LINKED = re.compile(r"[\w./-]+\.md\b")


def unsupported(config: MkDocsConfig, written: Iterable[Artifact], theme: Theme) -> str:
    """Why MkDocs itself must build a site: the first reason, in words; empty if it need not.

    `written` are the hand-written pages, `theme` is that of the configuration.
    """
    if config.hooks:  # which MkDocs counts among the plugins
        return "`hooks` may want to see every page"
    others = [name for name in config.plugins if name not in ("explainer", *NAMES)]
    if others:
        return f"the plugin `{others[0]}` may want to see every page"
    if any(config.plugins[name].config.get("prebuild_index") for name in NAMES if name in config.plugins):
        return "`prebuild_index` of the plugin `search` needs the whole index"
    if config.extra_templates:
        return "`extra_templates` may list every page"
    if config.strict:
        return "`strict` wants MkDocs' own warnings"
    named = {str(name) for page in written if (name := head_of(page).get("template"))}
    for template in ("main.html", *sorted(named), *sorted(config.theme.static_templates)):
        with suppress(LookupError):  # where there is no such template, MkDocs says so
            known = template == "sitemap.xml" and theme.sources(template)[0] in _sitemaps()
            if not known and theme.asks_for(template, "pages"):
                return f"the theme's `{template}` asks for `pages`, all pages of the site"
    return ""


def _sitemaps() -> list[str]:
    """Ours and MkDocs' own: what they ask of a page is known."""
    folders = (TEMPLATES / "all", Path(mkdocs.__file__).parents[1] / "templates")
    return [(folder / "sitemap.xml").read_text(encoding="utf-8") for folder in folders]


def head_of(page: Artifact) -> Mapping[str, Any]:
    """What the head of a page says; that of a hand-written one is part of its text."""
    return get_data(page.body)[1] if page.meta is None else page.meta


class Engine:
    """MkDocs with a site's configuration."""

    def __init__(  # noqa: PLR0917 - all that a site is made of
        self,
        config: MkDocsConfig,
        theme: Theme,
        written: Sequence[Artifact],
        tasks: Mapping[str, Task],
        context: RenderContext,
        published: Mapping[str, Path] = MappingProxyType({}),
    ) -> None:
        """`config` has been prepared; `written` are the hand-written pages; `tasks`, by address, make the others;
        `published` are the files of pictures, by name."""
        self._config = config
        self.index = PageIndex.of(config)
        self._moment = plugin_of(config).moment
        self._today = f"{self._moment:%Y-%m-%d}"
        self._base = config.site_url.rstrip("/") + "/" if config.site_url else ""
        self._path = urlsplit(self._base).path
        self._theme = theme
        self._env = theme.environment
        self._template = self._env.get_template("main.html")
        self._trusted = not has_own_pages(config)
        self._shapes = Shapes(self._env, normalize_url)
        self._known = set(config.markdown_extensions) <= _EXTENSIONS
        self._layout = layout_of_config(config)
        self.media = Files(
            [self._medium(path) for path in media(Path(config.docs_dir), site_root(config), self._layout)]
        )
        set_exclusions(self.media, config)
        for file in (*assets(config), *place_pictures(published, self.media, config)):
            if file.src_uri not in self.media.src_uris:
                self.media.append(file)
        self.media.add_files_from_theme(ShownFiles(config.theme.dirs), config)  # type: ignore[arg-type]
        named = dict(_named(config.nav))
        mentioned = {**dict.fromkeys((path for page in written for path in _linked(page)), True), **named}
        self._written = {page.address for page in written}
        self.native = {page.address for page in written if page.source == f"{self._layout.docs}/{page.path}"}
        """The addresses of pages that stand where their files are."""
        made = (_mentioned(*one, tasks, context, self._layout.prefix) for one in sorted(mentioned.items()))
        pages = {page.path: page for page in made if page is not None and page.address not in self._written}
        pages |= {page.path: page for page in written}
        files = {path: self._file(page) for path, page in pages.items()}
        set_exclusions(files.values(), config)
        self._files = Files([*self.media, *files.values()])
        self._nav = get_navigation(self._files, config)
        deepest = max((page.address.count("/") for page in written), default=0)
        self._frame = frame_of(config, self._env, self._nav, deepest)
        self._pages = {path: file.page for path, file in files.items() if file.page is not None}
        for path, page in self._pages.items():
            page.update_date = self._today
            # Its title may stand in the navigation of every page.
            if page in self._nav.pages and not named.get(path):
                mkdocs._populate_page(page, config, self._files)

    @property
    def key(self) -> str:
        """Another text where pages may be finished otherwise than before."""
        texts = [*self._theme.sources("main.html"), *_own_templates(self._config)]
        dated = any(name in str(text) for text in texts for name in ("build_date_utc", "update_date"))
        moment = str(self._moment) if dated else ""
        titles = [(page.title, page.url) for page in self._nav.pages]
        settings = {name: repr(value) for name, value in self._config.items() if name not in _ELSEWHERE}
        look = sorted(map(repr, self._config.theme.items()))
        searched = [repr(self._config.plugins[name].config) for name in NAMES if name in self._config.plugins]
        return digest(texts, self._frame, searched, moment, titles, sorted(settings.items()), look)

    @property
    def day(self) -> str:
        """The day that the sitemap gives for pages that have none of their own."""
        return self._today

    def around(self, address: str) -> Sequence[str]:
        """What else a page depends on: of a hand-written one, which files there are that it may link to."""
        return sorted(self._files.src_uris) if address in self._written else ()

    def is_open(self, address: str) -> bool:
        """Whether a page may depend on what nobody knows: extensions of Markdown may read other files."""
        return not self._known and address in self._written

    def finish(self, artifact: Artifact) -> bytes:
        """The file that readers get."""
        if not artifact.is_page:
            return artifact.content.encode()
        # MkDocs needs the text only of what Markdown must look at.
        new = Page(None, artifact_file(Artifact(artifact.path, "", artifact.source), self._config), self._config)
        page = self._pages.get(artifact.path, new)
        page.edit_url = new.edit_url  # when it was mentioned, its source was not known yet
        if artifact.meta is None:
            page.file.content_string = artifact.content
            mkdocs._populate_page(page, self._config, self._files)  # no public way sets what `!relative` needs
        else:
            content = content_of(artifact, trusted=self._trusted)
            page.meta, page.markdown, page.content, page.toc = dict(artifact.meta), "", content.html, content.toc
            page.update_date = self._today
        if artifact.meta is not None or not self._layout.prefix:
            place(page, self._config)
        listed = page in self._nav.pages
        ours = artifact.meta is not None or not self._layout.prefix
        page.active = True
        try:
            name = page.meta.get("template")
            template = self._env.get_template(name) if name else self._template
            context = mkdocs.get_context(self._nav, [], self._config, page)
            context = self._config.plugins.on_page_context(context, page=page, config=self._config, nav=self._nav)
            text = template.render(context) if listed else self._shapes.render(template, page, context)
        finally:
            page.active = False
        text = self._frame.finish(text, page.meta, page.url, page.content or "") if ours else text
        return text.encode("utf-8", errors="xmlcharrefreplace")

    def templates(
        self, folder: Path, pages: Iterable[tuple[str, str]], others: Mapping[str, Any] = MappingProxyType({})
    ) -> Iterator[tuple[str, bytes]]:
        """What the theme makes once for a site, the sitemap and the page of errors: paths and contents.

        `pages` are the addresses of all pages to list, and the days of their last changes (or empty); `others` says
        which of them are there in other languages. MkDocs writes into `folder`, which is gone afterwards.
        """
        site_dir, self._config.site_dir = self._config.site_dir, str(folder)
        plugin = plugin_of(self._config)  # MkDocs keeps plugins, and other sites have theirs
        plugin.moment, plugin.frame = self._moment, self._frame
        everything = AllPages(self._listed(address, changed, others.get(address)) for address, changed in pages)
        try:
            for name in sorted(self._config.theme.static_templates):
                mkdocs._build_theme_template(name, self._env, everything, self._config, self._nav)
        finally:
            self._config.site_dir = site_dir
        split_built_sitemap(folder, self._base)
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield path.relative_to(folder).as_posix(), path.read_bytes()
        shutil.rmtree(folder)

    def indexed(self, folder: Path, added: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
        """The files of the site's search plugin: paths and contents. `folder` is gone afterwards."""
        assert self.index is not None  # noqa: S101 - asked only where a search plugin is listed
        self.index.write(added, folder)
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                yield path.relative_to(folder).as_posix(), path.read_bytes()
        shutil.rmtree(folder)

    def _listed(self, address: str, changed: str, alternates: Any) -> ListedPage:
        meta, day = {"kind": "entry", "alternates": alternates} if alternates else {}, changed or self._today
        if _PLAIN.fullmatch(address) and self._base:  # as for nearly all; the other way takes thirty times as long
            return ListedPage(address or "./", self._base + address, self._path + address, day, meta=meta)
        page = Page(None, artifact_file(Artifact(f"{address}index.md", "", ""), self._config), self._config)
        return ListedPage(page.url, page.canonical_url, page.abs_url, day, meta=meta)

    def _file(self, page: Artifact) -> File:
        """A page as MkDocs knows it; one that stands where its file is, is the site's own."""
        path = page.source.removeprefix(f"{self._layout.docs}/")
        return self._medium(path) if path == page.path else artifact_file(page, self._config)

    def _medium(self, path: str) -> File:
        return File(path, self._config.docs_dir, self._config.site_dir, self._config.use_directory_urls)


_PLAIN = re.compile(r"[a-z0-9/._-]*")
_ELSEWHERE = frozenset(("site_dir", "plugins", "config_file_path", "docs_dir", "dev_addr", "theme"))
"""Settings that change no page; of the theme, its files are looked at themselves."""


def _named(navigation: Any, *, titled: bool = False) -> Iterator[tuple[str, bool]]:
    """The files that a navigation names, and whether it says what they are called."""
    if isinstance(navigation, str):
        yield posixpath.normpath(navigation), titled
    elif isinstance(navigation, dict):
        for below in navigation.values():
            yield from _named(below, titled=True)
    elif isinstance(navigation, list):
        for below in navigation:
            yield from _named(below)


def _mentioned(
    path: str, titled: bool, tasks: Mapping[str, Task], context: RenderContext, prefix: str
) -> Artifact | None:
    """A page that we make; without its text where it has an address of its own, and its title stands elsewhere."""
    if not path.endswith("index.md") or not path.startswith(prefix):
        return None
    address = path.removesuffix("index.md")
    if titled and address in tasks:
        return Artifact(path, "", "")
    # What belongs to an entry or a publisher is made with it.
    task = tasks.get(address) or tasks.get("/".join(address.split("/")[: 2 + prefix.count("/")]) + "/")
    return next((one for one in context.artifacts(task) if one.path == path), None) if task else None


def _linked(page: Artifact) -> Iterator[str]:
    """The files that a hand-written page links to, as they are called from the top."""
    folder = posixpath.dirname(page.path)
    for link in _LINKED.findall(page.content):
        yield posixpath.normpath(posixpath.join(folder, link)).lstrip("/")


def _own_templates(config: MkDocsConfig) -> list[tuple[str, bytes]]:
    """The templates in the folders of the site's own; ours are part of the program."""
    folders = (Path(config.theme.custom_dir or ""), site_root(config) / layout_of_config(config).templates)
    own = [folder for folder in folders if folder != Path() and folder.resolve() != TEMPLATES.resolve()]
    paths = ((path.relative_to(folder).as_posix(), path) for folder in own for path in files_below(folder))
    endings = (".html", ".xml", ".svg", ".jinja")
    return [(name, path.read_bytes()) for name, path in paths if path.suffix in endings]
