"""Whoever writes an entry in a text editor is helped with it: by the real yaml-language-server, with our schemas."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from conftest import GOOD_SITE, write_site

from explainer.authoring.schemas import FOLDER, write_schemas
from explainer.checks.sections import FILLERS
from explainer.content.load import load_records

from .language_server import TextEditor
from .tools import ROOT

pytestmark = pytest.mark.browser

GOOD = GOOD_SITE["content/entries/dam.yml"]
DATE = (
    "this field takes a year, a month, a day or a minute: `2020`, `2020-02`, `2020-02-21` or `2020-02-21T17:20+03:00`; "
    "if it is vague, `1990~` (about then), `199X` (the 1990s), `2020-22` (summer) or `2020-Q3`; "
    "for a span `{from: 2019-12, to: 2020-02}`, or `2019-12/..` if it goes on"
)
DAY = "this field takes a day, or a minute with its zone: `2020-02-21` or `2020-02-21T17:20+03:00`"


def open_site(root: Path) -> Iterator[TextEditor]:
    (root / ".vscode").mkdir(exist_ok=True)
    shutil.copy(ROOT / ".vscode" / "settings.json", root / ".vscode")
    write_schemas(load_records(root))
    editor = TextEditor(root)
    yield editor
    editor.close()


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TextEditor]:
    yield from open_site(write_site(tmp_path_factory.mktemp("small"), {}))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TextEditor]:
    """The repository's content; with schemas of now, as those in it may wait for somebody's next change."""
    root = tmp_path_factory.mktemp("own")
    for folder in ("content", "site_data"):
        shutil.copytree(ROOT / folder, root / folder)
    yield from open_site(root)


@pytest.fixture(scope="module")
def path() -> Callable[[], str]:
    """A new entry's path each time."""
    numbers = count()
    return lambda: f"content/entries/floods/entry-{next(numbers)}.yml"


def changed(old: str, new: str) -> str:
    """The good entry with other words in one place."""
    assert GOOD.count(old) >= 1
    return GOOD.replace(old, new, 1)


def test_a_good_entry_has_nothing_underlined(editor: TextEditor, path: Callable[[], str]) -> None:
    assert editor.diagnostics(path(), GOOD) == []


@pytest.mark.parametrize("file", ["topics", "publishers", "people"])
def test_good_records_have_nothing_underlined(editor: TextEditor, file: str) -> None:
    name = f"site_data/{file}.yml"
    assert editor.diagnostics(name, GOOD_SITE[name]) == []


def test_the_repository_s_own_content_has_nothing_underlined(own: TextEditor) -> None:
    files = [*(own.root / "content" / "entries").rglob("*.yml"), *(own.root / "site_data").glob("*.yml")]
    assert len(files) > 20
    found = {path.name: own.diagnostics(str(path.relative_to(own.root)), path.read_text("utf-8")) for path in files}
    assert {name: problems for name, problems in found.items() if problems} == {}


