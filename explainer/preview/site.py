"""The pages of a site that is being written: each made when somebody looks, and again when something in it changes."""

from __future__ import annotations

import logging
import tempfile
import threading
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from logging.handlers import BufferingHandler
from pathlib import Path

from explainer.build.errors import BuildFailed
from explainer.build.mkdocs_build import configured
from explainer.engine.files import layout_of_config
from explainer.engine.pages import Engine, unsupported
from explainer.engine.plugin import add_theme, prepare
from explainer.engine.search import Page
from explainer.history.versions import History, read_history
from explainer.model.addresses import is_path, redirect_file
from explainer.outputs import tasks
from explainer.outputs.base import ENTRIES, Artifact, SiteInfo, Task
from explainer.outputs.entry.entries import entry_task
from explainer.outputs.pages import page_artifacts
from explainer.outputs.plan import SitePlan
from explainer.preview.content import Changed, LastGood
from explainer.preview.drafting import drafted
from explainer.preview.tasks import Recent, Tasks
from explainer.problems import Problem, Severity
from explainer.resources.reading import read
from explainer.text.templating import Templates, Theme
from explainer.text.templating.mistakes import place_of

_ERRORS = 300
"""The most messages of MkDocs that are kept."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a browser is given for an address."""

    content: bytes | None
    """None if there is nothing."""
    failure: str = ""
    """Why it is not what the files say; empty if it is."""


@dataclass(slots=True)
class _Made:
    """What a task made, and what of it was finished."""

    key: list[str]
    dependencies: str
    artifacts: Mapping[str, Artifact]
    """By address."""
    engine: Engine
    finished: dict[str, bytes] = field(default_factory=dict)


