"""`explainer deploy`, `export`, `preview`, `serve`, `verify`: bring the site out of its folder, check what is out."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import click

from explainer.cli.base import (
    Failure,
    config_file,
    day_of,
    errors_as,
    load,
    no_address,
    read,
    show_errors,
    with_today,
)
from explainer.cli.progress import progress
from explainer.problems import Severity, in_order
from explainer.text.plain import count, printable


@click.command("deploy")
@click.argument("edition")
@click.argument("aliases", nargs=-1, metavar="[ALIAS]...")
@click.option("--title", help="The edition's name in the version selector; by default EDITION.")
@click.option("--branch", help="The branch to publish on; by default mkdocs.yml's `remote_branch`: gh-pages.")
@click.option("--push", is_flag=True, help="Push the branch to the remote.")
@click.option("--remote", help="Where to push; by default mkdocs.yml's `remote_name`: origin.")
@click.option("--allow-dirty", is_flag=True, help="Push even files that are not committed.")
@click.option("--allow-lost-versions", is_flag=True, help="Let go of earlier versions whose texts are not found.")
@with_today
@click.pass_obj
def deploy_command(root: Path, /, edition: str, today: date | None, **options: Any) -> None:
    """Publish the site as EDITION on a git branch, beside the other editions, and point the ALIASes at it."""
    from explainer.build.errors import BuildFailed
    from explainer.publish.deploy import DeployFailed, deploy, go_on, not_committed

    config = config_file(root)
    go_on(config, **{name: options[name] for name in ("branch", "remote", "push")})
    content = read(root, today)
    site, day = content.whole_site, content.today
    show_errors(in_order(content.problems()), site, "nothing was deployed")
    with errors_as(Failure, BuildFailed, DeployFailed), progress(f"Building {len(site.entries)} entries …"):
        deployed = deploy(config, day, edition, **options, note=lambda text: click.echo(f"note: {text}", err=True))
    if deployed.commit:
        commit = deployed.commit[:10]
        click.echo(f"Deployed {edition} to {deployed.branch} ({commit}); the default is {deployed.current}")
    else:
        click.echo(f"{edition} on {deployed.branch} is up to date; nothing was committed")
    click.echo(f"Rendered {count(deployed.rendered, 'file', 'files')} of {deployed.files}")
    if deployed.pushed:
        click.echo(f"Pushed to {deployed.pushed}" if deployed.commit else f"{deployed.pushed} has the same commit")
    for hub, feeds, failure in deployed.told:
        click.echo(f"Told {hub} of {count(feeds, 'changed feed', 'changed feeds')}")
        if failure:
            click.echo(f"warning: {hub} was not told of the others: {failure}; readers hear of them later", err=True)
    if deployed.uncommitted:
        click.echo(f"warning: {not_committed(deployed.uncommitted)}; published as they stand", err=True)
    if not deployed.base:
        click.echo(no_address("deploy"), err=True)


@click.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@with_today
@click.pass_obj
def export_command(root: Path, folder: Path, today: date | None) -> None:
    """Write a plain docs tree and its configuration to FOLDER, for engines that run no plugins (Zensical)."""
    from explainer.engine.export import ExportRefused, export
    from explainer.problems import ContentError

    config = config_file(root)
    content = read(root, today)
    site, day = content.whole_site, content.today
    show_errors(in_order(content.problems()), site, "nothing was written")
    try:
        with errors_as(click.UsageError, ExportRefused):
            exported = export(config, folder.resolve(), day)
    except ContentError as error:
        show_errors(error.problems, site, "nothing was written")
        raise
    click.echo(f"Wrote {exported.pages} pages: {exported.folder}")


@click.command("preview")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--since", metavar="REVISION", help="Only what has changed since a commit, as in `--since origin/main`.")
@click.pass_obj
def preview_command(root: Path, folder: Path, since: str | None) -> None:
    """Write a preview to FOLDER that can be opened from a disk: drafts too, and errors on the pages."""
    from explainer.build.errors import BuildFailed
    from explainer.history.files import changed_files
    from explainer.history.git import NoHistory
    from explainer.history.silent_changes import silent_changes
    from explainer.preview import download
    from explainer.resources.staging import Locked

    config = config_file(root)
    with errors_as(Failure, BuildFailed, download.NotWritten, Locked, NoHistory), progress("Writing the preview …"):
        changed = None if since is None else [one.path for one in changed_files(root, ["."], since)]
        site = load(root)
        silent = () if since is None else silent_changes(site, since, day_of(site))
        written = download.write(config, folder, changed, silent)
    errors = sum(problem.severity is Severity.ERROR for problem in written.problems)
    wrong = f"; {count(errors, 'error is', 'errors are')} shown on them" if errors else ""
    click.echo(f"Wrote {count(written.pages, 'page', 'pages')} to {folder}{wrong}. To view them, open {written.first}")


@click.command("serve")
@click.option("-a", "--address", default="127.0.0.1:8000", show_default=True, help="Where to listen.")
@click.pass_obj
def serve_command(root: Path, address: str) -> None:
    """Preview the site on this machine, drafts included; pages reload when you save a file."""
    from explainer.build.errors import BuildFailed
    from explainer.preview.server import serve

    match = re.fullmatch(r"([^:\s]+|\[[0-9a-fA-F:]+\]):([0-9]{1,5})", address)
    if match is None:
        raise click.UsageError(f"`{address}` is not an address to listen on; write it as 127.0.0.1:8000")
    try:
        with errors_as(Failure, BuildFailed):
            serve(config_file(root), (match[1].strip("[]"), int(match[2])))
    except (OSError, OverflowError) as error:
        why = error.strerror if isinstance(error, OSError) else "there is no such port"
        raise Failure(f"cannot listen on {address} ({why}); try another, as in `-a 127.0.0.1:8001`") from error


@click.command("verify")
@click.argument("place", metavar="FOLDER|ADDRESS")
@click.option(
    "--since", default="", metavar="HEAD|FILE", help="A head of the log, or a log.json, that you kept earlier."
)
@click.pass_obj
def verify_command(root: Path, place: str, since: str) -> None:
    """Check a published site against its own record: what was changed, removed, added or back-dated.

    Keep the head that it prints, or better the site's api/v1/log.json: with it, even a site that was made anew as a
    whole cannot hide what it changed.
    """
    from explainer.publish.published import Unreachable
    from explainer.publish.verify import verify

    if "://" not in place:
        place = str(root / place)
    with errors_as(Failure, Unreachable), progress(f"Reading {place} …"):
        verified = verify(place, str(root / since) if (root / since).is_file() else since)
    for finding in verified.findings:
        click.echo(printable(str(finding)))
    read = count(verified.explainers, "explainer", "explainers"), count(verified.versions, "version", "versions")
    if verified.findings:
        raise Failure(f"{count(len(verified.findings), 'thing does', 'things do')} not agree; read {', '.join(read)}")
    click.echo(
        f"{', '.join(read)} and {count(verified.files, 'file', 'files')} agree; the log's head is {verified.head}"
    )
