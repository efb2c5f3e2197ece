"""Publishes the site as one of several editions, on a git branch that mike keeps."""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
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
from mkdocs.exceptions import MkDocsException

from explainer.build import build
from explainer.history import git
from explainer.history.git import NoHistory
from explainer.publish import editions
from explainer.publish.branch import Branch, NotMoved, advance, own_ref

_BATCH = 200
"""Pages that are held in memory at once."""
_RESERVED = {"index.html", "robots.txt", "sitemap.xml", "versions.json"}


class DeployFailed(Exception):
    """Nothing was published, and the branch is as it was; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """What a deploy did."""

    branch: str
    commit: str
    """The new commit; empty where nothing has changed."""
    current: str
    """The edition, or its alias, that readers are led to."""
    base: str
    """The public address of the branch, with a slash at its end; empty if none is configured."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is asked for, with what mkdocs.yml says of it."""

    root: Path
    """The top of the repository."""
    edition: str
    aliases: tuple[str, ...]
    title: str | None
    base: str
    """The public address of the branch, with a slash at its end; empty if none is configured."""
    alias_type: Any
    template: str | None
    author: tuple[str, ...]


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
) -> Deployed:
    """Builds the site as it is on a day, and puts it on the branch as an edition; aliases move to it.

    Branch and remote are those of mkdocs.yml (`remote_branch`, `remote_name`) unless named. The branch changes in one
    step, and only if nobody else has changed it meanwhile; otherwise the new edition is added to what they did. With
    `push`, the remote changes first, and the local branch only if the remote has accepted.

    It works in the process's current folder, which is another one while it runs. Raises DeployFailed and BuildFailed.
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
        with chdir(config_file.parent), tempfile.TemporaryDirectory(prefix="explainer-") as folder:
            root = Path(git.git(Path(), "rev-parse", "--show-toplevel").decode().strip())
            plan = _Plan(
                root,
                edition,
                tuple(dict.fromkeys(aliases)),
                title,
                config.site_url or "",
                commands.AliasType[settings.get("alias_type") or "symlink"],
                settings.get("redirect_template"),
                _author(root),
            )
            site = cache(partial(_built, config_file, today, Path(folder)))
            target = Branch(root, branch or config.remote_branch, remote or config.remote_name, push)
            made = advance(target, lambda parent: _committed(plan, parent, site))
            return Deployed(target.name, made, _current(target.ref, plan)[0], plan.base)
    except (NoHistory, NotMoved, git_utils.GitError, ValueError) as error:  # mike says with the last what it refuses
        raise DeployFailed(str(error)) from error


def _built(config_file: Path, today: date, folder: Path, address: str) -> str:
    """The folder of the site as it is built for an address."""
    target = folder / str(len(list(folder.iterdir())))
    build(config_file, today, target, edition_url=address)
    return str(target)


def _author(root: Path) -> tuple[str, ...]:
    """What tells git who commits: the one whom mike names."""
    author = []
    for field in ("name", "email"):
        try:
            said = os.environ.get(f"GIT_COMMITTER_{field.upper()}") or git.git(root, "config", f"user.{field}").decode()
        except NoHistory:
            raise DeployFailed(f"git does not know who deploys; run `git config user.{field} …` first") from None
        author += [f"author.{field}={said.strip()}", f"committer.{field}={said.strip()}"]
    return tuple(part for one in author for part in ("-c", one))


# --- one commit -------------------------------------------------------------------------------------------------------


def _committed(plan: _Plan, parent: str, site: Callable[[str], str]) -> str:
    """A commit with the new edition; the parent itself, where nothing changes.

    mike works on a ref of ours; what comes of it is one commit, whatever the steps were.
    """
    source = git.git(plan.root, "rev-parse", "--short", "HEAD").decode().strip()
    # `mkdocs.yml` is MkDocs' file, and so is the engine; mike itself would take ProperDocs wherever that is.
    message = f"Deployed {source} to {plan.edition} with MkDocs {mkdocs_version} and mike {mike_version}"
    with own_ref(plan.root) as ref:
        empty = git.git(plan.root, "mktree").decode().strip()
        git.git(plan.root, "update-ref", ref, parent or _commit_tree(plan, empty, "", "An empty branch"))
        found = commands.list_versions(ref).find(plan.edition)
        if found and found[0] != plan.edition:
            raise DeployFailed(f"`{plan.edition}` is an alias of {found[0]}; `explainer deploy {found[0]}` renews that")
        current, led = _current(ref, plan)
        cfg = {"site_dir": "", "use_directory_urls": True}
        with commands.deploy(
            cfg,
            plan.edition,
            plan.title,
            list(plan.aliases),
            True,
            plan.alias_type,
            plan.template,
            branch=ref,
            message=message,
            allow_empty=True,
        ):
            site_info = commands.list_versions(ref).find(current)
            is_current = current in (plan.edition, *plan.aliases) or (site_info and site_info[0] == plan.edition)
            name = current if is_current else plan.edition
            cfg["site_dir"] = site(f"{plan.base}{quote(name)}/" if plan.base else "")
        if not led:
            commands.set_default(current, plan.template, branch=ref, message=message, allow_empty=True)
        with git_utils.Commit(ref, message, allow_empty=True) as commit:
            for file in _beside(plan, ref, current):
                commit.add_file(file)
        tree = git.git(plan.root, "rev-parse", f"{ref}^{{tree}}").decode().strip()
        if parent and tree == git.git(plan.root, "rev-parse", f"{parent}^{{tree}}").decode().strip():
            return parent
        return _commit_tree(plan, tree, parent, message)


def _commit_tree(plan: _Plan, tree: str, parent: str, message: str) -> str:
    parents = ["-p", parent] if parent else []
    return git.git(plan.root, *plan.author, "commit-tree", tree, *parents, "-m", message).decode().strip()


def _names(versions: Any) -> list[str]:
    return [name for info in versions for name in (str(info.version), *info.aliases)]


def _current(ref: str, plan: _Plan) -> tuple[str, bool]:
    """The name of the edition that readers of the branch's front page are led to, and whether they already are."""
    names = {*_names(commands.list_versions(ref)), plan.edition, *plan.aliases}
    index = _text(ref, "index.html")
    if name := editions.leads_to(index or "", names):
        return name, True
    if index is not None and not editions.is_redirect(index):  # written by hand
        return ("latest" if "latest" in names else plan.edition), True
    return (plan.aliases or (plan.edition,))[0], False


