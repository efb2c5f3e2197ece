"""What a site consists of: entries and the records that they share, as frozen models."""

from explainer.model.about import Update, Withdrawn
from explainer.model.dates import PartialDate, Span
from explainer.model.entry import (
    EXPECTED_KINDS,
    Entry,
    PlacedPoint,
    Section,
    SectionKind,
)
from explainer.model.figures import Image, Media, Row, Table
from explainer.model.point import Outcome, Point, Quotation, SubPoint
from explainer.model.site import Editor, Layout, Page, Person, Publisher, Settings, Site, Topic, Word
from explainer.model.source import Source

__all__ = [
    "EXPECTED_KINDS",
    "Editor",
    "Entry",
    "Image",
    "Layout",
    "Media",
    "Outcome",
    "Page",
    "PartialDate",
    "Person",
    "PlacedPoint",
    "Point",
    "Publisher",
    "Quotation",
    "Row",
    "Section",
    "SectionKind",
    "Settings",
    "Site",
    "Source",
    "Span",
    "SubPoint",
    "Table",
    "Topic",
    "Update",
    "Withdrawn",
    "Word",
]
