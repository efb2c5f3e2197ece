"""The same content on the same day gives the same bytes, whoever builds it, where, when and on what machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

import pytest
from building import TODAY, contents, differences
from conftest import PICTURE
from matrix import sample
from repository import ISOLATED, begin, tell

pytestmark = pytest.mark.slow

UPDATE = "updates:\n  - {at: 2026-05-10, type: update, note: More is known.}\n"


class Condition(NamedTuple):
    """What is different about a build."""

    name: str
    environment: Mapping[str, str] = MappingProxyType({})
    prepare: Callable[[Path], None] = lambda root: None
    """Does something to the site's folder before it is built."""
    before: str = ""
    """Python that runs in the process before it builds."""
    but: tuple[str, ...] = ()
    """The files that may differ, as documented."""


def build(root: Path, condition: Condition, *, today: str = TODAY) -> dict[str, bytes]:
    """The files of a site that another process built."""
    program = f"import os, sys; {condition.before or 'pass'}; from explainer.cli.main import run; run()"
    command = [sys.executable, "-c", program, "-C", str(root), "build", "--today", today]
    usual = {name: value for name, value in os.environ.items() if name not in ("SOURCE_DATE_EPOCH", "CI")}
    subprocess.run(command, env={**usual, **ISOLATED, **condition.environment}, check=True, capture_output=True)
    return contents(root / "site")


def touched(root: Path, seconds: float) -> None:
    """Gives every source file a time this far from now."""
    moment = time.time() + seconds
    for folder in ("content", "site_data"):
        for path in (root / folder).rglob("*"):
            os.utime(path, (moment, moment))


def other_cache(root: Path) -> None:
    """Leaves what a build of other content, on another day, kept."""
    entry = root / "content/entries/dam.yml"
    text = entry.read_text(encoding="utf-8")
    entry.write_text(text.replace("Why the dam broke", "How the dam broke"), encoding="utf-8")
    build(root, Condition(""), today="2026-06-01")
    entry.write_text(text, encoding="utf-8")


SITEMAP = "sitemap.xml", "sitemap.xml.gz"
CI = {"CI": "true", "GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "a/b", "GITHUB_SHA": "0" * 40, "GITLAB_CI": "true"}
CONDITIONS = [
    Condition("nothing is different"),
    Condition("Tokyo, and hashes of another order", {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "1"}),
    Condition("Samoa, Turkish, other hashes", {"TZ": "Pacific/Apia", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "2"}),
    Condition("nobody else may read the files", before="os.umask(0o077)"),
    Condition("there is no home", {"HOME": "/nonexistent", "XDG_CACHE_HOME": "", "USER": "nobody"}),
    Condition("one processor", before="os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})"),
    Condition("in CI", CI),
    Condition("a day that another standard asks for", {"SOURCE_DATE_EPOCH": "86400"}, but=SITEMAP),
    Condition("the cache of another day and text", prepare=other_cache),
    Condition("files that were just touched", prepare=lambda root: touched(root, 0)),
    Condition("files of the future", prepare=lambda root: touched(root, 1e7)),
    Condition("files of 1970", prepare=lambda root: touched(root, -time.time() + 1)),
]


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A site of two versions with a picture, and what is built of it."""
    root = begin(tmp_path_factory.mktemp("same") / "site", {"content/images/dam.gif": PICTURE})
    tell(root, [{"commit": "Publish"}, {"append": {"dam": UPDATE}, "commit": "Update"}])
    shutil.copytree(root, root.parent / "kept")
    return root.parent / "kept", build(root, CONDITIONS[0])


@pytest.mark.parametrize("condition", [pytest.param(one, id=one.name) for one in sample(CONDITIONS, 6)])
def test_a_site_is_the_same_bytes(condition: Condition, usual: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    kept, expected = usual
    root = tmp_path / "anderswo, à côté" / "site"
    shutil.copytree(kept, root)
    condition.prepare(root)
    assert set(differences(build(root, condition), expected)) <= {*condition.but}


def test_the_day_of_a_build_is_that_which_was_asked_for(usual: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    """It shows: what is expected is overdue on another day, whatever the environment says."""
    root = tmp_path / "site"
    shutil.copytree(usual[0], root)
    assert differences(build(root, CONDITIONS[7], today="2027-12-01"), usual[1]) != []
