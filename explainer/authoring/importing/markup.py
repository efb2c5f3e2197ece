"""Takes out of Markdown what is no Markdown: front matter, and the shortcodes and boxes of other site generators."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal, NamedTuple, TypeAlias

Form: TypeAlias = Literal["YAML", "TOML", "JSON"]


class FrontMatter(NamedTuple):
    """The fields above an article, as they stand there."""

    form: Form
    text: str
    mark: str
    """What stands around them."""


_FENCED: tuple[tuple[Form, str, re.Pattern[str]], ...] = (
    ("YAML", "---", re.compile(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)),
    ("TOML", "+++", re.compile(r"\A\s*\+\+\+[ \t]*\n(.*?)\n\+\+\+[ \t]*(?:\n|\Z)", re.DOTALL)),
    ("JSON", "{ and }", re.compile(r"\A\s*(\{\s*\n.*?\n\})[ \t]*(?:\n|\Z)", re.DOTALL)),
)
FIELD = re.compile(r"(?P<name>[A-Za-z][\w-]{0,30}):[ \t]*(?P<value>.*)")
_KNOWN = re.compile(r"(?:title|date|author|authors|slug|category|tags|summary|layout)\s*:", re.IGNORECASE)
_NIKOLA = re.compile(r"\A\s*<!--\s*\n((?:\s*\.\. [^\n]*\n)+)\s*-->[ \t]*(?:\n|\Z)")
_FENCE = re.compile(r"^(?P<fence>[ ]{0,3}(?:`{3,}|~{3,})).*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)", re.DOTALL | re.MULTILINE)
CODE = re.compile(rf"{_FENCE.pattern}|(?<!`)`[^`\n]+`(?!`)", re.DOTALL | re.MULTILINE)
_BOX = re.compile(
    r'^[ ]{0,3}(?:!!!|\?\?\?\+?|===)[ \t]+(?P<kind>[^"\n]{0,60})(?:"(?P<title>[^"\n]{0,300})")?[ \t]*\n'
    r"(?P<body>(?:(?:[ ]{4}|\t).*\n|[ \t]*\n)*)",
    re.MULTILINE,
)
"""An admonition or a tab of Material for MkDocs."""
_CALLOUT = re.compile(
    r"^[ ]{0,3}>[ ]?\[!(?P<kind>\w{1,30})\][-+]?(?P<title>[^\n]{0,300})\n(?P<body>(?:[ ]{0,3}>[^\n]*\n)*)"
    r"|^:{3,}[ ]*\{?(?P<kind_>[\w-]{1,30})(?P<title_>[^\n]{0,300})\n(?P<body_>(?:(?!:{3})[^\n]*\n){0,200}):{3,}[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
"""A box of GitHub or Obsidian, or of Docusaurus and VitePress."""
_CAPTION = re.compile(
    r"\[caption\b[^\]\n]{0,500}\]\s*(?P<picture>(?:<a\b[^>\n]{0,2000}>\s*)?<img\b[^>\n]{0,2000}>(?:\s*</a>)?)"
    r"(?P<words>[^\n]{0,2000}?)\[/caption\]"
)
_WIKI = re.compile(r"(?<!!)\[\[(?:(?P<page>[^\[\]|\n]{1,200})\|)?(?P<words>[^\[\]|\n]{1,200})\]\]")
_MARKED = re.compile(r"(?<![=\w])==(?=[^\s=])([^=\n]{1,300})(?<=\S)==(?![=\w])")
_SHORTCODE = re.compile(
    r"\{\{[<%].{0,300}?[%>]\}\}|\{%.{0,300}?%\}|\{\{.{0,300}?\}\}|^--8<--[^\n]*$"
    r"|\{:?[ \t]*(?:[.#]|[\w-]{1,30}=[\"'])[^{}\n]{1,300}\}"
    r"|!\[\[[^\[\]\n]{1,300}\]\]|\[/?caption\b[^\]\n]{0,500}\]"
    r"|(?<![^\s*_(\[]):(?:octicons|material|fontawesome|simple)-[a-z0-9-]{1,80}:",
    re.DOTALL | re.MULTILINE,
)
"""A command of Hugo, Liquid, Jinja or pymdown-extensions, the attributes of an element, or an icon."""


def front_matter(text: str) -> tuple[FrontMatter | None, str]:
    """The front matter of a file, if it has any, and the text below."""
    for form, mark, pattern in _FENCED:
        if (match := pattern.match(text)) is not None:
            return FrontMatter(form, match[1], mark), text[match.end() :]
    if (match := _NIKOLA.match(text)) is not None:
        fields = re.sub(r"(?m)^\s*\.\. ", "", match[1])
        return FrontMatter("YAML", fields, "<!-- and -->"), text[match.end() :]
    return _unfenced(text)


def _unfenced(text: str) -> tuple[FrontMatter | None, str]:
    """The front matter of Pelican and Hexo, which nothing stands above; and the text below."""
    lines = text.lstrip("\n").split("\n")
    end = next((number for number, line in enumerate(lines) if not line.strip() or line.startswith("---")), len(lines))
    head = lines[:end]
    is_head = head and all(FIELD.fullmatch(line) or line[:1] in (" ", "\t", "-") for line in head)
    is_told = len(head) > 1 or text.lstrip()[:6].lower() == "title:"  # one such line may be a sentence
    if not (is_head and is_told) or FIELD.fullmatch(head[0]) is None or not any(map(_KNOWN.match, head)):
        return None, text
    if end == len(lines) or not (lines[end].startswith("---") or any(map(str.strip, lines[end:]))):
        return None, text  # nothing would be left
    below = lines[end + 1 :] if lines[end].startswith("---") else lines[end:]
    return FrontMatter("YAML", "\n".join(head), "---"), "\n".join(below)


def without_markup(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """A text without boxes and commands of site generators, outside code; and each of these, with what it is."""
    taken: list[tuple[str, str]] = []

    def box(match: re.Match[str]) -> str:
        taken.append(("admonition", f"{match['kind']} {match['title'] or ''}: {match['body']}"))
        return "\n"

    def callout(match: re.Match[str]) -> str:
        kind, title, body = (match[name] or match[f"{name}_"] or "" for name in ("kind", "title", "body"))
        taken.append(("admonition", f"{kind} {title.strip()}: {re.sub(r'(?m)^[ ]{0,3}>', '', body)}"))
        return "\n"

    def wiki(match: re.Match[str]) -> str:
        if match["page"]:
            taken.append(("shortcode", match[0]))
        return match["words"]

    def command(match: re.Match[str]) -> str:
        taken.append(("shortcode", match[0]))
        return ""

    text = outside(_FENCE, _BOX, box, text + "\n")
    text = outside(_FENCE, _CALLOUT, callout, text)
    figure = r"\n\n<figure>\g<picture><figcaption>\g<words></figcaption></figure>\n\n"
    text = outside(CODE, _CAPTION, lambda match: match.expand(figure), text)
    text = outside(CODE, _WIKI, wiki, text)
    text = outside(CODE, _MARKED, lambda match: match[1], text)
    text = outside(CODE, _SHORTCODE, command, text)
    return text, tuple((what, " ".join(words.split())) for what, words in taken)


def outside(
    code: re.Pattern[str], pattern: re.Pattern[str], replacement: Callable[[re.Match[str]], str], text: str
) -> str:
    """A text with what a pattern finds replaced, except in code."""
    parts, at = [], 0
    for match in code.finditer(text):
        parts += [pattern.sub(replacement, text[at : match.start()]), match[0]]
        at = match.end()
    return "".join((*parts, pattern.sub(replacement, text[at:])))
