"""Makes the commit that publishes an edition: mike's record of editions, the site's files, and what we add to both."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mike import commands, git_utils  # type: ignore[import-untyped]
from mike.app_version import version as mike_version  # type: ignore[import-untyped]
from mkdocs import __version__ as mkdocs_version

from explainer.history import git
from explainer.history.git import NoHistory
from explainer.outputs.news_sitemap import NEWS
from explainer.publish import editions
from explainer.publish.branch import own_ref
from explainer.publish.citable import lost
from explainer.publish.kept import Kept
from explainer.publish.marking import marked_files
from explainer.text.plain import count, listed

RESERVED = {"404.html", "index.html", "robots.txt", "sitemap.xml", "versions.json"}


class DeployFailed(Exception):
    """Nothing was published and the branch is unchanged; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What was asked for, with the settings of mkdocs.yml."""

    root: Path
    """The top of the repository."""
    edition: str
    aliases: tuple[str, ...]
    title: str | None
    base: str
    """The branch's public address, with a final slash; empty if none is configured."""
    alias_type: Any
    template: str | None
    author: tuple[str, ...]
    prefix: str
    """The folder of our pages in the site: empty, or ending in a slash."""
    folder: Path
    """For temporary files."""
    may_lose: bool
    """Whether readers may lose the texts of versions that they can cite."""


def committed(plan: Plan, parent: str, site: Callable[[str], Kept]) -> str:
    """A commit with the new edition; the parent itself if nothing changes. `site` builds it for a public address.

    mike works on a temporary ref, and its result becomes one commit, however many it made. It is given no files: those
    of the site are in git already, and their tree takes its place in one step.
    """
    source = git.git(plan.root, "rev-parse", "--short", "HEAD").decode().strip()
    # The engine is MkDocs, as mkdocs.yml says; mike would name ProperDocs wherever that is installed.
    message = f"Deployed {source} to {plan.edition} with MkDocs {mkdocs_version} and mike {mike_version}"
    with own_ref(plan.root) as ref:
        empty = git.git(plan.root, "mktree").decode().strip()
        git.git(plan.root, "update-ref", ref, parent or commit_tree(plan, empty, "", "An empty branch"))
        existing = commands.list_versions(ref).find(plan.edition)
        if existing and existing[0] != plan.edition:
            raise DeployFailed(f"`{plan.edition}` is an alias of {existing[0]}; deploy {existing[0]} to update it")
        current, is_set = current_edition(ref, plan)
        cfg: dict[str, Any] = {"site_dir": "", "use_directory_urls": True}
        options = {"branch": ref, "message": message, "allow_empty": True}
        names = plan.edition, plan.title, [*plan.aliases]
        with commands.deploy(cfg, *names, True, plan.alias_type, plan.template, **options):
            edition = commands.list_versions(ref).find(current)
            is_current = current in (plan.edition, *plan.aliases) or (edition and edition[0] == plan.edition)
            name = current if is_current else plan.edition
            kept = site(f"{plan.base}{quote(name)}/" if plan.base else "")
            cfg["site_dir"] = str(_names_of(kept, plan))
            if not plan.may_lose:
                _refuse_losses(plan, ref, kept)
        _place(plan, ref, kept.tree, message)
        if not is_set:
            commands.set_default(current, plan.template, **options)
        with git_utils.Commit(ref, message, allow_empty=True) as commit:
            for file in (*_beside(plan, ref, current), *_moved(ref, current, kept.former if is_current else ())):
                commit.add_file(file)
        tree = git.git(plan.root, "rev-parse", f"{ref}^{{tree}}").decode().strip()
        if parent and tree == git.git(plan.root, "rev-parse", f"{parent}^{{tree}}").decode().strip():
            return parent
        return commit_tree(plan, tree, parent, message)


def _names_of(kept: Kept, plan: Plan) -> Path:
    """A folder for mike to look at: empty, or with the names of all files where it writes a redirect for each."""
    folder = Path(tempfile.mkdtemp(dir=plan.folder))
    if plan.alias_type is commands.AliasType.redirect:
        for path in git.tree(plan.root, kept.tree, ""):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).touch()
    return folder


def _place(plan: Plan, ref: str, site: str, message: str) -> None:
    """Puts the site's tree in the edition's place, and where aliases are copies, in theirs."""
    copies = plan.aliases if plan.alias_type is commands.AliasType.copy else ()
    there = git.git(plan.root, "ls-tree", "-z", "--full-tree", ref).split(b"\0")[:-1]
    names = {name.encode() for name in (plan.edition, *copies)}
    kept = [line for line in there if line.partition(b"\t")[2] not in names]
    lines = sorted([*kept, *(b"040000 tree %s\t%s" % (site.encode(), name) for name in names)])
    tree = git.git(plan.root, "mktree", "-z", stdin=b"".join(line + b"\0" for line in lines)).decode().strip()
    git.git(plan.root, "update-ref", ref, commit_tree(plan, tree, ref, message))