@pytest.mark.parametrize(
    ("change", "place", "message"),
    [
        (("authors:", "autors:"), (6, "autors"), "Property autors is not allowed."),
        (("when: 2026-05-03", "wen: 2026-05-03"), (13, "wen"), "Property wen is not allowed."),
        (("title: Why the dam broke", "title: 5"), (1, "5"), 'Incorrect type. Expected "string".'),
        (("[floods]", "floods"), (5, "floods"), 'Incorrect type. Expected "array".'),
        (("[floods]", "[flods]"), (5, "flods"), "`site_data/topics.yml` had no such id when"),
        (("[newsdesk]", "[nwesdesk]"), (6, "nwesdesk"), "`site_data/people.yml` had no such id when"),
        (
            ("publisher: courier", "publisher: currier"),
            (26, "currier"),
            "`site_data/publishers.yml` had no such id when",
        ),
        (("sections:", "omits: [happened]\nsections:"), (7, "happened"), "Value is not accepted. Valid values:"),
        (("status: published", "status: live"), (3, "live"), "Value is not accepted. Valid values:"),
        (("published: 2026-05-04T09:00+01:00", "published: 2026-05"), (4, "2026-05"), DAY),
        (("when: 2026-05-03", "when: May 2026"), (13, "May 2026"), DATE),
        (("when: 2026-05-03", "when: {from: 2019}"), (13, "when"), 'Missing property "to".'),
        (("id: a1b2", "id: A1"), (10, "A1"), "use lower-case letters, digits and hyphens: `id: k3f9`"),
        (("status: published", "language: English"), (3, "English"), "use a standard code: `language: en`"),
        (("topics:", "title: Again\ntopics:"), (5, "title: Again"), "Map keys must be unique"),
    ],
)
def test_a_mistake_is_underlined_where_it_stands(
    editor: TextEditor, path: Callable[[], str], change: tuple[str, str], place: tuple[int, str], message: str
) -> None:
    (found,) = editor.diagnostics(path(), changed(*change))
    assert (found.line, found.words) == place
    assert found.message.startswith(message)


@pytest.mark.parametrize(
    ("change", "messages"),
    [
        (
            ("kind: whats_next", "kind: question\n    heading: Who?"),
            ["the section `whats_next` is missing; write it, or"],
        ),
        (("sections:", "omits: [whats_next]\nsections:"), ["the section `whats_next` is here, so it is not left out"]),
        (
            ("        sources: [courier-0503]\n", ""),
            ["this has no source; name one in `sources`; if a point needs none"],
        ),
        (("published: 2026-05-04T09:00+01:00\n", ""), ['Missing property "published".']),
        (("sections:", "image: {file: images/a.png}\nsections:"), ['Missing property "alt".']),
        (
            ("sections:", "updates: [{at: 2026-05-05, type: correction, note: A number.}]\nsections:"),
            ['Missing property "was".', 'Missing property "now".'],
        ),
        (("sections:", "withdrawn: {at: 2026-05-05}\nsections:"), ["write `status: withdrawn`, or delete `withdrawn`"]),
        (('"https://', '"htps://'), ["write the whole address: `https://example.org/story`"]),
        (("Why the dam broke", FILLERS[0]), ["this is still the text of a new draft"]),
    ],
)
def test_what_a_check_would_refuse_is_told_while_it_is_written(
    editor: TextEditor, path: Callable[[], str], change: tuple[str, str], messages: list[str]
) -> None:
    found = editor.diagnostics(path(), changed(*change))
    assert [one.message[: len(message)] for one, message in zip(found, messages, strict=True)] == messages
    draft = changed(*change).replace("status: published", "status: draft")
    assert editor.diagnostics(path(), draft) == []


def test_what_is_missing_is_told(editor: TextEditor, path: Callable[[], str]) -> None:
    text = changed("summary: A dam broke in May, and a village was flooded.\n", "")
    assert [one.message for one in editor.diagnostics(path(), text)] == ['Missing property "summary".']


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("publisher: courier", "publisher: "),
        ("topics:", "credit:\ntopics:"),
        ("Why the dam broke", "NO"),
        ("when: 2026-05-03", "when: 2026"),
        ("when: 2026-05-03", "when: {from: 2025-12, to: 2026-05-03}"),
    ],
)
def test_what_the_program_accepts_is_not_underlined(
    editor: TextEditor, path: Callable[[], str], old: str, new: str
) -> None:
    assert editor.diagnostics(path(), changed(old, new)) == []


def test_a_code_that_no_check_has_is_underlined(editor: TextEditor) -> None:
    (found,) = editor.diagnostics("site_data/site.yml", "language: en\nchecks: {long-pont: off, long-title: off}\n")
    assert (found.line, found.words, found.message) == (2, "long-pont", "Property long-pont is not allowed.")


