"""Pages that editors write in Markdown, under `content/pages/`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from explainer.model import Site
from explainer.outputs.base import Artifact, Job
from explainer.outputs.context import RenderContext


def pages(context: RenderContext) -> Iterator[Job]:
    """`content/pages/about.md` becomes `/about/`, word for word."""
    for artifact in page_artifacts(context.site):
        yield Job(artifact.address, (artifact.path, artifact.body), partial(tuple, [artifact]))


def page_artifacts(site: Site) -> list[Artifact]:
    """The pages themselves."""
    return [Artifact(f"{page.address}.md", page.text, page.path) for page in site.pages]
