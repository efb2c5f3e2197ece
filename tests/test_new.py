"""`explainer new`: what is given, what is asked on a terminal, and what a draft then says."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result
from conftest import GOOD_SITE, write_site
from terminal import END_OF_INPUT, converse

from explainer.authoring.upkeep import LANGUAGES, words_of
from explainer.cli.main import main
from explainer.content.load import load_site
from explainer.model import Editor, Site
from explainer.model.placeholders import placeholders
from explainer.outputs import render

TODAY = "2026-11-22"
DAM = GOOD_SITE["content/entries/dam.yml"]
GERMAN = f"language: de\ntranslation_of: dam\n{DAM}"


def explainer(root: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(root), *arguments])


def read(site: Path, path: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((site / path).read_text(encoding="utf-8"))
    return loaded


def no_errors(site: Path) -> bool:
    return explainer(site, "check", "--today", TODAY).exit_code == 0


def typed(site: Path, *arguments: str, answers: Sequence[tuple[str, str]], status: int = 0) -> str:
    return converse("-C", site, "new", *arguments, answers=answers, status=status)


def test_new_takes_what_it_is_given(good_site: Path) -> None:
    options = ["--topic", "floods", "--language", "tr", "--question", "Who: decides?", "--question", "Who pays?"]
    assert explainer(good_site, "new", "The weir", *options).exit_code == 0
    draft = read(good_site, "content/entries/the-weir.yml")
    assert (draft["topics"], draft["language"], draft["authors"]) == (["floods"], "tr", ["newsdesk"])
    headings = [section["heading"] for section in draft["sections"] if section["kind"] == "question"]
    assert headings == ["Who: decides?", "Who pays?"]
    assert no_errors(good_site)


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("de", "groessere-oelkrise-uebt-suess"),
        ("de-CH", "groessere-oelkrise-uebt-suess"),
        ("tr", "grossere-olkrise-ubt-suss"),
    ],
)
def test_an_address_is_spelled_as_in_the_language_of_the_site(good_site: Path, language: str, name: str) -> None:
    write_site(good_site, {"site_data/site.yml": f"language: {language}\n"})
    assert explainer(good_site, "new", "Größere Ölkrise: übt süß!").exit_code == 0
    assert (good_site / f"content/entries/{name}.yml").is_file()
    made = {artifact.path: artifact.body for artifact in render(site_with_form(good_site), date(2026, 11, 22))}
    table = json.loads(made["admin/letters.js"].removeprefix("const LETTERS = ").rstrip(";\n"))
    latin = {chr(int(first) + place): text for first, run in table.items() for place, text in enumerate(run.split("|"))}
    assert re.sub("[^a-z]+", "-", "".join(latin.get(sign, sign) for sign in "größere ölkrise: übt süß")) == name


def site_with_form(root: Path) -> Site:
    """The site as it would be with the form for editors."""
    site = load_site(root)
    editor = Editor(backend="github", repo="newsroom/explainers")
    return replace(site, settings=site.settings.model_copy(update={"editor": editor}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_draft_speaks_the_language_of_its_desk_and_none_of_it_is_for_readers(tmp_path: Path, language: str) -> None:
    root = write_site(tmp_path, {"site_data/site.yml": f"language: {language}\n"})
    assert explainer(root, "new", "Le 3 mai", "--slug", "le-3-mai", "--question", "1919?").exit_code == 0
    path = root / "content/entries/le-3-mai.yml"
    text = path.read_text(encoding="utf-8")
    assert set(placeholders(language)[:5]) <= {word for _, word in _texts(yaml.safe_load(text))}
    if language != "en":
        said = {word for name, word in words_of("en").items() if name.startswith(("entry_", "example_"))}
        assert not [word for word in (*said, *placeholders("en")) if word in text]
    path.write_text(text.replace("status: draft", "status: published\npublished: 2026-11-22"), encoding="utf-8")
    assert explainer(root, "check", "--today", TODAY).output.count("[filler-text]") == 5


def _texts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an entry, with the name of its field."""
    if isinstance(value, str):
        yield name, value
    parts = value.items() if isinstance(value, dict) else enumerate(value if isinstance(value, list) else [])
    for key, part in parts:
        yield from _texts(part, str(key))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["The weir", "--topic", "flods"], "there is no topic `flods`; did you mean `floods`?"),
        (["The weir", "--language", "turkish"], "write one such as `tr`"),
        (["Der Damm", "--translation-of", "dam"], "a translation needs a language, as in --language tr"),
        (["The dam", "--translation-of", "dam", "--language", "en"], "dam.yml is already in this language (`en`)"),
        (["Der Damm", "--translation-of", "dm", "--language", "de"], "there is no entry `dm`; did you mean `dam`?"),
        (["Der Damm", "--translation-of", "damm", "--language", "fr"], "name the original, `dam`"),
        (["Der Damm", "--translation-of", "dam", "--language", "de"], "damm.yml is already in this language (`de`)"),
        (["Le barrage", "--translation-of", "dam", "--language", "fr", "--topic", "floods"], "leave these options out"),
        (["--translation-of", "dam", "--language", "fr"], "a title is needed"),
        ([], "a title is needed"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_new_refuses_what_cannot_be_and_writes_nothing(good_site: Path, arguments: list[str], said: str) -> None:
    write_site(good_site, {"content/entries/damm.yml": GERMAN})
    done = explainer(good_site, "new", *arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert sorted(path.name for path in (good_site / "content" / "entries").iterdir()) == ["dam.yml", "damm.yml"]


def test_a_translation_begins_as_the_original_under_a_head_of_its_own(good_site: Path) -> None:
    original = DAM.replace("  - {id: courier", "  # two of them\n  - {id: courier") + (
        "aliases: [old-dam]\nupdates:\n  - {at: 2026-05-05, type: update, note: Thirty houses were flooded.}\n"
    )
    (good_site / "content" / "entries" / "dam.yml").unlink()
    write_site(good_site, {"content/entries/dam.yml": None, "content/entries/water/dam.yml": original})
    done = explainer(good_site, "new", "Le barrage : pourquoi", "--translation-of", "dam", "--language", "fr")
    assert done.output == "content/entries/water/dam-fr.yml is ready to edit; `explainer serve` shows it\n"
    text = (good_site / "content" / "entries" / "water" / "dam-fr.yml").read_text(encoding="utf-8")
    assert text.startswith("# Translate each text into fr;")
    assert "# two of them" in text
    draft, model = yaml.safe_load(text), yaml.safe_load(original)
    head: dict[str, Any] = {"title": "Le barrage : pourquoi", "status": "draft", "language": "fr"}
    head |= {"translation_of": "dam", "translated_from_version": 2}
    assert {name: draft.pop(name) for name in head} == head
    assert draft == {name: model[name] for name in ("summary", "topics", "authors", "sections", "sources")}
    assert explainer(good_site, "check", "--today", TODAY).output == "2 entries (1 draft): no errors\n"


def test_an_original_that_cannot_be_copied_is_told(good_site: Path) -> None:
    write_site(good_site, {"content/entries/dam.yml": f"aliases: &old [old-dam]\nrelated: *old\n{DAM}"})
    done = explainer(good_site, "new", "Le barrage", "--translation-of", "dam", "--language", "fr")
    assert done.exit_code == 2
    assert "content/entries/dam.yml cannot be copied" in done.stderr


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Why the dam broke", "why-the-dam-broke"),
        ("Россия и Турция в Идлибе", "rossiya-i-turtsiya-v-idlibe"),
        ("Что с большой плотиной?", "chto-s-bolshoy-plotinoy"),
        ("İstanbul’da ne oldu, IŞIK mı?", "istanbul-da-ne-oldu-isik-mi"),
        ("لماذا انهار السد في درنة؟", "lmadha-anhar-alsd-fy-drnh"),
        ("Überflutet: die große Øre", "uberflutet-die-grosse-ore"),
        ("Pourquoi l’œuvre a brûlé", "pourquoi-l-oeuvre-a-brule"),
        ("¿Qué pasó en España?", "que-paso-en-espana"),
        ("大坝为什么垮了", "da-ba-wei-shen-me-kua-le"),
        ("Łódź, Đà Nẵng, Ελλάδα", "lodz-da-nang-ellada"),
        ("䶿 lost nowhere", "u4dbf-lost-nowhere"),
    ],
)
def test_a_headline_in_any_script_gives_an_address(good_site: Path, headline: str, slug: str) -> None:
    assert explainer(good_site, "new", headline).exit_code == 0
    assert read(good_site, f"content/entries/{slug}.yml")["title"] == headline
    assert no_errors(good_site)


