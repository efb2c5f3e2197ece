"""Fingerprints of values: equal fingerprints mean equal values, so that nothing is built twice."""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import msgspec

_ENCODER = msgspec.msgpack.Encoder(enc_hook=repr)


def digest(*values: Any) -> str:
    """A fingerprint of values, the same in every process. Other objects than plain data count by their `repr`."""
    return blake2b(_ENCODER.encode(values), digest_size=16).hexdigest()
