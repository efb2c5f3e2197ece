"""What a build says when it fails."""

from __future__ import annotations

import traceback
from collections.abc import Iterable

from explainer.problems import ContentError, Problem
from explainer.report import printable
from explainer.templating import mistakes


class BuildFailed(Exception):
    """The site could not be built; the last good one is as it was. The text says why, in the engine's own words."""


class ContentRefused(ContentError):
    """There are errors in the content; the last good site is as it was."""

    def __init__(self, problems: Iterable[Problem], entries: int) -> None:
        super().__init__(problems)
        self.entries = entries
        """How many entries there are, those that cannot be read too."""


def place_of(error: Exception) -> str:
    """Where an error arose and what is wrong: in a template if it passed through one, which is what can be mended."""
    if said := mistakes.explained(error):
        return "\n".join(map(printable, said.split("\n")))
    frames = traceback.extract_tb(error.__traceback__)
    frame = next((one for one in reversed(frames) if not one.filename.endswith(".py")), frames[-1])
    return f"{frame.filename}:{frame.lineno}: {type(error).__name__}: {error}"
