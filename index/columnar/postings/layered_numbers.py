"""Numbers in two layers: frequencies, of which most are one; and positions, of which most stand early in a text.

`write_frequencies` writes `name.quarters`, two bits a number, four numbers a byte, the first in the lowest bits: 0 to 2
are a frequency of 1 to 3, and 3 is one of four or more. `name.rest`, small numbers, tells how much more than four these
are, and `name.marks` how many of them there are before each 1,024th number.

`write_positions` writes `name.low`, the lowest byte of each, and `name.high`, small numbers: the rest of it.
"""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from index.columnar.array_file import ArrayFile, ArrayFileWriter
from index.columnar.postings.small_numbers import SmallNumbers, bits_at, in_parts, joined_bits, split_bytes, write_small

Kind = TypeVar("Kind", np.uint32, np.float32)

_MARKED = 1_024  # numbers, 256 bytes of quarters
_BETWEEN = 1_000  # numbers that are looked through in the time in which one is counted by itself
_FOUR = 4  # from here on a frequency stands apart
_LOW_BITS = int.from_bytes(b"\x55" * (_MARKED // 4 + 1), "little")


def write_frequencies(writer: ArrayFileWriter, name: str, numbers: NDArray[Any]) -> None:
    """Write numbers of at least one, most of them one."""
    apart = numbers >= _FOUR
    counts = np.add.reduceat(apart, np.arange(0, len(apart), _MARKED), dtype=np.int64)
    parts = (np.minimum(part, _FOUR).astype(np.uint8) for part in in_parts(numbers))
    writer.add_parts(f"{name}.quarters", np.uint8, (joined_bits(part - np.uint8(1), 2) for part in parts))
    writer.add_narrow(f"{name}.marks", np.append(0, np.cumsum(counts)))
    write_small(writer, f"{name}.rest", numbers[apart] - _FOUR)


class Frequencies:
    """Numbers written by `write_frequencies`."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._quarters: NDArray[np.uint8] = file[f"{name}.quarters"]
        self._bits = self._quarters.data
        self._marks: memoryview[int] = file[f"{name}.marks"].data
        self._rest = SmallNumbers(file, f"{name}.rest")

    @property
    def kind(self) -> np.dtype[Any]:
        """A type that holds all of the numbers."""
        return np.result_type(np.uint16, self._rest.kind)

    def _apart_before(self, place: int) -> int:
        """Return how many numbers before a place stand apart."""
        mark = place // _MARKED
        bits = int.from_bytes(self._bits[mark * _MARKED >> 2 : place + 3 >> 2], "little")
        before = _LOW_BITS & (1 << (place - mark * _MARKED) * 2) - 1
        return self._marks[mark] + (bits & bits >> 1 & before).bit_count()

    def between(self, start: int, stop: int, kind: type[Kind]) -> NDArray[Kind]:
        """Return numbers `start` to `stop` - 1, a copy, in a type that holds them."""
        skipped = start & 3
        numbers = split_bytes(self._quarters[start >> 2 : stop + 3 >> 2], 2, kind, 1)[skipped : skipped + stop - start]
        apart = (numbers == _FOUR).nonzero()[0]
        if len(apart):
            first = self._apart_before(start)
            numbers[apart] += self._rest.read(first, first + len(apart), kind)
        return numbers

    def at(self, places: NDArray[np.int64], kind: type[Kind]) -> NDArray[Kind]:
        """Return the numbers at some places, rising."""
        numbers: NDArray[Kind] = (bits_at(self._quarters, places, 2) + 1).astype(kind)
        apart = (numbers == _FOUR).nonzero()[0]
        if len(apart):
            numbers[apart] += self._rest.at(self._all_apart_before(places[apart]), kind)
        return numbers

    def _all_apart_before(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return `_apart_before` of each of some places, rising.

        Of many within a few thousand numbers it is quicker to count what lies between, all at once.
        """
        first, last = int(places[0]), int(places[-1])
        if last - first > len(places) * _BETWEEN:
            return np.fromiter(map(self._apart_before, places.tolist()), np.int64, len(places))
        start = first & ~3
        quarters = split_bytes(self._quarters[start >> 2 : (last >> 2) + 1], 2, np.uint8)
        apart = (quarters == _FOUR - 1).nonzero()[0]
        between: NDArray[np.int64] = apart.searchsorted(places - start)
        return between + self._apart_before(start)


def write_positions(writer: ArrayFileWriter, name: str, numbers: NDArray[np.unsignedinteger[Any]]) -> None:
    """Write places in texts."""
    writer.add(f"{name}.low", (numbers & 255).astype(np.uint8))
    write_small(writer, f"{name}.high", numbers >> 8)


class Positions:
    """Numbers written by `write_positions`."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._low: NDArray[np.uint8] = file[f"{name}.low"]
        self._high = SmallNumbers(file, f"{name}.high")

    @property
    def kind(self) -> np.dtype[Any]:
        """A type that holds all of the numbers."""
        return np.dtype(np.uint16 if self._high.kind.itemsize == 1 else np.uint32)

    def between(self, start: int, stop: int) -> NDArray[np.uint32]:
        """Return numbers `start` to `stop` - 1, a copy."""
        return self._high.between(start, stop) << np.uint32(8) | self._low[start:stop]

    def at(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the numbers at some places."""
        return self._high.at(places, np.int64) << 8 | self._low.take(places)
