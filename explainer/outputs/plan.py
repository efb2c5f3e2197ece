"""The whole site, from which outputs plan their tasks; the tasks themselves see only a RenderContext."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, partial
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from explainer.content.load import patterns_of
from explainer.content.pictures import HAVE_COPIES, Picture, PictureFile, picture
from explainer.history.versions import History, Version
from explainer.keys import digest
from explainer.model import Site
from explainer.model.base import localized
from explainer.model.entries import Entries
from explainer.model.moments import moment
from explainer.model.summary import EntrySummary, PredictionSummary
from explainer.outputs.base import ENTRIES, Day, SiteInfo, Table, Task, Trace, is_public
from explainer.outputs.context import Citing, Name, Past, RenderContext
from explainer.outputs.dependencies import Fingerprints
from explainer.outputs.facts import SiteFacts
from explainer.outputs.targets import dead_by_entry
from explainer.resources import TEMPLATES
from explainer.text.language import languages
from explainer.text.templating import Templates

Prediction: TypeAlias = tuple[str, PredictionSummary]
"""The slug of an entry, and one of its predictions."""


class Predictions(NamedTuple):
    """The predictions of entries."""

    upcoming: list[Prediction]
    """What has no outcome and is not overdue, soonest first."""
    overdue: list[Prediction]
    """What is overdue, in the same order."""
    settled: list[Prediction]
    """What has an outcome, the newest first."""

    @classmethod
    def of(cls, entries: Iterable[EntrySummary], today: date) -> Predictions:
        """Those of these entries, as they stand on a day."""
        rows: dict[str, list[tuple[date, str, Prediction]]] = {"upcoming": [], "overdue": [], "settled": []}
        for entry in entries:
            for prediction in entry.predictions:
                if prediction.outcome is not None:
                    state, told = "settled", prediction.outcome.on or prediction.expected
                    day = told.first if told else date.min
                else:
                    day = prediction.expected.last if prediction.expected else date.max
                    state = "overdue" if day < today else "upcoming"
                rows[state].append((day, target(entry.slug, prediction), (entry.slug, prediction)))
        lists = {state: [row[2] for row in sorted(listed, key=itemgetter(0, 1))] for state, listed in rows.items()}
        return cls(lists["upcoming"], lists["overdue"], lists["settled"][::-1])


def target(slug: str, prediction: PredictionSummary) -> str:
    """The address of a prediction."""
    return f"{ENTRIES}/{slug}/" + (f"#{prediction.id}" if prediction.id else "")


@dataclass(frozen=True, eq=False)
class SitePlan:
    """What decides which tasks there are: all entries, records and days."""

    site: Site
    today: date
    """The day on which the site is built."""
    preview: bool
    """Whether drafts and embargoed entries are shown too."""
    entries: tuple[EntrySummary, ...]
    """The entries that have a page, newest first; withdrawn ones too."""
    by_slug: Mapping[str, EntrySummary]
    cited: Mapping[str, bool]
    """The publishers that have a page: those of sources, but not those that a source was only seen through (`via`)."""
    history: History
    """What git knows of the entries; empty where it was not asked."""
    context: RenderContext
    """What the tasks see."""
    hidden_images: frozenset[str] = frozenset()
    """The pictures that only drafts, embargoed and withdrawn entries name, and no page."""

    @classmethod
    def of(
        cls,
        site: Site,
        today: date,
        *,
        preview: bool = False,
        history: History | None = None,
        site_info: SiteInfo | None = None,
        entries: Entries | None = None,
        templates: Templates | None = None,
    ) -> SitePlan:
        """The plan of a site on a day; `entries` and `templates` replace those that it would load itself."""
        entries, history = entries or site.known, history or History(site.root)
        drafts = patterns_of(site.layout.drafts)
        shown = [
            entry
            for entry in entries.summaries
            if preview
            or (
                is_public(entry, today)
                and not (drafts and drafts.match_file(entry.path.removeprefix(f"{site.layout.docs}/")))
            )
        ]
        shown.sort(key=partial(_newness, zone=site.settings.time_zone), reverse=True)
        by_slug = {entry.slug: entry for entry in shown}
        cited = {
            publisher: True
            for entry in shown
            if entry.status != "withdrawn"
            for publisher in entry.publishers
            if publisher in site.publishers
        }
        info = site_info or SiteInfo()
        info = replace(info, ids=site.settings.id_base or info.ids or info.url)
        context = _context(site, today, by_slug, cited, history, info, entries, templates, copies=not preview)
        hidden = _hidden(site, entries.summaries, by_slug)
        return cls(site, today, preview, tuple(shown), by_slug, cited, history, context, hidden)

    @cached_property
    def predictions(self) -> Predictions:
        """The predictions of the entries."""
        return Predictions.of(self.readable, self.today)

    @cached_property
    def fingerprints(self) -> Fingerprints:
        """The fingerprints of everything that a task can look up."""
        return Fingerprints(self.context.tables, self.today)

    @cached_property
    def last_change(self) -> date:
        """The day of the last change that readers can see."""
        public = (entry for entry in self.entries if not self.preview or is_public(entry, self.today))
        return max((entry.changed.first for entry in public if entry.changed), default=date(1980, 1, 1))

    @cached_property
    def images(self) -> frozenset[str]:
        """The pictures that the entries name."""
        named = {name for entry in self.entries for kind, name in entry.named_records if kind == "images"}
        return self.site.images & named

    @cached_property
    def readable(self) -> tuple[EntrySummary, ...]:
        """The entries that are not withdrawn, newest first."""
        return tuple(entry for entry in self.entries if entry.status != "withdrawn")

    @cached_property
    def topics(self) -> tuple[tuple[str, list[EntrySummary]], ...]:
        """The topics that have entries, sorted by name: id, entries (newest first)."""
        by_topic: dict[str, list[EntrySummary]] = defaultdict(list)
        for entry in self.readable:
            for topic in entry.topics:
                by_topic[topic].append(entry)
        tag = self.site.settings.language
        names = {topic: localized(self.site.topics[topic].name, tag, tag).casefold() for topic in self.site.topics}
        return tuple(
            (topic, by_topic[topic])
            for topic, _ in sorted(names.items(), key=lambda item: (item[1], item[0]))
            if topic in by_topic
        )


Output: TypeAlias = Callable[[SitePlan], Iterator[Task]]


def _context(  # noqa: PLR0917 - all the parts of a context
    site: Site,
    today: date,
    shown: Mapping[str, EntrySummary],
    cited: Mapping[str, bool],
    history: History,
    site_info: SiteInfo,
    entries: Entries,
    templates: Templates | None,
    *,
    copies: bool,
) -> RenderContext:
    """`copies`: whether pictures have smaller copies, which a preview would have to wait for."""
    trace = Trace()
    tags = tuple(sorted({site.settings.language, *(entry.language for entry in shown.values())}))
    fingerprints = entries.fingerprints or {summary.path: digest(summary) for summary in entries.summaries}
    families: dict[str, list[str]] = defaultdict(list)
    for entry in shown.values():
        if entry.status != "withdrawn":
            families[entry.translation_of or entry.slug].append(entry.slug)
    names = {slug: Name(slug, entry.language, entry.title) for slug, entry in shown.items()}
    versions = {slug: history.versions.get(slug, ()) for slug in shown}

    def content(entry: EntrySummary) -> str:
        return f"{entry.path} {entries.contents.get(entry.path, '')}"

    def citing(entry: EntrySummary) -> Citing:
        return Citing(entry.slug, entry.language, entry.title, entry.cited)

    def versions_key(versions: tuple[Version, ...]) -> str:
        return "\n".join(
            [history.missing, *(f"{version.number} {version.blob} {version.path}" for version in versions)]
        )

    return RenderContext(
        facts=SiteFacts.of(site, site_info, tags, preview=not copies),
        languages=languages(site.languages, set(tags)),
        templates=templates or Templates([site.root / site.layout.templates, TEMPLATES]),
        trace=trace,
        today=Day(today, trace),
        summaries=Table("summaries", shown, trace, lambda entry: fingerprints[entry.path]),
        entries=Table("entries", shown, trace, content, entries.whole),
        past=Table(
            "past", versions, trace, versions_key, lambda kept: Past(history.texts(kept, site), history.missing)
        ),
        names=Table("names", names, trace, " ".join),
        citing=Table("citing", shown, trace, lambda entry: entry.cited_fingerprint, citing),
        dead=Table("dead", dead_by_entry(shown, site.links), trace, digest),
        families=Table("families", {slug: tuple(family) for slug, family in families.items()}, trace, " ".join),
        cited=Table("cited", cited, trace, str),
        neighbours=Table("neighbours", _neighbours(shown), trace, " ".join),
        topics=Table("topics", site.topics, trace, digest),
        people=Table("people", site.people, trace, digest),
        publishers=Table("publishers", site.publishers, trace, digest),
        pictures=Table(
            "pictures", _pictures(site), trace, partial(_shown, copies=copies), partial(_read, copies=copies)
        ),
    )


def _pictures(site: Site) -> dict[str, PictureFile]:
    return {name: PictureFile.of(site.root / site.layout.docs / name, name) for name in site.images}


def _read(file: PictureFile, *, copies: bool) -> Picture:
    return picture(file) if copies else replace(picture(file), copies=())


def _shown(file: PictureFile, *, copies: bool) -> str:
    return f"{file.size} {file.modified} {copies and HAVE_COPIES}"


def _neighbours(entries: Mapping[str, EntrySummary]) -> dict[str, tuple[str, str]]:
    """For entries newest first: those before and after each in its first topic and its language."""
    rows: dict[tuple[str, str], list[str]] = defaultdict(list)
    for entry in entries.values():
        if entry.topics and entry.status != "withdrawn":
            rows[entry.topics[0], entry.language].append(entry.slug)
    return {
        slug: (before, after)
        for row in rows.values()
        for slug, before, after in zip(row, [*row[1:], ""], ["", *row[:-1]], strict=True)
    }


def _hidden(site: Site, entries: Iterable[EntrySummary], shown: Mapping[str, EntrySummary]) -> frozenset[str]:
    hidden, seen = set[str](), set[str]()
    for entry in entries:
        named = {name for kind, name in entry.named_records if kind == "images"}
        (seen if entry.slug in shown and entry.status != "withdrawn" else hidden).update(named)
    written = "\n".join(page.text for page in site.pages)
    return frozenset(name for name in hidden - seen if name.rpartition("/")[2] not in written)


def _newness(entry: EntrySummary, zone: str) -> tuple[date, date, datetime, str]:
    """A sort key: the day of publication, then the day that the entry is about, then the hour."""
    published = entry.published.first if entry.published else date.max
    subject = entry.as_of or entry.published
    return published, subject.first if subject else date.max, moment(entry.published, zone), entry.slug
