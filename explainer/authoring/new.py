"""Creates the file of a new entry or translation."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from explainer.authoring.upkeep import words_of
from explainer.content import yamlfile
from explainer.content.format import formatted
from explainer.content.load import is_entry_path, text_of
from explainer.content.yamlfile import Collection, Item, NoTree, Scalar
from explainer.model import Entry, Site
from explainer.model.base import Language, is_blank
from explainer.model.placeholders import placeholders
from explainer.model.summary import EntrySummary
from explainer.model.walk import fields
from explainer.problems import ContentError, nearest
from explainer.resources import TEMPLATES
from explainer.resources.files import create
from explainer.resources.reading import leads_out
from explainer.text.slugs import slug_of
from explainer.text.templating import Templates

_LANGUAGE: TypeAdapter[str] = TypeAdapter(Language)
_OWN = frozenset(field.name for field in fields(Entry) if field.own)
"""Fields that a translation does not copy from its original."""


class NotCreated(Exception):
    """Something could not be created; the message says why and what to do."""


def new_entry(
    site: Site,
    title: str,
    slug: str = "",
    *,
    topics: Sequence[str] = (),
    language: str = "",
    questions: Sequence[str] = (),
) -> Path:
    """Writes a draft with the three sections; returns its path. Never overwrites; raises NotCreated.

    `language` defaults to the site's; `questions` are the headings of further sections.
    """
    title = title_of(title)
    path = free_path(site, slug or slug_of(title, site.settings.language), '--slug "idlib-ceasefire"')
    values = {
        "title": quoted(title),
        "language": quoted(language_of(language or site.settings.language)),
        "topics": [*map(quoted, topics_of(site, topics))],
        "author": next(map(quoted, site.people), None),
        "placeholders": placeholders(language or site.settings.language),
        "w": words_of(site.settings.language),
        "questions": [quoted(heading) for heading in map(one_line, questions) if not is_blank(heading)],
    }
    text = Templates([site.root / site.layout.templates, TEMPLATES]).render("new/entry.yml.jinja", values)
    write_new(path, formatted(text, path.relative_to(site.root).as_posix()))
    return path


def new_translation(site: Site, original: EntrySummary, title: str, language: str, slug: str = "") -> Path:
    """Writes the draft of a translation: a copy of the original with fields of its own at the top. Raises NotCreated.

    Ids, dates, sources and comments are copied, so a translator replaces only texts.
    """
    language = translation_language_of(site, original, language)
    folder = (site.root / original.path).parent
    path = free_path(site, slug or f"{original.slug}-{language.lower()}", "--slug idlib-ceasefire-tr", folder)
    title = title_of(title)
    head = [
        ("title", Scalar(title, quoted(title), '"')),
        ("status", _plain("draft")),
        ("language", _plain(language)),
        ("translation_of", _plain(original.slug)),
        ("translated_from_version", _plain(str(original.version))),
    ]
    try:
        root = yamlfile.tree(text_of(site.root, original.path))
        if not isinstance(root.value, Collection):
            raise NoTree
        items = root.value.items
        copied = [item for item in items if isinstance(item.key, Scalar) and item.key.value not in _OWN]
        root.value.items = [*(Item(0, _plain(name), value) for name, value in head), *copied]
        root.before = [f"# {words_of(site.settings.language)['entry_translate'].format(language=language)}", ""]
        text = formatted(yamlfile.write(root), path.relative_to(site.root).as_posix())
    except (ContentError, NoTree):
        raise NotCreated(
            f"{original.path} cannot be copied; copy the file by hand, and change the fields at the top"
        ) from None
    write_new(path, text)
    return path


def original_of(site: Site, slug: str) -> EntrySummary:
    """The entry to translate. Raises NotCreated if there is none, or if it is withdrawn or itself a translation."""
    original = next((entry for entry in site.summaries if entry.slug == slug), None)
    if original is None:
        hint = nearest(slug, [entry.slug for entry in site.summaries], "name the file of the original without `.yml`")
        raise NotCreated(f"there is no entry `{slug}`; {hint}")
    if original.translation_of is not None:
        raise NotCreated(f"`{slug}` is itself a translation; name the original, `{original.translation_of}`")
    if original.status == "withdrawn":
        raise NotCreated(f"`{slug}` is withdrawn and needs no translation")
    return original


def title_of(text: str) -> str:
    """A headline as one line. Raises NotCreated if it is empty."""
    title = one_line(text)
    if is_blank(title):
        raise NotCreated('a title is needed, as in `explainer new "Why the dam broke"`')
    return title


def topics_of(site: Site, ids: Iterable[str]) -> list[str]:
    """Ids of the site's topics, without duplicates. Raises NotCreated for an unknown one."""
    for name in ids:
        if name not in site.topics:
            hint = nearest(
                name, [*site.topics], f"add it to {site.layout.data}/topics.yml first, or name one that is there"
            )
            raise NotCreated(f"there is no topic `{name}`; {hint}")
    return [*dict.fromkeys(ids)]


