"""Publishes the site as one of several editions, on a git branch that mike maintains."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import chdir
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

from mike import commands, git_utils  # type: ignore[import-untyped]
from mike.app_version import version as mike_version  # type: ignore[import-untyped]
from mkdocs import __version__ as mkdocs_version
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from explainer.build import Built, build
from explainer.engine.files import layout_of_config, site_root
from explainer.history import git
from explainer.history.git import NoHistory
from explainer.outputs.news_sitemap import NEWS
from explainer.publish import editions
from explainer.publish.branch import Branch, NotMoved, advance, own_ref
from explainer.publish.checkout import uncommitted
from explainer.publish.citable import lost
from explainer.publish.hub import Told, changed, tell
from explainer.publish.marking import marked_files
from explainer.resources.staging import temporary
from explainer.text.plain import count, listed

_RESERVED = {"404.html", "index.html", "robots.txt", "sitemap.xml", "versions.json"}


class DeployFailed(Exception):
    """Nothing was published and the branch is unchanged; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """What a deploy did."""

    branch: str
    commit: str
    """The new commit; empty if nothing changed."""
    current: str
    """The default edition or its alias, to which the branch's front page redirects."""
    base: str
    """The branch's public address, with a final slash; empty if none is configured."""
    pushed: str
    """The remote that has the branch now; empty if it was not to be pushed."""
    uncommitted: tuple[str, ...]
    """Files of the site that were published as they stand; no commit has them."""
    told: tuple[Told, ...]
    """The hubs that were told of changed feeds; none unless the branch was pushed."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What was asked for, with the settings of mkdocs.yml."""

    root: Path
    """The top of the repository."""
    edition: str
    aliases: tuple[str, ...]
    title: str | None
    base: str
    """As in `Deployed`."""
    alias_type: Any
    template: str | None
    author: tuple[str, ...]
    prefix: str
    """The folder of our pages in the site: empty, or ending in a slash."""
    may_lose: bool
    """Whether readers may lose the texts of versions that they can cite."""


def deploy(
    config_file: Path,
    today: date,
    edition: str,
    aliases: Sequence[str] = (),
    *,
    title: str | None = None,
    branch: str | None = None,
    remote: str | None = None,
    push: bool = False,
    allow_dirty: bool = False,
    allow_lost_versions: bool = False,
) -> Deployed:
    """Builds the site for a day and commits it to the branch as an edition; the aliases move to it.

    Branch and remote default to mkdocs.yml's `remote_branch` and `remote_name`. The branch changes in one step, and
    only if nobody else has changed it meanwhile; otherwise the edition is added on top of their commit. With `push`,
    the remote changes first, and the local branch only once the remote has accepted. Nothing is pushed that is not
    committed, unless `allow_dirty`; no version that readers can cite loses its text, unless `allow_lost_versions`.

    The process's current folder changes while this runs. Raises DeployFailed and BuildFailed.
    """
    for name in (edition, *aliases):
        if not re.fullmatch(r"\w[\w.+~-]*", name) or name in _RESERVED:
            raise DeployFailed(f"`{name}` cannot be an edition's name; use letters, digits, `.`, `-`, `_`: `2026-11`")
    try:
        config = load_config(str(config_file))
    except MkDocsException as error:
        raise DeployFailed(str(error)) from error
    mike = config.plugins.get("mike")
    settings = dict(mike.config) if mike else {}
    if settings.get("deploy_prefix"):
        raise DeployFailed("mike's `deploy_prefix` in mkdocs.yml is not supported; editions lie at the branch's root")
    try:
        with chdir(config_file.parent), temporary(Path(tempfile.gettempdir()), "explainer-deploy-") as folder:
            root = Path(git.git(Path(), "rev-parse", "--show-toplevel").decode().strip())
            dirty = uncommitted(Path(), _sources(config, root))
            if dirty and push and not allow_dirty:
                raise DeployFailed(f"{not_committed(dirty)}; commit, or publish it as it is with `--allow-dirty`")
            names = edition, tuple(dict.fromkeys(aliases)), title
            alias_type = commands.AliasType[settings.get("alias_type") or "symlink"]
            template = settings.get("redirect_template")
            settings_of_git = _author(root), layout_of_config(config).prefix, allow_lost_versions
            plan = _Plan(root, *names, config.site_url or "", alias_type, template, *settings_of_git)
            site = cache(partial(_built, config_file, today, folder))
            target = Branch(root, branch or config.remote_branch, remote or config.remote_name, push)
            pushed = _without_password(target.remote) if push else ""
            commit, tip, upstream = advance(target, lambda parent: _committed(plan, parent, site))
            told = tell(changed(root, upstream, tip)) if push and tip != upstream else ()
            return Deployed(target.name, commit, _current(target.ref, plan)[0], plan.base, pushed, tuple(dirty), told)
    except (NoHistory, NotMoved, git_utils.GitError, ValueError) as error:  # mike raises ValueError for what it refuses
        raise DeployFailed(str(error)) from error


