"""Characters that nobody sees are told wherever people write, and stand in no report as they are."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import PICTURE, write_site

from explainer.checks import check
from explainer.cli.main import main
from explainer.content.load import load_site
from explainer.preview.overlay import overlay
from explainer.problems import Problem
from explainer.text.characters import doubts
from explainer.text.plain import escaped, markdown, printable

FLAG = "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f"
BELONGING = (
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",  # Persian
    "\u0915\u094d\u200d\u0937 \u0995\u09cd\u200c",  # Hindi, Bengali
    "\U0001f468\u200d\U0001f469\u200d\U0001f467\U0001f3fd \u2764\ufe0f 1\ufe0f\u20e3 \u00a9\ufe0e",
    FLAG,
    "\u05d0\u05d1\u200f! \u2067\u05d2\u05d3 (C)\u2069 \u202b\u05d4\u202c",
    "Don\u00adau\u00addampf\u00adschiff",
    "\u845b\U000e0100",
    "\u1820\u180b",
    "5 k\u03a9, \u03bcm, Moscow (\u041c\u043e\u0441\u043a\u0432\u0430), \u03b1-Strahlen",
)
DOUBTFUL = {
    "safe\u202etxt": ("bidi-override", "U+202E"),
    "a\u200bb": ("invisible-character", "ZERO WIDTH SPACE"),
    "a\u200cb": ("invisible-character", "ZERO WIDTH NON-JOINER"),
    "a\u2060b": ("invisible-character", "WORD JOINER"),
    "one\u200e": ("invisible-character", "LEFT-TO-RIGHT MARK"),
    "a\u2066b\u2069": ("invisible-character", "U+2066"),
    "\u05d0\u2067\u05d1": ("invisible-character", "U+2067"),  # it never ends
    "\U0001f3f4 hidden: \U000e0041\U000e0042": ("invisible-character", "TAG LATIN"),
    f"{FLAG}\U000e0041": ("invisible-character", "TAG LATIN"),
    "a\ufe0f\ufe0e": ("invisible-character", "VARIATION SELECTOR"),
    "a\U000e0101": ("invisible-character", "VARIATION SELECTOR"),
    "x\ufff9y\ufffaz\ufffb": ("invisible-character", "INTERLINEAR"),
    "x\ue123": ("invisible-character", "private use"),
    "x\U0010fffd": ("invisible-character", "private use"),
    "x\u3164y\uffa0": ("invisible-character", "HANGUL FILLER"),
    "\u0440aypal": ("mixed-scripts", "CYRILLIC SMALL LETTER ER"),
    "G\u03bfogle": ("mixed-scripts", "GREEK SMALL LETTER OMICRON"),
    "\u0430\u03bf\u0430": ("mixed-scripts", "GREEK SMALL LETTER OMICRON"),
    "t\u0585p": ("mixed-scripts", "ARMENIAN SMALL LETTER OH"),
}


@pytest.mark.parametrize("text", BELONGING, ids=ascii)
def test_what_a_script_an_emoji_or_a_direction_needs_is_not_told(text: str) -> None:
    assert list(doubts(text)) == []


@pytest.mark.parametrize("text", DOUBTFUL, ids=ascii)
def test_what_deceives_is_told_by_its_name_and_never_shown(text: str) -> None:
    code, name = DOUBTFUL[text]
    (found,) = doubts(text)
    assert found.code == code
    assert name in found.message
    if code != "mixed-scripts":
        assert printable(found.message + found.hint) == found.message + found.hint


SIGN = "\u200b"
EVERYWHERE = {
    "site_data/topics.yml": f"floods: {{name: {{en: Fl{SIGN}oods}}}}\n",
    "site_data/publishers.yml": (
        f'courier: {{name: The Courier}}\nministry: {{name: Water Ministry, url: "https://water.example.org/{SIGN}"}}\n'
    ),
    "site_data/people.yml": f"newsdesk: {{name: Newsdesk, description: We{SIGN} write.}}\n",
    "site_data/ui/en.yml": f"home: Ho{SIGN}me\n",
    "content/pages/about.md": f"# About\n\nWe{SIGN} write.\n",
    "content/entries/dam.yml": None,
}


def test_every_text_that_people_write_is_looked_at(good_site: Path) -> None:
    entry = (good_site / "content/entries/dam.yml").read_text().replace("at night", f"at{SIGN} night")
    write_site(good_site, {**EVERYWHERE, "content/entries/dam.yml": entry, "content/images/d\u0430m.gif": PICTURE})
    found = check(load_site(good_site), date(2026, 11, 22))
    told = {problem.path for problem in found if problem.code in ("invisible-character", "mixed-scripts")}
    assert told == {*EVERYWHERE, "content/images/d\u0430m.gif"}
    (page,) = (problem for problem in found if problem.path == "content/pages/about.md")
    assert page.line == 3


RAW = "\u202e\u200b\u2066\U000e0041\ue123\ufff9\u3164\u034f\ufe0f\x1b[31m"


@pytest.mark.parametrize("form", ["text", "json", "github", "gitlab"])
def test_no_report_holds_such_a_character(form: str, good_site: Path) -> None:
    write_site(
        good_site,
        {"content/entries/dam.yml": f"titel{RAW[:7]}: x\nsummary: [{RAW[:7]}\n", f"content/pages/{RAW[:7]}.md": "x"},
    )
    done = CliRunner().invoke(main, ["-C", str(good_site), "check", "--format", form])
    assert done.exit_code == 1
    assert not set(RAW) & set(done.output) - {"[", "3", "1", "m"}


def test_neither_does_the_preview_nor_a_comment() -> None:
    problem = Problem(f"a{RAW}", f"b{RAW}", f"c{RAW}")
    data = escaped(json.dumps([RAW, "Идлиб é"], ensure_ascii=False))
    for text in (overlay([problem], failure=RAW), markdown(f"@{RAW} #1"), data):
        assert not set(RAW) & set(text) - set("[31m")
    assert json.loads(data) == [RAW, "Идлиб é"]
    assert "Идлиб é" in data
