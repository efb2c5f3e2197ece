"""`explainer links`, `archive` and `quotes`: ask the web about the sources of entries. Builds never do."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from explainer import __version__
from explainer.checks import report
from explainer.cli.base import Failure, Moment, load_whole, moment_now, show_errors, with_format
from explainer.cli.progress import progress
from explainer.problems import Problem
from explainer.text.plain import count, printable

if TYPE_CHECKING:
    from explainer.authoring.web.client import Client
    from explainer.model import Site


def _asking(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options of commands that ask the web."""
    options = (
        click.option("--drafts", is_flag=True, help="Ask about drafts too: this tells others what you work on."),
        click.option(
            "--time-limit", type=click.FloatRange(0, min_open=True), metavar="MINUTES", help="Stop; go on next time."
        ),
        click.option("--now", type=Moment(), help="The minute to note (2026-11-22T03:10Z); by default the clock's."),
        click.pass_obj,
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command("links")
@with_format(*report.FORMATS)
@_asking
def links_command(root: Path, form: str, drafts: bool, time_limit: float | None, now: datetime | None) -> None:
    """Find dead links in published entries, and note them in site_data/links.json for the next build."""
    site = _site(root)
    client = client_for(root, time_limit)
    from explainer.authoring.sources.links import check_links
    from explainer.content.links import write_links

    with progress("Looking at links"):
        checked = check_links(site, client, now or moment_now(), drafts=drafts)
    if checked.is_offline:
        raise Failure("no server could be reached, so nothing was noted; is this machine online?")
    try:
        write_links(root, site.layout, checked.links)
    except OSError as error:
        raise Failure(f"{site.layout.data}/links.json cannot be written ({error.strerror})") from error
    said = [
        f"{checked.known} were in order lately" if checked.known else "",
        f"{checked.unclear} do not serve programs" if checked.unclear else "",
        f"{checked.left} wait for the next run" if checked.left else "",
    ]
    _tell(checked.problems, form, f"{count(checked.asked, 'address', 'addresses')} asked for", said)


@click.command("archive")
@click.option("--save", "ask_to_save", is_flag=True, help="Ask the archive to make a copy where it has none.")
@with_format(*report.FORMATS)
@_asking
def archive_command(
    root: Path, *, form: str, ask_to_save: bool, drafts: bool, time_limit: float | None, now: datetime | None
) -> None:
    """Find an archived copy of each source that has none, and write it into the entry."""
    site = _site(root)
    client = client_for(root, time_limit)
    from explainer.authoring.sources.copies import add_copies, told

    with progress("Looking for copies"):
        archived = add_copies(site, client, now or moment_now(), ask_to_save=ask_to_save, drafts=drafts)
    if form == "text":
        for line in told(archived):
            click.echo(printable(line))
    said = [
        f"{archived.without} have none" if archived.without else "",
        f"{archived.left} wait for the next run" if archived.left else "",
    ]
    _tell(archived.problems, form, f"{count(len(archived.copies), 'copy', 'copies')} added", said)
    if archived.silence:
        click.echo(f"the archive could not be asked about some of them: {archived.silence}", err=True)


@click.command("quotes")
@with_format(*report.FORMATS)
@_asking
def quotes_command(root: Path, form: str, drafts: bool, time_limit: float | None, now: datetime | None) -> None:
    """Report sources whose page does not say, or no longer says, what it is quoted for."""
    site = _site(root)
    client = client_for(root, time_limit)
    from explainer.authoring.sources.quotes import check_quotes

    with progress("Looking for quotes"):
        quotes = check_quotes(site, client, now or moment_now(), drafts=drafts)
    said = [
        f"{quotes.known} were found lately" if quotes.known else "",
        f"{quotes.unread} could not be looked for" if quotes.unread else "",
        f"{quotes.left} wait for the next run" if quotes.left else "",
    ]
    _tell(quotes.problems, form, f"{count(quotes.found, 'quote', 'quotes')} found", said)


def _site(root: Path) -> Site:
    site = load_whole(root)
    show_errors(site.problems, site, "nothing was asked for")
    return site


def client_for(root: Path, minutes: float | None) -> Client:
    """The client of a site, which says honestly whose it is."""
    from explainer.content.layout import site_url

    try:
        from explainer.authoring.web.client import Client
        from explainer.authoring.web.manners import Manners
    except ImportError:
        missing = True
    else:
        missing = any(find_spec(name) is None for name in ("pypdf", "rapidfuzz"))
    if missing:
        raise click.UsageError("this needs the extra `links`: pip install 'explainer-site[links]'")
    address = site_url(root)
    whose = f" (+{address})" if address.isascii() and address.isprintable() and address else ""
    return Client(f"explainer-site/{__version__}{whose}", Manners(60 * minutes if minutes else math.inf))


def _tell(problems: Sequence[Problem], form: str, done: str, said: Sequence[str]) -> None:
    if text := report.FORMATS[form](problems):
        click.echo(text)
    if form == "text":
        warnings = [count(len(problems), "warning", "warnings")] * bool(problems)
        click.echo(", ".join(filter(None, [done, *said, *warnings])))
