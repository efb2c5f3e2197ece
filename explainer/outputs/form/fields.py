"""The fields of the form editor, in the configuration format of Sveltia CMS: they follow from the model."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeAlias

from pydantic import BaseModel

from explainer.model import EXPECTED_KINDS, Entry, Person, Publisher, Section, Topic
from explainer.model.base import ID
from explainer.model.expected import IN_WORDS
from explainer.model.walk import Field, fields
from explainer.outputs.context import RenderContext
from explainer.outputs.form.words import Words
from explainer.text.language import Language, MissingWord
from explainer.text.slugs import MAX_SLUG

Form: TypeAlias = dict[str, Any]
"""A field or a form in the configuration format of Sveltia CMS."""
Schema: TypeAlias = Mapping[str, Any]
"""JSON Schema from pydantic."""
_ENTRIES = "entries"
_SITE = "site"
_RECORDS = "records"
"""The list as which format.js shows a file of shared records."""
_BY_ITSELF = {"at"}
"""What format.js fills in if nobody does: the time of an update."""
_SUMMARIES = {
    "Section": "{{heading}} {{kind}}",
    "Update": "{{at}} {{type}}",
    "Source": "{{title}}",
    "Media": "{{kind}}: {{title}}",
    "Row": "{{cells}}",
}
"""The summary of a folded list item; that of a point is its text."""


class Places(NamedTuple):
    """Where a site's files are, relative to its root."""

    entries: str
    images: str
    data: str


def form(context: RenderContext, words: Words, places: Places, *, preview: bool) -> Form:
    """The form for entries and for what they share, in the site's language as far as it has words."""
    schema = Entry.model_json_schema()
    title = context.site_info.name or context.language("front_title")
    shared: dict[str, type[BaseModel]] = {"topics": Topic, "people": Person, "publishers": Publisher}
    return {
        "app_title": title,
        "logo": {"src": "../assets/explainer/icon.svg"},
        **({"site_url": context.site_info.url.rstrip("/")} if context.site_info.url else {}),
        "media_folder": places.images,
        "public_folder": "/images",  # format.js takes the first slash away
        "media_libraries": {"default": {"config": {"slugify_filename": True}}},
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": MAX_SLUG},  # slugs.js
        "output": {"omit_empty_optional_fields": True},
        "collections": [
            {
                "name": _ENTRIES,
                "label": context.language("explainers"),
                "folder": places.entries,
                "nested": {"subfolders": False},
                "extension": "yml",
                "format": "explainer",  # format.js
                "slug": {"template": "{{title}}", "editable": ["create"]},  # a published address stays
                "delete": False,  # what was published is withdrawn, and leaves a notice
                "summary": "{{title}}",
                "sortable_fields": ["title", "published"],
                "thumbnail": False,
                "editor": {"preview": preview},  # preview.js asks the preview for the page
                "fields": _Fields(context.language, words, schema["$defs"]).of(Entry, schema),
            },
            {
                "name": _SITE,
                "label": words("site"),
                "format": "explainer-records",  # format.js
                "editor": {"preview": False},
                "files": [
                    {
                        "name": name,
                        "label": words(name),
                        "file": f"{places.data}/{name}.yml",
                        "fields": [_shared(context.language, words, words(name), model)],
                    }
                    for name, model in shared.items()
                ],
            },
        ],
    }


def _shared(language: Language, words: Words, label: str, model: type[BaseModel]) -> Form:
    """The list of records that entries share; each has its id, which is its key in the file."""
    schema = model.model_json_schema()
    hint = words.hint(model, "id")
    own = {"name": "id", "label": words.label(model, "id"), "hint": hint, "widget": "string", "pattern": [ID, hint]}
    return {
        "name": _RECORDS,
        "label": label,
        "widget": "list",
        "allow_remove": False,  # entries may name it
        "allow_duplicate": False,
        "collapsed": True,
        "summary": "{{name}}",
        "fields": [own, *_Fields(language, words, schema.get("$defs", {})).of(model, schema)],
    }


