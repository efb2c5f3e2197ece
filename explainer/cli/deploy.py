"""`explainer deploy`: publishes the site as an edition on a git branch."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from explainer.cli.base import Failure, config_file, day_of, load, show_errors, status, with_today

_NO_ADDRESS = """\
warning: mkdocs.yml does not say what the public address is, so that there are no feeds, no sitemap and no robots.txt
beside the editions, no canonical links for search engines, and no addresses in what is cited
    add the address of the branch, as in `site_url: https://explainers.example.org/`, and deploy again"""


@click.command("deploy")
@click.argument("edition")
@click.argument("aliases", nargs=-1, metavar="[ALIAS]...")
@click.option("--title", help="What the selector calls the edition, if not EDITION.")
@click.option("--branch", help="The branch to publish on; by default mkdocs.yml's `remote_branch`: gh-pages.")
@click.option("--push", is_flag=True, help="Push the branch to the remote.")
@click.option("--remote", help="Where to push; by default mkdocs.yml's `remote_name`: origin.")
@with_today
@click.pass_obj
def deploy_command(root: Path, /, edition: str, today: date | None, **options: Any) -> None:
    """Publish the site as EDITION on a git branch, beside the others, and lead the ALIASes to it."""
    from explainer.build import BuildFailed
    from explainer.checks import check
    from explainer.publish.deploy import DeployFailed, deploy

    config = config_file(root)
    site = load(root)
    day = today or day_of(site)
    show_errors(check(site, day), site, "nothing was deployed")
    try:
        with status(f"Building {len(site.entries)} entries …"):
            done = deploy(config, day, edition, **options)
    except (BuildFailed, DeployFailed) as error:
        raise Failure(str(error)) from error
    if done.commit:
        click.echo(f"Deployed {edition} to {done.branch} ({done.commit[:10]}); readers are led to {done.current}")
    else:
        click.echo(f"{edition} is on {done.branch} as it is; nothing was committed")
    if not done.base:
        click.echo(_NO_ADDRESS, err=True)
