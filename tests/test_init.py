"""`explainer init`: a new site in which everything works, in each language, and nothing is written over."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from lxml import html
from terminal import converse

from explainer.authoring.upkeep import LANGUAGES, words_of
from explainer.cli.main import main
from explainer.content.format import formatted

ROOT = Path(__file__).parents[1]
TODAY = "2026-11-22"
OF_THE_PROGRAM = {"program.yml", "nightly.yml", "release.yml"}
"""Workflows that no site needs."""


def explainer(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [*map(str, arguments)])


def read(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_new_site_nothing_is_wrong(tmp_path: Path, language: str) -> None:
    site = tmp_path / "desk"
    done = explainer("init", site, "--name", 'The "Small" Desk: # 1', "--language", language)
    assert done.exit_code == 0, done.output
    assert explainer("-C", site, "check", "--today", TODAY).output == "1 entry (1 draft): no errors\n"
    config = read(site / "mkdocs.yml")
    assert (config["site_name"], config["theme"]["language"]) == ('The "Small" Desk: # 1', language)
    assert read(site / "site_data" / "site.yml")["language"] == language
    for path in [*(site / "site_data").glob("*.yml"), *(site / "content" / "entries").glob("*.yml")]:
        text = path.read_text(encoding="utf-8")
        assert formatted(text, path.relative_to(site).as_posix()) == text, path.name
    assert (site / ".vscode" / "schemas" / "entry.json").is_file()


def test_everyone_has_the_same_line_ends_in_a_new_site(tmp_path: Path) -> None:
    explainer("init", tmp_path / "desk")
    subprocess.run(["git", "init", "--quiet", tmp_path / "desk"], check=True)
    asked = ["git", "-C", str(tmp_path / "desk"), "check-attr", "text", "eol", "--", "content/pages/about.md", "a.webp"]
    said = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    assert "content/pages/about.md: eol: lf" in said
    assert "a.webp: text: unset" in said


def test_a_site_can_begin_in_a_repository_without_files_and_nowhere_else(tmp_path: Path) -> None:
    (tmp_path / "cloned" / ".git").mkdir(parents=True)
    assert explainer("init", tmp_path / "cloned").exit_code == 0
    assert read(tmp_path / "cloned" / "mkdocs.yml")["site_name"] == "cloned"
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / ".hidden").write_text("dear")
    for folder in ("letters", "letters/.hidden", "cloned"):
        before = sorted(tmp_path.rglob("*"))
        refused = explainer("init", tmp_path / folder)
        assert refused.exit_code == 2
        assert "is not empty, and no file is overwritten" in refused.stderr
        assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("arguments", [["--language", "xx"], ["--name", " \n"]], ids=" ".join)
def test_what_no_site_can_have_is_refused(tmp_path: Path, arguments: list[str]) -> None:
    assert explainer("init", tmp_path / "desk", *arguments).exit_code == 2
    assert not (tmp_path / "desk").exists()


@pytest.mark.parametrize("language", ["en", "de"])
def test_what_it_says_to_do_next_works_in_a_shell_that_does_not_know_the_program(tmp_path: Path, language: str) -> None:
    """All but `make site`, which is in test_packaging.py: from an empty folder to a commit on a bare repository."""
    program = Path(sys.executable).with_name("explainer")
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "--quiet", "--bare", remote], check=True)

    def said(*command: str | Path, path: str = "/usr/bin:/bin") -> str:
        system = {"PATH": path, "HOME": str(tmp_path), "GIT_CONFIG_GLOBAL": os.devnull}
        system |= {f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        done = subprocess.run(command, cwd=tmp_path, env=system, capture_output=True, text=True, check=True)
        return done.stdout

    steps = [
        line.partition("  #")[0].strip()
        for line in said(program, "init", "our desk", "--language", language).splitlines()
        if line.startswith("  ")
    ]
    script = "\n".join(f"{step} --help" if step.endswith(" serve") else step for step in steps if step != "make site")
    said("sh", "-ec", script.replace("https://github.com/OWNER/REPOSITORY.git", str(remote)))
    assert len([*(tmp_path / "our desk" / "content" / "entries").iterdir()]) == 2
    pushed = said("git", "-C", remote, "ls-tree", "-r", "--name-only", "main").splitlines()
    assert {"requirements.txt", ".explainer.json", ".gitattributes"} < {*pushed}
    assert any(path.startswith("vendor/") for path in pushed)
    (tmp_path / "cloned" / ".git").mkdir(parents=True)
    again = said(program, "init", "cloned", path=f"{program.parent}:/usr/bin:/bin")
    assert "\n  explainer serve " in again
    assert "git init" not in again and "git push" in again


def test_init_asks_on_a_terminal_in_the_language_of_the_site(tmp_path: Path) -> None:
    said = converse(
        "init",
        tmp_path / "desk",
        answers=[
            (f"Language of the site ({', '.join(LANGUAGES)}) [en]: ", "german"),
            ("Error: 'german' is not one of", "de"),
            ("Name der Website [desk]: ", "Der Tisch"),
            ("(material, explainer) [material]: ", "explainer"),
            ("Adresse", "desk.example.org"),
            ("Error: `desk.example.org` is not an address", "https://desk.example.org"),
        ],
    )
    assert "explainer serve" in said
    assert "So geht es weiter" in said
    config = read(tmp_path / "desk" / "mkdocs.yml")
    assert (config["site_name"], config["site_url"]) == ("Der Tisch", "https://desk.example.org/")
    assert config["theme"]["name"] == "explainer"
    assert read(tmp_path / "desk" / "site_data" / "site.yml")["language"] == "de"


ENGLISH = re.compile(r"\b(the|and|you|your|with|this|which|of)\b", re.IGNORECASE)


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_a_new_site_speaks_its_language_to_its_owner_too(tmp_path: Path, language: str) -> None:
    site = tmp_path / "desk"
    said = explainer("init", site, "--language", language).stdout.replace(str(tmp_path), "")
    texts = {path: (site / path).read_text(encoding="utf-8") for path in ("README.md", "content/pages/about.md")}
    for path in ("Makefile", "mkdocs.yml", ".gitattributes", ".editorconfig"):
        texts[path] = (site / path).read_text(encoding="utf-8")
    for file in [*(site / "site_data").glob("*.yml"), *(site / "content" / "entries").glob("*.yml")]:
        texts[file.name] = re.sub(
            r"(?m)^ *(title: (What is Nato and|The North)|en: |name: BBC).*", "", file.read_text(encoding="utf-8")
        )
    texts["requirements.txt"] = (site / "requirements.txt").read_text(encoding="utf-8").partition("\n./")[0]
    texts["the terminal"] = said
    assert {where: ENGLISH.findall(text) for where, text in texts.items() if ENGLISH.search(text)} == {}
    assert ENGLISH.search((ROOT / "README.md").read_text(encoding="utf-8")), "it would not be noticed"


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_the_same_words_for_owners(language: str) -> None:
    assert [*words_of(language)] == [*words_of("en")]
    assert all(text.strip() for text in words_of(language).values())
    assert "{folder}" in words_of(language)["next_created"]


@pytest.mark.parametrize("url", ["explainers", "https://", "ftp://a.b/", "https://a.b/?q", 'https://a.b/"x'])
def test_what_is_no_address_of_a_site_is_refused(tmp_path: Path, url: str) -> None:
    refused = explainer("init", tmp_path / "desk", "--url", url)
    assert refused.exit_code == 2
    assert "write it as https://explainers.example.org/" in refused.stderr
    assert not (tmp_path / "desk").exists()


def test_a_new_site_is_published_as_this_one_is(tmp_path: Path) -> None:
    assert explainer("init", tmp_path / "desk").exit_code == 0
    for folder in (".github", ".vscode"):
        for path in (tmp_path / "desk" / folder).rglob("*"):
            own = ROOT / path.relative_to(tmp_path / "desk")
            if path.is_file() and path.parent.name != "schemas":
                text = own.read_text(encoding="utf-8").replace("TZ: Europe/London", "TZ: UTC")
                assert path.read_text(encoding="utf-8") == text, own
    copied = {path.name for path in (tmp_path / "desk" / ".github" / "workflows").iterdir()}
    assert copied == {path.name for path in (ROOT / ".github" / "workflows").iterdir()} - OF_THE_PROGRAM
    makefile = (tmp_path / "desk" / "Makefile").read_text(encoding="utf-8")
    for path in (tmp_path / "desk" / ".github" / "workflows").iterdir():
        for target in re.findall(r"run: make (\w+)", path.read_text(encoding="utf-8")):
            assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_example_is_that_of_the_readme(tmp_path: Path) -> None:
    assert explainer("init", tmp_path / "desk").exit_code == 0
    (shown,) = re.findall(r"^```yaml\n(title:.*?)```$", (ROOT / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    entry, example = yaml.safe_load(shown), read(tmp_path / "desk" / "content" / "entries" / "what-nato-is.yml")
    assert example.pop("status") == "draft"
    assert example.pop("language") == "en"
    del entry["status"], entry["published"]
    assert example == entry


@pytest.mark.slow
def test_a_new_site_speaks_its_language_on_every_page(tmp_path: Path) -> None:
    site = tmp_path / "desk"
    assert explainer("init", site, "--language", "ar", "--name", "المكتب").exit_code == 0
    assert explainer("-C", site, "build", "--today", TODAY).exit_code == 0
    page: Any = html.fromstring((site / "site" / "about" / "index.html").read_bytes())
    assert (page.get("lang"), page.find("body").get("dir")) == ("ar", "rtl")
    assert page.xpath("string(//title)").startswith("من نحن")
    assert not (site / "site" / "explainers" / "what-nato-is").exists()
    menu = [link.text_content().strip() for link in page.xpath("//nav[contains(@class, 'md-tabs')]//a")]
    assert menu[-1] == "من نحن"
    assert not any(re.search("[A-Za-z]", text) for text in menu), menu
