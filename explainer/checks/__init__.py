"""What is wrong with a site: `check(site, today) -> problems`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from explainer.checks import characters, dates, figures, records, sections, sources
from explainer.checks.base import Check, Context
from explainer.checks.files import is_code, unfit_files
from explainer.checks.pages import code_in_pages
from explainer.checks.settings import broken_settings, unknown_lead, unknown_pages, unsupported_settings
from explainer.checks.templates import unused_templates
from explainer.checks.words import wrong_words
from explainer.content.load import located
from explainer.model import Entry, Site
from explainer.model.summary import EntrySummary
from explainer.problems import Problem, Severity, in_order, nearest

CHECKS: tuple[Check, ...] = (
    *sections.CHECKS,
    *characters.CHECKS,
    *sources.CHECKS,
    *figures.CHECKS,
    *dates.CHECKS,
    *records.CHECKS,
)
"""Every check, in the manual's order."""


def check(site: Site, today: date, checks: Iterable[Check] = CHECKS) -> tuple[Problem, ...]:
    """Every problem of a site on a day, those of unreadable files included, in reading order.

    An error in a draft is a warning, as a draft is not published.
    """
    rules = tuple(checks)
    summaries = site.summaries
    context = Context.of(site, today, summaries)
    problems = [*check_records(site), *check_together(summaries, context, rules)]
    for entry in site.entries:
        problems += check_entry(entry, context, rules)
    return in_order(problems)


def check_records(site: Site) -> list[Problem]:
    """Problems of settings, shared records, the site's own templates and words, and of files that cannot be read."""
    files = list(unfit_files(site))
    problems = [
        *site.problems,
        *broken_settings(site),
        *located(site.root, unsupported_settings(site), key=True),
        *located(site.root, _unknown_codes(site), key=True),
        *located(site.root, unknown_pages(site)),
        *files,
        *characters.doubtful_characters(site),
        *code_in_pages(site),
    ]
    if not any(is_code(problem, site) for problem in files):  # else reading them might lead anywhere
        problems += [*unused_templates(site), *wrong_words(site)]
    return list(dict.fromkeys(problems))


def check_entry(entry: Entry, context: Context, checks: Iterable[Check] = CHECKS) -> list[Problem]:
    """An entry's problems that do not depend on other entries; the context need not know these."""
    return _found(entry, context, _applied((rule for rule in checks if not rule.compares), context.site))


def check_together(
    entries: Iterable[EntrySummary], context: Context, checks: Iterable[Check] = CHECKS
) -> list[Problem]:
    """Problems between entries, and of settings that name one; the context knows all of them."""
    rules = _applied((rule for rule in checks if rule.compares), context.site)
    between = [problem for entry in entries for problem in _found(entry, context, rules)]
    return [*located(context.site.root, unknown_lead(context)), *between]


def _found(entry: Entry | EntrySummary, context: Context, rules: Sequence[tuple[Check, Severity]]) -> list[Problem]:
    problems = (
        Problem(
            *(entry.path, message, hint, rule.code, pointer),
            severity=Severity.WARNING if entry.status == "draft" else severity,
        )
        for rule, severity in rules
        for pointer, message, hint in rule.find(entry, context)
    )
    return located(context.site.root, problems)


def _applied(rules: Iterable[Check], site: Site) -> list[tuple[Check, Severity]]:
    """Checks with the severity that the site gives them, without those that are off."""
    severities = ((rule, site.settings.checks.get(rule.code, rule.severity)) for rule in rules)
    return [(rule, Severity(severity)) for rule, severity in severities if severity != "off"]


def _unknown_codes(site: Site) -> Iterator[Problem]:
    """Codes in `site_data/site.yml` that no check has."""
    known = [rule.code for rule in CHECKS]
    for code in sorted(site.settings.checks.keys() - known):
        hint = nearest(code, known, "delete the line")
        yield Problem(
            f"{site.layout.data}/site.yml", f"there is no check `{code}`", hint, "unknown-check", ("checks", code)
        )
