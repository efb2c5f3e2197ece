"""What differs between two of git's trees must be what reading all of both gives, whatever stands in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from explainer.history.trees import Difference, differences

Files: TypeAlias = Mapping[tuple[bytes, bool], tuple[bytes, bytes]]
"""By name and whether it is a folder: mode, and the object's name."""

# Bytes that look like the beginning of an item, in names and in objects' names, which hold zeros too.
PARTS = st.sampled_from([b"a", b"b", b"dam", b"-", b"1", b"100644 ", b"40000 x", b"7 7", "ö".encode(), b"n" * 90])
NAMES = st.lists(PARTS, min_size=1, max_size=4).map(b"".join)
ODD = st.sampled_from([b"\0", b"\0\0", b"100644 a", b"7 a\0", b"0", b"\xff"])


def objects(size: int) -> st.SearchStrategy[bytes]:
    return st.lists(ODD, min_size=1, max_size=6).map(lambda parts: (b"".join(parts) * size)[:size])


def items(size: int) -> st.SearchStrategy[Files]:
    files = st.tuples(st.sampled_from([b"100644", b"100755", b"120000", b"160000"]), objects(size))
    folders = st.tuples(st.just(b"40000"), objects(size))
    return st.dictionaries(st.tuples(NAMES, st.just(False)), files, max_size=25).flatmap(
        lambda some: st.dictionaries(st.tuples(NAMES, st.just(True)), folders, max_size=5).map(lambda more: some | more)
    )


def written(files: Files) -> bytes:
    """As git writes a tree: sorted by name, where a folder's name ends in a slash."""
    names = sorted(files, key=lambda key: key[0] + b"/" * key[1])
    return b"".join(b"%s %s\0%s" % (files[key][0], key[0], files[key][1]) for key in names)


def expected(old: Files, new: Files) -> list[Difference]:
    def name(files: Files, key: tuple[bytes, bool]) -> str:
        return files[key][1].hex() if key in files else ""

    return sorted(
        Difference(key[0].decode(), key[1], name(old, key), name(new, key))
        for key in old.keys() | new.keys()
        if old.get(key) != new.get(key)
    )


@st.composite
def pairs(draw: st.DrawFn) -> tuple[int, Files, Files]:
    """A tree, and one that a few changes made of it."""
    size = draw(st.sampled_from([20, 32]))
    old = draw(items(size))
    gone = draw(st.sets(st.sampled_from(sorted(old)), max_size=3)) if old else set()
    changed = draw(items(size).map(lambda files: dict(list(files.items())[:3])))
    return size, old, {key: value for key, value in old.items() if key not in gone} | changed


@given(pairs())
@example((20, {}, {}))
def test_what_differs_is_what_reading_all_gives(pair: tuple[int, Files, Files]) -> None:
    size, old, new = pair
    assert sorted(differences(written(old), written(new), size)) == expected(old, new)


@pytest.mark.parametrize("place", [0, 1, 4_999, 9_998, 9_999])
def test_one_file_of_many_is_found(place: int) -> None:
    old: Files = {(b"dam-%05d.yml" % n, False): (b"100644", (b"%019d\0" % n)[:20]) for n in range(10_000)}
    key = (b"dam-%05d.yml" % place, False)
    changed = {**old, key: (b"100644", b"100644 another\0names")}
    removed = {one: value for one, value in old.items() if one != key}
    for before, after in ((old, changed), (old, removed), (removed, old)):
        assert list(differences(written(before), written(after), 20)) == expected(before, after)


def test_what_is_no_tree_is_refused() -> None:
    with pytest.raises(ValueError, match="not a tree"):
        list(differences(b"", b"something else", 20))
