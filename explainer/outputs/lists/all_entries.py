"""All explainers: the newest, and a list for each year of publication."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from explainer.outputs.base import ENTRIES, Artifact, Link, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.linked_data import list_json, with_data
from explainer.outputs.lists.cards import PAGE, Slice, cards, links, paged, slugs_of
from explainer.outputs.plan import SitePlan


def all_entries(plan: SitePlan) -> Iterator[Task]:
    """The newest explainers, and a list for each year of publication."""
    years: dict[str, list[str]] = defaultdict(list)
    for entry in plan.readable:
        if entry.published is not None:
            years[f"{entry.published.first.year:04}"].append(entry.slug)
    counts = {year: len(listed) for year, listed in sorted(years.items(), reverse=True)}
    yield Task(f"{ENTRIES}/", _explainers, (slugs_of(plan.readable[:PAGE]), counts))
    for year, listed in years.items():
        for part in paged(f"years/{year}/", listed):
            yield Task(part.address, _year, (year, counts[year], part))


def _explainers(newest: Sequence[str], counts: Mapping[str, int], context: RenderContext) -> Iterator[Artifact]:
    language, listed = context.language, cards(newest, context)
    page = context.page(
        f"{ENTRIES}/",
        "explainers",
        title=language("all_explainers"),
        description=language("explainers_description"),
        cards_=listed,
        years=[
            (Link(year, f"years/{year}/"), language.count("explainer_count", count)) for year, count in counts.items()
        ],
    )
    yield with_data(page, list_json(f"{ENTRIES}/", language("all_explainers"), links(listed), context))


def _year(year: str, count: int, part: Slice[str], context: RenderContext) -> Iterator[Artifact]:
    language, listed = context.language, cards(part.items, context)
    page = context.page(
        part.address,
        "year",
        title=language("explainers_of", year=year),
        description=language.count("explainer_count", count),
        cards_=listed,
        part=part,
    )
    above = [Link(language("explainers"), f"{ENTRIES}/")]
    yield with_data(page, list_json(part.address, year, links(listed), context, above=above))
