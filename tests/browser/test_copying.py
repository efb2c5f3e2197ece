"""What a reader may want to take along is copied by one click, exactly as it stands."""

from __future__ import annotations

import pytest

from .conftest import OpenPage
from .kinds import ARABIC, ENTRY, Kind

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("kind", [ENTRY, ARABIC], ids=lambda kind: kind.name)
def test_a_citation_is_copied_as_it_stands(open_page: OpenPage, kind: Kind, origin: str) -> None:
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=origin)
    kind.visit(page, origin)
    page.locator(".x-cite-this summary").click()
    page.locator(".x-embed-this summary").click()
    for place in ("citation_", "bibtex_", "embedding_"):
        button = page.locator(f"[data-copies={place}]")
        before = button.inner_text()
        button.click()
        page.wait_for_function("button => 'said' in button.dataset", arg=button.element_handle())
        assert button.inner_text() == button.get_attribute("data-copied") != before
        assert page.evaluate("navigator.clipboard.readText()") == page.locator(f"#{place}").text_content()


def test_without_scripts_a_citation_can_be_read_and_no_button_promises_more(open_page: OpenPage, origin: str) -> None:
    page = open_page(scripts=False)
    ENTRY.visit(page, origin)
    page.locator(".x-cite-this summary").click()
    page.locator(".x-embed-this summary").click()
    assert page.locator("#embedding_").inner_text().startswith("<iframe")
    assert page.locator("#citation_").is_visible()
    assert page.locator("#bibtex_").inner_text().startswith("@online{")
    assert not page.locator(".x-copy").first.is_visible()
