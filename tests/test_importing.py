"""Importing, as golden/import says: what of an article comes to stand where, and that no word of it is lost."""

from __future__ import annotations

import html
import re
import stat
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import pytest
import yaml
from cases import cases
from click.testing import CliRunner, Result
from conftest import write_site
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st

from explainer.authoring.importing import Imported, NotImported, import_article
from explainer.cli.main import main
from explainer.content.format import formatted
from explainer.content.load import load_entry, load_site
from explainer.problems import ContentError, Problem
from explainer.text.inline import to_text

SEED = Path(__file__).parents[2] / "shared" / "seed" / "idlib-explained.md"
"""A whole published article, which is not ours to keep in this repository."""
Import: TypeAlias = Callable[[bytes, str], Imported]
TODAY = "2026-11-22"
DAY = date.fromisoformat(TODAY)
ARTICLE = "# Why the dam broke\n\nA dam broke.\n\n## What happened?\n\n- It rained.\n"


def data(text: str) -> dict[str, Any]:
    """What an entry's file says, its dates as text."""
    return dict(yaml.load(text, yaml.BaseLoader))


def without_ids(value: Any) -> Any:
    """The same without the ids of points, which are made of their texts."""
    if isinstance(value, list):
        return [without_ids(one) for one in value]
    if isinstance(value, dict):
        return {
            name: without_ids(one)
            for name, one in value.items()
            if name != "id" or not {"text", "quotation"} & {*value}
        }
    return value


def explainer(root: Path, *arguments: str | Path, **options: Any) -> Result:
    return CliRunner().invoke(main, ["-C", str(root), *map(str, arguments)], **options)


# --- what comes to stand where ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("import"))
def test_an_article_becomes_a_draft(case: Mapping[str, Any], tmp_path: Path) -> None:
    site = load_site(write_site(tmp_path, case.get("site", {})))
    done = import_article(site, case["article"].encode(), case["name"], DAY)
    entry = without_ids(data(done.text))
    assert {name: entry.get(name) for name in case["entry"]} == without_ids(case["entry"])
    comments = " ".join(re.findall(r"(?:^| )# +(.*)", done.text, re.MULTILINE))
    assert [one for one in case["comments"] if one not in comments] == []
    for kind in ("certain", "guessed"):
        told = "\n".join(getattr(done, kind))
        assert [one for one in case[kind] if one not in told] == []
    assert list(done.unplaced) == case["unplaced"]


PAGE = """<html lang=en><title>A dam broke - Post</title>
<div><p><a href=/a>News and weather of today</a><p><a href=/b>Sport and the results of last night</a></div>
<div><h1>A dam broke</h1>%s</div>
<div><p><a href=/c>Ten recipes for soup with beans</a><p><a href=/d>All about gardens in the spring</a></div></html>"""
TEXT = [
    f"The water rose {number} metres above the road to the village in the night, the mayor said." for number in "123456"
]


