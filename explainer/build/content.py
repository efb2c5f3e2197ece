"""Reads all of a site's content for a build, checks it, and hands it on to be rendered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import msgspec
from mkdocs.config.defaults import MkDocsConfig

from explainer.build import snapshot
from explainer.build.errors import ContentRefused
from explainer.build.manifest import Manifest
from explainer.build.reading import Readings, read_entries, rules_of, shared_by
from explainer.checks import check_records, check_together
from explainer.checks.base import Context
from explainer.content.load import load_records, no_entries
from explainer.history.versions import read_history
from explainer.model import Site
from explainer.outputs.base import Home
from explainer.outputs.context import Entries, Press
from explainer.problems import Problem, Severity, in_order


def read_content(
    root: Path, today: date, kept: Manifest, stamps: Mapping[str, tuple[int, int]]
) -> tuple[Site, Readings, tuple[Problem, ...], Manifest]:
    """The content, what is wrong with it, and what to remember of it.

    `stamps` are those of the files, as far as somebody has looked.

    Raises ContentRefused where there is an error, WorkerDied.
    """
    site = load_records(root)
    rules, records = rules_of(site, today, snapshot.code()), shared_by(site)
    known = kept.readings if kept.rules == rules else {}
    readings = read_entries(site, today, known, records_same=kept.records == records, stamps=stamps)
    found = [*readings.problems, *(problem for one in readings.readings.values() for problem in one.problems)]
    unread = {one.path for one in readings.readings.values() if one.brief is None}
    told = [problem for problem in found if problem.path in unread or problem in readings.problems]
    context = Context.of(replace(site, problems=(*site.problems, *told)), today, readings.briefs)
    problems = [*check_records(site), *found, *check_together(readings.briefs, context)]
    if not problems and not readings.readings:
        problems.append(no_entries())
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ContentRefused(in_order(problems), len(readings.readings))
    now = msgspec.structs.replace(kept, rules=rules, records=records, readings=dict(readings.readings))
    return site, readings, in_order(problems), now


def press_of(site: Site, today: date, readings: Readings, config: MkDocsConfig) -> Press:
    """Everything for rendering what was read, with what git knows of it."""
    contents = {path: reading.content for path, reading in readings.readings.items()}
    seals = {path: reading.seal for path, reading in readings.readings.items()}
    return Press.of(
        site,
        today,
        history=read_history(site, site.root / ".cache", readings.briefs),
        home=Home(config.site_name, config.site_url or ""),
        entries=Entries(readings.briefs, readings.entry, contents, seals),
    )
