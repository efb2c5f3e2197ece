"""What pages other than its own say of an entry: small enough to hold ten thousand of them, and quick to read back."""

from __future__ import annotations

import msgspec

from explainer.keys import digest
from explainer.model.dates import PartialDate, parse
from explainer.model.entry import Entry, EntryStatus, PointStatus, Result, UpdateType
from explainer.model.source import SourceType
from explainer.model.walk import Shared
from explainer.problems import Pointer


class Record(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A part of a brief. Its fields mean what those of the same name in an entry mean; dates are kept as text."""


class ImageSummary(Record, frozen=True):
    """The picture on top."""

    file: str
    alt: str | None


class UpdateSummary(Record, frozen=True):
    """A dated public note about a change."""

    at_: str
    type: UpdateType
    note: str
    point: str | None
    was: str | None
    now: str | None

    @property
    def at(self) -> PartialDate:
        """When the change was published."""
        return parse(self.at_)


class WithdrawnSummary(Record, frozen=True):
    """Why an entry was taken back."""

    at_: str
    reason: str | None
    replaced_by: str | None

    @property
    def at(self) -> PartialDate:
        """When it was withdrawn."""
        return parse(self.at_)


class OutcomeSummary(Record, frozen=True):
    """What became of something that was expected."""

    result: Result
    on_: str
    text: str

    @property
    def on(self) -> PartialDate:
        """When that was clear."""
        return parse(self.on_)


class PredictionSummary(Record, frozen=True):
    """A point that foretells something."""

    id: str | None
    text: str
    status: PointStatus
    expected_: str | None
    outcome: OutcomeSummary | None
    no_date: str | None

    @property
    def when(self) -> None:
        """Lists of what is foretold do not say when it was said."""

    @property
    def unsourced(self) -> None:
        """Nor where it comes from: the entry does."""

    @property
    def expected(self) -> PartialDate | None:
        """When what it foretells should happen."""
        return _parsed(self.expected_)


class Cited(Record, frozen=True):
    """A source."""

    publisher: str | None
    type: SourceType
    title: str
    url: str | None
    language: str | None
    published_: str | None

    @property
    def published(self) -> PartialDate | None:
        """When it was published."""
        return _parsed(self.published_)


class EntrySummary(Record, frozen=True):
    """An entry as others see it."""

    slug: str
    path: str
    title: str
    summary: str
    status: EntryStatus
    published_: str | None
    as_of_: str | None
    language: str
    translation_of: str | None
    translated_from_version: int | None
    topics: tuple[str, ...]
    authors: tuple[str, ...]
    image: ImageSummary | None
    related: tuple[str, ...]
    aliases: tuple[str, ...]
    updates: tuple[UpdateSummary, ...]
    withdrawn: WithdrawnSummary | None
    publishers: tuple[str, ...]
    """The publishers of its sources, one for each source that names one."""
    named_records: tuple[tuple[Shared, str], ...]
    """What it names in `site_data/` and of images, each once: (`topics`, `floods`)."""
    named_entries: tuple[tuple[Pointer, str], ...]
    """The slugs that it names, with the way to each."""
    types: tuple[SourceType, ...]
    """What kinds of sources it has, one for each."""
    predictions_: msgspec.Raw
    cited_: msgspec.Raw
    predictions_fingerprint: str
    """Another text when anything that lists of outlooks show of it is different."""
    cited_fingerprint: str
    """The same for lists of sources."""

    @property
    def published(self) -> PartialDate | None:
        """When it was first published."""
        return _parsed(self.published_)

    @property
    def as_of(self) -> PartialDate | None:
        """The day whose state of knowledge it gives, where that is not the day of publication."""
        return _parsed(self.as_of_)

    @property
    def version(self) -> int:
        """1 is the first publication; each update makes the next."""
        return len(self.updates) + 1

    @property
    def changed(self) -> PartialDate | None:
        """When it last really changed: the last update, else the first publication."""
        return _parsed(self.changed_)

    @property
    def changed_(self) -> str | None:
        """The same, as it is written."""
        if self.withdrawn is not None:
            return self.withdrawn.at_
        return self.updates[-1].at_ if self.updates else self.published_

    @property
    def predictions(self) -> tuple[PredictionSummary, ...]:
        """The points that foretell something, in reading order."""
        return _PREDICTIONS.decode(self.predictions_)

    @property
    def cited(self) -> tuple[Cited, ...]:
        """The sources."""
        return _CITED.decode(self.cited_)


_PREDICTIONS = msgspec.msgpack.Decoder(tuple[PredictionSummary, ...])
_CITED = msgspec.msgpack.Decoder(tuple[Cited, ...])


_RECORDS: tuple[Shared, ...] = ("topics", "people", "publishers", "images")


def summarize(entry: Entry) -> EntrySummary:
    """What others need to know of an entry."""
    predictions = tuple(
        PredictionSummary(
            point.id,
            point.text,
            point.status,
            _text(point.expected),
            OutcomeSummary(point.outcome.result, point.outcome.on.text, point.outcome.text) if point.outcome else None,
            point.no_date,
        )
        for _, _, point, _ in entry.points()
        if point.expected is not None or point.outcome is not None
    )
    cited = tuple(
        Cited(source.publisher, source.type, source.title, source.url, source.language, _text(source.published))
        for source in entry.sources
    )
    withdrawn, image = entry.withdrawn, entry.image
    return EntrySummary(
        entry.slug,
        entry.path,
        entry.title,
        entry.summary,
        entry.status,
        _text(entry.published),
        _text(entry.as_of),
        entry.language,
        entry.translation_of,
        entry.translated_from_version,
        entry.topics,
        entry.authors,
        ImageSummary(image.file, image.alt) if image else None,
        entry.related,
        entry.aliases,
        tuple(UpdateSummary(one.at.text, one.type, one.note, one.point, one.was, one.now) for one in entry.updates),
        WithdrawnSummary(withdrawn.at.text, withdrawn.reason, withdrawn.replaced_by) if withdrawn else None,
        tuple(source.publisher for source in entry.sources if source.publisher is not None),
        tuple(dict.fromkeys((kind, name) for kind in _RECORDS for _, name in entry.values[kind])),
        tuple(entry.values["entries"]),
        tuple(source.type for source in entry.sources),
        msgspec.Raw(msgspec.msgpack.encode(predictions)),
        msgspec.Raw(msgspec.msgpack.encode(cited)),
        digest(entry.slug, entry.title, entry.language, predictions),
        digest(entry.slug, entry.title, entry.language, cited),
    )


def _text(when: PartialDate | None) -> str | None:
    return None if when is None else when.text


def _parsed(text: str | None) -> PartialDate | None:
    return None if text is None else parse(text)
