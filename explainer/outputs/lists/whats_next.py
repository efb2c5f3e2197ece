"""The pages of predictions: what is expected, what is overdue, and the outcomes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from explainer.outputs.base import Artifact, Link, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.entry.points import PointView, point_view
from explainer.outputs.linked_data import list_json, with_data
from explainer.outputs.lists.cards import PAGE, Slice, paged
from explainer.outputs.plan import Prediction, SitePlan, target
from explainer.text.language import Language


@dataclass(frozen=True, slots=True)
class PredictionView:
    """A prediction and its entry."""

    entry: Link
    target: str
    """The point's own address."""
    point: PointView
    language: Language
    """The entry's own, also for the words around the point."""


def whats_next(plan: SitePlan) -> Iterator[Task]:
    """What is expected when; what was expected and how it turned out. A list too long for one page has its own."""
    predictions = plan.predictions
    lists = {"upcoming": predictions.upcoming, "overdue": predictions.overdue, "record": predictions.settled}
    yield Task("whats-next/", _whats_next, ([(name, listed[:PAGE], len(listed)) for name, listed in lists.items()],))
    for name, listed in lists.items():
        for part in paged(f"whats-next/{name}/", listed) if len(listed) > PAGE else ():
            yield Task(part.address, _predictions, (name, part))


def _whats_next(heads: list[tuple[str, list[Prediction], int]], context: RenderContext) -> Iterator[Artifact]:
    language = context.language
    lists = [
        (name, prediction_views(listed, "whats-next/", context), count, count > PAGE) for name, listed, count in heads
    ]
    page = context.page(
        "whats-next/",
        "whats_next",
        title=language("whats_next"),
        description=language("whats_next_description"),
        lists=lists,
    )
    links = _links(view for _, listed, *_ in lists for view in listed)
    yield with_data(page, list_json("whats-next/", language("whats_next"), links, context))


def _predictions(name: str, part: Slice[Prediction], context: RenderContext) -> Iterator[Artifact]:
    language, listed = context.language, prediction_views(part.items, part.address, context)
    page = context.page(
        part.address,
        "predictions",
        title=language(f"heading_{name}"),
        description=language("whats_next_description"),
        part=part,
        listed=listed,
    )
    above = [Link(language("whats_next"), "whats-next/")]
    yield with_data(page, list_json(part.address, language(f"heading_{name}"), _links(listed), context, above=above))


def _links(views: Iterable[PredictionView]) -> list[Link]:
    """Links to predictions, by what they say."""
    return [Link(view.point.html.striptags() or view.entry.text, view.target) for view in views]


def prediction_views(predictions: Sequence[Prediction], address: str, context: RenderContext) -> list[PredictionView]:
    """Predictions as the list at an address shows them."""
    views = []
    for slug, prediction in predictions:
        name = context.names[slug]
        language = context.languages[name.language]
        texts = prediction.text, prediction.outcome.text if prediction.outcome else None
        links = context.source_links(slug, address, *texts)
        point = point_view(prediction, language, context.today, links=links)
        views.append(PredictionView(context.link_to(name, context.language), target(slug, prediction), point, language))
    return views
