"""The site while it is written: kept in memory, and made anew only where somebody looks."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import msgspec

from explainer.builder.engine import Engine
from explainer.builder.errors import BuildFailed, place_of
from explainer.builder.manifest import Reading
from explainer.builder.mkdocs_build import configured
from explainer.builder.reading import read_entries, read_entry, unpickled
from explainer.checks import check_records, check_together
from explainer.checks.base import Context
from explainer.history.versions import History, read_history
from explainer.keys import digest
from explainer.load import load_records, no_entries
from explainer.mkdocs_plugin import add_theme, prepare
from explainer.model import Entry
from explainer.model.brief import Brief
from explainer.outputs import jobs
from explainer.outputs.base import ENTRIES, Artifact, Home, Job
from explainer.outputs.changes import entry_job
from explainer.outputs.press import Entries, Press
from explainer.problems import Problem, Severity, in_order
from explainer.schemas import refresh_schemas
from explainer.search import SearchFailed, index, language_of

_FILES = "content/entries/"


class Preview:
    """A site in memory. What can no longer be read is shown as it was when it could.

    Its methods may be called from several threads.
    """

    def __init__(self, config_file: Path, address: str) -> None:
        """`address` is where readers find the site: `http://127.0.0.1:8000/`. Raises BuildFailed."""
        self._config_file = config_file
        self._root = config_file.resolve().parent
        self._home = address
        self._lock = threading.RLock()
        self._readings: dict[str, Reading] = {}
        self._whole: dict[str, bytes] = {}
        self._records = load_records(self._root)
        self._shown = replace(self._records, problems=())
        self._history = History(self._root)
        self._search: dict[str, bytes] = {}
        self._name = configured(config_file, date.min, None, search=True, edition_url=None).site_name
        self._press: Press | None = None
        self._engine: Engine | None = None
        self._jobs: dict[str, Job] | None = None
        self._folders: tuple[Problem, ...] = ()
        self._good: dict[str, bytes] = {}
        self.failure = ""
        """Why pages are not as the files say they should be: a template, or mkdocs.yml."""
        self._load()

    # --- what changes it ----------------------------------------------------------------------------------------------

    def refresh(self, paths: Collection[str]) -> Iterator[str]:
        """Takes in files that have changed, relative to the site's root.

        Tells what a browser should know as soon as it is true: `changed`, then `problems`.
        """
        with self._lock:
            entries = [path for path in paths if path.startswith(_FILES) and path.endswith(".yml")]
            if len(entries) < len(paths) or not all((self._root / path).is_file() for path in entries):
                self._load()
                yield "changed"
            else:
                readable = [self._reread(path) for path in entries]
                if any(readable):
                    yield "changed"
            yield "problems"

    def _reread(self, path: str) -> bool:
        """Reads one file again; whether there is something new to show."""
        old = self._readings.get(path)
        new, whole = read_entry(path, self._records, Context.of(self._records, self._today))
        if new.brief is None:
            self._readings[path] = msgspec.structs.replace(new, brief=old.brief if old else None)
            return False
        self._readings[path] = new
        self._whole[path] = whole
        if old is None or old.brief is None or old.brief.language != new.brief.language:
            self._engine = None  # there is a page more, or a language
        if self._engine is None or digest(old and old.brief) != digest(new.brief):
            self._press = None  # what others say of it is different
        return True

    def _load(self) -> None:
        """Reads everything that has changed, and what all pages share."""
        before = self._records.settings
        self._records = load_records(self._root)
        self._today = datetime.now(self._records.settings.zone).date()
        if not self._records.problems:
            self._shown = self._records
            refresh_schemas(self._records)
        known = {path: one for path, one in self._readings.items() if not one.problems}
        if self._records.settings != before:
            known = {}
        found = read_entries(self._records, self._today, known, records_same=False)
        self._folders = found.problems
        self._whole |= found.fresh
        for path, reading in found.readings.items():
            old = self._readings.get(path)
            if reading.brief is None and old is not None:
                self._readings[path] = msgspec.structs.replace(reading, brief=old.brief)
            else:
                self._readings[path] = reading
        for path in self._readings.keys() - found.readings.keys():
            del self._readings[path]
        self._history = read_history(self._shown, self._root / ".cache", self._briefs)
        self._press = self._engine = None

    def _arranged(self) -> tuple[Press, Engine]:
        """The entries in order, and the engine that knows their pages. Raises BuildFailed."""
        if self._press is None:
            entries = Entries(self._briefs, self._entry)
            home = Home(self._name, self._home)
            self._press = Press.of(
                self._shown, self._today, preview=True, history=self._history, home=home, entries=entries
            )
            self._jobs = None
        if self._engine is None:
            self._engine = self._new_engine(self._press)
        return self._press, self._engine

    def _new_engine(self, press: Press) -> Engine:
        config = configured(self._config_file, self._today, None, search=True, edition_url=None)
        config.site_url = self._home
        add_theme(config)
        prepare(config, press)
        written = [Artifact(f"{page.address}.md", page.text, page.path) for page in press.site.pages]
        return Engine(config, written, {job.name for job in jobs(press)})

    @property
    def _briefs(self) -> tuple[Brief, ...]:
        return tuple(one.brief for one in self._readings.values() if one.brief is not None)

    def _entry(self, brief: Brief) -> Entry:
        return unpickled(self._whole[brief.path])

    # --- what is asked of it ------------------------------------------------------------------------------------------

    def file(self, address: str) -> bytes | None:
        """What readers find at an address, relative to the front page; the last good one where it cannot be made."""
        with self._lock:
            try:
                made = self._made(address)
            except Exception as error:  # of a template, of mkdocs.yml
                self.failure = str(error) if isinstance(error, BuildFailed) else place_of(error)
                return self._good.get(address)
            self.failure = ""
            if made is not None:
                self._good.pop(address, None)
                self._good[address] = made
                if len(self._good) > _REMEMBERED:
                    del self._good[next(iter(self._good))]
            return made

    def _made(self, address: str) -> bytes | None:
        press, engine = self._arranged()
        for job in self._likely(address, press):
            for artifact in job.make():
                if artifact.address == address:
                    return engine.finish(artifact)
        file = engine.media.get_file_from_path(address)
        if file is not None and file.inclusion.is_included() and file.abs_src_path:
            return Path(file.abs_src_path).read_bytes()
        return self._search.get(address)

    def _likely(self, address: str, press: Press) -> Iterator[Job]:
        """The jobs that may make what is at an address."""
        folder, _, rest = address.partition("/")
        if folder == ENTRIES and rest:
            slug = rest.partition("/")[0]
            entry = press.by_slug.get(slug) or next((one for one in press.entries if slug in one.aliases), None)
            if entry is not None:
                yield entry_job(entry, press)
                return
        if self._jobs is None:
            self._jobs = {job.name: job for job in jobs(press)}
        parts = address.split("/")
        for name in (address, *("/".join(parts[:length]) + "/" for length in range(len(parts) - 1, 0, -1))):
            if name in self._jobs:
                yield self._jobs[name]

    def missing(self) -> bytes:
        """The page that says that there is nothing at an address."""
        with self._lock:
            try:
                _, engine = self._arranged()
                with tempfile.TemporaryDirectory() as folder:
                    return dict(engine.templates(Path(folder) / "made", ()))["404.html"]
            except Exception as error:  # of a template, of mkdocs.yml
                self.failure = str(error) if isinstance(error, BuildFailed) else place_of(error)
                return b"<!doctype html><title>404</title><body></body>"

    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, errors first."""
        with self._lock:
            unread = [problem for one in self._readings.values() if one.brief is None for problem in one.problems]
            known = replace(self._records, problems=(*self._records.problems, *self._folders, *unread))
            found = [
                *check_records(self._records),
                *self._folders,
                *(problem for one in self._readings.values() for problem in one.problems),
                *check_together(self._briefs, Context.of(known, self._today, self._briefs)),
            ]
            if not found and not self._readings:
                found.append(no_entries())
            return tuple(sorted(in_order(found), key=lambda problem: problem.severity is not Severity.ERROR))

    def index(self) -> bool:
        """Makes what the search page asks for; whether there is any. It takes seconds where there are many entries."""
        with self._lock:
            press, _ = self._arranged()
            entries = [entry for entry in press.entries if entry.status != "withdrawn"]
        with tempfile.TemporaryDirectory() as folder, suppress(SearchFailed):
            pages = []
            for number, entry in enumerate(entries):
                address = f"{ENTRIES}/{entry.slug}/"
                page = self.file(address)
                if page and (language := language_of(page)):
                    path = Path(folder, str(number))
                    path.write_bytes(page)
                    pages.append((f"/{address}", language, path))
            self._search = dict(index(pages))
        return bool(self._search)


_REMEMBERED = 200
"""How many pages are kept for the case that they cannot be made any more."""
