"""Checks of the site's own words in `site_data/ui/`: unknown and missing ones, placeholders, languages without any."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from explainer.content import yamlfile
from explainer.content.load import located, positions_in, text_of
from explainer.model import Site
from explainer.problems import ContentError, Pointer, Problem, Severity, nearest
from explainer.resources import UI
from explainer.resources.reading import files_below, is_file, read

_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
_FEW = 5
"""Missing words that a message names."""


def wrong_words(site: Site) -> Iterator[Problem]:
    """What is wrong with the site's files of words, each with its place."""
    folder = f"{site.layout.data}/ui"
    for path in sorted(item for item in (site.root / folder).glob("*") if item.name.isprintable()):
        file = f"{folder}/{path.name}"
        if path.suffix != ".yml" or _TAG.match(path.stem) is None:
            if path.name.startswith(".") or path.suffix not in (".yml", ".yaml"):
                continue
            message = f"`{path.name}` does not name a language, so nothing reads it"
            hint = "rename it to the language's code (BCP 47) and `.yml`, as in `pt.yml` or `pt-BR.yml`"
            yield Problem(file, message, hint, "unexpected-file", severity=Severity.WARNING)
        elif is_file(path) and not any(problem.path == file for problem in site.problems):
            yield from _of_file(site, file, path.stem)
    language = site.settings.language
    if (found := without_words(site, language)) is not None:
        settings = f"{site.layout.data}/site.yml"
        problem = Problem(settings, *found, "language-without-words", ("language",), severity=Severity.WARNING)
        yield from located(site.root, [problem])


def without_words(site: Site, language: str) -> tuple[str, str] | None:
    """Message and hint if the site has no words for a language; None if it has."""
    base = language.split("-", maxsplit=1)[0]
    if language in site.languages or base in site.languages:
        return None
    folder = f"{site.layout.data}/ui"
    hint = f"translate them into `{folder}/{base}.yml`; docs/editors.md says how to add a language"
    for other in site.languages:
        if other.lower() == language.lower():
            hint = f"rename `{folder}/{other}.yml` to `{language}.yml`"
    return f"the site has no words of its own for `{language}`, so that it speaks English around the text", hint


def _of_file(site: Site, file: str, tag: str) -> Iterator[Problem]:
    english, words = _english(), site.languages.get(tag, {})
    try:
        own = yamlfile.read(text_of(site.root, file), file) or {}
    except ContentError:  # the loader has reported it
        return
    found: list[tuple[Pointer, str, str, str, Severity]] = []
    for word in own:
        if word not in english and not _in_templates(site.root / site.layout.templates, word):
            hint = nearest(word, list(english), "delete the line; only a template of your own could show it")
            found.append(((word,), f"the site never says `{word}`", hint, "unknown-word", Severity.WARNING))
    for word, said in own.items():
        known = _places(english.get(word, said))
        for pointer, text in _texts((word,), said):
            for place in sorted(_places(text) - known):
                can = "it can be " + ", ".join(f"`{{{name}}}`" for name in sorted(known)) if known else "delete it"
                found.append((pointer, f"nothing is known for `{{{place}}}` here", can, "bad-word", Severity.ERROR))
    missing = [word for word in english if word not in words]
    if missing:
        named = ", ".join(f"`{word}`" for word in missing[:_FEW]) + (" and others" if len(missing) > _FEW else "")
        message = f"words of the site are missing here, and are said in English: {named}"
        hint = f"add them in this language, as in `{missing[0]}: …`; docs/editors.md says where the English ones are"
        found.append(((), message, hint, "missing-word", Severity.WARNING))
    positions = positions_in(site.root, file) if found else yamlfile.Positions()
    for pointer, message, hint, code, severity in found:
        line, column = positions.find(pointer, key=code == "unknown-word")
        yield Problem(file, message, hint, code, pointer, line, column, severity)


@cache
def _english() -> Mapping[str, Any]:
    """The packaged English words: all that the program's pages say."""
    return dict(yamlfile.read((UI / "en.yml").read_text(encoding="utf-8"), "en.yml"))


def _in_templates(folder: Path, word: str) -> bool:
    """Whether a template of the site's own names a word."""
    paths = (path for path in files_below(folder) if path.suffix in (".jinja", ".html", ".xml"))
    return any(word in read(path).decode("utf-8", "ignore") for path in paths)


def _texts(pointer: Pointer, said: Any) -> Iterator[tuple[Pointer, str]]:
    if isinstance(said, str):
        yield pointer, said
    else:
        yield from (((*pointer, form), text) for form, text in said.items())


def _places(said: Any) -> set[str]:
    """The names in braces in a text, or in the texts of all plural forms."""
    names: set[str] = set()
    for _, text in _texts((), said):
        try:
            names |= {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError:  # a brace too many
            names.add(text)
    return names
