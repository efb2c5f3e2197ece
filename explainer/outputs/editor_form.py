"""The fields of the form editor, made of the entry's own JSON Schema: types, choices, patterns, what each field is for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from explainer.language import MissingWord
from explainer.model import Entry
from explainer.model.base import localized
from explainer.outputs.press import Press

Form: TypeAlias = dict[str, Any]
"""What Sveltia CMS reads: a field, or a whole configuration, in its own words."""

_ENTRIES = "entries"
_PARAGRAPHS = frozenset(("summary", "text", "caption", "alt", "note", "reason", "empty", "quote", "key_points"))
"""What gets a field of several lines."""
_SLUGS = frozenset(("related", "translation_of", "replaced_by"))
"""What names other entries."""
_WORDS = {"SubPoint.status": "change_status", "Point.status": "change_status", "Point.points": "points_below"}
"""The site's word for a field, where the field's name does not lead to it."""
_CHOICES = {
    "Entry.status": "{}",
    "kind": "section_{}",
    "status": "status_{}",
    "result": "result_{}",
    "Update.type": "update_{}",
    "Source.type": "source_{}",
}
"""The site's words for what can be chosen."""
_SUMMARIES = {"Section": "{{heading}} {{kind}}", "Update": "{{at}} {{type}}", "Source": "{{id}}: {{title}}"}
"""What a folded item of a list says; of others, their text or name."""
_SPAN = r"( ?/ ?\d{4}(-\d\d(-\d\d)?)?)?"


def form(press: Press) -> Form:
    """The form for entries, in the site's language as far as it has words; it depends on the records, not on entries."""
    schema = Entry.model_json_schema()
    collection = {
        "name": _ENTRIES,
        "label": press.language("explainers"),
        "folder": "content/entries",
        "extension": "yml",
        "format": "explainer",  # format.js
        "nested": {"subfolders": False},
        "slug": {"template": "{{title}}", "editable": ["create"]},  # published addresses stay
        "summary": "{{title}}",
        "sortable_fields": ["title", "published"],
        "thumbnail": False,
        "editor": {"preview": False},
        "delete": False,  # an entry is withdrawn, and leaves a notice
        "fields": _fields(press, schema, schema["$defs"]),
    }
    settings = press.site.settings
    return {
        "app_title": press.home.name or press.language("front_title"),
        "logo": {"src": "../assets/icon.svg"},
        "publish_mode": settings.editor.publish_mode if settings.editor else "simple",
        **({"site_url": press.home.url.rstrip("/")} if press.home.url else {}),
        "media_folder": "content/images",
        "public_folder": "/images",  # format.js takes the first slash away
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": 80},
        "output": {"omit_empty_optional_fields": True},
        "collections": [collection],
    }


def _fields(press: Press, record: Mapping[str, Any], records: Mapping[str, Any]) -> list[Form]:
    needed = record.get("required", ())
    made = []
    for name, schema in record["properties"].items():
        below = _bare(schema)
        label = _label(press, record["title"], name)
        kind = _choice(press, name, below) or {
            "hint": _hint(schema),
            **_field(press, name, f"{record['title']}.{name}", below, schema, records),
        }
        made.append({"name": name, "label": label, "required": name in needed, **kind})
    return made


def _field(
    press: Press, name: str, where: str, below: Form, schema: Mapping[str, Any], records: Mapping[str, Any]
) -> Form:
    """What kind of field it is."""
    if "$ref" in below:
        return {"widget": "object", "collapsed": "auto", "fields": _fields(press, _record(below, records), records)}
    if "enum" in below:
        return {"widget": "select", "options": _options(press, name, where, below["enum"])}
    kind = below.get("type")
    if kind == "array" and "$ref" in below["items"]:
        return _list(press, _record(below["items"], records), records)
    if kind == "array":
        limit = {"max": below["maxItems"]} if "maxItems" in below else {}
        if "pattern" in below["items"]:
            return {"widget": "list", **limit}
        return {"widget": "list", "field": {"name": "text", "label": "", "widget": "text"}, **limit}
    if kind == "boolean":
        return {"widget": "boolean"}
    if kind == "integer":
        return {"widget": "number", "value_type": "int", "min": below["minimum"]}
    if where == "Image.file":
        return {"widget": "image", "choose_url": False, "accept": "image/*"}
    wanted = _pattern(below)
    told = {"pattern": [wanted, _hint(schema)]} if wanted else {}
    return {"widget": "text" if name in _PARAGRAPHS else "string", **told}


