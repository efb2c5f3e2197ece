"""Writes a draft as YAML, with comments on what an editor has to look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from textwrap import wrap

from explainer.authoring.importing.article import EntryDraft, PointDraft, SectionDraft, same
from explainer.authoring.importing.runs import Run, Runs, cut, markdown, plain, whole_line
from explainer.authoring.importing.sources import SourceDraft, Sources, id_of
from explainer.authoring.new import quoted
from explainer.checks.sections import MAX_POINT, MAX_SENTENCES, sentence_ends
from explainer.content.pictures.metadata import credit_in
from explainer.model import EXPECTED_KINDS, Site
from explainer.model.placeholders import placeholders

_WIDTH = 100


def entry_text(draft: EntryDraft, site: Site, language: str, sources: Sources) -> str:
    """The draft as YAML, not yet in canonical form. Adds what the draft cites to `sources`."""
    authors = ", ".join(dict.fromkeys(filter(None, (id_of(site.people, name) for name in draft.authors))))
    people = ((id_of(site.people, name), name) for name in draft.authors)
    credits = (quoted(person) if person else f"{{name: {quoted(name)}}}" for person, name in people)
    strangers = ", ".join(name for name in dict.fromkeys(draft.authors) if not id_of(site.people, name))
    if authors:
        draft.certain.append(f"`authors` is {authors}: the article names them")
    if strangers:
        draft.guessed.append(f"{strangers}: in `authors` by name, for lack of a record in site_data/people.yml")
    label = draft.original_label and f"the article itself:{draft.original_label}"
    sources.add_article(draft.title, draft.published, draft.publisher, ", ".join(draft.authors), label)
    head = [
        f"title: {quoted(draft.title)}",
        f"summary: {quoted(draft.summary or placeholders(language).summary)}",
        "status: draft",
        f"language: {quoted(language)}",
        "topics: [] # ids in site_data/topics.yml",
        f"authors: [{', '.join(dict.fromkeys(credits))}] # ids in site_data/people.yml, or names",
    ]
    head += _comments((f"in the article: {line}" for line in draft.head_lines), "")
    if draft.published:
        head.append(f"published: {draft.published}")
    if strangers:
        head += _comments([f"{strangers}: no record in site_data/people.yml, so the name stands here"], "")
    if draft.dateline:
        head.append(f"dateline: {quoted(draft.dateline)}")
    if draft.credit:
        thanks = [sources.linked(runs) for runs in draft.credit]
        head.append(f"credit: {quoted('; '.join(thanks))}")
    head += _image(draft, site, language)
    sections = draft.sections[1:] or [SectionDraft("what_happened", points=draft.sections[0].points)]
    if omitted := ", ".join(kind for kind in EXPECTED_KINDS if kind not in {section.kind for section in sections}):
        head.append(f"omits: [{omitted}] # delete what you add as a section")
        draft.guessed.append(f"`omits` is {omitted}: the article has no such heading")
    if len(draft.sections) > 1 and draft.sections[0].points:
        head += ["background:", *_points(draft.sections[0].points, sources, language)]
    body: list[str] = []
    for section in sections:
        usual = site.languages.get(language, {}).get(f"section_{section.kind}", "")
        body += _section(section, sources, str(usual), language)
    if not any(section.points for section in draft.sections):
        sources.drafts.clear()  # no point rests on the article itself
    lines = [*head, "sections:", *body, "sources:" if sources.drafts else "sources: []"]
    for source in sources.drafts:
        lines += _source(source)
    draft.unplaced += [("address that cannot be linked", (Run(refused),)) for refused in sources.refused]
    if draft.unplaced:
        lines += ["", "# From the article, not placed:"]
        lines += _comments((f"- {what}: {whole_line(runs)}" for what, runs in draft.unplaced), "")
    return "\n".join(lines) + "\n"


def _section(section: SectionDraft, sources: Sources, usual: str, language: str) -> Iterator[str]:
    heading = plain(section.heading)
    if same(heading, usual):
        yield f"  - kind: {section.kind} # {heading}"
    else:
        yield f"  - kind: {section.kind}"
        if heading:
            yield f"    heading: {quoted(heading)}"
    cited = sources.cite(section.heading)[1] if section.points else []
    if cited:
        yield from _comments([f"the heading linked to {', '.join(cited)}, which the first point names"], "    ")
    if section.points:
        yield "    points:"
        yield from (f"    {line}" for line in _points(section.points, sources, language, cited))
    elif not heading:
        yield f"    empty: {quoted(placeholders(language).what_happened)}"


def _points(points: list[PointDraft], sources: Sources, language: str, also: Sequence[str] = ()) -> Iterator[str]:
    """The lines of points; the first rests on `also`, too."""
    for point in points:
        for runs in pieces(point, language):
            yield from _point(runs, sources, "  ", also, quotation=point if point.is_quotation else None)
            also = ()
        if point.subpoints:
            yield "    points:"
            for runs in chain.from_iterable(split_points(runs, language) for runs in point.subpoints):
                yield from _point(runs, sources, "      ")


def pieces(point: PointDraft, language: str) -> list[Runs]:
    """The points that become of a paragraph; a quotation stays whole."""
    return [point.runs] if point.is_quotation else split_points(point.runs, language)


def _point(
    runs: Runs, sources: Sources, indent: str, also: Sequence[str] = (), *, quotation: PointDraft | None = None
) -> Iterator[str]:
    text, cited = sources.cite(runs)
    cited = [*dict.fromkeys((*also, *cited))]
    if quotation is not None:
        yield f"{indent}- quotation:"
        yield f"{indent}    text: {quoted(text)}"
        if quotation.speaker:
            yield f"{indent}    speaker: {quoted(quotation.speaker)}"
    else:
        yield f"{indent}- text: {quoted(text)}"
    if sources.main:
        cited = [*cited, sources.main]
    if cited:
        yield f"{indent}  sources: [{', '.join(map(quoted, cited))}]"


def split_points(runs: Runs, language: str) -> list[Runs]:
    """Splits runs at sentence ends into points short enough for `check`, as far as sentences allow."""
    text = plain(runs)
    ends = [*sentence_ends(text, language), len(text)]
    points: list[Runs] = []
    start, sentences, last = 0, 0, 0
    for end in ends:
        if sentences and (sentences == MAX_SENTENCES or len(text[start:end].strip()) > MAX_POINT):
            points.append(cut(runs, start, last))
            start, sentences = last, 0
        sentences += 1
        last = end
    points.append(cut(runs, start, len(text)))
    return points


def _image(draft: EntryDraft, site: Site, language: str) -> Iterator[str]:
    """The picture; commented out if the site does not have its file yet."""
    picture = draft.picture
    if picture is None:
        return
    in_site = picture.address in site.images
    name = re.sub(r"[^\w.-]+", "-", picture.address.partition("?")[0].rpartition("/")[2]) or "name.jpg"
    alt = picture.alt or ("" if in_site else placeholders(language).alt)
    fields = {"file": picture.address if in_site else f"images/{name}", "alt": alt}
    fields |= {"caption": markdown(picture.runs, {}), "credit": picture.credit or _credit(fields["file"], site)}
    lines = ["image:", *(f"  {name}: {quoted(text)}" for name, text in fields.items() if text)]
    if in_site:
        yield from lines
        return
    yield "# Put the picture into content/images/, then remove the `# ` from these lines:"
    yield from (f"# {line}" for line in lines)
    if picture.address:
        yield f"# It was at {picture.address}"


def _credit(name: str, site: Site) -> str:
    """The credit that a picture's file names; empty if it names none, or is not there."""
    try:
        return credit_in((site.root / site.layout.docs / name).read_bytes())
    except OSError:
        return ""


def _source(source: SourceDraft) -> Iterator[str]:
    yield from _comments(source.notes, "  ")
    mark = "- "
    for name, value in source.fields.items():
        if isinstance(value, dict):
            yield f"  {mark}{name}:"
            yield from (f"      {key}: {quoted(text)}" for key, text in value.items())
        else:
            yield f"  {mark}{name}: {quoted(value)}"
        mark = "  "


def _comments(lines: Iterable[str], indent: str) -> list[str]:
    return [
        f"{indent}# {part}"
        for line in lines
        for part in wrap(line, _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    ]
