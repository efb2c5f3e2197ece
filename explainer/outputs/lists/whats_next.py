"""The pages that follow predictions up: what is expected, what is overdue, how things turned out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from explainer.model.summary import EntrySummary, PredictionSummary
from explainer.outputs.base import Artifact, Job
from explainer.outputs.context import RenderContext
from explainer.outputs.entry.points import prediction_point
from explainer.outputs.entry.view import entry_link
from explainer.outputs.lists.paging import PAGE, Slice, paged
from explainer.outputs.lists.predictions import Prediction, target
from explainer.outputs.views import Link, PointView
from explainer.text.language import Language


@dataclass(frozen=True, slots=True)
class PredictionView:
    """Something expected, and the entry that says so."""

    entry: Link
    target: str
    """The point's own address."""
    point: PointView
    language: Language
    """The entry's own, in which the point and the words around it are said."""


def whats_next_pages(context: RenderContext) -> Iterator[Job]:
    """What is expected when; what was expected and how it turned out. A list too long for one page has its own."""
    predictions = context.predictions
    lists = {"upcoming": predictions.upcoming, "overdue": predictions.overdue, "record": predictions.settled}
    heads = [(name, listed[:PAGE], len(listed)) for name, listed in lists.items()]
    inputs = [(name, prediction_fingerprints(listed), count) for name, listed, count in heads]
    yield Job("whats-next/", (inputs,), partial(_whats_next, heads, context))
    for name, listed in lists.items():
        for part in paged(f"whats-next/{name}/", listed) if len(listed) > PAGE else ():
            about = (part.number, part.newer, part.older, prediction_fingerprints(part.items))
            yield Job(part.address, about, partial(_predictions, name, part, context))


def _whats_next(heads: list[tuple[str, list[Prediction], int]], context: RenderContext) -> Iterator[Artifact]:
    language = context.language
    yield context.page(
        "whats-next/",
        "whats_next",
        title=language("whats_next"),
        description=language("whats_next_description"),
        language=language,
        lists=[(name, _views(listed, context), count, count > PAGE) for name, listed, count in heads],
    )


def _predictions(name: str, part: Slice[Prediction], context: RenderContext) -> Iterator[Artifact]:
    language = context.language
    yield context.page(
        part.address,
        "predictions",
        title=language(f"heading_{name}"),
        description=language("whats_next_description"),
        language=language,
        part=part,
        listed=_views(part.items, context),
    )


def prediction_fingerprints(predictions: Iterable[Prediction]) -> list[Any]:
    """What a list of outlooks depends on. The day decides only which list it is."""
    return [
        (entry.predictions_fingerprint, prediction.id or prediction.text, prediction.expected_)
        for entry, prediction in predictions
    ]


def prediction_view(entry: EntrySummary, prediction: PredictionSummary, context: RenderContext) -> PredictionView:
    """Something foretold, as lists show it."""
    language = context.languages[entry.language]
    link = entry_link(entry, context, context.language)
    return PredictionView(
        link, target(entry, prediction), prediction_point(prediction, language, context.today), language
    )


def _views(predictions: Sequence[Prediction], context: RenderContext) -> list[PredictionView]:
    return [prediction_view(entry, prediction, context) for entry, prediction in predictions]