@dataclass(frozen=True, slots=True)
class _Fields:
    language: Language
    words: Words
    records: Mapping[str, Schema]
    """The definitions in the schema."""

    def of(self, model: type[BaseModel], record: Schema) -> list[Form]:
        """The fields of a record."""
        needed = record.get("required", ())
        forms = []
        for field in fields(model):
            schema = record["properties"][field.name]
            if field.names and field.model:
                kind = self._either(field, field.model, schema)
            else:
                kind = self._choice(field) or self._kind(model, field, schema)
            hint = self._hint(model, field, schema)
            if hint:
                kind = {"hint": hint, **kind}
            required = field.name in needed and field.name not in _BY_ITSELF
            forms.append(
                {"name": field.name, "label": self.words.label(model, field.name), "required": required, **kind}
            )
        return forms

    def _choice(self, field: Field) -> Form | None:
        """A choice among entries, among the site's records, or among the entry's own sources and points."""
        several = {"multiple": True} if field.many else {}
        if field.names == "entries":
            relation = {"widget": "relation", "collection": _ENTRIES, "value_field": "{{slug}}"}
            return {**relation, "display_fields": ["title"], **several}
        if field.names in ("topics", "people", "publishers"):
            relation = {"widget": "relation", "collection": _SITE, "file": field.names}
            return {**relation, "value_field": f"{_RECORDS}.*.id", "display_fields": [f"{_RECORDS}.*.name"], **several}
        if field.names in ("sources", "points"):
            return {"widget": f"explainer-{field.names}", "empty": self.words("source_new")}  # choices.js
        return None

    def _either(self, field: Field, model: type[BaseModel], schema: Schema) -> Form:
        """A list whose items are ids or records; format.js tells the two apart."""
        choice = self._choice(replace(field, many=False)) or {"widget": "string"}
        record = next(item for item in schema["items"]["oneOf"] if "$ref" in item)
        own, other = self.language("editor_own"), self.language("editor_other")
        return {
            "widget": "list",
            "types": [
                {"name": "id", "label": own, "fields": [{"name": "id", "label": own, **choice}]},
                {"name": "record", "label": other, "fields": self.of(model, self._record(record))},
            ],
        }

    def _kind(self, model: type[BaseModel], field: Field, schema: Schema) -> Form:
        """The widget of a field and its options."""
        bare = _bare(schema)
        if field.kind == "choice" or "enum" in bare:
            several = {"multiple": True} if field.many else {}
            values = bare["items"]["enum"] if field.many else bare["enum"]
            return {"widget": "select", "options": self._options(field.words, values), **several}
        if field.many:
            sections = {"default": [{"kind": kind} for kind in EXPECTED_KINDS]} if field.model is Section else {}
            return {
                "widget": "list",
                **({"max": bare["maxItems"]} if "maxItems" in bare else {}),
                **self._items(field, bare),
                **sections,
            }
        if field.model:
            return {"widget": "object", "collapsed": "auto", "fields": self.of(field.model, self._record(bare))}
        if field.kind == "flag":
            return {"widget": "boolean"}
        if field.kind == "number":
            return {"widget": "number", "value_type": "int", "min": bare["minimum"]}
        if field.names == "images":
            return {"widget": "image", "choose_url": False, "accept": "image/*"}
        if field.name == "id" and field.internal and model is not Entry:
            return {"widget": "uuid"}  # which format.js makes shorter
        pattern = {"pattern": [bare["pattern"], self._hint(model, field, schema)]} if "pattern" in bare else {}
        return {"widget": "text" if field.paragraph else "string", **pattern}

    def _hint(self, model: type[BaseModel], field: Field, schema: Schema) -> str:
        """What belongs into a field; with examples if it is a date."""
        hint = self.words.hint(model, field.name)
        if field.kind != "date":
            return hint
        examples = (example for example in schema.get("examples", ()) if isinstance(example, str))
        return " ".join((hint, self.words("example").format(examples=", ".join(examples)))).strip()

    def _options(self, prefix: str, values: list[str]) -> list[Form]:
        return [
            {"label": self.words.choice(value) or _word(self.language, prefix + value), "value": value}
            for value in values
        ]

    def _items(self, field: Field, schema: Schema) -> Form:
        """The items of a list: records, paragraphs, or ids."""
        if field.model is None:
            return (
                {}
                if "pattern" in schema["items"]
                else {"field": {"name": "text", "label": self.words("text"), "widget": "text"}}
            )
        record = self._record(schema["items"])
        return {
            "collapsed": "auto",
            "allow_duplicate": "id" not in record["properties"],  # a copy would have the same id
            "summary": _SUMMARIES.get(record["title"], "{{text}}"),
            "fields": self.of(field.model, record),
        }

    def _record(self, reference: Schema) -> Schema:
        if "anyOf" in reference:  # a row may be written as a list
            reference = next(one for one in reference["anyOf"] if "$ref" in one)
        return self.records[reference["$ref"].rpartition("/")[2]]


def _bare(schema: Schema) -> Form:
    """A schema without its alternative `null`; a date is text, a time in words too (`before Easter (2026-04-04)`)."""
    kinds = [kind for kind in schema.get("anyOf", [schema]) if kind.get("type") != "null"]
    first: Form = dict(kinds[0])
    if "anyOf" in first:
        return _bare(first)
    if any("by" in kind.get("properties", ()) for kind in kinds):
        first["pattern"] += f"|{IN_WORDS}"
    return first


def _word(language: Language, key: str) -> str:
    """The site's word as a label; a value that has none is spelt."""
    try:
        text = language(key).rstrip(" :：")
    except MissingWord:
        text = key.replace("_", " ")
    return text[:1].upper() + text[1:]
