"""Turns an article into a draft entry: `import_article(site, content, name)`. No word of it is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass

from explainer.authoring.importing.article import Article, NotImported, plain
from explainer.authoring.importing.documents import MAX_BYTES, read_article
from explainer.authoring.importing.parts import Sorted, same
from explainer.authoring.importing.sorting import sort
from explainer.authoring.importing.sources import NO_ADDRESS, Sources
from explainer.authoring.importing.wording import whole_line
from explainer.authoring.importing.writing import entry_text, shares
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
    """A draft, and how it came about."""

    title: str
    text: str
    """The entry's file."""
    sure: tuple[str, ...]
    """What the article says of itself."""
    guessed: tuple[str, ...]
    """What an editor should compare with the article."""
    left: tuple[str, ...]
    """What has no place in an entry; it stands in comments at the end of the file."""


def import_article(site: Site, content: bytes, name: str) -> Imported:
    """A draft made of an article in Markdown or HTML; `name` is its file's.

    Raises NotImported for what is too large, nested too deep, or has no text.
    """
    article = read_article(content, name)
    language, how = _language(article, site)
    done = sort(article, name, language)
    points = sum(1 + len(piece.below) for part in done.parts for piece in part.pieces)
    if points > MAX_POINTS:
        raise NotImported(f"it has {points} paragraphs, and {MAX_POINTS} are enough for an entry; import it in parts")
    sources = Sources(site.publishers, done.original)
    text = entry_text(done, site, language, sources)
    path = "content/entries/imported.yml"
    try:
        load_entry(text.encode(), path)
    except ContentError as error:
        problem = error.problems[0]
        raise NotImported(f"no entry can be made of it: {problem.message}; {problem.hint}") from None
    with suppress(ContentError):  # it can be read, and would only look less tidy
        text = formatted(text, path)
    done.guessed.append(how)
    _tell(done, sources, site.languages.get(language, {}))
    left = [f"{what}: {whole_line(runs)}" for what, runs in done.left]
    return Imported(done.title, text, tuple(done.sure), tuple(done.guessed), tuple(left))


def _tell(done: Sorted, sources: Sources, words: Mapping[str, object]) -> None:
    """Notes how sections, points and sources were found."""
    for part in done.parts[1:]:
        if part.kind != "question":
            usual = same(plain(part.heading), str(words.get(f"section_{part.kind}", "")))
            (done.sure if usual else done.guessed).append(f"“{plain(part.heading)}” is the section `{part.kind}`")
    if len(done.parts) == 1:
        done.guessed.append("the article has no headings, so that all of it stands under `what_happened`")
    if done.published:
        done.guessed.append(
            "`published` is the article's day; if you tell of it anew, make it `as_of`, and `published` your own day"
        )
    else:
        done.guessed.append("no day of publication was found; add `published`")
    if done.credit:
        done.sure.append(f"`credit` is “{'; '.join(map(plain, done.credit))}”")
    if parts := sum(len(shares(piece.runs)) > 1 for part in done.parts for piece in part.pieces):
        done.guessed.append(
            f"{count(parts, 'long paragraph was', 'long paragraphs were')} cut into several points at ends of sentences"
        )
    if sources.main:
        done.guessed.append(f"every point rests on the article itself, `{sources.main}`")
    else:
        done.guessed.append("nothing says where the article was published, so that only points with links have sources")
    drafts = [draft.fields for draft in sources.drafts]
    unnamed = [str(fields["title"]) for fields in drafts if "anonymous" in fields]
    done.guessed += [f"“{title}” is a source without a name" for title in unnamed]
    if lost := sum(fields.get("url") == NO_ADDRESS for fields in drafts):
        done.guessed.append(f"{count(lost, 'link has', 'links have')} no address; `check` asks for it")
    linked = sum(str(fields.get("url", "")).startswith("http") and fields["id"] != sources.main for fields in drafts)
    if linked:
        done.sure.append(
            f"{count(linked, 'source comes', 'sources come')} from links, with the links' words for titles"
        )


def _language(article: Article, site: Site) -> tuple[str, str]:
    """The article's language, and how it was found."""
    declared = article.about.language.replace("_", "-")
    base = declared.partition("-")[0].lower()
    if base in site.languages or (base.isascii() and base.isalpha() and len(base) == 2):
        return base, f"`language` is {base}: the article says so"
    script = _script(article)
    own = site.settings.language
    if script and Language(own, own, {}, {}).script != script:
        for tag in sorted(site.languages):
            if Language(tag, tag, {}, {}).script == script:
                return tag, f"`language` is {tag}, by the letters"
    return own, f"`language` is {own}, the site's own"


def _script(article: Article) -> str:
    """Which letters most of it is written in (ISO 15924), of those that can be told apart by their numbers."""
    ranges = {"Latn": (0x41, 0x24F), "Cyrl": (0x400, 0x52F), "Arab": (0x600, 0x6FF)}
    counts: Counter[str] = Counter()
    for block in article.blocks[:200]:
        for sign in filter(str.isalpha, block.text):
            counts.update(name for name, (first, last) in ranges.items() if first <= ord(sign) <= last)
    return counts.most_common(1)[0][0] if counts else ""
