"""The form editor at `/admin/`: Sveltia CMS, for sites that ask for it. The reasons are in decision 0016."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from explainer.model import Editor, Person, Publisher, Topic
from explainer.model.base import localized
from explainer.outputs.base import Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.form.fields import form
from explainer.outputs.plan import SitePlan
from explainer.resources import TEMPLATES

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