@pytest.mark.parametrize("title", ["\u200b\u200b", "\xa0", "\u3000\u2060", "\u2800\u3164"], ids=ascii)
def test_a_title_of_which_nothing_is_seen_is_refused(good_site: Path, title: str) -> None:
    done = explainer(good_site, "new", title, "--slug", "x")
    assert (done.exit_code, "a title is needed" in done.stderr) == (2, True)
    write_site(good_site, {"content/entries/dam.yml": DAM.replace("Why the dam broke", f'"{title}"')})
    assert "`title` is empty [empty-field]" in explainer(good_site, "check", "--today", TODAY).output


# --- on a terminal ----------------------------------------------------------------------------------------------------


def test_new_asks_on_a_terminal_for_what_was_not_given(good_site: Path) -> None:
    write_site(good_site, {"content/entries/damm.yml": GERMAN})
    said = typed(
        good_site,
        answers=[
            ("Headline: ", "Wer baut den Überlauf?"),
            ("Address, which is permanent [wer-baut-den-uberlauf]: ", "dam"),
            ("Error: the name `dam` is taken by content/entries/dam.yml", "weir"),
            ("  floods  Floods", "flods"),
            ("Error: there is no topic `flods`; did you mean `floods`?", "floods"),
            ("Language, as in en or de [en]: ", "de"),
            ("Another question (press Enter for none): ", "Wer bezahlt?"),
            ("Another question (press Enter for none): ", ""),
        ],
    )
    assert "content/entries/weir.yml is ready to edit" in said
    draft = read(good_site, "content/entries/weir.yml")
    assert (draft["title"], draft["topics"], draft["language"]) == ("Wer baut den Überlauf?", ["floods"], "de")
    assert [section.get("heading") for section in draft["sections"]] == [None, None, "Wer bezahlt?", None]
    assert no_errors(good_site)


