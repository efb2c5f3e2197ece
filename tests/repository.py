"""Real git repositories for tests, written from stories told in data, without the user's own settings."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from conftest import write_site

ISOLATED = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@example.org",
    "GIT_TERMINAL_PROMPT": "0",
}
"""The environment in which git knows nothing of this machine."""


def git(root: Path, *arguments: str, date: str = "2026-05-04T09:00:00Z") -> str:
    """What a git command prints; `date` is that of its commit."""
    previous = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    variables = {**previous, **ISOLATED, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, env=variables, check=True, capture_output=True, text=True).stdout.strip()


def begin(root: Path, files: Mapping[str, str | None] | None = None, *, below: str = "") -> Path:
    """A repository with the good site in it, not committed yet. Returns the site's folder."""
    root.mkdir(parents=True, exist_ok=True)
    git(root, "init", "--quiet", "--initial-branch=main")
    return write_site(root / below, {".gitignore": "/.cache/\n/site/\n", **(files or {})})


def tell(site: Path, story: Iterable[Mapping[str, Any]]) -> None:
    """Does one after another what a story's steps say; `dam` is short for `content/entries/dam.yml`.

    - `write`: whole files; `append`: what comes to stand at their end
    - `replace`: texts, each of which must be there, and what takes their place
    - `delete`: files and folders; `rename`: a file, and its new name
    - `commit`: all that was done since the last, with this message; on this `day`
    - `branch`: go to this branch, which is made if need be; `merge`: this branch, into the one that is checked out
    - `shallow`: forget all but the newest commit
    - `run`: any other git command
    """
    for step in story:
        unknown = set(step) - {
            "write",
            "append",
            "replace",
            "delete",
            "rename",
            "commit",
            "day",
            "branch",
            "merge",
            "shallow",
            "run",
        }
        assert not unknown
        date = f"{step.get('day', '2026-05-04')}T09:00:00Z"
        _change_files(site, step)
        if "commit" in step:
            git(site, "add", "--all", ".")
            git(site, "commit", "--quiet", "--message", step["commit"], date=date)
        if "branch" in step:
            known = git(site, "branch", "--list", step["branch"])
            git(site, "checkout", "--quiet", *([] if known else ["-b"]), step["branch"])
        if "merge" in step:
            git(site, "merge", "--quiet", "--no-ff", "--message", "Merge", step["merge"], date=date)
        if "shallow" in step:  # as a clone with `--depth 1` is
            newest = git(site, "rev-parse", "HEAD")
            (site / git(site, "rev-parse", "--git-path", "shallow")).write_text(f"{newest}\n", encoding="ascii")
        if "run" in step:
            git(site, *step["run"])


def _change_files(site: Path, step: Mapping[str, Any]) -> None:
    for name, new in step.get("rename", {}).items():
        _path(site, new).parent.mkdir(parents=True, exist_ok=True)
        _path(site, name).rename(_path(site, new))
    for name in step.get("delete", ()):
        if _path(site, name).is_dir():
            shutil.rmtree(_path(site, name))
        else:
            _path(site, name).unlink()
    for name, content in step.get("write", {}).items():
        _write(_path(site, name), content)
    for name, texts in step.get("replace", {}).items():
        content = _path(site, name).read_text(encoding="utf-8")
        for old, new in texts.items():
            assert old in content, f"{name} does not say {old!r}"
            content = content.replace(old, new)
        _write(_path(site, name), content)
    for name, content in step.get("append", {}).items():
        _write(_path(site, name), _path(site, name).read_text(encoding="utf-8") + content)


def _path(site: Path, name: str) -> Path:
    return site / (name if "." in name else f"content/entries/{name}.yml")


def _write(path: Path, content: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8", newline="")
