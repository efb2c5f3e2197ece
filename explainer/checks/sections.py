"""Checks of sections and points."""

from __future__ import annotations

import re
from collections.abc import Iterator

from explainer.checks.base import Check, Context, Finding
from explainer.model import EXPECTED_KINDS, Entry
from explainer.model.placeholders import PLACEHOLDERS
from explainer.problems import Pointer, Severity
from explainer.text.blocks import Block, block_in
from explainer.text.inline import html_tags, to_text

MAX_POINT = 400
"""Characters. The longest points of the 33 explainers studied have about 300."""
MAX_SENTENCES = 3
MAX_TITLE = 90
"""Characters. Longer headlines are cut off in lists of search results."""

FILLERS = tuple(text for texts in PLACEHOLDERS.values() for text in texts)
"""What `explainer new` and `explainer import` write."""

_SENTENCE_END = re.compile(
    r"(?<![.!?…。؟])[.!?…。؟]+(?:[ \u00a0\u202f]?[\"'»«”’“‘›)])*\s+(?=(?:[\"'«»“‘„‚‹(¿¡][ \u00a0\u202f]?)*([^\W\d_]))"
)
_ABBREVIATION = re.compile(
    r"(?:\b[A-Za-zА-Яа-я]|\b(?:"
    r"Mr|Mrs|Ms|Dr|St|No|Gen|Sen|Gov|Prof|approx|etc"
    r"|Nr|Abs|Art|Mio|Mrd|bzw|ca|vgl|Jan|Feb|Aug|Sept|Okt|Nov|Dez"
    r"|Mme|Mlle|Sr|Sra|EE|UU|núm|гг|тыс|млн|млрд|руб|ул|им"
    r"))\.\s"
)
_ORDINAL = re.compile(r"(?<!\w)\d{1,2}\.\s")
"""As in „am 3. Oktober“, and at the end of a sentence in languages that write ordinals otherwise."""
_WITH_ORDINALS = {"cs", "da", "de", "et", "fi", "hr", "hu", "is", "lv", "nb", "nn", "no", "sk", "sl", "sr", "tr"}


def missing_section(entry: Entry, context: Context) -> Iterator[Finding]:
    """One of the three expected sections is not there, and the entry does not say that it leaves it out.

    These are: what happened, could it be avoided, what's next. A section may be empty if it says why, so that readers
    see that the question was asked.
    """
    kinds = {section.kind for section in entry.sections}
    for kind in EXPECTED_KINDS:
        if kind not in kinds and kind not in entry.omits:
            omits = ", ".join((*entry.omits, kind))
            hint = (
                f"if this explainer does not ask the question, write `omits: [{omits}]`; if it does, add "
                f"`- kind: {kind}` with points, or with `empty: …` where nothing is known"
            )
            yield ("sections",), f"the section `{kind}` is missing", hint


def omitted_section_present(entry: Entry, context: Context) -> Iterator[Finding]:
    """A section that the entry says it leaves out is there."""
    kinds = {section.kind for section in entry.sections}
    for number, kind in enumerate(entry.omits):
        if kind in kinds:
            hint = f"delete `{kind}` from `omits`, or the section"
            yield ("omits", number), f"the section `{kind}` is here, so it is not left out", hint


def empty_section_without_reason(entry: Entry, context: Context) -> Iterator[Finding]:
    """A section has no points and no table, and does not say why."""
    for number, section in enumerate(entry.sections):
        if not section.points and section.table is None and section.empty is None:
            omits = ", ".join((*entry.omits, section.kind))
            instead = "" if section.kind == "question" else f" and write `omits: [{omits}]`"
            hint = (
                "add points, or say in your words why it has none: `empty: …`; "
                f"if this piece does not ask the question, delete it{instead}"
            )
            yield ("sections", number), f"the section `{section.kind}` is empty", hint


def empty_with_points(entry: Entry, context: Context) -> Iterator[Finding]:
    """A section has points, or a table, and says why it has none; readers would see only these."""
    for number, section in enumerate(entry.sections):
        if (section.points or section.table) and section.empty is not None:
            hint = "delete `empty`, or make a point of what it says"
            yield ("sections", number, "empty"), "this section has answers, so `empty` is not shown", hint


def filler_text(entry: Entry, context: Context) -> Iterator[Finding]:
    """A published entry still says what `explainer new` or `explainer import` wrote for the editor."""
    for pointer, text in (*entry.values["text"], *entry.values["markdown"]):
        if text in FILLERS and entry.status != "draft":
            yield pointer, "this is still the text of a new draft", "write what readers should know instead"


def question_without_heading(entry: Entry, context: Context) -> Iterator[Finding]:
    """A section of the kind `question` has neither a heading nor a date to make one of."""
    for number, section in enumerate(entry.sections):
        if section.kind == "question" and section.heading is None and section.when is None:
            hint = "write the question, `heading: Who owns the dam?`, or the day that it tells of, `when: 2020-02-20`"
            yield ("sections", number), "this `question` has no heading", hint


def duplicate_point_id(entry: Entry, context: Context) -> Iterator[Finding]:
    """Two points of an entry have the same id, so that `#id` could mean either."""
    seen: set[str] = set()
    for pointer, _, point, _ in entry.points():
        if point.id is None:
            continue
        if point.id in seen:
            hint = "give one of them another id of four letters and digits, as in `id: k3f9`"
            yield (*pointer, "id"), f"the id `{point.id}` is used twice", hint
        seen.add(point.id)


