"""The search page: a field and filters with scripts, the topics without."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from explainer.outputs.base import Artifact, Link, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.plan import SitePlan


def search(plan: SitePlan) -> Iterator[Task]:
    """`/search/`, in the language of the site; its script finds the entries of every language."""
    entries = plan.readable
    used = Counter(entry.language for entry in entries)
    tags = sorted(used, key=lambda tag: (-used[tag], tag))  # the most used first
    days = [entry.as_of or entry.published for entry in entries]
    years = sorted({day.text[:4] for day in days if day is not None}, reverse=True)
    topics = [(topic, len(listed)) for topic, listed in plan.topics]
    yield Task("search/", _search, (topics, tags, years))


def _search(
    topics: list[tuple[str, int]], tags: list[str], years: list[str], context: RenderContext
) -> Iterator[Artifact]:
    language = context.language
    yield context.page(
        "search/",
        "search",
        title=language("search"),
        description=language("front_description"),
        meta={"scripts": ["search"]},
        topics=[
            (
                Link(context.name_of_topic(topic, language), f"topics/{topic}/"),
                topic,
                language.count("explainer_count", count),
            )
            for topic, count in topics
        ],
        # Pagefind names the index of a language by its tag in lower case.
        languages=[(tag.lower(), context.languages[tag]) for tag in tags],
        years=years,
        counts=json.dumps(language.forms("search_count"), ensure_ascii=False),
        suggest=language("search_suggest", query="{query}"),
    )
