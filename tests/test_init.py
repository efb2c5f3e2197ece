"""`explainer init`: a new site in which everything works, in each language, and nothing is written over."""

from __future__ import annotations

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

from explainer.authoring.init import LANGUAGES
from explainer.cli.main import main
from explainer.content.format import formatted

ROOT = Path(__file__).parents[1]
TODAY = "2026-11-22"


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


def test_what_it_says_to_do_next_works_in_a_shell_that_does_not_know_the_program(tmp_path: Path) -> None:
    program = Path(sys.executable).with_name("explainer")

    def said(*command: str | Path, path: str = "/usr/bin:/bin") -> str:
        system = {"PATH": path, "HOME": str(tmp_path)}
        done = subprocess.run(command, cwd=tmp_path, env=system, capture_output=True, text=True, check=True)
        return done.stdout

    lines = said(program, "init", "our desk").splitlines()
    enter, serve, new = (line.partition("  #")[0].strip() for line in lines if line.startswith("  "))
    for line in (f"{serve} --help", new):
        said("sh", "-ec", f"{enter}\n{line}")
    assert (tmp_path / "our desk" / "content" / "entries" / "title.yml").is_file()
    assert "\n  explainer serve " in said(program, "init", "desk", path=f"{program.parent}:/usr/bin:/bin")


def test_init_asks_on_a_terminal(tmp_path: Path) -> None:
    said = converse(
        "init",
        tmp_path / "desk",
        answers=[
            ("Name of the site [desk]: ", "Masa"),
            (f"Language of the site ({', '.join(LANGUAGES)}) [en]: ", "turkish"),
            ("Error: 'turkish' is not one of", "tr"),
        ],
    )
    assert "explainer serve" in said
    assert read(tmp_path / "desk" / "mkdocs.yml")["site_name"] == "Masa"
    assert read(tmp_path / "desk" / "site_data" / "site.yml")["language"] == "tr"


def test_a_new_site_is_published_as_this_one_is(tmp_path: Path) -> None:
    assert explainer("init", tmp_path / "desk").exit_code == 0
    for folder in (".github", ".vscode"):
        for path in (tmp_path / "desk" / folder).rglob("*"):
            own = ROOT / path.relative_to(tmp_path / "desk")
            if path.is_file() and path.parent.name != "schemas":
                text = own.read_text(encoding="utf-8").replace("TZ: Europe/London", "TZ: UTC")
                assert path.read_text(encoding="utf-8") == text, own
    copied = {path.name for path in (tmp_path / "desk" / ".github" / "workflows").iterdir()}
    assert copied == {path.name for path in (ROOT / ".github" / "workflows").iterdir()} - {"program.yml", "nightly.yml"}
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
