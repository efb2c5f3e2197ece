"""Writes a sorted article as the text of a draft entry; comments say what an editor has to look at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from textwrap import wrap

from explainer.authoring.importing.article import Run, Runs, cut, plain
from explainer.authoring.importing.parts import Part, Piece, Sorted, same
from explainer.authoring.importing.sources import SourceDraft, Sources
from explainer.authoring.importing.wording import markdown, whole_line
from explainer.checks.sections import MAX_POINT, MAX_SENTENCES, sentence_ends
from explainer.model import EXPECTED_KINDS, Site
from explainer.model.base import localized

_EMPTY = {
    "what_happened": "Nothing is written yet about what happened.",
    "could_it_be_avoided": "Nothing is written yet about what could have prevented it.",
    "whats_next": "Nothing is written yet about what comes next.",
}
"""Texts that `check` does not let through in what is published."""
_WIDTH = 100


def entry_text(done: Sorted, site: Site, language: str, sources: Sources) -> str:
    """The draft as YAML, before it is put into its common form. Fills in what is cited in `sources`."""
    authors = {name: _person(site, name) for name in done.authors}
    strangers = [name for name, known in authors.items() if not known]
    if len(authors) > len(strangers):
        done.sure.append(f"`authors` is {', '.join(filter(None, authors.values()))}: the article names them")
    if strangers:
        told = "wrote it, and `authors` lacks them: there is no record in site_data/people.yml"
        done.guessed.append(f"{', '.join(strangers)} {told}; add one, then its id")
    label = done.original_label and f"the article itself:{done.original_label}"
    sources.add_article(done.title, done.published, done.publisher, ", ".join(done.authors), label)
    parts = _parts(done)
    head = [
        f"title: {_quoted(done.title)}",
        f"summary: {_quoted(done.summary or 'Say in one or two sentences what this explains.')}",
        "status: draft",
        f"language: {language}",
        "topics: [] # ids in site_data/topics.yml",
        f"authors: [{', '.join(known for known in authors.values() if known)}] # ids in site_data/people.yml",
    ]
    head += _comments([f"in the article: {line}" for line in done.printed], "")
    if done.published:
        head.append(f"published: {done.published}")
    if strangers:
        head += _comments([f"{', '.join(strangers)}: in no record of site_data/people.yml; add one, then the id"], "")
    if done.dateline:
        head.append(f"dateline: {_quoted(done.dateline)}")
    if done.credit:
        said = [sources.cite(runs)[0] for runs in done.credit]
        head.append(f"credit: {_quoted('; '.join(said))}")
    head += _image(done, site)
    body: list[str] = []
    for part in parts:
        usual = site.languages.get(language, {}).get(f"section_{part.kind}", "")
        body += _part(part, sources, str(usual))
    if len(done.parts) > 1 and done.parts[0].pieces:
        head += ["background:", *_points(done.parts[0].pieces, sources)]
    lines = [*head, "sections:", *body, "sources:" if sources.drafts else "sources: []"]
    for draft in sources.drafts:
        lines += _source(draft)
    done.left += [("address that cannot be linked", (Run(refused),)) for refused in sources.refused]
    if done.left:
        lines += ["", "# From the article, and not placed:"]
        for what, runs in done.left:
            lines += _comments([f"- {what}: {whole_line(runs)}"], "")
    return "\n".join(lines) + "\n"


def _parts(done: Sorted) -> list[Part]:
    """The sections in the article's order, those that are expected and missing where they belong."""
    parts = done.parts[1:] or [Part("what_happened", (), done.parts[0].pieces)]
    kinds = [part.kind for part in parts]
    for number, kind in enumerate(EXPECTED_KINDS):
        if kind not in kinds:
            before = [place for place, other in enumerate(kinds) if other in EXPECTED_KINDS[:number]]
            place = len(parts) if kind == "whats_next" else max(before, default=-1) + 1
            parts.insert(place, Part(kind))
            kinds.insert(place, kind)
    return parts


