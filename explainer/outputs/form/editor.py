"""The form editor at `/admin/`: Sveltia CMS, for sites that ask for it. The reasons are in decision 0016."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from pydantic import BaseModel

from explainer.model import Editor, Entry, Person, Publisher, Topic
from explainer.model.base import localized
from explainer.model.expected import IN_WORDS
from explainer.model.fields import described
from explainer.model.walk import Field, fields
from explainer.outputs.base import Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.plan import SitePlan
from explainer.resources import TEMPLATES
from explainer.text.language import Language, MissingWord
from explainer.text.slugs import MAX_SLUG, letters

_FOLDER = TEMPLATES / "admin"
"""The files that the page loads; most are third-party code, with their licences."""
_API = {"github": "https://api.github.com", "gitlab": "https://gitlab.com"}
_FACES = {"github": "https://avatars.githubusercontent.com", "gitlab": "https://secure.gravatar.com"}


def editor(plan: SitePlan) -> Iterator[Task]:
    """`/admin/`: a form for each entry, and saving into the repository or into files on this machine."""
    settings, tag = plan.site.settings.editor, plan.site.settings.language
    if settings is not None:
        site = plan.site
        names = {"topics": _names(site.topics, tag), "people": _names(site.people, tag)}
        names["publishers"] = _names(site.publishers, tag)
        yield Task("admin/", _artifacts, (settings, names, site.layout.entries, site.layout.images))


def _names(records: Mapping[str, Topic | Person | Publisher], tag: str) -> dict[str, str]:
    return {key: localized(record.name, tag) for key, record in records.items()}


def _artifacts(
    settings: Editor, names: Mapping[str, Mapping[str, str]], entries: str, images: str, context: RenderContext
) -> Iterator[Artifact]:
    title = context.site_info.name or context.language("front_title")
    values = {"t": context.language, "title": title, "policy": policy(settings)}
    source = "site_data/site.yml"
    yield Artifact("admin/index.html", context.templates.render("admin/index.html.jinja", values), source)
    configuration = {"backend": _backend(settings), **form(context, settings, names, entries, images)}
    yield Artifact("admin/config.json", json.dumps(configuration, ensure_ascii=False, indent=1) + "\n", source)
    runs = {first: "|".join(latin) for first, latin in letters()}
    yield Artifact("admin/letters.js", f"const LETTERS = {json.dumps(runs, separators=(',', ':'))};\n", "")
    for path in sorted(_FOLDER.rglob("*.*")):
        if path.suffix != ".jinja":
            text = path.read_bytes().decode()  # not `read_text`, which would change the ends of lines
            yield Artifact(f"admin/{path.relative_to(_FOLDER).as_posix()}", text, "")


def _backend(settings: Editor) -> dict[str, str]:
    options = settings.model_dump(exclude={"backend", "publish_mode"}, exclude_none=True)
    login = {"auth_type": "pkce"} if settings.backend == "gitlab" and settings.app_id else {}
    return {"name": settings.backend, **options, **login}


def policy(settings: Editor) -> str:
    """The page's content security policy (CSP level 3): looser than elsewhere, but scripts come only from this site.

    The editor adds styles to the page, shows unsaved pictures, and talks to the host of the repository.
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
"""A field or a form in the configuration format of Sveltia CMS."""
Schema: TypeAlias = Mapping[str, Any]
"""JSON Schema from pydantic."""
_ENTRIES = "entries"
_WORDS = {"SubPoint.status": "change_status", "Point.status": "change_status", "Point.points": "points_below"}
"""The site's word for a field whose own name is not a word."""
_SUMMARIES = {
    "Section": "{{heading}} {{kind}}",
    "Update": "{{at}} {{type}}",
    "Source": "{{id}}: {{title}}",
    "Media": "{{kind}}: {{title}}",
    "Row": "{{cells}}",
}
"""The summary of a folded list item; that of a point is its text."""


