"""A site in parts, each built on a machine of its own: what belongs into a part, and whether parts make a site."""

from __future__ import annotations

import os
import re
import stat
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, TypeAlias

import msgspec

from explainer import snapshot
from explainer.builder.errors import BuildFailed
from explainer.builder.folder import holds_something_else
from explainer.builder.making import Maker
from explainer.builder.manifest import Made, Output, is_inside, seal, unsealed
from explainer.builder.workers import spread
from explainer.keys import digest
from explainer.outputs.base import Job
from explainer.report import printable

RECORD = "part.bin"
"""What a part says of itself, beside its files. Not hidden: what carries files from job to job in CI may leave hidden
ones behind."""
_FORMAT = 1
"""Of a record; another number makes it be refused."""
_MOST = 10_000
"""Parts of a site."""


@dataclass(frozen=True, slots=True)
class Shard:
    """Which part of a site is meant: the third of sixteen."""

    number: int
    """Counted from 1."""
    count: int

    @classmethod
    def of(cls, text: str) -> Shard:
        """The part that is written so: `3/16`. Raises ValueError."""
        found = re.fullmatch(r"([0-9]{1,5})/([0-9]{1,5})", text)
        shard = cls(int(found[1]), int(found[2])) if found else cls(0, 0)
        if not shard.is_sound():
            raise ValueError(f"`{text}` is no part of a site; write the third of sixteen as 3/16 (of {_MOST} at most)")
        return shard

    def refuse_folder(self, folder: Path) -> None:
        """Raises BuildFailed where something lies that is no part, and would be lost."""
        if holds_something_else(folder, {RECORD}):
            raise BuildFailed(f"{folder} holds something else than a part of a site; build into a new folder")

    def is_sound(self) -> bool:
        """Whether there can be such a part."""
        return 1 <= self.number <= self.count <= _MOST

    def holds(self, job: Job) -> bool:
        """Whether a job belongs to this part. It stays there when others come and go."""
        return int.from_bytes(blake2b(job.name.encode(), digest_size=8).digest()) % self.count == self.number - 1

    def __str__(self) -> str:
        return f"part {self.number} of {self.count}"


