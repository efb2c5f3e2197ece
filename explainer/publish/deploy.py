"""Publishes the site as one of several editions, on a git branch that mike maintains."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import chdir, suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from mike import commands, git_utils  # type: ignore[import-untyped]
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException

from explainer.engine.files import layout_of_config, site_root
from explainer.history import git
from explainer.history.git import NoHistory
from explainer.publish import kept
from explainer.publish.branch import Branch, NotMoved, advance
from explainer.publish.checkout import uncommitted, unmerged
from explainer.publish.edition import RESERVED, DeployFailed, Plan, committed, current_edition
from explainer.publish.hub import Told, changed, tell
from explainer.resources.staging import temporary
from explainer.text.plain import count, listed

__all__ = ["DeployFailed", "Deployed", "deploy", "go_on", "not_committed"]


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
    rendered: int
    """How many files were rendered; the others are those of the last deploy."""
    files: int


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
    note: Callable[[str], object] = lambda text: None,
) -> Deployed:
    """Builds the site for a day and commits it to the branch as an edition; the aliases move to it.

    Branch and remote default to mkdocs.yml's `remote_branch` and `remote_name`. The branch changes in one step, and
    only if nobody else has changed it meanwhile; otherwise the edition is added on top of their commit. With `push`,
    the remote changes first, and the local branch only once the remote has accepted. Nothing is pushed that is not
    committed, unless `allow_dirty`; no version that readers can cite loses its text, unless `allow_lost_versions`.
    Before it builds, `note` is told which commits a push publishes that the remote's default branch does not have.

    The process's current folder changes while this runs. Raises DeployFailed and BuildFailed.
    """
    for name in (edition, *aliases):
        if not re.fullmatch(r"\w[\w.+~-]*", name) or name in RESERVED:
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
            plan = Plan(
                root,
                edition,
                tuple(dict.fromkeys(aliases)),
                title,
                config.site_url or "",
                commands.AliasType[settings.get("alias_type") or "symlink"],
                settings.get("redirect_template"),
                _author(root),
                layout_of_config(config).prefix,
                folder,
                allow_lost_versions,
            )
            target = _branch(config, root, branch, remote, push=push)
            if push and (commits := unmerged(root, target.remote)):
                note(f"this publishes {commits}")
            build = kept.Building(target, config_file, today, folder)
            pushed = _without_password(target.remote) if push else ""
            commit, tip, upstream = advance(target, lambda parent: committed(plan, parent, build.site))
            built = build.keep(tip)
            told = tell(changed(root, upstream, tip)) if push and tip != upstream else ()
            current, _ = current_edition(target.ref, plan)
            numbers = built.rendered, built.files
            return Deployed(target.name, commit, current, plan.base, pushed, tuple(dirty), told, *numbers)
    except (NoHistory, NotMoved, git_utils.GitError, ValueError) as error:  # mike raises ValueError for what it refuses
        raise DeployFailed(str(error)) from error


def go_on(config_file: Path, *, branch: str | None = None, remote: str | None = None, push: bool = False) -> None:
    """Gives a clone in which nothing was built yet what the last deploy kept. What cannot be had is no error."""
    site = config_file.resolve().parent
    if not os.path.lexists(site / ".cache"):
        with suppress(NoHistory, MkDocsException):
            target = _branch(load_config(str(config_file)), git.top_of_repository(site), branch, remote, push=push)
            kept.restore(target, kept.found(target), site)


def _branch(config: MkDocsConfig, root: Path, branch: str | None, remote: str | None, *, push: bool) -> Branch:
    return Branch(root, branch or config.remote_branch, remote or config.remote_name, push)


def _without_password(remote: str) -> str:
    """A remote's name, or its address without what CI puts before the host: logs are read by many."""
    return re.sub(r"(?<=://)[^/@]*@", "", remote)


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