def _part(part: Part, sources: Sources, usual: str) -> Iterator[str]:
    heading = plain(part.heading)
    if same(heading, usual):
        yield f"  - kind: {part.kind} # {heading}"
    else:
        yield f"  - kind: {part.kind}"
        if heading:
            yield f"    heading: {_quoted(heading)}"
    if cited := sources.cite(part.heading)[1]:
        yield from _comments([f"the heading led to {', '.join(cited)}"], "    ")
    if part.pieces:
        yield "    points:"
        yield from (f"    {line}" for line in _points(part.pieces, sources))
    elif not heading and part.kind in _EMPTY:
        yield f"    empty: {_quoted(_EMPTY[part.kind])}"


def _points(pieces: list[Piece], sources: Sources) -> Iterator[str]:
    for piece in pieces:
        *first, last = shares(piece.runs)
        for runs in first:
            yield from _point(runs, sources, "  ")
        yield from _point(last, sources, "  ")
        if piece.below:
            yield "    points:"
            for runs in piece.below:
                for share in shares(runs):
                    yield from _point(share, sources, "      ")


def _point(runs: Runs, sources: Sources, indent: str) -> Iterator[str]:
    text, cited = sources.cite(runs)
    yield f"{indent}- text: {_quoted(text)}"
    if sources.main:
        cited = [*cited, sources.main]
    if cited:
        yield f"{indent}  sources: [{', '.join(cited)}]"


def shares(runs: Runs) -> list[Runs]:
    """Runs cut at the ends of sentences into points of a length that `check` accepts, as far as sentences allow."""
    text = plain(runs)
    ends = [*sentence_ends(text), len(text)]
    found: list[Runs] = []
    start, sentences, last = 0, 0, 0
    for end in ends:
        if sentences and (sentences == MAX_SENTENCES or len(text[start:end].strip()) > MAX_POINT):
            found.append(cut(runs, start, last))
            start, sentences = last, 0
        sentences += 1
        last = end
    found.append(cut(runs, start, len(text)))
    return found


def _image(done: Sorted, site: Site) -> Iterator[str]:
    """The picture; as a comment where its file is not in the site yet."""
    picture = done.picture
    if picture is None:
        return
    known = picture.address in site.images
    name = re.sub(r"[^\w.-]+", "-", picture.address.partition("?")[0].rpartition("/")[2]) or "name.jpg"
    alt = picture.alt or ("" if known else "What it shows, for readers who do not see it")
    fields = {"file": picture.address if known else f"images/{name}", "alt": alt}
    fields |= {"caption": markdown(picture.runs, {}), "credit": picture.credit}
    lines = ["image:", *(f"  {name}: {_quoted(text)}" for name, text in fields.items() if text)]
    if known:
        yield from lines
        return
    yield "# Put the picture into content/images/, then take away the `# ` before these lines:"
    yield from (f"# {line}" for line in lines)
    if picture.address:
        yield f"# It was at {picture.address}"


def _source(draft: SourceDraft) -> Iterator[str]:
    yield from _comments(draft.notes, "  ")
    mark = "- "
    for name, value in draft.fields.items():
        if isinstance(value, dict):
            yield f"  {mark}{name}:"
            yield from (f"      {key}: {_quoted(text)}" for key, text in value.items())
        else:
            yield f"  {mark}{name}: {_quoted(value)}"
        mark = "  "


def _comments(lines: Iterable[str], indent: str) -> list[str]:
    return [
        f"{indent}# {part}"
        for line in lines
        for part in wrap(line, _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
    ]


def _person(site: Site, name: str) -> str:
    for one, person in site.people.items():
        if name.casefold() in (localized(person.name, "").casefold(), *map(str.casefold, person.name.values())):
            return one
    return ""


def _quoted(text: str) -> str:
    """A JSON string is a YAML string; the letters of all scripts stay readable."""
    return json.dumps(text, ensure_ascii=False)
