"""Turns an article into a draft entry: `import_article(site, content, name)`. No word of it is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from explainer.authoring.importing.article import Article, EntryDraft, NotImported, same
from explainer.authoring.importing.documents import MAX_BYTES, read_article
from explainer.authoring.importing.runs import plain, whole_line
from explainer.authoring.importing.sorting import sort
from explainer.authoring.importing.sources import NO_ADDRESS, Sources
from explainer.authoring.importing.writing import entry_text, pieces
from explainer.content.format import formatted
from explainer.content.load import load_entry
from explainer.model import Site
from explainer.problems import ContentError
from explainer.text.language import Language
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


def import_article(site: Site, content: bytes, name: str) -> Imported:
    """Makes a draft from an article in Markdown or HTML; `name` is its file name.

    Raises NotImported if the article is too large, nested too deep or empty.
    """
    article = read_article(content, name)
    language, how = _language(article, site)
    draft = sort(article, name, language)
    points = sum(1 + len(piece.subpoints) for part in draft.sections for piece in part.points)
    if points > MAX_POINTS:
        raise NotImported(f"it has {points} paragraphs; an entry holds at most {MAX_POINTS}; import it in parts")
    sources = Sources(site.publishers, draft.original)
    text = entry_text(draft, site, language, sources)
    path = "content/entries/imported.yml"
    try:
        load_entry(text.encode(), path)
    except ContentError as error:
        problem = error.problems[0]
        raise NotImported(f"it cannot become an entry: {problem.message}; {problem.hint}") from None
    with suppress(ContentError):  # unformatted, the draft is only less tidy
        text = formatted(text, path)
    draft.guessed.append(how)
    _explain(draft, sources, site.languages.get(language, {}))
    unplaced = [f"{what}: {whole_line(runs)}" for what, runs in draft.unplaced]
    return Imported(draft.title, text, tuple(draft.certain), tuple(draft.guessed), tuple(unplaced))


def _explain(draft: EntryDraft, sources: Sources, words: Mapping[str, object]) -> None:
    """Notes how sections, points and sources were found."""
    for section in draft.sections[1:]:
        if section.kind != "question":
            usual = same(plain(section.heading), str(words.get(f"section_{section.kind}", "")))
            notes = draft.certain if usual else draft.guessed
            notes.append(f"“{plain(section.heading)}” is the section `{section.kind}`")
    if len(draft.sections) == 1:
        draft.guessed.append("the article has no headings, so all of it is under `what_happened`")
    date = "`published` is the article's date; if you publish it anew, move it to `as_of` and give your own date"
    draft.guessed.append(date if draft.published else "no publication date was found; add `published`")
    if draft.credit:
        draft.certain.append(f"`credit` is “{'; '.join(map(plain, draft.credit))}”")
    if parts := sum(len(pieces(point)) > 1 for section in draft.sections for point in section.points):
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


def _language(article: Article, site: Site) -> tuple[str, str]:
    """The article's language, and how it was found."""
    declared = article.metadata.language.replace("_", "-")
    base = declared.partition("-")[0].lower()
    if base in site.languages or (base.isascii() and base.isalpha() and len(base) == 2):
        return base, f"`language` is {base}: the article says so"
    script = _script(article)
    default = site.settings.language
    tags = (default, *sorted(site.languages))
    tag = next((tag for tag in tags if Language(tag, tag, {}, {}).script == script), default)
    return tag, f"`language` is {tag}, " + ("the site's default" if tag == default else "judged by its script")


def _script(article: Article) -> str:
    """The main script (ISO 15924), among those that code points tell apart."""
    ranges = {"Latn": range(0x41, 0x250), "Cyrl": range(0x400, 0x530), "Arab": range(0x600, 0x700)}
    letters = [ord(sign) for block in article.blocks[:200] for sign in block.text if sign.isalpha()]
    counts = Counter(script for letter in letters for script, codes in ranges.items() if letter in codes)
    return max(counts, key=counts.__getitem__, default="")