class _Part(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a part says of itself."""

    number: int
    count: int
    day: date
    program: str
    settings: str
    """What all pages depend on, besides the program, as a hash."""
    jobs: dict[str, Made]
    """By name; the keys are the same on every machine, the files have no times."""
    format: int = _FORMAT

    @property
    def shard(self) -> Shard:
        return Shard(self.number, self.count)


_DECODER = msgspec.msgpack.Decoder(_Part)


def record(shard: Shard, plan: Sequence[Job], made: Mapping[str, Made], maker: Maker) -> bytes:
    """What a part says of itself that consists of these jobs, and what they made."""
    jobs = {job.name: _portable(made[job.name], _key(job, made[job.name], maker)) for job in plan}
    part = _Part(shard.number, shard.count, maker.press.today, snapshot.program(), maker.engine.key, jobs)
    said = msgspec.msgpack.encode(part)
    return seal(said) + said


def _portable(made: Made, key: str) -> Made:
    outputs = tuple(msgspec.structs.replace(output, modified=0) for output in made.outputs)
    return msgspec.structs.replace(made, key=key, outputs=outputs)


def _key(job: Job, made: Made, maker: Maker) -> str:
    """What a job depends on besides the program and the settings, which a record tells once."""
    return digest(replace(maker, base="").key(job), maker.press.texts.of(made.looked_up))


class _Refusal(NamedTuple):
    """Why parts make no site."""

    place: str
    message: str
    hint: str
    """A right example."""


class PartsRefused(BuildFailed):
    """Parts that make no site; the last good one is as it was. The text gives every reason."""

    def __init__(self, refusals: Iterable[_Refusal]) -> None:
        said = (f"{printable(f'{one.place}: {one.message}')}\n    {printable(one.hint)}" for one in refusals)
        super().__init__("\n".join(("these parts make no site, and nothing was merged", *said)))


_Item: TypeAlias = tuple[Path, str, Made]
"""What a job made, by its name, with the folder of the part that it came in."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Folders that should make a site together."""

    records: Mapping[Path, _Part]
    refusals: tuple[_Refusal, ...]
    """What is wrong with them, whatever there is in them."""

    @classmethod
    def read(cls, folders: Iterable[Path]) -> Parts:
        """The parts in these folders. Raises PartsRefused where there are none."""
        records: dict[Path, _Part] = {}
        refusals: list[_Refusal] = []
        for folder in dict.fromkeys(folders):
            part = _read(folder)
            if isinstance(part, _Part):
                records[folder] = part
            else:
                refusals.append(part)
        if not records:
            raise PartsRefused(refusals)
        return cls(records, (*refusals, *_misfits(records)))

    @property
    def day(self) -> date:
        """The day that the site is built for."""
        return next(iter(self.records.values())).day

    def taken(self, plan: Sequence[Job], maker: Maker, target: Path) -> Iterator[tuple[str, Made]]:
        """What the parts have made of the jobs of a whole site, written beside `target`. Raises PartsRefused.

        Each job's key is compared with that of the content here, so that nothing is of another commit, or another past.
        """
        jobs = {job.name: job for job in plan}
        program, settings = snapshot.program(), maker.engine.key
        refusals = [*self.refusals, *self._unlike(program, settings, target.resolve())]
        for folder, part in self.records.items():
            alike = (part.day, part.program, part.settings) == (self.day, program, settings)  # else all pages differ
            if alike and (names := _strange(part, jobs, maker)):
                message = f"{part.shard} was made of other content or history than there is here: {_some(names)}"
                refusals.append(_Refusal(str(folder), message, _ONE_COMMIT))
        items = [(folder, name, made) for folder, part in self.records.items() for name, made in part.jobs.items()]
        copied = (one for some in spread(lambda some: [_copied(item, maker) for item in some], items) for one in some)
        taken: dict[str, Made] = {}
        damaged: dict[Path, list[str]] = defaultdict(list)
        for (folder, name, _), (made, missing) in zip(items, copied, strict=True):
            taken[name] = made
            damaged[folder] += missing
        for folder, paths in damaged.items():
            if paths:
                again = _command(self.records[folder].shard, folder)
                hint = f"bring this folder over whole, or build it again: `{again}`"
                refusals.append(_Refusal(str(folder), f"files are missing or damaged: {_some(paths)}", hint))
        if refusals:
            raise PartsRefused(refusals)
        for name, made in taken.items():
            yield name, msgspec.structs.replace(made, key=maker.key(jobs[name]))

    def _unlike(self, program: str, settings: str, target: Path) -> Iterator[_Refusal]:
        """What parts were built with that is not here, and those that would be lost."""
        parts = self.records.items()
        if found := [folder for folder, part in parts if part.program != program]:
            message = "built by another program than this, or another release of what it stands on"
            yield _Refusal(_some(found), message, _ONE_PROGRAM)
        if found := [folder for folder, part in parts if part.settings != settings]:
            message = "built with other settings, templates or navigation than there are here"
            yield _Refusal(_some(found), message, _ONE_COMMIT)
        if found := [folder for folder in self.records if _overlap(folder.resolve(), target)]:
            yield _Refusal(_some(found), "the site cannot take the place of its own parts", _BESIDE)


_ONE_COMMIT = "build and merge in clones of one commit with its whole past, as by `git clone`; see `git rev-parse HEAD`"
_ONE_PROGRAM = "install the same packages everywhere, as by `pip install --require-hashes -r requirements.txt`"
_BESIDE = "merge into a folder beside them, as in `explainer merge parts/* -d site`"


def _read(folder: Path) -> _Part | _Refusal:
    """What a folder says of the part in it. It may come with a pull request."""
    if not (folder / RECORD).is_file():
        hint = "name the folders that `explainer build --shard 1/4 -d parts/1` and its like have made, as in `parts/*`"
        return _Refusal(str(folder), f"there is no `{RECORD}`, so this is no part of a site", hint)
    try:
        part = _DECODER.decode(unsealed((folder / RECORD).read_bytes()))
        paths = (output.path for made in part.jobs.values() for output in made.outputs)
        if part.format == _FORMAT and part.shard.is_sound() and all(map(is_inside, paths)):
            return part
    except (OSError, msgspec.DecodeError):
        pass
    hint = "bring this folder over whole, or build this part again with the program that is here"
    return _Refusal(str(folder), f"`{RECORD}` cannot be read: it is damaged, or another version's", hint)


def _misfits(records: Mapping[Path, _Part]) -> Iterator[_Refusal]:
    """What is wrong with parts beside each other: they are compared with the first."""
    first, one = next(iter(records.items()))
    seen: dict[int, Path] = {}
    for folder, part in records.items():
        if part.count != one.count:
            hint = f"build all with one count, as in `{_command(Shard(1, one.count), first.parent / '1')}`"
            yield _Refusal(str(folder), f"this is {part.shard}, and {first} is {one.shard}", hint)
            continue
        if part.number in seen:
            hint = "name each part once, as in `explainer merge parts/1 parts/2`"
            yield _Refusal(str(folder), f"this is {part.shard}, and {seen[part.number]} is it, too", hint)
        seen.setdefault(part.number, folder)
        if part.day != one.day:
            hint = f"tell the day to each build: `{_command(part.shard, folder)} --today {one.day}`"
            yield _Refusal(str(folder), f"this was built for {part.day}, and {first} for {one.day}", hint)
    missing = [number for number in range(1, one.count + 1) if number not in seen]
    if missing:
        hint = _command(Shard(missing[0], one.count), first.parent / str(missing[0]))
        message = f"of {one.count} parts there is no {_some(missing)}"
        yield _Refusal(str(first.parent), message, f"build what is missing, and name its folder too: `{hint}`")


def _command(shard: Shard, folder: Path) -> str:
    """What builds a part."""
    return f"explainer build --shard {shard.number}/{shard.count} -d {folder}"


def _strange(part: _Part, jobs: Mapping[str, Job], maker: Maker) -> list[str]:
    """The addresses in which a part is not what is made of the content that is here."""
    named = {name for name, job in jobs.items() if part.shard.holds(job)}
    both = named & part.jobs.keys()
    same = {name for name in both if part.jobs[name].key == _key(jobs[name], part.jobs[name], maker)}
    return sorted(f"/{name}" for name in (named | part.jobs.keys()) - same)


def _overlap(one: Path, other: Path) -> bool:
    return one == other or one in other.parents or other in one.parents


def _copied(item: _Item, maker: Maker) -> tuple[Made, list[str]]:
    """What a job made, now that its files lie beside the site; and the paths of those that are not what they were."""
    folder, _, made = item
    outputs, damaged = [], []
    for output in made.outputs:
        content = _content(folder, output)
        try:
            if content is not None:
                outputs.append(maker.write(output.path, content, output.changed, output.searched))
                continue
        except (IsADirectoryError, NotADirectoryError):  # said to be a file, and the folder of another one
            pass
        damaged.append(output.path)
    return msgspec.structs.replace(made, outputs=tuple(outputs)), damaged


def _content(folder: Path, output: Output) -> bytes | None:
    """What a file holds, if it is the one that was made. Nothing is read that a link in the part leads to."""
    place = f"{os.path.realpath(folder)}/{output.path}"
    try:
        about = os.lstat(place)
        if os.path.realpath(place) != place or not stat.S_ISREG(about.st_mode) or about.st_size != output.size:
            return None
        content = Path(place).read_bytes()
    except OSError:
        return None
    return content if blake2b(content, digest_size=16).digest() == output.content else None


def _some(names: Sequence[object]) -> str:
    """The first few, and how many more there are."""
    few = names if len(names) <= 5 else [*names[:4], f"and {len(names) - 4} more"]
    return ", ".join(map(str, few))
