"""Reports changes that no update tells readers: `explainer check --since REV`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from explainer.content.layout import FILES, layout_of
from explainer.content.load import load_entry, located
from explainer.history import git
from explainer.history.announced import says_something, type_names
from explainer.history.corrections import unfounded_corrections
from explainer.history.differences import compare
from explainer.history.files import ChangedFile, blob_name, changed_files
from explainer.history.matching import LIKENESS, likeness
from explainer.history.moves import entries_at
from explainer.history.needs import Need, needs
from explainer.history.updates import record_problems, without_note
from explainer.model import Entry, Site, Update
from explainer.model.summary import EntrySummary
from explainer.problems import ContentError, Problem, in_order


def missing_notes(site: Site, slug: str, revision: str, day: date) -> tuple[Need, ...] | None:
    """What changed in an entry since a revision and no update tells; None if readers could not see it then.

    Raises git.NoHistory.
    """
    base = _base(site, git.commit(site.root, revision), day)
    new = next(site.known.whole(entry) for entry in site.summaries if entry.slug == slug)
    if new.path in base.unchanged and slug not in base.published:
        return ()
    old = next((base.published[name] for name in (slug, *new.aliases) if name in base.published), None)
    if old is None or new.status == "draft":
        return None
    updates = [update for update in new.updates[len(old.updates) :] if says_something(update, base.names)]
    return tuple(needs(old, new, compare(old, new), updates, base.pictures))


def silent_changes(site: Site, revision: str, day: date) -> tuple[Problem, ...]:
    """Changes since a revision that no update tells readers, in entries that they could see.

    What waits for a day after `day` has no readers yet. Raises git.NoHistory.
    """
    commit = git.commit(site.root, revision)
    base = _base(site, commit, day)
    before = base.published
    whole = site.known.whole
    now = {entry.slug: entry for entry in site.summaries}
    unread = {problem.path.rpartition("/")[2].removesuffix(".yml") for problem in site.problems}
    renamed = {alias: entry for entry in site.summaries for alias in entry.aliases}
    others = [one for one in site.summaries if one.slug not in before and one.path not in base.unchanged]
    new_entries = [whole(one) for one in others] if any(slug not in now for slug in before) else []
    problems: list[Problem] = []
    for slug, old in before.items():
        new = now.get(slug) or renamed.get(slug)
        if new is not None and (slug in now or not _took_over(new, old, before)):
            problems += located(site.root, _changes(old, whole(new), base))
        elif slug not in unread:
            problems.append(_gone(old, new_entries))
    known = {*before, *(renamed[slug].slug for slug in before if slug in renamed)}
    problems += located(site.root, _unknown_notes(site, commit, known, base))
    return in_order(problems)


def _took_over(new: EntrySummary, old: Entry, before: Mapping[str, Entry]) -> bool:
    """Whether an entry that has another's address in `aliases` was published before too, so that it is not the same."""
    return new.first_slug != old.first_slug and new.first_slug in {entry.first_slug for entry in before.values()}


@dataclass(frozen=True, slots=True)
class _Base:
    """What readers could see at a commit."""

    published: Mapping[str, Entry]
    """The entries that have changed since, by slug."""
    unchanged: frozenset[str]
    """The paths of the others."""
    pictures: Collection[str]
    """The pictures that have other content now under the same name, as entries name them."""
    names: Collection[str]
    """The names of the types of updates."""
    day: date


def _base(site: Site, commit: str, day: date) -> _Base:
    """Entries that the current model cannot read are left out, and those that wait for a later day."""
    changed = [one for one in changed_files(site.root, [site.layout.images, *FILES], commit) if one.change == "changed"]
    pictures = {file.path.removeprefix(f"{site.layout.docs}/") for file in changed if file.path not in FILES}
    tree = _entries_by_settings(site, commit, changed) or entries_at(site.root, site.layout.entries, commit)
    files = {path: blob for path, blob in tree.items() if path.endswith(".yml")}
    current = {entry.path: entry for entry in site.summaries}
    published: dict[str, Entry] = {}
    unchanged = {path for path, blob in files.items() if path in current and _is_here(site.root / path, blob)}
    # Most files are unchanged, and only their pictures may be others.
    others = {
        path: blob
        for path, blob in files.items()
        if path not in unchanged
        or any(one in pictures for kind, one in current[path].named_records if kind == "images")
    }
    contents = git.contents(site.root, others.values(), whole=True)
    for path, (_, content) in zip(others, contents, strict=True):
        with suppress(ContentError):
            entry = load_entry(content, path, site.settings.language)
            waits = entry.status == "published" and entry.published is not None and entry.published.first > day
            if entry.status != "draft" and not waits:
                published[entry.slug] = entry
    return _Base(published, frozenset(unchanged), pictures, type_names(site.languages), day)


def _is_here(path: Path, blob: str) -> bool:
    """Whether a file has the content of a blob."""
    with suppress(OSError):
        return blob_name(path.read_bytes(), blob) == blob
    return False


def _entries_by_settings(site: Site, commit: str, changed: Iterable[ChangedFile]) -> Mapping[str, str]:
    """The files of entries where a mkdocs.yml that has changed since had them; otherwise none."""
    for file in changed:
        if file.path in FILES:
            with TemporaryDirectory() as folder:
                for _, content in git.contents(site.root, [file.before]):
                    (Path(folder) / file.path).write_bytes(content)
                return git.tree(site.root, commit, layout_of(Path(folder)).entries)
    return {}


