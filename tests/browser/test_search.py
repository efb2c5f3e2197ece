"""Readers find entries: by words, topics, years and languages, from every page, below any path."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from lxml import html
from matrix import sample
from playwright.sync_api import Locator, Page, expect

from .conftest import OpenPage
from .host import Answer, Host, hosted
from .kinds import ARABIC, ENTRY, FRONT, RUSSIAN, Kind
from .looking import Watcher

pytestmark = pytest.mark.browser

MOST = 200_000
"""Bytes that a search's first result moves beyond the page that the reader comes from."""
EVERYWHERE = "in"
"""A word of every English entry: more of them than one list shows."""
SHOWN = 10
"""Results at a time."""
NOWHERE = "Atlantis"
"""A word of no entry that begins with words of many: "at" and, in Russian, "а"."""


def searched(page: Page, origin: str, **asked: str) -> None:
    """Goes to the search page and waits until it has said what it found."""
    query = "&".join(f"{name}={quote(value)}" for name, value in asked.items())
    page.goto(f"{origin}/search/?{query}")
    expect(said(page)).not_to_be_empty()


def said(page: Page) -> Locator:
    """Where the page says how much it found, aloud too."""
    return page.get_by_role("status")


def results(page: Page) -> Locator:
    """What was found, one item each."""
    return page.locator("main li:has(h2)")


def settled(page: Page) -> None:
    """Waits until no more results come in."""
    expect(page.locator("main [aria-busy]")).to_have_count(0)


def found(page: Page) -> list[str]:
    """The addresses of what is shown, once nothing more comes in."""
    settled(page)
    return [
        urlsplit(str(link)).path for link in results(page).locator("h2 a").evaluate_all("all => all.map(a => a.href)")
    ]


def asked(page: Page) -> dict[str, list[str]]:
    """What the address says."""
    return parse_qs(urlsplit(page.url).query)


def test_the_header_leads_to_results(open_page: OpenPage, origin: str) -> None:
    page = open_page()
    Kind("other entry", "/explainers/obr-explained/").visit(page, origin)
    page.keyboard.press("/")
    expect(page.locator("input[type=search]")).to_be_focused()
    page.keyboard.type("Grenfell tower")
    page.keyboard.press("Enter")
    first = results(page).first
    expect(first.get_by_role("link", name="What the Grenfell Tower Inquiry found")).to_be_visible()
    assert asked(page) == {"q": ["Grenfell tower"]}
    assert first.locator("mark").all_inner_texts()
    expect(first.locator("time")).to_have_attribute("datetime", "2024-09-04")
    expect(first.get_by_role("link", name="Inquiries")).to_have_attribute("href", f"{origin}/topics/inquiries/")
    expect(said(page)).to_have_text(f"{results(page).count()} result" + ("s" if results(page).count() > 1 else ""))
    first.get_by_role("link").first.click()
    expect(page).to_have_url(f"{origin}/explainers/grenfell-inquiry-findings/")


def test_slash_goes_to_the_field_of_the_search_page_too(open_page: OpenPage, origin: str) -> None:
    page = open_page(320)
    searched(page, origin, q="Idlib")
    assert page.locator("input[type=search]:visible").count() == 1
    page.keyboard.press("/")
    expect(page.locator("input[type=search]")).to_be_focused()
    page.goto(f"{origin}/search/")
    expect(page.locator("input[type=search]")).to_be_focused()
    expect(page.locator("main").get_by_role("link", name="Russia")).to_be_visible()


def test_typing_is_enough_and_the_last_word_counts(open_page: OpenPage, origin: str) -> None:
    page = open_page()
    searched(page, origin, q="Idlib")
    field = page.locator("input[type=search]")
    field.fill("")
    expect(results(page)).to_have_count(0)
    expect(page).to_have_url(f"{origin}/search/")
    field.press_sequentially("GitLab fire", delay=20)
    field.fill("GitLab")
    expect(results(page).first).to_contain_text("GitLab")
    expect(page).to_have_url(f"{origin}/search/?q=GitLab")
    assert found(page) == ["/explainers/gitlab-database-outage/"]


