"""The preview, as a browser meets it: what is saved is told, what is wrong stands over the page."""

from __future__ import annotations

import os
import socket
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
import repository
from click.testing import CliRunner
from conftest import GOOD_SITE, PICTURE, words, write_site
from previewing import BROKEN, DAM, ENTRY, Answer, Client, previewed, problems

from explainer.build import content as build_content
from explainer.cli.main import main
from explainer.content.load import load_entry
from explainer.engine.pages import Engine
from explainer.model import Entry
from explainer.outputs.base import Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.preview import content
from explainer.preview import server as serve
from explainer.preview.site import Preview

PAGE = "/explainers/dam/"


@pytest.fixture
def preview(good_site: Path) -> Iterator[Client]:
    with previewed(good_site) as client:
        yield client


def soon(preview: Client, shows: Callable[[Answer], object], path: str = PAGE) -> Answer:
    """The page at a path as soon as it shows something; after each look the next event is waited for."""
    while not shows(answer := preview.get(path)):
        preview.told()
    return answer


def save(root: Path, files: Mapping[str, str]) -> None:
    """Writes these files and no others."""
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def says(text: str) -> Callable[[Answer], bool]:
    return lambda answer: text in words(answer.page)


def wrong(answer: Answer) -> list[str]:
    return problems(answer.page)


# --- what is saved is seen --------------------------------------------------------------------------------------------


def test_a_saved_change_is_told_and_shown(preview: Client, good_site: Path) -> None:
    assert says("The dam broke at night.")(preview.get(PAGE))
    before = preview.state
    save(good_site, {ENTRY: DAM.replace("at night", "at dawn")})
    soon(preview, says("The dam broke at dawn."))
    assert preview.state != before


def test_what_readers_do_not_see_yet_is_shown_and_marked(preview: Client, good_site: Path) -> None:
    save(good_site, {"content/entries/weir.yml": DAM.replace("status: published", "status: draft")})
    assert says("Readers cannot see this page")(soon(preview, lambda answer: answer.status == 200, "/explainers/weir/"))
    save(good_site, {"content/entries/lock.yml": DAM.replace("published: 2026", "published: 2090")})
    assert says("Readers cannot see this page")(soon(preview, lambda answer: answer.status == 200, "/explainers/lock/"))


def test_new_renamed_and_deleted_files_are_followed(preview: Client, good_site: Path) -> None:
    entry = good_site / ENTRY
    new = good_site / "content" / "entries" / "water" / "weir.yml"
    new.parent.mkdir()
    new.write_text(DAM.replace("Why the dam broke", "Why the weir held"))
    soon(preview, says("Why the weir held"), "/explainers/")
    entry.rename(entry.with_name("old-dam.yml"))
    soon(preview, lambda answer: answer.status == 404)
    assert preview.get("/explainers/old-dam/").status == 200
    new.unlink()
    new.parent.rmdir()
    soon(preview, lambda answer: answer.status == 404, "/explainers/weir/")
    assert wrong(preview.get("/")) == []


SHARED = {
    "a record": ("site_data/topics.yml", "floods: {name: High water}\n", "/topics/", "High water"),
    "a word of the site": ("site_data/ui/en.yml", "topics: Subjects\n", "/topics/", "Subjects"),
    "a hand-written page": ("content/pages/about.md", "# Who we are\n", "/about/", "Who we are"),
    "a page template": ("templates/pages/topics.md.jinja", "<p>Mine</p>\n", "/topics/", "Mine"),
    "a theme template": ("templates/theme/main.html", "<html><title>x</title><body>All mine</body>", "/", "All mine"),
    "the site's name": ("mkdocs.yml", GOOD_SITE["mkdocs.yml"].replace("Small", "Tall"), "/", "The Tall Desk"),
}


@pytest.mark.parametrize("what", SHARED)
def test_what_pages_share_is_followed_too(preview: Client, good_site: Path, what: str) -> None:
    path, text, page, shown = SHARED[what]
    assert not says(shown)(preview.get(page))
    save(good_site, {path: text})
    soon(preview, says(shown), page)


