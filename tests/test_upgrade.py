"""`explainer upgrade`: what the program wrote follows the program, and what its owner changed stays."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from explainer.authoring.upkeep import RECORD, fingerprint
from explainer.cli.main import main

ENTRY = "pages/entry.md.jinja"
ORIGINAL = Path(__file__).parents[1] / "templates" / ENTRY


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = tmp_path_factory.mktemp("made") / "desk"
    assert CliRunner().invoke(main, ["init", str(site), "--language", "de"]).exit_code == 0
    return site


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "desk"))


def upgrade(site: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(site), "upgrade", *(arguments or ())])


def snapshot(site: Path) -> dict[str, bytes]:
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()}


def as_an_older_program_wrote(site: Path, path: str, content: bytes | None) -> None:
    """Puts an older version in place of a file, as if an older program had written it; with None, as if it had not."""
    record = json.loads((site / RECORD).read_bytes())
    if content is None:
        (site / path).unlink()
        del record["files"][path]
    else:
        (site / path).parent.mkdir(exist_ok=True)
        (site / path).write_bytes(content)
        record["files"][path] = fingerprint(content)
    (site / RECORD).write_text(json.dumps(record))


def test_a_new_site_is_up_to_date(desk: Path) -> None:
    before = snapshot(desk)
    for arguments in ([], ["--write"]):
        done = upgrade(desk, *arguments)
        assert (done.exit_code, done.output) == (0, "Everything that the program writes is up to date\n")
    assert snapshot(desk) == before


def test_what_is_old_is_shown_and_written_only_when_asked(desk: Path) -> None:
    now = snapshot(desk)
    as_an_older_program_wrote(desk, "Makefile", b"site:\n\told\n")
    as_an_older_program_wrote(desk, ".github/workflows/sources.yml", None)
    as_an_older_program_wrote(desk, "vendor/explainer_site-0.0.1-py3-none-any.whl", b"old \xff")
    (desk / ".vscode/schemas/entry.json").write_text("{}")
    before = snapshot(desk)
    shown = upgrade(desk)
    assert snapshot(desk) == before
    for line in (
        "Makefile: would be updated",
        "    -site:",
        "    +PYTHON := python3",
        ".github/workflows/sources.yml: would be added",
        ".vscode/schemas/entry.json: would be updated",
        "vendor/explainer_site-0.0.1-py3-none-any.whl: would be deleted",
        "4 files would change",
        "To change them: explainer upgrade --write",
    ):
        assert line in shown.output.splitlines()
    assert "4 files changed" in upgrade(desk, "--write").output
    assert snapshot(desk) == now


def test_what_the_owner_changed_stays_until_it_is_named(desk: Path) -> None:
    as_an_older_program_wrote(desk, "Makefile", b"site:\n\told\n")
    (desk / "Makefile").write_bytes(b"site:\n\told, and mine\n")
    (desk / ".github/workflows/agenda.yml").unlink()
    (desk / ".editorconfig").write_text("root = true\n")  # the program's own has not changed, so nothing is said
    first = upgrade(desk, "--write")
    assert "Makefile: stays as it is, because you have changed it; the program's own differs" in first.output
    assert "old, and mine" in first.output
    assert "agenda.yml" not in first.output
    assert ".editorconfig" not in first.output
    assert (desk / "Makefile").read_bytes() == b"site:\n\told, and mine\n"
    assert "up to date" in upgrade(desk).output, "what has been seen is not shown again"
    assert "1 file changed" in upgrade(desk, str(desk / "Makefile"), "--write").output
    assert b"explainer build" in (desk / "Makefile").read_bytes()
    assert not (desk / ".github/workflows/agenda.yml").exists()


@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_text('{"files": 3}')], ids=["none", "broken"])
def test_without_a_record_every_difference_counts_as_the_owners(desk: Path, spoil: Callable[[Path], object]) -> None:
    (desk / "Makefile").write_text("site:\n\tmine\n")
    (desk / ".github/comment.py").unlink()
    spoil(desk / RECORD)
    done = upgrade(desk, "--write")
    assert "Makefile: stays as it is" in done.output
    assert f"{RECORD} did not tell which files the program wrote" in done.output
    assert (desk / "Makefile").read_text() == "site:\n\tmine\n"
    assert not (desk / ".github/comment.py").exists()


def test_the_language_and_time_zone_are_those_of_the_site(desk: Path) -> None:
    settings = desk / "site_data/site.yml"
    settings.write_text("language: en\ntime_zone: Europe/Berlin\n")
    assert upgrade(desk, "--write").exit_code == 0
    assert "TZ: Europe/Berlin" in (desk / ".github/workflows/publish.yml").read_text()
    assert "builds the site into site/" in (desk / "Makefile").read_text()
    settings.write_text("language: [\n")
    before = snapshot(desk)
    assert upgrade(desk, "--write").exit_code == 1
    assert snapshot(desk) == before


def test_line_ends_are_no_difference(desk: Path) -> None:
    (desk / "Makefile").write_bytes((desk / "Makefile").read_bytes().replace(b"\n", b"\r\n"))
    assert "up to date" in upgrade(desk).output


def test_a_wheel_that_was_packed_elsewhere_is_the_same(desk: Path) -> None:
    (wheel,) = (desk / "vendor").iterdir()
    again = BytesIO()
    with ZipFile(wheel) as packed, ZipFile(again, "w") as stored:  # not compressed
        for name in packed.namelist():
            stored.writestr(name, packed.read(name))
    wheel.write_bytes(again.getvalue())
    requirements = upgrade(desk)
    assert "vendor/" not in requirements.output.partition("requirements.txt")[0]
    assert "vendor/explainer_site" not in [line.partition(":")[0] for line in requirements.output.splitlines()]


def wheel_with(site: Path, template: bytes) -> None:
    """Has the site's wheel be an older one, with another template in it."""
    (wheel,) = (site / "vendor").iterdir()
    old = BytesIO()
    with ZipFile(old, "w") as packed:
        packed.writestr(f"explainer/templates/{ENTRY}", template)
    wheel.unlink()
    as_an_older_program_wrote(site, "vendor/explainer_site-0.0.1-py3-none-any.whl", old.getvalue())


