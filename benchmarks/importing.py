"""Measures importing over folders of pages with gold text: `make import-corpus DIR=folder` (see benchmarks/gold.py).

Beside `explainer import`, with and without its extra, stand trafilatura and readability-lxml, which find texts only.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import lxml.html

from benchmarks.gold import Gold, NoGold, kept, overlap, read, same_authors, same_title, text_of, words
from explainer.authoring.importing import NotImported, import_article
from explainer.authoring.init import new_site
from explainer.content import yamlfile
from explainer.content.load import load_site
from explainer.model import Site
from explainer.text.inline import to_text

_GOOD = 0.9
"""Recall and precision from which a page needs little work."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a program finds in a page."""

    text: str = ""
    title: str = ""
    day: str = ""
    authors: tuple[str, ...] = ()
    addresses: frozenset[str] = frozenset()
    headings: frozenset[str] = frozenset()
    refused: str = ""


@cache
def _site() -> Site:
    with TemporaryDirectory() as folder:
        new_site(Path(folder) / "site", "Corpus", "en")
        return load_site(Path(folder) / "site")


def ours(page: bytes, name: str) -> Found:
    """What `explainer import` puts into a draft; its comments, where the rest of the page is kept, do not count."""
    try:
        entry: dict[str, Any] = yamlfile.read(import_article(_site(), page, name, date(2026, 11, 30)).text, "")
    except NotImported as refused:
        return Found(refused=str(refused))
    body = [*_texts({"points": entry.get("background", ())}), *(_texts(entry["sections"]))]
    summary = str(entry["summary"])
    # A summary that is a description from the page's head is none of its text.
    seen = text_of(lxml.html.document_fromstring(page, parser=lxml.html.HTMLParser(encoding="utf-8")))
    said, told = " ".join(words(summary)), [" ".join(words(text)) for text in ("\n".join(body), seen)]
    if said not in told[0] and said in told[1]:
        body.insert(0, summary)
    authors = (one["name"] if isinstance(one, dict) else one for one in entry.get("authors", ()))
    return Found(
        "\n".join(body),
        entry["title"],
        str(entry.get("published", ""))[:10],
        tuple(authors),
        frozenset(str(source.get("url", "")) for source in entry.get("sources", ())),
        frozenset(" ".join(words(section.get("heading", ""))) for section in entry["sections"]),
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for name in ("heading", "text", "quotation", "points"):
            text = value.get(name, ())
            yield from [to_text(text)] if isinstance(text, str) else _texts(text)


def without_judge(page: bytes, name: str) -> Found:
    """What it puts there if the extra `import` is not installed."""
    with patch.dict(sys.modules, {"trafilatura": None}):
        return ours(page, name)


def trafilatura(page: bytes, name: str) -> Found:
    """What trafilatura finds."""
    from trafilatura import bare_extraction

    found: Any = bare_extraction(page, with_metadata=True, include_comments=False)
    if found is None:
        return Found(refused="no text")
    return Found(found.text or "", found.title or "", found.date or "", tuple((found.author or "").split("; ")))


def readability(page: bytes, name: str) -> Found:
    """What readability-lxml finds: title and text."""
    from readability import Document

    try:
        document = Document(page)
        text = text_of(lxml.html.document_fromstring(document.summary()))
        return Found(text, document.short_title())
    except Exception as error:
        return Found(refused=str(error))


PROGRAMS: dict[str, Callable[[bytes, str], Found]] = {
    "explainer import": ours,
    "without the extra": without_judge,
    "trafilatura": trafilatura,
    "readability-lxml": readability,
}


def judge(gold: Gold, names: Sequence[str]) -> dict[str, dict[str, float]]:
    """For each program, the scores of a page by name; what the gold does not say has no score."""
    page = gold.page()
    links, headings = kept(gold) if gold.text else (set(), set())
    scores = {}
    for name in names:
        found = PROGRAMS[name](page, "page.html")
        score: dict[str, float] = {"pages": 1, "refused": bool(found.refused)}
        if gold.text:
            score["recall"], score["precision"] = overlap(found.text, gold.text)
            score["good"] = min(score["recall"], score["precision"]) >= _GOOD
        text = " ".join(words(found.text))
        if gold.inside or gold.outside:
            score |= {"inside": len(gold.inside), "outside": len(gold.outside)}
            score["inside found"] = sum(" ".join(words(piece)) in text for piece in gold.inside)
            score["outside found"] = sum(" ".join(words(piece)) in text for piece in gold.outside)
        if gold.title:
            score["title"] = same_title(found.title, gold.title)
        if gold.day:
            score["date"] = found.day == gold.day
        if gold.authors:
            score["byline"] = same_authors(found.authors, gold.authors)
        score |= {"links": len(links), "links kept": len(links & found.addresses)}
        kept_headings = sum(any(f" {heading} " in f" {one} " for one in found.headings) for heading in headings)
        score |= {"headings": len(headings), "headings kept": kept_headings}
        scores[name] = score
    return scores


def table(results: Sequence[dict[str, dict[str, float]]]) -> str:
    """The results as a Markdown table."""
    lines = [
        "| program | pages | refused | recall | precision | both ≥ 0.9 | pieces: recall | precision | titles | dates "
        "| bylines | links | headings |",
        "|---" * 13 + "|",
    ]
    for name in results[0]:
        scores = [result[name] for result in results]

        def column(key: str, scores: list[dict[str, float]] = scores) -> list[float]:
            return [score[key] for score in scores if key in score]

        def mean(key: str) -> str:
            return f"{fmean(values):.3f}" if (values := column(key)) else ""

        def of(key: str, whole: str = "") -> str:
            total = sum(column(whole)) if whole else len(column(key))
            return f"{sum(column(key)):.0f} of {total:.0f}" if total else ""

        true, false = sum(column("inside found")), sum(column("outside found"))
        cells = [
            *(f"{sum(column('pages')):.0f}", f"{sum(column('refused')):.0f}"),
            *(mean("recall"), mean("precision"), of("good")),
            f"{true / sum(column('inside')):.3f}" if true else "",
            f"{true / (true + false):.3f}" if true else "",
            *(of("title"), of("date"), of("byline")),
            *(of("links kept", "links"), of("headings kept", "headings")),
        ]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measures the folders that are named, each for itself."""
    parser = argparse.ArgumentParser(description="Measures importing over folders of pages with gold text.")
    parser.add_argument("folders", metavar="DIR", nargs="+", type=Path)
    parser.add_argument("--only", action="append", choices=PROGRAMS, help="measure only these")
    parser.add_argument("--pages", action="store_true", help="also print the pages with the worst scores")
    options = parser.parse_args(arguments)
    names = options.only or [*PROGRAMS]
    if find_spec("readability") is None and "readability-lxml" in names:
        # Not locked: pip below 23.3 stops at how it names what it needs.
        print("readability-lxml is left out; it comes with: .venv/bin/pip install lxml-html-clean readability-lxml")
        names.remove("readability-lxml")
    for folder in options.folders:
        try:
            pages = read(folder)
        except NoGold as error:
            sys.exit(str(error))
        with ProcessPoolExecutor() as pool:
            results = list(pool.map(partial(judge, names=names), pages, chunksize=4))
        print(f"{folder.name}: {len(pages)} pages\n\n{table(results)}\n")
        if options.pages:
            with suppress(BrokenPipeError):
                _worst(pages, results)


def _worst(pages: Sequence[Gold], results: Sequence[dict[str, dict[str, float]]]) -> None:
    """Prints each page that is refused or in which something is missing, the worst first."""
    mine = [(gold, result["explainer import"]) for gold, result in zip(pages, results, strict=True)]
    for gold, score in sorted(mine, key=lambda each: min(each[1].get("recall", 1), each[1].get("precision", 1))):
        wrong = [name for name in ("title", "date", "byline") if not score.get(name, True)]
        low = [f"{name} {score[name]:.2f}" for name in ("recall", "precision") if score.get(name, 1) < _GOOD]
        if wrong or low or score["refused"]:
            print(gold.path, *(["refused"] if score["refused"] else []), *low, *wrong)


if __name__ == "__main__":
    main()
