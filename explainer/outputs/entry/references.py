"""A reference in the formats that reference managers read: BibTeX, RIS and CSL-JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from explainer.model import PartialDate


class Author(NamedTuple):
    """Who is cited. BibTeX's own rule parts a name: the family's is the last word, with the small words before it."""

    name: str
    """The whole name, on one line."""
    given: str = ""
    """This and the others are empty where the name stays in one piece."""
    particle: str = ""
    """`de`, `von der`."""
    family: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """What is known of one version, in the terms of reference managers."""

    key: str
    """`idlib-v2`."""
    authors: tuple[Author, ...]
    title: str
    site: str
    version: int
    when: PartialDate
    """When this version came out."""
    address: str
    """That of this version, which stays."""
    language: str
    """BCP 47."""
    summary: str
    original_title: str
    """Of a translation; empty if the original is not published here."""
    original_publisher: str
    """Who published it first; empty if that is this site."""
    original_date: PartialDate | None


_WHOLE = re.compile(r"[{},;/\\]|(?:^|\s)(?:(?:and|others)(?:\s|$)|(?:Jr|Sr|II|III|IV)\.?$)", re.IGNORECASE)
"""Text that would part a name, or a list of names, in the wrong place."""


def parted(name: str) -> Author:
    """A person's name in its parts. It stays in one piece where its order is not known.

    So does a name of one word, one in a script without capitals (Arabic, Chinese), and one with a comma or `Jr.`.
    """
    words = name.split()
    if len(words) == 1 or _WHOLE.search(name) or any(word.lower() == word.upper() for word in words):
        return Author(name)
    start = len(words) - 1
    while start and words[start - 1].islower():
        start -= 1
    if start == 0:  # `bell hooks`
        return Author(name)
    return Author(name, " ".join(words[:start]), " ".join(words[start:-1]), words[-1])


def bibtex(reference: Reference) -> str:
    """BibTeX in UTF-8, as biber reads it: an entry of biblatex's type `online`."""
    fields = {
        "author": " and ".join(
            _tex(author.name) if author.family else f"{{{_tex(author.name)}}}" for author in reference.authors
        ),
        # The second pair of braces keeps styles from changing capitals.
        "title": f"{{{_tex(reference.title)}}}",
        "organization": _tex(reference.site),
        "date": reference.when.first.isoformat(),
        "version": str(reference.version),
        "url": reference.address,
        "origtitle": reference.original_title and f"{{{_tex(reference.original_title)}}}",
        "origpublisher": reference.original_publisher and f"{{{_tex(reference.original_publisher)}}}",
        "origdate": reference.original_date.iso[:10] if reference.original_date else "",
    }
    rows = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@online{{{reference.key},\n{rows}}}\n"


_TEX = str.maketrans(
    {
        # Not `\{`: BibTeX counts braces to find the end of an entry, even those after a backslash.
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "\\": r"{\textbackslash}",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        **{sign: f"\\{sign}" for sign in "#$%&_"},
    }
)


def _tex(text: str) -> str:
    """Plain text escaped for TeX."""
    return text.translate(_TEX)


def ris(reference: Reference) -> str:
    """RIS (Research Information Systems): a tag a line, in UTF-8; which fields, as Zotero uses them for a web page."""
    when = reference.when.first
    rows = [
        ("TY", "ELEC"),
        *(("AU", _ris_name(author)) for author in reference.authors),
        ("TI", reference.title),
        ("T2", reference.site),
        ("AB", reference.summary),
        ("DA", f"{when.year:04}/{when.month:02}/{when.day:02}/"),
        ("PY", f"{when.year:04}"),
        ("ET", str(reference.version)),
        ("LA", reference.language),
        ("OP", reference.original_title),
        ("UR", reference.address),
        ("ID", reference.key),
    ]
    lines = (f"{tag}  - {value}\r\n" for tag, value in rows if value)
    return "".join(lines) + "ER  - \r\n"


def _ris_name(author: Author) -> str:
    """`Öz, Ada`. The comma after a name in one piece keeps programs from parting it, so it has no other."""
    if not author.family:
        return " ".join(author.name.replace(",", " ").split()) + ","
    return f"{author.particle} {author.family}, {author.given}".lstrip()


def csl_json(reference: Reference) -> str:
    """CSL-JSON, which Zotero, Pandoc and every processor of citation styles read: a list of one item."""
    original = reference.original_date
    item = {
        "id": reference.key,
        "type": "webpage",
        "title": reference.title,
        "author": [_csl_name(author) for author in reference.authors],
        "container-title": reference.site,
        "issued": _csl_date(reference.when),
        "version": str(reference.version),
        "URL": reference.address,
        "language": reference.language,
        "abstract": reference.summary,
        "original-title": reference.original_title,
        "original-publisher": reference.original_publisher,
        "original-date": _csl_date(original) if original else None,
    }
    return json.dumps([{name: value for name, value in item.items() if value}], ensure_ascii=False, indent=1) + "\n"


def _csl_name(author: Author) -> dict[str, str]:
    if not author.family:
        return {"literal": author.name}
    parts = {"family": author.family, "given": author.given, "non-dropping-particle": author.particle}
    return {part: text for part, text in parts.items() if text}


def _csl_date(when: PartialDate) -> dict[str, Any]:
    """A date as precisely as it is known; what lasts is a range."""
    first, last = when.first, when.last
    parts: list[list[int]]
    match when.precision:
        case "day" | "minute":
            parts = [[first.year, first.month, first.day]]
        case "month":
            parts = [[first.year, first.month]]
        case "year":
            parts = [[first.year]]
        case "season" | "quarter":
            parts = [[first.year, first.month], [last.year, last.month]]
        case _:
            parts = [[first.year], [last.year]]
    return {"date-parts": parts, **({"circa": True} if when.text[-1] in "~?%" else {})}


class Format(NamedTuple):
    """A format of references."""

    name: str
    """How people call it."""
    type: str
    """Its media type."""
    ending: str
    write: Callable[[Reference], str]


FORMATS = (
    Format("BibTeX", "application/x-bibtex", "bib", bibtex),
    Format("RIS", "application/x-research-info-systems", "ris", ris),
    Format("CSL-JSON", "application/vnd.citationstyles.csl+json", "json", csl_json),
)
