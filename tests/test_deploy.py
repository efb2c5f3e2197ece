"""Editions on a real branch: made by `explainer deploy`, kept by mike, pushed to a bare repository."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar
from urllib.parse import parse_qs

import pytest
from conftest import GOOD_SITE, write_site

from explainer.outputs.data.log import SUMS
from explainer.publish.checkout import unmerged
from explainer.publish.editions import leads_to, marked, marked_for, root_files
from explainer.publish.hub import Feed, Told, tell
from explainer.publish.marking import marked_files
from explainer.publish.verify import verify

pytestmark = pytest.mark.slow

COMMANDS = Path(sys.executable).parent
TODAY = "2026-11-22"
DAM = GOOD_SITE["content/entries/dam.yml"]
HOME = "https://small.example.org/"


@pytest.fixture(autouse=True)
def _own_git(monkeypatch: pytest.MonkeyPatch) -> None:
    """No setting of the one who runs the tests has a say."""
    for name in [name for name in os.environ if name.startswith(("GIT_", "MIKE_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A small site in a repository whose remote is a bare one beside it."""
    return repository(tmp_path / "desk", tmp_path / "origin.git")


def repository(folder: Path, remote: Path) -> Path:
    git(folder.parent, "init", "--quiet", "--bare", str(remote))
    write_site(folder, {".gitignore": "/.cache/\n/site/\n"})
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "remote", "add", "origin", str(remote))
    known(folder)
    save(folder)
    git(folder, "push", "--quiet", "origin", "main")
    return folder


def clone(site: Path, name: str) -> Path:
    git(site.parent, "clone", "--quiet", "--branch=main", str(site.parent / "origin.git"), name)
    known(site.parent / name)
    return site.parent / name


def known(folder: Path) -> None:
    git(folder, "config", "user.name", "The Desk")
    git(folder, "config", "user.email", "desk@example.org")


def save(folder: Path) -> None:
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--message=Write")


