"""Makes the frame of a site: what all its pages get, with a policy for the frames that its theme makes."""

from __future__ import annotations

from collections.abc import Mapping

from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import get_toc

from explainer.engine.files import layout_of_config, own_theme
from explainer.engine.frame import Frame
from explainer.engine.policy import policy, shows_figures, third_parties
from explainer.text.templating import Environment

_DEEPEST = 6
"""Folders around the deepest of our own pages: frames of at least so many depths stand in the policy."""


def frame_of(config: MkDocsConfig, env: Environment, nav: Navigation, depth: int, *, preview: bool = False) -> Frame:
    """What is added to pages, with a policy for the frames of pages at every depth.

    In a `preview` there is none: MkDocs puts a script into each page.
    """
    words = config.extra["explainer"]
    prefix = layout_of_config(config).prefix
    url = config.site_url.rstrip("/") + "/" if config.site_url else ""
    wanted = config.plugins["explainer"].config.policy
    wanted = not preview and (not prefix if wanted is None else wanted)
    deepest = max(depth, _DEEPEST + prefix.count("/"))
    try:
        frames = [_frame(config, env, nav, level) for level in range(deepest + 1)]
    except Exception:  # an override asks for what an empty page has not; real pages have it, or say so
        frames = []
    # A site that was there before asks whom its owner has it ask.
    figures = bool(prefix) or shows_figures(config)
    others = (third_parties(config, figures=figures), wanted if isinstance(wanted, Mapping) else {})
    return Frame(
        words["words"],
        words["language"],
        config.site_name,
        url,
        prefix,
        policy=policy(frames, *others) if wanted else "",
        # The owner's overrides may put into a page's frame what an empty page has not.
        shared_policy=bool(frames) and not config.theme.custom_dir and own_theme(config) is None,
        figures=figures,
    )


def _frame(config: MkDocsConfig, env: Environment, nav: Navigation, depth: int) -> str:
    """An empty page as the theme makes it so many folders below the site's front page."""
    file = File("x/" * depth + "index.md", None, config.site_dir, config.use_directory_urls)
    page = Page("x", file, config)
    page.content, page.markdown, page.meta, page.toc = "<h1>x</h1>", "", {}, get_toc([])
    return env.get_template("main.html").render(get_context(nav, [], config, page))