def test_a_file_can_name_its_schema_itself(editor: TextEditor) -> None:
    line = "# yaml-language-server: $schema=../../.vscode/schemas/entry.json\n"
    assert f"{line}```" in (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")
    assert editor.diagnostics("drafts/today/dam.yml", changed("[floods]", "[flods]")) == []
    (found,) = editor.diagnostics("drafts/tomorrow/dam.yml", line + changed("[floods]", "[flods]"))
    assert (found.line, found.words) == (6, "flods")


@pytest.mark.parametrize(
    ("old", "new", "proposed"),
    [
        ("topics: [floods]", "topics: [|]", {"floods": "Floods"}),
        ("topics: [floods]", "topics:\n  - |", {"floods": "Floods"}),
        ("authors: [newsdesk]", "authors: [n|]", {"newsdesk": "Newsdesk"}),
        ("publisher: courier,", "publisher: |,", {"courier": "The Courier", "ministry": "Water Ministry"}),
        ("publisher: courier", "via: m|", {"courier": "The Courier", "ministry": "Water Ministry"}),
    ],
)
def test_ids_of_the_site_are_proposed_with_their_names(
    editor: TextEditor, path: Callable[[], str], old: str, new: str, proposed: dict[str, str]
) -> None:
    found = editor.completions(path(), changed(old, new))
    # Authors may also be records, whose fields come with examples.
    assert {name: told for name, told in found.items() if "```yaml" not in told} == proposed


@pytest.mark.parametrize(
    ("old", "new", "proposed"),
    [
        ("kind: what_happened", "kind: |", ["what_happened", "could_it_be_avoided", "whats_next", "question"]),
        ("status: published", "status: |", ["draft", "published", "withdrawn"]),
        ("when: 2026-05-03", "status: |", ["confirmed", "likely", "suspected", "claimed", "disputed", "unknown"]),
        ("type: document", "type: |", ["article", "statement", "document", "dataset", "interview"]),
    ],
)
def test_words_of_the_format_are_proposed(
    editor: TextEditor, path: Callable[[], str], old: str, new: str, proposed: list[str]
) -> None:
    assert [*editor.completions(path(), changed(old, new))][: len(proposed)] == proposed


def test_fields_are_proposed_with_what_they_are_for(editor: TextEditor, path: Callable[[], str]) -> None:
    fields = editor.completions(path(), changed("when: 2026-05-03", "|"))
    assert {"when", "status", "expected", "outcome", "unsourced"} <= set(fields)
    assert not {"text", "id", "kind", "topics"} & set(fields), "fields that are there already, or belong elsewhere"
    assert fields["expected"].startswith("When what it foretells should happen.\n\n```yaml\nexpected: 2020-03\n")


def test_checks_are_proposed_with_what_they_find(editor: TextEditor) -> None:
    codes = editor.completions("site_data/site.yml", "language: en\nchecks:\n  long|\n")
    assert codes["long-title"] == "The title has more than 90 characters."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("when: 2026", "wh|en: 2026", "When what it tells happened."),
        ("when: 2026", "wh|en: 2026", "when: {from: 2019-12, to: 2020-02}"),
        ("kind: what", "ki|nd: what", "* `could_it_be_avoided`"),
        ("status: published", "stat|us: published", "Usually `draft`."),
        ("publisher: courier", "publ|isher: courier", "Who published it: an id in `site_data/publishers.yml`."),
        ("publisher: courier", "publisher: cou|rier", "* `courier`: The Courier"),
        ("[floods]", "[flo|ods]", "* `floods`: Floods"),
    ],
)
def test_a_word_under_the_mouse_is_explained(
    editor: TextEditor, path: Callable[[], str], old: str, new: str, said: str
) -> None:
    assert said in editor.hover(path(), changed(old, new))


def test_the_settings_name_every_schema(editor: TextEditor) -> None:
    named = (ROOT / ".vscode" / "settings.json").read_text(encoding="utf-8")
    schemas = [(FOLDER / path.name).as_posix() for path in (editor.root / FOLDER).iterdir()]
    assert len(schemas) == 5
    assert [name for name in schemas if f'"{name}"' not in named] == []
