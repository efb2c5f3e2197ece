"""Makes the file of a new entry."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

from explainer.model import Site
from explainer.resources import TEMPLATES
from explainer.templating import Templates


class NotMade(Exception):
    """A new entry could not be made; the text says why, and what to do."""


def new_entry(site: Site, title: str, slug: str | None = None) -> Path:
    """Writes a draft with the three sections, and gives its path. Never overwrites; raises NotMade."""
    title = _one_line(title)
    if not title:
        raise NotMade('a title is needed, as in `explainer new "Why the dam broke"`')
    slug = slug or slug_of(title)
    if not slug:
        raise NotMade('no address can be made of this title; name one, as in --slug "idlib-ceasefire"')
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,79}", slug):
        raise NotMade(
            f"`{slug}` cannot be an address; use lower-case letters, digits and hyphens, as in `idlib-ceasefire`"
        )
    taken = next((entry.path for entry in site.entries if entry.slug == slug or slug in entry.aliases), None)
    path = site.root / "content" / "entries" / f"{slug}.yml"
    if taken is not None or path.exists():
        raise NotMade(
            f"the name `{slug}` is taken by {taken or path.relative_to(site.root)}; choose another with --slug"
        )
    templates = Templates([site.root / "templates", TEMPLATES])
    author = next(iter(site.people), None)
    # A JSON string is a YAML string, whatever signs it has; the letters of other scripts stay readable.
    values = {"title": json.dumps(title, ensure_ascii=False), "language": site.settings.language, "author": author}
    text = templates.render("new/entry.yml.jinja", values)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
    return path


def _one_line(title: str) -> str:
    """A title without line breaks and the control characters that no entry may have."""
    unwanted = ("Cc", "Cs", "Cn", "Co", "Zl", "Zp")
    return " ".join("".join(" " if unicodedata.category(sign) in unwanted else sign for sign in title).split())


def slug_of(title: str) -> str:
    """An address for a title: `Idlib: a guide` is `idlib-a-guide`; empty where no Latin letter or digit is left."""
    plain = unicodedata.normalize("NFKD", title.replace("ß", "ss").replace("ı", "i")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].rstrip("-")