def git(folder: Path, *arguments: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def run(folder: Path, *command: str, status: int = 0, **environment: str) -> str:
    """What a command says on both channels."""
    whole = [str(COMMANDS / command[0]), *command[1:]]
    done = subprocess.run(
        whole, cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def deploy(folder: Path, *arguments: str, status: int = 0, **environment: str) -> str:
    return run(folder, "explainer", "deploy", *arguments, "--today", TODAY, status=status, **environment)


def starting(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [str(COMMANDS / "explainer"), "deploy", *arguments, "--today", TODAY]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def tip(folder: Path, branch: str = "gh-pages") -> str:
    """The branch's commit; empty if there is no such branch."""
    return git(folder, "for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}")


def page(folder: Path, path: str, branch: str = "gh-pages") -> str:
    return git(folder, "show", f"{branch}:{path}")


def listed(folder: Path) -> dict[str, list[str]]:
    return {one["version"]: one["aliases"] for one in json.loads(page(folder, "versions.json"))}


def canonical(text: str) -> str:
    (found,) = re.findall(r'<link rel="canonical" href="([^"]*)"', text)
    return str(found)


def is_kept_from_search(text: str) -> bool:
    return re.search(r'<meta name="robots" content="noindex"', text) is not None


# --- editions ---------------------------------------------------------------------------------------------------------


def test_without_a_public_address_it_says_what_is_missing(site: Path) -> None:
    config = (site / "mkdocs.yml").read_text(encoding="utf-8")
    (site / "mkdocs.yml").write_text(config.replace(f"site_url: {HOME}\n", ""), encoding="utf-8")
    said = deploy(site, "2026-10", "latest")
    assert said.startswith("Deployed 2026-10 to gh-pages")
    assert "warning: mkdocs.yml has no `site_url`" in said
    assert "as in `site_url: https://explainers.example.org/`" in said
    (site / "mkdocs.yml").write_text(config, encoding="utf-8")
    told = {"feeds": "2026-10/feed.xml", "sitemap": "sitemap.xml", "robots.txt": "robots.txt"}
    assert not {*told.values()} & {*git(site, "ls-tree", "-r", "--name-only", "gh-pages").splitlines()}
    assert 'rel="canonical"' not in git(site, "show", "gh-pages:2026-10/explainers/dam/index.html")
    assert "warning" not in deploy(site, "2026-10", "latest")
    assert {*told.values()} <= {*git(site, "ls-tree", "-r", "--name-only", "gh-pages").splitlines()}
    assert 'rel="canonical"' in git(site, "show", "gh-pages:2026-10/explainers/dam/index.html")
    assert [name for name in told if name not in said] == []


def test_editions_are_what_mike_knows_them_as(site: Path) -> None:
    deploy(site, "2026-09", "latest", "--title", "September 2026")
    deploy(site, "2026-10", "latest", "stable")
    assert "Deployed 2026-11 to gh-pages" in deploy(site, "2026-11", "latest")
    assert listed(site) == {"2026-11": ["latest"], "2026-10": ["stable"], "2026-09": []}
    assert run(site, "mike", "list").splitlines() == [
        "2026-11 [latest]",
        "2026-10 [stable]",
        '"September 2026" (2026-09)',
    ]
    assert {".nojekyll", "404.html", "index.html", "latest", "robots.txt", "sitemap.xml", "versions.json"} <= set(
        git(site, "ls-tree", "--name-only", "gh-pages").splitlines()
    )
    assert page(site, "latest") == "2026-11", "an alias is a link, as mike makes it"
    assert 'url=latest/"' in page(site, "index.html")
    assert git(site, "status", "--short") == ""
    assert git(site, "for-each-ref", "refs/explainer") == ""
    assert "mike 2" in git(site, "log", "-1", "--format=%s", "gh-pages")
    assert "MkDocs 1" in git(site, "log", "-1", "--format=%s", "gh-pages")


def test_search_engines_are_sent_from_old_editions_to_the_current_one(site: Path) -> None:
    deploy(site, "2026-10", "latest")
    assert not is_kept_from_search(page(site, "2026-10/explainers/dam/index.html"))
    write_site(site, {"content/entries/weir.yml": DAM.replace("Why the dam broke", "Why the weir held")})
    deploy(site, "2026-11", "latest")
    old, new = (page(site, f"{edition}/explainers/dam/index.html") for edition in ("2026-10", "2026-11"))
    assert is_kept_from_search(old)
    assert not is_kept_from_search(new)
    assert canonical(old) == canonical(new) == f"{HOME}latest/explainers/dam/"
    unmarked = re.sub(r'<meta name="robots"[^>]*data-edition[^>]*>\n', "", old)
    assert len(old) - len(unmarked) < 100, "the rest of an old page is as it was"
    sitemap = page(site, "sitemap.xml")
    assert "<sitemapindex" in sitemap
    assert re.findall("<loc>(.*)</loc>", sitemap) == [f"{HOME}latest/{name}sitemap.xml" for name in ("", "news-")]
    assert f"{HOME}latest/explainers/weir/" in page(site, "2026-11/sitemap.xml")
    assert f"Sitemap: {HOME}sitemap.xml" in page(site, "robots.txt")
    links = re.findall(r'href="?(/[^"> ]*)', page(site, "404.html"))
    assert links
    assert all(link.startswith("/latest/") for link in links), "hosts answer with it at any depth"


def test_every_edition_agrees_with_its_own_record(site: Path) -> None:
    """Marks for search engines are no tampering."""
    deploy(site, "2026-10", "latest")
    write_site(site, {"content/entries/weir.yml": DAM.replace("Why the dam broke", "Why the weir held")})
    deploy(site, "2026-11", "latest")
    git(site, "worktree", "add", "--quiet", "../published", "gh-pages")
    for edition in ("2026-10", "2026-11", "latest"):
        assert verify(str(site.parent / "published" / edition)).findings == ()


def test_a_page_that_the_current_edition_lacks_stays_its_own(site: Path) -> None:
    deploy(site, "2026-10", "latest")
    write_site(site, {"content/entries/weir.yml": DAM})
    (site / "content/entries/dam.yml").unlink()
    deploy(site, "2026-11", "latest")
    old = page(site, "2026-10/explainers/dam/index.html")
    assert is_kept_from_search(old)
    assert canonical(old) == f"{HOME}2026-10/explainers/dam/"


def test_an_old_edition_is_marked_once_and_then_frozen(site: Path) -> None:
    deploy(site, "2026-09", "latest")
    deploy(site, "2026-10", "latest")
    frozen = git(site, "rev-parse", "gh-pages:2026-09")
    write_site(site, {"content/entries/weir.yml": DAM})
    deploy(site, "2026-10")
    deploy(site, "2026-11", "latest")
    assert git(site, "rev-parse", "gh-pages:2026-09") == frozen


def test_a_deploy_that_changes_nothing_makes_no_commit(site: Path) -> None:
    deploy(site, "2026-10", "latest")
    deploy(site, "2026-11", "latest", "stable", "newest")
    before = tip(site)
    for seed in ("1", "2", "3"):  # the order of mike's aliases hangs on it
        assert "nothing was committed" in deploy(site, "2026-11", "newest", "latest", PYTHONHASHSEED=seed)
        assert tip(site) == before
    assert "nothing was committed" in deploy(site, "2026-11")
    assert tip(site) == before


def test_what_others_wrote_at_the_root_stays(site: Path) -> None:
    deploy(site, "2026-10", "latest")
    git(site, "worktree", "add", "--quiet", str(site.parent / "branch"), "gh-pages")
    write = {
        "robots.txt": "User-agent: *\nDisallow: /drafts/\n",
        "index.html": '<a href="latest/">In</a>',
        "404.html": "Our own",
        "CNAME": "x",
    }
    for name, text in write.items():
        (site.parent / "branch" / name).write_text(text)
    save(site.parent / "branch")
    git(site, "worktree", "remove", str(site.parent / "branch"))
    deploy(site, "2026-11", "latest")
    assert {name: page(site, name) for name in write} == {name: text.strip() for name, text in write.items()}


# --- going on from the last deploy ------------------------------------------------------------------------------------


def rendered(said: str) -> tuple[int, int]:
    """How many files were rendered, and how many there are."""
    (numbers,) = re.findall(r"^Rendered (\d+) files? of (\d+)$", said, re.MULTILINE)
    return int(numbers[0]), int(numbers[1])


def test_a_clone_without_anything_goes_on_from_the_last_deploy(site: Path) -> None:
    write_site(
        site, {f"content/entries/{name}.yml": DAM for name in ("weir", "lock", *map("sluice-{}".format, range(20)))}
    )
    save(site)
    git(site, "push", "--quiet", "origin", "main")
    made, files = rendered(deploy(site, "2026-10", "latest", "--push"))
    assert made == files > 100
    other = clone(site, "other")
    changed = (
        DAM.replace("at night", "at dawn") + "updates: [{at: 2026-11-20, type: update, note: The hour is known.}]\n"
    )
    write_site(other, {"content/entries/weir.yml": changed, "content/entries/dam.yml": DAM})
    (other / "content/entries/lock.yml").unlink()
    save(other)
    git(other, "push", "--quiet", "origin", "main")
    made, now = rendered(deploy(other, "2026-10", "latest", "--push"))
    assert 0 < made < now / 2 < files
    assert "at dawn" in page(other, "2026-10/explainers/weir/index.html")
    lock = "2026-10/explainers/lock/index.html"
    assert lock not in git(other, "ls-tree", "-r", "--name-only", "gh-pages").splitlines()
    # The same as from nothing.
    git(site, "push", "--quiet", "origin", ":refs/explainer-kept/gh-pages")
    fresh = clone(site, "fresh")
    git(fresh, "branch", "--quiet", "gh-pages", "origin/gh-pages")
    said = deploy(fresh, "2026-10", "latest")
    made, files = rendered(said)
    assert made == files
    assert "nothing was committed" in said


def test_a_new_month_goes_on_from_the_last_one(site: Path) -> None:
    deploy(site, "2026-10", "latest")
    shutil.rmtree(site / ".cache")
    made, files = rendered(deploy(site, "2026-11", "latest"))
    assert made < files / 2


@pytest.mark.parametrize("damage", ["a record of nothing", "a record of another site", "times of nothing"])
def test_what_is_kept_may_be_damaged(site: Path, damage: str) -> None:
    deploy(site, "2026-10", "latest")
    before = tip(site)
    name = "times.bin" if damage == "times of nothing" else "manifest.bin"
    text = b"nothing" if damage != "a record of another site" else b"\0" * 400
    blob = subprocess.run(
        ["git", "hash-object", "-w", "--stdin"], cwd=site, input=text, capture_output=True, check=True
    ).stdout.decode()
    lines = [line for line in git(site, "ls-tree", "refs/explainer-kept/gh-pages").splitlines() if name not in line]
    listed = "\n".join([*lines, f"100644 blob {blob.strip()}\t{name}"])
    tree = subprocess.run(["git", "mktree"], cwd=site, input=listed, capture_output=True, check=True, text=True).stdout
    git(site, "update-ref", "refs/explainer-kept/gh-pages", git(site, "commit-tree", tree.strip(), "-m", "Damaged"))
    shutil.rmtree(site / ".cache")
    deploy(site, "2026-10", "latest")
    assert tip(site) == before


def test_a_remote_for_the_site_alone_learns_of_no_draft(site: Path) -> None:
    git(site.parent, "init", "--quiet", "--bare", "public.git")
    git(site, "remote", "add", "public", "../public.git")
    deploy(site, "2026-10", "latest", "--push", "--remote", "public")
    assert "explainer-kept" not in git(site, "ls-remote", "public")
    deploy(site, "2026-10", "latest", "--push")
    assert "explainer-kept" in git(site, "ls-remote", "origin")


# --- mike's own commands ----------------------------------------------------------------------------------------------


def test_mike_goes_on_working(site: Path) -> None:
    for edition in ("2026-09", "2026-10", "2026-11"):
        deploy(site, edition, "latest")
    run(site, "mike", "delete", "2026-10")
    assert list(listed(site)) == ["2026-11", "2026-09"]
    run(site, "mike", "set-default", "2026-09")
    assert "the default is 2026-09" in deploy(site, "2026-11")
    path = "explainers/dam/index.html"
    assert not is_kept_from_search(page(site, f"2026-09/{path}"))
    assert is_kept_from_search(page(site, f"2026-11/{path}"))
    assert canonical(page(site, f"2026-11/{path}")) == canonical(page(site, f"2026-09/{path}"))
    assert canonical(page(site, f"2026-09/{path}")) == f"{HOME}2026-09/explainers/dam/"
    run(site, "mike", "set-default", "latest")
    deploy(site, "2026-11")
    assert not is_kept_from_search(page(site, f"2026-11/{path}"))
    assert is_kept_from_search(page(site, f"2026-09/{path}"))
    assert canonical(page(site, f"2026-09/{path}")) == f"{HOME}latest/explainers/dam/"
    # Where what is the default is deleted, the next deploy names a new one.
    run(site, "mike", "delete", "2026-11")
    assert "the default is 2026-12" in deploy(site, "2026-12")


def test_plain_mike_deploys_with_the_engine_of_its_choice(site: Path) -> None:
    deploy(site, "2026-10", "latest")
    path = f"{COMMANDS}{os.pathsep}{os.environ['PATH']}"  # where mike looks for the engine
    run(site, "mike", "deploy", "2026-11", "latest", "--update-aliases", "--title", "November", PATH=path)
    text = page(site, "2026-11/explainers/dam/index.html")
    assert "js/editions.js" in text
    assert list(listed(site)) == ["2026-11", "2026-10"]
    deploy(site, "2026-12", "latest")
    assert is_kept_from_search(page(site, "2026-11/explainers/dam/index.html"))
    assert canonical(page(site, "2026-11/explainers/dam/index.html")) == f"{HOME}latest/explainers/dam/"


def test_mike_lists_editions_while_the_content_is_broken(site: Path) -> None:
    deploy(site, "2026-10", "latest")
    write_site(site, {"content/entries/dam.yml": "title: [\n"})
    assert run(site, "mike", "list") == "2026-10 [latest]\n"
    assert "nothing was deployed" in deploy(site, "2026-11", "latest", status=1)
    assert list(listed(site)) == ["2026-10"]


@pytest.mark.parametrize("alias_type", ["copy", "redirect"])
def test_aliases_are_of_the_type_that_the_site_asks_mike_for(site: Path, alias_type: str) -> None:
    config = GOOD_SITE["mkdocs.yml"].replace("[explainer]", f"[explainer, mike: {{alias_type: {alias_type}}}]")
    write_site(site, {"mkdocs.yml": config})
    deploy(site, "2026-10", "latest", "stable")
    deploy(site, "2026-11", "latest")
    assert is_kept_from_search(page(site, "stable/index.html"))
    assert not is_kept_from_search(page(site, "latest/index.html"))
    assert ("explainers/dam" in page(site, "latest/index.html")) == (alias_type == "copy")
    assert "nothing was committed" in deploy(site, "2026-11", "latest")


# --- the remote, and others -------------------------------------------------------------------------------------------


def test_a_push_brings_the_edition_to_the_remote(site: Path) -> None:
    assert "Pushed to origin\n" in deploy(site, "2026-10", "latest", "--push")
    assert tip(site) == tip(site.parent / "origin.git") != ""
    before = tip(site)
    assert "origin has the same commit\n" in deploy(site, "2026-10", "latest", "--push")
    assert tip(site) == tip(site.parent / "origin.git") == before


def test_a_push_that_is_refused_leaves_the_branch_as_it_was(site: Path) -> None:
    hook = site.parent / "origin.git" / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho the desk is closed >&2\nexit 1\n")
    hook.chmod(0o755)
    said = deploy(site, "2026-10", "latest", "--push", status=1)
    assert "refused the push" in said
    assert "the desk is closed" in said
    assert "Traceback" not in said
    assert tip(site) == ""
    deploy(site, "2026-10", "latest")
    before = tip(site)
    write_site(site, {"content/entries/weir.yml": DAM})
    deploy(site, "2026-11", "latest", "--push", status=1)
    assert tip(site) == before
    assert git(site, "for-each-ref", "refs/explainer") == ""


class Hub(BaseHTTPRequestHandler):
    """A hub that keeps what it is told, and answers as it is asked to."""

    told: ClassVar[list[dict[str, list[str]]]] = []
    status: ClassVar[int] = 204

    def do_POST(self) -> None:
        self.told.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing to tell."""


@pytest.fixture
def hub() -> Iterator[str]:
    """The address of a hub on this machine."""
    Hub.told, Hub.status = [], 204
    server = ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_a_push_tells_the_hub_which_feeds_have_changed(site: Path, hub: str) -> None:
    write_site(site, {"site_data/site.yml": f"hub: {hub}\n"})
    save(site)
    assert "Told" not in deploy(site, "2026-11", "latest") and Hub.told == []  # nobody sees it yet
    told = deploy(site, "2026-12", "latest", "--push")
    assert f"Told {hub} of" in told and "warning" not in told
    addresses = [one["hub.url"][0] for one in Hub.told]
    assert all(one["hub.mode"] == ["publish"] for one in Hub.told)
    assert {f"{HOME}latest/{name}" for name in ("feed.xml", "feed.json", "changes.xml")} <= set(addresses)
    assert len(addresses) == len(set(addresses))
    # Nothing new: nothing to tell. A hub that fails is no reason to fail.
    Hub.told.clear()
    assert "Told" not in deploy(site, "2026-12", "latest", "--push") and Hub.told == []
    Hub.status = 503
    changed = {"content/entries/dam.yml": DAM.replace("title: Why", "title: How and why")}
    write_site(site, {**changed, "site_data/site.yml": f"hub: {hub}\n"})
    save(site)
    told = deploy(site, "2026-12", "latest", "--push")
    assert "Pushed to origin" in told and "it answered 503; readers hear of them later" in told
    assert len(Hub.told) == 1


def test_a_hub_that_never_answers_holds_nobody_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert tell([Feed(address, f"{HOME}feed.xml")], 0.2) == (Told(address, 0, "it did not answer in time"),)
    (told,) = tell([Feed(address, f"{HOME}feed.xml")])
    assert told.failure.startswith("it cannot be reached")


def test_an_edition_goes_on_top_of_what_others_have_pushed(site: Path) -> None:
    other = clone(site, "other")
    deploy(site, "2026-10", "latest", "--push")
    deploy(other, "2026-11", "latest", "--push")
    deploy(site, "2026-12", "latest", "--push")
    assert list(listed(site)) == ["2026-12", "2026-11", "2026-10"]
    assert git(site, "rev-list", "--count", "gh-pages") == "3"


def test_a_branch_that_went_two_ways_is_refused(site: Path) -> None:
    other = clone(site, "other")
    deploy(site, "2026-10", "latest", "--push")
    write_site(other, {"content/entries/weir.yml": DAM})
    save(other)
    deploy(other, "2026-11", "latest")
    before = tip(other)
    refused = deploy(other, "2026-11", "latest", "--push", status=1)
    assert "have diverged" in refused
    assert "note: this publishes 1 commit that origin/main, as last fetched, does not have:\n    " in refused
    assert tip(other) == before


def test_commits_that_the_default_branch_lacks_are_named(site: Path) -> None:
    assert not unmerged(site, "origin")
    for number in range(7):
        git(site, "commit", "--quiet", "--allow-empty", f"--message=Write {number}\x1b[2J\u202e\u2028\x85\x0cdeadbee x")
    first, *named = unmerged(site, "origin").splitlines()
    assert first == "7 commits that origin/main, as last fetched, does not have:"
    assert [line.split()[1:3] for line in named[:5]] == [["Write", str(number)] for number in (6, 5, 4, 3, 2)]
    assert named[5:] == ["    and 2 more"]
    assert all(line.isprintable() for line in named)
    git(site, "push", "--quiet", "origin", "HEAD:refs/heads/next")
    git(site, "symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/next")
    assert not unmerged(site, "origin")
    assert not unmerged(site, "https://example.org/site.git")


def test_what_is_not_committed_is_named_and_pushed_only_when_told(site: Path) -> None:
    changed = {"content/entries/dam.yml": DAM.replace("twice", "three times"), "content/pages/a b.md": "# New\n"}
    write_site(site, {**changed, "notes.txt": "no part of the site"})
    names = "2 files are not committed: content/entries/dam.yml, content/pages/a b.md"
    refused = deploy(site, "2026-11", "--push", status=1)
    assert f"Error: {names}; commit" in refused
    assert "--allow-dirty" in refused
    assert tip(site) == ""
    assert f"warning: {names}; published as they stand" in deploy(site, "2026-11")
    assert names in deploy(site, "2026-11", "--push", "--allow-dirty")
    assert tip(site.parent / "origin.git") == tip(site)


def test_a_branch_that_is_checked_out_stays_where_its_files_are(site: Path) -> None:
    deploy(site, "2026-10")
    before = tip(site)
    git(site, "worktree", "add", "--quiet", str(site.parent / "its pages"), "gh-pages")
    refused = deploy(site, "2026-11", status=1)
    assert f"`gh-pages` is checked out in {site.parent / 'its pages'}" in refused
    assert tip(site) == before
    (command,) = re.findall(r"`(git -C [^`]*)`", refused)
    subprocess.run(command, shell=True, check=True, capture_output=True)  # as its reader would
    deploy(site, "2026-11")
    assert tip(site) != before


def test_no_citable_version_is_replaced_by_its_note(site: Path) -> None:
    for at in ("05", "06"):
        text = (site / "content/entries/dam.yml").read_text(encoding="utf-8")
        text += "" if "updates:" in text else "updates:\n"
        write_site(site, {"content/entries/dam.yml": f"{text}  - {{at: 2026-05-{at}, type: update, note: More.}}\n"})
        save(site)
    git(site, "push", "--quiet", "origin", "main")
    deploy(site, "2026-10", "latest", "--push")
    before, address = tip(site), (site.parent / "origin.git").as_uri()
    git(site.parent, "clone", "--quiet", "--depth=1", "--branch=main", address, "shallow")
    shallow = site.parent / "shallow"
    known(shallow)
    refused = deploy(shallow, "2026-11", "latest", "--push", status=1)
    assert "2 earlier versions" in refused
    assert "/explainers/dam/v/1/, /explainers/dam/v/2/" in refused
    assert "`git fetch --unshallow`" in refused
    assert tip(site.parent / "origin.git") == before
    deploy(shallow, "trial", "--allow-lost-versions")
    git(shallow, "fetch", "--quiet", "--unshallow")
    git(shallow, "branch", "--quiet", "--delete", "--force", "gh-pages")
    deploy(shallow, "2026-11", "latest", "--push")
    assert "refresh" not in page(shallow, "2026-11/explainers/dam/v/2/index.html")


@pytest.mark.parametrize("push", [False, True], ids=["in-one-repository", "to-one-remote"])
def test_deploys_at_once_lose_none(site: Path, push: bool) -> None:
    folders = [clone(site, f"desk-{number}") for number in range(3)] if push else [site] * 3
    wanted = [f"2026-{month:02}" for month in (9, 10, 11)]
    options = ["--push"] if push else []
    running = [starting(folder, edition, *options) for folder, edition in zip(folders, wanted, strict=True)]
    for process in running:
        said, _ = process.communicate(timeout=120)
        assert process.returncode == 0, said
    store = site.parent / "origin.git" if push else site
    assert sorted(listed(store)) == wanted
    for edition in wanted:
        assert "Why the dam broke" in page(store, f"{edition}/explainers/dam/index.html")
    assert git(store, "rev-list", "--count", "gh-pages") == "3"


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["latest"], "`latest` is an alias of 2026-10"),
        (["2026-11", "2026-10"], "already specified as a version"),
        (["../2026"], "cannot be an edition's name"),
        (["versions.json"], "cannot be an edition's name"),
        (["2026-11", "-x"], "No such option"),
    ],
)
def test_what_cannot_be_an_edition_is_refused(site: Path, arguments: list[str], said: str) -> None:
    deploy(site, "2026-10", "latest")
    before = tip(site)
    answer = deploy(site, *arguments, status=2 if "option" in said else 1)
    assert said in answer
    assert "Traceback" not in answer
    assert tip(site) == before


def test_git_must_know_who_deploys(site: Path) -> None:
    git(site, "config", "--unset", "user.email")
    assert "git config user.email" in deploy(site, "2026-10", status=1)
    deploy(site, "2026-10", GIT_COMMITTER_EMAIL="robot@example.org")
    assert git(site, "log", "-1", "--format=%an %ae %cn %ce", "gh-pages") == " ".join(
        ["The Desk robot@example.org"] * 2
    )


def test_a_site_without_a_repository_is_refused(good_site: Path) -> None:
    assert "not a git repository" in deploy(good_site, "2026-10", status=1, GIT_CEILING_DIRECTORIES=str(good_site))


# --- marks ------------------------------------------------------------------------------------------------------------

NAMES = {"2026-10", "2026-11", "latest"}


PAGES = (
    ("2026-10/explainers/dam/index.html", f"{HOME}latest/explainers/dam/"),
    ("2026-10/explainers/dam/v/1/index.html", "../../"),
    ("2026-10/index.html", f"{HOME}2026-10/"),
    ("2026-10/elsewhere/index.html", "https://elsewhere.example.org/a/"),
)


@pytest.mark.parametrize(("path", "link"), PAGES)
def test_a_mark_can_be_taken_back(path: str, link: str) -> None:
    text = f'<html><head><link rel="canonical" href="{link}">\n</head><body></head></body></html>'.encode()
    files = {"index.html", "explainers/dam/index.html"}

    def mark(page: bytes, current: str, old: bool) -> bytes:
        return marked(page, path, current, old=old, base=HOME, names=NAMES, files=files)

    once = mark(text, "latest", old=True)
    assert marked_for(once) == "latest"
    assert once.count(b"noindex") == 1
    assert mark(once, "latest", old=True) == once
    assert marked_for(mark(once, "2026-11", old=True)) == "2026-11"
    back = mark(once, "latest", old=False)
    assert marked_for(back) == ""
    assert back.replace(b"/latest/", b"/X/") == mark(text, "latest", old=False).replace(b"/latest/", b"/X/")
    if "elsewhere" in path:
        assert b"https://elsewhere.example.org/a/" in once
    elif "/v/" in path:
        assert f'href="{HOME}latest/explainers/dam/"'.encode() in once, "a frozen version leads to its entry"


def test_without_an_address_nothing_is_said_of_one() -> None:
    assert root_files("", "latest", "", []) == {}
    text = b'<head><link rel="canonical" href="../"></head>'
    done = marked(text, "2026-10/a/index.html", "latest", old=True, base="", names=NAMES, files=set())
    assert b'href="../"' in done
    assert b"noindex" in done


def test_the_default_edition_is_read_from_the_front_page() -> None:
    assert leads_to('<meta http-equiv="refresh" content="1; url=latest/" />', NAMES) == "latest"
    assert leads_to('<link href="assets/x.css"><a href="2026-11/">In</a>', NAMES) == "2026-11"
    assert leads_to("<p>Welcome", NAMES) == ""


def test_what_somebody_did_to_a_page_is_still_found_once_the_page_is_marked(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    (tmp_path / "1/api/v1").mkdir(parents=True)
    rows = []
    for name in ("index.html", "other.html"):
        (tmp_path / "1" / name).write_text("as listed", encoding="utf-8")
        rows.append(f"{sha256(b'as listed').hexdigest()}  {name}\n")
    (tmp_path / "1/other.html").write_text("by another hand", encoding="utf-8")
    (tmp_path / "1" / SUMS).write_text("".join(rows), encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "--quiet", "--message", "1")
    files = dict(marked_files(tmp_path, "HEAD", "1/", lambda page, _: page + b", marked"))
    assert files[f"1/{SUMS}"] == f"{sha256(b'as listed, marked').hexdigest()}  index.html\n{rows[1]}"
