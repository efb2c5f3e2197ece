"""How to cite one version of an entry: the reference, and the card below the text that offers it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from explainer.model import Entry, PartialDate
from explainer.model.about import Credit
from explainer.outputs.base import ENTRIES, is_public
from explainer.outputs.context import RenderContext
from explainer.outputs.entry.references import FORMATS, Author, Reference, bibtex, parted


class ReferenceFile(NamedTuple):
    """A reference to download."""

    name: str
    """How people call its format."""
    type: str
    """Its media type."""
    target: str
    """Its address, in the site."""
    saved_as: str
    text: str


@dataclass(frozen=True, slots=True)
class CiteView:
    """How to cite exactly this version."""

    text: str
    """The citation without the address."""
    target: str
    """The permanent address of this version, in the site; that of the newest redirects to the entry."""
    address: str
    """The same as a whole URL, or from the site's root where the site has no address yet."""
    bibtex: str
    files: tuple[ReferenceFile, ...]
    """None where the site wants none, or has no address yet."""


def cite_view(entry: Entry, context: RenderContext, slug: str) -> CiteView | None:
    """How to cite a version of the entry whose slug is now `slug`; None if readers cannot see it."""
    when = entry.updates[-1].at if entry.updates else entry.published
    if when is None or not is_public(entry, context.today):
        return None
    language = context.languages[entry.language]
    target = f"{ENTRIES}/{slug}/v/{entry.version}/"
    reference = _reference(entry, context, slug, when, (context.site_info.url or "/") + target)
    text = language(
        "citation" if reference.authors else "citation_unsigned",
        authors=", ".join(author.name for author in reference.authors),
        title=entry.title,
        site=context.site_info.name,
        number=entry.version,
        date=language.date(when),
    )
    files = (
        ReferenceFile(name, kind, f"{target}citation.{ending}", f"{reference.key}.{ending}", write(reference))
        for name, kind, ending, write in (FORMATS if context.facts.references else ())
    )
    return CiteView(text, target, reference.address, bibtex(reference).rstrip(), tuple(files))


def _reference(entry: Entry, context: RenderContext, slug: str, when: PartialDate, address: str) -> Reference:
    language, first = context.languages[entry.language], entry.first_published
    original = context.names.get(entry.translation_of or "")
    known = first is not None and first.publisher in context.publishers
    return Reference(
        key=f"{slug}-v{entry.version}",
        authors=tuple(_author(one, context, entry) for one in entry.credits("authors")),
        title=_line(entry.title),
        site=_line(context.site_info.name),
        version=entry.version,
        when=when,
        address=address,
        language=entry.language,
        summary=_line(entry.summary),
        original_title=_line(original.title) if original else "",
        original_publisher=_line(context.name_of_publisher(first.publisher, language)) if first and known else "",
        original_date=first.at if first else None,
    )


def _author(credit: Credit, context: RenderContext, entry: Entry) -> Author:
    record = context.people.get(credit.person) if credit.person else None
    name = _line(context.name_of_person(credit.known_as, context.languages[entry.language]))
    is_person = credit.name or (record and record.kind == "person")
    return parted(name) if is_person else Author(name)


def _line(text: str) -> str:
    """Text on one line, whatever a program takes for the end of one."""
    return " ".join(text.split())
