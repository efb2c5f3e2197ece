"""The form editor at `/admin/`: Sveltia CMS, for sites that ask for it. The reasons are in decision 0016."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic import BaseModel

from explainer.model import Editor, Entry, Person, Publisher, Topic
from explainer.model.base import localized
from explainer.model.fields import described
from explainer.model.walk import Field, fields
from explainer.outputs.base import Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.plan import SitePlan
from explainer.resources import TEMPLATES
from explainer.text.language import Language, MissingWord

_FOLDER = TEMPLATES / "admin"
"""What the page loads; much of it is others' work, with their licences."""
_API = {"github": "https://api.github.com", "gitlab": "https://gitlab.com"}
_FACES = {"github": "https://avatars.githubusercontent.com", "gitlab": "https://secure.gravatar.com"}


def editor(plan: SitePlan) -> Iterator[Task]:
    """`/admin/`: a form for each entry, and saving into the repository or into files on this machine."""
    settings, tag = plan.site.settings.editor, plan.site.settings.language
    if settings is not None:
        site = plan.site
        names = {"topics": _names(site.topics, tag), "people": _names(site.people, tag)}
        names["publishers"] = _names(site.publishers, tag)
        yield Task("admin/", _artifacts, (settings, names))


def _names(records: Mapping[str, Topic | Person | Publisher], tag: str) -> dict[str, str]:
    return {key: localized(record.name, tag) for key, record in records.items()}


def _artifacts(settings: Editor, names: Mapping[str, Mapping[str, str]], context: RenderContext) -> Iterator[Artifact]:
    title = context.site_info.name or context.language("front_title")
    values = {"t": context.language, "title": title, "policy": policy(settings)}
    source = "site_data/site.yml"
    yield Artifact("admin/index.html", context.templates.render("admin/index.html.jinja", values), source)
    configuration = {"backend": _backend(settings), **form(context, settings, names)}
    yield Artifact("admin/config.json", json.dumps(configuration, ensure_ascii=False, indent=1) + "\n", source)
    for path in sorted(_FOLDER.rglob("*.*")):
        if path.suffix != ".jinja":
            text = path.read_bytes().decode()  # not `read_text`, which would change the ends of lines
            yield Artifact(f"admin/{path.relative_to(_FOLDER).as_posix()}", text, "")


def _backend(settings: Editor) -> dict[str, str]:
    told = settings.model_dump(exclude={"backend", "publish_mode"}, exclude_none=True)
    alone = {"auth_type": "pkce"} if settings.backend == "gitlab" and settings.app_id else {}
    return {"name": settings.backend, **told, **alone}


def policy(settings: Editor) -> str:
    """What the page may load (CSP level 3): more than the others', and scripts still from this site alone.

    It puts styles into the page, shows pictures that are not saved yet, and talks to the host of the repository.
    """
    api = "/".join((settings.api_root or _API[settings.backend]).split("/")[:3])
    hosts = " ".join(dict.fromkeys((api, settings.base_url or api)))
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob: {_FACES[settings.backend]} {hosts}",
            "font-src data:",
            "media-src 'self' blob:",
            f"connect-src 'self' data: blob: {hosts}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


Form: TypeAlias = dict[str, Any]
"""A field, or the whole of it, as Sveltia CMS reads it and in its words."""
Schema: TypeAlias = Mapping[str, Any]
"""JSON Schema, as pydantic writes it."""
_ENTRIES = "entries"
_WORDS = {"SubPoint.status": "change_status", "Point.status": "change_status", "Point.points": "points_below"}
"""The site's word for a field, where the field's name does not lead to it."""
_SUMMARIES = {
    "Section": "{{heading}} {{kind}}",
    "Update": "{{at}} {{type}}",
    "Source": "{{id}}: {{title}}",
    "Contributor": "{{name}}",
}
"""What a folded item of a list says; a point says its text."""


_SPAN = r"( ?/ ?\d{4}(-\d\d(-\d\d)?)?)?"
"""What may follow a date where a span is allowed; format.js makes one text of the two."""


def form(context: RenderContext, settings: Editor, names: Mapping[str, Mapping[str, str]]) -> Form:
    """The form for entries, in the site's language as far as it has words. It shows records, and no entry.

    `names` are those of the records, by the file that they are in and their ids.
    """
    schema = described(Entry.model_json_schema())
    title = context.site_info.name or context.language("front_title")
    return {
        "app_title": title,
        "logo": {"src": "../assets/icon.svg"},
        **({"site_url": context.site_info.url.rstrip("/")} if context.site_info.url else {}),
        "publish_mode": settings.publish_mode,
        "media_folder": "content/images",
        "public_folder": "/images",  # format.js takes the first slash away
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": 80},
        "output": {"omit_empty_optional_fields": True},
        "collections": [
            {
                "name": _ENTRIES,
                "label": context.language("explainers"),
                "folder": "content/entries",
                "nested": {"subfolders": False},
                "extension": "yml",
                "format": "explainer",  # format.js
                "slug": {"template": "{{title}}", "editable": ["create"]},  # a published address stays
                "delete": False,  # what was published is withdrawn, and leaves a notice
                "summary": "{{title}}",
                "sortable_fields": ["title", "published"],
                "thumbnail": False,
                "editor": {"preview": False},
                "fields": _Fields(context.language, names, schema["$defs"]).of(Entry, schema),
            }
        ],
    }


