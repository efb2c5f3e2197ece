"""Keeps one issue for each person with what is on their agenda: opens it, writes it anew, closes it when all is done.

    explainer agenda --format md > agenda.md
    python3 .github/agenda.py agenda.md

An issue is known by its label, which only those who look after issues can give, and by the comment that begins each
part of the agenda. It needs nothing but Python, and what GitHub sets for a job, with a token in GITHUB_TOKEN.
"""

import json
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

LABEL = "agenda"
LONGEST = 60_000
"""Characters; GitHub takes 65,536."""
PAGE = 100
MARK = r"<!-- explainer agenda(?:: ([a-z0-9-]+))? -->"


def parts(text: str) -> Iterator[tuple[str, str]]:
    """Each person's id (empty for what nobody answers for) and part of an agenda, the comment on its first line."""
    starts = [*re.finditer(rf"(?m)^{MARK}$", text)]
    ends = [*(start.start() for start in starts), len(text)][1:]
    for start, end in zip(starts, ends, strict=False):
        yield start[1] or "", short(text[start.start() : end].strip())


def short(text: str) -> str:
    """The text, or as many of its tasks as GitHub takes."""
    if len(text) <= LONGEST:
        return text
    return text[:LONGEST].rpartition("\n- [ ]")[0] + "\n\n… and more: `explainer agenda` names all."


def ticked(new: str, old: str) -> str:
    """The new text, in which tasks stay ticked that are still there as they were."""
    done = {line[5:] for line in old.splitlines() if line.startswith(("- [x]", "- [X]"))}
    lines = new.split("\n")
    return "\n".join(f"- [x]{line[5:]}" if line[:5] == "- [ ]" and line[5:] in done else line for line in lines)


def ask(method: str, path: str, **body: Any) -> Any:
    """What GitHub answers. An error ends the program, and the job tells it."""
    request = Request(  # noqa: S310 - the address is the job's own
        f"{os.environ['GITHUB_API_URL']}/repos/{os.environ['GITHUB_REPOSITORY']}/{path}",
        method=method,
        data=json.dumps(body).encode() if body else None,
        headers={
            "Accept": "application/vnd.github+json",
            "Authorization": f"Bearer {os.environ['GITHUB_TOKEN']}",
            "X-GitHub-Api-Version": "2022-11-28",
        },
    )
    with urlopen(request, timeout=60) as answer:  # noqa: S310
        return json.load(answer)


def opened() -> Iterator[dict[str, Any]]:
    """The open issues with the label, oldest first. Not by a search, which learns of new ones only after a while."""
    number, found = 1, [{}] * PAGE
    while len(found) == PAGE:
        order = "sort=created&direction=asc"
        found = ask("GET", f"issues?labels={LABEL}&state=open&{order}&per_page={PAGE}&page={number}")
        yield from (issue for issue in found if "pull_request" not in issue)
        number += 1


def open_issue(owner: str, part: str) -> None:
    """Opens an issue with the label; one that GitHub left it off would not be found, and be opened again each night."""
    title = f"Agenda: {owner}" if owner else "Agenda of entries without an author"
    issue = ask("POST", "issues", title=title, body=part, labels=[LABEL])
    if LABEL not in [label["name"] for label in issue["labels"]]:
        ask("PATCH", f"issues/{issue['number']}", state="closed", state_reason="not_planned")
        sys.exit(f"GitHub did not take the label `{LABEL}`; make it (Issues > Labels), and let the job run again")


def keep(text: str) -> None:
    """Makes the open issues say what the agenda says."""
    agenda = dict(parts(text))
    issues: dict[str, tuple[int, str]] = {}
    for issue in opened():
        body = (issue["body"] or "").replace("\r\n", "\n")  # as GitHub's own form sends it
        if mark := re.search(MARK, body):
            issues.setdefault(mark[1] or "", (issue["number"], body))
    for owner, part in agenda.items():
        if owner not in issues:
            open_issue(owner, part)
            continue
        number, body = issues[owner]
        if (new := ticked(part, body)) != body.strip():
            ask("PATCH", f"issues/{number}", body=new)
    for owner in sorted(issues.keys() - agenda.keys()):
        ask("PATCH", f"issues/{issues[owner][0]}", state="closed", state_reason="completed")


if __name__ == "__main__":
    keep(Path(sys.argv[1]).read_text(encoding="utf-8"))
