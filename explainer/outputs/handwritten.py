"""Pages that editors write in Markdown, under `content/pages/`."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.outputs.base import Artifact, Press


def handwritten_pages(press: Press) -> Iterator[Artifact]:
    """`content/pages/about.md` becomes `/about/`, word for word."""
    for page in press.site.pages:
        yield Artifact(f"{page.address}.md", page.text, page.path)