def test_pictures_are_followed(preview: Client, good_site: Path) -> None:
    folder = good_site / "content" / "images"
    folder.mkdir()
    first, second = PICTURE.encode(), PICTURE.replace("\1", "\2").encode()
    (folder / "a.gif").write_bytes(first)
    soon(preview, lambda answer: answer.body == first, "/images/a.gif")
    (folder / "a.gif").write_bytes(second)
    soon(preview, lambda answer: answer.body == second, "/images/a.gif")


def test_a_branch_with_many_changes_is_followed(preview: Client, good_site: Path) -> None:
    save(good_site, {f"content/entries/e-{number}.yml": DAM for number in range(120)})
    soon(preview, lambda answer: answer.status == 200, "/explainers/e-119/")
    for number in range(120):
        (good_site / f"content/entries/e-{number}.yml").unlink()
    soon(preview, lambda answer: answer.status == 404, "/explainers/e-119/")


def test_a_new_day_shows_what_is_due(preview: Client, good_site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content, "current_day", lambda _: date(2027, 4, 1))
    save(good_site, {ENTRY: DAM.replace("at night", "at dawn")})
    found = wrong(soon(preview, wrong))
    assert ["[outlook-overdue]" in one for one in found] == [True]


def test_an_update_that_is_being_written_makes_the_text_before_it_a_version(good_site: Path) -> None:
    repository.begin(good_site)
    repository.tell(good_site, [{"commit": "The first version", "day": "2026-05-04"}])
    with previewed(good_site) as preview:
        assert not says("at night")(preview.get(f"{PAGE}v/1/"))
        update = "updates: [{at: 2026-05-06, type: update, note: The village is dry.}]\n"
        save(good_site, {ENTRY: DAM.replace("at night", "at dawn") + update})
        assert says("The dam broke at night.")(soon(preview, says("at night"), f"{PAGE}v/1/"))
        assert says("The dam broke at dawn.")(preview.get(PAGE))


