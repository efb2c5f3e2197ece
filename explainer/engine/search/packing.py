"""The files of Pagefind's index: a signature and what they hold, compressed with gzip."""

from __future__ import annotations

import gzip
import io
from typing import Any

import cbor2

_SIGNATURE = b"pagefind_dcd"


def unpack(content: bytes) -> Any:
    """Decodes a file of words, filters or pages, in CBOR (RFC 8949)."""
    return cbor2.loads(unzipped(content))


def unzipped(content: bytes) -> bytes:
    """What a file holds."""
    return gzip.decompress(content).removeprefix(_SIGNATURE)


def pack(value: Any, *, lasting: bool = True) -> bytes:
    """Encodes a file of words, filters or pages; one that does not last is not compressed."""
    return zipped(cbor2.dumps(value), 7 if lasting else 0)


def header(kind: int, number: int) -> bytes:
    """The beginning of a value in CBOR: of an unsigned number (0), a text (3) or a list (4) of this length."""
    if number < 24:
        return bytes([kind << 5 | number])
    code, size = (24, 1) if number < 1 << 8 else (25, 2) if number < 1 << 16 else (26, 4)
    return bytes([kind << 5 | code]) + number.to_bytes(size)


def zipped(content: bytes, level: int = 7) -> bytes:
    """A file that holds this."""
    file = io.BytesIO()
    # Level 7 is 1 % larger than the best, in a third of the time. `gzip.compress` may record the operating system.
    with gzip.GzipFile("", "wb", level, file, mtime=0) as stream:
        stream.write(_SIGNATURE + content)
    return file.getvalue()
