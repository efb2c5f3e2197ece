"""The errors that a build raises."""

from __future__ import annotations

from collections.abc import Iterable

from explainer.problems import ContentError, Problem


class BuildFailed(Exception):
    """The site could not be built, and the last good one is unchanged; the message says why."""


class ContentRefused(ContentError):
    """The content has errors; the last good site is unchanged."""

    def __init__(self, problems: Iterable[Problem], entries: int) -> None:
        super().__init__(problems)
        self.entries = entries
        """The number of entries, unreadable ones included."""
