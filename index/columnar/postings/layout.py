"""Lays out what a posting carries beyond document and frequency, for each of Whoosh's formats.

A *place* is one occurrence of a term in a document. Each stream below holds one number for each place, in the
order of the postings.

`encode` is there for Whoosh's own searcher, which reads our segments too (docs/codec.md); our search reads streams.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import formats

POSITIONS, STARTS, ENDS, BOOSTS = "positions", "character_starts", "character_ends", "boosts"

# Most special first: `Characters` is a `Positions`.
_STREAMS: tuple[tuple[type, tuple[str, ...], str], ...] = (
    (formats.CharacterBoosts, (POSITIONS, STARTS, ENDS, BOOSTS), "character_boosts"),
    (formats.Characters, (POSITIONS, STARTS, ENDS), "characters"),
    (formats.PositionBoosts, (POSITIONS, BOOSTS), "position_boosts"),
    (formats.Positions, (POSITIONS,), "positions"),
    (formats.Frequency, (), "frequency"),
    (formats.Existence, (), "frequency"),
)


def _row(format_: Any) -> tuple[type, tuple[str, ...], str]:
    for row in _STREAMS:
        if isinstance(format_, row[0]):
            return row
    raise NotImplementedError(f"the columnar codec does not store postings in the format {format_!r}")


def streams_of(format_: Any) -> tuple[str, ...]:
    """Return the names of the streams that a format needs. Raises NotImplementedError for a format not Whoosh's."""
    return _row(format_)[1]


def stream_type(stream: str) -> type[np.generic]:
    """Return the type in which a stream is collected; whole numbers are narrowed when written."""
    return np.float64 if stream == BOOSTS else np.uint32


def decode(format_: Any, value: bytes) -> tuple[int, list[Sequence[float]]]:
    """Return the frequency in a posting value that Whoosh encoded, and its places as one column per stream."""
    _, streams, what = _row(format_)
    places = format_.decode_as(what, value)
    if not streams:
        return places, []
    if streams == (POSITIONS,):
        return len(places), [places]
    return len(places), [list(column) for column in zip(*places, strict=True)]


def encode(format_: Any, frequency: int, places: Sequence[NDArray[Any]]) -> bytes:
    """Return the posting value that Whoosh would have encoded."""
    row, streams, _ = _row(format_)
    if row is formats.Existence:
        return b""
    if row is formats.Frequency:
        return int(frequency).to_bytes(4, "big")
    columns = [column.tolist() for column in places]
    encoded = format_.encode(columns[0] if len(streams) == 1 else list(zip(*columns, strict=True)))
    value: bytes = encoded[0] if isinstance(encoded, tuple) else encoded  # CharacterBoosts adds the sum of boosts
    return value