def _list(press: Press, record: Mapping[str, Any], records: Mapping[str, Any]) -> Form:
    fields = _fields(press, record, records)
    names = [field["name"] for field in fields]
    summary = _SUMMARIES.get(record["title"]) or next(f"{{{{{name}}}}}" for name in ("text", "name") if name in names)
    # A copy would have the id of the first.
    return {
        "widget": "list",
        "collapsed": "auto",
        "allow_duplicate": "id" not in names,
        "summary": summary,
        "fields": fields,
    }


def _choice(press: Press, name: str, below: Form) -> Form | None:
    """A choice among the site's records, or its entries; records are maps, which the editor's own relations cannot read."""
    site, language = press.site, press.language
    shared: dict[str, Mapping[str, Any]] = {
        "topics": site.topics,
        "authors": site.people,
        "publisher": site.publishers,
        "via": site.publishers,
    }
    multiple = {"multiple": True} if below.get("type") == "array" else {}
    if name in _SLUGS:
        return {
            "widget": "relation",
            "collection": _ENTRIES,
            "value_field": "{{slug}}",
            "display_fields": ["title"],
            **multiple,
        }
    if name not in shared or not shared[name]:
        return None
    options = [
        {"label": localized(record.name, language.tag), "value": key} for key, record in dict(shared[name]).items()
    ]
    return {
        "widget": "select",
        "options": sorted(options, key=lambda one: (one["label"].casefold(), one["value"])),
        **multiple,
    }


def _options(press: Press, name: str, where: str, values: list[str]) -> list[Form]:
    word = _CHOICES.get(where) or _CHOICES.get(name, "{}")
    return [{"label": _said(press, word.format(value)) or _spelt(value), "value": value} for value in values]


def _record(reference: Mapping[str, Any], records: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = records[reference["$ref"].rpartition("/")[2]]
    return found


def _bare(schema: Mapping[str, Any]) -> Form:
    """A schema without `null` beside it; of a date, the text, and of a span the same with `/` in it."""
    kinds = [kind for kind in schema.get("anyOf", [schema]) if kind.get("type") != "null"]
    first: Form = dict(kinds[0])
    if "anyOf" in first:
        return _bare(first)
    if any(kind.get("type") == "object" for kind in kinds):
        first["pattern"] = first["pattern"].removesuffix("$") + _SPAN + "$"
    return first


def _pattern(schema: Mapping[str, Any]) -> str:
    return str(schema.get("pattern", ""))


def _hint(schema: Mapping[str, Any]) -> str:
    """What the field is for, and an example where it must be written in a certain way."""
    hint = str(schema.get("description", "")).replace("`", "")
    example = schema.get("examples", [""])[0]
    shown = isinstance(example, str) and example and _pattern(_bare(schema))
    return f"{hint} For example: {example}" if shown else hint


def _label(press: Press, record: str, name: str) -> str:
    words = (_WORDS.get(f"{record}.{name}", ""), f"field_{record.lower()}_{name}", f"field_{name}", name)
    return next(filter(None, (_said(press, word) for word in words if word)), _spelt(name))


def _said(press: Press, word: str) -> str:
    """The site's word, to stand alone; empty where it has none that can."""
    try:
        text = press.language(word).rstrip(" :：")
    except MissingWord:
        return ""
    return "" if "{" in text else text[:1].upper() + text[1:]


def _spelt(name: str) -> str:
    return name.replace("_", " ").capitalize()
