"""A task reaches what it declared and what is traced, and nothing else: so no page can stay stale."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from building import build, contents, differences
from conftest import write_site

from explainer.content.load import load_site
from explainer.history.versions import read_history
from explainer.outputs import OUTPUTS, tasks
from explainer.outputs.base import Artifact, Day, SiteInfo, Table, Task
from explainer.outputs.context import RenderContext
from explainer.outputs.plan import SitePlan

ROOT = Path(__file__).parents[1]
TODAY = date(2026, 11, 22)
SITE_INFO = SiteInfo("The Small Desk", "https://small.example.org/")


# --- what cannot be forgotten -----------------------------------------------------------------------------------------


def _titles(context: RenderContext) -> Iterator[Artifact]:
    yield Artifact("titles.txt", "".join(entry.title for entry in context.readable), "")  # type: ignore[attr-defined]


def _all_names(context: RenderContext) -> Iterator[Artifact]:
    yield Artifact("names.txt", "".join(name.title for name in context.names), "")  # type: ignore[misc]


def _today(context: RenderContext) -> Iterator[Artifact]:
    yield Artifact("today.txt", str(context.today == TODAY), "")


def _given(value: object, context: RenderContext) -> Iterator[Artifact]:
    yield Artifact("given.txt", str(value), "")


def test_a_task_cannot_hold_what_nobody_traces(good_site: Path) -> None:
    plan = SitePlan.of(load_site(good_site), TODAY)

    def closure(context: RenderContext) -> Iterator[Artifact]:
        yield Artifact("titles.txt", "".join(entry.title for entry in plan.readable), "")

    hidden: tuple[Callable[..., Any], ...] = (closure, partial(_given, plan), plan.context.artifacts)
    for function in hidden:
        with pytest.raises(TypeError, match="needs a function of a module"):
            Task("people/", function)
    for value in (plan, plan.context, plan.context.names, load_site):
        with pytest.raises(TypeError, match="cannot hold a"):
            plan.context.key(Task("people/", _given, (value,)))


@pytest.mark.parametrize("function", [_titles, _all_names, _today])
def test_a_task_cannot_see_the_whole_site(function: Callable[..., Any], good_site: Path) -> None:
    context = SitePlan.of(load_site(good_site), TODAY).context
    with pytest.raises((AttributeError, TypeError)):
        context.execute(Task("people/", function))


class _Only(dict[str, Any]):
    """The part of a table that a task has looked up; to look further is an error."""

    def __init__(self, values: Mapping[str, Any], names: set[str]) -> None:
        super().__init__({name: value for name, value in values.items() if name in names})
        self._names = names

    def __getitem__(self, name: str) -> Any:
        assert name in self._names, f"{name} was not traced"
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        assert name in self._names, f"{name} was not traced"
        return super().__contains__(name)


class _OnlyDay(Day):
    """A day that can only be compared as a task has compared it."""

    def __init__(self, compared: set[str]) -> None:
        self._compared = compared

    def __lt__(self, other: date) -> bool:
        assert f"<{other}" in self._compared
        return other > TODAY

    def __gt__(self, other: date) -> bool:
        assert f">{other}" in self._compared
        return other < TODAY


def test_every_task_makes_the_same_of_what_it_traced_alone() -> None:
    site = load_site(ROOT)
    plan = SitePlan.of(site, TODAY, history=read_history(site), site_info=SITE_INFO)
    for task in tasks(plan):
        artifacts, dependencies = plan.context.execute(task)
        seen: dict[str, set[str]] = {}
        for line in dependencies.split("\n"):
            table, _, name = line.partition(" ")
            seen.setdefault(table, set()).add(name)
        tables: dict[str, Any] = {
            one.name: Table(
                one.name, _Only(one.values, seen.get(one.name, set())), one.trace, one.fingerprint, one.read
            )
            for one in plan.context.tables
        }
        poisoned = replace(plan.context, today=_OnlyDay(seen.get("days", set())), **tables)
        assert tuple(poisoned.artifacts(task)) == artifacts, task.name


# --- what changes a page changes a key --------------------------------------------------------------------------------

DEAD = '{"https://courier.example.org/dam": {"why": "status 404", "dead_since": "2026-11-20"}}'
CHANGED: dict[str, tuple[dict[str, str], dict[str, Any]]] = {
    "the site's name": ({}, {"site_info": SiteInfo("Another Desk", SITE_INFO.url)}),
    "the site's address": ({}, {"site_info": SiteInfo(SITE_INFO.name, "https://elsewhere.example.org/")}),
    "a word": ({"site_data/ui/en.yml": "topics: Subjects\nchanges: News\n"}, {}),
    "the site's language": ({"site_data/site.yml": "language: de\n"}, {}),
    "the day": ({}, {"today": date(2040, 1, 1)}),
    "the form editor": ({"site_data/site.yml": "editor: {backend: github, repo: small/desk}\n"}, {}),
    "a page": ({"content/pages/about.md": "# We\n"}, {}),
    "a dead link": ({"site_data/links.json": DEAD}, {}),
}


@pytest.mark.parametrize("what", CHANGED)
def test_what_changes_an_artifact_changes_a_key_or_a_fingerprint(what: str, tmp_path: Path) -> None:
    files, options = CHANGED[what]
    before = _plan(write_site(tmp_path / "before", {}))
    after = _plan(write_site(tmp_path / "after", files), **options)
    old = {task.name: task for task in tasks(before)}
    same, different = 0, 0
    for task in tasks(after):
        artifacts, dependencies = before.context.execute(old[task.name]) if task.name in old else ((), "")
        if artifacts == after.context.execute(task)[0]:
            same += 1
            continue
        different += 1
        assert task.name not in old or (
            before.context.key(old[task.name]) != after.context.key(task)
            or before.fingerprints.of(dependencies) != after.fingerprints.of(dependencies)
        ), f"{task.name} would stay stale"
    assert different > 0
    assert same > 0


def _plan(root: Path, today: date = TODAY, site_info: SiteInfo = SITE_INFO) -> SitePlan:
    return SitePlan.of(load_site(root), today, site_info=site_info)


# --- conventions ------------------------------------------------------------------------------------------------------


def test_an_output_stands_in_the_module_that_bears_its_name() -> None:
    assert [one.__module__ for one in OUTPUTS if one.__module__.rpartition(".")[2] != one.__name__] == []


# --- the time of a build ----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_two_sites_that_one_process_builds_have_their_own_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    first = write_site(tmp_path / "first", {"content/pages/about.md": "# About\n"})
    text = (first / "content/entries/dam.yml").read_text(encoding="utf-8")
    day = load_site(first).entries[0].published
    assert day is not None
    later = text.replace(f"published: {day.text}", "published: 2026-10-09", 1)
    second = write_site(tmp_path / "second", {"content/pages/about.md": "# About\n", "content/entries/dam.yml": later})
    for root, when in ((first, f"{day.first}"), (second, "2026-10-09"), (first, f"{day.first}")):
        build(root, "-d", root / "site")
        sitemap = (root / "site" / "sitemap.xml").read_text(encoding="utf-8")
        assert f"about/</loc><lastmod>{when}</lastmod>" in sitemap
    before = contents(first / "site")
    build(first)
    assert differences(before, contents(first / "site")) == []