def language_of(tag: str) -> str:
    """A language code. Raises NotCreated if it is not one."""
    try:
        return _LANGUAGE.validate_python(tag)
    except ValidationError:
        raise NotCreated(f"`{tag}` is not a language code; write one such as `tr` or `pt-BR`") from None


def translation_language_of(site: Site, original: EntrySummary, tag: str) -> str:
    """The language of a new translation. Raises NotCreated if the entry already exists in it."""
    language = language_of(tag)
    for entry in site.summaries:
        if language == entry.language and original.slug in (entry.slug, entry.translation_of):
            raise NotCreated(f"{entry.path} is already in this language (`{tag}`); name another, as in --language tr")
    return language


def languages_of(site: Site) -> list[str]:
    """The languages that the site publishes in, its default first."""
    return [*dict.fromkeys([site.settings.language, *sorted({entry.language for entry in site.summaries})])]


def free_path(site: Site, slug: str, option: str, folder: Path | None = None) -> Path:
    """The path for a new entry of this name, by default directly in `content/entries/`.

    `option` tells editors how to choose another name. Raises NotCreated if the name is taken or cannot be an address.
    """
    if not slug:
        raise NotCreated(f"this title has no letters for an address; name one, as in {option}")
    if "/" in slug or not is_entry_path(f"{slug}.yml"):
        raise NotCreated(
            f"`{slug}` cannot be an address; use lower-case letters, digits and hyphens, as in `idlib-ceasefire`"
        )
    path = (folder or site.root / site.layout.entries) / f"{slug}.yml"
    if path.is_relative_to(site.root) and leads_out(path, site.root):
        raise NotCreated(f"{site.layout.entries}/ is a link that leads out of the repository; nothing is written there")
    taken = next((entry.path for entry in site.summaries if entry.slug == slug or slug in entry.aliases), None)
    if taken is not None or path.exists():
        shown = path.relative_to(site.root) if path.is_relative_to(site.root) else path
        raise NotCreated(f"the name `{slug}` is taken by {taken or shown}; choose another, as in {option}")
    return path


def write_new(path: Path, text: str) -> None:
    """Writes a file atomically, and never over another. Raises NotCreated."""
    try:
        create(path, text.encode())
    except FileExistsError:
        raise NotCreated(f"{path} already exists and was not overwritten") from None
    except OSError as error:
        raise NotCreated(f"{path} cannot be written ({error.strerror}); check its folder") from None


def quoted(text: str) -> str:
    """A YAML string, written as JSON; letters of all scripts stay readable."""
    return json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> Scalar:
    return Scalar(text, text, "")


def one_line(title: str) -> str:
    """A title without line breaks and control characters."""
    unwanted = ("Cc", "Cs", "Cn", "Co", "Zl", "Zp")
    return " ".join("".join(" " if unicodedata.category(sign) in unwanted else sign for sign in title).split())
