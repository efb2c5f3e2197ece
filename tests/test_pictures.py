"""Pictures are published whole, in sizes that fit the screen, and without the place where they were taken."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from building import build, by_mkdocs, contents, copied, counts, from_nothing
from conftest import write_site
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from PIL import ExifTags, Image

from explainer.content.pictures import PictureFile, fault_of, picture
from explainer.content.pictures.copies import copied as copy_of
from explainer.content.pictures.metadata import credit_in, names_in, without_place

XMP = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description exif:GPSLatitude="35,55.2N" photoshop:Credit="EPA"><exif:GPSLongitude>36,38E</exif:GPSLongitude>
<dc:creator><rdf:Seq><rdf:li>Yahya &amp; Nemah</rdf:li></rdf:Seq></dc:creator>
</rdf:Description></rdf:RDF></x:xmpmeta>"""
FORMATS = ["JPEG", "PNG", "WEBP", "AVIF"]


def photograph(form: str, size: tuple[int, int] = (1300, 900), *, turned: bool = False) -> bytes:
    """A picture whose file says where it was taken, and whose it is."""
    exif = Image.Exif()
    exif[ExifTags.Base.Copyright] = "(c) 2020 EPA"
    if turned:
        exif[ExifTags.Base.Orientation] = 6
    place = exif.get_ifd(ExifTags.IFD.GPSInfo)
    place.update({1: "N", 2: (35.0, 55.0, 12.5), 3: "E", 4: (36.0, 38.0, 1.0)})
    made = BytesIO()
    xmp = {} if form == "PNG" else {"xmp": XMP}
    Image.linear_gradient("L").resize(size).convert("RGB").save(made, form, exif=exif.tobytes(), **xmp)
    return made.getvalue()


def place_in(content: bytes) -> dict[int, object]:
    with Image.open(BytesIO(content)) as opened:
        return dict(opened.getexif().get_ifd(ExifTags.IFD.GPSInfo))


@pytest.mark.parametrize("form", FORMATS)
def test_the_place_goes_and_all_else_stays(form: str) -> None:
    content = photograph(form)
    cleaned = without_place(content)
    assert place_in(content) != {} and place_in(cleaned) == {}
    assert b"GPSL" not in cleaned
    assert len(cleaned) == len(content)
    assert names_in(cleaned) == names_in(content)
    with Image.open(BytesIO(content)) as before, Image.open(BytesIO(cleaned)) as after:
        assert after.tobytes() == before.tobytes()
        assert after.getexif()[ExifTags.Base.Copyright] == "(c) 2020 EPA"
    assert without_place(cleaned) == cleaned


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
def test_the_place_goes_in_every_encoding_of_xmp(encoding: str) -> None:
    wide = XMP.decode().replace("&amp;", "Ġ\N{GRINNING FACE}").encode(encoding)
    cleaned = without_place(b"start" + wide + b"end")
    assert len(cleaned) == len(wide) + 8
    text = cleaned[5:-3].decode(encoding)
    assert "GPS" not in text and "35,55" not in text and "Yahya Ġ\N{GRINNING FACE} Nemah" in text


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("turned", [False, True])
def test_the_size_is_that_of_the_picture_as_it_is_shown(form: str, turned: bool, tmp_path: Path) -> None:
    content = photograph(form, (120, 60), turned=turned)
    (tmp_path / "p").write_bytes(content)
    known = picture(PictureFile.of(tmp_path / "p", f"p.{form.lower()}"))
    assert (known.width, known.height) == ((60, 120) if turned else (120, 60))
    if known.copies:
        with Image.open(BytesIO(copy_of(content, known.copies[0][0]))) as opened:
            assert opened.size == (known.width, known.height)


def chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)


