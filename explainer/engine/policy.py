"""The content security policy of a site: what its theme's own inline scripts and styles need, and nothing else."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence, Set
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mkdocs.config.base import BaseConfigOption, ValidationError
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_DATA = re.compile(r"""\b(?:src=|type=["']?(?!module|text/javascript|application/javascript))""", re.IGNORECASE)
_LOADED = re.compile(
    r"""<(script|link|img)\b[^>]*?\b(?:src|href)=["']?(https?://[^"'\s>]+)[^>]*>""", re.IGNORECASE | re.DOTALL
)
_KINDS = {"script": "script-src", "img": "img-src"}
_GOOGLE_FONTS = "https://fonts.googleapis.com"
_GOOGLE_TAG = "https://*.googletagmanager.com"
_GOOGLE_ANALYTICS = ("https://*.google-analytics.com", _GOOGLE_TAG)
_GITHUB = re.compile(r".+github\.com/[^/]", re.IGNORECASE)
_GITLAB = re.compile(r".+?([^/]*gitlab[^/]+)/.", re.IGNORECASE)
"""As Material's script reads the address of a repository."""

_SOURCE = re.compile(r"[^\s;,\"]+")
"""What can stand in a policy without ending a part of it, or the attribute around it."""

Sources = Mapping[str, Sequence[str]]
"""By directive, `connect-src`: what else it allows."""

_OURS: Sources = {
    "default-src": ["'none'"],
    # Pagefind's search is WebAssembly.
    "script-src": ["'self'", "'wasm-unsafe-eval'"],
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "font-src": ["'self'"],
    "connect-src": ["'self'"],
    "manifest-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
}
DIRECTIVES = frozenset((*_OURS, "child-src", "frame-src", "media-src", "object-src", "worker-src"))
"""Those that an owner may widen; what no frame needs stays with `default-src 'none'`."""


def policy(pages: Iterable[str], *others: Sources) -> str:
    """A policy (CSP level 3) under which the frames of these pages work.

    What a frame holds inline is named by its hash. An origin that a frame loads a script or a style sheet from was
    named by the site's owner, and is allowed for that kind alone. `others` are what the owner named elsewhere.
    """
    return _widened(_OURS, (*map(_needed_by, pages), *others))


def widened(policy: str, page: str) -> str:
    """A policy that also allows what one page holds and loads."""
    directives = {name: sources for name, *sources in (part.split(" ") for part in policy.split("; "))}
    return _widened(directives, [_needed_by(page)])


def _needed_by(page: str) -> dict[str, set[str]]:
    sources: dict[str, set[str]] = {f"{kind}-src": set() for kind in ("script", "style", "font", "img")}
    for kind, attributes, text in _INLINE.findall(page):
        if text and not _DATA.search(attributes):
            name = b64encode(sha256(text.encode()).digest()).decode()
            sources[f"{kind.lower()}-src"].add(f"'sha256-{name}'")
    for match in _LOADED.finditer(page):
        parts = urlsplit(unescape(match[2]))
        origin = f"{parts.scheme}://{parts.netloc}"
        if match[1].lower() in _KINDS:
            sources[_KINDS[match[1].lower()]].add(origin)
        elif "icon" in match[0]:
            sources["img-src"].add(origin)
        elif "stylesheet" in match[0]:
            sources["style-src"].add(origin)
            if origin == _GOOGLE_FONTS:
                sources["font-src"].add("https://fonts.gstatic.com")
    return sources


def _widened(directives: Sources, others: Iterable[Mapping[str, Iterable[str]]]) -> str:
    added: dict[str, set[str]] = {}
    for sources in others:
        for name, named in sources.items():
            added.setdefault(name, set()).update(named)
    every: Sources = {**directives, **dict.fromkeys(sorted(added.keys() - directives), ())}
    return "; ".join(" ".join((name, *_allowed(own, added.get(name, set())))) for name, own in every.items())


def _allowed(own: Sequence[str], added: Set[str]) -> Sequence[str]:
    """Sources in a steady order; nothing else stands beside `'none'`, and hashes undo `'unsafe-inline'`."""
    if "'unsafe-inline'" in added:
        added = {one for one in added if not one.startswith("'sha256-")}
    return (*(one for one in own if not added or one != "'none'"), *sorted(added - {*own})) or ("'none'",)


class PolicyOption(BaseConfigOption[bool | Sources | None]):
    """`true`, `false` for a site without a policy, or what else the policy allows: sources by directive."""

    def __init__(self) -> None:
        super().__init__()
        self.default = None

    def run_validation(self, value: object) -> bool | Sources | None:
        """Raises ValidationError for what no browser would understand."""
        if value is None or isinstance(value, bool):
            return value
        if not isinstance(value, Mapping):
            raise ValidationError("write `true`, `false`, or lists of sources: `{connect-src: [https://example.org]}`")
        for directive, sources in value.items():
            if directive not in DIRECTIVES:
                raise ValidationError(f"`{directive}` is none of {', '.join(sorted(DIRECTIVES))}")
            if not isinstance(sources, list) or not all(_SOURCE.fullmatch(str(one)) for one in sources):
                raise ValidationError(f"`{directive}` must be a list of sources, as in `[https://example.org]`")
        return value


def third_parties(config: MkDocsConfig, *, figures: bool) -> Sources:
    """What the owner asks of others by a setting of Material's: its scripts ask them once a page is there.

    `figures` says whether they ask a repository's host for its stars and forks.
    """
    sources: dict[str, Sequence[str]] = {}
    analytics: Any = config.extra.get("analytics")
    if isinstance(analytics, Mapping) and analytics.get("provider") == "google":
        # https://developers.google.com/tag-platform/security/guides/csp
        connect = (*_GOOGLE_ANALYTICS, "https://*.analytics.google.com")
        sources = {"script-src": [_GOOGLE_TAG], "img-src": _GOOGLE_ANALYTICS, "connect-src": connect}
    if figures and (host := _figures(config.repo_url or "")):
        sources["connect-src"] = (*sources.get("connect-src", ()), f"https://{host}")
    return sources


def _figures(repository: str) -> str:
    """The host that Material's script asks for the figures of a repository."""
    if _GITHUB.match(repository):
        return "api.github.com"
    gitlab = _GITLAB.match(repository)
    return gitlab[1] if gitlab else ""


def shows_figures(config: MkDocsConfig) -> bool:
    """Whether readers may be shown a repository's figures: only where they are asked for their consent first."""
    return bool(config.extra.get("consent"))


def keep_to_itself(config: MkDocsConfig) -> None:
    """Material takes fonts from Google unless it is told otherwise; here only if the site's owner names one."""
    named: Any = None
    if config.config_file_path:
        with Path(config.config_file_path).open("rb") as file:
            named = yaml_load(file, get_yaml_loader(config=config)).get("theme")
    if not isinstance(named, Mapping) or "font" not in named:
        config.theme["font"] = False
