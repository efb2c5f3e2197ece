"""What the installed Material for MkDocs can be told, and the table of what that does in a site of explainers.

The names are read from Material's templates and scripts. The table is in golden/material, a file for each kind: what a
setting `does`, the fragments that set it, and the texts that must then stand in pages: in both that are looked at
(`shows`), in that of the `entry`, in the `guide` that somebody wrote, or `elsewhere`.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import yaml
from cases import GOLDEN
from conftest import GOOD_SITE

_PACKAGE = distribution("mkdocs-material")
TEMPLATES = Path(str(_PACKAGE.locate_file("material/templates")))
_NAME = r"[a-z_]+(?:\.[a-z_]+)*"
_FEATURE = r"[a-z]+(?:\.[a-z]+)+"
_ITEMS = {
    "alt": "alternate",
    "cookie": "consent.cookies",
    "feedback": "analytics.feedback",
    "rating": "analytics.feedback.ratings",
    "social": "social",
}
"""The names that templates give to an item of a list below `extra:`."""

ROOT = Path(__file__).parents[1]
THEMES = ROOT / "docs" / "themes.md"
KINDS = {
    "features": "feature",
    "theme": "theme",
    "extra": "extra",
    "config": "config",
    "meta": "meta",
    "blocks": "block",
    "plugins": "plugin",
    "extensions": "extension",
}
"""By file: the kind of setting."""
ENTRY, GUIDE = "explainers/dam", "desk/guide"
"""The pages that are looked at."""
WORDS = "desk/words"
"""The page on which extensions of Markdown are tried."""
_NAVIGATION = yaml.safe_load("""
- Front: index.md
- Desk: [desk/index.md, desk/guide.md, {Archive: [desk/archive.md, desk/older.md]}]
- Tools: [{Pencil: tools.md}, {Paper: [paper.md]}]
- Courier: https://courier.example.org/
""")
_PAGES = {
    "desk/index": "# The desk\n",
    "desk/guide": "# The guide\n\n## How we write\n\nShort.\n\n## How we check\n\nOften.\n",
    "desk/archive": "# The archive\n",
    "desk/older": "# Older\n",
    "tools": "# Tools\n",
    "paper": "# Paper\n",
    WORDS: "# Words\n",
}


@dataclass(frozen=True)
class Row:
    """A setting, and how to see that it works."""

    kind: str
    name: str
    about: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"

    @property
    def does(self) -> str:
        """In words, for readers of the docs."""
        return str(self.about["does"])

    @property
    def build(self) -> str:
        """The site that it is tried in."""
        return str(self.about.get("build", "main"))

    @property
    def refuses(self) -> str:
        """With what words a build refuses it; empty where it does not."""
        return str(self.about.get("refuses", ""))

    @property
    def other(self) -> bool:
        """Whether it is for MkDocs itself: it needs programs or a network that tests have not."""
        return bool(self.about.get("other"))

    @property
    def always(self) -> bool:
        """Whether its text is there without it, too."""
        return bool(self.about.get("always"))

    @property
    def expected(self) -> Mapping[str, Sequence[str]]:
        """The texts that must stand in pages, by address."""
        about = self.about
        both = [*_listed(about.get("shows")), *([f'"{self.name}"'] if about.get("script") else [])]
        both += [_picture(about[key]) for key in ("icon", "file") if key in about]
        found = {page: [*both, *_listed(about.get(name))] for page, name in ((ENTRY, "entry"), (GUIDE, "guide"))}
        if only := about.get("only"):
            found = {page: texts for page, texts in found.items() if page.endswith(only)}
        if self.kind == "extension":
            found[WORDS] = _listed(about["words"])
        found |= {page: _listed(texts) for page, texts in about.get("elsewhere", {}).items()}
        return {page: texts for page, texts in found.items() if texts}

    @property
    def lacks(self) -> Sequence[str]:
        """The texts that must be gone."""
        return _listed(self.about.get("lacks"))

    @property
    def config(self) -> Mapping[str, Any]:
        """What sets it in mkdocs.yml."""
        config: Mapping[str, Any] = self.about.get("config", {})
        if self.kind == "feature":
            config = _merged(config, {"theme": {"features": [self.name]}})
        if self.kind == "extension":
            options = self.about.get("options")
            config = {"markdown_extensions": [{self.name: options} if options else self.name]}
        if "icon" in self.about and self.kind == "theme":
            config = {"theme": {"icon": {self.name.partition(".")[2]: self.about["icon"]}}}
        return config


def table() -> Sequence[Row]:
    """Every row."""
    return [
        Row(kind, name, about if isinstance(about, dict) else _block(name, about))
        for file, kind in KINDS.items()
        for name, about in yaml.safe_load((GOLDEN / "material" / f"{file}.yml").read_text(encoding="utf-8")).items()
    ]


def with_settings(build: str, *, plugin: Row | None = None) -> Mapping[str, str]:
    """The files of a site, above those of the good one, in which all rows of a build are set."""
    rows = [row for row in table() if row.build == build and row.kind != "plugin"]
    config = {**yaml.safe_load(GOOD_SITE["mkdocs.yml"]), "theme": {"name": "material"}, "nav": _NAVIGATION}
    files: dict[str, str] = {}
    pages: dict[str, Mapping[str, Any]] = {page: {} for page in _PAGES}
    for row in rows:
        config = _merged(config, row.config)
        files |= row.about.get("files", {})
        pages = _merged(pages, row.about.get("pages", {}))
        pages = _merged(pages, {GUIDE: row.about.get("meta", {})})
    if blocks := [row.name for row in rows if row.kind == "block"]:
        texts = (f"{{% block {name} %}}{{{{ super() }}}}<!-- {name} -->{{% endblock %}}\n" for name in blocks)
        files["overrides/main.html"] = '{% extends "base.html" %}\n' + "".join(texts)
        config["theme"]["custom_dir"] = "overrides"
    if build == "other":
        config["plugins"] = ["search", "explainer"]
    tried = "\n\n".join(row.about["text"] for row in rows if row.kind == "extension")
    for page, head in pages.items():
        text = yaml.safe_dump(dict(head), allow_unicode=True) if head else ""
        files[f"content/pages/{page}.md"] = (f"---\n{text}---\n" if text else "") + _PAGES.get(page, f"# {page}\n")
    files[f"content/pages/{WORDS}.md"] += f"\n{tried}\n"
    if plugin is not None:
        options = plugin.about.get("options")
        config["plugins"] = [{plugin.name: options} if options else plugin.name, "explainer"]
        files |= plugin.about.get("files", {})
    text = yaml.safe_dump(config, allow_unicode=True, sort_keys=False)
    text = re.sub(r"(?<= )python/name:(?=\w)", "!!python/name:", text).replace("- relative $", "- !relative $")
    return {"mkdocs.yml": text, **files}


def _block(name: str, does: str) -> Mapping[str, Any]:
    return {"does": does, "shows": f"<!-- {name} -->"}


def _picture(icon: str) -> str:
    return (TEMPLATES / ".icons" / f"{icon}.svg").read_text(encoding="utf-8").strip()


def _listed(texts: Any) -> list[str]:
    return [] if texts is None else [texts] if isinstance(texts, str) else list(texts)


def _merged(one: Any, other: Any) -> Any:
    """Mappings key by key, lists one after the other; of anything else the second."""
    if isinstance(one, dict) and isinstance(other, dict):
        return {**one, **{key: _merged(one[key], value) if key in one else value for key, value in other.items()}}
    if isinstance(one, list) and isinstance(other, list):
        return [*one, *other]
    return other


def settings() -> Mapping[str, frozenset[str]]:
    """The names of settings by their kind."""
    return {kind: frozenset(names) for kind, names in _read().items()}


def _read() -> Mapping[str, Iterator[str]]:
    texts = [
        path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATES.rglob("*.html"))
        if not {"languages", ".icons"} & set(path.parts)
    ]
    text = "\n".join(texts)
    base = (TEMPLATES / "base.html").read_text(encoding="utf-8")
    (bundle,) = TEMPLATES.glob("assets/javascripts/bundle.*.min.js")
    asked = set(re.findall(rf'\b\w+\("({_FEATURE})"\)', bundle.read_text(encoding="utf-8")))
    said = set(re.findall(r'lang\.t\("([a-z.]+)"\)', text))
    return {
        "feature": iter({*re.findall(rf'"({_FEATURE})" (?:not )?in features', text), *(asked - said)}),
        "theme": iter(
            {
                *re.findall(rf"config\.theme\.({_NAME})", text),
                *(f"palette.{name}" for name in re.findall(r"\boption\.(\w+(?:\.\w+)*)", text)),
            }
        ),
        "extra": iter(
            {
                *re.findall(rf"config\.extra\.({_NAME})", text),
                *(
                    f"{parent}.{name}"
                    for item, parent in _ITEMS.items()
                    for name in re.findall(rf"(?<![\w.\"/]){item}\.([a-z_]+)\b(?!\.html)", text)
                ),
            }
        ),
        "meta": iter(set(re.findall(r"\b(?:page|nav_item)\.meta\.([a-z_]+)", text))),
        "config": iter(set(re.findall(r"(?<![\w.])config\.([a-z_]+)", text)) - {"theme", "extra"}),
        "block": iter(set(re.findall(r"{% block (\w+) %}", base))),
        "plugin": iter(
            {
                *re.findall(r'config\.plugins(?:\.|\[")([a-z/-]+)', text),
                *re.findall(r'"([a-z/-]+)" in config\.plugins', text),
                *(point.name for point in _PACKAGE.entry_points if point.group == "mkdocs.plugins"),
            }
        ),
    }


HEADINGS = {
    "feature": "`theme.features`",
    "theme": "`theme`",
    "extra": "`extra`",
    "config": "Settings of MkDocs",
    "meta": "Front matter",
    "block": "Blocks",
    "plugin": "Plugins",
    "extension": "`markdown_extensions`",
}


def written(text: str) -> str:
    """The text of docs/themes.md with its tables as they should be."""
    for name, lines in (("options", _options()), ("settings", _settings())):
        mark = f"<!-- {name}: made by `make messages` -->\n"
        start, _, rest = text.partition(mark)
        text = f"{start}{mark}{lines}<!-- end -->{rest.partition('<!-- end -->')[2]}"
    return text


def _options() -> str:
    """The options of the lean theme, with the comments above them."""
    text = (ROOT / "templates" / "theme" / "mkdocs_theme.yml").read_text(encoding="utf-8").partition("\n\n")[2]
    rows = []
    for comment, fields in re.findall(r"((?:^# .*\n)+)((?:^\w.*\n)+)", text, re.MULTILINE):
        options = yaml.safe_load(fields)
        names = ", ".join(f"`{name}`" for name in options)
        defaults = ", ".join(f"`{value}`" for value in options.values() if value) or "none"
        rows.append(f"| {names} | {' '.join(comment.replace('# ', '').split())} | {defaults} |\n")
    return "| option | what it is | default |\n|---|---|---|\n" + "".join(rows)


def _settings() -> str:
    parts = []
    for kind, heading in HEADINGS.items():
        parts.append(f"\n### {heading}\n\n| setting | what it does | on |\n|---|---|---|\n")
        parts += [f"| `{row.name}` | {row.does} | {_seen(row)} |\n" for row in table() if row.kind == kind]
    return "".join(parts) + "\n"


def _seen(row: Row) -> str:
    if row.refuses:
        return f"refused: explainers need {row.refuses}"
    on_entries = any(page == ENTRY for page in row.expected) or not (row.expected or row.other)
    return "both" if on_entries else "pages you write"


if __name__ == "__main__":
    THEMES.write_text(written(THEMES.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"Wrote {THEMES.relative_to(ROOT)}\n")
