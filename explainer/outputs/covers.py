"""A drawn cover for each entry without a photograph."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from explainer.model.summary import EntrySummary
from explainer.outputs.base import Artifact, Job
from explainer.outputs.context import RenderContext
from explainer.outputs.drawing.cover import cover


def covers(context: RenderContext) -> Iterator[Job]:
    """`covers/<slug>.svg`, from the entry's first topic and its slug."""
    for entry in context.entries:
        if entry.image is None:
            # A translation has the original's cover.
            original = context.by_slug.get(entry.translation_of or "", entry)
            topic = original.topics[0] if original.topics else ""
            yield Job(
                context.picture(entry), (topic, original.slug), partial(_cover, entry, topic, original.slug, context)
            )


def _cover(entry: EntrySummary, topic: str, slug: str, context: RenderContext) -> Iterator[Artifact]:
    yield Artifact(context.picture(entry), cover(topic, slug), entry.path)
