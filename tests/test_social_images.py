"""The pictures that other sites show with a link: what is seen in them, and for what there are none."""

from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import GOOD_SITE, write_site
from pages import built, found, parsed
from PIL import Image, ImageFont

from explainer.outputs import facts
from explainer.outputs.drawing import social_image as drawing
from explainer.outputs.drawing.covers import cover
from explainer.outputs.drawing.social_image import can_draw, social_image
from explainer.resources import TEMPLATES

DAM = "content/entries/dam.yml"
MARGIN = 50
"""Pixels at each side in which there is no letter."""


def draw(headline: str, direction: str = "ltr", **more: str | bytes) -> Image.Image:
    made = social_image(headline, "The Small Desk", direction, cover("floods", "dam"), **more)  # type: ignore[arg-type]
    image = Image.open(BytesIO(made))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    return image.convert("RGB")


def ink(image: Image.Image) -> tuple[int, int, int, int]:
    """The box around the letters below the cover: left, top, right, bottom."""
    box = image.crop((0, 300, 1200, 630)).convert("L").point(lambda grey: 255 * (grey < 128)).getbbox()
    assert box
    return box


def test_the_same_explainer_gives_the_same_bytes() -> None:
    first, again = (social_image("Why?", "Desk", "ltr", cover("floods", "dam")) for _ in range(2))
    assert first == again != social_image("Why not?", "Desk", "ltr", cover("floods", "dam"))


@pytest.mark.parametrize("headline", ["Why?", "Why the dam broke " * 9, "Why the dam broke " * 60, "W" * 400, "a b"])
def test_a_headline_of_any_length_fits(headline: str) -> None:
    left, _, right, bottom = ink(draw(headline))
    assert left > MARGIN and right < 1200 - MARGIN and bottom < 330 - 30


def test_arabic_stands_on_the_right_and_its_letters_join() -> None:
    left, _, right, _ = ink(draw("سد", "rtl"))
    assert left > 600 and right > 1100
    font = ImageFont.truetype(TEMPLATES / "social" / "headline.woff2", 72)
    word = "النسخة"
    joined = font.getlength(word, direction="rtl")
    assert joined < 0.85 * sum(font.getlength(letter, direction="rtl") for letter in word)


def test_what_runs_the_other_way_stands_in_its_place() -> None:
    """`MH17` is the second word from the right; its colon stands to its left."""
    font = ImageFont.truetype(TEMPLATES / "social" / "headline.woff2", 72)
    mask = font.getmask("سد MH17:", direction="rtl")
    colon = font.getlength("M:") - font.getlength("M")
    image = Image.frombytes("L", mask.size, bytes(mask)).point(lambda grey: 255 * (grey > 128))
    first = image.crop((0, 0, round(colon), mask.size[1]))  # the leftmost sign is two dots
    rows = [any(first.crop((0, row, first.width, row + 1)).tobytes()) for row in range(first.height)]
    assert sum(before != after for before, after in pairwise(rows)) >= 3


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Türkiye’nin “İzmir” — 12 %", True),
        ("Россия: «что дальше» № 1", True),
        ("الرحلة MH17: «أسئلة»", True),
        ("水坝为何决堤", False),
        ("Γιατί", False),
        ("Dam 😀", False),
    ],
)
def test_no_letter_is_a_box(text: str, drawn: bool) -> None:
    assert can_draw(text) is drawn


def test_a_photo_stands_above_and_a_damaged_one_does_not() -> None:
    photo = BytesIO()
    picture = Image.new("RGB", (400, 400), "#ff0000")
    picture.paste("#0000ff", (0, 0, 400, 60))
    picture.save(photo, "PNG")
    assert draw("Why?", photo=photo.getvalue()).getpixel((600, 100)) == (255, 0, 0)
    assert draw("Why?", photo=photo.getvalue(), focus="top").getpixel((600, 20)) == (0, 0, 255)
    assert draw("Why?", photo=photo.getvalue()[:90]).tobytes() == draw("Why?").tobytes()


FILES = {
    "site_data/site.yml": "language: en\n",
    DAM: GOOD_SITE[DAM],
    "content/entries/plan.yml": GOOD_SITE[DAM].replace("status: published", "status: draft"),
    "content/entries/gone.yml": GOOD_SITE[DAM].replace(
        "status: published", "status: withdrawn\nwithdrawn: {at: 2026-06-01, reason: It was wrong.}"
    ),
    "content/entries/kanji.yml": GOOD_SITE[DAM].replace("Why the dam broke", "水坝为何决堤"),
}


def images(site: Path, slug: str = "dam") -> list[list[str]]:
    page = parsed(site / f"explainers/{slug}/index.html")
    names = ("og:image", "og:image:width", "og:image:height", "og:image:alt")
    ways = [*(f"//meta[@property='{name}']/@content" for name in names), "//meta[@name='twitter:card']/@content"]
    return [found(page, way) for way in ways]


def test_a_build_draws_one_for_each_explainer_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = write_site(tmp_path, FILES)
    site = built(root)
    assert sorted(path.name for path in (site / "covers").glob("*.png")) == ["dam.png"]
    address = "https://small.example.org/covers/dam.png"
    assert images(site) == [[address], ["1200"], ["630"], ["Why the dam broke"], ["summary_large_image"]]
    assert images(site, "kanji") == [[], [], [], [], ["summary"]]
    before = (site / "covers/dam.png").read_bytes()
    monkeypatch.setattr(drawing, "social_image", None)  # nothing is drawn again
    assert (built(root) / "covers/dam.png").read_bytes() == before


@pytest.mark.parametrize("without", ["preview", "extra", "address", "setting"])
def test_there_are_none(without: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if without == "extra":
        monkeypatch.setattr(facts, "HAVE_SOCIAL_IMAGES", False)
    settings = {"site_data/site.yml": f"social_images: {str(without != 'setting').lower()}\n"}
    if without == "address":
        settings["mkdocs.yml"] = GOOD_SITE["mkdocs.yml"].replace("site_url: https://small.example.org/\n", "")
    site = built(write_site(tmp_path, settings), preview=without == "preview")
    assert [*site.rglob("*.png")] == [] and images(site)[0] == []
