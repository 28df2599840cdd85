"""A sorted dictionary of byte strings: all of them end to end, and where each ends."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.columnar.array_file import ArrayFile, ArrayFileWriter
from index.columnar.small_numbers import SmallNumbers, write_small

_REMEMBERED = 50_000  # look-ups kept: a search asks for the same common words again and again


def write_terms(writer: ArrayFileWriter, name: str, terms: Sequence[bytes]) -> None:
    """Write `terms`, sorted and distinct, as the arrays `name.bytes` and `name.lengths.*`."""
    lengths = np.fromiter(map(len, terms), np.int64, len(terms))
    writer.add(f"{name}.bytes", np.frombuffer(b"".join(terms), np.uint8))
    write_small(writer, f"{name}.lengths", lengths)


class Terms:
    """Byte strings in ascending order, by number: `terms[terms.find(b"khoa")] == b"khoa"`."""

    def __init__(self, file: ArrayFile, name: str, count: int) -> None:
        self._bytes: memoryview[int] = file[f"{name}.bytes"].data
        lengths = SmallNumbers(file, f"{name}.lengths")
        self._ends: memoryview[int] = lengths.offsets(count).data
        self._found: dict[bytes, int] = {}

    def __len__(self) -> int:
        return len(self._ends) - 1

    def __getitem__(self, number: int) -> bytes:
        return self._bytes[self._ends[number] : self._ends[number + 1]].tobytes()

    def __iter__(self) -> Iterator[bytes]:
        return self.between(0, len(self))

    def between(self, start: int, stop: int) -> Iterator[bytes]:
        """Yield terms number `start` to `stop` - 1."""
        if start >= stop:
            return
        first = self._ends[start]
        data = self._bytes[first : self._ends[stop]].tobytes()
        for begin, end in pairwise(self._ends[start : stop + 1].tolist()):
            yield data[begin - first : end - first]

    def position(self, term: bytes) -> int:
        """Return the number of the first term that is not before `term`; `len` where all are."""
        return bisect_left(self, term)

    def find(self, term: bytes) -> int:
        """Return the number of `term`, -1 where it is not there."""
        number = self._found.get(term)
        if number is None:
            at = self.position(term)
            number = at if at < len(self) and self[at] == term else -1
            if len(self._found) >= _REMEMBERED:
                self._found = {}
            self._found[term] = number
        return number

    def prefixed(self, prefix: bytes) -> range:
        """Return the numbers of the terms that begin with `prefix`."""
        start = self.position(prefix)
        stem = prefix.rstrip(b"\xff")
        stop = self.position(stem[:-1] + bytes([stem[-1] + 1])) if stem else len(self)
        return range(start, stop)


def sorted_numbers(terms: Sequence[bytes]) -> NDArray[np.int64]:
    """Return the order in which `terms` are sorted: `terms[order[0]]` is the first."""
    return np.array(sorted(range(len(terms)), key=terms.__getitem__), np.int64)