def test_a_copied_template_that_has_grown_old_is_told_until_it_is_changed(desk: Path) -> None:
    copy = desk / "templates" / ENTRY
    copy.parent.mkdir(parents=True)
    old = ORIGINAL.read_bytes().replace(b"{%", b"{# as it was #}{%", 1)
    copy.write_bytes(old + b"<p>ours</p>\n")
    wheel_with(desk, old)
    told = f"templates/{ENTRY}: is a copy of a template that has changed since; bring over what you need"
    first = upgrade(desk, "--write").output
    assert told in first
    assert "-{# as it was #}" in first
    assert "ours" not in first, "the difference is that of the two originals"
    assert told in upgrade(desk).output, "it is told as long as the copy is what it was"
    copy.write_bytes(ORIGINAL.read_bytes() + b"<p>ours</p>\n")
    assert "up to date" in upgrade(desk, "--write").output


def test_a_template_of_the_running_version_is_not_old(desk: Path) -> None:
    (desk / "templates" / "pages").mkdir(parents=True)
    (desk / "templates" / ENTRY).write_bytes(ORIGINAL.read_bytes() + b"ours")
    (desk / "templates" / "pages" / "own.jinja").write_text("ours")
    assert "up to date" in upgrade(desk, "--write").output


def test_only_files_of_the_program_can_be_named(desk: Path) -> None:
    refused = upgrade(desk, str(desk / "Makefil"))
    assert refused.exit_code == 2
    assert "`Makefil` is no file that the program writes; did you mean `Makefile`" in refused.stderr


def test_a_hostile_record_and_links_lead_nowhere(desk: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_bytes(b"precious")
    record = json.loads((desk / RECORD).read_bytes())
    record["files"] |= dict.fromkeys(
        ("../outside.txt", str(outside), "content/../../outside.txt"), fingerprint(b"precious")
    )
    (desk / RECORD).write_text(json.dumps(record))
    (desk / "Makefile").unlink()
    (desk / "Makefile").symlink_to(outside)
    shutil.rmtree(desk / "vendor")
    (desk / "vendor").symlink_to(tmp_path)
    (desk / ".vscode/schemas/entry.json").unlink()
    (desk / ".vscode/schemas/entry.json").symlink_to(outside)
    assert upgrade(desk, "--write", str(desk / "Makefile")).exit_code == 2
    upgrade(desk, "--write")
    assert outside.read_bytes() == b"precious"
    assert not [*tmp_path.glob("*.whl")]
    assert (desk / "Makefile").is_symlink()


def test_a_folder_without_a_site_is_refused(tmp_path: Path) -> None:
    refused = upgrade(tmp_path, "--write")
    assert refused.exit_code == 2
    assert "there is no mkdocs.yml" in refused.stderr
    assert not [*tmp_path.iterdir()]