@dataclass(frozen=True, slots=True)
class _Fields:
    language: Language
    names: Mapping[str, Mapping[str, str]]
    """Those of the site's records, by the file that they are in and their ids."""
    records: Mapping[str, Schema]
    """What the entry's schema refers to."""

    def of(self, model: type[BaseModel], record: Schema) -> list[Form]:
        """The fields of a record."""
        needed = record.get("required", ())
        forms = []
        for field in fields(model):
            schema = record["properties"][field.name]
            kind = self._choice(field) or {"hint": _hint(schema), **self._kind(field, schema)}
            label = _label(self.language, record["title"], field.name)
            forms.append({"name": field.name, "label": label, "required": field.name in needed, **kind})
        return forms

    def _choice(self, field: Field) -> Form | None:
        """A choice among entries, or among the site's records: maps, which the editor's own relations cannot read."""
        several = {"multiple": True} if field.many else {}
        if field.names == "entries":
            relation = {"widget": "relation", "collection": _ENTRIES, "value_field": "{{slug}}"}
            return {**relation, "display_fields": ["title"], **several}
        names = self.names.get(field.names or "", {})
        options = [{"label": names[key], "value": key} for key in sorted(names, key=lambda key: names[key].casefold())]
        return {"widget": "select", "options": options, **several} if options else None

    def _kind(self, field: Field, schema: Schema) -> Form:
        """What kind of field it is."""
        below = _bare(schema)
        if field.many:
            return {
                "widget": "list",
                **({"max": below["maxItems"]} if "maxItems" in below else {}),
                **self._items(field, below),
            }
        if field.model:
            return {"widget": "object", "collapsed": "auto", "fields": self.of(field.model, self._record(below))}
        if field.kind == "choice":
            return {"widget": "select", "options": _options(self.language, field.words, below["enum"])}
        if field.kind == "flag":
            return {"widget": "boolean"}
        if field.kind == "number":
            return {"widget": "number", "value_type": "int", "min": below["minimum"]}
        if field.names == "images":
            return {"widget": "image", "choose_url": False, "accept": "image/*"}
        told = {"pattern": [below["pattern"], _hint(schema)]} if "pattern" in below else {}
        return {"widget": "text" if field.paragraph else "string", **told}

    def _items(self, field: Field, schema: Schema) -> Form:
        """What a list holds: records, paragraphs, or ids."""
        if field.model is None:
            return {} if "pattern" in schema["items"] else {"field": {"name": "text", "label": "", "widget": "text"}}
        record = self._record(schema["items"])
        summary = _SUMMARIES.get(record["title"], "{{text}}")
        # A copy would have the id of the first.
        copies = "id" not in record["properties"]
        return {
            "collapsed": "auto",
            "allow_duplicate": copies,
            "summary": summary,
            "fields": self.of(field.model, record),
        }

    def _record(self, reference: Schema) -> Schema:
        return self.records[reference["$ref"].rpartition("/")[2]]


def _bare(schema: Schema) -> Form:
    """A schema without `null` beside it; of a date the text, and of a span the same with `/` in it."""
    kinds = [kind for kind in schema.get("anyOf", [schema]) if kind.get("type") != "null"]
    first: Form = dict(kinds[0])
    if "anyOf" in first:
        return _bare(first)
    if any(kind.get("type") == "object" for kind in kinds):
        first["pattern"] = first["pattern"].removesuffix("$") + _SPAN + "$"
    return first


def _hint(schema: Schema) -> str:
    """What the field is for, and an example where it must be written in a certain way."""
    hint = str(schema.get("description", "")).replace("`", "")
    if "pattern" not in _bare(schema):
        return hint
    examples = [one if isinstance(one, str) else "/".join(one.values()) for one in schema["examples"]]  # else a span
    return f"{hint} For example: {', '.join(examples)}"


def _options(language: Language, words: str, values: list[str]) -> list[Form]:
    labels = {value: words and _said(language, words + value) for value in values}
    return [{"label": labels[value] or _spelt(value), "value": value} for value in values]


def _label(language: Language, record: str, name: str) -> str:
    words = (_WORDS.get(f"{record}.{name}", ""), f"field_{record.lower()}_{name}", f"field_{name}", name)
    return next(filter(None, (_said(language, word) for word in words)), _spelt(name))


def _said(language: Language, word: str) -> str:
    """The site's word, to stand alone; empty where it has none that can."""
    try:
        text = language(word).rstrip(" :：")
    except MissingWord:
        return ""
    return "" if "{" in text else text[:1].upper() + text[1:]


def _spelt(name: str) -> str:
    return name.replace("_", " ").capitalize()
