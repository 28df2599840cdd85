"""The keys of the documents of a generation (`article:ID`), and the document of a key, without a list of strings."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.columnar import SegmentArrays
from index.columnar.column_values import CodeColumn
from index.memory.method_cache import remembered

Numbers = NDArray[np.int64]

_KEPT = 8_192  # values of a column kept decoded: facets show the same records again and again


def code_column(segment: SegmentArrays, name: str) -> CodeColumn:
    """Return a column of text of a segment."""
    column = segment.column(name)
    assert isinstance(column, CodeColumn)
    return column


class TextColumn:
    """A column of text over all segments, decoded a value at a time: `column[document]`."""

    def __init__(self, segments: Sequence[SegmentArrays], name: str) -> None:
        self._columns = [code_column(segment, name) for segment in segments]
        self._bases = [segment.base for segment in segments]
        self.of = remembered(self._read, _KEPT)
        """Return the value of a document, as `column[document]` does with a call more."""

    def __getitem__(self, document: int) -> str:
        return self.of(document)

    def _read(self, document: int) -> str:
        at = bisect_right(self._bases, document) - 1
        column = self._columns[at]
        return column.values[int(column.codes[document - self._bases[at]])].decode()


class Keys:
    """Finds documents by key through the sorted hashes of all keys, 12 bytes a document.

    `order` ranks each document's key among all, so that equal scores stand in the order of ids.
    """

    def __init__(self, segments: Sequence[SegmentArrays], live: NDArray[np.bool_]) -> None:
        self._texts = TextColumn(segments, "key")
        keys: list[bytes] = []
        for segment in segments:
            column = code_column(segment, "key")
            table = list(column.values)
            keys += [table[code] for code in column.codes.tolist()]
        ranked = np.array(sorted(range(len(keys)), key=keys.__getitem__), np.int32)
        self.order = np.empty(len(keys), np.int32)
        self.order[ranked] = np.arange(len(keys), dtype=np.int32)
        hashes = np.fromiter(map(hash, keys), np.int64, len(keys))
        alive = np.flatnonzero(live)  # an outdated document has the key of the one that took its place
        self._numbers = alive[np.argsort(hashes[alive])].astype(np.int32)
        self._hashes = hashes[self._numbers]

    def __getitem__(self, document: int) -> str:
        """Return the key of a document."""
        return self._texts.of(document)

    def find(self, key: str) -> int | None:
        """Return the live document with this key, None where there is none."""
        hashed = hash(key.encode("utf-8", "surrogatepass"))
        first, last = self._hashes.searchsorted(hashed), self._hashes.searchsorted(hashed, side="right")
        for number in self._numbers[first:last].tolist():
            if self._texts.of(number) == key:
                return int(number)
        return None

    def find_all(self, keys: Iterable[bytes]) -> Numbers:
        """Return the live document of each key, -1 where there is none.

        Keys are told apart by hashes of 64 bits, which this process seeds at random: two of a million documents
        share one with a chance of one in forty million.
        """
        hashed = np.array([hash(key) for key in keys], np.int64)
        if not len(self._hashes):
            return np.full(len(hashed), -1)
        at = np.minimum(self._hashes.searchsorted(hashed), len(self._hashes) - 1)
        return np.where(self._hashes[at] == hashed, self._numbers[at], -1).astype(np.int64)
