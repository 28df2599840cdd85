"""A sorted dictionary of byte strings, each written without what it shares with the one before it.

Terms stand in groups of 16, the first of each whole: `khoa`, `khoa hoc`, `khoa hoi` are kept as `khoa`, ` hoc`,
`i` with the shared lengths 0, 4, 7. That halves a dictionary of pairs of words.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.columnar.array_file import ArrayFile, ArrayFileWriter, narrowest
from index.columnar.postings.runs import blocks
from index.columnar.postings.small_numbers import SmallNumbers, write_small

_GROUP = 16
_MOST_SHARED = 255
_HEAD = 8  # bytes of a group's first term that are compared as one number, which most look-ups need no more than
_REMEMBERED = 5_000  # look-ups kept: a search asks for the same common words again and again


def write_terms(writer: ArrayFileWriter, name: str, terms: Sequence[bytes]) -> None:
    """Write `terms`, sorted and distinct, as the arrays `name.bytes`, `name.lengths.*` and `name.shared.*`.

    `bytes` holds what each term does not share, one after the other; `lengths` how long these rests are.
    """
    dictionary = Dictionary()
    dictionary.add(terms)
    dictionary.write(writer, name)


class Dictionary:
    """Sorted, distinct terms on their way to a file, taken a few at a time and kept as short as they will be there."""

    def __init__(self) -> None:
        self.count = 0
        self._waiting: list[bytes] = []  # terms that do not fill a group
        self._parts: list[tuple[NDArray[np.uint8], NDArray[Any], NDArray[np.uint8]]] = []

    def add(self, terms: Sequence[bytes]) -> None:
        """Take the next terms."""
        self.count += len(terms)
        self._waiting.extend(terms)
        self._shorten(len(self._waiting) // _GROUP * _GROUP)

    def _shorten(self, count: int) -> None:
        terms, self._waiting = self._waiting[:count], self._waiting[count:]
        lengths = np.fromiter(map(len, terms), np.int64, len(terms))
        data = np.frombuffer(b"".join(terms), np.uint8)
        starts = np.cumsum(lengths) - lengths
        shared = _shared(data, starts, lengths)
        rests = lengths - shared
        short = rests.astype(narrowest(int(rests.max(initial=0))))
        self._parts.append((data[blocks(starts + shared, rests)], short, shared.astype(np.uint8)))

    def write(self, writer: ArrayFileWriter, name: str) -> None:
        """Write what was taken, as `write_terms` does."""
        self._shorten(len(self._waiting))
        data, rests, shared = zip(*self._parts, strict=True)
        writer.add_parts(f"{name}.bytes", np.uint8, data)
        write_small(writer, f"{name}.lengths", np.concatenate(rests))
        write_small(writer, f"{name}.shared", np.concatenate(shared))


def _shared(data: NDArray[np.uint8], starts: NDArray[np.int64], lengths: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return how many bytes each term has in common with the one before it, none for the first of a group."""
    shared = np.zeros(len(starts), np.int64)
    alike = np.arange(len(starts))
    alike = alike[alike % _GROUP > 0]
    for at in range(_MOST_SHARED):
        alike = alike[(lengths[alike] > at) & (lengths[alike - 1] > at)]
        alike = alike[data[starts[alike] + at] == data[starts[alike - 1] + at]]
        if not len(alike):
            break
        shared[alike] += 1
    return shared


class Terms:
    """Byte strings in ascending order, by number: `terms[terms.find(b"khoa")] == b"khoa"`."""

    def __init__(self, file: ArrayFile, name: str, count: int) -> None:
        shared = SmallNumbers(file, f"{name}.shared").between(0, count)
        self._count = count
        self._bytes: memoryview[int] = file[f"{name}.bytes"].data
        self._ends: memoryview[int] = SmallNumbers(file, f"{name}.lengths").offsets(count).data
        self._shared: memoryview[int] = shared.astype(narrowest(_MOST_SHARED)).data
        self._heads: memoryview[int] = self._read_heads().data
        self._found: dict[bytes, int] = {}

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, number: int) -> bytes:
        if not 0 <= number < self._count:
            raise IndexError(f"term {number} of {self._count}")
        data, ends, shared = self._bytes, self._ends, self._shared
        term, missing = data[ends[number] : ends[number + 1]].tobytes(), shared[number]
        while missing:  # backwards, so that only what it shares is read of the terms before it
            number -= 1
            if shared[number] < missing:
                start = ends[number]
                term = data[start : start + missing - shared[number]].tobytes() + term
                missing = shared[number]
        return term

    def __iter__(self) -> Iterator[bytes]:
        return self.between(0, self._count)

    def between(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield terms number `start` to `stop` - 1."""
        data, ends, shared = self._bytes, self._ends, self._shared
        term = b""
        for number in range(start - start % _GROUP, stop):
            term = term[: shared[number]] + data[ends[number] : ends[number + 1]]
            if number >= start:
                yield term

    def _first_of(self, group: int) -> bytes:
        return self._bytes[self._ends[group * _GROUP] : self._ends[group * _GROUP + 1]].tobytes()

    def _read_heads(self) -> NDArray[np.uint64]:
        """Return the first bytes of each group's first term as a number, which orders as the bytes do."""
        starts = np.asarray(self._ends[:-1])[::_GROUP].astype(np.int64)
        lengths = np.asarray(self._ends[1:])[::_GROUP] - starts
        heads = np.zeros(len(starts), np.uint64)
        data = np.asarray(self._bytes)
        for at in range(_HEAD):
            heads <<= np.uint64(8)
            held = np.flatnonzero(lengths > at)
            heads[held] |= data[starts[held] + at]
        return heads

    def _before(self, term: bytes) -> tuple[int, bytes]:
        """Return the number of the first term that is not before `term`; and that term, if it is in the same group."""
        head = int.from_bytes(term[:_HEAD].ljust(_HEAD, b"\0"), "big")
        first = bisect_left(self._heads, head)
        last = bisect_right(self._heads, head, first)
        group = bisect_right(range(last), term, first, key=self._first_of) - 1
        start = max(group, 0) * _GROUP
        stop = min(start + _GROUP, self._count)
        data, ends, shared, known = self._bytes, self._ends, self._shared, b""
        for number in range(start, stop):  # as `between` does: a call for each would take longer
            known = known[: shared[number]] + data[ends[number] : ends[number + 1]]
            if known >= term:
                return number, known
        return stop, b""

    def position(self, term: bytes) -> int:
        """Return the number of the first term that is not before `term`; `len` where all are."""
        return self._before(term)[0]

    def find(self, term: bytes) -> int:
        """Return the number of `term`, -1 where it is not there."""
        number = self._found.get(term)
        if number is None:
            at, known = self._before(term)
            number = at if at < self._count and known == term else -1
            if len(self._found) >= _REMEMBERED:
                self._found = {}
            self._found[term] = number
        return number

    def prefixed(self, prefix: bytes) -> range:
        """Return the numbers of the terms that begin with `prefix`."""
        start = self.position(prefix)
        stem = prefix.rstrip(b"\xff")
        stop = self.position(stem[:-1] + bytes([stem[-1] + 1])) if stem else self._count
        return range(start, stop)


def sorted_numbers(terms: Sequence[bytes]) -> NDArray[np.int64]:
    """Return the order in which `terms` are sorted: `terms[order[0]]` is the first."""
    return np.array(sorted(range(len(terms)), key=terms.__getitem__), np.int64)