def test_search_reads_the_pages_that_are_shown(good_site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    update = "updates: [{at: 2026-05-06, type: update, note: The village is dry.}]\n"
    save(good_site, {ENTRY: DAM + update, "content/entries/weir.yml": DAM.replace("published", "draft", 1)})
    preview = Preview(good_site / "mkdocs.yml", "http://127.0.0.1:8000/")
    found = {address: read() for address, _, read in preview.searched()}
    assert found == {f"/{path}": preview.shown(path).content for path in ("explainers/dam/", "explainers/weir/")}
    assert {language for _, language, _ in preview.searched()} == {"en"}
    monkeypatch.setattr(Engine, "finish", lambda *_: 1 / 0)
    assert [read() for _, _, read in preview.searched()] == [b"", b""]


def test_the_form_editor_is_left_alone(preview: Client, good_site: Path) -> None:
    save(good_site, {"site_data/site.yml": "editor: {backend: github, repo: small/desk}\n"})
    answer = soon(preview, lambda answer: answer.status == 200, "/admin/")
    assert answer.page.xpath("//aside[@id='preview_problems']") == []


# --- how editors write files ------------------------------------------------------------------------------------------


def by_renaming(path: Path, text: str) -> None:
    """As VS Code may, `sed -i` and many others do."""
    new = path.with_name("sedX1y2z3")
    new.write_text(text)
    new.replace(path)


def as_vim(path: Path, text: str) -> None:
    """As Vim does, which tries whether it may write here, and keeps the old file until the new one is whole."""
    trial = path.with_name("4913")
    trial.touch()
    trial.unlink()
    backup = path.with_name(path.name + "~")
    path.rename(backup)
    path.write_text(text)
    backup.unlink()


def in_halves(path: Path, text: str) -> None:
    """As a slow program does: what stands there at first is no YAML."""
    with path.open("w") as file:
        file.write(text[:-200] + '"')
        file.flush()
        os.fsync(file.fileno())
        file.seek(0)
        file.truncate()
        file.write(text)


def with_windows_lines(path: Path, text: str) -> None:
    path.write_bytes(text.replace("\n", "\r\n").encode())


@pytest.mark.parametrize(
    "write", [by_renaming, as_vim, in_halves, with_windows_lines], ids=lambda write: write.__name__
)
def test_all_ways_to_save_a_file_are_followed(
    preview: Client, good_site: Path, write: Callable[[Path, str], None]
) -> None:
    for time in ("dawn", "noon", "dusk"):
        write(good_site / ENTRY, DAM.replace("at night", f"at {time}"))
        soon(preview, says(f"The dam broke at {time}."))
    soon(preview, lambda answer: wrong(answer) == [])


# --- what is wrong ----------------------------------------------------------------------------------------------------


def test_a_broken_file_is_told_with_all_that_is_wrong_and_the_last_good_page_stays(
    preview: Client, good_site: Path
) -> None:
    save(good_site, {ENTRY: BROKEN})
    answer = soon(preview, wrong)
    found = wrong(answer)
    assert len(found) == 2
    assert found[0].startswith("content/entries/dam.yml:3:1 there is no field `statsu` here [unknown-field]")
    assert "did you mean `status`?" in found[0]
    assert "The dam broke at night." in words(answer.page)  # though nobody had looked at it before
    assert wrong(preview.get("/")) == found
    save(good_site, {ENTRY: DAM.replace("at night", "at dawn")})
    assert "The dam broke at dawn." in words(soon(preview, lambda answer: wrong(answer) == []).page)


def test_a_site_that_is_broken_from_the_start_can_be_mended(good_site: Path) -> None:
    save(good_site, {ENTRY: BROKEN, "site_data/topics.yml": "floods: {nam: Floods}\n"})
    with previewed(good_site) as preview:
        assert len(wrong(preview.get("/"))) >= 4
        assert preview.get(PAGE).status == 404
        save(good_site, GOOD_SITE)
        assert says("The dam broke")(soon(preview, lambda answer: answer.status == 200 and not wrong(answer)))


def test_broken_records_leave_the_last_good_ones(preview: Client, good_site: Path) -> None:
    save(good_site, {"site_data/topics.yml": "floods: {nam: Floods}\n"})
    answer = soon(preview, wrong)
    assert "Floods" in words(answer.page)
    assert any("site_data/topics.yml:1:10" in one for one in wrong(answer))


def test_what_compares_entries_is_told(preview: Client, good_site: Path) -> None:
    save(good_site, {"content/entries/weir.yml": DAM + "related: [dike]\n"})
    assert any("[unknown-related]" in one for one in wrong(soon(preview, wrong)))
    save(good_site, {"content/entries/dike.yml": DAM})
    soon(preview, lambda answer: wrong(answer) == [])


def test_an_address_for_two_is_told(preview: Client, good_site: Path) -> None:
    save(good_site, {"content/pages/topics/index.md": "# Mine\n"})
    assert any("[address-taken]" in one for one in wrong(soon(preview, wrong, "/topics/")))


def test_a_file_that_is_no_entry_is_told_until_it_is_gone(preview: Client, good_site: Path) -> None:
    odd = good_site / "content" / "entries" / "notes.txt"
    odd.write_text("x")
    assert any("[unexpected-file]" in one for one in wrong(soon(preview, wrong)))
    odd.unlink()
    soon(preview, lambda answer: wrong(answer) == [])


FAILURES = {
    "a page template": (
        {"templates/pages/entry.md.jinja": "\n{{ nothing }}\n"},
        "entry.md.jinja:2: 'nothing' is undefined",
    ),
    "a page template's syntax": (
        {"templates/pages/entry.md.jinja": "\n{% if"},
        "entry.md.jinja:2: unexpected 'end of template'",
    ),
    "the theme": ({"templates/theme/main.html": "\n{% if"}, "main.html:2: unexpected 'end of template'"),
    "a theme that fails": ({"templates/theme/main.html": "\n{{ a.b }}"}, "main.html:2: 'a' is undefined"),
    "mkdocs.yml": ({"mkdocs.yml": "a: [\n"}, "mkdocs.yml"),
    "an unknown theme": (
        {"mkdocs.yml": "site_name: x\ndocs_dir: content\ntheme: nonsense\n"},
        "mkdocs.yml: Config value 'theme'",
    ),
    "a plugin that is missing": (
        {"mkdocs.yml": GOOD_SITE["mkdocs.yml"].replace("[explainer]", "[explainer, nonsense]")},
        "mkdocs.yml: Config value 'plugins': The \"nonsense\" plugin is not installed",
    ),
    "our own plugin left out": (
        {"mkdocs.yml": GOOD_SITE["mkdocs.yml"].replace("[explainer]", "[]")},
        "does not name the plugin",
    ),
}


@pytest.mark.parametrize("what", FAILURES)
def test_what_cannot_be_made_is_told_with_its_place_over_the_last_good_page(
    preview: Client, good_site: Path, what: str
) -> None:
    files, told = FAILURES[what]
    assert preview.get(PAGE).status == 200
    save(good_site, files)
    answer = soon(preview, wrong)
    assert answer.status == 200
    assert "The dam broke at night." in words(answer.page)
    assert told in wrong(answer)[0]
    assert told in problems(preview.get(f"/.preview/problems?at={PAGE}").page)[0]
    for path in files:
        (good_site / path).unlink()
    save(good_site, GOOD_SITE)
    soon(preview, lambda answer: wrong(answer) == [])


def test_a_page_that_could_never_be_made_says_why(preview: Client, good_site: Path) -> None:
    save(good_site, {"templates/pages/entry.md.jinja": "\n{{ nothing }}\n"})
    answer = soon(preview, wrong)
    assert answer.status == 500
    assert "entry.md.jinja:2" in wrong(answer)[0]
    assert wrong(preview.get("/topics/")) == []


def test_nothing_that_an_editor_writes_becomes_markup_in_the_list(preview: Client, good_site: Path) -> None:
    save(good_site, {ENTRY: DAM.replace("[floods]", "['<img src=x onerror=alert(1)>']")})
    answer = soon(preview, wrong)
    assert "<img src=x" in wrong(answer)[0]
    assert answer.page.xpath("//aside//img") == []


# --- what it costs ----------------------------------------------------------------------------------------------------


@pytest.fixture
def work(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """What was read and made since it was last cleared."""
    done: Counter[str] = Counter()
    read, execute = load_entry, RenderContext.execute

    def counted_read(content: bytes, path: str, language: str) -> Entry:
        done[path] += 1
        return read(content, path, language)

    def counted(self: RenderContext, task: Task) -> tuple[tuple[Artifact, ...], str]:
        done[task.name] += 1
        return execute(self, task)

    monkeypatch.setattr(build_content, "load_entry", counted_read)
    monkeypatch.setattr(RenderContext, "execute", counted)
    return done


OTHERS = {f"content/entries/other-{number}.yml": DAM.replace("Why the dam", f"How {number}") for number in range(3)}
PAGES = ("/", "/explainers/", PAGE, "/explainers/other-1/", "/sources/", "/whats-next/")


def test_one_edit_makes_again_what_depends_on_it_and_nothing_else(good_site: Path, work: Counter[str]) -> None:
    write_site(good_site, OTHERS)
    with previewed(good_site) as preview:
        before = [preview.get(page).body for page in PAGES]
        assert len(before) == len(PAGES)
        work.clear()
        save(good_site, {ENTRY: DAM})  # nothing is different
        preview.told()
        assert [problems(preview.get(page).page) for page in PAGES] == [[]] * len(PAGES)
        assert {name: number for name, number in work.items() if "entries" not in name} == {}
        work.clear()
        (good_site / ENTRY).write_text(DAM.replace("Repairs had been", "Repairs were"))  # which only its page says
        soon(preview, says("Repairs were put off"))
        for page in PAGES:
            preview.get(page)
        assert work == {ENTRY: 1, "explainers/dam/": 1}
        work.clear()
        (good_site / ENTRY).write_text(DAM.replace("Why the dam broke", "Why it broke"))
        soon(preview, says("Why it broke"))
        for page in PAGES:
            preview.get(page)
        assert work[ENTRY] == 1
        assert work["explainers/dam/"] == 1
        assert max(work.values()) == 1
        assert work["sources/"] == 0


def test_a_second_start_reads_only_what_has_changed(good_site: Path, work: Counter[str]) -> None:
    write_site(good_site, OTHERS)
    for path in (good_site / "content" / "entries").iterdir():
        os.utime(path, ns=(10**18, 10**18))  # what was written just now would be read again for certainty
    with previewed(good_site) as preview:
        assert preview.get(PAGE).status == 200
    assert sum("entries" in name for name in work) == 4
    work.clear()
    (good_site / ENTRY).write_text(DAM.replace("at night", "at dawn"))
    with previewed(good_site) as preview:
        assert says("at dawn")(preview.get(PAGE))
        assert says("How 1")(preview.get("/explainers/other-1/"))
    assert [name for name in work if "entries" in name] == [ENTRY]


# --- who may ask ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "localhost.evil.example", "", "127.0.0.1.x"])
def test_a_name_of_somebody_else_is_refused(preview: Client, host: str) -> None:
    """Else a page of theirs could read drafts, under a name that leads to this machine (DNS rebinding)."""
    for path in ("/", "/.preview/events", "/.preview/problems", "/assets/explainer/explainer.css"):
        answer = preview.get(path, host=host.format(port=preview.port) or " ")
        assert answer.status == 403
        assert "dam" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "localhost:{port}", "127.0.0.1:{port}", "[::1]:{port}", "192.0.2.7"])