def _unknown_notes(site: Site, commit: str, known: Collection[str], base: _Base) -> Iterator[Problem]:
    """Updates without a note, in entries not published before, that are not older than the entry's file."""
    for summary in site.summaries:
        if summary.slug in known or summary.path in base.unchanged or summary.status == "draft":
            continue
        entry = site.known.whole(summary)
        unknown = [number for number, update in enumerate(entry.updates) if not says_something(update, base.names)]
        if unknown:
            arrived = git.arrival(site.root, entry.path, commit)
            for number in unknown:
                if entry.updates[number].at.last >= arrived:
                    yield without_note(entry, number)


def _gone(old: Entry, new: list[Entry]) -> Problem:
    """A published entry that is missing: renamed without an alias, or deleted."""
    for entry in new:
        if is_renamed(old, entry):
            message = f"this seems to be `{old.slug}` under a new name, and its old address would be dead"
            return Problem(entry.path, message, f"add `aliases: [{old.slug}]`", "alias-missing")
    hint = "withdraw it instead: `status: withdrawn` and `withdrawn: {at: …, reason: …}`; its address keeps a notice"
    return Problem(old.path, f"the published entry `{old.slug}` was deleted", hint, "entry-deleted")


def is_renamed(old: Entry, new: Entry) -> bool:
    """Whether an entry seems to be another under a new name: it has its title, or says nearly the same."""
    return new.title == old.title or (bool(_body(old)) and likeness(_body(new), _body(old)) >= LIKENESS)


def _body(entry: Entry) -> str:
    return " ".join(point.words for _, _, point, _ in entry.points())


def _changes(old: Entry, new: Entry, base: _Base) -> Iterator[Problem]:
    if new.status == "draft":
        hint = "write `status: published`; to take it back, withdraw it with a reason"
        yield Problem(new.path, "a published entry cannot become a draft again", hint, "entry-unpublished", ("status",))
        return
    changes = compare(old, new)
    updates = [update for update in new.updates[len(old.updates) :] if says_something(update, base.names)]
    yield from record_problems(old, new, base.names)
    yield from unfounded_corrections(old, new, changes)
    yield from _reused_ids(old, new)
    yield from _addresses(old, new)
    if old.published is not None and str(old.published) != str(new.published):
        message = f"the date of publication was {old.published}, and readers are not told of another"
        hint = f"write `published: {old.published}` again: it is a fact"
        yield Problem(new.path, message, hint, "unannounced-change", ("published",))
    for need in needs(old, new, changes, updates, base.pictures):
        said = f": {need.about}" if need.about else ""
        message = f"{need.what}, and {_nothing_tells(updates)}{said}"
        yield Problem(new.path, message, _example(need, new, base), "unannounced-change", need.pointer)


def _addresses(old: Entry, new: Entry) -> Iterator[Problem]:
    """Former addresses keep working, and so does the name by which programs know an explainer."""
    if new.first_slug != old.first_slug:
        message = f"readers' programs know this explainer as `{old.first_slug}`, and would take it for a new one"
        hint = f"write `id: {old.first_slug}`; feeds, calendars and data keep that name"
        yield Problem(new.path, message, hint, "id-changed", ("id",) if new.id else ("aliases",))
    if gone := [alias for alias in old.aliases if alias not in (*new.aliases, new.slug)]:
        message = f"`{gone[0]}` led readers here, and would lead nowhere"
        hint = f"write it again: `aliases: [{', '.join(dict.fromkeys((*old.aliases, *new.aliases)))}]`"
        yield Problem(new.path, message, hint, "alias-missing", ("aliases",))


def _nothing_tells(updates: Sequence[Update]) -> str:
    """Why no update tells readers of a change."""
    points = dict.fromkeys(f"`{update.point}`" if update.point else "no point" for update in updates)
    return f"the new updates are about {', '.join(points)} only" if points else "no update tells readers"


def _example(need: Need, entry: Entry, base: _Base) -> str:
    """What to write, with a date that may follow the last one."""
    last = entry.updates[-1].at if entry.updates else entry.published
    at = f"{base.day}T23:59Z" if last is not None and last.last >= base.day else str(base.day)
    about = f"point: {need.point}, " if need.point else ""
    item = f"- {{at: {at}, type: update, {about}note: More is known now.}}"
    return f"add an item to `updates`, as in `{item}`, or run `explainer note {entry.slug} --write`"


def _reused_ids(old: Entry, new: Entry) -> Iterator[Problem]:
    """A point's id is an address and must not pass to another claim."""
    before = {point.id: point for _, _, point, _ in old.points() if point.id is not None}
    for pointer, _, point, _ in new.points():
        earlier = before.get(point.id or "")
        if earlier is None or likeness(earlier.words, point.words) >= LIKENESS:
            continue
        others = (other for _, _, other, _ in new.points() if other is not point)
        if any(likeness(earlier.words, other.words) >= LIKENESS for other in others):
            hint = "give each point back its own id, and the new one an id of its own"
            yield Problem(new.path, f"`{point.id}` named another point before", hint, "id-reused", (*pointer, "id"))
