"""Makes the file of a new entry, or of a translation of one."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from explainer.content import yamlfile
from explainer.content.format import formatted
from explainer.content.load import bytes_of, is_entry_path
from explainer.content.yamlfile import Collection, Item, NoTree, Scalar
from explainer.model import Entry, Site
from explainer.model.base import Language
from explainer.model.walk import fields
from explainer.problems import ContentError, nearest
from explainer.resources import TEMPLATES
from explainer.resources.files import create
from explainer.text.templating import Templates

_LANGUAGE: TypeAdapter[str] = TypeAdapter(Language)
_OWN = frozenset(field.name for field in fields(Entry) if field.own)
"""Fields in which a translation is not like its original."""


class NotMade(Exception):
    """A new entry could not be made; the text says why, and what to do."""


def new_entry(
    site: Site,
    title: str,
    slug: str = "",
    *,
    topics: Sequence[str] = (),
    language: str = "",
    questions: Sequence[str] = (),
) -> Path:
    """Writes a draft with the three sections, and gives its path. Never overwrites; raises NotMade.

    `language` is the site's if none is given; `questions` are the headings of further sections.
    """
    title = title_of(title)
    path = free_path(site, slug or slug_of(title), '--slug "idlib-ceasefire"')
    values = {
        "title": _quoted(title),
        "language": language_of(language or site.settings.language),
        "topics": topics_of(site, topics),
        "author": next(iter(site.people), None),
        "questions": [_quoted(heading) for heading in map(one_line, questions) if heading],
    }
    text = Templates([site.root / "templates", TEMPLATES]).render("new/entry.yml.jinja", values)
    write_new(path, formatted(text, path.relative_to(site.root).as_posix()))
    return path


def new_translation(site: Site, original: Entry, title: str, language: str, slug: str = "") -> Path:
    """Writes the draft of a translation: the original's text under a head of its own. Raises NotMade.

    Ids, dates, sources and comments are the original's, so that a translator replaces texts and nothing else.
    """
    language = translation_language_of(site, original, language)
    folder = (site.root / original.path).parent
    path = free_path(site, slug or f"{original.slug}-{language.lower()}", "--slug idlib-ceasefire-tr", folder)
    title = title_of(title)
    head = [
        ("title", Scalar(title, _quoted(title), '"')),
        ("status", _plain("draft")),
        ("language", _plain(language)),
        ("translation_of", _plain(original.slug)),
        ("translated_from_version", _plain(str(original.version))),
    ]
    try:
        root = yamlfile.tree(yamlfile.decode(bytes_of(site.root / original.path, original.path), original.path))
        if not isinstance(root.value, Collection):
            raise NoTree
        previous = [one for one in root.value.items if isinstance(one.key, Scalar) and one.key.value not in _OWN]
        root.value.items = [*(Item(0, _plain(name), value) for name, value in head), *previous]
        root.before = [f"# Translate each text into {language}; ids, dates and addresses stay as they are.", ""]
        text = formatted(yamlfile.write(root), path.relative_to(site.root).as_posix())
    except (ContentError, NoTree):
        raise NotMade(
            f"{original.path} cannot be copied; copy the file by hand, and change what stands at its head"
        ) from None
    write_new(path, text)
    return path


def original_of(site: Site, slug: str) -> Entry:
    """The entry that a translation is made of. Raises NotMade where there is none of this name, or a better one."""
    found = next((entry for entry in site.entries if entry.slug == slug), None)
    if found is None:
        hint = nearest(slug, [entry.slug for entry in site.entries], "name the file of the original without `.yml`")
        raise NotMade(f"there is no entry `{slug}`; {hint}")
    if found.translation_of is not None:
        raise NotMade(f"`{slug}` is a translation itself; name the original, `{found.translation_of}`")
    if found.status == "withdrawn":
        raise NotMade(f"`{slug}` is withdrawn, and needs no translation")
    return found


def title_of(text: str) -> str:
    """A headline in one line. Raises NotMade where nothing is left."""
    title = one_line(text)
    if not title:
        raise NotMade('a title is needed, as in `explainer new "Why the dam broke"`')
    return title


def topics_of(site: Site, ids: Iterable[str]) -> list[str]:
    """Topics that the site has, each once. Raises NotMade for others."""
    for name in ids:
        if name not in site.topics:
            hint = nearest(name, [*site.topics], "add it to site_data/topics.yml first, or name one that is there")
            raise NotMade(f"there is no topic `{name}`; {hint}")
    return [*dict.fromkeys(ids)]


def language_of(tag: str) -> str:
    """A language's code. Raises NotMade for what is none."""
    try:
        return _LANGUAGE.validate_python(tag)
    except ValidationError:
        raise NotMade(f"`{tag}` is not the code of a language; write it as in `tr` or `pt-BR`") from None


def translation_language_of(site: Site, original: Entry, tag: str) -> str:
    """The language of a new translation. Raises NotMade where the text is there in it already."""
    language = language_of(tag)
    for entry in site.entries:
        if language == entry.language and original.slug in (entry.slug, entry.translation_of):
            raise NotMade(f"{entry.path} is in this language (`{tag}`); name another, as in --language tr")
    return language


def languages_of(site: Site) -> list[str]:
    """The languages in which the site publishes, its own first."""
    return [*dict.fromkeys([site.settings.language, *sorted({entry.language for entry in site.entries})])]


def free_path(site: Site, slug: str, option: str, folder: Path | None = None) -> Path:
    """Where a new entry of this name goes, by default right under `content/entries/`.

    `option` is how an editor would name another. Raises NotMade where the name is taken, or can be no address.
    """
    if not slug:
        raise NotMade(f"no address can be made of this title; name one, as in {option}")
    if "/" in slug or not is_entry_path(f"{slug}.yml"):
        raise NotMade(
            f"`{slug}` cannot be an address; use lower-case letters, digits and hyphens, as in `idlib-ceasefire`"
        )
    path = (folder or site.root / "content" / "entries") / f"{slug}.yml"
    taken = next((entry.path for entry in site.entries if entry.slug == slug or slug in entry.aliases), None)
    if taken is not None or path.exists():
        shown = path.relative_to(site.root) if path.is_relative_to(site.root) else path
        raise NotMade(f"the name `{slug}` is taken by {taken or shown}; choose another, as in {option}")
    return path


def write_new(path: Path, text: str) -> None:
    """Writes a file, whole or not at all, and never over another. Raises NotMade."""
    try:
        create(path, text.encode())
    except FileExistsError:
        raise NotMade(f"{path} is there already, and nothing was written over it") from None
    except OSError as error:
        raise NotMade(f"{path} cannot be written ({error.strerror}); look at its folder") from None


def _quoted(text: str) -> str:
    """Text as a JSON string, which is a YAML string whatever signs it has; letters of other scripts stay readable."""
    return json.dumps(text, ensure_ascii=False)


def _plain(text: str) -> Scalar:
    return Scalar(text, text, "")


def one_line(title: str) -> str:
    """A title without line breaks and the control characters that no entry may have."""
    unwanted = ("Cc", "Cs", "Cn", "Co", "Zl", "Zp")
    return " ".join("".join(" " if unicodedata.category(sign) in unwanted else sign for sign in title).split())


def slug_of(title: str) -> str:
    """An address for a title: `Idlib: a guide` is `idlib-a-guide`; empty where no Latin letter or digit is left."""
    plain = unicodedata.normalize("NFKD", title.replace("ß", "ss").replace("ı", "i")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:60].rstrip("-")