def _refuse_losses(plan: Plan, ref: str, kept: Kept) -> None:
    """Raises DeployFailed if readers would lose the text of a version in the edition, or in what the aliases show."""
    shown = (commands.list_versions(ref).find(name) for name in (plan.edition, *plan.aliases))
    folders = dict.fromkeys(str(found[0]) for found in shown if found)
    if addresses := sorted(set(lost(plan.root, ref, folders, kept.tree, plan.prefix))):
        try:
            git.head(plan.root)
            merge = "git merge --strategy=ours --allow-unrelated-histories …"
            remedy = f"find the commits that had them (`git reflog`) and bring each back: `{merge}`"
        except NoHistory as error:
            remedy = str(error)
        raise DeployFailed(
            f"readers can read {count(len(addresses), 'earlier version', 'earlier versions')} whose text is not found "
            f"here: {listed(addresses)}\n    {remedy}; to give the texts up, add `--allow-lost-versions`"
        )


def _moved(ref: str, current: str, files: Iterable[str]) -> Iterator[Any]:
    """Redirects at the branch's root, where readers look for what was there before it had editions."""
    versions = commands.list_versions(ref)
    found = versions.find(current)
    names = {*_names(versions), *RESERVED}
    for path in files if found else ():
        text = text_at(ref, f"{found[0]}/{path}")
        existing = text_at(ref, path)
        is_ours = existing is None or editions.is_redirect(existing)
        if text is not None and is_ours and path.partition("/")[0] not in names:
            yield git_utils.FileInfo(path, editions.at_root(text, path, current))


def commit_tree(plan: Plan, tree: str, parent: str, message: str) -> str:
    parents = ["-p", parent] if parent else []
    return git.git(plan.root, *plan.author, "commit-tree", tree, *parents, "-m", message).decode().strip()


def _names(versions: Any) -> list[str]:
    return [name for info in versions for name in (str(info.version), *info.aliases)]


def current_edition(ref: str, plan: Plan) -> tuple[str, bool]:
    """The edition to which the branch's front page redirects, and whether it already does."""
    names = {*_names(commands.list_versions(ref)), plan.edition, *plan.aliases}
    index = text_at(ref, "index.html")
    if name := editions.leads_to(index or "", names):
        return name, True
    if index is not None and not editions.is_redirect(index):  # written by hand
        return ("latest" if "latest" in names else plan.edition), True
    return (*plan.aliases, plan.edition)[0], False


def text_at(ref: str, path: str) -> str | None:
    try:
        return str(git_utils.read_file(ref, path).decode("utf-8", "replace"))
    except git_utils.GitError:
        return None


def _beside(plan: Plan, ref: str, current: str) -> Iterator[Any]:
    """Our files beside mike's: pages of editions that became old or current, and the files at the root."""
    versions = commands.list_versions(ref)
    names = set(_names(versions))
    # mike writes aliases in the order of a set, which differs from run to run.
    items = [{**item, "aliases": sorted(item["aliases"])} for item in versions.to_json()]
    yield git_utils.FileInfo("versions.json", json.dumps(items, indent=2) + "\n")
    existing = [(name, text) for name in RESERVED if (text := text_at(ref, name)) is not None]
    newest = versions.find(current)
    latest = str(newest[0]) if newest else current
    sitemap = text_at(ref, f"{latest}/sitemap.xml") or ""
    news, missing = text_at(ref, f"{latest}/{NEWS}") is not None, text_at(ref, f"{latest}/404.html") or ""
    files_at_root = editions.root_files(plan.base, current, sitemap, existing, news=news, missing=missing)
    for name, text in files_at_root.items():
        yield git_utils.FileInfo(name, text)
    files = {path.partition("/")[2] for path in git.tree(plan.root, ref, latest)}
    for info in versions:
        old = str(info.version) != latest
        for folder in (str(info.version), *sorted(info.aliases)):
            # An edition's front page stands for all its pages: they are marked in one commit.
            front = text_at(ref, f"{folder}/index.html")
            if front is None or editions.marked_for(front.encode()) == (current if old else ""):
                continue
            marked = partial(editions.marked, current=current, old=old, base=plan.base, names=names, files=files)
            for path, content in marked_files(plan.root, ref, f"{folder}/{plan.prefix}", marked):
                yield git_utils.FileInfo(path, content)
