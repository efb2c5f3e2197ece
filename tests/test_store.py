"""What is kept from run to run: it comes back as it was, or as nothing; a file is written whole or not at all."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explainer.resources.files import FileChanged, create, replace
from explainer.resources.store import Store


class Kept(msgspec.Struct, frozen=True, array_like=True):
    name: str = ""
    numbers: dict[str, int | None] = {}
    tables: dict[str, dict[str, str]] = {}


class Other(msgspec.Struct, frozen=True, array_like=True):
    name: str = ""
    numbers: dict[str, int | str] = {}
    tables: dict[str, dict[str, str]] = {}


LARGE = Kept("large", {str(number): number for number in range(100_000)}, {"a": {"x": "1"}, "b": {"y": "2"}})
KEYS = st.sampled_from("abc")
VALUES = st.builds(
    Kept,
    st.text(max_size=3),
    st.dictionaries(KEYS, st.none() | st.integers(0, 2)),
    st.dictionaries(KEYS, st.dictionaries(KEYS, KEYS)),
)


@given(st.lists(VALUES, max_size=5), st.booleans())
def test_the_last_value_comes_back_whatever_was_kept_before(values: list[Kept], again: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "new", "kept.bin")
        store = Store(file, Kept)
        for value in values:
            assert store.save(value)
            store = Store(file, Kept) if again else store
        assert Store(file, Kept).value == [Kept(), *values][-1]


@given(st.data())
def test_a_damaged_file_is_read_as_nothing(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "kept.bin")
        store = Store(file, Kept)
        ends = {0: Kept()}
        for value in (Kept("one", {"a": 1}), Kept("two", {"b": 2}), Kept("three", {"b": 2, "c": 3})):
            store.save(value)
            ends[file.stat().st_size] = value
        content = file.read_bytes()
        place = data.draw(st.integers(0, len(content) - 1))
        file.write_bytes(content[:place])
        assert Store(file, Kept).value == ends.get(place, Kept())
        flipped = content[place] ^ data.draw(st.integers(1, 255))
        file.write_bytes(content[:place] + bytes([flipped]) + content[place + 1 :])
        damaged = Store(file, Kept)
        assert damaged.value == Kept()
        assert not damaged.save(Kept("four")), "nobody knows what was kept"
        assert Store(file, Kept).value == Kept("four")


def test_what_was_kept_as_another_type_is_nothing(tmp_path: Path) -> None:
    Store(tmp_path / "kept.bin", Kept).save(LARGE)
    assert Store(tmp_path / "kept.bin", Other).value == Other()


def test_a_small_change_writes_little_and_many_are_written_together(tmp_path: Path) -> None:
    file = tmp_path / "kept.bin"
    store = Store(file, Kept)
    store.save(LARGE)
    whole, inode = file.stat().st_size, file.stat().st_ino
    changed = msgspec.structs.replace(LARGE, numbers={**LARGE.numbers, "7": 8}, tables={"a": {"x": "2"}})
    store.save(changed)
    assert file.stat().st_ino == inode
    assert file.stat().st_size < whole + 100
    assert Store(file, Kept).value == changed
    inodes = set()
    for times in range(2, 12):
        changed = msgspec.structs.replace(changed, numbers=dict.fromkeys(list(LARGE.numbers)[:20000], times))
        store.save(changed)
        inodes.add(file.stat().st_ino)
    assert inodes - {inode}  # a later file may have the number of an earlier one again
    assert file.stat().st_size < whole
    assert Store(file, Kept).value == changed


def test_two_that_write_at_once_leave_what_the_last_one_said(tmp_path: Path) -> None:
    file = tmp_path / "kept.bin"
    Store(file, Kept).save(Kept("first"))
    one, other = Store(file, Kept), Store(file, Kept)
    assert one.save(Kept("one"))
    assert not other.save(Kept("other", {"a": 1}))
    assert Store(file, Kept).value == Kept("other", {"a": 1})
    assert not one.save(Kept("one again"))
    assert Store(file, Kept).value == Kept("one again")


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    assert not Store(tmp_path / "cache" / "kept.bin", Kept).save(Kept("x"))


def test_what_a_killed_process_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".kept.bin.01234567.new").write_text("half")
    Store(tmp_path / "kept.bin", Kept).save(Kept("x"))
    assert [path.name for path in tmp_path.iterdir()] == ["kept.bin"]


# --- files ------------------------------------------------------------------------------------------------------------


def test_a_file_is_for_everyone_whom_the_umask_allows_and_keeps_its_permissions(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        replace(tmp_path / "a", b"1")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o640
    (tmp_path / "a").chmod(0o604)
    replace(tmp_path / "a", b"2")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o604
    assert (tmp_path / "a").read_bytes() == b"2"


def test_a_file_that_cannot_be_written_stays_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"1")
    with pytest.raises(FileChanged):
        replace(tmp_path / "a", b"2", before=b"0")
    with pytest.raises(FileExistsError):
        create(tmp_path / "a", b"2")
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="directory"):
        replace(tmp_path / "folder", b"2")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "folder"]
    assert (tmp_path / "a").read_bytes() == b"1"
