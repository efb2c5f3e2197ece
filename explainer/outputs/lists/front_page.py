"""The front page: the explainer that leads, and the lists that the site chooses."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nlargest

from explainer.model.summary import EntrySummary
from explainer.outputs.base import Artifact, Link, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.linked_data import front_json, with_data
from explainer.outputs.lists.cards import cards, links, slugs_of
from explainer.outputs.lists.corrections import Noted, correction_view, noted_in
from explainer.outputs.lists.whats_next import prediction_views
from explainer.outputs.plan import Prediction, SitePlan

NEWEST = 12
"""How many entries the front page lists after the lead."""
ELSEWHERE = 6
"""How many in other languages than the site's."""
CHANGED = 6
COMING_UP = 5


CORRECTED = 3


def front_page(plan: SitePlan) -> Iterator[Task]:
    """The lead, and the lists that the site chooses: the newest, what changed, what comes next."""
    front, language = plan.site.settings.front, plan.site.settings.language
    lists = list(dict.fromkeys(front.lists))
    lead = _lead(plan)
    others = [entry for entry in plan.readable if entry is not lead]
    changed = nlargest(
        CHANGED,
        (entry for entry in plan.readable if entry.updates),
        key=lambda entry: (entry.updates[-1].at.first, entry.slug),
    )
    entries = {
        "lead": [lead] if lead else [],
        "newest": [entry for entry in others if entry.language == language][:NEWEST],
        "other_languages": [entry for entry in others if entry.language != language][:ELSEWHERE],
        "changes": changed,
    }
    slugs = {name: slugs_of(listed) if name in ("lead", *lists) else [] for name, listed in entries.items()}
    coming = plan.predictions.upcoming[:COMING_UP] if "predictions" in lists else []
    topics = [(topic, len(listed)) for topic, listed in plan.topics] if "topics" in lists else []
    corrected = noted_in(plan)[:CORRECTED] if "corrections" in lists else []
    yield Task("", _front, (lists, slugs, coming, topics, corrected, len(plan.readable) > NEWEST))


def _lead(plan: SitePlan) -> EntrySummary | None:
    """The explainer that the site chooses, as soon as readers can see it.

    Else the newest one in the site's language that has a picture, or the newest of all.
    """
    chosen = plan.by_slug.get(plan.site.settings.front.lead or "")
    if chosen is not None and chosen.status != "withdrawn":
        return chosen
    ours = (entry for entry in plan.readable if entry.image and entry.language == plan.site.settings.language)
    return next(ours, next(iter(plan.readable), None))


def _front(  # noqa: PLR0917 - each part of the page
    lists: list[str],
    slugs: dict[str, list[str]],
    coming: list[Prediction],
    topics: list[tuple[str, int]],
    corrected: list[Noted],
    more: bool,
    context: RenderContext,
) -> Iterator[Artifact]:
    language = context.language
    leading, newest = cards(slugs["lead"], context), cards(slugs["newest"], context)
    page = context.page(
        "",
        "front",
        title=language("front_title"),
        description=language("front_description"),
        lead=next(iter(leading), None),
        lists=lists,
        newest=newest,
        elsewhere=cards(slugs["other_languages"], context),
        changed=cards(slugs["changes"], context),
        upcoming=prediction_views(coming, "", context),
        topics=[
            (Link(context.name_of_topic(topic, language), f"topics/{topic}/"), language.count("explainer_count", count))
            for topic, count in topics
        ],
        corrected=[correction_view(noted, "", context) for noted in corrected],
        more=more,
        policies=[Link(language(f"policy_{name}"), target) for name, target in context.facts.policies.items()],
    )
    yield with_data(page, front_json(language("front_description"), links([*leading, *newest]), context))