def test_trafilatura_judges_what_of_a_page_is_the_article(imported: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing in this page's elements tells its menus from its text."""
    page = PAGE % "".join(f"<p>{text}" for text in TEXT)
    judged = imported(page.encode(), "x.html")
    monkeypatch.setitem(sys.modules, "trafilatura", None)
    alone = imported(page.encode(), "x.html")
    for done in (judged, alone):
        assert lost(re.findall(r"[^\W_]+", f"{' '.join(TEXT)} Ten recipes Sport gardens"), done.text) == []
        assert data(done.text)["title"] == "A dam broke"
    points = [point["text"] for section in data(judged.text)["sections"] for point in section["points"]]
    assert [data(judged.text)["summary"], *points] == TEXT
    assert [line.split(":")[1][:5] for line in judged.unplaced] == [" News", " Spor", " Ten ", " All "]
    assert "Ten recipes" in str(data(alone.text)["sections"])


def test_a_refusal_names_what_the_editor_gave(imported: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    """No input is known that is refused so; this one is made to be."""

    def refuse(content: bytes, path: str) -> None:
        line = content.decode().splitlines().index("        text: It rained.") + 1
        raise ContentError([Problem(path, "`text` is wrong", "", "bad", (), line, 1)])

    monkeypatch.setattr("explainer.authoring.importing.load_entry", refuse)
    with pytest.raises(NotImported, match=r"^“It rained\.” cannot stand in an entry; take it out of the file"):
        imported(ARTICLE.encode(), "x.md")


def test_a_page_with_too_many_paragraphs_keeps_the_others_in_comments(imported: Import) -> None:
    done = imported(b"<article><h1>A dam</h1>" + b"".join(b"<p>Number %d." % n for n in range(1005)), "x.html")
    assert "around the article: Number 1004." in done.unplaced
    assert any("more than 1000 paragraphs" in line for line in done.guessed)


# --- no word is lost --------------------------------------------------------------------------------------------------

WORDS = [
    "Dam",
    "übel",
    "naïve",
    "вода",
    "سد",
    "su",
    "İl",
    "a_b",
    "*",
    "**",
    "`",
    "_",
    "[x",
    "]",
    "<b>",
    "&amp;",
    "\\",
    "#",
]
WORDS += [
    "-",
    "1.",
    ">",
    "!",
    "said.",
    "“so”",
    "it's",
    ":",
    "|",
    "~~",
    "—",
    "{{",
    "%}",
    "e.g.",
    "©",
    "(",
    ")",
    "Reuters",
]
PHRASES = ["What happened?", "Could it be avoided?", "What's next?", "By Ada Lo", "Related:", "Original url:", "(AP)"]
PHRASES += [
    "3 May 2020",
    "Updated 2020-05-03",
    "Reuters contributed to this report.",
    "MOSCOW (Reuters) — Rain",
    "Foto: dpa",
]
PHRASES += [
    "a source close to the ministry said",
    "an unnamed official",
    "Correction: not so",
    "Here it is:",
    "Source:",
]
ADDRESSES = [
    "https://courier.example.org/2020/05/03/x",
    "https://example.net/a(b)",
    "#",
    "#note",
    "/x y",
    "mailto:a@b.org",
]
ADDRESSES += [
    "javascript:alert(1)",
    "data:text/html,x",
    "http://[",
    "//example.org/é",
    "https://example.org/a%zz?b=<c>",
]
WORD = st.sampled_from(WORDS) | st.sampled_from(PHRASES) | st.text("abcé ъ1.,;!?'\"", min_size=1, max_size=9)
INLINE = st.tuples(
    st.sampled_from(["", "", "", "em", "strong", "code", "a"]), WORD, st.sampled_from(ADDRESSES), st.booleans()
)
RUNS = st.lists(INLINE, min_size=1, max_size=5)
KINDS = ["h1", "h2", "h3", "p", "p", "p", "ul", "ol", "blockquote", "img", "pre", "table", "aside", "figure", "div"]
BLOCKS = st.lists(st.tuples(st.sampled_from(KINDS), st.lists(RUNS, min_size=1, max_size=3)), min_size=1, max_size=8)


class Written:
    """An article in HTML or Markdown, and the words that its readers see; numbers make each of them another."""

    def __init__(self, blocks: list[Any], *, page: bool) -> None:
        self.seen: list[str] = []
        self._page = page
        self.text = "\n\n".join(self._block(kind, lines) for kind, lines in blocks)

    def _block(self, kind: str, lines: list[Any]) -> str:
        inner = [self._line(line) for line in lines]
        if self._page:
            return self._element(kind, inner)
        match kind:
            case "h1" | "h2" | "h3":
                return "#" * int(kind[1]) + " " + inner[0] + "".join(f"\n\n{one}" for one in inner[1:])
            case "ul" | "ol":
                return "\n".join(f"{'  ' * n}{'-' if kind == 'ul' else '1.'} {one}" for n, one in enumerate(inner))
            case "blockquote":
                return "\n>\n".join(f"> {one}" for one in inner)
            case "img":
                return f"![{self._number()}](images/x.jpg '{self._number()}')" + "".join(f"\n\n{one}" for one in inner)
        return "\n\n".join(inner)

    def _element(self, kind: str, inner: list[str]) -> str:
        match kind:
            case "ul" | "ol":
                return f"<{kind}><li>" + f"<{kind}><li>".join(inner) + f"</{kind}>" * len(inner)
            case "img":
                return f"<p>{inner[0]}<img alt='{self._number()}' src='x.jpg'>{' '.join(inner[1:])}"
            case "table":
                return "<table><tr><td>" + "<td>".join(inner) + f"<tr><th>{self._number()}</table>"
            case "figure":
                return f"<figure><img src=x.png><figcaption>{' <span class=credit>'.join(inner)}</figcaption></figure>"
        return f"<script>'no'</script><{kind}>" + "<br><br>".join(inner) + f"</{kind}> {self._number()}"

    def _line(self, line: list[Any]) -> str:
        return " ".join(self._inline(*one) for one in line)

    def _inline(self, mark: str, word: str, address: str, shout: bool) -> str:
        text = " ".join((word.upper() if shout else word).split()) + f" {self._number()}"
        if self._page:
            self.seen += re.findall(r"[^\W_]+", text)
            text = html.escape(text)
            href = f' href="{html.escape(address)}"' if mark == "a" else ""
            return f"<{mark}{href}>{text}</{mark}>" if mark else text
        self.seen += re.findall(r"[^\W_]+", text)
        text = re.sub(r"([!-/:-@\[-`{-~])", r"\\\1", text)
        return {
            "em": f"*{text}*",
            "strong": f"**{text}**",
            "a": f"[{text}](<{address.replace('<', '').replace('>', '')}>)",
        }.get(mark, text)

    def _number(self) -> str:
        number = f"n{len(self.seen)}"
        self.seen.append(number)
        return number


def lost(words: list[str], draft: str) -> list[str]:
    """The words that stand nowhere in a draft, neither in its texts nor in its comments."""

    def texts(value: Any) -> list[str]:
        if isinstance(value, (list, dict)):
            return [text for one in (value.values() if isinstance(value, dict) else value) for text in texts(one)]
        return [value, to_text(value)]

    comments = re.findall(r"(?:^| )#.*", draft, re.MULTILINE)
    previous = {word.casefold() for text in (*texts(data(draft)), *comments) for word in re.findall(r"[^\W_]+", text)}
    return [word for word in words if word.casefold() not in previous]


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Import:
    """Imports into the good site."""
    site = load_site(write_site(tmp_path_factory.mktemp("small"), {}))
    return lambda content, name: import_article(
        site, content, name, DAY
    )  # `partial` would show the whole site when one fails


@pytest.mark.parametrize("page", [True, False], ids=["html", "markdown"])
@settings(derandomize=True, deadline=None, max_examples=100, phases=[Phase.generate])  # to shrink takes minutes
@given(blocks=BLOCKS)
def test_no_word_is_lost(imported: Import, page: bool, blocks: list[Any]) -> None:
    article = Written(blocks, page=page)
    draft = imported(article.text.encode(), "x.html" if page else "x.md").text
    assert lost(article.seen, draft) == []
    assert formatted(draft, "content/entries/x.yml") == draft


@pytest.mark.parametrize("name", ["x.html", "x.md", ""])
@settings(derandomize=True, deadline=None, max_examples=100)
@given(content=st.binary() | st.text("<>/!-[]()*_`#&;=\"'\n :apbrihef1.\x00\ufeff\u2028", max_size=60).map(str.encode))
@example(content="<p>\ud800".encode("utf-16", "surrogatepass"))
@example(content=b'<meta charset="utf-7\x00"><p>x')
@example(content=b"---\n? [a]\n: &a *a\n---\nx")
def test_any_bytes_become_a_draft_or_are_refused(imported: Import, name: str, content: bytes) -> None:
    try:
        done = imported(content, name)
    except NotImported as refused:
        assert str(refused)
    else:
        assert load_entry(done.text.encode(), "content/entries/x.yml").status == "draft"


HOSTILE = {
    "a file of 5 MB": (b"x" * 5_000_001, "x.html", "larger than 5 MB"),
    "a long text": (b"x " * 200_000, "x.md", "300,000 characters"),
    "nested quotations": (b"> " * 200 + b"x", "x.md", "nested more than"),
    "nested elements": (b"<div>" * 100_000 + b"x", "x.html", "nested more than"),
    "ten thousand paragraphs": (b"A.\n\n" * 10_000, "x.md", "9999 paragraphs"),
    "no text": (b"<script>x</script>", "x.html", "no text"),
    "nothing": (b"", "x.md", "no text"),
    "brackets": (b"[" * 20_000, "x.md", ""),
    "agencies": (b"APA" * 50_000 + b"!", "x.md", ""),
    "dots": (b"." * 200_000, "x.md", ""),
    "comments": (b"<!---->" * 50_000 + b"x", "", ""),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_input_is_refused_or_read_soon(imported: Import, kind: str) -> None:
    content, name, message = HOSTILE[kind]
    if message:
        with pytest.raises(NotImported, match=message):
            imported(content, name)
    else:
        imported(content, name)


def test_other_encodings_are_read(imported: Import) -> None:
    declared = '<meta charset="windows-1251"><h1>Плотина</h1><p>Вода.'.encode("cp1251")
    assert data(imported(declared, "x.html").text)["title"] == "Плотина"
    utf_16 = imported("# Плотина\n\nВода.".encode("utf-16"), "x.md")
    assert data(utf_16.text)["title"] == "Плотина"
    guessed = imported("# “Café”\n\nÉté.".encode("cp1252"), "x.md")
    assert data(guessed.text)["title"] == "“Café”"
    assert any("Windows-1252" in line for line in guessed.guessed)


# --- a whole published article ----------------------------------------------------------------------------------------


@pytest.mark.skipif(not SEED.is_file(), reason=f"{SEED} is not here: the published article that this compares with")
def test_a_published_article_needs_only_its_sources_and_topics(tmp_path: Path) -> None:
    """What is expected is taken from the article's Markdown by plain means: none of its sentences may stand here."""
    article = SEED.read_text(encoding="utf-8")
    site = write_site(
        tmp_path,
        {
            "site_data/publishers.yml": (Path(__file__).parents[1] / "site_data/publishers.yml").read_text(
                encoding="utf-8"
            ),
            "content/entries/dam.yml": None,
        },
    )
    done = explainer(site, "import", SEED, "--to", site / "content/entries/idlib.yml")
    assert done.exit_code == 0, done.output
    text = (site / "content/entries/idlib.yml").read_text(encoding="utf-8")
    entry = data(text)

    def said(markdown: str) -> str:
        return re.sub(r"\s+", " ", re.sub(r"\[([^\]]*)\]\([^)]*\)|[*]", r"\1", markdown)).strip()

    title = re.search(r"^# (.+)$", article, re.MULTILINE)
    address = re.search(r"^<(https://.+)>$", article, re.MULTILINE)
    thanks = re.search(r"^\*([^*]+)\*$", article, re.MULTILINE)
    assert title and address and thanks
    assert (entry["title"], entry["credit"]) == (title[1], thanks[1])
    assert (entry["published"], entry["language"]) == ("2020-02-21", "en")

    intro, *bodies = re.split(r"^## ", article.partition(thanks[0])[0], flags=re.MULTILINE)
    assert [section["kind"] for section in entry["sections"]] == ["what_happened", "could_it_be_avoided", "whats_next"]
    for section, body in zip(entry["sections"], bodies, strict=True):
        heading, _, points = body.partition("\n")
        assert heading in (section.get("heading"), *re.findall(rf"- kind: {section['kind']} # (.*)", text))
        # A paragraph that begins with a small letter goes on with the point before it; a dash begins a point.
        wanted = [
            said(one) for one in re.split(r"\n+(?:- |— )", re.sub(r"\n\n(?=[a-z])", " ", f"\n{points}")) if said(one)
        ]
        assert [said(to_text(point["text"])) for point in section["points"]] == wanted

    sources = {source["id"]: source for source in entry["sources"]}
    original = next(source for source in entry["sources"] if source.get("url") == address[1])
    assert (original["publisher"], original["published"], original["title"]) == ("moscow-times", "2020-02-21", title[1])
    for section, body in zip(entry["sections"], bodies, strict=True):
        assert all(original["id"] in point["sources"] for point in section["points"])
        cited = [sources[one] for point in section["points"] for one in point["sources"]]
        assert [one["title"] for one in cited if one.get("url") == "#"] == re.findall(r"\[([^\]]+)\]\(#\)", body)
        unnamed = [one for one in cited if "anonymous" in one]
        assert len(unnamed) == body.count("an unnamed")
        assert {(one["publisher"], one["via"]) for one in unnamed} <= {("vedomosti", "moscow-times")}

    photographer = re.findall(r"\*\*\[([^\]]+)\]\(#\)\*\*", intro)[0]
    assert f'#   credit: "{photographer}"' in text
    assert lost(re.findall(r"[^\W_]+", re.sub(r"\]\([^)]*\)", "]", article)), text) == []

    checked = explainer(site, "check", "--today", TODAY)
    codes = set(re.findall(r"\[([a-z-]+)\]$", checked.output, re.MULTILINE))
    assert codes == {"unsafe-url", "outlook-without-date"}
    finished = text.replace("status: draft", "status: published").replace("topics: []", "topics: [floods]")
    finished = finished.replace("url: '#'", "url: https://example.org/story")
    (site / "content/entries/idlib.yml").write_text(finished, encoding="utf-8")
    checked = explainer(site, "check", "--today", TODAY)
    assert checked.exit_code == 0, checked.output


# --- the command ------------------------------------------------------------------------------------------------------


def test_import_makes_a_draft_named_after_its_title_and_accounts_for_it(good_site: Path, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(ARTICLE, encoding="utf-8")
    done = explainer(good_site, "import", tmp_path / "a.md")
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == "content/entries/why-the-dam-broke.yml is a draft of “Why the dam broke”"
    assert "Certain, because the article says so:" in lines
    assert "Guessed; please compare:" in lines
    assert lines[lines.index("`check` will say:") + 1].endswith("]")
    assert lines[-1] == "What is still missing: explainer check content/entries/why-the-dam-broke.yml"
    draft = good_site / "content" / "entries" / "why-the-dam-broke.yml"
    assert stat.S_IMODE(draft.stat().st_mode) == 0o644
    assert sorted(path.name for path in draft.parent.iterdir()) == ["dam.yml", "why-the-dam-broke.yml"]
    assert explainer(good_site, "check", "--today", TODAY).exit_code == 0
    assert explainer(good_site, "fmt", "--check", draft).exit_code == 0


def test_what_import_wrote_in_place_of_a_text_cannot_be_published(good_site: Path) -> None:
    page = '<h1>A flood</h1><img src="/flood.jpg"><h2>What happened?</h2>'
    assert explainer(good_site, "import", "-", input=page).exit_code == 0
    draft = good_site / "content" / "entries" / "a-flood.yml"
    text = draft.read_text(encoding="utf-8").replace("status: draft", "status: published\npublished: 2026-05-04")
    draft.write_text(re.sub(r"(?m)^# (image:|  (?:file|alt))", r"\1", text), encoding="utf-8")
    (good_site / "content" / "images").mkdir()
    (good_site / "content" / "images" / "flood.jpg").write_bytes(b"x")
    done = explainer(good_site, "check", "--today", TODAY)
    assert done.exit_code == 1
    wrong = [line.split(":")[1] for line in done.stdout.splitlines() if "[filler-text]" in line]
    said = [draft.read_text(encoding="utf-8").splitlines()[int(line) - 1].split(":")[0].strip() for line in wrong]
    assert said == ["summary", "alt"], done.stdout


def test_import_reads_what_is_piped_in_and_prints_the_file_alone(good_site: Path) -> None:
    done = explainer(good_site, "import", "-", "--to", "-", input=ARTICLE)
    assert done.exit_code == 0, done.output
    assert data(done.stdout)["title"] == "Why the dam broke"
    assert "is a draft of" in done.stderr
    assert [path.name for path in (good_site / "content" / "entries").iterdir()] == ["dam.yml"]


def test_import_writes_where_it_is_told_and_never_over_a_file(good_site: Path) -> None:
    wanted = good_site / "content" / "entries" / "floods" / "weir.yml"
    assert explainer(good_site, "import", "-", "--to", wanted, input=ARTICLE).exit_code == 0
    before = wanted.read_bytes()
    for place in (wanted, wanted.parent / "dam.yml", wanted.parent / "No Address.yml", wanted.parent, "x.md"):
        done = explainer(good_site, "import", "-", "--to", place, input=ARTICLE)
        assert done.exit_code == 2, done.output
        assert "as in" in done.stderr
        assert done.stdout == ""
    assert wanted.read_bytes() == before
    assert [path.name for path in wanted.parent.iterdir()] == ["weir.yml"]


def test_a_headline_in_another_script_names_the_file(good_site: Path) -> None:
    done = explainer(good_site, "import", "-", input="# Плотина\n\nВода.\n")
    assert done.stdout.startswith("content/entries/plotina.yml is a draft of “Плотина”")
    done = explainer(good_site, "import", "-", input="# …\n\nWater.\n")
    assert done.exit_code == 2
    assert "--to content/entries/idlib-ceasefire.yml" in done.stderr


def test_what_cannot_be_imported_is_said_in_a_line(good_site: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("", encoding="utf-8")
    for name, message in (("empty.md", "has no text"), ("none.md", "No such file"), (".", "Is a directory")):
        done = explainer(good_site, "import", tmp_path / name)
        assert done.exit_code == 2
        assert message in done.stderr
        assert "Traceback" not in done.output
    assert [path.name for path in (good_site / "content" / "entries").iterdir()] == ["dam.yml"]
