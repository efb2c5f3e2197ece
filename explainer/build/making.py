"""Makes a site's files: runs tasks, finishes their artifacts, and writes files that differ to a staging folder."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from explainer.build.errors import BuildFailed
from explainer.build.manifest import Output, TaskResult
from explainer.build.workers import spread
from explainer.engine.pages import Engine, head_of
from explainer.engine.search import language_of
from explainer.outputs.base import Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.text.templating.mistakes import place_of

NOWHERE = Output("", 0, 0, b"", None, "")


@dataclass(frozen=True, slots=True)
class Renderer:
    """Runs tasks and writes their files."""

    context: RenderContext
    engine: Engine
    base: str
    """The fingerprint of the inputs that all files share."""
    staging: Path
    """The folder for new files."""
    there: Mapping[str, Output]
    """The site's files that are unchanged since the last build, by path."""

    def key(self, task: Task) -> str:
        """The fingerprint of a task's inputs, except those that it looks up."""
        return self.context.key(task, self.base, self.engine.around(task.name))

    def make(self, tasks: Sequence[Task]) -> Iterator[tuple[str, TaskResult]]:
        """Runs tasks on all cores; yields their names and results. Raises BuildFailed."""
        for part in spread(self._make, tasks, "Rendering"):
            yield from part

    def _make(self, tasks: Sequence[Task]) -> list[tuple[str, TaskResult]]:
        try:
            return [(task.name, self._made(task)) for task in tasks]
        except Exception as error:  # of a template, say
            raise BuildFailed(place_of(error)) from None

    def _made(self, task: Task) -> TaskResult:
        artifacts, dependencies = self.context.execute(task)
        outputs = tuple(self._output(artifact) for artifact in artifacts)
        source = artifacts[0].source if artifacts else ""
        indexed = self.engine.index.taken() if self.engine.index else b""
        logged = tuple(one for artifact in artifacts for one in artifact.logged)
        return TaskResult(self.key(task), dependencies, outputs, source, indexed, logged)

    def _output(self, artifact: Artifact) -> Output:
        content = self.engine.finish(artifact)
        meta = head_of(artifact) if artifact.is_page else {}
        listed = artifact.is_page and not meta.get("noindex")
        changed = str(meta.get("changed") or "") if listed else None
        searched = language_of(content) if artifact.is_page else ""
        return self.write(artifact.destination, content, changed, searched)

    def write(self, path: str, content: bytes, changed: str | None = None, searched: str = "") -> Output:
        """Writes a file to the staging folder, unless the site already has it."""
        name = sha256(content).digest()
        old = self.there.get(path, NOWHERE)
        if old.content == name:
            return Output(path, old.size, old.modified, name, changed, searched)
        place = f"{self.staging}/{path}"
        try:
            file = open(place, "wb")  # noqa: SIM115, PTH123 - ten thousand times
        except FileNotFoundError:
            _make_folder(os.path.dirname(place))  # noqa: PTH120
            file = open(place, "wb")  # noqa: SIM115, PTH123
        with file:
            file.write(content)
            file.flush()
            modified = os.fstat(file.fileno()).st_mtime_ns
        return Output(path, len(content), modified, name, changed, searched)


def _make_folder(folder: str) -> None:
    """Creates a folder if there is none; its parent nearly always exists."""
    try:
        os.mkdir(folder)  # noqa: PTH102
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    except FileExistsError:
        pass
