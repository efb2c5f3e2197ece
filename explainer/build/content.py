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
from explainer.build.reading import ParsedEntries, read_entries, rules_of, shared_by
from explainer.checks import check_records, check_together
from explainer.checks.base import Context
from explainer.content.load import load_records, no_entries
from explainer.history.versions import read_history
from explainer.model import Site
from explainer.outputs.base import SiteInfo
from explainer.outputs.plan import Entries, SitePlan
from explainer.problems import Problem, Severity, in_order


def read_content(
    root: Path, today: date, previous: Manifest, stamps: Mapping[str, tuple[int, int]]
) -> tuple[Site, ParsedEntries, tuple[Problem, ...], Manifest]:
    """The content, what is wrong with it, and what to remember of it.

    `stamps` are those of the files, as far as somebody has looked.

    Raises ContentRefused where there is an error, WorkerDied.
    """
    site = load_records(root)
    rules, records = rules_of(site, today, snapshot.code()), shared_by(site)
    known = previous.parsed_entries if previous.rules == rules else {}
    parsed_entries = read_entries(site, today, known, records_same=previous.records == records, stamps=stamps)
    found = [
        *parsed_entries.problems,
        *(problem for one in parsed_entries.parsed_entries.values() for problem in one.problems),
    ]
    unread = {one.path for one in parsed_entries.parsed_entries.values() if one.summary is None}
    told = [problem for problem in found if problem.path in unread or problem in parsed_entries.problems]
    context = Context.of(replace(site, problems=(*site.problems, *told)), today, parsed_entries.summaries)
    problems = [*check_records(site), *found, *check_together(parsed_entries.summaries, context)]
    if not problems and not parsed_entries.parsed_entries:
        problems.append(no_entries())
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ContentRefused(in_order(problems), len(parsed_entries.parsed_entries))
    now = msgspec.structs.replace(
        previous, rules=rules, records=records, parsed_entries=dict(parsed_entries.parsed_entries)
    )
    return site, parsed_entries, in_order(problems), now


def site_plan(site: Site, today: date, parsed_entries: ParsedEntries, config: MkDocsConfig) -> SitePlan:
    """Everything for rendering what was read, with what git knows of it."""
    contents = {path: parsed_entry.content for path, parsed_entry in parsed_entries.parsed_entries.items()}
    fingerprints = {path: parsed_entry.fingerprint for path, parsed_entry in parsed_entries.parsed_entries.items()}
    return SitePlan.of(
        site,
        today,
        history=read_history(site, site.root / ".cache", parsed_entries.summaries),
        site_info=SiteInfo(config.site_name, config.site_url or ""),
        entries=Entries(parsed_entries.summaries, parsed_entries.entry, contents, fingerprints),
    )
