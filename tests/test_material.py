"""Every setting of Material for MkDocs that the installed release knows stands in our table, and does what it says."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from building import contents, run
from conftest import write_site
from material_settings import ENTRY, Row, settings, table, with_settings


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Mapping[str, str]]:
    """The pages of a site with no setting, of one with all that go together, of one with the others: by address."""
    sites = {}
    for name in ("none", "main", "other"):
        root = write_site(tmp_path_factory.mktemp(name), with_settings(name))
        done = run(root, "build", "--today", "2026-11-22", "--no-search")
        assert done.exit_code == 0, done.output
        assert "MkDocs built the whole site" not in done.output, "no setting of Material's makes a build slow"
        sites[name] = {
            path.removesuffix("/index.html"): content.decode()
            for path, content in contents(root / "site").items()
            if path.endswith(".html")
        }
    return sites


@pytest.mark.parametrize("kind", ["feature", "theme", "extra", "meta", "config", "block", "plugin"])
def test_the_table_names_what_the_installed_material_reads(kind: str) -> None:
    rows = {row.name for row in table() if row.kind == kind}
    assert rows == settings()[kind]


@pytest.mark.parametrize("row", [row for row in table() if row.kind != "plugin"], ids=str)
def test_a_setting_does_what_the_table_says(row: Row, built: Mapping[str, Mapping[str, str]]) -> None:
    pages, bare = built[row.build], built["none"]
    assert row.expected or row.lacks, "what must be seen?"
    for address, texts in row.expected.items():
        for text in texts:
            assert text in pages[address]
            assert row.always or text not in bare.get(address, ""), "it is there without the setting, too"
    for text in row.lacks:
        assert text in bare[ENTRY]
        assert text not in pages[ENTRY]


@pytest.mark.slow
@pytest.mark.parametrize("row", [row for row in table() if row.kind == "plugin" and not row.other], ids=str)
def test_a_plugin_of_materials_does_what_the_table_says(row: Row, tmp_path: Path) -> None:
    root = write_site(tmp_path, with_settings("none", plugin=row))
    done = run(root, "build", "--today", "2026-11-22", "--no-search")
    if row.refuses:
        assert done.exit_code != 0
        assert row.refuses in done.output
        return
    assert done.exit_code == 0, done.output
    for address, texts in row.expected.items():
        for text in texts:
            assert text in (root / "site" / address / "index.html").read_text(encoding="utf-8")