@pytest.mark.parametrize(
    "hidden",
    [
        chunk(b"tEXt", b"Raw profile type exif\0\nexif\n 12\n4750534c61746974756465\n"),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + XMP.replace(b"exif:", b"e:").replace(b"rdf:", b"r:")),
        chunk(b"iTXt", b"XML:com.adobe.xmp\0\1\0"),  # damaged
    ],
    ids=["as ImageMagick writes it", "with other prefixes", "damaged"],
)
def test_the_place_goes_wherever_a_png_hides_it(hidden: bytes) -> None:
    content = photograph("PNG", (8, 8))
    end = content.index(b"IEND") - 4
    cleaned = without_place(content[:end] + hidden + content[end:])
    assert b"GPSL" not in cleaned and b"4750534c" not in cleaned
    with Image.open(BytesIO(cleaned)) as opened:
        opened.load()


@pytest.mark.parametrize("form", ["GIF", "JPEG", "PNG", "WEBP"])
def test_a_whole_picture_has_no_fault_and_half_of_one_ends_too_early(form: str, tmp_path: Path) -> None:
    whole, half = tmp_path / f"whole.{form.lower()}", tmp_path / f"half.{form.lower()}"
    Image.effect_noise((60, 40), 90).convert("RGB").save(whole, form)
    half.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert fault_of(PictureFile.of(whole, whole.name)) == ""
    if form != "GIF":  # whose last byte any of its own may be
        assert fault_of(PictureFile.of(half, half.name)) == "ends too early"


def test_a_copy_has_the_colours_of_the_picture() -> None:
    made = BytesIO()
    Image.new("I;16", (600, 4), 30_000).save(made, "PNG")
    with Image.open(BytesIO(copy_of(made.getvalue(), 480))) as opened:
        assert opened.convert("L").getpixel((5, 1)) == 30_000 // 257
    made = BytesIO()
    Image.new("CMYK", (600, 4)).save(made, "JPEG", icc_profile=b"of print")
    with Image.open(BytesIO(copy_of(made.getvalue(), 480))) as opened:
        assert not opened.info.get("icc_profile")


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.binary(max_size=200), st.integers(0, 400), st.sampled_from(FORMATS[:3]))
def test_no_file_is_too_damaged_to_look_at(noise: bytes, place: int, form: str) -> None:
    content = photograph(form, (8, 8))
    for damaged in (noise, b"II*\0" + noise, content[:place] + noise + content[place:], content[:place]):
        assert len(without_place(damaged)) >= 0
        credit_in(damaged)


def test_a_file_names_its_photographer_and_agency() -> None:
    assert credit_in(photograph("JPEG")) == "Yahya & Nemah / EPA"
    assert credit_in(photograph("PNG")) == "(c) 2020 EPA"
    iptc = b"8BIM\x04\x04\0\0\0\0\0\x16\x1c\x02\x50\0\x07Ada \xd6z\0\x1c\x02\x6e\0\x03EPA"
    assert credit_in(b"\xff\xd8\xff\xed\0\x30Photoshop 3.0\0" + iptc) == "Ada Öz / EPA"
    assert credit_in(b"nothing") == ""


def test_a_copy_is_turned_smaller_credited_and_always_the_same() -> None:
    content = photograph("JPEG", turned=True)
    made = copy_of(content, 480)
    assert made == copy_of(content, 480)
    with Image.open(BytesIO(made)) as opened:
        assert (opened.format, opened.size) == ("WEBP", (480, 693))
    assert names_in(made) == names_in(content)
    assert place_in(made) == {}


@pytest.fixture
def site(tmp_path: Path, good_site: Path) -> Path:
    entry = good_site / "content/entries/dam.yml"
    text = "image: {file: images/dam.jpg, alt: A dam, credit: EPA, focus: bottom_left}\n"
    write_site(good_site, {"content/entries/dam.yml": text + entry.read_text(encoding="utf-8")})
    (good_site / "content/images").mkdir(exist_ok=True)
    (good_site / "content/images/dam.jpg").write_bytes(photograph("JPEG", turned=True))
    (good_site / "content/images/other.png").write_bytes(photograph("PNG", (30, 20)))
    return good_site


