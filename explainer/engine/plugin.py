"""The MkDocs plugin: checks the content, then adds every artifact to the files that MkDocs builds.

ProperDocs runs it too, so it imports nothing of the engine but `mkdocs.*`.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urljoin

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin, event_priority, get_plugin_logger
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from explainer.checks import check
from explainer.content.load import load_site
from explainer.content.media import is_content
from explainer.engine.content import content_of
from explainer.engine.files import (
    artifact_file,
    assets,
    has_own_pages,
    is_taken,
    layout_of_config,
    own_theme,
    site_info_of,
    site_root,
)
from explainer.engine.frame import Frame
from explainer.engine.frames import frame_of
from explainer.engine.moment import day, moment
from explainer.engine.notices import tell_of_frame, tell_of_history
from explainer.engine.options import ExplainerConfig, refuse_settings
from explainer.engine.pictures import place_pictures, published_pictures
from explainer.engine.policy import keep_to_itself
from explainer.engine.search import SearchFailed, make_index
from explainer.engine.sitemap import split_built_sitemap
from explainer.engine.sums import write_sums
from explainer.history.lost import kept_history
from explainer.outputs import rendered
from explainer.outputs.base import Artifact
from explainer.outputs.data.log import LOG, is_made
from explainer.outputs.plan import SitePlan
from explainer.outputs.theme import theme_context
from explainer.problems import ContentError, Problem, Severity
from explainer.resources import TEMPLATES
from explainer.resources.staging import Locked, locked
from explainer.text.plain import printable
from explainer.text.templating import Environment

if TYPE_CHECKING:
    from mkdocs.livereload import LiveReloadServer  # which brings half of what watches files
    from mkdocs.utils.templates import TemplateContext

log = get_plugin_logger("explainer")


class ExplainerPlugin(BasePlugin[ExplainerConfig]):
    """Lets `mkdocs build` and `mkdocs serve` work on entries as they stand."""

    def __init__(self) -> None:
        self.preview = False
        self.asked_by_mike = False
        # MkDocs hands nothing from one event to the next.
        self._artifacts: Mapping[str, Artifact] = {}
        self._pictures: Mapping[str, Path] = {}
        self._nav = Navigation([], [])
        self._lock = ExitStack()
        self.frame: Frame | None = None
        self.moment = datetime.min.replace(tzinfo=UTC)  # of the build that `prepare` was called for

    def begin(self, moment: datetime) -> None:
        """Forgets the last build: MkDocs keeps plugins as long as the process lives."""
        self.moment, self._artifacts = moment, {}

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Drafts are shown in the preview only."""
        self.preview = command == "serve"
        self.asked_by_mike = str(command) == "mike"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Loads and checks the content before MkDocs empties the last good site."""
        if self.asked_by_mike:  # it reads the configuration, and may have a build made by another process
            return config
        if "MIKE_DOCS_VERSION" in os.environ:
            config.extra.setdefault("version", {"provider": "mike"})
        root = site_root(config)
        refuse_settings(config)
        site = load_site(root, layout_of_config(config))
        today = day(site, self.config.today)
        problems = check(site, today)
        errors = [problem for problem in problems if problem.severity is Severity.ERROR]
        if errors:
            raise PluginError(_listed(errors))
        if problems:
            # Not a warning of MkDocs': what falls due overnight must not break a strict build in which nothing changed.
            log.info("%d warning(s); `explainer check` shows them", len(problems))
        site_info = site_info_of(config)
        try:
            history = kept_history(site, root / ".cache", site.entries)
            if history.missing:
                log.info("no earlier versions: %s", history.missing)
            plan = SitePlan.of(site, today, preview=self.preview, history=history, site_info=site_info)
            artifacts = rendered(plan)
        except ContentError as error:
            raise PluginError(_listed(error.problems)) from error
        prepare(config, plan)
        self._artifacts = {artifact.path: artifact for artifact in artifacts}
        tell_of_history(site.entries, history, self._artifacts)
        tell_of_frame(config)
        self._pictures = published_pictures(plan)
        return config

    def on_pre_build(self, *, config: MkDocsConfig) -> None:
        """Nobody else may build the same folder meanwhile, which MkDocs empties next."""
        try:
            self._lock.enter_context(locked(Path(config.site_dir)))
        except Locked as error:
            raise PluginError(str(error)) from error

    def on_build_error(self, *, error: Exception) -> None:
        """Lets others build."""
        self._lock.close()

    @event_priority(100)  # others, such as `redirects`, look for what a site has
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Takes out what only the program reads, and puts in what it made."""
        for file in [file for file in files if is_content(file.src_uri, layout_of_config(config))]:
            files.remove(file)
        docs = layout_of_config(config).docs
        claimed = {one.destination for one in self._artifacts.values() if one.source != f"{docs}/{one.path}"}
        try:
            for file in files:
                is_taken(file, claimed, config)
        except ContentError as error:
            raise PluginError(_listed(error.problems)) from error
        for artifact in self._artifacts.values():
            if artifact.path not in files.src_uris:  # else it is a page of the site's own
                files.append(artifact_file(artifact, config))
        for file in (*assets(config), *place_pictures(self._pictures, files, config)):
            if file.src_uri not in files.src_uris:
                files.append(file)
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> None:
        """A page without a day of its own has that of the site's last real change, not that of the build."""
        self._nav = nav
        for file in files.documentation_pages():
            if file.page is not None:
                file.page.update_date = f"{self.moment:%Y-%m-%d}"

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> None:
        """The policy needs every frame that the theme makes, before the first page is finished."""
        written = (file for file in files.documentation_pages() if file.src_uri not in self._artifacts)
        depth = max((file.url.count("/") for file in written), default=0)
        self.frame = frame_of(config, env, self._nav, depth, preview=self.preview)

    @event_priority(100)
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        """Our pages are HTML already, which no extension of Markdown nor a plugin for macros needs to see."""
        if self._is_ours(page, config):
            place(page, config)
        artifact = self._artifacts.get(page.file.src_uri)
        return None if artifact is None or artifact.meta is None else ""

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str | None:
        """The content and the contents of our pages."""
        artifact = self._artifacts.get(page.file.src_uri)
        if artifact is None or artifact.meta is None:
            return None
        if page.file.generated_by:  # no commit made it: a plugin that says which gives the time of the build
            for name in [name for name in page.meta if name.startswith("git_")]:
                del page.meta[name]
        content = content_of(artifact, trusted=not has_own_pages(config))
        page.toc = content.toc
        return content.html

    def on_page_context(self, context: TemplateContext, *, page: Page, config: MkDocsConfig, nav: Navigation) -> None:
        """A theme that names the time of the build gives the same."""
        if self._is_ours(page, config):
            context["build_date_utc"] = self.moment

    def on_template_context(self, context: TemplateContext, *, template_name: str, config: MkDocsConfig) -> None:
        """The same on the page of errors."""
        if not layout_of_config(config).prefix:
            context["build_date_utc"] = self.moment

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """What the head needs reaches it whatever the theme, or its owner's overrides, put there."""
        assert self.frame is not None  # noqa: S101 - on_env comes first
        if not self._is_ours(page, config):
            return output
        return self.frame.finish(output, page.meta, page.url, page.content or "")

    def _is_ours(self, page: Page, config: MkDocsConfig) -> bool:
        """Whether a page may be changed: in a site that was there before, only those that we made."""
        artifact = self._artifacts.get(page.file.src_uri)
        return not layout_of_config(config).prefix or (artifact is not None and artifact.meta is not None)

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """The page of errors, too."""
        assert self.frame is not None  # noqa: S101 - on_env comes first
        ours = template_name.endswith(".html") and not layout_of_config(config).prefix
        return self.frame.finish(output, {}, template_name) if ours else output

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """A build that left a page out is no good build. What readers search is made of the finished pages.

        The preview has no search: it is built again with every keystroke that is saved.
        """
        folder = Path(config.site_dir)
        # What becomes of a page of the site's own is its owner's affair: a blog moves posts elsewhere.
        made = [one for one in self._artifacts.values() if is_made(one.source)]
        missing = [artifact for artifact in made if not (folder / artifact.destination).is_file()]
        if missing:
            names = ", ".join(f"/{artifact.address}" for artifact in missing[:5])
            raise PluginError(f"{len(missing)} of {len(self._artifacts)} pages were not built: {names}")
        prefix = layout_of_config(config).prefix
        if prefix + LOG in self._artifacts:
            write_sums(folder, prefix, (one.destination for one in made))
        split_built_sitemap(folder, config.site_url or "")
        if self.config.search and not self.preview:
            try:
                make_index(folder / prefix)
            except SearchFailed as error:
                raise PluginError(str(error)) from error
        self._lock.close()

    def on_serve(
        self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Callable[..., Any]
    ) -> LiveReloadServer:
        """The preview follows shared records and templates too; MkDocs watches `content/` itself."""
        root = site_root(config)
        layout = layout_of_config(config)
        for folder in dict.fromkeys((root / layout.data, root / layout.templates, TEMPLATES)):
            if folder.is_dir():
                server.watch(str(folder))
        return server


