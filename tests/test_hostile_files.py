"""Files that must not be published, read or written through: 200 in every folder, each reported with its place."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Iterator
from datetime import date
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from conftest import PICTURE, write_site
from matrix import sample

from explainer.authoring.schemas import refresh_schemas
from explainer.checks import check
from explainer.cli.main import main
from explainer.content.load import load_site
from explainer.content.pictures.kinds import misfit
from explainer.outputs import rendered
from explainer.outputs.base import SiteInfo
from explainer.outputs.plan import SitePlan
from explainer.problems import Problem, Severity
from explainer.resources.store import Store

TODAY = "2026-11-22"
SCRIPT = "<script>alert(1)</script>"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg">{SCRIPT}</svg>'
ACTIVE = (
    *("html", "HTML", "htm", "xhtml", "shtml", "svg", "SVG", "svgz", "xml", "xsl", "js", "mjs", "css", "json", "pdf"),
    *(
        "swf",
        "php",
        "phtml",
        "wasm",
        "md",
        "txt",
        "ics",
        "csv",
        "zip",
        "exe",
        "py",
        "sh",
        "yml",
        "htaccess",
        "webmanifest",
    ),
)
RASTER = ("avif", "gif", "jpeg", "jpg", "png", "webp")
STARTS = {
    "gif": PICTURE.encode(),
    "png": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0:~\x9bU",
    "jpg": b"\xff\xd8\xff\xe0\0\x10JFIF\0",
    "webp": b"RIFF\x1a\0\0\0WEBPVP8L",
    "avif": b"\0\0\0\x1cftypavif",
}
MARKUP = (
    SCRIPT,
    SVG,
    "<!DOCTYPE html><p>",
    "<html>",
    "<BODY onload=alert(1)>",
    '<iframe src="//e.org"></iframe>',
    "<?php x()",
)


def hostile() -> Iterator[tuple[str, bytes]]:
    """Names and contents, generated: what can run, what says that it is a picture, and what is both."""
    for ending in ACTIVE:
        yield f"x.{ending}", SVG.encode()
        yield f"picture.{ending}", STARTS["gif"]
    for name in ("CNAME", "README", "noext", "_headers", "_redirects", "x.", "x.gif.", "x.gif~", "x.png.bak"):
        yield name, STARTS["gif"]
    for ending in RASTER:
        for text in ("", "text", SVG, "%PDF-1.7", "MZ", "GIF", "\0" * 64):
            yield f"text-{len(text)}.{ending}", text.encode()
        for inner in ("html", "svg", "php", "js", "pdf", "xhtml"):
            yield f"x.{inner}.{ending}", STARTS["jpg" if ending == "jpeg" else ending]
        for kind, start in STARTS.items():
            if kind != ("jpg" if ending == "jpeg" else ending):
                yield f"{kind}.{ending}", start
        for number, markup in enumerate(MARKUP):
            yield f"both-{number}.{ending}", STARTS["jpg" if ending == "jpeg" else ending] + markup.encode()


FILES = dict(hostile())


def run(root: Path, *command: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(root), *command])


def errors(root: Path) -> list[Problem]:
    found = check(load_site(root), date.fromisoformat(TODAY))
    return [problem for problem in found if problem.severity is Severity.ERROR]


@pytest.mark.parametrize(
    "folder", sample(["content/images", "content/images/2026", "content/entries", "content/entries/2026"], 2)
)
def test_each_of_two_hundred_hostile_files_is_an_error_at_its_place(folder: str, good_site: Path) -> None:
    assert len(FILES) >= 200
    (good_site / folder).mkdir(parents=True, exist_ok=True)
    for name, content in FILES.items():
        (good_site / folder / name).write_bytes(content)
    reported = {problem.path for problem in errors(good_site)}
    assert {f"{folder}/{name}" for name in FILES} <= reported
    done = run(good_site, "build", "--no-search", "--today", TODAY)
    assert done.exit_code == 1
    assert not (good_site / "site").exists()
    assert run(good_site, "export", str(good_site / "out"), "--today", TODAY).exit_code == 1


@pytest.mark.parametrize(
    "name", [f"a.{ending}" for ending in ("gif", "png", "jpg", "webp", "avif")] + ["a.2026.GIF", "a.jpeg"]
)
def test_a_picture_is_a_picture(name: str, tmp_path: Path) -> None:
    ending = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    metadata = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF/></x:xmpmeta>' * 3
    (tmp_path / name).write_bytes(STARTS[ending] + metadata + bytes(range(256)) * 2_000)
    assert misfit(tmp_path / name) == ""


def test_markup_at_the_end_of_a_large_picture_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.gif").write_bytes(STARTS["gif"] + bytes(1_000_000) + SCRIPT.encode())
    assert "can pass for a page" in misfit(tmp_path / "a.gif")


def test_only_the_very_file_that_mkdocs_yml_names_may_be_no_picture(tmp_path: Path) -> None:
    settings = (
        "site_name: A\ndocs_dir: content\ntheme: {name: explainer, logo: images/logo.svg}\nplugins: [explainer]\n"
    )
    files = {f"content/images/{name}": SVG for name in ("logo.svg", "l", "logo.sv", "2026/logo.svg", "images/logo.svg")}
    write_site(tmp_path, {"mkdocs.yml": settings, **files})
    assert {problem.path for problem in errors(tmp_path)} == files.keys() - {"content/images/logo.svg"}


def test_elsewhere_files_are_the_owners(good_site: Path) -> None:
    write_site(good_site, {"content/downloads/plan.svg": SVG, "content/CNAME": "example.org", "content/a.html": SCRIPT})
    assert errors(good_site) == []


SECRET = "the secret of this machine"


@pytest.mark.parametrize(
    "place",
    [
        *("content/a.txt", "content/downloads/a.txt", "content/entries/a.yml", "content/images/a.gif", "content/a.md"),
        *(
            "content/pages/a.md",
            "templates/pages/entry.md.jinja",
            "templates/theme/main.html",
            "templates/assets/a.css",
        ),
        *("site_data/ui/en.yml", "site_data/topics.yml", "overrides/main.html", "mkdocs.yml"),
    ],
)
def test_no_link_to_a_file_of_the_machine_is_followed(place: str, good_site: Path) -> None:
    outside = good_site.parent / "secret.txt"
    outside.write_text((good_site / "mkdocs.yml").read_text() if place == "mkdocs.yml" else SECRET)
    with (good_site / "mkdocs.yml").open("a") as file:
        file.write("extra_css: [downloads/a.css]\n" if "overrides" not in place else "")
    if place.startswith("overrides"):
        settings = (good_site / "mkdocs.yml").read_text()
        named = settings.replace("{name: explainer}", "{name: explainer, custom_dir: overrides}")
        (good_site / "mkdocs.yml").write_text(named)
    if place == "mkdocs.yml":
        outside.write_text((good_site / place).read_text())
    (good_site / place).unlink(missing_ok=True)
    (good_site / place).parent.mkdir(parents=True, exist_ok=True)
    (good_site / place).symlink_to(outside)
    assert {problem.code for problem in errors(good_site) if problem.path == place} & {"link", "link-outside"}
    assert run(good_site, "build", "--no-search", "--today", TODAY).exit_code == 1


@pytest.mark.parametrize(
    ("place", "target"),
    [
        *(("content/extra", "/etc"), ("content/extra", "../.git"), ("content/loop", "."), ("content/loop", "..")),
        *(("content/extra", "nowhere"), ("templates", "{out}"), ("site_data", "{out}"), ("content/entries", "{out}")),
        *(("content/images", "{out}"), ("content/pages", "{out}"), ("content/x.md", "../.env")),
    ],
)
def test_no_link_to_a_folder_elsewhere_is_followed(place: str, target: str, good_site: Path) -> None:
    (out := good_site.parent / "out").mkdir()
    for folder in (good_site / ".git", good_site / place):
        if folder.is_dir():
            folder.rename(out / "there")
    (good_site / ".git").mkdir()
    (good_site / ".env").write_text(SECRET)
    (good_site / place).symlink_to(target.format(out=out))
    assert place in {problem.path for problem in errors(good_site)}


def test_links_inside_the_site_are_followed_as_ever(good_site: Path) -> None:
    write_site(good_site, {"content/downloads/plan.txt": "A plan.", "shared/a.txt": "A"})
    (good_site / "content/plan.txt").symlink_to("downloads/plan.txt")
    (good_site / "content/shared").symlink_to("../shared")
    assert errors(good_site) == []


FOLDERS = [
    "content",
    "content/entries",
    "content/images",
    "content/pages",
    "site_data",
    "site_data/ui",
    "templates/pages",
]


@pytest.mark.parametrize("folder", sample(FOLDERS, 3))
def test_pipes_sockets_and_endless_files_keep_no_command_busy(folder: str, good_site: Path) -> None:
    place = good_site / folder
    place.mkdir(parents=True, exist_ok=True)
    endings = ("yml", "md", "gif", "txt", "jinja", "html")
    for ending in endings:
        os.mkfifo(place / f"pipe.{ending}")
        with (place / f"huge.{ending}").open("wb") as file:
            file.truncate(10_000_000_000)
    os.chdir(place)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.md")
    for command in (("check",), ("build", "--no-search"), ("fmt",), ("export", str(good_site.parent / "out"))):
        done = run(good_site, *command, *([] if command == ("fmt",) else ["--today", TODAY]))
        assert isinstance(done.exception, SystemExit | None), command
        assert done.exit_code in ((0, 1) if command == ("fmt",) else (1,)), command
    reported = {problem.path for problem in errors(good_site)}
    kinds = [f"{kind}.{ending}" for kind in ("pipe", "huge") for ending in endings]
    assert {f"{folder}/{name}" for name in (*kinds, "socket.md")} <= reported


# --- what the program itself writes -----------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [".cache", ".cache/pictures", ".vscode", ".vscode/schemas"])
def test_nothing_is_written_through_a_link_in_place_of_a_folder(place: str, good_site: Path) -> None:
    (out := good_site.parent / "out").mkdir()
    (good_site / place).parent.mkdir(parents=True, exist_ok=True)
    (good_site / place).symlink_to(out)
    assert [problem.path for problem in errors(good_site)] == [place]
    assert run(good_site, "build", "--no-search", "--today", TODAY).exit_code == 1
    refresh_schemas(load_site(good_site))
    assert run(good_site, "schema", "--write").exit_code == (1 if ".vscode" in place else 0)
    assert list(out.iterdir()) == []


def test_a_link_in_place_of_a_kept_file_is_neither_read_nor_followed(good_site: Path) -> None:
    from explainer.build.manifest import Manifest

    assert run(good_site, "build", "--no-search", "--today", TODAY).exit_code == 0
    outside = {}
    for kept in sorted((good_site / ".cache").glob("*.bin")):
        outside[kept] = good_site.parent / kept.name
        kept.rename(outside[kept])
        kept.symlink_to(outside[kept])
    before = {path: path.read_bytes() for path in outside.values()}
    for kept in outside:
        assert Store(kept, Manifest).value == Manifest()
    write_site(good_site, {"site_data/people.yml": "newsdesk: {name: The Desk, kind: organisation}\n"})
    assert run(good_site, "build", "--no-search", "--today", TODAY).exit_code == 0
    assert {path: path.read_bytes() for path in outside.values()} == before


def test_a_new_entry_is_not_written_through_a_link(good_site: Path) -> None:
    (good_site / "content/entries").rename(good_site.parent / "out")
    (good_site / "content/entries").symlink_to(good_site.parent / "out")
    done = run(good_site, "new", "A flood")
    assert done.exit_code != 0
    assert "leads out of the repository" in done.output
    assert [path.name for path in (good_site.parent / "out").iterdir()] == ["dam.yml"]


# --- what cannot be read, and values at the edge ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "folder", ["content", "content/entries", "content/downloads", "site_data/ui", "templates/pages"]
)
def test_a_folder_that_cannot_be_listed_is_an_error(
    folder: str, good_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (good_site / folder).mkdir(parents=True, exist_ok=True)
    true, closed = os.scandir, str(good_site / folder)

    def refuse(path: str | Path = ".") -> object:
        if str(path).rstrip("/") == closed:
            raise PermissionError(13, "Permission denied", closed)
        return true(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert ("unreadable", folder) in {(problem.code, problem.path) for problem in errors(good_site)}
    assert run(good_site, "build", "--no-search", "--today", TODAY).exit_code == 1


def test_a_name_that_is_no_text_is_told(good_site: Path) -> None:
    for folder in ("content", "content/entries", "content/images", "content/pages", "site_data/ui", "templates"):
        (good_site / folder).mkdir(exist_ok=True)
        (good_site / folder / os.fsdecode(b"x\xff.md")).write_bytes(b"")
    for form in ("text", "json", "github", "gitlab"):
        done = run(good_site, "check", "--today", TODAY, "--format", form)
        assert isinstance(done.exception, SystemExit)
        assert "bad-name" in done.output
        done.output.encode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("command", ["check", "build", "agenda"])
def test_the_first_and_the_last_day_crash_nothing(day: str, command: str, good_site: Path) -> None:
    text = (good_site / "content/entries/dam.yml").read_text()
    for old in ("2026-05-04T09:00+01:00", "2026-05-03", "2027-03"):
        text = text.replace(old, day)
    (good_site / "content/entries/dam.yml").write_text(text)
    for today in (day, TODAY):
        done = run(good_site, command, "--today", today, *(["--no-search"] if command == "build" else []))
        assert isinstance(done.exception, SystemExit | None), done.exception


def test_a_full_disk_ends_a_build_with_its_place_and_leaves_the_old_site(
    good_site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(good_site, "build", "--no-search", "--today", TODAY).exit_code == 0
    before = {path: path.read_bytes() for path in (good_site / "site").rglob("*") if path.is_file()}
    write_site(good_site, {"site_data/people.yml": "newsdesk: {name: The Desk, kind: organisation}\n"})
    true = Path.write_bytes

    def full(path: Path, content: bytes) -> int:
        if ".site-" in str(path):
            raise OSError(28, "No space left on device", str(path))
        return true(path, content)

    monkeypatch.setattr(Path, "write_bytes", full)
    monkeypatch.setattr("explainer.resources.staging.tempfile.mkdtemp", lambda **_: full(good_site / ".site-1", b""))
    done = run(good_site, "build", "--no-search", "--today", TODAY)
    assert done.exit_code == 1
    assert isinstance(done.exception, SystemExit)
    assert "No space left on device" in done.output
    assert {path: path.read_bytes() for path in (good_site / "site").rglob("*") if path.is_file()} == before


def test_drawings_feeds_and_data_get_a_policy_under_which_nothing_runs(good_site: Path) -> None:
    plan = SitePlan.of(load_site(good_site), date(2026, 11, 22), site_info=SiteInfo("A", "https://small.example.org/"))
    artifacts = {artifact.path: artifact for artifact in rendered(plan)}
    rules = re.findall(r"^(/\S*)\n((?:  .+\n)+)", artifacts["_headers"].content, re.MULTILINE)

    def policies(path: str) -> str:
        return ", ".join(headers for pattern, headers in rules if fnmatchcase(f"/{path}", pattern))

    inert = {path for path in artifacts if "default-src 'none'" in policies(path) and "sandbox" in policies(path)}
    files = {path for path, artifact in artifacts.items() if artifact.meta is None and not path.endswith(".md")}
    assert {"feed.xml", "feed.json", "covers/dam.svg", "whats-next.ics", "robots.txt"} <= inert
    assert {path for path in files - inert if path.endswith((".svg", ".json", ".xml"))} == set()
    assert "sandbox" not in policies("explainers/dam/") + policies("downloads/plan.pdf") + policies("assets/a.js")


def test_a_hidden_file_among_the_pictures_is_never_published(good_site: Path) -> None:
    write_site(good_site, {"content/images/.x.html": SCRIPT, "content/images/dam.gif": PICTURE})
    settings = (good_site / "mkdocs.yml").read_text(encoding="utf-8")
    (good_site / "mkdocs.yml").write_text(settings + "exclude_docs: '!.*'\n", encoding="utf-8")
    assert run(good_site, "build", "--no-search", "--today", TODAY).exit_code == 0
    assert {path.name for path in (good_site / "site/images").iterdir()} == {"dam.gif"}
