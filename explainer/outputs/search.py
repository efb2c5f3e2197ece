"""The search page: a field and filters for those who have scripts, the topics for those who have not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from explainer.outputs.base import Artifact, Press
from explainer.outputs.lists import topics_in_use
from explainer.outputs.views import Link


def search_page(press: Press) -> Iterator[Artifact]:
    """`/search/`, in the language of the site; its script finds the entries of every language."""
    language = press.language
    entries = list(press.readable)
    used = Counter(entry.language for entry in entries)
    days = [entry.as_of or entry.published for entry in entries]
    yield press.page(
        "search/",
        "search",
        title=language("search"),
        description=language("front_description"),
        language=language,
        meta={"scripts": ["search"]},
        topics=[
            (Link(name, f"topics/{topic}/"), topic, language.count("explainer_count", len(found)))
            for name, topic, found in topics_in_use(press)
        ],
        # The most used first; a language is asked for by the name that its index has: its tag in lower case.
        languages=[
            (tag.lower(), press.languages[tag]) for tag, _ in sorted(used.items(), key=lambda item: (-item[1], item[0]))
        ],
        years=sorted({day.text[:4] for day in days if day is not None}, reverse=True),
        counts=json.dumps(language.forms("search_count"), ensure_ascii=False),
    )
