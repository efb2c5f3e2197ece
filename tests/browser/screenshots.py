"""Makes pictures of each kind of page, at two widths, in both colour schemes: `make screenshots`.

`python -m tests.browser.screenshots docs` makes those of docs/themes.md: an explainer in the frame of each theme.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from .host import Host, hosted
from .kinds import AT_LEAST, KINDS
from .tools import CHROMIUM_ARGUMENTS, ROOT, THEMES, build_site, program

WIDTHS = {360: 740, 1280: 800}
"""Heights by widths, in CSS pixels; a picture shows the whole page, however long."""
# Those that load only when a reader comes near them.
SHOW_IMAGES = """() => Promise.all([...document.images].map(image => {
  image.loading = 'eager'
  return image.decode().catch(() => null)
})).then(() => null)"""


def make_screenshots(folder: Path) -> int:
    """Fills a folder with pictures called `KIND-WIDTH-SCHEME.png`; tells how many. What was in it goes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as built:
        site = build_site(Path(built) / "site")
        kinds = [kind for kind in KINDS if kind.file(site).is_file()]
        if len(kinds) < AT_LEAST:
            sys.exit(f"only {len(kinds)} kinds of pages found, at least {AT_LEAST} expected")
        with hosted(Host(site)) as origin, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=program("chromium"), args=CHROMIUM_ARGUMENTS)
            for width, height in WIDTHS.items():
                for scheme in ("light", "dark"):
                    page = browser.new_page(
                        viewport={"width": width, "height": height},
                        color_scheme="light" if scheme == "light" else "dark",
                        reduced_motion="reduce",
                        is_mobile=width < 600,
                        device_scale_factor=2 if width < 600 else 1,
                    )
                    for kind in kinds:
                        kind.visit(page, origin)
                        page.evaluate(SHOW_IMAGES)
                        page.screenshot(path=folder / f"{kind.name}-{width}-{scheme}.png", full_page=True)
                    page.close()
            browser.close()
    return len(list(folder.iterdir()))


def make_pictures(folder: Path) -> None:
    """Puts a picture of an explainer in each theme into a folder, small enough for a page of the docs."""
    with tempfile.TemporaryDirectory() as built, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program("chromium"), args=CHROMIUM_ARGUMENTS)
        entry = next(kind for kind in KINDS if kind.name == "entry")
        for theme in THEMES:
            page = browser.new_page(viewport={"width": 1280, "height": 800}, device_scale_factor=0.65)
            with hosted(Host(build_site(Path(built) / theme, theme))) as origin:
                entry.visit(page, origin)
                page.evaluate(SHOW_IMAGES)
                page.screenshot(path=folder / f"{theme}.png")
            page.close()
        browser.close()


if __name__ == "__main__":
    if sys.argv[1:] == ["docs"]:
        make_pictures(ROOT / "docs" / "images")
        sys.exit()
    folder = ROOT / "screenshots"
    print(f"{make_screenshots(folder)} pictures: {folder}")
