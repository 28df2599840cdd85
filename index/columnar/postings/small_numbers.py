"""Natural numbers that are mostly small, in two bits, half a byte or a byte each; the few large ones stand apart.

`name.quarters` holds four numbers a byte, the first in the lowest bits; 3 says that the number is among the large.
`name.nibbles` holds two a byte, with 15 to the same end, `name.bytes` one, with 255. Which of them is there is a matter
of size. `name.large_rows` tells which numbers are large, rising; `name.large` what they are.
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

Kind = TypeVar("Kind", np.uint8, np.uint32, np.int64, np.float32)

_STEP = 16
_REMEMBERED = 1_000  # runs: of one term documents, frequencies and positions are asked for
_PART = 1 << 20  # numbers
_LARGE_COSTS = 6  # bytes of a number that stands apart, about


_WIDTHS = {"quarters": 2, "nibbles": 4, "bytes": 8}  # bits of a number


def write_small(writer: ArrayFileWriter, name: str, numbers: NDArray[Any]) -> None:
    """Write natural numbers as the arrays above."""
    costs = {kind: _cost(numbers, width) for kind, width in _WIDTHS.items()}
    kind = min(costs, key=costs.__getitem__)
    width = _WIDTHS[kind]
    limit = (1 << width) - 1
    large = np.flatnonzero(numbers >= limit)
    small = (joined_bits(np.minimum(part, limit).astype(np.uint8), width) for part in in_parts(numbers))
    writer.add_parts(f"{name}.{kind}", np.uint8, small)
    writer.add_narrow(f"{name}.large_rows", large)
    writer.add_narrow(f"{name}.large", numbers[large])


def _cost(numbers: NDArray[Any], width: int) -> int:
    """Return about how many bytes numbers take in so many bits each."""
    return len(numbers) * width // 8 + _LARGE_COSTS * int(np.count_nonzero(numbers >= (1 << width) - 1))


def in_parts(numbers: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """Return numbers in parts that are written at a time, each of an even number of them."""
    return (numbers[at : at + _PART] for at in range(0, len(numbers), _PART))


def joined_bits(small: NDArray[np.uint8], width: int) -> NDArray[np.uint8]:
    """Return numbers of 2, 4 or 8 bits as bytes that hold as many as fit, the first in the lowest bits."""
    count = 8 // width
    if count == 1:
        return small
    padded = np.append(small, np.zeros(-len(small) % count, np.uint8)).reshape(-1, count)
    joined: NDArray[np.uint8] = np.bitwise_or.reduce(padded << np.arange(0, 8, width, dtype=np.uint8), axis=1)
    return joined


@cache
def _halves(width: int, kind: np.dtype[Any], added: int) -> NDArray[Any]:
    """Return for each byte the numbers of `width` bits in it, side by side: looked up they take half the time."""
    shifts = np.arange(0, 8, width, dtype=np.uint8)
    numbers = ((np.arange(256, dtype=np.uint8)[:, None] >> shifts & ((1 << width) - 1)) + added).astype(kind)
    return numbers.view(np.dtype(f"V{numbers.itemsize * len(shifts)}")).ravel()


@cache
def _in_byte(width: int) -> list[tuple[int, ...]]:
    """Return for each byte the numbers of `width` bits in it."""
    limit = (1 << width) - 1
    return [tuple(byte >> shift & limit for shift in range(0, 8, width)) for byte in range(256)]


def split_bytes(data: NDArray[np.uint8], width: int, kind: type[Kind], added: int = 0) -> NDArray[Kind]:
    """Return the numbers of 2 or 4 bits that some bytes hold, in another type, each with something added."""
    return _halves(width, np.dtype(kind), added).take(data).view(kind)


def bits_at(data: NDArray[np.uint8], places: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    """Return the numbers of 2, 4 or 8 bits at some places of those that `joined_bits` joined."""
    if width == 8:
        return data.take(places).astype(np.int64)
    shift = 2 if width == 2 else 1
    found: NDArray[np.int64] = data.take(places >> shift) >> (places & (1 << shift) - 1) * width & (1 << width) - 1
    return found


class SmallNumbers:
    """Numbers written by `write_small`."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        kind = next(kind for kind in _WIDTHS if f"{name}.{kind}" in file)
        self._width = _WIDTHS[kind]
        self._limit = (1 << self._width) - 1
        self._in_a_byte = 8 // self._width
        self._bytes: NDArray[np.uint8] = file[f"{name}.{kind}"]
        self._memory: memoryview[int] = self._bytes.data
        self._rows = file[f"{name}.large_rows"]
        self._row_numbers: memoryview[int] = self._rows.data
        self._large = file[f"{name}.large"]
        self._large_numbers: memoryview[int] = self._large.data

    @property
    def kind(self) -> np.dtype[Any]:
        """A type that holds all of the numbers."""
        return np.result_type(np.uint8, self._large.dtype)

    def between(self, start: int, stop: int) -> NDArray[np.uint32]:
        """Return numbers `start` to `stop` - 1, a copy."""
        return self.read(start, stop, np.uint32)

    def at(self, places: NDArray[np.int64], kind: type[Kind]) -> NDArray[Kind]:
        """Return the numbers at some places, rising or not, in a type that holds them."""
        numbers: NDArray[Kind] = bits_at(self._bytes, places, self._width).astype(kind, copy=False)
        if len(self._rows):
            apart = (numbers == self._limit).nonzero()[0]
            if len(apart):
                numbers[apart] = self._large[self._rows.searchsorted(places[apart].astype(self._rows.dtype))]
        return numbers

    def read(self, start: int, stop: int, kind: type[Kind]) -> NDArray[Kind]:
        """Return the same in another type that holds them: to convert them later would take longer."""
        if self._width == 8:
            numbers = self._bytes[start:stop].astype(kind)
        else:
            first = start // self._in_a_byte
            skipped = start - first * self._in_a_byte
            data = self._bytes[first : -(-stop // self._in_a_byte)]
            numbers = split_bytes(data, self._width, kind)[skipped : skipped + stop - start]
        first = bisect_left(self._row_numbers, start)  # quicker than searchsorted, which would convert all rows
        last = bisect_left(self._row_numbers, stop, first)
        if first < last:
            numbers[self._rows[first:last].astype(np.int64) - start] = self._large[first:last]
        return numbers

    def listed(self, start: int, stop: int) -> list[int]:
        """Return numbers `start` to `stop` - 1 as Python's: for a few of them quicker than an array."""
        first = start // self._in_a_byte
        data = self._memory[first : -(-stop // self._in_a_byte)]
        if self._in_a_byte == 1:
            numbers = data.tolist()
        else:
            split = _in_byte(self._width)
            numbers = [number for byte in data for number in split[byte]]
            numbers = numbers[start - first * self._in_a_byte : stop - first * self._in_a_byte]
        if self._limit in numbers:  # each such number stands apart
            at = bisect_left(self._row_numbers, start)
            for place, number in enumerate(numbers):
                if number == self._limit:
                    numbers[place] = self._large_numbers[at]
                    at += 1
        return numbers

    def offsets(self, count: int) -> NDArray[Any]:
        """Return where each of `count` runs of these lengths begins, and where the last ends: `count` + 1 numbers."""
        return _narrow(bounds(self.between(0, count)))


def bounds(lengths: NDArray[Any]) -> NDArray[np.int64]:
    """Return where each of some runs that follow each other begins, and where the last ends: one more than lengths."""
    return np.append(0, np.cumsum(lengths, dtype=np.int64))


def _narrow(rising: NDArray[np.int64]) -> NDArray[Any]:
    return rising.astype(np.uint32 if rising[-1] < 2**32 else np.int64)


class Runs:
    """Beginnings of runs of given lengths, without an array of all: each sixteenth is known, the rest is added up."""

    def __init__(self, lengths: SmallNumbers, count: int) -> None:
        """Take the lengths of `count` runs that follow each other."""
        self._lengths = lengths
        self._count = count
        self._marks: memoryview[int] = _narrow(bounds(lengths.between(0, count))[::_STEP]).data
        self.of = remembered(self._find, _REMEMBERED)
        """Return the places of one run, as a slice."""

    def _find(self, number: int) -> slice:
        mark = number // _STEP
        lengths = self._lengths.listed(mark * _STEP, number + 1)
        end = self._marks[mark] + sum(lengths)
        return slice(end - lengths[-1], end)

    def length(self, number: int) -> int:
        """Return the length of one run."""
        return self._lengths.listed(number, number + 1)[0]

    def lengths(self) -> NDArray[np.uint32]:
        """Return the lengths of all runs, a copy."""
        return self._lengths.between(0, self._count)

    def between(self, first: int, last: int) -> tuple[slice, NDArray[np.int64]]:
        """Return the places of runs `first` to `last` - 1 together, and the length of each."""
        if first >= last:
            return slice(0, 0), np.zeros(0, np.int64)
        return slice(self.of(first).start, self.of(last - 1).stop), self._lengths.between(first, last).astype(np.int64)
