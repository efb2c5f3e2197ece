"""The policies that a newsroom publishes, their names in schema.org (NewsMediaOrganization), and their pages."""

from __future__ import annotations

from collections.abc import Container
from typing import Annotated

from pydantic import Field, StringConstraints

from explainer.model.base import Model

OURS = ("", "changes/", "corrections/", "explainers/", "search/", "sources/", "topics/", "whats-next/")
"""The addresses of our own pages that every site has."""

_ANCHOR = r"(#[^\s#<>\"\\]+)?"
_PAGE = rf"(/|/?[^\s:?#<>\"\\]+){_ANCHOR}"
_URL = rf"(https:|http:)//[^\s/?#<>\"\\]+[^\s#<>\"\\]*{_ANCHOR}"
PolicyAddress = Annotated[str, StringConstraints(pattern=rf"^({_PAGE}|{_URL})$")]
"""A page of the site as readers find it, or a whole address elsewhere."""


class Policies(Model):
    """Where readers find a newsroom's policies: a page of the site, such as `about/`, or a whole address."""

    publishing_principles: PolicyAddress | None = Field(None, examples=["about/"])
    """How you choose, check and edit what you publish (`publishingPrinciples`)."""
    corrections: PolicyAddress | None = Field(None, examples=["about/#when-something-is-wrong"])
    """How you correct mistakes (`correctionsPolicy`); without this, the site's record of corrections."""
    ethics: PolicyAddress | None = Field(None, examples=["https://example.org/ethics"])
    """What you hold yourselves to (`ethicsPolicy`)."""
    fact_checking: PolicyAddress | None = Field(None, examples=["about/#how-sure-we-are"])
    """How you check facts (`verificationFactCheckingPolicy`)."""
    unnamed_sources: PolicyAddress | None = Field(None, examples=["about/#sources"])
    """When you do not name a source (`unnamedSourcesPolicy`)."""
    ownership: PolicyAddress | None = Field(None, examples=["https://example.org/who-owns-us"])
    """Who owns and pays for the newsroom (`ownershipFundingInfo`)."""
    diversity: PolicyAddress | None = Field(None, examples=["https://example.org/diversity"])
    """Whom you employ, and whose views you seek (`diversityPolicy`)."""
    feedback: PolicyAddress | None = Field(None, examples=["about/#write-to-us"])
    """How readers reach you and what you do about it (`actionableFeedbackPolicy`)."""
    masthead: PolicyAddress | None = Field(None, examples=["https://example.org/masthead"])
    """Who works for the newsroom (`masthead`)."""
    mission: PolicyAddress | None = Field(None, examples=["https://example.org/mission"])
    """What you cover and why (`missionCoveragePrioritiesPolicy`)."""
    bylines: PolicyAddress | None = Field(None, examples=["about/#bylines"])
    """Why some pieces are not signed (`noBylinesPolicy`)."""


IN_SCHEMA_ORG = {
    "publishing_principles": "publishingPrinciples",
    "corrections": "correctionsPolicy",
    "ethics": "ethicsPolicy",
    "fact_checking": "verificationFactCheckingPolicy",
    "unnamed_sources": "unnamedSourcesPolicy",
    "ownership": "ownershipFundingInfo",
    "diversity": "diversityPolicy",
    "feedback": "actionableFeedbackPolicy",
    "masthead": "masthead",
    "mission": "missionCoveragePrioritiesPolicy",
    "bylines": "noBylinesPolicy",
}
"""Properties of schema.org's NewsMediaOrganization."""


def policy_target(written: str, pages: Container[str], prefix: str) -> str | None:
    """Where a policy is found, seen from our front page: a whole URL, or an address in the site; None for no page.

    `pages` are the files of the hand-written pages in the built site. Our own pages stand below `prefix`, these beside.
    """
    if "://" in written:
        return written
    path, mark, anchor = written.partition("#")
    address = f"{path.strip('/')}/".lstrip("/")
    if f"{address}index.html" in pages:
        return "../" * prefix.count("/") + address + mark + anchor
    return address + mark + anchor if address in OURS else None
