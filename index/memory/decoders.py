"""Records from JSON, by decoders that are made one at a time.

msgspec learns a dataclass when it first meets it. Two threads that meet the same one at once end the process
(msgspec 0.22: `json.decode(…, type=…)` reads what another thread has not finished): so died serving processes that
had just been started, under load, with all the requests that they held.
"""

from __future__ import annotations

import threading
from typing import Any, TypeVar, cast

import msgspec

_T = TypeVar("_T")
_one_at_a_time = threading.Lock()  # one for all kinds: they share the dataclasses within them
_decoders: dict[type[Any], msgspec.json.Decoder[Any]] = {}


def decoded(content: bytes, kind: type[_T]) -> _T:
    """Return the value of this kind that `content`, JSON, holds. Raises msgspec.DecodeError where it holds none."""
    decoder = _decoders.get(kind)
    if decoder is None:
        with _one_at_a_time:
            decoder = _decoders[kind] = msgspec.json.Decoder(kind)
    return cast(_T, decoder.decode(content))
