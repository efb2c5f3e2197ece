"""The front page: the lead, the newest, what changed, what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from heapq import nlargest

from explainer.outputs.base import Artifact, Link, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.linked_data import front_json, with_data
from explainer.outputs.lists.cards import cards, links, slugs_of
from explainer.outputs.lists.whats_next import prediction_views
from explainer.outputs.plan import Prediction, SitePlan

NEWEST = 12
"""How many entries the front page lists after the lead."""
ELSEWHERE = 6
"""How many in other languages than the site's."""
CHANGED = 6
COMING_UP = 5


def front_page(plan: SitePlan) -> Iterator[Task]:
    """The lead, the newest, what changed, what comes next."""
    entries, site_language = plan.readable, plan.site.settings.language
    changed = nlargest(
        CHANGED,
        (entry for entry in entries if entry.updates),
        key=lambda entry: (entry.updates[-1].at.first, entry.slug),
    )
    # An explainer in the site's own language leads where there is one with a picture, else the newest does.
    ours = (entry for entry in entries if entry.image and entry.language == site_language)
    lead = next(ours, next(iter(entries), None))
    others = [entry for entry in entries if entry is not lead and entry.language == site_language][:NEWEST]
    elsewhere = [entry for entry in entries if entry is not lead and entry.language != site_language][:ELSEWHERE]
    lists = {"newest": slugs_of(others), "elsewhere": slugs_of(elsewhere), "changed": slugs_of(changed)}
    yield Task(
        "", _front, ([lead.slug] if lead else [], lists, plan.predictions.upcoming[:COMING_UP], len(entries) > NEWEST)
    )


def _front(
    lead: list[str], lists: dict[str, list[str]], coming: list[Prediction], more: bool, context: RenderContext
) -> Iterator[Artifact]:
    language = context.language
    leading, newest = cards(lead, context), cards(lists["newest"], context)
    page = context.page(
        "",
        "front",
        title=language("front_title"),
        description=language("front_description"),
        lead=next(iter(leading), None),
        newest=newest,
        elsewhere=cards(lists["elsewhere"], context),
        changed=cards(lists["changed"], context),
        upcoming=prediction_views(coming, "", context),
        more=more,
        policies=[Link(language(f"policy_{name}"), target) for name, target in context.facts.policies.items()],
    )
    yield with_data(page, front_json(language("front_description"), links([*leading, *newest]), context))
