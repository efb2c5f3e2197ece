"""Stores a value in a file: first the whole value, then its changes; a damaged file reads as empty.

The file is a sequence of frames. The first holds the value, each later one the changes since the one before. A frame's
checksum covers all frames before it and the value's type, so a file that is damaged, foreign, or from another release
reads as empty. The content is msgpack of a declared type: somebody who supplies such a file can forge the value, but
cannot run code. (SQLite cannot promise that: a journal beside its file may name any other file to delete.)
"""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from contextlib import suppress
from functools import reduce
from operator import getitem
from pathlib import Path
from typing import Any, Generic, TypeVar
from zlib import crc32

import msgspec

from explainer.keys import digest
from explainer.resources.files import replace
from explainer.resources.locks import NOFOLLOW, PLAIN
from explainer.resources.reading import read

T = TypeVar("T", bound=msgspec.Struct)

_HEAD = struct.Struct(">QI")
"""The header of a frame: its length and checksum."""
_SHARE = 8
"""Changes are appended until they take an eighth of the value's size; then the whole value is written, ..."""
_LEAST = 1 << 16
"""... but this many bytes may always be appended."""
_MOST = 1 << 29
"""Bytes of the largest file that is read; that of ten thousand entries is a tenth of it."""
_ABSENT = object()


class _Frame(msgspec.Struct, Generic[T], frozen=True, array_like=True):
    value: T
    """In a later frame, mappings hold only new and changed keys."""
    deleted: list[list[str]] = []
    """Paths of deleted keys: a field, and the keys below it."""


class Store(Generic[T]):
    """A value in a file. Its type is a msgspec Struct whose fields have defaults; mappings are stored key by key."""

    def __init__(self, file: Path, kind: type[T]) -> None:
        """Reads the file; the value is `kind()` if there is none."""
        self._file, self._kind = file, kind
        self._decoder: msgspec.msgpack.Decoder[_Frame[T]] = msgspec.msgpack.Decoder(_Frame[kind])  # type: ignore[valid-type]
        self._start = crc32(digest(msgspec.json.schema(kind)).encode())
        self.value, self.mark, self._first, self._size = kind(), self._start, 0, 0
        """`mark` identifies the stored value."""
        with suppress(OSError, ValueError, RecursionError, struct.error, msgspec.MsgspecError):
            self.value, self.mark, self._first, self._size = self._read(memoryview(self._content()))

    def _content(self) -> bytes:
        """What is in the file. A repository may have a link in its place, or in that of its folder."""
        if self._file.parent.is_symlink() or self._file.lstat().st_size > _MOST:
            return b""
        return read(self._file, _MOST, follow=False)

    def _read(self, content: memoryview) -> tuple[T, int, int, int]:
        value, mark, first, place = self._kind(), self._start, 0, 0
        while place < len(content):
            length, checksum = _HEAD.unpack_from(content, place)
            body = content[place + _HEAD.size :][:length]
            mark = crc32(body, mark)
            if mark != checksum or len(body) != length:
                raise ValueError("damaged")
            frame = self._decoder.decode(body)
            value = _patched(value, frame) if first else frame.value
            place += _HEAD.size + length
            first = first or place
        return value, mark, first, place

    def save(self, value: T) -> bool:
        """Stores a value. False if the file cannot be written, or another process has written it since it was read."""
        try:
            if self._file.parent.is_symlink():
                return False
            alone = (self._file.lstat().st_size if os.path.lexists(self._file) else 0) == self._size
            changes = self._framed(_changes(self.value, value), self.mark) if self._first and alone else b""
            if changes and self._size + len(changes) - self._first <= max(self._first // _SHARE, _LEAST):
                with os.fdopen(os.open(self._file, os.O_WRONLY | os.O_APPEND | NOFOLLOW | PLAIN), "ab") as file:
                    file.write(changes)
                    file.flush()
                    os.fsync(file.fileno())  # a value may announce the next action
                self._size += len(changes)
            else:
                whole = self._framed(_Frame(value), self._start)
                self._file.parent.mkdir(parents=True, exist_ok=True)
                replace(self._file, whole, durable=False)
                self._first = self._size = len(whole)
        except OSError:
            self._first = 0  # the file may end in an incomplete frame
            return False
        self.value = value
        return alone

    def _framed(self, frame: _Frame[T], mark: int) -> bytes:
        body = msgspec.msgpack.encode(frame)
        self.mark = crc32(body, mark)
        return _HEAD.pack(len(body), self.mark) + body


def _changes(old: T, new: T) -> _Frame[T]:
    deleted: list[list[str]] = []
    fields = msgspec.structs.asdict(new)
    whole = {name: value for name, value in fields.items() if not isinstance(value, dict)}
    return _Frame(type(new)(**whole | _different(msgspec.structs.asdict(old), fields, [], deleted)), deleted)


def _different(old: Mapping[str, Any], new: Mapping[str, Any], path: list[str], deleted: list[list[str]]) -> Any:
    deleted += ([*path, name] for name in old.keys() - new.keys())
    different = {}
    for name, value in new.items():
        before = old.get(name, _ABSENT)
        if isinstance(before, dict) and isinstance(value, dict):
            if inner := _different(before, value, [*path, name], deleted):
                different[name] = inner
        elif before is not value and before != value:
            different[name] = value
    return different


def _patched(old: T, frame: _Frame[T]) -> T:
    fields: dict[str, Any] = _merged(msgspec.structs.asdict(old), msgspec.structs.asdict(frame.value))
    for *path, name in frame.deleted:
        del reduce(getitem, path, fields)[name]
    return type(old)(**fields)


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return old | {name: _merged(old.get(name), value) for name, value in new.items()}
    return new
