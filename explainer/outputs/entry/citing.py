"""How to cite one version of an entry: as a sentence, and as an entry for a bibliography (BibLaTeX)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from explainer.model import Entry
from explainer.outputs.base import ENTRIES, is_public
from explainer.outputs.context import RenderContext

_TEX = {
    # Not `\{`: where an entry ends BibTeX finds by counting braces, and a backslash before one changes nothing.
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "\\": r"{\textbackslash}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}
_NOT_A_NAME = re.compile(r"[{},\\]|(?:^|\s)(?:and|others)(?:\s|$)", re.IGNORECASE)
"""What would cut a name, or a list of names, elsewhere than where it ends."""


@dataclass(frozen=True, slots=True)
class CiteView:
    """How to cite exactly this version."""

    text: str
    """All but the address."""
    target: str
    """Where this version can always be read, in the site."""
    address: str
    """The same as a whole address, or from the site's root where the site has none yet."""
    bibtex: str
    """UTF-8, as biber reads it."""


def cite_view(entry: Entry, context: RenderContext, slug: str) -> CiteView | None:
    """How to cite a version of the entry that is called `slug` now; None for what readers cannot see."""
    when = entry.updates[-1].at if entry.updates else entry.published
    if when is None or not is_public(entry, context.today):
        return None
    language = context.languages[entry.language]
    names = [context.name_of_person(person, language) for person in entry.authors]
    target = version_address(slug, entry.version)
    address = (context.site_info.url or "/") + target
    text = language(
        "citation" if names else "citation_unsigned",
        authors=", ".join(names),
        title=entry.title,
        site=context.site_info.name,
        number=entry.version,
        date=language.date(when),
    )
    fields = {
        "author": " and ".join(_name(person, name, context) for person, name in zip(entry.authors, names, strict=True)),
        # The second pair keeps styles from writing names in small letters.
        "title": f"{{{_tex(entry.title)}}}",
        "organization": _tex(context.site_info.name),
        "date": when.first.isoformat(),
        "version": str(entry.version),
        "url": address,
    }
    rows = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return CiteView(text, target, address, f"@online{{{slug}-v{entry.version},\n{rows}}}")


def version_address(slug: str, number: int) -> str:
    """Where a version can be read for ever: the newest leads on to the entry until there is a newer one."""
    return f"{ENTRIES}/{slug}/v/{number}/"


def _name(person: str, name: str, context: RenderContext) -> str:
    """A person's name in its parts; that of an organisation, or one that could be misread, as one."""
    record = context.people.get(person)
    whole = record is None or record.kind == "organisation" or _NOT_A_NAME.search(name)
    return f"{{{_tex(name)}}}" if whole else _tex(name)


def _tex(text: str) -> str:
    """Plain text in TeX's writing; other letters than Latin ones stay."""
    return "".join(_TEX.get(sign, sign) for sign in " ".join(text.split()))
