"""The theme's context: its words, and the content security policy."""

from __future__ import annotations

from html import escape
from typing import Any

from explainer.outputs.context import RenderContext
from explainer.text.language import Language

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        # Pagefind's search is WebAssembly.
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
    )
)
"""Nothing is loaded from anywhere else, and nothing inline runs (CSP level 3)."""

_WORDS = (
    "all_explainers",
    "changes",
    "close",
    "copied",
    "copy_link",
    "edit",
    "edition",
    "edition_current",
    "edition_other",
    "edition_old",
    "newest",
    "not_found",
    "not_found_help",
    "on_this_page",
    "report",
    "scheme_dark",
    "scheme_light",
    "scheme_system",
    "search",
    "share",
    "site",
    "skip",
    "topics",
)

_NAVIGATION = {
    "": "front_title",
    "explainers/": "all_explainers",
    "topics/": "topics",
    "whats-next/": "whats_next",
    "sources/": "sources",
    "corrections/": "corrections",
}
"""The word for each address that the navigation may name."""


def theme_context(context: RenderContext) -> dict[str, Any]:
    """The theme's context, which templates read as `config.extra.explainer`."""
    spoken = {language.spoken: language for language in context.languages.values()}
    site = context.language
    return {
        "language": site.spoken,
        "direction": site.direction,
        "csp": CONTENT_SECURITY_POLICY,
        "words": {tag: _words(spoken[tag]) for tag in sorted(spoken)},
    }


def _words(language: Language) -> dict[str, Any]:
    """The theme's words, escaped, because site engines print them as they are."""
    navigation = {address: escape(language(word)) for address, word in _NAVIGATION.items()}
    return {**{word: escape(language(word)) for word in _WORDS}, "nav": navigation}
