"""This program: its builds, the commands of the desk, and a deploy in an empty clone."""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks import corpus, same_pages
from benchmarks.cases import (
    COLD,
    EDIT,
    NOTHING,
    SEARCH,
    SEARCH_EDIT,
    TEMPLATE,
    Case,
    Contender,
    edited_entries,
    once,
    remove,
    verify_edit,
    write,
)
from benchmarks.entries import TODAY, entry_text, path, slug, versions
from benchmarks.equivalence import NotTheSame, read, verify, verify_all
from explainer.resources import TEMPLATES

_LINE = "\n<p>Measured in round {}.</p>\n"


def explainer(work: Path, entries: int) -> Contender:
    """This program without a git history: as many texts as the peers have."""
    root = work / f"explainer-{entries}"
    once(root, lambda new: corpus.write_site(new, entries))
    return _ours("explainer", work, root, entries)


def with_past(work: Path, entries: int) -> Contender:
    """This program with every earlier version and its changes: three times as many texts."""
    root = work / f"explainer-past-{entries}"
    once(root, lambda new: corpus.write_repository(new, entries))
    return _ours("explainer, with the past", work, root, entries)


def lean(work: Path, entries: int) -> Contender:
    """The same in the lean theme."""
    root = work / f"explainer-lean-{entries}"

    def lay_out(new: Path) -> None:
        corpus.write_site(new, entries)
        text = (new / "mkdocs.yml").read_text(encoding="utf-8")
        head, _, rest = text.partition("theme:\n")
        write(new / "mkdocs.yml", f"{head}theme: {{name: explainer}}\n{rest[rest.index('nav:') :]}")

    once(root, lay_out)
    return _ours("explainer, lean theme", work, root, entries)


def pages_alone(work: Path, entries: int) -> Contender:
    """Without feeds, data, references, Markdown and social images: what \"Hugo, the same pages\" publishes."""
    root = work / f"explainer-pages-{entries}"
    once(root, lambda new: same_pages.plain_site(new, entries))
    return _ours("explainer, the pages alone", work, root, entries)


def desk(work: Path, entries: int) -> Contender:
    """The commands of editors, in a repository of one commit: from nothing, and after one edit."""
    root = work / f"explainer-desk-{entries}"
    once(root, lambda new: _committed(new, entries))
    edited = edited_entries(entries)

    def cold(_: int) -> None:
        remove(work, root / ".cache", root / "site")
        for number in edited:
            write(root / path(number), entry_text(number))

    def edit(turn: int) -> None:
        number = edited[turn % len(edited)]
        seen = (root / path(number)).read_text(encoding="utf-8") == entry_text(number)
        write(root / path(number), entry_text(number, versions(number) + 1 if seen else None))

    def command(*arguments: str) -> tuple[str, ...]:
        return (sys.executable, "-m", "explainer", "-C", str(root), *arguments)

    def nothing(_: int) -> None:
        return None

    day = ("--today", TODAY)
    one = path(edited[0])
    commands = {
        "check": ("check", *day),
        "check FILE": ("check", str(root / one), *day),
        "check --since HEAD": ("check", "--since", "HEAD", *day),
        "diff": ("diff", "--from", "HEAD"),
        "agenda": ("agenda", *day),
        "where": ("where", "topic-000"),
        "fmt --check": ("fmt", "--check"),
    }
    build = command("build", *day, "--no-search")
    passes = (0, 1)  # what a command finds in made-up texts is no failure
    return Contender(
        "explainer, the desk",
        root,
        root / "site",
        (
            Case("check, from nothing", cold, command(*commands["check"]), nothing, passes),
            Case(COLD, cold, build, nothing),
            Case(EDIT, edit, build, nothing),
            # A build keeps nothing for this command, and the next row is to find what this one has kept.
            Case("fmt --check, from nothing", nothing, command(*commands["fmt --check"]), nothing, passes),
            *(
                Case(f"{name}, after one edit", edit, command(*words), nothing, passes)
                for name, words in commands.items()
            ),
            Case("start-up (--version)", nothing, command("--version"), nothing),
        ),
    )


def ci(work: Path, entries: int) -> Contender:
    """A deploy in an empty clone, of all and of one edit."""
    root = work / f"explainer-ci-{entries}"
    origin, clone = root / "origin.git", root / "clone"

    def lay_out(new: Path) -> None:
        _committed(new / "desk", entries)
        corpus.git(new, "clone", "-q", "--bare", "desk", "origin.git")

    once(root, lay_out)
    edited = edited_entries(entries)

    def fresh(_: int) -> None:
        remove(work, clone)
        corpus.git(root, "clone", "-q", str(origin), "clone")

    def cold(turn: int) -> None:
        for name in corpus.git(origin, "for-each-ref", "--format=%(refname)").split():
            if name != "refs/heads/main":
                corpus.git(origin, "update-ref", "-d", name)
        fresh(turn)

    def edit(turn: int) -> None:
        fresh(turn)
        number = edited[turn % len(edited)]
        seen = (clone / path(number)).read_text(encoding="utf-8") == entry_text(number)
        write(clone / path(number), entry_text(number, versions(number) + 1 if seen else None))
        corpus.git(clone, "commit", "-qam", "An edit")
        corpus.git(clone, "push", "-q")
        fresh(turn)

    deploy = (sys.executable, "-m", "explainer", "-C", str(clone), "deploy", "latest", "--push", "--today", TODAY)
    cases = (Case(COLD, cold, deploy, lambda _: None), Case(EDIT, edit, deploy, lambda _: None))
    return Contender("explainer, a deploy in an empty clone", root, clone / "site", cases)


def _committed(root: Path, entries: int) -> None:
    corpus.write_site(root, entries)
    corpus.git(root, "init", "-q", "-b", "main")
    corpus.git(root, "add", "--all")
    corpus.git(root, "commit", "-qm", "All")


def _ours(name: str, work: Path, root: Path, entries: int) -> Contender:
    edited = edited_entries(entries)
    site, override = root / "site", root / "templates" / "pages" / "entry.md.jinja"

    def cold(_: int) -> None:
        remove(work, site, root / ".cache", root / "templates")
        for number in edited:
            write(root / path(number), entry_text(number))

    def edit(turn: int) -> None:
        number = edited[turn % len(edited)]
        write(root / path(number), entry_text(number, versions(number) + 1))

    def save(turn: int) -> None:
        write(root / path(edited[0]), entry_text(edited[0], versions(edited[0]) + (turn + 1) % 2))

    def template(turn: int) -> None:
        write(override, (TEMPLATES / "pages" / "entry.md.jinja").read_text(encoding="utf-8") + _LINE.format(turn))

    build = (sys.executable, "-m", "explainer", "-C", str(root), "build", "--today", TODAY)
    fast = (*build, "--no-search")

    def template_shown(turn: int) -> None:
        for number in (0, edited[-1]):
            if _LINE.format(turn).strip() not in read(site, number):
                raise NotTheSame(f"the page of {slug(number)} in {site} was not rendered with the new template")

    cases = (
        Case(COLD, cold, fast, lambda turn: None if turn else verify_all(site, entries)),
        Case(NOTHING, lambda _: None, fast, lambda _: verify(site, edited[0])),
        Case(EDIT, edit, fast, lambda turn: verify_edit(site, edited, turn)),
        Case(TEMPLATE, template, fast, template_shown),
        Case(SEARCH, cold, build, lambda _: verify(site, edited[0])),
        Case(SEARCH_EDIT, edit, build, lambda turn: verify_edit(site, edited, turn)),
    )
    return Contender(name, root, site, cases, save=save)