def _text(ref: str, path: str) -> str | None:
    try:
        return str(git_utils.read_file(ref, path).decode("utf-8", "replace"))
    except git_utils.GitError:
        return None


def _beside(plan: _Plan, ref: str, current: str) -> Iterator[Any]:
    """What is ours around mike's files: pages of editions whose standing has changed, and the root's own files."""
    versions = commands.list_versions(ref)
    names = set(_names(versions))
    # mike writes aliases in the order of a set, which is another one each time.
    listed = [{**about, "aliases": sorted(about["aliases"])} for about in versions.to_json()]
    yield git_utils.FileInfo("versions.json", json.dumps(listed, indent=2) + "\n")
    there = [(name, text) for name in _RESERVED if (text := _text(ref, name)) is not None]
    newest = versions.find(current)
    site_info = str(newest[0]) if newest else current
    sitemap = _text(ref, f"{site_info}/sitemap.xml") or ""
    for name, text in editions.root_files(plan.base, current, sitemap, there).items():
        yield git_utils.FileInfo(name, text)
    files = {path.partition("/")[2] for path in git.tree(plan.root, ref, site_info)}
    for info in versions:
        old = str(info.version) != site_info
        for folder in (str(info.version), *sorted(info.aliases)):
            # An edition's front page tells of all its pages: they are marked in one commit.
            front = _text(ref, f"{folder}/index.html")
            if front is None or editions.marked_for(front.encode()) == (current if old else ""):
                continue
            pages = {path: blob for path, blob in git.tree(plan.root, ref, folder).items() if path.endswith(".html")}
            paths = list(pages)
            for batch in (paths[start : start + _BATCH] for start in range(0, len(paths), _BATCH)):
                texts = dict(git.contents(plan.root, (pages[path] for path in batch)))
                for path in batch:
                    page = editions.marked(
                        texts[pages[path]], path, current, old=old, base=plan.base, names=names, files=files
                    )
                    yield git_utils.FileInfo(path, page)
