"""What the browser tests need beside Python. What is missing is said with the command that brings it, never skipped."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TODAY = "2026-11-22"
"""The day for which the site is built: nothing may hang on the day on which the tests run."""

# Nothing that Chromium does by itself may reach for the network: a test's page has the only say.
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)

_PACKAGES = {
    "chromium": "sudo apt-get install -y chromium",
    "java": "sudo apt-get install -y default-jre-headless",
    "node": "sudo apt-get install -y nodejs npm",
}
JUDGES = {
    "axe": "axe-core/axe.min.js",
    "html-validate": "html-validate/bin/html-validate.mjs",
    "immutable": "immutable/dist/immutable.es.js",
    "js-yaml": "js-yaml/dist/browser/js-yaml.umd.min.js",
    "lighthouse": "lighthouse/core/index.js",
    "open-graph": "open-graph-scraper/package.json",
    "readability": "@mozilla/readability/Readability.js",
    "readerable": "@mozilla/readability/Readability-readerable.js",
    "schema-org": "schema-dts/dist/schema.d.ts",
    "sitemap": "sitemap/schema/sitemap.xsd",
    "sveltia-schema": "@sveltia/cms/schema/sveltia-cms.json",
    "tsc": "typescript/bin/tsc",
    "vnu": "vnu-jar/build/dist/vnu.jar",
    "yaml-language-server": "yaml-language-server/bin/yaml-language-server",
}


class MissingTool(Exception):
    """A program that the browser tests need is not there; the text says how to get it."""


def program(name: str) -> str:
    """The path of a program of this system. Raises MissingTool."""
    path = shutil.which(name)
    if path is None:
        raise MissingTool(f"the browser tests need `{name}`; please run: make browser (or {_PACKAGES[name]})")
    return path


def chromium() -> str:
    """The path of the browser: Chromium without a window of its own where the distribution has it, which opens pages in
    a third of the time. Raises MissingTool."""
    return shutil.which("chromium-headless-shell") or program("chromium")


def judge(name: str) -> Path:
    """The file of a judge that npm installs. Raises MissingTool."""
    path = HERE / "node_modules" / JUDGES[name]
    if not path.is_file():
        by_hand = "npm --prefix tests/browser ci"
        raise MissingTool(f"the browser tests need {JUDGES[name]}; please run: make browser (or {by_hand})")
    return path


THEMES = ("material", "explainer")


def build_site(folder: Path, theme: str = THEMES[0], *, settings: str = "") -> Path:
    """Builds the repository's own site with a theme, and with more of what a `mkdocs.yml` may say.

    Raises AssertionError with what the program said.
    """
    config = folder.with_name(f"{folder.name}.yml")
    config.write_text(
        f"INHERIT: {ROOT / 'mkdocs.yml'}\ndocs_dir: {ROOT / 'content'}\nsite_dir: {folder}\n"
        f"plugins: [explainer: {{today: {TODAY}}}]\n{settings or f'theme: {{name: {theme}}}'}\n"
    )
    command = [str(Path(sys.executable).with_name("mkdocs")), "build", "--quiet", "--config-file", str(config)]
    # The variable silences the notice that Material for MkDocs comes to its end of life.
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise AssertionError(f"the site could not be built:\n{done.stdout}{done.stderr}")
    return folder


def lighthouse(url: str, *categories: str) -> dict[str, Any]:
    """Lighthouse's report on a page for a phone, in some of its categories. Raises MissingTool."""
    judge("lighthouse")
    command = [program("node"), str(HERE / "lighthouse.mjs"), url, ",".join(categories), program("chromium")]
    done = subprocess.run([*command, *CHROMIUM_ARGUMENTS], capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    assert not report.get("runtimeError"), report["runtimeError"]
    return report
