"""The list of topics, and pages for each that has entries."""

from __future__ import annotations

from collections.abc import Iterator

from explainer.model.base import localized
from explainer.outputs.base import Artifact, Link, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.drawing.timeline import topic_timeline
from explainer.outputs.linked_data import list_json, with_data
from explainer.outputs.lists.cards import Slice, cards, links, paged, slugs_of
from explainer.outputs.plan import SitePlan


def topics(plan: SitePlan) -> Iterator[Task]:
    """The list of topics, and pages for each that has entries."""
    yield Task("topics/", _topics, ([(topic, len(entries)) for topic, entries in plan.topics],))
    for topic, entries in plan.topics:
        for part in paged(f"topics/{topic}/", slugs_of(entries)):
            yield Task(part.address, _topic, (topic, part))


def _topics(counts: list[tuple[str, int]], context: RenderContext) -> Iterator[Artifact]:
    language = context.language
    listed = [Link(context.name_of_topic(topic, language), f"topics/{topic}/") for topic, _ in counts]
    page = context.page(
        "topics/",
        "topics",
        title=language("topics"),
        description=language("topics_description"),
        topics=[
            (link, language.count("explainer_count", count), _description(topic, context))
            for link, (topic, count) in zip(listed, counts, strict=True)
        ],
        source="site_data/topics.yml",
    )
    yield with_data(page, list_json("topics/", language("topics"), listed, context))


def _topic(topic: str, part: Slice[str], context: RenderContext) -> Iterator[Artifact]:
    name, text = context.name_of_topic(topic, context.language), _description(topic, context)
    listed = cards(part.items, context)
    page = context.page(
        part.address,
        "topic",
        title=name,
        description=text or context.language("topic_description", topic=name),
        text=text,
        cards_=listed,
        part=part,
        meta={"feeds": [[f"topics/{topic}/feed.xml", name]]},
        timeline=topic_timeline([context.summaries[slug] for slug in part.items], context, part.address),
        source="site_data/topics.yml",
    )
    above = [Link(context.language("topics"), "topics/")]
    yield with_data(page, list_json(part.address, name, links(listed), context, above=above))


def _description(topic: str, context: RenderContext) -> str:
    record = context.topics[topic]
    return localized(record.description, context.language.tag, context.language.tag) if record.description else ""
