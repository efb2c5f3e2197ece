"""A drawn cover for each entry without a photograph."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.outputs.base import Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.drawing.cover import cover
from explainer.outputs.plan import SitePlan


def covers(plan: SitePlan) -> Iterator[Task]:
    """`covers/<slug>.svg`, from the entry's first topic and its slug."""
    for entry in plan.entries:
        if entry.image is None:
            # A translation has the original's cover.
            original = plan.by_slug.get(entry.translation_of or "", entry)
            topic = original.topics[0] if original.topics else ""
            address = plan.context.picture(entry)
            yield Task(address, _cover, (address, topic, original.slug, entry.path))


def _cover(address: str, topic: str, slug: str, source: str, context: RenderContext) -> Iterator[Artifact]:
    yield Artifact(address, cover(topic, slug), source)
