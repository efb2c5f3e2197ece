"""What a build says when it fails."""

from __future__ import annotations

from collections.abc import Iterable

from explainer.problems import ContentError, Problem


class BuildFailed(Exception):
    """The site could not be built; the last good one is as it was. The text says why, in the engine's own words."""


class ContentRefused(ContentError):
    """There are errors in the content; the last good site is as it was."""

    def __init__(self, problems: Iterable[Problem], entries: int) -> None:
        super().__init__(problems)
        self.entries = entries
        """How many entries there are, those that cannot be read too."""