def test_enter_is_enough_for_all_but_the_headline(good_site: Path) -> None:
    typed(
        good_site,
        answers=[("Headline: ", "A weir"), ("[a-weir]: ", ""), ("for none): ", ""), ("question (press", "")],
    )
    assert read(good_site, "content/entries/a-weir.yml")["topics"] == []
    assert no_errors(good_site)


def test_a_title_without_letters_is_asked_for_its_address(good_site: Path) -> None:
    answers = [("is permanent: ", "Плотина"), ("use lower-case letters", "plotina"), ("none): ", ""), ("none): ", "")]
    typed(good_site, "…", answers=answers)
    assert read(good_site, "content/entries/plotina.yml")["title"] == "…"


def test_a_translation_is_asked_for_its_language_and_headline(good_site: Path) -> None:
    typed(
        good_site,
        "--translation-of=dam",
        answers=[
            ("Language, as in tr: ", "en"),
            ("is already in this language (`en`)", "tr"),
            ("Headline, in this language (“Why the dam broke”): ", "Baraj neden yıkıldı?"),
            ("[dam-tr]: ", ""),
        ],
    )
    assert read(good_site, "content/entries/dam-tr.yml")["title"] == "Baraj neden yıkıldı?"
    assert no_errors(good_site)


def test_who_gives_up_leaves_nothing_behind(good_site: Path) -> None:
    said = typed(good_site, answers=[("Headline: ", "A weir"), ("[a-weir]: ", END_OF_INPUT)], status=1)
    assert "Aborted!" in said
    assert [path.name for path in (good_site / "content" / "entries").iterdir()] == ["dam.yml"]
