"""A site as loaded from its files: its settings, the records that entries share, its entries and pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, ClassVar, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from explainer.model.base import Address, Language, Localized, Model, Slug, Text, as_tuple
from explainer.model.entries import Entries
from explainer.model.entry import Entry
from explainer.model.links import Link
from explainer.model.policies import Policies, policy_target
from explainer.model.summary import EntrySummary
from explainer.problems import Problem


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise PydanticCustomError("unknown-zone", "`{name}` is not a time zone", {"name": name})
    return name


def _word(value: Any) -> Any:
    forms = value if isinstance(value, dict) else {"other": value}
    if "other" not in forms or not all(isinstance(text, str) for text in forms.values()):
        raise PydanticCustomError("bad-word", "this must be text, or a text for each plural form, `other` among them")
    return value


_ORIGIN = r"^https://[a-z0-9.-]+(:\d+)?"
"""As strict as can be: it goes into a content security policy."""

WebAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/?#]+/\S*$")]
"""An address that a command asks."""
Word = Annotated[str | dict[str, str], BeforeValidator(_word)]
"""What the site itself says: text, or for something counted a text for each plural form (CLDR)."""


class Topic(Model):
    """What entries are about."""

    name: Localized = Field(examples=[{"en": "Syria", "ru": "Сирия"}])
    """The name, in one language or several."""
    description: Localized | None = Field(None, examples=["The war in Syria and what came of it."])
    """One sentence for the topic's page."""


