"""How much of the program must be read to follow an entry, and a single point, from YAML to HTML."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from conftest import GOOD_SITE, PICTURE, write_site

import explainer
from explainer.content.load import load_site
from explainer.model import Layout, SubPoint
from explainer.outputs import render
from explainer.outputs.base import ENTRIES, Artifact, SiteInfo
from explainer.outputs.entry.entries import entry_task
from explainer.outputs.entry.points import PointView
from explainer.outputs.plan import SitePlan

PROGRAM = f"{Path(explainer.__file__).parent}/"
TODAY = date(2026, 11, 22)
SITE_INFO = SiteInfo("Desk", "https://desk.example.org/")
MARKER = "water had stood above the mark"
POINT = f"The *{MARKER}* for a week."
"""A point of its own, whose words are found in no other."""
_FIRST = "      - id: c3d4"
ENTRY = (
    (
        GOOD_SITE["content/entries/dam.yml"]
        .replace("sections:\n", "image: {file: images/dam.gif, alt: A dam, caption: The dam in May}\nsections:\n", 1)
        .replace(
            _FIRST,
            f"""\
      - id: z9y8
        text: "{POINT}"
        sources: [courier-0503, gazette-0502]
        when: 2026-05-02
        status: claimed
{_FIRST}""",
        )
    )
    + """\
  - {id: gazette-0502, publisher: gazette, title: High water, url: "https://gazette.example.org/water"}
updates:
  - {at: 2026-05-06, type: update, note: The ministry plans a report.}
  - {at: 2026-06-01, type: correction, note: The water stood for a week., point: z9y8, was: two weeks, now: a week}
"""
)
"""An entry that has what entries have: a picture, dates, a prediction, updates, sources of several publishers."""


@pytest.fixture
def one_entry(tmp_path: Path) -> Path:
    """A site with a single entry, which has what entries have."""
    publishers = GOOD_SITE["site_data/publishers.yml"] + "gazette: {name: The Gazette}\n"
    files = {
        "site_data/site.yml": "markdown: false\n",  # another way than that to HTML
        "site_data/publishers.yml": publishers,
        "content/entries/dam.yml": ENTRY,
        "content/images/dam.gif": PICTURE,
    }
    return write_site(tmp_path, files)


def page_of_entry(root: Path) -> list[Artifact]:
    """What `render` publishes of the entry, made by its own task alone."""
    plan = SitePlan.of(load_site(root, Layout()), TODAY, site_info=SITE_INFO)
    return list(plan.context.artifacts(entry_task("dam")))


@contextmanager
def traced(notice: Callable[[str, FrameType, object], None]) -> Iterator[None]:
    """Calls `notice` with the program's module, the frame and what is returned, at each call and each return."""

    def profile(frame: FrameType, event: str, value: Any) -> None:
        path = frame.f_code.co_filename
        if path.startswith(PROGRAM) and frame.f_code.co_name != "<module>" and event in ("call", "return"):
            notice(path.removeprefix(PROGRAM), frame, value)

    sys.setprofile(profile)
    try:
        yield
    finally:
        sys.setprofile(None)


def modules_of(run: Callable[[], object]) -> set[str]:
    """The modules of the program in which a function runs."""
    modules: set[str] = set()
    with traced(lambda module, frame, value: modules.add(module)):
        run()
    return modules


def test_few_modules_run_from_the_yaml_of_an_entry_to_its_html(one_entry: Path) -> None:
    published = {
        artifact.path: artifact for artifact in render(load_site(one_entry, Layout()), TODAY, site_info=SITE_INFO)
    }
    of_entry = {
        path: artifact
        for path, artifact in published.items()
        if re.search("(?:explainers|entries|versions)/dam[./]", path)
    }
    artifacts = page_of_entry(one_entry)
    assert {artifact.path: artifact for artifact in artifacts} == of_entry  # the task makes all of it
    page = of_entry[f"{ENTRIES}/dam/index.md"].content
    for part in (MARKER, "x-timeline-chart", "x-bars", "dam.gif", "application/ld+json", "@online", "x-corrected"):
        assert part in page, part
    modules = modules_of(lambda: page_of_entry(one_entry))
    assert {"content/load.py", "outputs/entry/entries.py"} <= modules
    assert len(modules) <= 61, sorted(modules)


def test_few_modules_run_when_a_whole_site_is_rendered(one_entry: Path) -> None:
    def whole() -> object:
        return render(load_site(one_entry, Layout()), TODAY, site_info=SITE_INFO)

    modules = modules_of(whole)
    assert {"content/load.py", "outputs/lists/topics.py"} <= modules
    assert len(modules) <= 83, sorted(modules)


def test_a_point_itself_passes_few_modules(one_entry: Path) -> None:
    """Not counted is who only passes on a whole file, entry or page that the point is somewhere in."""
    passed: dict[str, set[str]] = {}

    def notice(module: str, frame: FrameType, value: object) -> None:
        code = frame.f_code
        arguments = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
        if is_the_point(value) or any(is_the_point(frame.f_locals.get(name)) for name in arguments):
            passed.setdefault(module, set()).add(code.co_name)

    with traced(notice):
        page_of_entry(one_entry)
    assert {"content/yamlfile/reader.py", "model/entry.py", "outputs/entry/points.py", "text/inline.py"} <= set(passed)
    assert len(passed) <= 14, passed


def is_the_point(value: object) -> bool:
    """Whether a value is the point: its text or HTML, its mapping in YAML, its record or view, or a list with it."""
    if isinstance(value, str):
        return MARKER in value and len(value) < 3 * len(POINT)
    if isinstance(value, SubPoint):
        return MARKER in value.words
    if isinstance(value, PointView):
        return MARKER in value.html
    if isinstance(value, Mapping):
        return any(isinstance(text, str) and MARKER in text for text in value.values())
    return isinstance(value, tuple | list) and any(map(is_the_point, value))
