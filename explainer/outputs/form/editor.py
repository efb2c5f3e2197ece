"""The form editor at `/admin/`: Sveltia CMS, for sites that ask for it. The reasons are in decision 0016."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256

from explainer.checks.schema_rules import with_rules
from explainer.model import Editor, Entry, Settings
from explainer.outputs.base import Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.form.fields import Form, Places, form
from explainer.outputs.form.words import Words
from explainer.outputs.plan import SitePlan
from explainer.resources import TEMPLATES
from explainer.text.slugs import letters

_FOLDER = TEMPLATES / "admin"
"""The files that the page loads; most are third-party code, with their licences."""
_API = {"github": "https://api.github.com", "gitlab": "https://gitlab.com"}
_FACES = {"github": "https://avatars.githubusercontent.com", "gitlab": "https://secure.gravatar.com"}


IMPORTS = json.dumps(
    {"imports": {"https://unpkg.com/immutable@5.1.9/dist/immutable.es.js": "./immutable.es.js"}}, separators=(",", ":")
)
"""Where the browser finds a library that Sveltia CMS would import from elsewhere: an import map (HTML)."""


def editor(plan: SitePlan) -> Iterator[Task]:
    """`/admin/`: a form for each entry, and saving into the repository or into files on this machine."""
    settings, layout = plan.site.settings, plan.site.layout
    if settings.editor is not None:
        places = Places(layout.entries, layout.images, layout.data)
        yield Task("admin/", _artifacts, (settings, settings.editor, places, plan.preview))


def _artifacts(
    settings: Settings, editor: Editor, places: Places, preview: bool, context: RenderContext
) -> Iterator[Artifact]:
    title = context.site_info.name or context.language("front_title")
    words = Words.of(context.language.tag)
    values = {"t": context.language, "title": title, "policy": policy(editor), "imports": IMPORTS, "preview": preview}
    source = "site_data/site.yml"
    yield Artifact("admin/index.html", context.templates.render("admin/index.html.jinja", values), source)
    shown = form(context, words, places, preview=preview)
    configuration = {"backend": _backend(editor), "publish_mode": editor.publish_mode, **shown}
    yield Artifact("admin/config.json", json.dumps(configuration, ensure_ascii=False, indent=1) + "\n", source)
    rules = {
        "schema": with_rules(Entry.model_json_schema(), settings),
        "words": {key: words(key) for key in ("missing", "wrong", "refused", "as_draft")},
    }
    yield Artifact("admin/rules.json", json.dumps(rules, ensure_ascii=False, separators=(",", ":")) + "\n", source)
    runs = {first: "|".join(latin) for first, latin in letters(context.facts.language)}
    yield Artifact("admin/letters.js", f"const LETTERS = {json.dumps(runs, separators=(',', ':'))};\n", "")
    for path in sorted(_FOLDER.rglob("*.*")):
        if path.suffix != ".jinja":
            text = path.read_bytes().decode()  # not `read_text`, which would change the ends of lines
            yield Artifact(f"admin/{path.relative_to(_FOLDER).as_posix()}", text, "")


def _backend(settings: Editor) -> Form:
    options = settings.model_dump(exclude={"backend", "publish_mode"}, exclude_none=True)
    login = {"auth_type": "pkce"} if settings.backend == "gitlab" and settings.app_id else {}
    return {"name": settings.backend, **options, **login}


def policy(settings: Editor) -> str:
    """The page's content security policy (CSP level 3): looser than elsewhere, but scripts come only from this site.

    The editor adds styles to the page, shows unsaved pictures, and talks to the host of the repository. A frame shows
    what the preview answers to the entry as it stands in the form.
    """
    api = "/".join((settings.api_root or _API[settings.backend]).split("/")[:3])
    imports = b64encode(sha256(IMPORTS.encode()).digest()).decode()
    hosts = " ".join(dict.fromkeys((api, settings.base_url or api)))
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'self' 'sha256-{imports}'",
            "style-src 'self' 'unsafe-inline'",
            f"img-src 'self' data: blob: {_FACES[settings.backend]} {hosts}",
            "font-src data:",
            "frame-src 'self' blob:",
            "media-src 'self' blob:",
            f"connect-src 'self' data: blob: {hosts}",
            "base-uri 'none'",
            "form-action 'self'",
        )
    )
