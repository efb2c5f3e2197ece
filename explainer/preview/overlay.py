"""What is wrong with the content, as a part of the pages that a preview shows."""

from __future__ import annotations

from collections.abc import Iterable

from explainer.keys import digest
from explainer.problems import Problem, Severity, in_order
from explainer.resources import TEMPLATES
from explainer.text.plain import count
from explainer.text.templating import Templates

FILES = {name: TEMPLATES / "preview" / name for name in ("preview.css", "preview.js")}
"""What a page needs for it, by name."""
_SHOWN = 100
"""How many problems stand on a page; a site of ten thousand entries may have as many."""
_SEARCH = {"being made": "Search is being made", "failed": "Search could not be made"}


def overlay(problems: Iterable[Problem], *, failure: str = "", page: str = "", search: str = "") -> str:
    """HTML that lists the problems, errors first; hidden where there are none. It speaks English, as the problems do.

    `failure` says why the page is not as the files say; `page` names the state of the page below it. `search` is what
    becomes of the search, if readers wait for it: "being made" or "failed".
    """
    ordered = sorted(in_order(problems), key=lambda problem: problem.severity is not Severity.ERROR)
    errors = sum(problem.severity is Severity.ERROR for problem in ordered)
    counts = ((errors, "error"), (len(ordered) - errors, "warning"))
    parts = ["A page could not be made"] * bool(failure)
    parts += [_SEARCH[search]] if search else []
    parts += [count(number, word, f"{word}s") for number, word in counts if number]
    shown = [(problem, digest(problem.path, problem.code, problem.message)[:12]) for problem in ordered[:_SHOWN]]
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
