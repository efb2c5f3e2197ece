"""One build: runs stale tasks and finds the files that are new or different."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Set
from functools import partial
from pathlib import Path
from typing import TypeGuard

from mkdocs.config.defaults import MkDocsConfig

from explainer.build import snapshot
from explainer.build.built import Base
from explainer.build.making import Renderer
from explainer.build.manifest import Manifest, Output, TaskResult
from explainer.build.searching import Searching
from explainer.engine.files import is_taken
from explainer.engine.notices import tell_of_history
from explainer.engine.pages import Engine
from explainer.engine.pictures import published_pictures
from explainer.engine.search import language_of
from explainer.keys import digest
from explainer.outputs import addresses, planned, refuse_shared_addresses
from explainer.outputs.base import Logged, SiteInfo, Task
from explainer.outputs.data.log import SUMS, is_made, log_artifact, sums
from explainer.outputs.dependencies import Changes
from explainer.outputs.entry.translations import translations
from explainer.outputs.pages import page_artifacts
from explainer.outputs.plan import SitePlan
from explainer.resources.reading import read
from explainer.text.templating import Theme


class Building:
    """One build: runs stale tasks and finds the files that are new or different."""

    def __init__(  # noqa: PLR0917 - a class with one caller
        self,
        config: MkDocsConfig,
        theme: Theme,
        plan: SitePlan,
        previous: Manifest,
        touched: Set[str],
        staging: Path,
        base: Base | None,
    ) -> None:
        """`touched` are the files that have changed since the last build."""
        self._config = config
        self._plan = plan
        self._previous = previous.tasks
        self._touched = touched
        self.tables = plan.fingerprints.all()
        self._changes = Changes(previous.tables, self.tables)
        self._folder = Path(config.site_dir)
        self._planned = planned(plan)
        listed = [task for _, found in self._planned for task in found]
        by_name = {task.name: task for task in listed}
        self._engine = Engine(config, theme, page_artifacts(plan.site), by_name, plan.context, published_pictures(plan))
        # MkDocs builds the pages of `docs_dir` before those that a plugin adds.
        self._tasks = sorted(listed, key=lambda task: task.name not in self._engine.native)
        shared = digest(snapshot.program(), self._engine.key)
        there = {output.path: output for output in previous.outputs()}
        for path in touched:
            there.pop(path, None)
        self._renderer = Renderer(plan.context, self._engine, shared, staging, there)
        self._base = base
        self._staging = staging
        self.rendered = 0

    def made(self) -> Iterator[tuple[str, TaskResult]]:
        """The results of all tasks, by name; a task runs again if something that it depends on has changed."""
        refuse_shared_addresses(addresses(self._plan, self._planned))
        stale = (task for task in self._tasks if self._engine.is_open(task.name) or self._is_stale(task))
        fresh = dict(self._renderer.make(list(stale)))
        made = {task.name: fresh.get(task.name) or self._previous[task.name] for task in self._tasks}
        self.rendered = sum(len(one.outputs) for one in fresh.values())
        outputs = list(outputs_of(made))
        if any(_paths(one) != _paths(self._previous.get(name)) for name, one in fresh.items()):
            refuse_shared_addresses((out.address, one.source) for one in made.values() for out in one.outputs)
        paths = [f"{name}index.md" for name in fresh]
        tell_of_history(self._plan.entries, self._plan.history, paths)
        yield from made.items()
        index = self._page_index([result.indexed for result in made.values()])
        record = self._record(list(made.values()))
        for others in (record, self._templates(outputs), index, self._media(outputs)):
            made = dict(others)
            yield from made.items()
            outputs += outputs_of(made)
        if self._config.plugins["explainer"].config.search:
            yield from self._search([output for output in outputs if output.searched])

    def staged(self, made: dict[str, TaskResult]) -> list[str]:
        """The files that are new or different."""
        there = self._renderer.there
        return [
            output.path
            for name, one in made.items()
            if one is not self._previous.get(name)
            for output in one.outputs
            if (old := there.get(output.path)) is None or old.modified != output.modified
        ]

    def _is_stale(self, task: Task) -> bool:
        """Whether a task would produce artifacts other than those in the site."""
        old = self._previous.get(task.name)
        return not self._is_there(old, self._renderer.key(task)) or self._changes.invalidate(old.dependencies)

    def _is_there(self, old: TaskResult | None, key: str) -> TypeGuard[TaskResult]:
        if old is None or old.key != key:
            return False
        return not self._touched or self._touched.isdisjoint(output.path for output in old.outputs)

    def _once(self, name: str, key: str, make: Callable[[], Iterable[Output]]) -> tuple[str, TaskResult]:
        """The result of `make`, which runs only if its files are not up to date."""
        old = self._previous.get(name)
        if self._is_there(old, key):
            return name, old
        outputs = tuple(make())
        self.rendered += len(outputs)
        return name, TaskResult(key, "", outputs)

    def _written(
        self, name: str, key: str, make: Callable[[], Iterable[tuple[str, bytes]]]
    ) -> Iterator[tuple[str, TaskResult]]:
        """The files that `make` yields, written; it runs only if they are not up to date."""
        yield self._once(name, key, lambda: (self._write(path, content) for path, content in make()))

    def _write(self, path: str, content: bytes) -> Output:
        return self._renderer.write(path, content, searched=language_of(content) if path.endswith(".html") else "")

    def _read(self, path: str) -> bytes:
        """A file of the site, as it is now."""
        if (new := self._staging / path).exists():
            return new.read_bytes()
        return self._base.read(path) if self._base else (self._folder / path).read_bytes()

    def _media(self, outputs: list[Output]) -> Iterator[tuple[str, TaskResult]]:
        """Images, styles, scripts and fonts, copied unchanged. An artifact takes precedence over a theme's file."""
        claimed = {output.path for output in outputs}
        for file in self._engine.media:
            if file.inclusion.is_included() and not is_taken(file, claimed, self._config):
                source = Path(file.abs_src_path or "")
                about = source.stat()
                root = Path(self._config.config_file_path).parent
                place = source.relative_to(root) if source.is_relative_to(root) else source  # a clone lies elsewhere
                key = digest(str(place), about.st_size, about.st_mtime_ns)
                yield from self._written(f"media/{file.dest_uri}", key, partial(_copied, source, file.dest_uri))

    def _record(self, results: list[TaskResult]) -> Iterator[tuple[str, TaskResult]]:
        """The log of all versions, and the hashes of the files that tell of them."""
        facts, prefix, base = self._plan.context.facts, self._plan.site.layout.prefix, self._renderer.base
        if not facts.data:
            return
        logged = sorted(line for one in results for line in one.logged)
        key = digest(base, facts.site_info.name, facts.site_info.url, logged)
        make = partial(_logged, logged, facts.site_info, prefix)
        log = dict(self._written("log", key, make))
        yield from log.items()
        ours = (one for one in (*results, *log.values()) if is_made(one.source))
        files = sums(((out.path, out.content.hex()) for one in ours for out in one.outputs), prefix)
        yield from self._written("sums", digest(base, files), lambda: ((prefix + SUMS, files.encode()),))

    def _templates(self, outputs: list[Output]) -> Iterator[tuple[str, TaskResult]]:
        listed = (output for output in outputs if output.changed is not None)
        pages = [(output.path.removesuffix("index.html"), output.changed or "") for output in listed]
        others = translations(self._plan)
        make = partial(self._engine.templates, self._staging / ".templates", pages, others)
        yield from self._written("templates", digest(self._renderer.base, self._engine.day, pages, others), make)

    def _page_index(self, added: list[bytes]) -> Iterator[tuple[str, TaskResult]]:
        if self._engine.index:
            make = partial(self._engine.indexed, self._staging / ".index", added)
            yield from self._written("index", digest(self._renderer.base, added), make)

    def _search(self, searched: list[Output]) -> Iterator[tuple[str, TaskResult]]:
        prefix = self._plan.site.layout.prefix
        by_address = {"/" + output.address.removeprefix(prefix): output for output in searched}
        searching = Searching(
            cache=self._plan.site.root / ".cache",
            base=digest(snapshot.program(), prefix),
            prefix=prefix,
            contents={address: output.content for address, output in by_address.items()},
            there=self._renderer.there,
            write=self._renderer.write,
            is_there=lambda name, key: self._is_there(self._previous.get(name), key),
            once=self._once,
        )
        yield from searching.made(
            (address, output.searched, partial(self._read, output.path)) for address, output in by_address.items()
        )


def _logged(logged: Iterable[Logged], site: SiteInfo, prefix: str) -> Iterator[tuple[str, bytes]]:
    log = log_artifact(logged, site)
    yield prefix + log.path, log.body.encode()


def _copied(source: Path, path: str) -> Iterator[tuple[str, bytes]]:
    yield path, read(source)


def _paths(made: TaskResult | None) -> set[str]:
    return {output.path for output in made.outputs} if made else set()


def outputs_of(made: dict[str, TaskResult]) -> Iterator[Output]:
    return (output for one in made.values() for output in one.outputs)
