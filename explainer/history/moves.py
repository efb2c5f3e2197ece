"""Finds where a site's entries were before their folder moved: `git mv`, `git subtree`, another `docs_dir`."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import TypeAlias

from explainer.history.git import NoHistory, git, place_in_repository, tree

Origin: TypeAlias = tuple[str, str]
"""A commit, and the folder that its entries are in, relative to the top of the repository."""


def origins(root: Path, folder: str, commits: Iterable[str]) -> Mapping[str, list[Origin]]:
    """For those of some commits that brought entries from another folder: the parents that had them, and where.

    Few processes of git are started, however many commits there are.
    """
    names = "".join(f"{commit}\n" for commit in commits)
    if not names:
        return {}
    folder = posixpath.join(place_in_repository(root), folder)
    lines = git(root, "rev-list", "--no-walk=unsorted", "--parents", "--stdin", stdin=names.encode()).decode()
    parents = {name: above for name, *above in map(str.split, lines.splitlines())}
    found: dict[str, list[Origin]] = defaultdict(list)
    for number in range(2):  # a merge of more than two brings nobody's subtree
        pairs = {name: above[number] for name, above in parents.items() if len(above) > number}
        lines = "".join(f"{name} {parent}\n" for name, parent in pairs.items())
        renames = _renames(git(root, "diff-tree", "--stdin", "-r", *_RENAMES, stdin=lines.encode())) if pairs else {}
        for name, paths in renames.items():
            if (former := _folder(folder, paths)) is not None:
                found[name].append((pairs[name], former))
    return found


def entries_at(root: Path, folder: str, commit: str) -> dict[str, str]:
    """The files of a site's entries at a commit: path to blob, even if their folder has moved since.

    Raises NoHistory if another repository has them.
    """
    refuse_repository_inside(root, folder)
    files = tree(root, commit, folder)
    if not files:
        renames = _renames(git(root, "diff", "--no-relative", *_RENAMES, "--end-of-options", commit, "--", ":/"))
        prefix = place_in_repository(root)
        if (former := _folder(posixpath.join(prefix, folder), renames.get("", ()))) is not None:
            files = tree(root, commit, posixpath.relpath(former or ".", prefix or "."))
    return files


def refuse_repository_inside(root: Path, folder: str) -> None:
    """Raises NoHistory if the folder is part of a repository inside the site's, such as a submodule."""
    for part in (folder, *(str(above) for above in PurePosixPath(folder).parents)):
        if part != "." and (root / part / ".git").exists():
            raise NoHistory(
                f"{part}/ is a repository of its own, as submodules are, and the history is read from the site's; "
                f"keep mkdocs.yml and {folder}/ in one repository"
            )


_RENAMES = ("--raw", "-z", "--no-abbrev", "--find-renames", "--diff-filter=R")


def _renames(output: bytes) -> dict[str, list[tuple[str, str]]]:
    """Old and new paths by commit, from git's output; after each description come the two paths."""
    renames: dict[str, list[tuple[str, str]]] = {}
    records = iter(output.decode("utf-8", "replace").split("\0"))
    commit = ""
    for record in records:
        if record.startswith(":"):
            renames.setdefault(commit, []).append((next(records), next(records)))
        else:
            commit = record
    return renames


def _folder(folder: str, renames: Iterable[tuple[str, str]]) -> str | None:
    """The folder that most entries below a folder came from; None if they came from nowhere else."""
    folders: Counter[str] = Counter()
    for old, new in renames:
        if new.startswith(f"{folder}/") and new.endswith(".yml") and not old.startswith(f"{folder}/"):
            below = f"/{new.removeprefix(f'{folder}/')}"
            same = f"/{old}".endswith(below)
            folders[f"/{old}".removesuffix(below).lstrip("/") if same else posixpath.dirname(old)] += 1
    return folders.most_common(1)[0][0] if folders else None
