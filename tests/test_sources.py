"""Sources do not rot: dead links are found and told, copies are added, quotes are looked for."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from conftest import GOOD_SITE, write_site
from webserver import Web, running

import explainer.cli.sources
from explainer.authoring.sources.copies import Archived, add_copies
from explainer.authoring.sources.links import Checked, check_links
from explainer.authoring.sources.passages import find
from explainer.authoring.sources.quotes import Quotes, check_quotes
from explainer.cli.main import main
from explainer.content.links import read_links, write_links
from explainer.content.load import load_site
from explainer.model import Layout
from explainer.problems import Problem
from explainer.resources.progress import watched_by
from explainer.text.passage import at_passage

DAM = "content/entries/dam.yml"
ENTRY = GOOD_SITE[DAM].partition("sources:\n  - {id: courier")[0]
NIGHT = datetime(2026, 11, 22, 3, 10, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def server() -> Iterator[Web]:
    with running() as web:
        yield web


@pytest.fixture
def web(server: Web) -> Web:
    """The server, without a memory of earlier tests."""
    return server.forget()


def entry(web: Web, *paths: str, more: str = "") -> str:
    """The good entry with a source for each path, or whole address."""
    sources = [
        f"  - {{id: s{number}, title: Dam, url: {_written(web, path)}{more}}}\n" for number, path in enumerate(paths)
    ]
    return re.sub(r"sources: \[.*\]", "sources: [s0]", ENTRY) + "sources:\n" + "".join(sources)


def _written(web: Web, path: str) -> str:
    return json.dumps(web.url(path) if path.startswith("/") else path)


def site(root: Path, web: Web, text: str, **files: str) -> Path:
    """A site with one entry, whose archive is the server."""
    archive = (
        f"archive: {{timegate: '{web.url('/web/', 'archive.test')}', save: '{web.url('/save/', 'archive.test')}'}}\n"
    )
    return write_site(root / "site", {DAM: text, "site_data/site.yml": archive, **files})


def looked(root: Path, web: Web, now: datetime = NIGHT, **options: Any) -> Checked:
    """A link check that is noted."""
    checked = check_links(load_site(root), web.client(seconds=0.3), now, **options)
    write_links(root, Layout(), checked.links)
    return checked


def codes(problems: tuple[Problem, ...]) -> list[str]:
    """What is told, and of which line."""
    return [f"{problem.line}:{problem.column} {problem.code}" for problem in problems]


def noted(root: Path) -> dict[str, dict[str, str]]:
    """What `site_data/links.json` says, by the path of each address."""
    file = root / "site_data/links.json"
    found: dict[str, dict[str, str]] = json.loads(file.read_bytes()) if file.exists() else {}
    return {re.sub(r"^http://[^/]*(:\d+)", "", url): link for url, link in found.items()}


# --- links ------------------------------------------------------------------------------------------------------------


def test_a_link_is_dead_once_it_has_failed_twice_a_day_apart(tmp_path: Path, web: Web) -> None:
    root = site(tmp_path, web, entry(web, "/404", "/story", "/500", "/403", web.url("/429-long", "busy.test")))
    line = (root / DAM).read_text().splitlines().index("sources:") + 2
    first = looked(root, web)
    assert codes(first.problems) == [f"{line}:31 failing-link", f"{line + 2}:31 failing-link"]
    assert noted(root)["/404"] == {"why": "its server answers with status 404", "failed_since": "2026-11-22T03:10Z"}
    looked(root, web, NIGHT + timedelta(hours=23))
    assert "dead_since" not in noted(root)["/404"]
    dead = looked(root, web, NIGHT + DAY)
    assert codes(dead.problems) == [f"{line}:31 dead-link", f"{line + 2}:31 dead-link"]
    assert noted(root)["/404"]["dead_since"] == "2026-11-22" and sorted(noted(root)) == ["/404", "/500"]
    written = (root / "site_data/links.json").read_bytes()
    looked(root, web, NIGHT + 5 * DAY)
    assert (root / "site_data/links.json").read_bytes() == written
    web.pages["/500"] = web.pages["/story"]
    looked(root, web, NIGHT + 6 * DAY)
    assert sorted(noted(root)) == ["/404"]
    web.pages["/500"] = (500, {}, b"")


@pytest.mark.parametrize(
    ("path", "state"),
    [
        *[("/404", "failed"), ("/410", "failed"), ("/500", "failed"), ("/loop", "failed"), ("/chain/20", "failed")],
        *[("/silent", "failed"), ("/garbage", "failed"), ("http://nobody.invalid/", "failed")],
        *[("/403", ""), ("/999", ""), ("/503", ""), ("/429-long", ""), ("/429-silent", ""), ("/cookies", "")],
        *[("/story", ""), ("/chain/9", ""), ("/429-once", ""), ("/slow", ""), ("/huge", ""), ("/bomb", ""), ("/", "")],
        *[("/picture", ""), ("/header", ""), ("/packed-wrong", ""), ("/nowhere", "")],
        *[("/soft", "suspected"), ("/home", "suspected")],
        *[("/to-private", "private"), ("http://10.0.0.1/", "private"), ("http://inside.test/", "private")],
    ],
)
def test_what_a_server_does_says_this_of_a_link(tmp_path: Path, web: Web, path: str, state: str) -> None:
    root = site(tmp_path, web, entry(web, path))
    checked = looked(root, web)
    codes = {"failed": ["failing-link"], "suspected": ["suspected-link"], "private": ["private-link"], "": []}
    assert [problem.code for problem in checked.problems] == codes[state]
    assert [key for link in noted(root).values() for key in link if key != "why"] == {
        "failed": ["failed_since"], "suspected": ["suspected_since"]
    }.get(state, [])  # fmt: skip


def test_a_server_that_fails_once_is_back(tmp_path: Path, web: Web) -> None:
    root = site(tmp_path, web, entry(web, "/500-once"))
    assert [problem.code for problem in looked(root, web).problems] == ["failing-link"]
    assert looked(root, web, NIGHT + DAY).problems == ()
    assert noted(root) == {}


@pytest.mark.parametrize("title", ["404 people were rescued", "How the dam at Error Creek broke", "Found: not a dam"])
def test_a_title_with_such_words_is_no_suspicion(tmp_path: Path, web: Web, title: str) -> None:
    web.pages["/titled"] = (200, {}, f"<title>{title}</title>".encode())
    assert looked(site(tmp_path, web, entry(web, "/titled")), web).problems == ()


@pytest.mark.parametrize(
    "title",
    ["404", "404 Not Found", "Error 404 (Not Found)!!1", "The Courier - 404", "Seite nicht gefunden – Kurier",
     "Page introuvable", "Página no encontrada", "Страница не найдена", "Sayfa bulunamadı", "الصفحة غير موجودة"],
)  # fmt: skip
def test_a_page_that_says_that_it_is_not_there_is_suspected(tmp_path: Path, web: Web, title: str) -> None:
    web.pages["/titled"] = (200, {"Content-Type": "text/html; charset=utf-8"}, f"<title>{title}</title>".encode())
    checked = looked(site(tmp_path, web, entry(web, "/titled")), web)
    assert [problem.code for problem in checked.problems] == ["suspected-link"]
    assert title[:80] in checked.problems[0].message


def test_only_pages_of_html_are_read_for_a_title(tmp_path: Path, web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(*arguments: object, **options: object) -> None:
        raise AssertionError("a PDF was read")

    monkeypatch.setattr(subprocess, "run", run)
    web.pages["/a.pdf"] = (200, {"Content-Type": "application/pdf"}, pdf("404"))
    web.pages["/b"] = (200, {"Content-Type": "text/html"}, pdf("404"))
    assert looked(site(tmp_path, web, entry(web, "/a.pdf", "/b")), web).problems == ()


def test_links_in_texts_count_and_those_of_drafts_only_when_asked_for(tmp_path: Path, web: Web) -> None:
    text = entry(web, "/story").replace("The dam broke", f"That [dam]({web.url('/404')}) broke")
    draft = (
        entry(web, "/410")
        .replace("status: published", "status: draft")
        .replace("published: 2026-05-04T09:00+01:00\n", "")
    )
    embargoed = entry(web, "/500").replace("published: 2026-05-04", "published: 2027-05-04")
    withdrawn = entry(web, "/loop").replace("status: published", "status: withdrawn") + (
        "withdrawn: {at: 2026-06-01, reason: It was wrong.}\n"
    )
    root = site(
        tmp_path, web, text,
        **{f"content/entries/{name}.yml": text for name, text in (("a", draft), ("b", embargoed), ("c", withdrawn))},
    )  # fmt: skip
    checked = looked(root, web)
    assert sorted(path for _, path in web.asked) == ["/404", "/story"]
    assert [f"{problem.path} {problem.code}" for problem in checked.problems] == [f"{DAM} failing-link"]
    assert (
        checked.problems[0].line
        == text.splitlines().index(f"        text: That [dam]({web.url('/404')}) broke at night.") + 1
    )
    web.asked.clear()
    looked(root, web, drafts=True)
    assert sorted(path for _, path in web.asked) == ["/404", "/410", "/500"]


def test_what_was_in_order_is_not_asked_for_again_for_a_week(tmp_path: Path, web: Web) -> None:
    root = site(tmp_path, web, entry(web, "/story", "/404", "/403"))
    looked(root, web)
    web.asked.clear()
    again = looked(root, web, NIGHT + DAY)
    assert [path for _, path in web.asked] == ["/404"] and again.known == 2
    (root / ".cache/links.bin").write_bytes(b"rubbish")
    looked(root, web, NIGHT + DAY)
    assert len(web.asked) == 4
    web.asked.clear()
    looked(root, web, NIGHT + 8 * DAY)
    assert sorted(path for _, path in web.asked) == ["/403", "/404", "/story"]


def test_a_run_whose_time_is_up_goes_on_where_it_was(tmp_path: Path, web: Web) -> None:
    paths = [f"/story?{number}" for number in range(10)]
    web.pages |= dict.fromkeys(paths, web.pages["/story"])
    root = site(tmp_path, web, entry(web, *paths))
    asked: list[str] = []
    for _ in range(3):
        client = web.client(minutes=4 / 60)
        checked = check_links(load_site(root), client, NIGHT)
        asked += [path for _, path in web.asked]
        web.asked.clear()
    assert sorted(asked) == paths and checked.left == 0


def test_who_stops_a_run_loses_nothing_of_it(tmp_path: Path, web: Web) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    root = site(tmp_path, web, entry(web, "/404", "/410", "/500"))
    with watched_by(stop):
        checked = looked(root, web)
    assert (checked.asked, checked.left, len(noted(root))) == (1, 2, 1)


def test_a_machine_without_a_network_kills_no_link(tmp_path: Path, web: Web) -> None:
    pages = [f"http://nobody.invalid/{number}" for number in range(5)]
    root = site(tmp_path, web, entry(web, *pages, "http://10.0.0.1/"))
    offline = (root / "site_data/site.yml").read_text().replace("archive.test", "archive.invalid")
    online = (root / "site_data/site.yml").read_text()
    (root / "site_data/site.yml").write_text(offline)
    assert looked(root, web).is_offline and not (root / "site_data/links.json").exists()
    (root / "site_data/site.yml").write_text(online)
    assert not looked(root, web).is_offline and len(noted(root)) == 3


def test_an_address_that_no_entry_names_any_more_is_forgotten(tmp_path: Path, web: Web) -> None:
    root = site(tmp_path, web, entry(web, "/404"))
    looked(root, web)
    (root / DAM).write_text(entry(web, "/story"))
    looked(root, web, NIGHT + DAY)
    assert (root / "site_data/links.json").read_text() == "{}\n"


def test_an_archived_copy_serves_readers_so_that_nobody_need_do_anything(tmp_path: Path, web: Web) -> None:
    root = site(tmp_path, web, entry(web, "/404", more=", archive_url: 'https://archive.example.org/404'"))
    looked(root, web)
    checked = looked(root, web, NIGHT + DAY)
    assert checked.problems == () and noted(root)["/404"]["dead_since"] == "2026-11-22"
    assert {host for host, _ in web.asked} == {"good.test"}, "archives need not answer for each of their copies"


def test_every_address_is_written_on_a_line_of_its_own_and_read_back(tmp_path: Path, web: Web) -> None:
    root = site(tmp_path, web, entry(web, "/410", "/404", "http://nobody.invalid/" + "a" * 2000))
    looked(root, web)
    lines = (root / "site_data/links.json").read_text().splitlines()
    assert (lines[0], lines[-1]) == ("{", "}") and len(lines) == 5 and lines[1:4] == sorted(lines[1:4])
    links = read_links(root, Layout())
    assert not write_links(root, Layout(), links) and len(links) == 3


# --- copies -----------------------------------------------------------------------------------------------------------


def copied(root: Path, web: Web, **options: Any) -> Archived:
    """A run of `explainer archive`."""
    return add_copies(load_site(root), web.client(seconds=0.3), NIGHT, **options)


def test_the_nearest_copy_is_written_and_all_else_stays(tmp_path: Path, web: Web) -> None:
    head = entry(web, "/story").partition("sources:\n  - {")[0]
    text = head + (
        "# what it rests on\n"
        "sources:\n"
        "  -   id:    s0   # the courier\n"
        "      title: 'Dam'\n"
        f"      url: {web.url('/story')}\n"
        "      accessed: 2020-02-22   # read twice\n"
        "      # more to come\n"
        "\n"
        f"  - {{id: s1, title: Dam, url: '{web.url('/gone-copy')}'}}\n"
        f"  - {{id: s2, title: Dam, url: '{web.url('/odd-copy')}'}}\n"
        f"  - {{id: s3, title: Dam, url: '{web.url('/404')}'}}\n"
        "  - {id: s4, title: Nobody knows}\n"
    )
    root = site(tmp_path, web, text)
    (root / DAM).write_bytes(text.replace("\n", "\r\n").encode())
    done = copied(root, web)
    url = web.url("/copy/story", "archive.test")
    assert [copy[1] for copy in done.copies] == ["s0"] and (done.without, done.left) == (3, 0)
    expected = text.replace(
        "# read twice\n", f"# read twice\n      archive_url: {url}\n      archived_at: 2020-02-21\n"
    )
    assert (root / DAM).read_bytes().decode() == expected.replace("\n", "\r\n")
    assert ("archive.test", "/web/http://good.test/story") in web.asked
    web.asked.clear()
    assert copied(root, web).copies == () and web.asked == []  # nor are those without a copy asked for again


def test_the_archive_is_asked_for_the_day_on_which_the_source_was_read(tmp_path: Path, web: Web) -> None:
    root = site(tmp_path, web, entry(web, "/story", more=", published: 2019-01-01, accessed: 2020-02-22"))
    web.headers.clear()
    copied(root, web)
    assert web.headers[0]["Accept-Datetime"] == "Sat, 22 Feb 2020 00:00:00 GMT"


def test_a_copy_from_before_the_source_was_published_is_of_another_page(tmp_path: Path, web: Web) -> None:
    root = site(tmp_path, web, entry(web, "/story", more=", published: 2020-03"))
    assert copied(root, web).without == 1
    assert "archive_url" not in (root / DAM).read_text()


def test_an_archive_is_asked_to_save_what_it_does_not_have(tmp_path: Path, web: Web) -> None:
    path = "/web/http://good.test/410"
    root = site(tmp_path, web, entry(web, "/410"))
    web.pages.pop(path, None)

    class Saving(dict[str, Any]):
        def get(self, name: str, default: Any = None) -> Any:
            if name == "/save/http://good.test/410":
                self[path] = (200, {"Memento-Datetime": "Sun, 22 Nov 2026 03:09:00 GMT"}, b"")
                return (200, {}, b"")
            return super().get(name, default)

    web.pages = Saving(web.pages)
    assert copied(root, web).without == 1
    done = copied(root, web, ask_to_save=True)
    assert len(done.copies) == 1 and "archived_at: 2026-11-22" in (root / DAM).read_text()
    web.pages = dict(web.pages)


def test_an_archive_that_says_wait_is_asked_again_in_the_next_run(tmp_path: Path, web: Web) -> None:
    web.pages["/web/http://good.test/story?busy"] = (429, {"Retry-After": "3600"}, b"")
    root = site(tmp_path, web, entry(web, "/story?busy", "/story?other", "/story"))
    done = copied(root, web)
    assert (len(done.copies), done.left, done.silence) == (1, 2, "its server answers with status 429")
    assert "/web/http://good.test/story?other" not in [path for _, path in web.asked]
    del web.pages["/web/http://good.test/story?busy"]
    web.asked.clear()
    assert copied(root, web).without == 2 and len(web.asked) == 2


def test_a_file_to_which_nothing_can_be_added_is_left_to_the_editor(tmp_path: Path, web: Web) -> None:
    root = site(tmp_path, web, f"%YAML 1.2\n---\n{entry(web, '/story')}")
    before = (root / DAM).read_bytes()
    done = copied(root, web)
    assert codes(done.problems) == ["28:5 cannot-add"] and done.copies == ()
    assert done.problems[0].hint.startswith("write it yourself: `archive_url: http://archive.test")
    assert (root / DAM).read_bytes() == before


# --- quotes -----------------------------------------------------------------------------------------------------------


def quoted(root: Path, web: Web, **options: Any) -> Quotes:
    """A run of `explainer quotes`."""
    return check_quotes(load_site(root), web.client(seconds=0.3), NIGHT, **options)


@pytest.mark.parametrize(
    ("path", "quote", "told"),
    [
        ("/story", "broke at night", ""),
        ("/story", "“The dam […] night, officials”", ""),
        ("/story", "The dam burst at night, officials said", "quote-changed"),
        ("/story", "Nobody has ever repaired the mill", "quote-gone"),
        ("/header", "плотина прорвана", ""),
        ("/404", "broke at night", "quote-unread"),
        ("/picture", "broke at night", "quote-unread"),
        ("/huge", "broke at night", "quote-unread"),
        ("/to-private", "broke at night", "quote-unread"),
    ],
)
def test_a_quote_is_found_changed_gone_or_unread(tmp_path: Path, web: Web, path: str, quote: str, told: str) -> None:
    root = site(tmp_path, web, entry(web, path, more=f", quote: {json.dumps(quote, ensure_ascii=False)}"))
    done = quoted(root, web)
    assert [problem.code for problem in done.problems] == ([told] if told else [])
    assert (done.found, done.unread) == (int(not told), int(told == "quote-unread"))
    if told == "quote-changed":
        assert "“The dam broke at night, officials said.”" in done.problems[0].hint


@pytest.mark.parametrize(("path", "told"), [("/404", []), ("/soft", ["quote-changed"])])
def test_a_copy_keeps_the_words_that_the_page_has_lost(tmp_path: Path, web: Web, path: str, told: list[str]) -> None:
    more = f", quote: broke at night, archive_url: '{web.url('/copy/story')}'"
    root = site(tmp_path, web, entry(web, path, more=more))
    done = quoted(root, web)
    assert [problem.code for problem in done.problems] == told
    if told:
        assert "its archived copy does" in done.problems[0].message


def test_what_was_found_is_not_looked_for_again_unless_the_quote_changes(tmp_path: Path, web: Web) -> None:
    root = site(tmp_path, web, entry(web, "/story", more=", quote: broke at night"))
    quoted(root, web)
    assert quoted(root, web).known == 1 and len(web.asked) == 1
    (root / DAM).write_text(entry(web, "/story", more=", quote: broke"))
    assert quoted(root, web).found == 1 and len(web.asked) == 2


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        *[
            ('it\'s "so"', "it’s “so”"),
            ("a - b", "a — b"),
            ("fluff", "ﬂuff"),
            ("dam break", "dam\u00ad \n\tbre\u00adak"),
        ],
        *[("Straße", "STRAßE"), ("İzmir", "İZMIR"), ("a b", "a\u00a0b"), ("repairs", "re-\npairs"), ("x… z", "x y z")],
    ],
)
def test_signs_that_look_alike_are_the_same(quote: str, text: str) -> None:
    found = find(quote, f"before {text} after")
    assert found is not None and found.likeness == 100


def test_a_pdf_is_read(tmp_path: Path, web: Web) -> None:
    web.pages["/report.pdf"] = (200, {"Content-Type": "application/pdf"}, pdf("The dam broke at night"))
    web.pages["/broken.pdf"] = (200, {"Content-Type": "application/pdf"}, b"%PDF-1.4\nrubbish")
    root = site(tmp_path, web, entry(web, "/report.pdf", "/broken.pdf", more=", quote: broke at night"))
    done = quoted(root, web)
    assert (done.found, [problem.code for problem in done.problems]) == (1, ["quote-unread"])


def pdf(words: str) -> bytes:
    """A PDF of one page, as small as can be."""
    stream = f"BT /F1 12 Tf 72 720 Td ({words}) Tj ET".encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    text, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(text))
        text += b"%d 0 obj%s endobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return text + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        size, table, size, len(text)
    )  # fmt: skip


# --- the commands -----------------------------------------------------------------------------------------------------


@pytest.fixture
def run(web: Web, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A command of ours, whose client may ask the server of these tests."""
    monkeypatch.setattr(explainer.cli.sources, "client_for", lambda root, minutes: web.client(seconds=0.3))

    def command(root: Path, *arguments: str) -> Result:
        return CliRunner().invoke(main, ["-C", str(root), *arguments, "--now", "2026-11-22T03:10Z"])

    return command


