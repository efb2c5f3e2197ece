"""Finds settings with which explainers cannot be published, and policies in `site.yml` that lead nowhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from explainer.checks.base import Context
from explainer.content import yamlfile
from explainer.content.layout import settings_file
from explainer.model import Site
from explainer.model.policies import OURS
from explainer.problems import Pointer, Problem, Severity, nearest

HTML = "makes addresses that end in `.html`, and those of explainers end in a slash"
REFUSED = {
    "offline": (HTML, "take it out of `plugins`; explainers need `use_directory_urls: true`"),
    "i18n": (
        "leaves out pages that other plugins make, and so every explainer",
        "build a site of its own for explainers",
    ),
}
"""Plugins that do not go together with explainers: what they do, and what to do instead."""


def broken_settings(site: Site) -> Iterator[Problem]:
    """`mkdocs.yml` is no YAML, or has a setting twice, so that one of the two is lost."""
    with suppress(OSError, UnicodeDecodeError):  # whoever builds the site reports it
        yield from yamlfile.settings_problems(settings_file(site.root))


def unsupported_settings(site: Site) -> Iterator[Problem]:
    """`mkdocs.yml` has a setting, or a plugin, with which explainers cannot be published."""
    file = settings_file(site.root)
    try:
        settings = yamlfile.settings(file)
    except Exception:  # `broken_settings` reports it, or whoever builds the site
        return
    found: list[tuple[Pointer, str, str]] = []
    if settings.get("use_directory_urls") == "false":
        message = f"`use_directory_urls: false` {HTML}"
        found.append((("use_directory_urls",), message, "write `use_directory_urls: true`"))
    for pointer, name, options in _plugins(settings.get("plugins")):
        what, hint = REFUSED.get(name.removeprefix("material/"), ("", ""))
        if what and not (isinstance(options, dict) and options.get("enabled") == "false"):
            found.append((pointer, f"the plugin `{name}` {what}", hint))
    found += _cut_colors(settings.get("theme"))
    for pointer, message, hint in found:
        yield Problem(file.name, message, hint, "unsupported-setting", pointer)


def _cut_colors(theme: Any) -> Iterator[tuple[Pointer, str, str]]:
    """Colours of the lean theme that YAML has cut off: a space and `#` begin a comment."""
    colors = theme.get("colors") if isinstance(theme, dict) else None
    for name, value in colors.items() if isinstance(colors, dict) else ():
        if isinstance(value, str) and value.count("(") != value.count(")"):
            hint = f'put it in quotes, as a space and `#` begin a comment: `{name}: "light-dark(#fff, #111)"`'
            yield ("theme", "colors", name), f"the colour `{value}` ends too early", hint


def unknown_pages(site: Site) -> Iterator[Problem]:
    """`site.yml` names a page for a policy that the site does not have."""
    known = [address for address in (*(page.file.removesuffix("index.html") for page in site.pages), *OURS) if address]
    given = site.settings.policies.model_dump(exclude_none=True)
    for name in (name for name in given if name not in site.policies):
        written = given[name].partition("#")[0]
        hint = nearest(written, known, "write the page's address, as in `about/`, or a whole one with `https://`")
        path = f"{site.layout.data}/site.yml"
        yield Problem(path, f"there is no page `{written}` here", hint, "unknown-page", ("policies", name))


def unknown_lead(context: Context) -> Iterator[Problem]:
    """`site.yml` has an explainer lead the front page that cannot: there is none of this name, or it is withdrawn."""
    site, slug = context.site, context.site.settings.front.lead
    if slug is None:
        return
    path, pointer = f"{site.layout.data}/site.yml", ("front", "lead")
    if not context.may_exist(slug):
        hint = nearest(
            slug, list(context.by_slug), "write the name of an entry's file without `.yml`, or delete the line"
        )
        if slug in context.by_alias:
            hint = f"it is called `{context.by_alias[slug][0].slug}` now"
        yield Problem(path, f"there is no entry `{slug}` to lead the front page", hint, "unknown-lead", pointer)
    elif any(entry.status == "withdrawn" for entry in context.by_slug.get(slug, ())):
        message = f"`{slug}` is withdrawn, so that another entry leads the front page"
        hint = "name another entry, or delete the line"
        yield Problem(path, message, hint, "unknown-lead", pointer, severity=Severity.WARNING)


def _plugins(plugins: Any) -> Iterator[tuple[Pointer, str, Any]]:
    """Where each plugin stands, its name and its options; MkDocs takes a list and a mapping."""
    if isinstance(plugins, dict):
        yield from ((("plugins", name), name, options) for name, options in plugins.items())
    elif isinstance(plugins, list):
        for index, item in enumerate(plugins):
            name, options = next(iter(item.items())) if isinstance(item, dict) and item else (item, None)
            yield ("plugins", index), str(name), options
