"""What other programs take from a page: the citation as BibTeX reads it, and the explainer in schema.org's words."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cases import GOLDEN
from conftest import GOOD_SITE, write_site
from hostile import HOSTILE, as_yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pybtex.database import Entry as Reference
from pybtex.database import parse_string

from explainer.content.load import load_site
from explainer.model import Entry, Person, Site
from explainer.model.base import is_blank
from explainer.outputs.base import SiteInfo
from explainer.outputs.context import RenderContext
from explainer.outputs.entry.json_ld import json_ld
from explainer.outputs.entry.versions import CiteView, cite_view
from explainer.outputs.plan import SitePlan

DAM = "content/entries/dam.yml"
HOME = SiteInfo("The Small Desk", "https://small.example.org/")
TODAY = date(2026, 11, 22)
TITLES = [
    *HOSTILE,
    "a {b",
    "a } b",
    "}}, url = {x",
    "100% of $5 & #1_x^2~",
    "\\",
    "\\textbraceleft{}",
    '"',
    "@online{x,",
]


def context(site: Site, site_info: SiteInfo = HOME) -> RenderContext:
    return SitePlan.of(site, TODAY, site_info=site_info).context


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The small site, with a person and an organisation of difficult names."""
    people = {"newsdesk": {"name": "Rock and Roll, Ltd", "kind": "organisation"}, "ada": {"name": "Ada de Öz"}}
    return load_site(write_site(tmp_path_factory.mktemp("site"), {"site_data/people.yml": as_yaml(people)}))


def entry(site: Site, **fields: Any) -> Entry:
    (dam,) = site.entries
    return dam.model_validate({**dict(dam), **fields}).placed(dam.slug, dam.path)


def cited(site: Site, one: Entry, site_info: SiteInfo = HOME) -> CiteView:
    cite = cite_view(one, context(replace(site, entries=(one,)), site_info), one.slug)
    assert cite is not None
    return cite


def bibtex(cite: CiteView) -> Reference:
    """The one reference, as BibTeX reads it: strictly, and counting braces."""
    entries = parse_string(cite.bibtex, "bibtex").entries
    assert list(entries) == ["dam-v1"]
    return entries["dam-v1"]


def spoken(tex: str) -> str:
    """What TeX prints."""
    names = {"braceleft": "{", "braceright": "}", "backslash": "\\", "asciitilde": "~", "asciicircum": "^"}
    return re.sub(r"\{\\text([a-z]+)\}|\\([#$%&_])", lambda found: names[found[1]] if found[1] else found[2], tex)


def test_a_citation_names_one_version_at_an_address_that_stays(site: Site) -> None:
    cite = cited(site, entry(site, authors=("newsdesk", "ada")))
    address = "https://small.example.org/explainers/dam/v/1/"
    assert cite.address == address
    assert cite.text == "Rock and Roll, Ltd, Ada de Öz: “Why the dam broke”, The Small Desk, version 1, May 4, 2026,"
    reference = bibtex(cite)
    assert reference.type == "online"
    assert dict(reference.fields) == {
        "title": "{Why the dam broke}",
        "organization": "The Small Desk",
        "date": "2026-05-04",
        "version": "1",
        "url": address,
    }
    desk, ada = reference.persons["author"]
    assert desk.last_names == ["{Rock and Roll, Ltd}"]
    assert (ada.first_names, ada.prelast_names, ada.last_names) == (["Ada"], ["de"], ["Öz"])


def test_nobody_is_made_up_for_what_nobody_signed(site: Site) -> None:
    cite = cited(site, entry(site, authors=()), SiteInfo("The Small Desk"))
    assert cite.text == "“Why the dam broke”, The Small Desk, version 1, May 4, 2026,"
    assert cite.address == "/explainers/dam/v/1/"
    assert not bibtex(cite).persons


@pytest.mark.parametrize("fields", [{"status": "draft"}, {"published": "2026-11-23"}, {"published": None}])
def test_what_is_not_published_is_not_cited(site: Site, fields: Mapping[str, Any]) -> None:
    one = entry(site, **fields)
    assert cite_view(one, context(replace(site, entries=(one,))), one.slug) is None
    assert json_ld(one, context(replace(site, entries=(one,)))) == ""


PRINTED = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])).filter(lambda text: not is_blank(text))


@settings(deadline=None)
@given(PRINTED | st.sampled_from(TITLES) | st.text("{}\\%$&#_^~ @\",='and", min_size=1).filter(str.strip))
@example("{")
@example("} and others")
def test_any_title_and_any_name_survive_bibtex(text: str) -> None:
    small = load_site(Path("nowhere"))
    fields = {"title": text, "summary": "A", "published": "2026-05-04", "status": "published", "sections": []}
    person = {"name": {"": text}}
    for kind in ("person", "organisation"):
        people = {"ada": Person.model_validate({**person, "kind": kind})}
        one = Entry.model_validate({**fields, "authors": ["ada"]}).placed("dam", DAM)
        reference = bibtex(cited(replace(small, people=people), one))
        assert set(reference.fields) == {"title", "organization", "date", "version", "url"}
        meant = " ".join(text.split())
        assert spoken(reference.fields["title"].removeprefix("{").removesuffix("}")) == meant
        (name,) = reference.persons["author"]  # one name, however many it may look like
        if kind == "organisation":
            assert spoken(str(name).removeprefix("{").removesuffix("}")) == meant


# --- schema.org -------------------------------------------------------------------------------------------------------


def test_an_explainer_is_a_news_article(tmp_path: Path) -> None:
    update = "{at: 2026-05-06T10:00+01:00, type: correction, note: It was *two*., point: a1b2, was: one, now: two}"
    dam = GOOD_SITE[DAM] + (
        "image: {file: images/dam.png, alt: A dam, caption: The *dam*., credit: Ada Öz}\n"
        "dateline: Bath\n"
        f"updates:\n  - {update}\n  - {{at: 2026-05-07, type: update, note: More.}}\n"
    )
    german = GOOD_SITE[DAM].replace("Why the dam broke", "Warum der Damm brach") + "language: de\ntranslation_of: dam\n"
    site = load_site(write_site(tmp_path, {DAM: dam, "content/entries/damm.yml": german}))
    made = context(site)
    expected = json.loads((GOLDEN / "json-ld" / "an-explainer.json").read_text(encoding="utf-8"))
    assert json.loads(json_ld(made.entries["dam"], made)) == expected
    translated = json.loads(json_ld(made.entries["damm"], made))
    assert translated["inLanguage"] == "de"
    assert translated["translationOfWork"] == {
        "@type": "BackgroundNewsArticle",
        "url": "https://small.example.org/explainers/dam/",
        "headline": "Why the dam broke",
        "inLanguage": "en",
    }
    alone = context(site, SiteInfo("The Small Desk"))
    assert json.loads(json_ld(alone.entries["damm"], alone))["translationOfWork"]["url"] == "../dam/"


@pytest.mark.parametrize("title", [*TITLES, "</script><script>alert(1)//", "<!--<script>", "\u2028"], ids=ascii)
def test_no_title_ends_the_script(site: Site, title: str) -> None:
    one = entry(site, title=title) if title.strip() else entry(site)
    said = json_ld(one, context(replace(site, entries=(one,))))
    assert not set(said) & set("<>&\n\u2028")
    assert json.loads(said)["headline"] == one.title