def test_filters_narrow_what_is_found_and_stay_in_the_address(open_page: OpenPage, origin: str) -> None:
    page = open_page()
    searched(page, origin, q="fire")
    everything = found(page)
    topic, year = page.get_by_label("Topic", exact=True), page.get_by_label("Year", exact=True)
    choice = topic.locator("option[value=fire]")
    expect(choice).to_have_text(re.compile(r"^Fire \(\d+\)$"))
    number = int(re.sub(r"\D", "", choice.inner_text()))
    topic.select_option("fire")
    expect(results(page)).to_have_count(number)
    some = found(page)
    assert 0 < len(some) < len(everything) and set(some) < set(everything)
    assert asked(page) == {"q": ["fire"], "topic": ["fire"]}
    year.select_option("2024")
    expect(results(page)).to_have_count(1)
    assert found(page) == ["/explainers/grenfell-inquiry-findings/"]
    page.reload()
    expect(results(page)).to_have_count(1)
    expect(topic).to_have_value("fire")
    expect(year).to_have_value("2024")
    # Each choice says how many it would leave: of all years in this topic, of all topics in this year.
    expect(choice).to_have_text("Fire (1)")
    assert sum(int(number) for number in re.findall(r"\((\d+)\)", year.inner_text())) == len(some)
    topic.select_option("")
    year.select_option("")
    expect(results(page)).to_have_count(len(everything))
    assert asked(page) == {"q": ["fire"]}


def test_a_choice_alone_is_enough_and_an_unknown_one_is_none(open_page: OpenPage, origin: str) -> None:
    page = open_page()
    searched(page, origin, topic="syria")
    assert set(found(page)) >= {ENTRY.address, RUSSIAN.address}
    searched(page, origin, lang="tr")
    assert found(page) == ["/explainers/orman-yanginlari-2024/"]
    page.goto(f"{origin}/search/?topic=none&year=1&lang=xx")
    expect(page.get_by_label("Topic", exact=True)).to_have_value("")
    expect(page.locator("main").get_by_role("link", name="Russia")).to_be_visible()
    assert results(page).count() == 0


@pytest.mark.parametrize(
    ("word", "kind"), [("Идлибом", RUSSIAN), ("الطائرات", ARABIC)], ids=lambda value: getattr(value, "name", "")
)
def test_letters_tell_the_language(open_page: OpenPage, origin: str, site: Path, word: str, kind: Kind) -> None:
    page = open_page()
    FRONT.visit(page, origin)
    page.locator("input[type=search]").fill(word)
    page.keyboard.press("Enter")
    expect(results(page)).to_have_count(1)
    assert found(page) == [kind.address]
    item = results(page)
    opening = kind.file(site).read_text(encoding="utf-8").partition('<div class="x-page ')[2].partition(">")[0]
    attributes = dict(re.findall(r' (\w+)="([^"]*)"', opening))
    expect(item).to_have_attribute("lang", attributes["lang"])
    expect(item).to_have_css("direction", attributes["dir"])
    assert word not in kind.file(site).read_text(encoding="utf-8") or word == "Идлибом"
    assert item.locator("mark").count()


def test_the_language_of_the_readers_page_is_asked_first(open_page: OpenPage, origin: str) -> None:
    page = open_page()
    page.goto(f"{origin}/explainers/incendie-pyrenees-orientales-2022/")
    page.locator("input[type=search]").fill("2022")
    page.keyboard.press("Enter")
    expect(results(page).first).to_have_attribute("lang", "fr")
    assert asked(page)["from"] == ["fr"]