def add_theme(config: MkDocsConfig) -> None:
    """Puts our sitemap between the named theme and MkDocs' own; the site's own templates stand before the theme."""
    ours = str(TEMPLATES / "all")
    folders = config.theme.dirs
    if ours not in folders:
        folders.insert(len(folders) - 1, ours)  # the last is MkDocs' own
    own = own_theme(config)
    if own is not None and str(own) not in folders:
        folders.insert(1 if config.theme.custom_dir else 0, str(own))


def place(page: Page, config: MkDocsConfig) -> None:
    """The sitemap gives the day of the last real change, not that of the build; an old version names the newest."""
    page.update_date = str(page.meta.get("changed") or page.update_date)
    if (canonical := page.meta.get("canonical")) and config.site_url:
        page.canonical_url = urljoin(site_info_of(config).url, canonical)
    # A site that was there before shows its navigation in the sidebar, unless tabs do.
    if layout_of_config(config).prefix and "navigation.tabs" not in (config.theme.get("features") or ()):
        page.meta["hide"] = [part for part in page.meta.get("hide") or () if part != "navigation"]


def prepare(config: MkDocsConfig, plan: SitePlan) -> None:
    """Gives MkDocs our theme and the words in it, and the plugin the time of the build."""
    add_theme(config)
    if not plan.site.layout.prefix:
        keep_to_itself(config)  # a site that was there before asks whom its owner has it ask
    config.extra["explainer"] = theme_context(plan.context)
    plugin_of(config).begin(moment(plan))


def plugin_of(config: MkDocsConfig) -> ExplainerPlugin:
    """This plugin, as a configuration names it."""
    plugin = config.plugins["explainer"]
    assert isinstance(plugin, ExplainerPlugin)  # noqa: S101 - the name is an entry point of this package
    return plugin


def _listed(problems: Iterable[Problem]) -> str:
    lines = [f"{printable(str(problem))}\n    {printable(problem.hint)}" for problem in problems]
    return f"{len(lines)} error(s) in the content; nothing was built\n" + "\n".join(lines)