def said_twice(entry: Entry, context: Context) -> Iterator[Finding]:
    """Two points with the same sources say the same, two rows have the same cells, or somebody is credited twice."""
    said: list[tuple[Pointer, object, str]] = []
    for pointer, _, point, _ in entry.points():
        said.append((pointer, (_folded(point.words), frozenset(point.sources), point.when), "this point"))
    for number, section in enumerate(entry.sections):
        for row, content in enumerate(section.table.rows if section.table else ()):
            said.append((("sections", number, "table", "rows", row), (number, content.cells), "this row"))
    records = context.site.people
    for field in ("authors", "contributors"):
        for number, credit in enumerate(entry.credits(field)):
            name = (
                next(iter(records[credit.person].name.values()))
                if credit.person and credit.person in records
                else credit.known_as
            )
            said.append(((field, number), (_folded(name), credit.role, credit.place), "this name"))
    seen: set[object] = set()
    for pointer, what, name in said:
        if what in seen:
            yield pointer, f"{name} stands above already", "delete one of the two, or say what is different about it"
        seen.add(what)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def long_point(entry: Entry, context: Context) -> Iterator[Finding]:
    """A point is longer than three sentences or 400 characters."""
    for pointer, _, point, _ in entry.points():
        text = to_text(point.text or "")  # a quotation is as long as it was
        sentences = len(sentence_ends(text, entry.language)) + 1
        if len(text) > MAX_POINT:
            message = f"this point has {len(text)} characters; {MAX_POINT} are enough for one claim"
        elif sentences > MAX_SENTENCES:
            message = f"this point has {sentences} sentences; {MAX_SENTENCES} are enough for one claim"
        else:
            continue
        yield (*pointer, "text"), message, "make two points of it, or put details into `points:` below it"


def sentence_ends(text: str, language: str) -> list[int]:
    """Where each sentence of a text in a language but the last ends, its trailing spaces included."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text) if not match[1].islower()]
    inside = {match.end() for match in _ABBREVIATION.finditer(text)} if ends else set()
    if ends and language.partition("-")[0] in _WITH_ORDINALS:
        inside |= {match.end() for match in _ORDINAL.finditer(text)}
    return [end for end in ends if end not in inside]


def long_title(entry: Entry, context: Context) -> Iterator[Finding]:
    """The title has more than 90 characters."""
    if len(entry.title) > MAX_TITLE:
        message = f"the title has {len(entry.title)} characters; {MAX_TITLE} fit on a screen and in search results"
        yield ("title",), message, "leave out what the summary says: `title: Russia and Turkey in Idlib, explained`"


def raw_html(entry: Entry, context: Context) -> Iterator[Finding]:
    """A text has an HTML tag in it. It is shown to readers as it stands, never obeyed."""
    for pointer, text in entry.values["markdown"]:
        tags = html_tags(text)
        if tags:
            hint = (
                "write Markdown: `*emphasis*`, `**strong**`, `[a link](https://example.org)`; a sign in `code` is fine"
            )
            yield pointer, f"`{tags[0][:40]}` is HTML, and will be shown as text", hint


_BLOCKS: dict[Block, tuple[str, str]] = {
    "quotation": ("Markdown for a quotation", "a point that is a quotation has `quotation: {text: …, speaker: …}`"),
    "list": ("Markdown for a list", "make a point of each item; details of one claim go into `points:` below it"),
    "heading": ("Markdown for a heading", "begin a section: `- kind: question` with `heading: Who owns the dam?`"),
    "rule": ("Markdown for a line across the page", "begin a section with its own `heading`, or delete it"),
    "table": ("Markdown for a table", "a section can have `table: {caption: …, columns: […], rows: […]}`"),
    "image": ("Markdown for a picture", "an entry, a section or a point can have `image: {file: images/…, alt: …}`"),
    "footnote": ("Markdown for a footnote", "name a source in `sources`, and make a sentence of anything else"),
    "code fence": ("Markdown for a block of code", "put a short piece in backquotes, and link to a longer one"),
    "paragraph": ("a second paragraph", "make two points of it; each is one claim"),
}
"""What a block is called, and where it belongs."""


def block_markdown(entry: Entry, context: Context) -> Iterator[Finding]:
    """A text has Markdown for more than a line: a list, a heading, a quotation, a table, a picture, a paragraph."""
    # Other plain texts are short, or what other people wrote: a title may begin with a dash.
    plain = [(pointer, text) for pointer, text in entry.values["text"] if pointer[-1] in ("summary", "heading")]
    for pointer, text in (*entry.values["markdown"], *plain):
        block = block_in(text)
        if block is not None:
            name, hint = _BLOCKS[block[0]]
            sign = block[1] if "`" in block[1] else f"`{block[1][:40]}`"
            yield pointer, f"{sign} is {name}, and would not be shown as one", hint


CHECKS = (
    Check(missing_section, Severity.ERROR),
    Check(omitted_section_present, Severity.ERROR),
    Check(empty_section_without_reason, Severity.ERROR),
    Check(empty_with_points, Severity.WARNING),
    Check(filler_text, Severity.ERROR),
    Check(question_without_heading, Severity.ERROR),
    Check(duplicate_point_id, Severity.ERROR),
    Check(said_twice, Severity.WARNING),
    Check(raw_html, Severity.ERROR),
    Check(block_markdown, Severity.ERROR),
    Check(long_point, Severity.WARNING),
    Check(long_title, Severity.WARNING),
)
"""In the manual's order, each with its default severity."""
