"""What is wrong with a site: `check(site, today) -> problems`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from explainer.checks import dates, records, sections, sources
from explainer.checks.base import Check, Context
from explainer.checks.templates import unused_templates
from explainer.content.load import positions_in
from explainer.model import Entry, Site
from explainer.model.summary import EntrySummary, summarize
from explainer.problems import Problem, Severity, in_order, nearest

CHECKS: tuple[Check, ...] = (*sections.CHECKS, *sources.CHECKS, *dates.CHECKS, *records.CHECKS)
"""Every rule; the order is that of the manual."""


def check(site: Site, today: date, checks: Iterable[Check] = CHECKS) -> tuple[Problem, ...]:
    """Every problem of a site on a day, with what kept its files from being read, in reading order.

    An error in a draft is a warning: nothing of a draft is published.
    """
    rules = tuple(checks)
    summaries = tuple(map(summarize, site.entries))
    context = Context.of(site, today, summaries)
    problems = [*check_records(site), *check_together(summaries, context, rules)]
    for entry in site.entries:
        problems += check_entry(entry, context, rules)
    return in_order(problems)


def check_records(site: Site) -> list[Problem]:
    """What is wrong with what entries share, with the site's own templates, and what kept files from being read."""
    return [*site.problems, *_located(list(_unknown_codes(site)), site), *unused_templates(site)]


def check_entry(entry: Entry, context: Context, checks: Iterable[Check] = CHECKS) -> list[Problem]:
    """What is wrong with an entry, whatever others say; the context need not know these."""
    return _found(entry, context, _applied((rule for rule in checks if not rule.compares), context.site))


def check_together(
    entries: Iterable[EntrySummary], context: Context, checks: Iterable[Check] = CHECKS
) -> list[Problem]:
    """What is wrong between entries; the context knows all of them."""
    rules = _applied((rule for rule in checks if rule.compares), context.site)
    return [problem for entry in entries for problem in _found(entry, context, rules)]


def _found(entry: Entry | EntrySummary, context: Context, rules: Sequence[tuple[Check, Severity]]) -> list[Problem]:
    draft = entry.status == "draft"
    problems = [
        replace(problem, code=rule.code, severity=Severity.WARNING if draft else severity)
        for rule, severity in rules
        for problem in rule.find(entry, context)
    ]
    return _located(problems, context.site)


def _applied(rules: Iterable[Check], site: Site) -> list[tuple[Check, Severity]]:
    """Rules with what the site says of each, without those that are off."""
    said = [(rule, site.settings.checks.get(rule.code, rule.severity)) for rule in rules]
    return [(rule, Severity(severity)) for rule, severity in said if severity != "off"]


def _located(problems: list[Problem], site: Site) -> list[Problem]:
    """The problems of one file with their lines and columns, which are found by reading the file once more."""
    if not problems:
        return problems
    found = positions_in(site.root, problems[0].path)
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
