"""What can run is told: in hand-written pages, and as the files of code that a change touches."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import write_site
from repository import begin, git

from explainer.checks import check
from explainer.cli.main import main
from explainer.content.load import load_site
from explainer.problems import Severity
from explainer.text.page_code import page_code

RUNS = {
    "<script>alert(1)</script>": "a script",
    "Words <script src='x.js'></script> here": "a script",
    "<svg><script>alert(1)</script></svg>": "a script",
    "<iframe src='/x'></iframe>": "a frame",
    "<object data='x.swf'></object>": "a frame",
    "<embed src='x.pdf'>": "a frame",
    '<meta http-equiv="Refresh" content="0; url=https://e.org">': "a refresh",
    '<form action="https://e.org/x"><input></form>': "a form that sends to another site",
    '<form action="//e.org/x"></form>': "a form that sends to another site",
    '<button formaction="https://e.org">x</button>': "a form that sends to another site",
    "<base href='https://e.org/'>": "a `base`",
    "<img src=x onerror=alert(1)>": "an attribute that runs a script (`onerror`)",
    "<details open ontoggle=alert(1)>": "an attribute that runs a script (`ontoggle`)",
    '<a href="javascript:alert(1)">x</a>': "`javascript:`",
    '<a href="&#106;ava\tscript&colon;alert(1)">x</a>': "`javascript:`",
    "[x](javascript:alert(1))": "`javascript:`",
    "[x](JaVaScRiPt:alert(1))": "`javascript:`",
    "[x](&#x6A;avascript:alert(1))": "`javascript:`",
    "[x][1]\n\n[1]: javascript:alert(1)": "`javascript:`",
    "<javascript:alert(1)>": "`javascript:`",
    "[x](data:text/html;base64,PHNjcmlwdD4=)": "`data:`",
    "![x](x.png){ onload=alert(1) }": "which runs a script",
    "[x](y){: href=javascript:alert(1) }": "which runs a script",
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>': "a page within an attribute",
    '<link rel="stylesheet" href="https://e.org/x.css">': "a style sheet of another site",
}
HARMLESS = (
    "`<script>alert(1)</script>` and `javascript:`",
    "```html\n<iframe src=x></iframe>\n```",
    "    <script>shown as code</script>",
    "The scheme javascript: is not linked, and `onerror=` is an attribute.",
    '<div class="note" markdown>**Note** <br> [x](https://example.org/javascript:x)</div>',
    '<form action="/search/"><input name="q"></form>',
    "<img src='data:image/png;base64,AAAA' alt=''>",
    "Ask {name} on = Monday",
)


@pytest.mark.parametrize("text", RUNS)
def test_what_runs_in_a_page_is_told_with_its_line(text: str) -> None:
    found = list(page_code(f"---\ntitle: A\n---\n\n# A\n\n{text}\n"))
    assert any(RUNS[text] in what for _, what in found), found
    assert {line for line, _ in found} == {7}


@pytest.mark.parametrize("text", HARMLESS)
def test_code_that_is_only_shown_is_not_told(text: str) -> None:
    assert list(page_code(f"# A\n\n{text}\n")) == []


def test_check_warns_with_the_place(good_site: Path) -> None:
    write_site(good_site, {"content/pages/about.md": "# About\n\nUs.\n\n<script>x()</script>\n"})
    (found,) = check(load_site(good_site), date(2026, 11, 22))
    assert str(found) == "content/pages/about.md:5:1: this page holds a script [page-code]"
    assert found.severity is Severity.WARNING


CODE = {
    "templates/pages/entry.md.jinja": "template",
    "content/pages/about.md": "page",
    "content/CNAME": "file",
    "content/downloads/plan.svg": "file",
    "content/images/logo.svg": "file",
    "content/entries/evil.html": "file",
    "site_data/ui/en.yml": "words of the site",
    "site_data/site.yml social_images": "settings",
    "mkdocs.yml": "settings",
    ".github/workflows/x.yml": "workflow",
}
UNSEEN = ("content/entries/evil.html", ".github/workflows/x.yml")
CONTENT = ("content/entries/flood.yml", "content/images/a.png", "site_data/topics.yml", "site_data/people.yml")


@pytest.mark.usefixtures("isolated")
@pytest.mark.parametrize("committed", [True, False])
def test_a_change_lists_the_files_of_code_that_it_touches(committed: bool, good_site: Path) -> None:
    begin(good_site)
    git(good_site, "add", ".")
    git(good_site, "commit", "--quiet", "-m", "Begin")
    (good_site / ".gitignore").write_text("")
    write_site(good_site, dict.fromkeys((*(path.partition(" ")[0] for path in CODE), *CONTENT), ""))
    write_site(
        good_site,
        {
            "content/pages/about.md": "# A\n\n<script>x()</script>\n",
            "content/entries/dam.yml": None,
            "site_data/site.yml": "social_images: true\n",
        },
    )
    (good_site / "mkdocs.yml").write_text("site_name: Another\ndocs_dir: content\nplugins: [explainer]\n")
    (good_site / "site_data/people.yml").write_text("newsdesk: {name: Desk}\n")
    (good_site / "content/entries/flood.yml").unlink()
    missing = set() if committed else {"content/entries/evil.html"}  # else nothing is compared
    for path in missing:
        (good_site / path).unlink()
    if committed:
        git(good_site, "add", ".")
        git(good_site, "commit", "--quiet", "-m", "Change")
    sides = ["--from", "HEAD~1", "--to", "HEAD"] if committed else []
    done = CliRunner().invoke(main, ["-C", str(good_site), "diff", *sides, "--format", "json"])
    assert done.exit_code == 0, done.output
    others = json.loads(done.output)["Also changed"]
    code = {change["place"]: change["label"] for change in others if "code" in change["marks"]}
    assert code.items() >= {path: CODE[path] for path in set(CODE) - missing}.items()
    assert code.keys() - CODE.keys() <= {".gitignore"}
    unseen = {change["place"] for change in others if "no note" not in change["marks"]}
    assert unseen - {".gitignore"} == set(UNSEEN) - missing
    assert len({change["place"] for change in others}) == len(others), "nothing is named twice"
    shown = CliRunner().invoke(main, ["-C", str(good_site), "diff", *sides, "--format", "md"]).output
    assert shown.startswith("### Also changed\n\n`code`: This can run on the site")
    assert "- `code` `no note` **settings**, mkdocs\\.yml: changed" in shown
    assert "- `no note` **picture**, content/images/a\\.png: new, no entry shows it" in shown
    assert "about\\.md: new, with a script in line 3" in shown