def test_the_commands_say_what_they_did(tmp_path: Path, web: Web, run: Any) -> None:
    root = site(tmp_path, web, entry(web, "/404", "/story", "/403", more=", quote: broke at night"))
    links = run(root, "links")
    assert links.exit_code == 0, links.output
    assert links.stdout.splitlines()[-1] == "3 addresses asked for, 1 do not serve programs, 1 warning"
    assert "[failing-link]" in links.stdout and noted(root).keys() == {"/404"}
    told = json.loads(run(root, "links", "--format", "json").stdout)
    assert [one["code"] for one in told] == ["failing-link"]
    archive = run(root, "archive")
    assert archive.stdout.splitlines() == [
        f"{DAM}: s1: {web.url('/copy/story', 'archive.test')}", "1 copy added, 2 have none"
    ]  # fmt: skip
    quotes = run(root, "quotes")
    assert quotes.stdout.splitlines()[-1] == "1 quote found, 2 could not be looked for, 2 warnings"


def test_a_site_with_errors_asks_nobody(tmp_path: Path, web: Web, run: Any) -> None:
    root = site(tmp_path, web, entry(web, "/story"), **{"site_data/links.json": "{"})
    for command in ("links", "archive", "quotes"):
        done = run(root, command)
        assert done.exit_code == 1 and "site_data/links.json:1:2: " in done.stdout
    assert web.asked == []


def test_the_user_agent_says_whose_site_asks(tmp_path: Path, web: Web) -> None:
    root = site(tmp_path, web, entry(web, "/story"), **{"mkdocs.yml": "site_url: https://news.example.org/\n"})
    assert vars(explainer.cli.sources.client_for(root, None))["_agent"].endswith("(+https://news.example.org/)")


@pytest.mark.parametrize("now", ["soon", "2026-13-01", "10000-01-01"])
def test_a_moment_that_is_none_is_a_usage_error(tmp_path: Path, web: Web, now: str) -> None:
    root = site(tmp_path, web, entry(web, "/story"))
    done = CliRunner().invoke(main, ["-C", str(root), "links", "--now", now])
    assert done.exit_code == 2 and "write it as 2026-11-22T03:10Z" in done.stderr


@pytest.mark.parametrize("quote", ["a" + " " * 200_000 + "b", "…" * 100_000, "[ " * 100_000, "-\n" * 100_000])
def test_a_hostile_quote_or_page_is_read_as_fast_as_any(quote: str) -> None:
    assert len(at_passage("https://example.org/", quote)) < 3_000
    assert find("never there at all", quote + "\n" * 200_000) is None
