"""Checks of pictures and tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from explainer.checks.base import Check, Context, Finding, unknown
from explainer.checks.sources import tells_contact
from explainer.content.pictures import PictureFile, fault_of
from explainer.content.pictures.kinds import misfit
from explainer.content.pictures.metadata import credit_in
from explainer.model import Entry, Image, Section, SubPoint, Table
from explainer.problems import Pointer, Severity


def image_without_alt(entry: Entry, context: Context) -> Iterator[Finding]:
    """A picture has no text for readers who do not see it (WCAG 2.2, 1.1.1)."""
    for pointer, image in _images(entry):
        if image.alt is None:
            hint = "say what it shows: `alt: Two aircraft over hills at dusk`"
            yield pointer, "the image has no `alt` text", hint


def image_missing(entry: Entry, context: Context) -> Iterator[Finding]:
    """A picture's file is not there."""
    layout = context.site.layout
    message, advice = f"there is no file `{layout.docs}/{{0}}`", f"put it into `{layout.images}/`"
    return unknown(entry, context, "images", context.site.images, message=message, advice=advice)


def image_damaged(entry: Entry, context: Context) -> Iterator[Finding]:
    """A picture's file cannot be read as a picture, or ends too early."""
    site = context.site
    for pointer, image in _images(entry):
        if image.file in site.images:
            path = site.root / site.layout.docs / image.file
            with suppress(OSError):  # what is no picture at all is reported at its file
                if site.layout.pages and misfit(path):
                    continue
            if fault := fault_of(PictureFile.of(path, image.file)):
                hint = "save it again from the original, as JPEG, PNG, WebP, AVIF or GIF"
                yield (*pointer, "file"), f"`{image.file}` {fault}", hint


def credit_in_file(entry: Entry, context: Context) -> Iterator[Finding]:
    """A picture has no credit, and its file says whose it is (Exif, IPTC or XMP)."""
    site = context.site
    for pointer, image in _images(entry):
        if image.credit is None and image.file in site.images:
            with suppress(OSError):
                credit = credit_in((site.root / site.layout.docs / image.file).read_bytes())[:200]
                quoted = credit.replace("'", "''")
                if credit:
                    yield (
                        pointer,
                        f"no credit is given, and the file names `{credit}`",
                        f"if so, add `credit: '{quoted}'`",
                    )


def row_without_source(entry: Entry, context: Context) -> Iterator[Finding]:
    """A row of a table names no source, and the table names none for all rows; how to reach somebody needs none."""
    for pointer, table in _tables(entry) if not entry.own_reporting else ():
        for number, row in enumerate(table.rows if not table.sources else ()):
            if not row.sources and not any(map(tells_contact, row.cells)):
                hint = "name one for all rows, `sources: [ap-0606]`, or for it, `{cells: […], sources: [ap-0606]}`"
                yield (*pointer, "rows", number), "this row has no source, and neither has its table", hint


def uneven_table(entry: Entry, context: Context) -> Iterator[Finding]:
    """A table has no columns or no rows, or a row has more or fewer cells than the table has columns."""
    for pointer, table in _tables(entry):
        if not table.columns:
            yield (*pointer, "columns"), "this table has no columns", "name them, as in `columns: [Dam, Built in]`"
        if not table.rows:
            yield (*pointer, "rows"), "this table has no rows", "add one, as in `- [Leeds, '1931']`"
        for number, row in enumerate(table.rows):
            if len(row.cells) != len(table.columns):
                message = f"cells in this row: {len(row.cells)}; columns of the table: {len(table.columns)}"
                hint = "write a cell for each column; one may be empty: `''`"
                yield (*pointer, "rows", number), message, hint


def _tables(entry: Entry) -> Iterator[tuple[Pointer, Table]]:
    for number, section in enumerate(entry.sections):
        if section.table is not None:
            yield ("sections", number, "table"), section.table


def _images(entry: Entry) -> Iterator[tuple[Pointer, Image]]:
    records: list[tuple[Pointer, Entry | Section | SubPoint]] = [((), entry)]
    records += ((("sections", number), section) for number, section in enumerate(entry.sections))
    records += ((pointer, point) for pointer, _, point, _ in entry.points())
    for pointer, record in records:
        if record.image is not None:
            yield (*pointer, "image"), record.image


CHECKS = (
    Check(image_without_alt, Severity.ERROR),
    Check(image_missing, Severity.ERROR),
    Check(image_damaged, Severity.ERROR),
    Check(credit_in_file, Severity.WARNING),
    Check(row_without_source, Severity.ERROR),
    Check(uneven_table, Severity.ERROR),
)
"""In the manual's order, each with its default severity."""
