"""Reports what can run in hand-written pages: a proposed change of a page may look like one of its words."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from explainer.model import Site
from explainer.problems import Problem, Severity
from explainer.text.page_code import page_code
from explainer.text.plain import printable

CODE = "page-code"


def code_in_pages(site: Site) -> Iterator[Problem]:
    """A warning for each; in a site that was there before, its pages are its owner's affair."""
    for page in site.pages if site.layout.pages else ():
        for line, what in _found(page.text):
            hint = "if it is meant, nothing needs to change; nobody should find it who did not put it there"
            yield Problem(page.path, f"this page holds {printable(what)}", hint, CODE, (), line, 1, Severity.WARNING)


@lru_cache(maxsize=1024)  # a preview asks at each save
def _found(text: str) -> tuple[tuple[int, str], ...]:
    return tuple(dict.fromkeys(page_code(text)))
