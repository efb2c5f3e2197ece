"""Builds the site: what has changed since the last time, over all cores, in the bytes that MkDocs would write."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from explainer.build import snapshot
from explainer.build.building import Building, outputs_of
from explainer.build.built import Base, Built
from explainer.build.content import entries_of, kept_content, recent_entries, told
from explainer.build.errors import BuildFailed, ContentRefused
from explainer.build.folder import holds_something_else
from explainer.build.manifest import Manifest, opened
from explainer.build.mkdocs_build import build_with_mkdocs, configured
from explainer.build.publishing import publish
from explainer.build.spool import EntrySpool
from explainer.build.workers import no_collection
from explainer.content.load import load_records
from explainer.engine.files import layout_of_config, site_info_of
from explainer.engine.notices import tell_of_frame
from explainer.engine.pages import unsupported
from explainer.engine.plugin import add_theme, prepare
from explainer.engine.search import SearchFailed
from explainer.history.lost import kept_history
from explainer.keys import digest
from explainer.outputs.pages import page_artifacts
from explainer.outputs.plan import SitePlan
from explainer.problems import ContentError, Severity, in_order
from explainer.resources.staging import Locked, beside, locked
from explainer.resources.store import Store
from explainer.text.templating import Theme
from explainer.text.templating.mistakes import place_of

__all__ = ["Base", "BuildFailed", "Built", "ContentRefused", "build"]

_log = logging.getLogger("mkdocs.plugins.explainer.builder")


@no_collection()
def build(
    config_file: Path,
    today: date,
    site_dir: Path | None = None,
    *,
    search: bool = True,
    edition_url: str | None = None,
    scan: snapshot.Scan | None = None,
    base: Base | None = None,
) -> Built:
    """Builds the site that a `mkdocs.yml` describes, as of a day.

    `site_dir` overrides the configured one; without `search` there is no search index. `edition_url` is the public
    address of an edition (empty if none is configured), whose pages offer the others. `scan` is a scan that was made
    just now. On a `base`, the folder gets only what is different from that.

    Raises ContentRefused for errors in the content, else BuildFailed; after an error the site is unchanged.
    """
    config = configured(config_file, today, site_dir, search=search, edition_url=edition_url)
    try:
        with locked(Path(config.site_dir)):
            return _build(config, config_file, today, (site_dir, search, edition_url), scan, base)
    except Locked as error:
        raise BuildFailed(str(error)) from error
    except OSError as error:
        raise BuildFailed(place_of(error)) from error


def _build(  # noqa: PLR0915, PLR0917 - a private function with one caller
    config: MkDocsConfig,
    config_file: Path,
    today: date,
    options: tuple[object, ...],
    scan: snapshot.Scan | None,
    base: Base | None,
) -> Built:
    root, folder = config_file.resolve().parent, Path(config.site_dir)
    scan = scan or snapshot.Scan.of(root)
    before = scan.state(today, *options)
    if base is None:
        record = root / ".cache" / f"build-{digest(str(folder))[:12]}.bin"
        store, touched = opened(record, str(folder), len(scan.stamps))
    else:
        store, touched = Store(base.manifest, Manifest), set
    previous = store.value
    if holds_something_else(folder) and not (previous.tasks and folder.is_dir()):
        raise BuildFailed(f"{folder} holds something else than a site; empty it, or build into another folder")
    site, spool = load_records(root, layout_of_config(config)), EntrySpool(root / ".cache")
    content = kept_content(site, today, stamps=scan.stamps, spool=spool)
    problems = in_order(content.problems())
    if any(problem.severity is Severity.ERROR for problem in problems):
        raise ContentRefused(problems, len(content.parsed_entries))
    summaries = content.summaries
    said, former = told(summaries, problems, today)
    add_theme(config)
    try:
        theme = Theme(config.theme.get_env())
        if reason := unsupported(config, page_artifacts(site), theme):
            _log.warning("MkDocs builds the whole site, which is slower: %s", reason)
            files = build_with_mkdocs(config)
            pages = sum(path.suffix == ".html" for path in files)
            names = tuple(path.as_posix() for path in files)
            return Built(folder, said, pages, len(files), len(files), len(files), former, names, is_whole=True)
        if not previous.tasks:
            tell_of_frame(config)
        plan = SitePlan.of(
            site,
            today,
            history=kept_history(site, root / ".cache", summaries),
            site_info=site_info_of(config),
            entries=entries_of(content.parsed_entries, recent_entries(content)),
        )
        prepare(config, plan)
        with beside(folder) as staging:
            building = Building(config, theme, plan, previous, touched(), staging, base)
            made = dict(building.made())
            staged = building.staged(made)
            now = Manifest(building.tables, made)
            if base is not None:
                store.save(now)
                staging.rename(folder)
            elif staged or now != previous:
                publish(staging, folder, staged, now, store)
    except ContentError as error:
        raise ContentRefused(error.problems, len(summaries)) from error
    except (BuildFailed, MkDocsException, SearchFailed) as error:
        raise BuildFailed(str(error)) from error
    except Exception as error:  # of a template, say
        raise BuildFailed(place_of(error)) from error
    outputs = list(outputs_of(made))
    if before is not None and base is None:
        stamps = tuple((output.path, output.size, output.modified) for output in outputs)
        snapshot.store_of(root).save(snapshot.Snapshot(before, str(site.settings.zone), str(folder), said, stamps))
    pages = sum(one.path.endswith(".html") for one in outputs)
    numbers = pages, len(outputs), building.rendered, len(staged)
    gone = {output.path for output in previous.outputs()}.difference(output.path for output in outputs) if base else ()
    return Built(folder, said, *numbers, former, tuple(staged), tuple(sorted(gone)), is_whole=not previous.tasks)
