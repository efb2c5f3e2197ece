"""Turns an article into a draft entry: `import_article(site, content, name)`. No word of it is lost."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from explainer.authoring.importing.article import Article, EntryDraft, NotImported, same
from explainer.authoring.importing.documents import MAX_BYTES, read_article
from explainer.authoring.importing.languages import language_of
from explainer.authoring.importing.runs import plain, whole_line
from explainer.authoring.importing.sorting import sort
from explainer.authoring.importing.sources import NO_ADDRESS, Sources
from explainer.authoring.importing.writing import entry_text, pieces
from explainer.content.format import formatted
from explainer.content.load import load_entry
from explainer.model import Site
from explainer.problems import ContentError
from explainer.text.plain import count

MAX_POINTS = 1000
"""The longest explainer studied has under 200."""

__all__ = ["MAX_BYTES", "Imported", "NotImported", "import_article"]


@dataclass(frozen=True, slots=True)
class Imported:
    """A draft, with what an editor should know about how it was made."""

    title: str
    text: str
    """The entry's file."""
    certain: tuple[str, ...]
    """What the article itself states."""
    guessed: tuple[str, ...]
    """What an editor should compare with the article."""
    unplaced: tuple[str, ...]
    """What has no place in an entry; kept in comments at the end of the file."""


def import_article(site: Site, content: bytes, name: str, today: date) -> Imported:
    """Makes a draft from an article in Markdown or HTML; `name` is its file name.

    A date after the year that follows `today` is taken for a mistake.

    Raises NotImported if the article is too large, nested too deep or empty.
    """
    article = _shortened(read_article(content, name))
    language, how = language_of(article, site)
    draft = sort(article, name, language, today.year + 1)
    points = sum(1 + len(piece.subpoints) for part in draft.sections for piece in part.points)
    if points > MAX_POINTS:
        raise NotImported(f"it has {points} paragraphs; an entry holds at most {MAX_POINTS}; import it in parts")
    sources = Sources(site.publishers, draft.original)
    text = entry_text(draft, site, language, sources)
    path = f"{site.layout.entries}/imported.yml"
    with suppress(ContentError):  # unformatted, the draft is only less tidy
        text = formatted(text, path)
    try:
        load_entry(text.encode(), path)
    except ContentError as error:
        line = error.problems[0].line
        words = re.sub(r"^[\s-]*(?:[a-z_]+:)?\s*", "", text.splitlines()[line - 1]) if line else draft.title
        raise NotImported(
            f"“{words[:80]}” cannot stand in an entry; take it out of the file, and import it again"
        ) from None
    (draft.certain if how.endswith("says so") else draft.guessed).append(how)
    _explain(draft, sources, site.languages.get(language, {}))
    unplaced = [f"{what}: {whole_line(runs)}" for what, runs in draft.unplaced]
    return Imported(draft.title, text, tuple(draft.certain), tuple(draft.guessed), tuple(unplaced))


def _shortened(article: Article) -> Article:
    """A page with more paragraphs than an entry may hold keeps the others in comments."""
    texts = [number for number, block in enumerate(article.blocks) if not block.aside]
    if not article.is_page or len(texts) <= MAX_POINTS:
        return article
    last = texts[MAX_POINTS - 1]
    blocks = (*article.blocks[: last + 1], *(replace(block, aside=True) for block in article.blocks[last + 1 :]))
    note = f"the page has more than {MAX_POINTS} paragraphs; those after the first {MAX_POINTS} are in comments"
    return replace(article, blocks=blocks, notes=(*article.notes, note))


def _explain(draft: EntryDraft, sources: Sources, words: Mapping[str, object]) -> None:
    """Notes how sections, points and sources were found."""
    for section in draft.sections[1:]:
        if section.kind != "question":
            usual = same(plain(section.heading), str(words.get(f"section_{section.kind}", "")))
            notes = draft.certain if usual else draft.guessed
            notes.append(f"“{plain(section.heading)}” is the section `{section.kind}`")
    if len(draft.sections) == 1:
        draft.guessed.append("the article has no headings, so all of it is under `what_happened`")
    moved = "`published` is the article's date; if you publish it anew, move it to `as_of` and give your own date"
    draft.guessed.append(moved if draft.published else "no publication date was found; add `published`")
    if draft.credit:
        draft.certain.append(f"`credit` is “{'; '.join(map(plain, draft.credit))}”")
    if parts := sum(len(pieces(point, draft.language)) > 1 for section in draft.sections for point in section.points):
        were = count(parts, "long paragraph was", "long paragraphs were")
        draft.guessed.append(f"{were} split into several points at sentence ends")
    origin = f"every point rests on the article itself, `{sources.main}`"
    unknown = "nothing says where the article was published, so only points with links have sources"
    draft.guessed.append(origin if sources.main else unknown)
    cited = [source.fields for source in sources.drafts]
    draft.guessed += [f"“{fields['title']}” is an anonymous source" for fields in cited if "anonymous" in fields]
    if lost := sum(fields.get("url") == NO_ADDRESS for fields in cited):
        draft.guessed.append(f"{count(lost, 'link has', 'links have')} no address; `check` asks for it")
    if linked := sum(str(fields.get("url")).startswith("http") and fields["id"] != sources.main for fields in cited):
        comes = count(linked, "source comes", "sources come")
        draft.certain.append(f"{comes} from links, with the link texts as titles")