def test_a_page_shows_the_whole_picture_and_browsers_choose_its_size(site: Path, tmp_path: Path) -> None:
    build(site)
    page = html.parse(site / "site/explainers/dam/index.html")
    (shown,) = page.xpath("//figure//picture")
    assert shown.xpath(".//img/@src") == ["../../images/dam.jpg"]
    assert shown.xpath(".//img/@width | .//img/@height") == ["900", "1300"]
    assert shown.xpath("source/@srcset") == [
        "../../images/dam-jpg-480.webp 480w, ../../images/dam-jpg-900.webp 900w",
    ]
    (card,) = html.parse(site / "site/explainers/index.html").xpath("//img[contains(@src, 'dam.jpg')]")
    assert card.get("class") == "x-card-image x-focus--bottom_left"
    for width in (480, 900):
        with Image.open(site / f"site/images/dam-jpg-{width}.webp") as opened:
            assert opened.width == width
    assert not (site / "site/images/other-png-30.webp").exists()  # no entry shows it


def test_what_is_published_tells_no_place_and_is_the_same_by_every_way(site: Path, tmp_path: Path) -> None:
    build(site)
    built = contents(site / "site")
    for name in ("images/dam.jpg", "images/other.png"):
        assert place_in((site / "content" / name).read_bytes()) != {}
        assert place_in(built[name]) == {}
    assert from_nothing(site, tmp_path / "elsewhere") == built
    assert by_mkdocs(site, tmp_path / "by-mkdocs") == built
    assert counts(build(site)).made == 0
    kept = {path.name: path.stat().st_mtime_ns for path in (site / ".cache/pictures").iterdir()}
    shutil.rmtree(site / "site")
    build(site)
    assert {path.name: path.stat().st_mtime_ns for path in (site / ".cache/pictures").iterdir()} == kept


def test_another_picture_under_the_same_name_is_seen(site: Path) -> None:
    build(site)
    (site / "content/images/dam.jpg").write_bytes(photograph("JPEG", (600, 300)))
    build(site)
    page = html.parse(site / "site/explainers/dam/index.html")
    assert page.xpath("//figure//img/@width") == ["600"]
    assert "images/dam-jpg-600.webp" in contents(site / "site")
    assert "images/dam-jpg-900.webp" not in contents(site / "site")


def test_a_damaged_picture_stops_no_build(site: Path) -> None:
    path = site / "content/images/dam.jpg"
    path.write_bytes(path.read_bytes()[:2000])
    (site / "site_data/site.yml").write_text("checks: {image-damaged: warning}\n")
    build(site)
    assert (site / "site/images/dam-jpg-480.webp").is_file()


def test_without_the_extra_pages_have_true_sizes_and_no_copies(site: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from importlib import util; found = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name == 'PIL' else found(name, *rest)\n"
        "from explainer.cli.main import main; main(sys.argv[1:], prog_name='explainer')"
    )
    elsewhere = copied(site, tmp_path / "without")
    command = [sys.executable, "-c", program, "-C", str(elsewhere), "build", "--today", "2026-11-22", "--no-search"]
    subprocess.run(command, check=True, capture_output=True)
    page = html.parse(elsewhere / "site/explainers/dam/index.html")
    assert page.xpath("//figure//img/@width") == ["900"]
    assert page.xpath("//picture/source") == []
    assert place_in((elsewhere / "site/images/dam.jpg").read_bytes()) == {}


def test_moving_pictures_have_no_copies(tmp_path: Path) -> None:
    path = tmp_path / "dam.webp"
    frames = [Image.new("RGB", (600, 300), colour) for colour in ("red", "blue")]
    frames[0].save(path, save_all=True, append_images=frames[1:])
    assert picture(PictureFile.of(path, "images/dam.webp")).copies == ()
