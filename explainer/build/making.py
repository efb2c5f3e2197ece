"""Makes the files of a site: runs tasks, finishes their artifacts, and writes what is different beside the site."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

from explainer.build.errors import BuildFailed
from explainer.build.manifest import JobResult, Output
from explainer.build.workers import spread
from explainer.engine.pages import Engine, head_of
from explainer.engine.search import language_of
from explainer.outputs.base import Artifact, Task
from explainer.outputs.context import RenderContext
from explainer.text.templating.mistakes import place_of

NOWHERE = Output("", 0, 0, b"", None, "")


@dataclass(frozen=True, slots=True)
class Renderer:
    """All that is needed to make files."""

    context: RenderContext
    engine: Engine
    base: str
    """What every file depends on, as a hash."""
    staging: Path
    """The folder that new files are written to."""
    there: Mapping[str, Output]
    """The files that are in the site already, by path, and are as they were left."""

    def key(self, task: Task) -> str:
        """A fingerprint of all that a task depends on, besides what it looks up."""
        return self.context.key(task, self.base, self.engine.around(task.name))

    def make(self, tasks: Sequence[Task]) -> Iterator[tuple[str, JobResult]]:
        """Runs tasks, over all cores; gives their names and results. Raises BuildFailed."""
        for part in spread(self._make, tasks):
            yield from part

    def _make(self, tasks: Sequence[Task]) -> list[tuple[str, JobResult]]:
        try:
            return [(task.name, self._made(task)) for task in tasks]
        except Exception as error:  # of a template, say
            raise BuildFailed(place_of(error)) from None

    def _made(self, task: Task) -> JobResult:
        artifacts, dependencies = self.context.execute(task)
        outputs = tuple(self._output(artifact) for artifact in artifacts)
        source = artifacts[0].source if artifacts else ""
        indexed = self.engine.index.taken() if self.engine.index else b""
        return JobResult(self.key(task), dependencies, outputs, source, indexed)

    def _output(self, artifact: Artifact) -> Output:
        content = self.engine.finish(artifact)
        meta = head_of(artifact) if artifact.is_page else {}
        listed = artifact.is_page and not meta.get("noindex")
        changed = str(meta.get("changed") or "") if listed else None
        searched = language_of(content) if artifact.is_page else ""
        return self.write(artifact.destination, content, changed, searched)

    def write(self, path: str, content: bytes, changed: str | None = None, searched: str = "") -> Output:
        """Writes a file beside the site, unless the site has it already."""
        name = blake2b(content, digest_size=16).digest()
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
    """Makes a folder where there is none; nearly always the one around it is there."""
    try:
        os.mkdir(folder)  # noqa: PTH102
    except FileNotFoundError:
        os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    except FileExistsError:
        pass
