"""Finds versions that an earlier build could show and that git no longer has: no citable version goes in silence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, TypeAlias

import msgspec

from explainer.content.load import located
from explainer.history import git
from explainer.history.versions import History, ObjectName, read_history
from explainer.model import Entry, Site
from explainer.model.summary import EntrySummary
from explainer.problems import ContentError, Problem
from explainer.resources.store import Store

_FILE = "versions.bin"
_Number: TypeAlias = Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{1,9}\Z")]
_Commits: TypeAlias = dict[str, dict[_Number, ObjectName]]


class _Shown(msgspec.Struct, frozen=True, array_like=True):
    """The earlier versions that builds could show."""

    commits: _Commits = {}
    """By slug and number: the commit that had the text."""


def kept_history(site: Site, cache: Path, entries: Sequence[Entry | EntrySummary]) -> History:
    """The history of a site's entries, for a build, which the next one remembers in the folder `cache`.

    Raises ContentError if an earlier build could show a version that is not found any more.
    """
    history = read_history(site, cache, entries)
    store = Store(cache / _FILE, _Shown)
    shown = store.value.commits
    if lost := _all_lost(entries, shown, history):
        raise ContentError(lost)
    # What other branches have stays noted.
    merged = shown | {slug: shown.get(slug, {}) | commits for slug, commits in _shown(entries, history)}
    if merged != shown:
        store.save(_Shown(merged))
    return history


def lost_versions(site: Site, cache: Path) -> list[Problem]:
    """An error for each version for which `kept_history` would refuse a build; git is asked only if there was one."""
    shown = Store(cache / _FILE, _Shown).value.commits
    return _all_lost(site.summaries, shown, read_history(site, cache)) if shown else []


def _shown(entries: Iterable[Entry | EntrySummary], history: History) -> Iterator[tuple[str, dict[str, str]]]:
    for entry in entries:
        commits = {str(one.number): one.commit for one in history.versions.get(entry.slug, ()) if one.commit}
        if commits and entry.status == "published":
            yield entry.slug, commits


def _all_lost(entries: Iterable[Entry | EntrySummary], shown: _Commits, history: History) -> list[Problem]:
    return [problem for entry in entries for problem in located(history.root, _lost(entry, shown, history))]


def _lost(entry: Entry | EntrySummary, shown: Mapping[str, Mapping[str, str]], history: History) -> Iterator[Problem]:
    """A withdrawn entry shows no versions, so it loses none."""
    found = {version.number for version in history.versions.get(entry.slug, ())}
    slugs = (*entry.aliases, entry.slug)
    before = {int(number): commit for slug in slugs for number, commit in shown.get(slug, {}).items()}
    for number, commit in sorted(before.items()):
        if entry.status == "published" and number < entry.version and number not in found:
            message = f"an earlier build showed version {number}, and its text is not in git any more"
            remedy = history.missing or _remedy(history.root, commit)
            hint = f"{remedy}; to give it up, delete .cache/{_FILE}"
            yield Problem(entry.path, message, hint, "version-lost", ("updates", max(number - 2, 0)))


def _remedy(root: Path, commit: str) -> str:
    """The way to a text that was in a commit: a merge that changes no file makes the commit part of the history."""
    short = commit[:10]
    fetch = "" if git.has(root, commit) else f"fetch the branch that has the commit {short}, then "
    option = "" if not fetch and git.are_related(root, commit, "HEAD") else "--allow-unrelated-histories "
    return f"{fetch}`git merge --no-edit --strategy=ours {option}{short}` brings it back"