def form(
    context: RenderContext, settings: Editor, names: Mapping[str, Mapping[str, str]], entries: str, images: str
) -> Form:
    """The form for entries, in the site's language as far as it has words.

    `names` are the names of the site's records, by their file and id.
    """
    schema = described(Entry.model_json_schema())
    title = context.site_info.name or context.language("front_title")
    return {
        "app_title": title,
        "logo": {"src": "../assets/explainer/icon.svg"},
        **({"site_url": context.site_info.url.rstrip("/")} if context.site_info.url else {}),
        "publish_mode": settings.publish_mode,
        "media_folder": images,
        "public_folder": "/images",  # format.js takes the first slash away
        "slug": {"encoding": "ascii", "clean_accents": True, "maxlength": MAX_SLUG},  # slugs.js
        "output": {"omit_empty_optional_fields": True},
        "collections": [
            {
                "name": _ENTRIES,
                "label": context.language("explainers"),
                "folder": entries,
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
    """The names of the site's records, by their file and id."""
    records: Mapping[str, Schema]
    """The definitions in the entry's schema."""

    def of(self, model: type[BaseModel], record: Schema) -> list[Form]:
        """The fields of a record."""
        needed = record.get("required", ())
        forms = []
        for field in fields(model):
            schema = record["properties"][field.name]
            if field.names and field.model:
                kind = {"hint": _hint(schema), **self._either(field, field.model, schema)}
            else:
                kind = self._choice(field) or {"hint": _hint(schema), **self._kind(field, schema)}
            label = _label(self.language, record["title"], field.name)
            forms.append({"name": field.name, "label": label, "required": field.name in needed, **kind})
        return forms

    def _choice(self, field: Field) -> Form | None:
        """A choice among entries, or among the site's records, which the editor's own relations cannot read."""
        several = {"multiple": True} if field.many else {}
        if field.names == "entries":
            relation = {"widget": "relation", "collection": _ENTRIES, "value_field": "{{slug}}"}
            return {**relation, "display_fields": ["title"], **several}
        names = self.names.get(field.names or "", {})
        options = [{"label": names[key], "value": key} for key in sorted(names, key=lambda key: names[key].casefold())]
        return {"widget": "select", "options": options, **several} if options else None

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

    def _kind(self, field: Field, schema: Schema) -> Form:
        """The widget of a field and its options."""
        bare = _bare(schema)
        if field.kind == "choice":
            several = {"multiple": True} if field.many else {}
            values = bare["items"]["enum"] if field.many else bare["enum"]
            return {"widget": "select", "options": _options(self.language, field.words, values), **several}
        if field.many:
            return {
                "widget": "list",
                **({"max": bare["maxItems"]} if "maxItems" in bare else {}),
                **self._items(field, bare),
            }
        if field.model:
            return {"widget": "object", "collapsed": "auto", "fields": self.of(field.model, self._record(bare))}
        if field.kind == "flag":
            return {"widget": "boolean"}
        if field.kind == "number":
            return {"widget": "number", "value_type": "int", "min": bare["minimum"]}
        if field.names == "images":
            return {"widget": "image", "choose_url": False, "accept": "image/*"}
        pattern = {"pattern": [bare["pattern"], _hint(schema)]} if "pattern" in bare else {}
        return {"widget": "text" if field.paragraph else "string", **pattern}

    def _items(self, field: Field, schema: Schema) -> Form:
        """The items of a list: records, paragraphs, or ids."""
        if field.model is None:
            return {} if "pattern" in schema["items"] else {"field": {"name": "text", "label": "", "widget": "text"}}
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


def _hint(schema: Schema) -> str:
    """The purpose of a field, with examples if it has a format."""
    hint = str(schema.get("description", "")).replace("`", "")
    if "pattern" not in _bare(schema):
        return hint
    examples = [
        value
        if isinstance(value, str)
        else "{from}/{to}".format(**value)
        if "from" in value
        else "{text} ({by})".format(**value)
        for value in schema["examples"]
    ]
    return f"{hint} For example: {', '.join(examples)}"


def _options(language: Language, words: str, values: list[str]) -> list[Form]:
    return [{"label": (words and _word(language, words + value)) or _spelt(value), "value": value} for value in values]


def _label(language: Language, record: str, name: str) -> str:
    keys = (_WORDS.get(f"{record}.{name}", ""), f"field_{record.lower()}_{name}", f"field_{name}", name)
    return next(filter(None, (_word(language, key) for key in keys)), _spelt(name))


def _word(language: Language, key: str) -> str:
    """The site's word as a label; empty if there is none, or only one with placeholders."""
    try:
        text = language(key).rstrip(" :：")
    except MissingWord:
        return ""
    return "" if "{" in text else text[:1].upper() + text[1:]


def _spelt(name: str) -> str:
    return name.replace("_", " ").capitalize()
