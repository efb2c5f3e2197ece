"""Names for content: what has the same key is the same, so that it need not be made again."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import msgspec

_ENCODER = msgspec.msgpack.Encoder(enc_hook=repr)


def digest(*values: Any) -> str:
    """A short name for values: the same for the same ones, in every process. Records are taken by their `repr`."""
    return blake2b(_ENCODER.encode(values), digest_size=16).hexdigest()
