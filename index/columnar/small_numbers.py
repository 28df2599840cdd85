"""Natural numbers that are mostly small, in half a byte or a byte each; the few large ones stand apart.

`name.nibbles` holds two numbers a byte, the first in the low half; 15 says that the number is among the large.
`name.bytes` holds one a byte, with 255 to the same end. Which of the two is there is a matter of size.
`name.large_rows` tells which numbers are large, rising; `name.large` what they are.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.columnar.array_file import ArrayFile, ArrayFileWriter
from index.memory.method_cache import remembered

Kind = TypeVar("Kind", np.uint32, np.float32)

_STEP = 16
_REMEMBERED = 1_000  # runs: of one term documents, frequencies and positions are asked for
_PART = 1 << 20  # numbers written at a time, an even number of them
_LARGE_COSTS = 6  # bytes of a number that stands apart, about


def write_small(writer: ArrayFileWriter, name: str, numbers: NDArray[Any]) -> None:
    """Write natural numbers as the arrays above."""
    above = int((numbers > 14).sum())
    halves = above * _LARGE_COSTS < len(numbers) / 2 + int((numbers > 254).sum()) * _LARGE_COSTS
    limit = 15 if halves else 255
    large = np.flatnonzero(numbers >= limit)
    small = (np.minimum(part, limit).astype(np.uint8) for part in _parts(numbers))
    if halves:
        writer.add_parts(f"{name}.nibbles", np.uint8, map(_halved, small))
    else:
        writer.add_parts(f"{name}.bytes", np.uint8, small)
    writer.add_narrow(f"{name}.large_rows", large)
    writer.add_narrow(f"{name}.large", numbers[large])


def _parts(numbers: NDArray[Any]) -> Iterator[NDArray[Any]]:
    return (numbers[at : at + _PART] for at in range(0, len(numbers), _PART))


def _halved(small: NDArray[np.uint8]) -> NDArray[np.uint8]:
    padded = np.append(small, np.zeros(len(small) % 2, np.uint8))
    return padded[::2] | padded[1::2] << np.uint8(4)


@cache
def _both_halves(kind: str) -> NDArray[np.uint64]:
    """Return for each byte its two halves as numbers of four bytes, side by side: looked up they take half the time."""
    halves = np.empty((256, 2), kind)
    halves[:, 0], halves[:, 1] = np.arange(256) & 15, np.arange(256) >> 4
    return halves.view(np.uint64).ravel()


class SmallNumbers:
    """Numbers written by `write_small`."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._nibbles = file.get(f"{name}.nibbles")
        self._bytes = file.get(f"{name}.bytes")
        self._rows = file[f"{name}.large_rows"]
        self._row_numbers: memoryview[int] = self._rows.data
        self._large = file[f"{name}.large"]

    @property
    def kind(self) -> np.dtype[Any]:
        """A type that holds all of the numbers."""
        return np.result_type(np.uint8, self._large.dtype)

    def between(self, start: int, stop: int) -> NDArray[np.uint32]:
        """Return numbers `start` to `stop` - 1, a copy."""
        return self._read(start, stop, np.uint32)

    def floats(self, start: int, stop: int) -> NDArray[np.float32]:
        """Return the same as floating point numbers: to convert them later would take longer than to read them."""
        return self._read(start, stop, np.float32)

    def floats_at(self, places: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the numbers at some places, rising, as floating point numbers."""
        if self._nibbles is not None:
            halves = (places & 1).astype(np.uint8) << np.uint8(2)  # 4 where the upper half is meant
            small = self._nibbles[places >> 1] >> halves & np.uint8(15)
            limit = 15
        else:
            assert self._bytes is not None
            small, limit = self._bytes[places], 255
        numbers: NDArray[np.float32] = small.astype(np.float32)
        stand_apart = np.flatnonzero(small == limit)
        if len(stand_apart):
            numbers[stand_apart] = self._large[self._rows.searchsorted(places[stand_apart].astype(self._rows.dtype))]
        return numbers

    def _read(self, start: int, stop: int, kind: type[Kind]) -> NDArray[Kind]:
        if self._nibbles is not None:
            both = _both_halves(np.dtype(kind).str).take(self._nibbles[start >> 1 : (stop + 1) >> 1])
            numbers = both.view(kind)[start & 1 : (start & 1) + stop - start]
        else:
            assert self._bytes is not None
            numbers = self._bytes[start:stop].astype(kind)
        first = bisect_left(self._row_numbers, start)  # quicker than searchsorted, which would convert all rows
        last = bisect_left(self._row_numbers, stop, first)
        if first < last:
            numbers[self._rows[first:last].astype(np.int64) - start] = self._large[first:last]
        return numbers

    def offsets(self, count: int) -> NDArray[Any]:
        """Return where each of `count` runs of these lengths begins, and where the last ends: `count` + 1 numbers."""
        ends = np.cumsum(self.between(0, count), dtype=np.int64)
        total = int(ends[-1]) if count else 0
        offsets = np.zeros(count + 1, np.uint32 if total < 2**32 else np.int64)
        offsets[1:] = ends
        return offsets


class Runs:
    """Beginnings of runs of given lengths, without an array of all: each sixteenth is known, the rest is added up."""

    def __init__(self, lengths: SmallNumbers, count: int) -> None:
        """Take the lengths of `count` runs that follow each other."""
        self._lengths = lengths
        self._count = count
        ends = np.cumsum(lengths.between(0, count), dtype=np.int64)[_STEP - 1 :: _STEP]
        marks = np.append(0, ends)
        self._marks: memoryview[int] = marks.astype(np.uint32 if marks[-1] < 2**32 else np.int64).data
        self.of = remembered(self._find, _REMEMBERED)
        """Return the places of one run, as a slice."""

    def _find(self, number: int) -> slice:
        mark = number // _STEP
        lengths = self._lengths.between(mark * _STEP, number + 1)
        end = self._marks[mark] + int(lengths.sum())
        return slice(end - int(lengths[-1]), end)

    def length(self, number: int) -> int:
        """Return the length of one run."""
        return int(self._lengths.between(number, number + 1)[0])

    def lengths(self) -> NDArray[np.uint32]:
        """Return the lengths of all runs, a copy."""
        return self._lengths.between(0, self._count)

    def between(self, first: int, last: int) -> tuple[slice, NDArray[np.int64]]:
        """Return the places of runs `first` to `last` - 1 together, and the length of each."""
        if first >= last:
            return slice(0, 0), np.zeros(0, np.int64)
        return slice(self.of(first).start, self.of(last - 1).stop), self._lengths.between(first, last).astype(np.int64)
