"""Lists as data: the explainers, what changed, the topics, the publishers, the predictions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from explainer.model.moments import in_iso
from explainer.model.summary import OutcomeSummary, PredictionSummary, WithdrawnSummary
from explainer.outputs.base import Artifact, Task, safe_url
from explainer.outputs.context import RenderContext
from explainer.outputs.data.entry import API, about, as_json, date_data, expected_data, schema_url
from explainer.outputs.data.listings import (
    Answer,
    Index,
    Listed,
    Listing,
    Lists,
    Prediction,
    Predictions,
    Publisher,
    Publishers,
    SiteChange,
    SiteChanges,
    Topic,
    Topics,
)
from explainer.outputs.data.schemas import NAMES, schema_text
from explainer.outputs.lists.cards import slugs_of
from explainer.outputs.lists.site_changes import newest_first
from explainer.outputs.plan import SitePlan, target
from explainer.text.inline import to_text

NEWEST = 200
"""How many changes `changes.json` lists; each explainer has all of its own."""


def data(plan: SitePlan) -> Iterator[Task]:
    """`api/v1/`: `index.json`, `changes.json`, `topics.json`, `publishers.json`, `predictions.json`, and the schemas.

    None if mkdocs.yml has no `site_url`, for data are of use only with whole addresses, or `data: false` is set.
    """
    if not plan.context.facts.data:
        return
    yield Task(f"{API}/index.json", _index, (slugs_of(plan.entries),))
    changes = [(slug, version) for slug, _, version in newest_first(plan)[:NEWEST]]
    yield Task(f"{API}/changes.json", _changes, (changes,))
    yield Task(f"{API}/topics.json", _topics, ([(topic, slugs_of(listed)) for topic, listed in plan.topics],))
    yield Task(f"{API}/publishers.json", _publishers, (sorted(plan.cited),))
    predictions = plan.predictions
    listed = [*predictions.upcoming, *predictions.overdue, *predictions.settled]
    yield Task(f"{API}/predictions.json", _predictions, (listed,))
    for name in NAMES.values():
        yield Task(f"{API}/schemas/{name}.json", _schema, (name,))


def _schema(name: str, context: RenderContext) -> Iterator[Artifact]:
    yield Artifact(f"{API}/schemas/{name}.json", schema_text(name, schema_url(name, context.site_info)), "")


def _artifact(kind: type[Listing], context: RenderContext, **members: Any) -> Artifact:
    site, name = context.site_info, NAMES[kind]
    listing = kind(schema=schema_url(name, context.site_info), site=site.name, url=site.url, **members)
    return Artifact(f"{API}/{name}.json", as_json(listing), "")


def _index(slugs: list[str], context: RenderContext) -> Iterator[Artifact]:
    api = f"{context.site_info.url}{API}"
    entries = [Listed(**about(context.summaries[slug], context), data=f"{api}/entries/{slug}.json") for slug in slugs]
    lists = Lists(**{name: f"{api}/{name}.json" for name in Lists.__struct_fields__})
    yield _artifact(Index, context, version=1, count=len(entries), lists=lists, entries=entries)


def _changes(changes: list[tuple[str, int]], context: RenderContext) -> Iterator[Artifact]:
    yield _artifact(SiteChanges, context, changes=[_change(slug, version, context) for slug, version in changes])


def _change(slug: str, version: int, context: RenderContext) -> SiteChange:
    entry = context.summaries[slug]
    came, page = context.moments(entry), context.url_of(slug)
    record = entry.withdrawn if version > entry.version else entry.updates[version - 2]
    common: dict[str, Any] = {
        "entry": context.id_of(entry),
        "slug": slug,
        "title": entry.title,
        "language": entry.language,
    }
    if record is None or isinstance(record, WithdrawnSummary):
        reason = to_text(record.reason or "") if record else ""
        at = in_iso(entry.changed, came[-1], context.facts.zone)
        return SiteChange(**common, type="withdrawal", at=at, note=reason, url=page)
    return SiteChange(
        **common,
        version=version,
        type=record.type,
        at=in_iso(record.at, came[version - 1], context.facts.zone),
        note=to_text(record.note or ""),
        point=record.point,
        was=to_text(record.was or ""),
        now=to_text(record.now or ""),
        url=f"{page}changes/#v{version}",
        changes=f"{page}changes.json",
    )


def _names(names: Mapping[str, str], context: RenderContext) -> dict[str, str]:
    """Names by language; one that is the same in all is in the site's."""
    return {tag or context.language.tag: name for tag, name in names.items()}


def _topics(topics: list[tuple[str, list[str]]], context: RenderContext) -> Iterator[Artifact]:
    site = context.site_info.url
    listed = [
        Topic(
            id=topic,
            names=_names(context.topics[topic].name, context),
            url=f"{site}topics/{topic}/",
            feed=f"{site}topics/{topic}/feed.xml",
            entries=slugs,
        )
        for topic, slugs in topics
    ]
    yield _artifact(Topics, context, topics=listed)


def _publishers(publishers: list[str], context: RenderContext) -> Iterator[Artifact]:
    listed = [
        Publisher(
            id=publisher,
            names=_names(record.name, context),
            url=safe_url(record.url),
            country=record.country,
            language=record.language,
            state=record.state,
            page=f"{context.site_info.url}sources/{publisher}/",
        )
        for publisher in publishers
        for record in [context.publishers[publisher]]
    ]
    yield _artifact(Publishers, context, publishers=listed)


def _predictions(listed: list[tuple[str, PredictionSummary]], context: RenderContext) -> Iterator[Artifact]:
    predictions = [
        Prediction(
            entry=context.id_of(context.summaries[slug]),
            slug=slug,
            point=prediction.id,
            url=f"{context.site_info.url}{target(slug, prediction)}",
            text=to_text(prediction.text),
            status=prediction.status,
            **expected_data(prediction.expected),
            outcome=_answer(prediction.outcome),
        )
        for slug, prediction in listed
    ]
    yield _artifact(Predictions, context, predictions=predictions)


def _answer(outcome: OutcomeSummary | None) -> Answer | None:
    return Answer(result=outcome.result, on=date_data(outcome.on)) if outcome else None
