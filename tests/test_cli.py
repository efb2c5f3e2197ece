"""The command line, as an editor and as CI meet it."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import jsonschema
import pytest
import yaml
from click.testing import CliRunner, Result
from conftest import GOOD_SITE, write_site
from terminal import on_a_terminal

from explainer.checks.report import as_github, as_json, as_text
from explainer.cli.main import main
from explainer.content.load import SCHEMAS
from explainer.problems import Problem, Severity

COMMAND = Path(sys.executable).parent / "explainer"
TODAY = "2026-11-22"
DAM = GOOD_SITE["content/entries/dam.yml"]
BROKEN = DAM.replace("[courier-0503]", "[courier-0504]").replace("[floods]", "[flods]")
"""An entry with two errors and no warning."""


def explainer(root: Path, *arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["-C", str(root), *map(str, arguments)])


def contents(folder: Path) -> dict[str, bytes]:
    """Every file in a folder but those in `.cache`, also one that is still being made or was left behind."""
    files = (path for path in folder.rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


# --- check ------------------------------------------------------------------------------------------------------------


def test_check_says_one_line_of_a_good_site(good_site: Path) -> None:
    done = explainer(good_site, "check", "--today", TODAY)
    assert (done.exit_code, done.output) == (0, "1 entry: no errors\n")


def test_check_prints_every_error_with_its_place_and_a_hint(tmp_path: Path) -> None:
    site = write_site(tmp_path, {"content/entries/dam.yml": BROKEN})
    done = explainer(site, "check", "--today", TODAY)
    assert done.exit_code == 1
    topic, topic_hint, source, source_hint, summary = done.output.splitlines()
    assert re.fullmatch(r"content/entries/dam\.yml:5:10: .*`flods`.* \[unknown-topic\]", topic)
    assert re.fullmatch(r"    did you mean `floods`\?.*", topic_hint)
    assert re.fullmatch(r"content/entries/dam\.yml:12:19: .*`courier-0504`.* \[unknown-source\]", source)
    assert re.fullmatch(r"    did you mean `courier-0503`\?.*", source_hint)
    assert summary == "1 entry: 2 errors"


def test_check_prints_json_for_programs(tmp_path: Path) -> None:
    site = write_site(tmp_path, {"content/entries/dam.yml": BROKEN})
    done = explainer(site, "check", "--format", "json", "--today", TODAY)
    assert done.exit_code == 1
    first, second = json.loads(done.stdout)
    assert list(first) == ["path", "line", "column", "code", "severity", "message", "hint"]
    assert list(first.values())[:5] == ["content/entries/dam.yml", 5, 10, "unknown-topic", "error"]
    assert "`flods`" in first["message"]
    assert "`floods`" in first["hint"]
    assert second["code"] == "unknown-source"


def test_check_prints_json_of_a_good_site_too(good_site: Path) -> None:
    assert json.loads(explainer(good_site, "check", "--format", "json", "--today", TODAY).stdout) == []


def test_check_prints_annotations_for_github(tmp_path: Path) -> None:
    site = write_site(tmp_path, {"content/entries/dam.yml": BROKEN})
    done = explainer(site, "check", "--format", "github", "--today", TODAY)
    assert done.exit_code == 1
    first, _ = done.stdout.splitlines()
    assert re.fullmatch(
        r"::error file=content/entries/dam\.yml,line=5,col=10,title=unknown-topic::.*`flods`.*%0A.*`floods`.*", first
    )


def test_check_says_nothing_to_github_of_a_good_site(good_site: Path) -> None:
    assert explainer(good_site, "check", "--format", "github", "--today", TODAY).output == ""


HOSTILE = Problem(
    path="content/a,b:c%.yml",
    message="50% of\n::error::this\r\x1b[31m",
    hint="a: b, c\nd",
    code="made-up",
    line=3,
    column=4,
    severity=Severity.WARNING,
)


def test_github_cannot_be_given_a_command_of_our_content() -> None:
    printed = as_github([HOSTILE])
    assert printed.startswith(
        "::warning file=content/a%2Cb%3Ac%25.yml,line=3,col=4,title=made-up::50%25 of%0A::error::"
    )
    assert printed.endswith("%0Aa: b, c%0Ad")
    assert len(printed.splitlines()) == 1


def test_a_terminal_is_not_given_control_characters() -> None:
    printed = as_text([HOSTILE, Problem("content/\x1b]0;x\x07.yml", "\u202eabc", "\x9b31m")])
    own = re.sub(r"\x1b\[\d+m", "", printed)
    assert all(character.isprintable() or character == "\n" for character in own)
    assert "\x1b[31m\n" not in printed
    assert len(printed.splitlines()) == 4


def test_json_keeps_every_character() -> None:
    assert json.loads(as_json([HOSTILE]))[0]["message"] == HOSTILE.message


def test_check_looks_only_where_it_is_told(tmp_path: Path) -> None:
    files = {"content/entries/a/one.yml": BROKEN, "content/entries/b/two.yml": BROKEN}
    site = write_site(tmp_path, dict(files))
    entries = site / "content" / "entries"
    assert "3 entries: 4 errors" in explainer(site, "check", "--today", TODAY).output
    one = explainer(site, "check", entries / "a", "--today", TODAY)
    assert (one.exit_code, "one.yml" in one.output, "two.yml" in one.output) == (1, True, False)
    both = explainer(site, "check", entries / "a" / "one.yml", entries / "b", "--today", TODAY)
    assert "2 entries: 4 errors" in both.output
    good = explainer(site, "check", entries / "dam.yml", "--today", TODAY)
    assert (good.exit_code, good.output) == (0, "1 entry: no errors\n")


def test_what_readers_do_not_see_is_counted(tmp_path: Path) -> None:
    draft, later = DAM.replace("status: published", "status: draft"), DAM.replace("2026-05-04T09", "2026-11-24T09")
    site = write_site(tmp_path, {"content/entries/later.yml": later})
    for command in ("check", "build"):
        said = explainer(site, command, "--today", "2026-11-23").stdout
        assert said.splitlines()[0] == "2 entries (1 waits for its day): no errors"
        said = explainer(site, command, "--today", "2026-11-24").stdout
        assert said.splitlines()[0] == "2 entries: no errors"
    for name, text in {"later-2": later, "draft": draft, "draft-2": draft}.items():
        write_site(site, {"content/entries/later.yml": later, f"content/entries/{name}.yml": text})
    said = explainer(site, "check", "--today", "2026-11-23").stdout
    assert said.splitlines() == [
        "5 entries (2 drafts, 2 wait for their day): no errors",
        "2 entries wait for their day: later (2026-11-24 09:00+01:00), later-2 (2026-11-24 09:00+01:00)",
    ]
    one = explainer(site, "check", site / "content" / "entries" / "draft.yml", "--today", "2026-11-23")
    assert one.stdout == "1 entry (1 draft): no errors\n"


def test_a_file_that_cannot_be_read_is_counted(tmp_path: Path) -> None:
    files = {"content/entries/weir.yml": "title: [\n", "site_data/topics.yml": "floods: {nam: Floods}\n"}
    site = write_site(tmp_path, dict(files))
    told = {"content/entries/weir.yml": "1 entry: 1 error", "site_data/topics.yml": "1 file: 2 errors"}
    told |= {"site_data/people.yml": "1 file: no errors", "content/entries": "2 entries: 1 error"}
    for path, said in told.items():
        assert explainer(site, "check", site / path, "--today", TODAY).stdout.splitlines()[-1] == said
    assert explainer(site, "check", "--today", TODAY).stdout.splitlines()[-1] == "2 entries: 3 errors"
    refused = explainer(site, "build", "--today", TODAY).stdout.splitlines()[-1]
    assert refused == "2 entries: 3 errors; nothing was built"


def test_check_compares_outlooks_with_the_day_it_is_told(good_site: Path) -> None:
    assert "warning" not in explainer(good_site, "check", "--today", "2027-03-31").output
    late = explainer(good_site, "check", "--today", "2027-04-01")
    assert late.exit_code == 0
    assert "warning: this was expected for 2027-03, and its outcome is missing [outlook-overdue]" in late.output
    assert late.output.endswith("1 entry: no errors, 1 warning\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--today", "2026-02-31"],
        ["check", "--format", "xml"],
        ["check", "no/such/file.yml"],
        ["check", "/"],
        ["check", "--nonsense"],
        ["nonsense"],
        ["new"],
        ["schema", "nonsense"],
        ["export"],
    ],
    ids=" ".join,
)
def test_misuse_is_status_2(good_site: Path, arguments: list[str]) -> None:
    done = explainer(good_site, *arguments)
    assert done.exit_code == 2
    assert done.stdout == ""
    assert "Error: " in done.stderr


def test_a_misspelt_command_is_told_the_nearest(tmp_path: Path) -> None:
    assert "'check'" in explainer(tmp_path, "chek").stderr


@pytest.mark.parametrize("command", ["build", "check", "serve"])
def test_no_command_waits_for_what_it_has_no_need_of(command: str) -> None:
    call = f"main(['{command}', '--help'], standalone_mode=False)"
    code = f"import sys; from explainer.cli.main import main; {call}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    usage, _, modules = done.stdout.rstrip().rpartition("\n")
    assert "Usage:" in usage
    assert {"pydantic", "rich", "mkdocs", "jinja2", "yaml", "lxml", "babel"} & set(modules.split()) == set()


def test_a_path_outside_the_site_is_misuse(good_site: Path, tmp_path: Path) -> None:
    (tmp_path / "outside.yml").write_text("title: x\n")
    done = explainer(good_site, "check", tmp_path / "outside.yml")
    assert done.exit_code == 2
    assert "is not inside" in done.stderr


@pytest.mark.parametrize("command", [["build"], ["serve"], ["export", "out"]], ids=lambda command: command[0])
def test_a_folder_that_is_no_site_is_misuse(tmp_path: Path, command: list[str]) -> None:
    done = explainer(tmp_path, *command)
    assert done.exit_code == 2
    assert "there is no mkdocs.yml" in done.stderr


def test_no_content_at_all_tells_how_to_begin(tmp_path: Path) -> None:
    done = explainer(tmp_path, "check")
    assert done.exit_code == 1
    assert "there are no entries yet" in done.output
    assert "explainer new" in done.output


# --- build ------------------------------------------------------------------------------------------------------------


def test_build_says_what_it_made_and_how_to_look_at_it(good_site: Path) -> None:
    done = explainer(good_site, "build", "--today", TODAY)
    assert done.exit_code == 0, done.output
    pages = len(list((good_site / "site").rglob("*.html")))
    files = len(contents(good_site / "site"))
    lines = done.stdout.splitlines()
    assert lines[0] == "1 entry: no errors"
    made = f"Built {pages} pages ({files} files, {files} rendered, {files} changed)"
    assert re.fullmatch(rf"{re.escape(made)} in \d+\.\d s: {good_site / 'site'}", lines[1])
    assert f"http.server --directory {good_site / 'site'} 8000, then open http://localhost:8000/" in lines[2]
    assert (good_site / "site" / "explainers" / "dam" / "index.html").is_file()
    assert sorted(path.name for path in good_site.iterdir()) == [".cache", "content", "mkdocs.yml", "site", "site_data"]


REFUSED = {
    "an error in the content": ({"content/entries/dam.yml": BROKEN}, "2 errors; nothing was built"),
    "an error in another file": ({"site_data/topics.yml": "floods: {nam: Floods}\n"}, "nothing was built"),
    "a theme template with bad syntax": (
        {"templates/theme/main.html": "{% if"},
        "main.html:1: unexpected 'end of template'",
    ),
    "a theme template that fails": (
        {"templates/theme/main.html": "{{ a.b }}"},
        "main.html:1: 'a' is undefined",
    ),
    "a page template that fails": (
        {"templates/pages/topics.md.jinja": "{{ a }}"},
        "topics.md.jinja:1: 'a' is undefined",
    ),
    "a configuration without the plugin": (
        {"mkdocs.yml": GOOD_SITE["mkdocs.yml"].replace("[explainer]", "[]")},
        "does not name the plugin",
    ),
    "a configuration with another folder": (
        {"mkdocs.yml": GOOD_SITE["mkdocs.yml"].replace("content", "site_data")},
        "there are no entries yet",
    ),
    "a configuration that is no YAML": ({"mkdocs.yml": "a: [\n"}, "mkdocs.yml"),
    "a page that another plugin took out": (
        {
            "mkdocs.yml": GOOD_SITE["mkdocs.yml"] + "hooks: [hooks.py]\n",
            "hooks.py": "def on_files(files, config):\n    files.remove(files.src_uris['explainers/dam/index.md'])\n",
        },
        "were not built: /explainers/dam/",
    ),
    "an address for two": ({"content/pages/topics/index.md": "# Mine\n"}, "[address-taken]"),
}


@pytest.mark.parametrize("reason", REFUSED)
def test_build_leaves_the_last_good_site_as_it_was(
    good_site: Path, reason: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert explainer(good_site, "build", "--today", TODAY).exit_code == 0
    before = contents(good_site / "site")
    files, message = REFUSED[reason]
    write_site(good_site, dict(files))
    done = explainer(good_site, "build", "--today", TODAY)
    assert done.exit_code == 1, done.output
    assert message in done.output + capfd.readouterr().err
    assert "Built" not in done.output
    assert "Traceback" not in done.output
    assert contents(good_site / "site") == before
    assert {path.name for path in good_site.iterdir()} - {"hooks.py", "templates"} == {
        ".cache",
        "content",
        "mkdocs.yml",
        "site",
        "site_data",
    } | ({"__pycache__"} if (good_site / "__pycache__").exists() else set())


def test_build_takes_away_what_is_no_longer_there(good_site: Path) -> None:
    assert explainer(good_site, "build", "--today", TODAY).exit_code == 0
    (good_site / "content" / "entries" / "dam.yml").rename(good_site / "content" / "entries" / "weir.yml")
    assert explainer(good_site, "build", "--today", TODAY).exit_code == 0
    assert sorted(path.name for path in (good_site / "site" / "explainers").iterdir() if path.is_dir()) == ["weir"]


def test_build_writes_where_it_is_told(good_site: Path, tmp_path: Path) -> None:
    assert explainer(good_site, "build", "--today", TODAY, "-d", tmp_path / "a" / "b").exit_code == 0
    assert (tmp_path / "a" / "b" / "index.html").is_file()
    assert not (good_site / "site").exists()


def test_build_shows_on_its_day(good_site: Path) -> None:
    assert explainer(good_site, "build", "--today", "2026-05-03").exit_code == 0
    assert not (good_site / "site" / "explainers" / "dam").exists()
    assert explainer(good_site, "build", "--today", "2026-05-04").exit_code == 0
    assert (good_site / "site" / "explainers" / "dam").exists()


# --- new --------------------------------------------------------------------------------------------------------------

TITLES = {
    "Why the dam broke: a guide": "why-the-dam-broke-a-guide",
    "Straße, Ärger & Œuvre 24": "strasse-arger-oeuvre-24",
    "İstanbul'da ısı": "istanbul-da-isi",
    'Say "{{ 7*7 }}": <b>{% raw %}</b> # no comment': "say-7-7-b-raw-b-no-comment",
    "* a: [b, *c, &d] | e > f": "a-b-c-d-e-f",
    "two\nlines\tand \x1b[31mred\u2028x": "two-lines-and-31mred-x",
    "null": "null",
}


@pytest.mark.parametrize("title", TITLES)
def test_new_makes_a_draft_in_which_nothing_is_wrong(good_site: Path, title: str) -> None:
    done = explainer(good_site, "new", title)
    assert done.exit_code == 0, done.output
    path = f"content/entries/{TITLES[title]}.yml"
    assert done.output.startswith(path)
    draft = yaml.safe_load((good_site / path).read_text(encoding="utf-8"))
    assert draft["title"].split() == title.replace("\x1b", " ").split()
    assert draft["status"] == "draft"
    checked = explainer(good_site, "check", "--today", TODAY)
    assert (checked.exit_code, checked.output) == (0, "2 entries (1 draft): no errors\n")


def test_new_takes_a_title_in_another_script_and_a_name_for_it(good_site: Path) -> None:
    assert explainer(good_site, "new", "Почему").exit_code == 0
    (good_site / "content" / "entries" / "pochemu.yml").unlink()
    refused = explainer(good_site, "new", "?!")
    assert refused.exit_code == 2
    assert "--slug" in refused.stderr
    assert explainer(good_site, "new", "Почему прорвало плотину", "--slug", "plotina").exit_code == 0
    draft = good_site / "content" / "entries" / "plotina.yml"
    assert "Почему прорвало плотину" in draft.read_text(encoding="utf-8")
    assert explainer(good_site, "check", "--today", TODAY).output == "2 entries (1 draft): no errors\n"


@pytest.mark.parametrize("slug", ["dam", "old-dam", "Dam", "../dam", "a/b", "a" * 81, "-a", "a.b"])
def test_new_refuses_a_name_that_is_taken_or_no_address(good_site: Path, slug: str) -> None:
    write_site(good_site, {"content/entries/dam.yml": DAM + "aliases: [old-dam]\n"})
    before = contents(good_site)
    done = explainer(good_site, "new", "The dam", f"--slug={slug}")
    assert done.exit_code == 2
    assert contents(good_site) == before


def test_new_never_overwrites_a_file_that_cannot_be_read(good_site: Path) -> None:
    write_site(good_site, {"content/entries/weir.yml": "title: [\n"})
    assert explainer(good_site, "new", "Weir").exit_code == 2
    assert (good_site / "content" / "entries" / "weir.yml").read_text() == "title: [\n"


def test_new_needs_a_title(good_site: Path) -> None:
    assert explainer(good_site, "new", " \n", "--slug", "empty").exit_code == 2
    assert explainer(good_site, "check", "--today", TODAY).output == "1 entry: no errors\n"


def test_new_works_where_nothing_is_yet(tmp_path: Path) -> None:
    assert explainer(tmp_path, "new", "The first").exit_code == 0
    assert explainer(tmp_path, "check").output == "1 entry (1 draft): no errors\n"


# --- schema and export ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [None, *SCHEMAS])
def test_schema_prints_a_valid_schema(tmp_path: Path, name: str | None) -> None:
    done = explainer(tmp_path, "schema", *([name] if name else []))
    assert done.exit_code == 0
    schema: Any = json.loads(done.stdout)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)


def test_the_schema_takes_a_good_entry_and_no_other(tmp_path: Path) -> None:
    schema = json.loads(explainer(tmp_path, "schema").stdout)
    validator = jsonschema.Draft202012Validator(schema)
    entry = yaml.load(DAM, Loader=yaml.BaseLoader)  # texts only, as YAML 1.2 reads this file
    assert [error.message for error in validator.iter_errors(entry)] == []
    assert list(validator.iter_errors({**entry, "sumary": "x"}))


def test_export_writes_a_tree_that_needs_no_plugin(good_site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "plain" / "tree"
    done = explainer(good_site, "export", folder, "--today", TODAY)
    assert done.exit_code == 0, done.output
    assert done.output == f"Wrote {len(list(folder.rglob('*.md')))} pages: {folder}\n"
    assert (folder / "docs" / "explainers" / "dam" / "index.md").is_file()
    assert "explainer" not in str(yaml.safe_load((folder / "mkdocs.yml").read_text(encoding="utf-8"))["plugins"])


def test_a_second_export_replaces_the_first(good_site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    assert explainer(good_site, "export", folder, "--today", TODAY).exit_code == 0
    first = contents(folder)
    (folder / "docs" / "stale.md").write_text("old")
    assert explainer(good_site, "export", folder, "--today", TODAY).exit_code == 0
    assert contents(folder) == first
    assert [path.name for path in tmp_path.iterdir() if path.name not in ("plain", "small")] == []


def test_export_leaves_other_folders_alone(good_site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    assert explainer(good_site, "export", folder, "--today", TODAY).exit_code == 0, "an empty folder will do"
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("dear")
    refused = explainer(good_site, "export", other, "--today", TODAY)
    assert refused.exit_code == 2
    assert "is not empty" in refused.stderr
    assert contents(other) == {"letter.txt": b"dear"}
    assert explainer(good_site, "export", other / "letter.txt", "--today", TODAY).exit_code == 2


def test_export_stops_at_an_error(good_site: Path, tmp_path: Path) -> None:
    folder = tmp_path / "plain"
    assert explainer(good_site, "export", folder, "--today", TODAY).exit_code == 0
    first = contents(folder)
    write_site(good_site, {"content/entries/dam.yml": BROKEN})
    done = explainer(good_site, "export", folder, "--today", TODAY)
    assert done.exit_code == 1
    assert "nothing was written" in done.output
    write_site(good_site, {"content/pages/topics/index.md": "# Mine\n"})
    done = explainer(good_site, "export", folder, "--today", TODAY)
    assert done.exit_code == 1
    assert "[address-taken]" in done.output
    assert contents(folder) == first


# --- on a terminal, and as a server -----------------------------------------------------------------------------------


def test_colours_are_for_terminals_only(tmp_path: Path) -> None:
    hostile = DAM.replace("[floods]", '["\\x1b[35mred"]')
    site = write_site(tmp_path, {"content/entries/dam.yml": BROKEN, "content/entries/\x1b[36mx.yml": hostile})
    command: list[str | Path] = [COMMAND, "-C", site, "check", "--today", TODAY]
    terminal = on_a_terminal(*command)
    assert "\x1b[31m[unknown-topic]" in terminal
    assert "\x1b[35mred" not in terminal
    assert "\x1b[36mx" not in terminal
    piped = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "unknown-topic" in piped.stdout
    assert "\x1b" not in piped.stdout + piped.stderr


@pytest.mark.slow
def test_serve_shows_drafts_and_follows_changes(good_site: Path) -> None:
    assert explainer(good_site, "new", "A weir").exit_code == 0
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    command: list[str | Path] = [COMMAND, "-C", good_site, "serve", "--address", f"127.0.0.1:{port}"]
    log = good_site.parent / "log.txt"
    with log.open("w") as output, subprocess.Popen(command, stdout=output, stderr=output) as server:
        try:
            soon(f"{origin}/", "Why the dam broke", log)
            soon(f"{origin}/explainers/a-weir/", "Readers cannot see this page", log)
            write_site(good_site, {"content/entries/dam.yml": DAM.replace("at night", "at dawn")})
            soon(f"{origin}/explainers/dam/", "The dam broke at dawn.", log)
            write_site(good_site, {"site_data/topics.yml": "floods: {name: High water}\n"})
            soon(f"{origin}/topics/", "High water", log)
            write_site(good_site, {"content/entries/dam.yml": BROKEN})
            soon(f"{origin}/", "[unknown-topic]", log)
            write_site(good_site, {"content/entries/dam.yml": DAM.replace("at night", "at noon")})
            soon(f"{origin}/explainers/dam/", "The dam broke at noon.", log)
        finally:
            server.terminate()
            server.wait(timeout=10)
    assert "Traceback" not in log.read_text()
    assert not (good_site / "site").exists()


def soon(address: str, text: str, log: Path) -> None:
    """Waits until an address shows a text, for 20 seconds at the longest."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try:
            with urlopen(address, timeout=5) as answer:
                if text in answer.read().decode():
                    return
        except (URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.1)
    pytest.fail(f"{address} does not show `{text}`; the server said:\n{log.read_text()}")
