"""The day and the moment of a build: as configured, as the environment asks, or as the content says."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time

from mkdocs.exceptions import PluginError
from mkdocs.utils import get_build_datetime

from explainer.model import Site
from explainer.outputs.plan import SitePlan


def moment(plan: SitePlan) -> datetime:
    """What the environment asks for (reproducible-builds.org), else the day of the last real change."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return get_build_datetime()
    return datetime.combine(plan.last_change, time(), UTC)


def day(site: Site, configured: str | date | None) -> date:
    """The day of a build: as configured, else the calendar day in the newsroom's time zone."""
    if configured is None:
        return datetime.now(site.settings.zone).date()
    if isinstance(configured, date):
        return configured
    try:
        return date.fromisoformat(configured)
    except ValueError:
        raise PluginError(f"`today` must be a day, as in `2026-11-22`, and is `{configured}`") from None
