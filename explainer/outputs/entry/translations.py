"""The same explainer in other languages, as search engines are told of it (`hreflang`)."""

from __future__ import annotations

from explainer.model import Entry
from explainer.model.summary import EntrySummary
from explainer.outputs.base import ENTRIES
from explainer.outputs.context import RenderContext
from explainer.outputs.plan import SitePlan

Alternates = list[dict[str, str]]
"""A language (BCP 47, or `x-default`) and an address, seen from the root of the site, for each page of a family."""


def alternates(entry: Entry | EntrySummary, context: RenderContext) -> Alternates:
    """An entry and its translations; none for an entry that stands alone, or is withdrawn.

    Each page of a family lists all, itself included, or search engines believe none (Google Search Central, "Localized
    versions"). Readers of another language are shown the page in the site's own, else the original.
    """
    original = entry.translation_of or entry.slug
    family = {slug: context.names[slug].language for slug in context.families.get(original) or ()}
    by_language = {language: slug for slug, language in reversed(family.items())}
    if entry.slug not in family or len(by_language) < 2:
        return []
    by_language[entry.language] = entry.slug
    default = by_language.get(context.facts.language) or (original if original in family else None)
    listed = {**by_language, **({"x-default": default} if default else {})}
    below = f"{context.facts.prefix}{ENTRIES}"
    return [{"lang": language, "address": f"{below}/{slug}/"} for language, slug in sorted(listed.items())]


def translations(plan: SitePlan) -> dict[str, Alternates]:
    """For the address of each entry that has translations: what its page says of them."""
    below = f"{plan.site.layout.prefix}{ENTRIES}"
    told = ((f"{below}/{entry.slug}/", alternates(entry, plan.context)) for entry in plan.readable)
    return {address: others for address, others in told if others}
