"""`explainer deploy`: publishes the site as an edition on a git branch."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from explainer.cli.base import Failure, config_file, day_of, load, show_errors, status, with_today

_NO_ADDRESS = """\
warning: mkdocs.yml has no `site_url`, so there are no feeds, no sitemap or robots.txt beside the editions,
no canonical links for search engines, and no addresses in citations
    add the branch's public address, as in `site_url: https://explainers.example.org/`, and deploy again"""


@click.command("deploy")
@click.argument("edition")
@click.argument("aliases", nargs=-1, metavar="[ALIAS]...")
@click.option("--title", help="The edition's name in the version selector; by default EDITION.")
@click.option("--branch", help="The branch to publish on; by default mkdocs.yml's `remote_branch`: gh-pages.")
@click.option("--push", is_flag=True, help="Push the branch to the remote.")
@click.option("--remote", help="Where to push; by default mkdocs.yml's `remote_name`: origin.")
@with_today
@click.pass_obj
def deploy_command(root: Path, /, edition: str, today: date | None, **options: Any) -> None:
    """Publish the site as EDITION on a git branch, beside the other editions, and point the ALIASes at it."""
    from explainer.build import BuildFailed
    from explainer.checks import check
    from explainer.publish.deploy import DeployFailed, deploy

    config = config_file(root)
    site = load(root)
    day = today or day_of(site)
    show_errors(check(site, day), site, "nothing was deployed")
    try:
        with status(f"Building {len(site.entries)} entries …"):
            deployed = deploy(config, day, edition, **options)
    except (BuildFailed, DeployFailed) as error:
        raise Failure(str(error)) from error
    if deployed.commit:
        commit = deployed.commit[:10]
        click.echo(f"Deployed {edition} to {deployed.branch} ({commit}); the default is {deployed.current}")
    else:
        click.echo(f"{edition} on {deployed.branch} is up to date; nothing was committed")
    if not deployed.base:
        click.echo(_NO_ADDRESS, err=True)
