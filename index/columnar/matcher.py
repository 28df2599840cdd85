"""The postings of one term as Whoosh's own query classes walk them.

That Whoosh's own searcher reads our segments is promised (docs/codec.md), and the tests hold our answers against
its own; our search reads arrays and makes no matcher.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.matching import LeafMatcher, ReadTooFar

from index.columnar.postings.layout import POSITIONS, encode
from index.columnar.postings.postings_file import FieldReader

_BLOCK = 128  # postings whose best possible score is weighed together, as in Whoosh's own codec


class ArrayMatcher(LeafMatcher):  # type: ignore[misc]
    """Walks the postings of a term of one segment, in rising order of documents."""

    def __init__(
        self,
        field: FieldReader,
        number: int,
        lengths: NDArray[Any] | None,
        format_: Any,
        term: tuple[str, bytes] | None = None,
        scorer: Any = None,
    ) -> None:
        self.format = format_
        self.scorer = scorer
        self._term = term
        self._field = field
        self._number = number
        self._lengths = lengths
        self._documents: list[int] = field.documents(number).tolist()
        self._weights: list[float] = field.weights(number).tolist()
        self._places: tuple[NDArray[np.int64], dict[str, NDArray[Any]]] | None = None
        self._at = 0

    def is_active(self) -> bool:
        """Tell whether there is a posting here."""
        return self._at < len(self._documents)

    def reset(self) -> None:
        """Go back to the first posting."""
        self._at = 0

    def copy(self) -> ArrayMatcher:
        """Return a matcher at the same place."""
        other = ArrayMatcher(self._field, self._number, self._lengths, self.format, self._term, self.scorer)
        other._at = self._at
        return other

    def id(self) -> int:
        """Return the document of this posting."""
        return self._documents[self._here()]

    def _here(self) -> int:
        """Return the row of this posting; past the end, the last: Whoosh's AndNot and AndMaybe still ask then."""
        return min(self._at, len(self._documents) - 1)

    def weight(self) -> float:
        """Return the weight of this posting."""
        return self._weights[self._at]

    def _place_slices(self) -> list[NDArray[Any]]:
        if self._places is None:
            self._places = self._field.places(self._number)
        offsets, streams = self._places
        start, stop = int(offsets[self._at]), int(offsets[self._at + 1])
        return [streams[name][start:stop] for name in self._field.streams]

    def value(self) -> bytes:
        """Return the posting value as Whoosh's format encodes it."""
        frequency = int(self._field.frequencies(self._number)[self._at])
        return encode(self.format, frequency, self._place_slices())

    def value_as(self, astype: str) -> Any:
        """Return what the posting holds, decoded; positions come straight from their array."""
        if astype == POSITIONS and POSITIONS in self._field.streams:
            return self._place_slices()[0].tolist()
        return super().value_as(astype)

    def next(self) -> bool:
        """Go on to the next posting; tell whether that begins another block."""
        if not self.is_active():
            raise ReadTooFar
        self._at += 1
        return self._at % _BLOCK == 0 or not self.is_active()

    def skip_to(self, id: int) -> None:
        """Go on to the first posting of document `id` or a later one."""
        if not self.is_active():
            raise ReadTooFar
        self._at = bisect_left(self._documents, id, self._at)

    def skip_to_quality(self, minquality: float) -> int:
        """Go on to the first block that may score more than `minquality`; return how many blocks were left out."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._at = (self._at // _BLOCK + 1) * _BLOCK
            skipped += 1
        return skipped

    def _block(self) -> slice:
        start = self._here() // _BLOCK * _BLOCK
        return slice(start, min(start + _BLOCK, len(self._documents)))

    def block_min_length(self) -> int:
        """Return the least field length in this block, 0 for a field without lengths."""
        return 0 if self._lengths is None else int(self._lengths[self._documents[self._block()]].min())

    def block_max_length(self) -> int:
        """Return the greatest field length in this block."""
        return 0 if self._lengths is None else int(self._lengths[self._documents[self._block()]].max())

    def block_max_weight(self) -> float:
        """Return the greatest weight in this block."""
        return max(self._weights[self._block()])