class Publisher(Model):
    """Who publishes sources: an outlet, a ministry, a court, a company."""

    name: Localized = Field(examples=["Vedomosti"])
    """The name as it is printed."""
    url: Address | None = Field(None, examples=["https://www.vedomosti.ru/"])
    """Its home page."""
    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] | None = Field(None, examples=["RU"])
    """The country it sits in (ISO 3166-1 alpha-2)."""
    language: Language | None = Field(None, examples=["ru"])
    """The language it mostly publishes in."""
    state: Literal["body", "owned", "funded", "none"] | None = Field(None, examples=["owned"])
    """What a state has to do with it: a ministry, court or agency is its `body`; an outlet is `owned` or `funded` by
    it, or neither (`none`)."""

    former: ClassVar[Mapping[str, tuple[str, Mapping[bool, str]]]] = {
        "state_owned": ("state", {True: "owned", False: "none"})
    }
    """Fields that were called otherwise, with the name and the values that they have now; still read."""

    @model_validator(mode="before")
    @classmethod
    def _renamed(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return cls.renamed(data)

    @classmethod
    def renamed(cls, data: Mapping[str, Any]) -> dict[str, Any]:
        """A record's data with today's names; what was never right, or is there twice, stays as it is."""
        now: dict[str, Any] = {}
        for name, value in data.items():
            new, values = cls.former.get(name, (name, {}))
            is_former = new not in data and type(value) is bool
            now[new if is_former else name] = values[value] if is_former and values else value
        return now


class Person(Model):
    """Who writes: a person or an organisation."""

    name: Localized = Field(examples=["Newsdesk"])
    """The name as it is printed."""
    kind: Literal["person", "organisation"] = Field("person", examples=["organisation"])
    """A person or a desk."""
    url: Address | None = Field(None, examples=["https://example.org/newsdesk"])
    """A page about them."""
    description: Localized | None = Field(None, examples=["The desk that keeps these explainers."])
    """One sentence about them."""


class Editor(Model):
    """The form editor at `/admin/`: where it finds the files, and who lets editors in."""

    backend: Literal["github", "gitlab"] = Field(examples=["github"])
    """Who hosts the site's repository."""
    repo: Annotated[str, StringConstraints(pattern=r"^[\w.-]+(/[\w.-]+)+$")] = Field(examples=["newsroom/explainers"])
    """The repository: its owner and its name, as in its address."""
    branch: Annotated[str, StringConstraints(pattern=r"^[\w./-]+$")] = Field("main", examples=["main"])
    """The branch that the site is built from."""
    base_url: Annotated[str, StringConstraints(pattern=_ORIGIN + "$")] | None = Field(
        None, examples=["https://sign-in.example.org"]
    )
    """Who signs editors in: the newsroom's own sign-in service, or its own GitLab; no path behind it."""
    api_root: Annotated[str, StringConstraints(pattern=_ORIGIN + r"(/[\w.-]+)+$")] | None = Field(
        None, examples=["https://gitlab.example.org/api/v4"]
    )
    """Where the host's API is, if the newsroom runs GitHub or GitLab itself."""
    app_id: Annotated[str, StringConstraints(pattern=r"^[\w.-]+$")] | None = Field(None, examples=["8d2f6a"])
    """The id of the application that is registered for it with GitLab, which then signs editors in by itself."""
    publish_mode: Literal["simple", "editorial_workflow"] = Field("simple", examples=["editorial_workflow"])
    """What saving does: a commit on the branch, or a proposed change that others look at first."""


class Archive(Model):
    """The web archive that `explainer archive` asks."""

    timegate: WebAddress = Field("https://web.archive.org/web/", examples=["https://web.archive.org/web/"])
    """Where copies are looked for: a TimeGate (RFC 7089), behind which the address of a page is written."""
    save: WebAddress = Field("https://web.archive.org/save/", examples=["https://web.archive.org/save/"])
    """Who makes a copy when `--save` asks for one; the address of a page is written behind it, too."""


FrontList = Literal["newest", "other_languages", "changes", "predictions", "topics", "corrections"]
"""A list that the front page can have."""


class Front(Model):
    """What stands on the front page."""

    lead: Slug | None = Field(None, examples=["idlib-ceasefire"])
    """The explainer that leads, by its slug; without this, the newest one with a picture in the site's language."""
    lists: Annotated[tuple[FrontList, ...], BeforeValidator(as_tuple)] = Field(
        ("newest", "other_languages", "changes", "predictions"), examples=[["newest", "predictions", "topics"]]
    )
    """Which lists follow, and in which order. A list with nothing in it is left out."""


class Settings(Model):
    """`site_data/site.yml`."""

    language: Language = Field("en", examples=["en"])
    """The language of the site's own pages, and of entries that name none."""
    time_zone: Annotated[Text, AfterValidator(_known_zone)] = Field("UTC", examples=["Europe/London"])
    """Where the newsroom's day begins."""
    id_base: Annotated[str, StringConstraints(pattern=r"^(tag:[^\s#?]+:|https?://[^\s#?]+/)$")] | None = Field(
        None, examples=["tag:news.example.org,2026:"]
    )
    """What the ids of explainers begin with in feeds, calendars and data, so that they survive a new address: a `tag:`
    URI (RFC 4151), or the address that the site had; without this, its address."""
    data: bool = Field(True, examples=[False])
    """Whether the site is published as data too, below `api/v1/`: a file for each explainer and one for its changes."""
    ninjs: bool = Field(False, examples=[True])
    """Whether each explainer is published in ninjs too, the JSON of the IPTC for news that others take over."""
    embeds: bool = Field(True, examples=[False])
    """Whether other sites may show an explainer, or a point of it, in a frame of their own: its page `embed/`."""
    references: bool = Field(True, examples=[False])
    """Whether each version can be downloaded as a reference, in BibTeX, RIS and CSL-JSON."""
    markdown: bool = Field(True, examples=[False])
    """Whether each explainer is published as Markdown too, for programs that read text: `index.html.md` beside its page
    (llmstxt.org)."""
    social_images: bool = Field(True, examples=[False])
    """Whether a picture for previews of links is drawn of each explainer, where the extra `social` is installed."""
    license: Address | None = Field(None, examples=["https://creativecommons.org/licenses/by/4.0/"])
    """The licence under which others may use the explainers, by its address; without this, no licence is stated."""
    hub: Address | None = Field(None, examples=["https://hub.example.org/"])
    """The WebSub hub that feeds name, so that readers' programs hear of news at once. Your host tells it."""
    host: Literal["cloudflare", "netlify"] | None = Field(None, examples=["netlify"])
    """Who serves the site at its root, if that is one of these: `_redirects` then tells it the former addresses."""
    policies: Policies = Field(default_factory=Policies, examples=[{"ethics": "https://example.org/ethics"}])
    """Where readers find the newsroom's policies: pages of the site or addresses elsewhere."""
    front: Front = Field(Front(), examples=[{"lead": "idlib-ceasefire", "lists": ["newest", "predictions"]}])
    """What stands on the front page: which explainer leads, and which lists follow."""
    checks: dict[str, Literal["error", "warning", "off"]] = Field(
        default_factory=dict, examples=[{"long-point": "off"}]
    )
    """Severities of checks by code, where they differ from the usual ones."""
    editor: Editor | None = Field(None, examples=[{"backend": "github", "repo": "newsroom/explainers"}])
    """The form editor at `/admin/`; without this there is none."""
    archive: Archive = Field(Archive(), examples=[{"timegate": "https://web.archive.org/web/"}])
    """Where `explainer archive` looks for copies of sources."""

    @property
    def zone(self) -> ZoneInfo:
        """The time zone, to tell the day with."""
        return ZoneInfo(self.time_zone)


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a site's files are. Paths are relative to its root, with forward slashes."""

    docs: str = "content"
    """MkDocs' `docs_dir`."""
    entries: str = "content/entries"
    images: str = "content/images"
    pages: str = "content/pages"
    """Markdown pages that stand at the site's root: `content/pages/about.md` is `/about/`. Empty if there is no such
    folder, as in a site that was there before."""
    data: str = "site_data"
    templates: str = "templates"
    prefix: str = ""
    """The folder of the published site that holds our pages, with a slash at its end; empty for the site's root."""
    excluded: str = ""
    """MkDocs' `exclude_docs`: patterns as in `.gitignore`, relative to `docs`."""
    drafts: str = ""
    """MkDocs' `draft_docs`: the same for drafts."""

    @property
    def folders(self) -> tuple[str, ...]:
        """Everything that editors change."""
        return self.docs, self.data, self.templates


@dataclass(frozen=True, slots=True)
class Page:
    """A page that editors write in Markdown."""

    path: str
    """The file, relative to the site's root."""
    address: str
    """Where it is published: `about` for `content/pages/about.md`."""
    text: str
    """Markdown with its front matter."""

    @property
    def file(self) -> str:
        """Its file in the built site, relative to its root."""
        folder, mark, name = self.address.rpartition("/")
        return f"{folder}{mark}index.html" if name in ("index", "README") else f"{self.address}/index.html"


@dataclass(frozen=True)
class Site:
    """The content of a site's files."""

    root: Path
    """The folder that holds `content/` and `site_data/`."""
    settings: Settings
    topics: Mapping[str, Topic]
    """By id, in the file's order."""
    publishers: Mapping[str, Publisher]
    """By id, in the file's order."""
    people: Mapping[str, Person]
    """By id, in the file's order."""
    languages: Mapping[str, Mapping[str, str | Mapping[str, str]]]
    """The site's own words, by language and name; a counted word has a text for each plural form."""
    entries: Sequence[Entry]
    """Every readable entry, drafts included, by path."""
    pages: tuple[Page, ...]
    """By path."""
    images: frozenset[str]
    """Files in the folder of pictures, as entries name them: `images/idlib.webp`."""
    problems: tuple[Problem, ...]
    """Why files could not be read."""
    links: Mapping[str, Link] = field(default_factory=dict)
    """What the last link check found wrong, by address."""
    layout: Layout = Layout()

    @cached_property
    def known(self) -> Entries:
        """The entries, in short and whole."""
        return Entries.of(self.entries)

    @property
    def summaries(self) -> tuple[EntrySummary, ...]:
        """The entries in short."""
        return self.known.summaries

    @property
    def policies(self) -> Mapping[str, str]:
        """The addresses of the newsroom's policies by name, seen from our front page; only of pages that exist."""
        pages = {page.file for page in self.pages}
        given = self.settings.policies.model_dump(exclude_none=True)
        found = {name: policy_target(written, pages, self.layout.prefix) for name, written in given.items()}
        return {name: target for name, target in found.items() if target is not None}
