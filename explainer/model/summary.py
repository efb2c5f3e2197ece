"""An entry's summary: what other pages show of it. Small, so that memory holds ten thousand, and quick to read back."""

from __future__ import annotations

import re
from operator import attrgetter
from typing import Any, Self

import msgspec

from explainer.keys import digest
from explainer.model.about import UpdateType
from explainer.model.addresses import is_path
from explainer.model.dates import PartialDate, Span, parse
from explainer.model.entry import Entry, EntryStatus
from explainer.model.expected import Deadline, ExpectedDate, parse_expected
from explainer.model.point import PointStatus, Result
from explainer.model.source import SourceType
from explainer.model.walk import Shared
from explainer.problems import Pointer


class Record(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A part of a summary. Its fields mean what those of the same name mean in an entry.

    The name of a date that is kept as text ends in an underscore; without it, the date is parsed when it is read.
    """

    @classmethod
    def of(cls, record: Any, **values: Any) -> Self:
        """A record of the model in short; `values` are those of the fields that it does not have like this."""
        for name in cls.__struct_fields__:
            if name not in values:
                value = getattr(record, name.removesuffix("_"))
                values[name] = value.text if isinstance(value, PartialDate | Span | Deadline) else value
        return cls(**values)


class _OptionalDate:
    def __init__(self, field: str) -> None:
        self._text = attrgetter(field)

    def __get__(self, record: Record, owner: type[Record]) -> PartialDate | None:
        text = self._text(record)
        return None if text is None else parse(text)


class _Expected(_OptionalDate):
    def __get__(self, record: Record, owner: type[Record]) -> ExpectedDate | None:  # type: ignore[override]
        text = self._text(record)
        return None if text is None else parse_expected(text)


class _Date(_OptionalDate):
    def __get__(self, record: Record, owner: type[Record]) -> PartialDate:
        return parse(self._text(record))


class ImageSummary(Record, frozen=True):
    """The picture on top."""

    file: str
    alt: str | None
    focus: str | None


class UpdateSummary(Record, frozen=True):
    """A dated public note about a change."""

    at_: str
    type: UpdateType
    note: str | None
    point: str | None
    was: str | None
    now: str | None
    at = _Date("at_")


class WithdrawnSummary(Record, frozen=True):
    """Why an entry was withdrawn."""

    at_: str
    reason: str | None
    replaced_by: str | None
    at = _Date("at_")


class OutcomeSummary(Record, frozen=True):
    """The outcome of a prediction."""

    result: Result
    on_: str | None
    text: str | None
    on = _OptionalDate("on_")


class PredictionSummary(Record, frozen=True):
    """A prediction."""

    id: str | None
    text: str
    status: PointStatus
    expected_: str | None
    outcome: OutcomeSummary | None
    no_date: str | None
    expected = _Expected("expected_")
    when = unsourced = quotation = None
    """Only the entry's own page shows these."""


class Cited(Record, frozen=True):
    """A source."""

    publisher: str | None
    type: SourceType
    title: str
    url: str | None
    archive_url: str | None
    quote: str | None
    language: str | None
    published_: str | None
    published = _OptionalDate("published_")


class Linked(Record, frozen=True):
    """A source that a text links to by its id."""

    id: str
    url: str | None
    archive_url: str | None
    quote: str | None


class EntrySummary(Record, frozen=True):
    """An entry as other pages know it."""

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
    """The ids of those who have one, and the names of the others."""
    image: ImageSummary | None
    aliases: tuple[str, ...]
    id: str | None
    updates: tuple[UpdateSummary, ...]
    withdrawn: WithdrawnSummary | None
    publishers: tuple[str, ...]
    """The publisher of each source that names one."""
    named_records: tuple[tuple[Shared, str], ...]
    """The records in `site_data/` and the images that it names, each once: (`topics`, `floods`)."""
    named_entries: tuple[tuple[Pointer, str], ...]
    """The slugs that it names, each with its pointer."""
    linked: tuple[Linked, ...]
    """The sources that its texts link to by their ids."""
    types: tuple[SourceType, ...]
    """The type of each source."""
    reviews: tuple[str, ...]
    """From when on it, or a point of it, should be reviewed; for editors."""
    predictions_: msgspec.Raw
    cited_: msgspec.Raw
    cited_fingerprint: str
    """Fingerprint of what lists of sources show of it."""
    published = _OptionalDate("published_")
    as_of = _OptionalDate("as_of_")
    changed = _OptionalDate("changed_")

    @property
    def first_slug(self) -> str:
        """The slug under which it was first published."""
        return self.id or next((alias for alias in self.aliases if not is_path(alias)), self.slug)

    @property
    def version(self) -> int:
        """1 is the first publication; each update makes the next."""
        return len(self.updates) + 1

    @property
    def changed_(self) -> str | None:
        """When it last really changed: its withdrawal, else the last update, else the first publication."""
        if self.withdrawn is not None:
            return self.withdrawn.at_
        return self.updates[-1].at_ if self.updates else self.published_

    @property
    def predictions(self) -> tuple[PredictionSummary, ...]:
        """Its predictions in reading order."""
        return _PREDICTIONS.decode(self.predictions_)

    @property
    def cited(self) -> tuple[Cited, ...]:
        """Its sources."""
        return _CITED.decode(self.cited_)


_PREDICTIONS = msgspec.msgpack.Decoder(tuple[PredictionSummary, ...])
_CITED = msgspec.msgpack.Decoder(tuple[Cited, ...])
_LINKED = re.compile(r"\]\(source:([a-z0-9-]+)\)")
_RECORDS: tuple[Shared, ...] = ("topics", "people", "publishers", "images")


def summarize(entry: Entry) -> EntrySummary:
    """An entry's summary."""
    predictions = tuple(
        PredictionSummary.of(
            point, text=point.words, outcome=OutcomeSummary.of(point.outcome) if point.outcome else None
        )
        for _, _, point, _ in entry.points()
        if point.expected is not None or point.outcome is not None
    )
    cited = tuple(map(Cited.of, entry.sources))
    linked = {source for _, text in entry.values["markdown"] if "](" in text for source in _LINKED.findall(text)}
    return EntrySummary.of(
        entry,
        authors=tuple(author.known_as for author in entry.credits("authors")),
        image=ImageSummary.of(entry.image) if entry.image else None,
        updates=tuple(map(UpdateSummary.of, entry.updates)),
        withdrawn=WithdrawnSummary.of(entry.withdrawn) if entry.withdrawn else None,
        publishers=tuple(source.publisher for source in entry.sources if source.publisher is not None),
        named_records=tuple(dict.fromkeys((kind, name) for kind in _RECORDS for _, name in entry.values[kind])),
        named_entries=tuple(entry.values["entries"]),
        linked=tuple(Linked.of(source) for source in entry.sources if source.id in linked),
        types=tuple(source.type for source in entry.sources),
        reviews=tuple(
            when.text
            for when in (entry.review_after, *(point.review_after for _, _, point, _ in entry.points()))
            if when is not None
        ),
        predictions_=msgspec.Raw(msgspec.msgpack.encode(predictions)),
        cited_=msgspec.Raw(msgspec.msgpack.encode(cited)),
        cited_fingerprint=digest(entry.slug, entry.title, entry.language, cited),
    )
