"""Pages that editors write in Markdown, under `content/pages/`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from explainer.model import Site
from explainer.outputs.base import Artifact, Job
from explainer.outputs.context import Press


def handwritten_pages(press: Press) -> Iterator[Job]:
    """`content/pages/about.md` becomes `/about/`, word for word."""
    for artifact in handwritten(press.site):
        yield Job(artifact.address, (artifact.path, artifact.body), partial(tuple, [artifact]))


def handwritten(site: Site) -> list[Artifact]:
    """The pages themselves."""
    return [Artifact(f"{page.address}.md", page.text, page.path) for page in site.pages]
