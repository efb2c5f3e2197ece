"""Makes the items of `updates` for what changed in an entry, but for the sentence: `explainer note`."""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from explainer.authoring.saving import save
from explainer.content import yamlfile
from explainer.content.load import bytes_of
from explainer.history.change import Run
from explainer.history.needs import Need
from explainer.model import Entry, Site
from explainer.problems import ContentError, Problem
from explainer.text.markdown import escaped

_COMMAND = "explainer note"
_LAST_WORD, _FIRST_WORD = re.compile(r"\S+\s*\Z"), re.compile(r"\A\s*\S+")


def items_for(needs: Iterable[Need], kind: str, now: datetime) -> tuple[Mapping[str, str], ...]:
    """An item for each point that changed, and one for all that belongs to no point; `kind` is the type of update.

    The note is empty, which `check` refuses. `was` and `now` are there where one text or value of a point changed.
    """
    by_point: dict[str | None, list[Need]] = {}
    for need in needs:
        by_point.setdefault(need.point, []).append(need)
    at = now.isoformat(timespec="minutes")
    return tuple(_item(point, changed, kind, at) for point, changed in by_point.items())


def _item(point: str | None, changed: Sequence[Need], kind: str, at: str) -> Mapping[str, str]:
    item = {"at": at, "type": kind, "note": ""}
    if point is not None:
        change = changed[0].change
        was, now = _sides(change.runs) if change and change.runs else (change.was, change.now) if change else ("", "")
        item["point"] = point
        if len(changed) == 1 and was and now:
            item |= {"was": escaped(was), "now": escaped(now)}
    return item


def _sides(runs: Sequence[Run]) -> tuple[str, str]:
    """The words that changed, before and after, with a word around them where one side would be empty."""
    first = next(number for number, (kind, _) in enumerate(runs) if kind != "same")
    last = next(number for number in reversed(range(len(runs))) if runs[number][0] != "same")
    middle = runs[first : last + 1]
    before, after = ("".join(text for kind, text in middle if kind in ("same", side)) for side in ("removed", "added"))
    if not (before.strip() and after.strip()):
        left = _LAST_WORD.search(runs[first - 1][1]) if first else None
        right = _FIRST_WORD.search(runs[last + 1][1]) if last + 1 < len(runs) else None
        before, after = (f"{left[0] if left else ''}{side}{right[0] if right else ''}" for side in (before, after))
    return " ".join(before.split()), " ".join(after.split())


def as_text(items: Iterable[Mapping[str, str]]) -> str:
    """The items as they stand below `updates:`."""
    return "\n".join(["updates:", *yamlfile.records(items, 2)])


def add(site: Site, entry: Entry, items: Sequence[Mapping[str, str]]) -> None:
    """Writes the items into the entry's file. Raises ContentError."""
    before = bytes_of(site.root, entry.path)
    text = yamlfile.with_newlines(yamlfile.decode(before, entry.path))
    mark = "\ufeff" if before.startswith(BOM_UTF8) else ""
    try:
        written = yamlfile.with_items(text, "updates", items, list(Entry.model_fields))
    except yamlfile.NoTree:
        message = "no update can be written here without changing anything else"
        hint = f"write it yourself: run `{_COMMAND} {entry.slug}` without `--write`"
        raise ContentError([Problem(entry.path, message, hint, "cannot-add")]) from None
    save(site.root, entry.path, before, mark + written, _COMMAND)