def test_this_machine_is_answered_by_any_of_its_names(preview: Client, host: str) -> None:
    assert preview.get("/", host=host.format(port=preview.port)).status == 200


@pytest.mark.parametrize(
    "path",
    [
        *("/../mkdocs.yml", "/..%2fmkdocs.yml", "/%2e%2e/mkdocs.yml", "//etc/passwd", "/%00", "/\\..\\mkdocs.yml"),
        *(
            "/content/entries/dam.yml",
            "/entries/dam.yml",
            "/.git/config",
            "/.cache/content.bin",
            "/images/",
            "/assets/",
        ),
        *("/.preview/", "/.preview/../preview.js", "/.preview/problems.html.jinja", "/pagefind/../mkdocs.yml"),
    ],
)
def test_only_the_site_itself_is_given_out(preview: Client, path: str) -> None:
    answer = preview.get(path)
    assert answer.status == 404
    assert "docs_dir" not in answer.text


def test_no_other_page_can_take_what_it_gives(preview: Client) -> None:
    headers = preview.get("/").headers
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "no-store"
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("address", ["127.0.0.1:{taken}", "127.0.0.1:99999", "192.0.2.7:8000"])
def test_where_nobody_can_listen_another_address_is_proposed(good_site: Path, address: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = address.format(taken=other.getsockname()[1])
        done = CliRunner().invoke(main, ["-C", str(good_site), "serve", "-a", address])
    assert done.exit_code == 1
    assert "Error: cannot listen on " in done.output
    assert "try another, as in `-a 127.0.0.1:8001`" in done.output


def test_addresses_without_their_slash_lead_on(preview: Client) -> None:
    answer = preview.get("/explainers/dam")
    assert (answer.status, answer.headers["Location"]) == (302, PAGE)
    assert preview.get("/", method="HEAD").body == b""


@pytest.mark.parametrize(("host", "alone"), [("127.0.0.1", True), ("::1", True), ("0.0.0.0", False), ("desk", False)])
def test_whoever_listens_for_others_is_warned(host: str, alone: bool) -> None:
    assert ("can read this site, drafts included" in " ".join(serve.notes(host, ""))) is not alone


def test_what_the_preview_cannot_show_is_said(good_site: Path) -> None:
    assert serve.notes("127.0.0.1", "the plugin `tags` may want to see every page") != []
    with previewed(good_site) as preview:
        assert preview.server.preview.left_out() == ""