def _without_password(remote: str) -> str:
    """A remote's name, or its address without what CI puts before the host: logs are read by many."""
    return re.sub(r"(?<=://)[^/@]*@", "", remote)


def _built(config_file: Path, today: date, folder: Path, address: str) -> Built:
    """Builds the site for an address, in a folder of its own."""
    target = folder / str(len(list(folder.iterdir())))
    return build(config_file, today, target, edition_url=address)


def _author(root: Path) -> tuple[str, ...]:
    """Options that name git's author and committer, chosen as mike chooses them."""
    author = []
    for key in ("name", "email"):
        try:
            name = os.environ.get(f"GIT_COMMITTER_{key.upper()}") or git.git(root, "config", f"user.{key}").decode()
        except NoHistory:
            raise DeployFailed(f"git does not know who deploys; run `git config user.{key} …` first") from None
        author += ["-c", f"author.{key}={name.strip()}", "-c", f"committer.{key}={name.strip()}"]
    return tuple(author)


# --- one commit -------------------------------------------------------------------------------------------------------


def _committed(plan: _Plan, parent: str, site: Callable[[str], Built]) -> str:
    """A commit with the new edition; the parent itself if nothing changes.

    mike works on a temporary ref; its result becomes one commit, however many it made.
    """
    source = git.git(plan.root, "rev-parse", "--short", "HEAD").decode().strip()
    # The engine is MkDocs, as mkdocs.yml says; mike would name ProperDocs wherever that is installed.
    message = f"Deployed {source} to {plan.edition} with MkDocs {mkdocs_version} and mike {mike_version}"
    with own_ref(plan.root) as ref:
        empty = git.git(plan.root, "mktree").decode().strip()
        git.git(plan.root, "update-ref", ref, parent or _commit_tree(plan, empty, "", "An empty branch"))
        existing = commands.list_versions(ref).find(plan.edition)
        if existing and existing[0] != plan.edition:
            raise DeployFailed(f"`{plan.edition}` is an alias of {existing[0]}; deploy {existing[0]} to update it")
        current, is_set = _current(ref, plan)
        cfg: dict[str, Any] = {"site_dir": "", "use_directory_urls": True}
        options = {"branch": ref, "message": message, "allow_empty": True}
        names = plan.edition, plan.title, [*plan.aliases]
        with commands.deploy(cfg, *names, True, plan.alias_type, plan.template, **options):
            edition = commands.list_versions(ref).find(current)
            is_current = current in (plan.edition, *plan.aliases) or (edition and edition[0] == plan.edition)
            name = current if is_current else plan.edition
            built = site(f"{plan.base}{quote(name)}/" if plan.base else "")
            cfg["site_dir"] = str(built.folder)
            if not plan.may_lose:
                _refuse_losses(plan, ref, built.folder)
        if not is_set:
            commands.set_default(current, plan.template, **options)
        with git_utils.Commit(ref, message, allow_empty=True) as commit:
            for file in (*_beside(plan, ref, current), *_moved(ref, current, built.former if is_current else ())):
                commit.add_file(file)
        tree = git.git(plan.root, "rev-parse", f"{ref}^{{tree}}").decode().strip()
        if parent and tree == git.git(plan.root, "rev-parse", f"{parent}^{{tree}}").decode().strip():
            return parent
        return _commit_tree(plan, tree, parent, message)