class Preview:
    """A site in memory, drafts and all. Its methods may be called from several threads."""

    def __init__(self, config_file: Path, address: str) -> None:
        """`address` is where readers find the site: `http://127.0.0.1:8000/`. Raises BuildFailed."""
        self._config_file = config_file
        self._address = address
        self._lock = threading.RLock()
        self.changes = 0
        """How often something has changed since the start."""
        self._config = configured(config_file, date.min, None, search=True, edition_url=None)
        self._broken = ""
        self._content = LastGood(config_file.resolve().parent)
        self._history: History | None = None
        self._plan: SitePlan | None = None
        self._templates: Templates | None = None
        self._tasks: Tasks | None = None
        self._engine: Engine | None = None
        self._stale = True
        self._taken: tuple[Problem, ...] = ()
        self._made: Recent[_Made] = Recent()
        self._good: Recent[bytes] = Recent()

    def refresh(self, paths: Collection[str]) -> None:
        """Reads files again that have changed, relative to the site's root."""
        with self._lock:
            changed = self._content.refresh(paths)
            if changed >= Changed.SHARED:
                self._configure()
                self._made, self._templates = Recent(), None
            if changed >= Changed.ENTRIES:
                self._history, self._stale = None, True
            if changed >= Changed.SUMMARIES:
                self._plan = None
            self.changes += 1

    def _configure(self) -> None:
        """Reads mkdocs.yml again; while it is wrong, what it said before holds."""
        self._broken = ""
        errors = BufferingHandler(_ERRORS)  # what MkDocs raises only counts them
        errors.setLevel(logging.ERROR)
        logging.getLogger("mkdocs").addHandler(errors)
        try:
            self._config = configured(self._config_file, date.min, None, search=True, edition_url=None)
        except Exception as error:  # of a plugin, say
            logged = "; ".join(record.getMessage() for record in errors.buffer)
            self._broken = f"{self._config_file.name}: {logged or _reason(error)}"
        finally:
            logging.getLogger("mkdocs").removeHandler(errors)

    def left_out(self) -> str:
        """What the finished site has and this preview has not, in words; empty if there is nothing."""
        with self._lock:
            self._config.strict = False
            add_theme(self._config)
            return unsupported(self._config, [], Theme(self._config.theme.get_env()))

    def shown(self, address: str) -> Shown:
        """What readers find at an address, relative to the front page; the last good one where it cannot be made."""
        with self._lock:
            try:
                content = self._found(address)
            except Exception as error:  # of a template, of the theme
                return Shown(self._good.get(address), _reason(error))
            if content is not None:
                self._good[address] = content
            return Shown(content, self._broken)

    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong with the files as they are now."""
        with self._lock:
            return (*self._content.problems(), *self._taken)

    def plan(self) -> SitePlan:
        """What is in the site, drafts and all."""
        with self._lock:
            return self._arranged()[0]

    def addresses(self, wanted: Callable[[str], bool]) -> list[str]:
        """Where the tasks of some names put what they make, and where the files are that pages load."""
        with self._lock:
            plan, engine = self._arranged()
            found = [file.src_uri for file in engine.media if file.inclusion.is_included()]
            for task in filter(lambda task: wanted(task.name), tasks(plan)):
                try:
                    found += self._executed(task, plan, engine).artifacts
                except Exception:  # of a template: whoever looks there is told
                    found.append(task.name)
            return found

    def searched(self) -> list[Page]:
        """The entries that readers can search."""
        with self._lock:
            plan, _ = self._arranged()
            return [
                (f"/{ENTRIES}/{entry.slug}/", entry.language.lower(), partial(self._entry_page, entry.slug))
                for entry in plan.readable
            ]

    def _entry_page(self, slug: str) -> bytes:
        """The page of an entry without all that belongs to it: its earlier versions take longer than itself."""
        with self._lock:
            try:
                plan, engine = self._arranged()
                return engine.finish(next(iter(plan.context.artifacts(entry_task(slug)))))
            except Exception:  # of a template, say: whoever looks at the page is told
                return b""

    def drafted(self, slug: str, text: bytes) -> bytes:
        """The page of an entry as it stands in the form. Raises ContentError if it cannot be read."""
        with self._lock:
            return drafted(*self._arranged(), self._content.entries(), slug, text)

    def missing(self) -> Shown:
        """The page that says that there is nothing at an address."""
        with self._lock:
            try:
                _, engine = self._arranged()
                with tempfile.TemporaryDirectory() as folder:
                    return Shown(dict(engine.templates(Path(folder) / "made", ()))["404.html"], self._broken)
            except Exception as error:  # of a template, of the theme
                return Shown(None, _reason(error))

    def _arranged(self) -> tuple[SitePlan, Engine]:
        """The entries in order, and the engine that knows their pages."""
        content = self._content
        if self._history is None:
            summaries = content.entries().summaries
            self._history = read_history(content.shown, content.shown.root / ".cache", summaries)
        if self._plan is None or self._tasks is None:
            self._plan = SitePlan.of(
                content.shown,
                content.today,
                preview=True,
                history=self._history,
                site_info=SiteInfo(self._config.site_name, self._address + layout_of_config(self._config).prefix),
                entries=content.entries(),
                templates=self._templates,
            )
            # Compiling them takes longer than all the rest; they change with what is shared alone.
            self._templates = self._plan.context.templates
            self._tasks = Tasks(self._plan)
        if self._engine is None or self._stale:
            self._stale = False  # if it fails, the one before is kept until something changes again
            try:
                self._engine = self._new_engine(self._plan, self._tasks)
            except Exception as error:  # of the theme, of the navigation
                self._broken = self._broken or _reason(error)
                if self._engine is None:
                    raise
        return self._plan, self._engine

    def _new_engine(self, plan: SitePlan, tasks: Tasks) -> Engine:
        self._config.site_url = self._address
        add_theme(self._config)
        prepare(self._config, plan)
        theme = Theme(self._config.theme.get_env())
        engine = Engine(self._config, theme, page_artifacts(plan.site), tasks, plan.context)
        self._taken = tasks.claimed_twice()
        return engine

    def _found(self, address: str) -> bytes | None:
        plan, engine = self._arranged()
        for task in self._likely(address, plan):
            made = self._executed(task, plan, engine)
            if address in made.artifacts:
                if address not in made.finished:
                    made.finished[address] = engine.finish(made.artifacts[address])
                return made.finished[address]
        file = engine.media.get_file_from_path(address)
        if file is None or not file.inclusion.is_included() or not file.abs_src_path:
            return None
        path = f"{plan.site.layout.docs}/{file.src_uri}"
        refused = any(one.path == path and one.severity is Severity.ERROR for one in self._content.problems())
        return None if refused else read(file.abs_src_path)

    def _executed(self, task: Task, plan: SitePlan, engine: Engine) -> _Made:
        """What a task makes: what it made the last time, if nothing that it depends on has changed."""
        context, fingerprints = plan.context, plan.fingerprints
        old = self._made.get(task.name)
        if old and old.engine is engine and old.key == [context.key(task), *fingerprints.of(old.dependencies)]:
            return old
        artifacts, dependencies = context.execute(task)
        key = [context.key(task), *fingerprints.of(dependencies)]
        made = _Made(key, dependencies, {artifact.address: artifact for artifact in artifacts}, engine)
        self._made[task.name] = made
        return made

    def _likely(self, address: str, plan: SitePlan) -> Iterator[Task]:
        """The tasks that may make what is at an address."""
        parts = address.removeprefix(plan.site.layout.prefix).split("/")
        if parts[0] == ENTRIES and len(parts) > 1:
            slug = parts[1]
            entry = plan.by_slug.get(slug) or next((one for one in plan.entries if slug in one.aliases), None)
            if entry is not None:
                yield entry_task(entry.slug)
                return
        former = (address + "index.html" if address.endswith("/") else address).casefold()
        for entry in plan.entries:
            if any(is_path(alias) and redirect_file(alias).casefold() == former for alias in entry.aliases):
                yield entry_task(entry.slug)
                return
        parts = address.split("/")
        for name in (address, *("/".join(parts[:length]) + "/" for length in range(len(parts) - 1, 0, -1))):
            if self._tasks is not None and name in self._tasks:
                yield self._tasks[name]


def _reason(error: Exception) -> str:
    """Where and why something failed."""
    return str(error) if isinstance(error, BuildFailed) else place_of(error)
