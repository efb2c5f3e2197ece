"""What `mkdocs.yml` may say of the plugin."""

from __future__ import annotations

from datetime import date
from typing import Any

from mkdocs.config import config_options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError

from explainer.checks.settings import HTML, REFUSED
from explainer.engine.policy import PolicyOption


class ExplainerConfig(Config):
    """What `mkdocs.yml` may say below `explainer:`."""

    today: Any = config_options.Optional(config_options.Type((str, date)))
    """The day on which the site is built, `2026-11-22`; without it the newsroom's calendar day."""
    search = config_options.Type(bool, default=True)
    """Whether a build makes the index of our own search page."""
    entries_dir = config_options.Type(str, default="entries")
    """The folder of the entries, in `docs_dir`. Their pictures are in `images/` there."""
    pages_dir = config_options.Optional(config_options.Type(str))
    """The folder in `docs_dir` whose pages stand at the site's root: `pages` if `docs_dir` is `content`, else none."""
    data_dir = config_options.Type(str, default="site_data")
    """The folder of the shared records, beside mkdocs.yml."""
    templates_dir = config_options.Type(str, default="templates")
    """The folder of the site's own templates for our pages, beside mkdocs.yml."""
    prefix = config_options.Optional(config_options.Type(str))
    """The folder of the published site for our pages: the site's root if `docs_dir` is `content`, else `news`."""
    policy = PolicyOption()
    """Whether our pages carry a content security policy, or what else it allows: sources by directive. If not set, they
    do where all pages of the site are ours."""
    home = ""
    """No option: the site's address, where a build is for an edition with an address of its own.

    It stands here, as MkDocs keeps plugins for as long as the process lives, but reads their options for each build.
    """


def refuse_settings(config: MkDocsConfig) -> None:
    """Raises PluginError for settings with which pages would not be what they should be."""
    for name, (what, hint) in REFUSED.items():
        for plugin in (config.plugins.get(name), config.plugins.get(f"material/{name}")):
            if plugin is not None and plugin.config.get("enabled", True):
                raise PluginError(f"the plugin `{name}` {what}; {hint}")
    if not config.use_directory_urls:
        raise PluginError(f"`use_directory_urls: false` {HTML}; write `use_directory_urls: true`")
