"""The site speaks seven languages, each completely, and says of a date only what is known."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from explainer.content.load import load_site
from explainer.model import Span
from explainer.model.dates import parse
from explainer.resources import UI
from explainer.text.language import Language, MissingWord, languages, locale
from explainer.text.templating import Templates

WORDS: Mapping[str, Mapping[str, Any]] = load_site(Path("nowhere")).languages
TAGS = sorted(path.stem for path in UI.glob("*.yml"))
SPOKEN = languages(WORDS, set(TAGS))


def test_the_site_speaks_seven_languages() -> None:
    assert TAGS == ["ar", "de", "en", "es", "fr", "ru", "tr"]
    assert {tag for tag in TAGS if SPOKEN[tag].direction == "rtl"} == {"ar"}
    assert [SPOKEN[tag].spoken for tag in TAGS] == TAGS


@pytest.mark.parametrize("tag", TAGS)
def test_a_language_says_everything_that_english_says(tag: str) -> None:
    english, words = WORDS["en"], WORDS[tag]
    assert list(words) == list(english), "the same words in the same order"
    for word, text in words.items():
        assert isinstance(text, str) == isinstance(english[word], str), word
        for form, said in forms(text).items():
            assert said == said.strip(" \n") != "", f"{word}: {form}"


@pytest.mark.parametrize("tag", TAGS)
def test_a_language_has_the_same_places_for_values(tag: str) -> None:
    for word, text in WORDS[tag].items():
        expected = places(forms(WORDS["en"][word])["other"])
        for form, said in forms(text).items():
            # "One source" needs no number, as "two sources" does not in Arabic; all other values have to be said.
            optional = {"count"} if form in ("zero", "one", "two") else set()
            assert expected - optional <= places(said) <= expected, f"{word}: {form}"


@pytest.mark.parametrize("tag", TAGS)
def test_a_counted_word_has_every_plural_form_of_its_language(tag: str) -> None:
    needed = {"other", *locale(tag).plural_form.tags}
    counted = {word: set(text) for word, text in WORDS[tag].items() if not isinstance(text, str)}
    assert counted
    assert {word: has for word, has in counted.items() if has != needed} == {}


@pytest.mark.parametrize("tag", TAGS)
def test_every_number_can_be_said(tag: str) -> None:
    for number in (0, 1, 2, 3, 5, 11, 21, 100, 1_000_000):
        said = SPOKEN[tag].count("source_count", number)
        assert "{" not in said
        assert re.findall(r"\d+", said) in ([], [str(number)])


@pytest.mark.parametrize("tag", [*TAGS, "zh-Hant-TW", "xx", "qaa-x-private"])
def test_a_date_shows_as_much_as_is_known_and_no_more(tag: str) -> None:
    language = Language(tag, "en", WORDS["en"], WORDS["en"])
    year, month = language.date(parse("2020")), language.date(parse("2020-02"))
    day, minute = language.date(parse("2020-02-21")), language.date(parse("2020-02-21T17:45+03:00"))
    assert numbers(year) == ["2020"]
    assert not any(name in year for name in months(tag)), "a year shows no month"
    assert numbers(month) in (["2020"], ["2020", "2"]), "a month shows no day"
    assert month != year
    assert {"2020", "21"} <= set(numbers(day))
    assert minute == day, "the time of day is asked for with `minute`"
    said = language.minute(parse("2020-02-21T17:45+03:00"))
    assert said.startswith(day)
    assert "45" in numbers(said)
    assert said.endswith("UTC+03:00")
    here = language.minute(parse("2020-02-21T17:45"))
    assert here.startswith(day) and "45" in numbers(here) and "UTC" not in here, "the zone is not known"
    assert language.minute(parse("2020-02")) == month
    assert numbers(language.date(Span(parse("2019"), parse("2020")))) == ["2019", "2020"]
    assert language.date(parse("0800"))


def test_a_moment_is_told_by_the_clocks_of_its_own_place() -> None:
    moments = ("2020-02-21T13:05+03:00", "2020-02-21T10:05Z", "2020-02-21T05:05-05:00")
    assert [SPOKEN["de"].minute(parse(one)) for one in moments] == [
        "21. Februar 2020, 13:05\N{NO-BREAK SPACE}UTC+03:00",
        "21. Februar 2020, 10:05\N{NO-BREAK SPACE}UTC",
        "21. Februar 2020, 05:05\N{NO-BREAK SPACE}UTC-05:00",
    ]


def test_a_tag_that_nobody_knows_is_its_own_name() -> None:
    unknown = Language("qaa", "en", WORDS["en"], WORDS["en"])
    assert (unknown.name, unknown.direction, unknown.name_of("qab")) == ("Qaa", "ltr", "qab")
    assert SPOKEN["en"].name_of("ru") == "Russian"
    assert SPOKEN["tr"].name == "Türkçe"
    assert SPOKEN["de"].country("RU") == "Russland"


def test_a_language_without_words_speaks_its_base_language_else_english() -> None:
    made = languages(WORDS, {"de-AT", "ja"})
    assert (made["de-AT"].spoken, made["ja"].spoken) == ("de", "en")
    assert made["de-AT"]("sources") == WORDS["de"]["sources"]
    assert made["ja"]("sources") == "Sources"


def test_a_borrowed_word_says_that_it_is_english_where_an_element_can_say_so(tmp_path: Path) -> None:
    words = {"en": {"topics": "Topics <1>", "news": "News"}, "he": {"news": "חדשות"}}
    hebrew = languages(words, {"he"})["he"]
    template = (
        '<p title="{{ t("topics") }}">{{ t("topics") }}, {{ t("news") }}</p><title>{{ t("topics") }}</title>'
        '<svg><text>{{ t("topics") }}</text></svg>'
    )
    (tmp_path / "page.html.jinja").write_text(template, encoding="utf-8")
    (tmp_path / "feed.xml.jinja").write_text("<b>{{ t('topics') }}</b>", encoding="utf-8")
    templates = Templates([tmp_path])
    assert templates.render("page.html.jinja", {"t": hebrew}) == (
        '<p title="Topics &lt;1&gt;"><span lang="en" dir="ltr">Topics &lt;1&gt;</span>, חדשות</p>'
        "<title>Topics &lt;1&gt;</title><svg><text>Topics &lt;1&gt;</text></svg>"
    )
    assert templates.render("feed.xml.jinja", {"t": hebrew}) == "<b>Topics &lt;1&gt;</b>"


def test_a_word_that_is_nowhere_said_is_an_error() -> None:
    with pytest.raises(MissingWord):
        SPOKEN["en"]("no_such_word")
    with pytest.raises(MissingWord):
        SPOKEN["en"]("source_count")


def forms(text: str | Mapping[str, str]) -> Mapping[str, str]:
    return {"other": text} if isinstance(text, str) else text


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+", text)


def months(tag: str) -> set[str]:
    widths = locale(tag).months["format"]
    return {name for width in ("wide", "abbreviated") for name in widths[width].values() if not name.isdigit()}
