"""The content security policy of a site: what its theme's own inline scripts and styles need, and nothing else."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256
from html import unescape
from urllib.parse import urlsplit

_INLINE = re.compile(r"<(script|style)\b([^>]*)>(.*?)</\1>", re.DOTALL | re.IGNORECASE)
_DATA = re.compile(r"""\b(?:src=|type=["']?(?!module|text/javascript|application/javascript))""", re.IGNORECASE)
_LOADED = re.compile(
    r"""<(script|link)\b[^>]*?\b(?:src|href)=["']?(https?://[^"'\s>]+)[^>]*>""", re.IGNORECASE | re.DOTALL
)
_GOOGLE_FONTS = "https://fonts.googleapis.com"


def policy(pages: Iterable[str]) -> str:
    """A policy (CSP level 3) under which the frames of these pages work.

    What a frame holds inline is named by its hash. An origin that a frame loads a script or a style sheet from was
    named by the site's owner, and is allowed for that kind alone.
    """
    hashes: dict[str, set[str]] = {"script": set(), "style": set()}
    origins: dict[str, set[str]] = {"script": set(), "style": set(), "font": set()}
    for page in pages:
        for kind, attributes, text in _INLINE.findall(page):
            if text and not _DATA.search(attributes):
                hashes[kind.lower()].add(f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'")
        for match in _LOADED.finditer(page):
            parts = urlsplit(unescape(match[2]))
            origin = f"{parts.scheme}://{parts.netloc}"
            if match[1].lower() == "script":
                origins["script"].add(origin)
            elif "stylesheet" in match[0]:
                origins["style"].add(origin)
                if origin == _GOOGLE_FONTS:
                    origins["font"].add("https://fonts.gstatic.com")
    return "; ".join(
        (
            "default-src 'none'",
            # Pagefind's search is WebAssembly.
            _directive("script-src 'self' 'wasm-unsafe-eval'", hashes["script"], origins["script"]),
            _directive("style-src 'self'", hashes["style"], origins["style"]),
            "img-src 'self' data:",
            _directive("font-src 'self'", origins["font"]),
            "connect-src 'self'",
            "manifest-src 'self'",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )


def _directive(start: str, *sources: Iterable[str]) -> str:
    return " ".join((start, *(source for some in sources for source in sorted(some))))
