"""What a site consists of: entries and the records that they share, as frozen models."""

from explainer.model.about import Update, Withdrawn
from explainer.model.dates import PartialDate, Span
from explainer.model.entry import (
    EXPECTED_KINDS,
    Entry,
    Image,
    PlacedPoint,
    Section,
    SectionKind,
)
from explainer.model.point import Outcome, Point, Quotation, SubPoint
from explainer.model.site import Editor, Layout, Page, Person, Publisher, Settings, Site, Topic, Word
from explainer.model.source import Source

__all__ = [
    "EXPECTED_KINDS",
    "Editor",
    "Entry",
    "Image",
    "Layout",
    "Outcome",
    "Page",
    "PartialDate",
    "Person",
    "PlacedPoint",
    "Point",
    "Publisher",
    "Quotation",
    "Section",
    "SectionKind",
    "Settings",
    "Site",
    "Source",
    "Span",
    "SubPoint",
    "Topic",
    "Update",
    "Withdrawn",
    "Word",
]
