"""A drawn cover for each entry without a photograph."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from explainer.model.brief import Brief
from explainer.outputs.base import Artifact, Job
from explainer.outputs.context import Press
from explainer.outputs.drawing.cover import cover


def covers(press: Press) -> Iterator[Job]:
    """`covers/<slug>.svg`, from the entry's first topic and its slug."""
    for entry in press.entries:
        if entry.image is None:
            # A translation has the original's cover.
            original = press.by_slug.get(entry.translation_of or "", entry)
            topic = original.topics[0] if original.topics else ""
            yield Job(press.picture(entry), (topic, original.slug), partial(_cover, entry, topic, original.slug, press))


def _cover(entry: Brief, topic: str, slug: str, press: Press) -> Iterator[Artifact]:
    yield Artifact(press.picture(entry), cover(topic, slug), entry.path)
