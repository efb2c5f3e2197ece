"""The views of credits: the byline, those who helped by what they did, and what is known of people."""

from __future__ import annotations

from typing import Any, NamedTuple

from explainer.model import Entry
from explainer.model.about import Credit
from explainer.outputs.base import safe_url
from explainer.outputs.context import RenderContext
from explainer.text.language import Language


class AuthorView(NamedTuple):
    """An author in the byline."""

    name: str
    url: str
    """A page about them; empty if there is none."""
    about: str
    """Their role and place; empty if neither is known."""


class RoleView(NamedTuple):
    """Those who did the same."""

    word: str
    """What they did, as it stands before their names."""
    names: tuple[str, ...]
    """Each with agency and place."""


class AboutView(NamedTuple):
    """What the site says about somebody."""

    name: str
    text: str


def authors(entry: Entry, context: RenderContext, language: Language) -> tuple[AuthorView, ...]:
    """The byline."""
    return tuple(
        AuthorView(
            _name(author, context, language),
            (safe_url(context.people[author.person].url) or "") if author.person else "",
            f"{language('comma')} ".join(filter(None, (author.role, author.place))),
        )
        for author in entry.credits("authors")
        if author.person is None or author.person in context.people
    )


def author_names(entry: Entry, context: RenderContext, language: Language) -> list[str]:
    """The authors by their names alone, for programs that take an agency for one more author."""
    return [
        context.name_of_person(author.known_as, language) if author.person else author.known_as
        for author in entry.credits("authors")
        if author.person is None or author.person in context.people
    ]


def contributors(entry: Entry, context: RenderContext, language: Language) -> tuple[RoleView, ...]:
    """The contributors by role, in the order in which roles first appear; those without one come first."""
    by_role: dict[str, list[str]] = {"": []}
    for credit in entry.credits("contributors"):
        name = _name(credit, context, language)
        by_role.setdefault(credit.role or "", []).append(
            language("credit_from", name=name, place=credit.place) if credit.place else name
        )
    return tuple(
        RoleView(language("credit_role", role=role) if role else language("credit_with"), tuple(names))
        for role, names in by_role.items()
        if names
    )


def about(entry: Entry, context: RenderContext, language: Language) -> tuple[AboutView, ...]:
    """What the site's records say about authors and contributors, each once."""
    people = (credit.person for field in ("authors", "contributors") for credit in entry.credits(field))
    return tuple(
        AboutView(context.name_of_person(person, language), context.localized(record.description, language))
        for person in dict.fromkeys(people)
        if person and (record := context.people.get(person)) and record.description
    )


def _name(credit: Credit, context: RenderContext, language: Language) -> str:
    name = context.name_of_person(credit.known_as, language) if credit.person else credit.known_as
    return f"{name} / {credit.agency}" if credit.agency else name


def author_json(credit: Credit, context: RenderContext, language: Language) -> dict[str, Any]:
    """An author as schema.org's Person or Organization."""
    someone = _someone(credit, context, language)
    return someone if someone["@type"] == "Organization" else {**someone, "jobTitle": credit.role}


def contributor_json(credit: Credit, context: RenderContext, language: Language) -> dict[str, Any]:
    """A contributor; with a role, inside schema.org's Role (https://schema.org/Role)."""
    someone = _someone(credit, context, language)
    return {"@type": "Role", "roleName": credit.role, "contributor": someone} if credit.role else someone


def _someone(credit: Credit, context: RenderContext, language: Language) -> dict[str, Any]:
    record = context.people.get(credit.person) if credit.person else None
    description = record.description if record else None
    is_organisation = credit.organisation or (record and record.kind == "organisation")
    return {
        "@type": "Organization" if is_organisation else "Person",
        "name": context.name_of_person(credit.known_as, language) if credit.person else credit.known_as,
        "description": context.localized(description, language) if description else "",
        "url": safe_url(record.url) if record else None,
        "affiliation": {"@type": "Organization", "name": credit.agency}
        if credit.agency and not is_organisation
        else None,
    }