def test_every_entry_is_found_by_its_title_whatever_its_language(open_page: OpenPage, origin: str, site: Path) -> None:
    pages = {
        f"/explainers/{file.parent.name}/": html.document_fromstring(file.read_text(encoding="utf-8"))
        for file in site.glob("explainers/*/index.html")
    }
    titles = {
        address: " ".join(str(page.findtext(".//h1")).split())
        for address, page in pages.items()
        if page.xpath("//*[@data-pagefind-body]")
    }
    assert len(titles) >= 20
    page = open_page()
    page.goto(f"{origin}/search/")
    missing = []
    for address, title in sample(sorted(titles.items()), 12):
        page.locator("input[type=search]").fill(title)
        try:
            expect(results(page).locator(f"h2 a[href$='{address}']")).to_be_visible()
        except AssertionError:
            missing.append(title)
    assert missing == []


def test_a_language_alone(open_page: OpenPage, origin: str) -> None:
    page = open_page()
    searched(page, origin, q="2020", lang="ru")
    assert found(page) == [RUSSIAN.address]
    page.get_by_label("Language", exact=True).select_option("")
    expect(results(page)).not_to_have_count(1)
    addresses = found(page)
    assert ENTRY.address in addresses and RUSSIAN.address in addresses
    assert addresses.index(ENTRY.address) < addresses.index(RUSSIAN.address)


def test_more_is_shown_when_asked_for(open_page: OpenPage, origin: str) -> None:
    page = open_page()
    searched(page, origin, q=EVERYWHERE)
    expect(results(page)).to_have_count(SHOWN)
    more = page.get_by_role("button", name="Show more")
    more.click()
    expect(results(page).nth(SHOWN).get_by_role("link").first).to_be_focused()
    total = int(said(page).inner_text().split()[0])
    assert total > SHOWN
    while more.is_visible():
        more.click()
        settled(page)
    addresses = found(page)
    assert len(addresses) == len(set(addresses)) == int(said(page).inner_text().split()[0])


@pytest.mark.parametrize("word", [NOWHERE, "Атлантида", "xyzzy", "++", "<b>"])
def test_what_is_not_there_is_not_found(open_page: OpenPage, origin: str, word: str) -> None:
    page = open_page()
    searched(page, origin, q=word)
    expect(said(page)).to_have_text("No results.")
    assert found(page) == []
    expect(page.locator("main").get_by_role("link", name="Russia")).to_be_visible()


def test_an_index_that_is_not_there_is_said(open_page: OpenPage, origin: str) -> None:
    page = open_page()
    page.route("**/pagefind/**", lambda route: route.fulfill(status=404, body=""))
    searched(page, origin, q="Idlib")
    expect(said(page)).to_contain_text("is not working")
    expect(page.locator("main").get_by_role("link", name="Russia")).to_be_visible()


def test_without_scripts_the_topics_are_there(open_page: OpenPage, origin: str) -> None:
    page = open_page(scripts=False)
    ENTRY.visit(page, origin)
    page.locator("input[type=search]").fill("Idlib")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{origin}/search/?q=Idlib")
    main = page.locator(".x-page")
    expect(main.get_by_role("link", name="Syria")).to_have_attribute("href", "../topics/syria/")
    expect(main.locator(".x-no-scripts")).to_be_visible()
    assert not main.locator("input:visible, select:visible, button:visible").count()


def test_a_search_keeps_to_itself_and_to_its_policy(open_page: OpenPage, origin: str) -> None:
    page = open_page()
    watcher = Watcher(page)
    page.goto(f"{origin}/search/?q=fire")
    expect(results(page).first).to_be_visible()
    for word in ("Идлиб", "الطائرة", EVERYWHERE, NOWHERE):
        page.locator("input[type=search]").fill(word)
        page.wait_for_timeout(300)  # longer than the script waits for the next key
        settled(page)
    assert any("/pagefind/ar/" in url for url in watcher.requests), "nothing was searched"
    assert watcher.findings(origin) == []


