"""What is wrong with a site: `check(site, today) -> problems`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from explainer import yamlfile
from explainer.checks import dates, records, sections, sources
from explainer.checks.base import Check, Context
from explainer.model import Entry, Site
from explainer.problems import ContentError, Problem, Severity, in_order
from explainer.validation import nearest

CHECKS: tuple[Check, ...] = (*sections.CHECKS, *sources.CHECKS, *dates.CHECKS, *records.CHECKS)
"""Every rule; the order is that of the manual."""


def check(site: Site, today: date, checks: Iterable[Check] = CHECKS) -> tuple[Problem, ...]:
    """Every problem of a site on a day, with what kept its files from being read, in reading order.

    An error in a draft is a warning: nothing of a draft is published.
    """
    context = Context.of(site, today)
    rules = [(rule, severity) for rule in checks if (severity := _severity(rule, site)) is not None]
    problems = [*site.problems, *_located(list(_unknown_codes(site)), site)]
    for entry in site.entries:
        problems += _located(_problems(entry, context, rules), site)
    return in_order(problems)


def _problems(entry: Entry, context: Context, rules: Iterable[tuple[Check, Severity]]) -> list[Problem]:
    return [
        replace(problem, code=rule.code, severity=Severity.WARNING if entry.status == "draft" else severity)
        for rule, severity in rules
        for problem in rule.find(entry, context)
    ]


def _severity(rule: Check, site: Site) -> Severity | None:
    """What the site says of a rule; None: it is off."""
    configured = site.settings.checks.get(rule.code)
    if configured is None:
        return rule.severity
    return None if configured == "off" else Severity(configured)


def _located(problems: list[Problem], site: Site) -> list[Problem]:
    """The problems of one file with their lines and columns, which are found by reading the file once more."""
    if not problems:
        return problems
    path = problems[0].path
    try:
        found = yamlfile.positions(yamlfile.decode((site.root / path).read_bytes(), path), path)
    except (OSError, ContentError):  # changed since it was loaded
        return problems
    located = []
    for problem in problems:
        line, column = found.find(problem.pointer, key=problem.code == "unknown-check")
        located.append(replace(problem, line=line, column=column))
    return located


def _unknown_codes(site: Site) -> Iterator[Problem]:
    """Codes in `site_data/site.yml` that no check has."""
    known = [rule.code for rule in CHECKS]
    for code in site.settings.checks:
        if code not in known:
            hint = nearest(code, known, "delete the line")
            yield Problem("site_data/site.yml", f"there is no check `{code}`", hint, "unknown-check", ("checks", code))
