"""Pages that editors write in Markdown, under `content/pages/`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from explainer.outputs.base import Artifact, Job
from explainer.outputs.press import Press


def handwritten_pages(press: Press) -> Iterator[Job]:
    """`content/pages/about.md` becomes `/about/`, word for word."""
    for page in press.site.pages:
        artifact = Artifact(f"{page.address}.md", page.text, page.path)
        yield Job(artifact.address, (page.text,), partial(tuple, [artifact]))