@contextmanager
def counted(host: Host, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, int]]:
    """The bytes of the host's answers by path, those to workers too, with an allowance for their headers."""
    moved: dict[str, int] = defaultdict(int)
    plain = host.answer

    def answer(path: str) -> Answer:
        made = plain(path)
        moved[path] += len(made.body) + 300
        return made

    with monkeypatch.context() as context:
        context.setattr(host, "answer", answer)
        yield moved


@pytest.mark.parametrize(
    "asked", [("Idlib", "en"), ("Идлиб", "ru"), ("الطائرة", "ar"), (EVERYWHERE, "en")], ids=lambda asked: asked[0]
)
def test_the_first_result_is_light(
    open_page: OpenPage, host: Host, origin: str, monkeypatch: pytest.MonkeyPatch, asked: tuple[str, str]
) -> None:
    word, language = asked
    page = open_page()
    Kind("other entry", "/explainers/obr-explained/").visit(page, origin)
    page.wait_for_load_state("networkidle")
    with counted(host, monkeypatch) as moved:
        page.locator("input[type=search]").fill(word)
        page.keyboard.press("Enter")
        expect(results(page).first).to_be_visible()
        # What comes for the other languages follows the first result, and may be on its way when it is seen.
        others = {path for path in moved if "/pagefind/" in path and f"/pagefind/{language}/" not in path}
        light = {path: size for path, size in moved.items() if path not in others}
        print(sum(light.values()), light)
        assert len(light) > 5, "nothing was loaded for the search"
        assert sum(light.values()) <= MOST


def test_it_works_below_any_path(open_page: OpenPage, site: Path, tmp_path: Path) -> None:
    (tmp_path / "one" / "pagefind").mkdir(parents=True)
    (tmp_path / "one" / "pagefind" / "three").symlink_to(site)
    page = open_page()
    with hosted(Host(tmp_path)) as origin:
        base = "/one/pagefind/three"
        page.goto(f"{origin}{base}{ENTRY.address}")
        page.locator("input[type=search]").fill("2020")
        page.keyboard.press("Enter")
        expect(results(page).first).to_be_visible()
        assert {base + ENTRY.address, base + RUSSIAN.address} <= set(found(page))
        assert urlsplit(page.url).path == f"{base}/search/"
        topic = results(page).first.locator("p a").first
        topic.click()
        expect(page.locator("h1")).to_be_visible()
        assert urlsplit(page.url).path.startswith(f"{base}/topics/")
        page.close()


@pytest.mark.parametrize(
    ("typed", "meant"), [("Idlb", "Idlib"), ("Stromausfall Belrin", "Stromausfall Berlin"), ("Идлип", "Идлиб")]
)
def test_a_typing_error_is_forgiven(open_page: OpenPage, origin: str, typed: str, meant: str) -> None:
    page = open_page()
    page.goto(f"{origin}/search/")
    page.locator("input[type=search]").fill(typed)
    suggestion = page.locator(".x-suggested a")
    expect(suggestion).to_have_text(re.compile(f"^{meant}$", re.IGNORECASE))
    assert results(page).count() == 0, "nothing is shown that was not asked for"
    suggestion.focus()
    page.keyboard.press("Enter")
    expect(results(page).first).to_be_visible()
    expect(page.locator(".x-suggested")).to_be_hidden()


def test_words_that_cannot_be_had_leave_the_answer_as_it_is(open_page: OpenPage, origin: str) -> None:
    page = open_page()
    page.route("**/spellings.txt", lambda route: route.abort())
    page.goto(f"{origin}/search/?q=Idlb")
    expect(page.locator(".x-found")).to_have_text("No results.")
    page.wait_for_load_state("networkidle")
    expect(page.locator(".x-found")).to_have_text("No results.")
    expect(page.locator(".x-suggested")).to_be_hidden()


def test_what_resembles_no_word_has_no_suggestion(open_page: OpenPage, origin: str) -> None:
    page = open_page()
    page.goto(f"{origin}/search/?q=Xqzvwkjh")
    expect(page.locator(".x-found")).not_to_be_empty()
    expect(page.locator(".x-suggested")).to_be_hidden()