def _refuse_losses(plan: _Plan, ref: str, site: Path) -> None:
    """Raises DeployFailed if readers would lose the text of a version in the edition, or in what the aliases show."""
    shown = (commands.list_versions(ref).find(name) for name in (plan.edition, *plan.aliases))
    folders = dict.fromkeys(str(found[0]) for found in shown if found)
    if addresses := sorted(set(lost(plan.root, ref, folders, site, plan.prefix))):
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


def not_committed(paths: Sequence[str]) -> str:
    """Which files of the site are not committed, in words."""
    return f"{count(len(paths), 'file is', 'files are')} not committed: {listed(paths)}"


def _sources(config: MkDocsConfig, root: Path) -> Iterator[str]:
    """The files and folders that a site is built from, as far as they are in the repository."""
    layout, own = layout_of_config(config), site_root(config)
    inside = (config.config_file_path, *(own / folder for folder in (layout.docs, layout.data, layout.templates)))
    for path in (*inside, config.theme.custom_dir, *config.hooks):
        if path and (whole := Path(str(path)).resolve()).is_relative_to(root.resolve()):
            yield str(whole)


def _moved(ref: str, current: str, files: Iterable[str]) -> Iterator[Any]:
    """Redirects at the branch's root, where readers look for what was there before it had editions."""
    versions = commands.list_versions(ref)
    found = versions.find(current)
    names = {*_names(versions), *_RESERVED}
    for path in files if found else ():
        text = _text(ref, f"{found[0]}/{path}")
        existing = _text(ref, path)
        is_ours = existing is None or editions.is_redirect(existing)
        if text is not None and is_ours and path.partition("/")[0] not in names:
            yield git_utils.FileInfo(path, editions.at_root(text, path, current))


def _commit_tree(plan: _Plan, tree: str, parent: str, message: str) -> str:
    parents = ["-p", parent] if parent else []
    return git.git(plan.root, *plan.author, "commit-tree", tree, *parents, "-m", message).decode().strip()


def _names(versions: Any) -> list[str]:
    return [name for info in versions for name in (str(info.version), *info.aliases)]


def _current(ref: str, plan: _Plan) -> tuple[str, bool]:
    """The edition to which the branch's front page redirects, and whether it already does."""
    names = {*_names(commands.list_versions(ref)), plan.edition, *plan.aliases}
    index = _text(ref, "index.html")
    if name := editions.leads_to(index or "", names):
        return name, True
    if index is not None and not editions.is_redirect(index):  # written by hand
        return ("latest" if "latest" in names else plan.edition), True
    return (*plan.aliases, plan.edition)[0], False


def _text(ref: str, path: str) -> str | None:
    try:
        return str(git_utils.read_file(ref, path).decode("utf-8", "replace"))
    except git_utils.GitError:
        return None


def _beside(plan: _Plan, ref: str, current: str) -> Iterator[Any]:
    """Our files beside mike's: pages of editions that became old or current, and the files at the root."""
    versions = commands.list_versions(ref)
    names = set(_names(versions))
    # mike writes aliases in the order of a set, which differs from run to run.
    items = [{**item, "aliases": sorted(item["aliases"])} for item in versions.to_json()]
    yield git_utils.FileInfo("versions.json", json.dumps(items, indent=2) + "\n")
    existing = [(name, text) for name in _RESERVED if (text := _text(ref, name)) is not None]
    newest = versions.find(current)
    latest = str(newest[0]) if newest else current
    sitemap = _text(ref, f"{latest}/sitemap.xml") or ""
    news, missing = _text(ref, f"{latest}/{NEWS}") is not None, _text(ref, f"{latest}/404.html") or ""
    files_at_root = editions.root_files(plan.base, current, sitemap, existing, news=news, missing=missing)
    for name, text in files_at_root.items():
        yield git_utils.FileInfo(name, text)
    files = {path.partition("/")[2] for path in git.tree(plan.root, ref, latest)}
    for info in versions:
        old = str(info.version) != latest
        for folder in (str(info.version), *sorted(info.aliases)):
            # An edition's front page stands for all its pages: they are marked in one commit.
            front = _text(ref, f"{folder}/index.html")
            if front is None or editions.marked_for(front.encode()) == (current if old else ""):
                continue
            marked = partial(editions.marked, current=current, old=old, base=plan.base, names=names, files=files)
            for path, content in marked_files(plan.root, ref, f"{folder}/{plan.prefix}", marked):
                yield git_utils.FileInfo(path, content)
