"""The overlay that lists the content's problems on a preview's pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from explainer.keys import digest
from explainer.problems import Problem, Severity, in_order
from explainer.resources import TEMPLATES
from explainer.text.plain import count, printable
from explainer.text.templating import Templates

FILES = {name: TEMPLATES / "preview" / name for name in ("preview.css", "preview.js")}
"""The overlay's stylesheet and script, by name."""
_SHOWN = 100
"""The most problems on a page; a large site may have thousands."""
_SEARCH = {"being built": "The search index is being built", "failed": "The search index could not be built"}


def overlay(problems: Iterable[Problem], *, failure: str = "", page: str = "", search: str = "") -> str:
    """HTML that lists the problems, errors first; hidden if there are none. It is in English, as problems are.

    `failure` says why the page is out of date; `page` is the page's fingerprint. `search` is the state of the search
    index if the page needs it: "being built" or "failed".
    """
    ordered = sorted(in_order(problems), key=lambda problem: problem.severity is not Severity.ERROR)
    errors = sum(problem.severity is Severity.ERROR for problem in ordered)
    counts = ((errors, "error"), (len(ordered) - errors, "warning"))
    parts = ["This page could not be rendered"] * bool(failure)
    parts += [_SEARCH[search]] if search else []
    parts += [count(number, word, f"{word}s") for number, word in counts if number]
    failure = printable(failure)
    shown = [
        (_visible(problem), digest(problem.path, problem.code, problem.message)[:12]) for problem in ordered[:_SHOWN]
    ]
    values = {
        "problems": shown,
        "more": len(ordered) - len(shown),
        "errors": errors,
        "failure": failure,
        "failure_key": digest(failure)[:12],
        "search": search,
        "page": page,
        "summary": ", ".join(parts),
    }
    return Templates([TEMPLATES]).render("preview/problems.html.jinja", values)


def _visible(problem: Problem) -> Problem:
    path, message, hint = map(printable, (problem.path, problem.message, problem.hint))
    return replace(problem, path=path, message=message, hint=hint)
