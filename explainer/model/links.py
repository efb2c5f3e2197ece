"""What the link check remembers of an address at which something is wrong: `site_data/links.json`."""

from __future__ import annotations

from pydantic import Field

from explainer.model.base import Address, Model, Text
from explainer.model.dates import WholeDate


class Link(Model):
    """An address at which something is wrong. Nothing is remembered of the others, so that the file stays small."""

    why: Text = Field(examples=["status 404"])
    """What the server said, or why it said nothing."""
    failed_since: WholeDate | None = Field(None, examples=["2026-11-20T03:10Z"])
    """When it first failed, of all times since it was last there."""
    dead_since: WholeDate | None = Field(None, examples=["2026-11-20"])
    """The day on which it first failed, once it has failed again a day later or more: only then it is dead."""
    suspected_since: WholeDate | None = Field(None, examples=["2026-11-20"])
    """Since when it answers with a page that looks as if the real one were gone."""


Links = dict[Address, Link]
"""By address."""
