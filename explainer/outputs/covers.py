"""A drawn cover for each entry without a photograph."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.drawing.cover import cover
from explainer.outputs.base import Artifact, Press


def covers(press: Press) -> Iterator[Artifact]:
    """`covers/<slug>.svg`, from the entry's first topic and its slug."""
    for entry in press.entries:
        if entry.image is None:
            # A translation has the original's cover.
            original = press.by_slug.get(entry.translation_of or "", entry)
            topic = original.topics[0] if original.topics else ""
            yield Artifact(press.picture(entry), cover(topic, original.slug), entry.path)
