"""Pages that editors write in Markdown, wherever they are in `docs_dir`."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.model import Site
from explainer.outputs.base import Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.plan import SitePlan


def pages(plan: SitePlan) -> Iterator[Task]:
    """`content/pages/about.md` becomes `/about/`, word for word; so does `docs/about.md`."""
    for artifact in page_artifacts(plan.site):
        yield Task(artifact.address, _page, (artifact.path, artifact.body, artifact.source))


def _page(path: str, text: str, source: str, context: RenderContext) -> Iterator[Artifact]:
    yield Artifact(path, text, source)


def page_artifacts(site: Site) -> list[Artifact]:
    """The pages as artifacts."""
    return [Artifact(f"{page.address}.md", page.text, page.path) for page in site.pages]
