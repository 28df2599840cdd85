"""Lists the documents of a chapter that hold each term, in the shortest of four ways that are quick to read.

A term that a quarter of the documents hold has a bit for each document. Others have steps from one document to the
next: half a byte for each where one document in 18 or more holds the term, else a byte; a step that is too long takes
several of them, all but the last full. A rare term has the numbers themselves.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.columnar.array_file import ArrayFile, ArrayFileWriter
from index.columnar.postings.runs import blocks
from index.columnar.postings.small_numbers import Runs, SmallNumbers, bounds, split_bytes, write_small
from index.memory.method_cache import remembered

NUMBERS, BYTES, HALVES, BITS = range(4)
"""Ways to list the documents of a term."""

_FEW = 8  # documents: of fewer the numbers are read at once
_BITS_FROM, _HALVES_FROM, _BYTES_FROM = 4, 18, 200  # one document in so many: then this way takes the fewest bytes
_FULL = {BYTES: 255, HALVES: 15}  # a step of so many or more takes another byte, or half
_REMEMBERED = 8  # lists of common terms, up to 256 KB each: those of one query

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists of some terms, or of one range of terms after the other.

    `common` are the terms whose lists are not plain numbers, rising; `coded` are their lists, one after the other, and
    `more` how many bytes each takes beyond one for each document (or half of one). `documents` are the others' numbers.
    """

    common: Numbers
    more: Numbers
    coded: NDArray[np.uint8]
    documents: NDArray[np.uint16]


def _ways(counts: NDArray[Any], size: int) -> NDArray[np.uint8]:
    """Return the way of each term that `counts` documents of `size` hold."""
    held = counts.astype(np.int64)
    ways = np.zeros(len(held), np.uint8)
    for way, one_in in ((BYTES, _BYTES_FROM), (HALVES, _HALVES_FROM), (BITS, _BITS_FROM)):
        ways[held * one_in >= size] = way
    ways[held < _FEW] = NUMBERS
    return ways


def _least(ways: NDArray[np.uint8], counts: Numbers, size: int) -> Numbers:
    """Return how many bytes the list of each common term takes where no step is too long."""
    return np.choose(ways, [0, counts, (counts + 1) // 2, (size + 7) // 8])


def listed(documents: NDArray[np.uint16], counts: NDArray[Any], size: int) -> Lists:
    """Return the lists of terms of a chapter of `size` documents.

    `documents` rise within each term, of which each has `counts`.
    """
    ways = _ways(counts, size)
    common = np.flatnonzero(ways)
    of_rows = np.repeat(ways, counts)
    ways, held = ways[common], counts[common].astype(np.int64)
    least = _least(ways, held, size)
    parts = {way: _coded(way, documents[of_rows == way], held[ways == way], size) for way in (BYTES, HALVES, BITS)}
    lengths = np.zeros(len(common), np.int64)
    for way, (_, taken) in parts.items():
        lengths[ways == way] = taken
    starts = np.cumsum(lengths) - lengths
    coded = np.empty(int(lengths.sum()), np.uint8)
    for way, (data, taken) in parts.items():
        coded[blocks(starts[ways == way], taken)] = data
    return Lists(common, lengths - least, coded, documents[of_rows == NUMBERS])


def _coded(way: int, documents: NDArray[np.uint16], counts: Numbers, size: int) -> tuple[NDArray[np.uint8], Numbers]:
    """Return the lists of terms that are all listed in one way, and how many bytes each takes."""
    if way == BITS:
        wide = (size + 7) // 8
        bits = np.zeros(len(counts) * wide * 8, np.bool_)
        bits[np.repeat(np.arange(len(counts)) * wide * 8, counts) + documents] = True
        return np.packbits(bits, bitorder="little"), np.full(len(counts), wide)
    full = _FULL[way]
    steps = documents.astype(np.int64)
    steps[1:] -= documents[:-1]
    firsts = np.cumsum(counts) - counts
    steps[firsts] = documents[firsts]
    taken = steps // full + 1
    ends = np.cumsum(taken)
    units = np.full(int(ends[-1]) if len(ends) else 0, full, np.uint8)
    units[ends - 1] = steps % full
    lengths = np.add.reduceat(taken, firsts) if len(firsts) else np.zeros(0, np.int64)
    if way == BYTES:
        return units, lengths
    padded = lengths + lengths % 2
    whole = np.full(int(padded.sum()), full, np.uint8)  # a full half at the end says nothing
    whole[blocks(np.cumsum(padded) - padded, lengths)] = units
    return whole[::2] | whole[1::2] << np.uint8(4), padded // 2


def write_lists(writer: ArrayFileWriter, name: str, size: int, lists: Lists) -> None:
    """Write what `listed` gave for a chapter of `size` documents."""
    writer.add_narrow(f"{name}.common", lists.common)
    write_small(writer, f"{name}.more", lists.more)
    writer.add(f"{name}.coded", lists.coded)
    writer.add(f"{name}.documents", lists.documents)
    writer.add_narrow(f"{name}.size", np.array([size]))


class DocumentLists:
    """The documents of each term of a chapter; `runs` are the rows of its postings."""

    def __init__(self, file: ArrayFile, name: str, runs: Runs) -> None:
        self._runs = runs
        self._size = int(file[f"{name}.size"][0])
        self._documents: NDArray[np.uint16] = file[f"{name}.documents"]
        self._coded: NDArray[np.uint8] = file[f"{name}.coded"]
        self._common: NDArray[Any] = file[f"{name}.common"]
        self._numbers: memoryview[int] = self._common.data
        held = runs.lengths()[self._common].astype(np.int64)
        self._ways = _ways(held, self._size)
        more = SmallNumbers(file, f"{name}.more").between(0, len(held))
        self._starts = bounds(_least(self._ways, held, self._size) + more)
        self._before = bounds(held)
        self._decoded = remembered(self._decode, _REMEMBERED)

    def of(self, term: int) -> NDArray[np.integer[Any]]:
        """Return the documents of a term, rising."""
        place = bisect_left(self._numbers, term)
        if place < len(self._numbers) and self._numbers[place] == term:
            return self._decoded(place)
        rows = self._runs.of(term)
        before = int(self._before[place])
        return self._documents[rows.start - before : rows.stop - before]

    def mark(self, term: int, found: NDArray[np.bool_]) -> None:
        """Set an array over the documents of the chapter to true for those of a term."""
        place = bisect_left(self._numbers, term)
        if place < len(self._numbers) and self._numbers[place] == term and self._ways[place] == BITS:
            coded = self._coded[self._starts[place] : self._starts[place + 1]]
            found |= np.unpackbits(coded, count=len(found), bitorder="little").view(np.bool_)
        else:
            found[self.of(term)] = True

    def _decode(self, place: int) -> NDArray[np.integer[Any]]:
        coded = self._coded[self._starts[place] : self._starts[place + 1]]
        way = self._ways[place]
        documents: NDArray[np.integer[Any]]
        if way == BITS:
            documents = np.unpackbits(coded, bitorder="little").view(np.bool_).nonzero()[0]
        else:
            units = coded.astype(np.uint32) if way == BYTES else split_bytes(coded, 4, np.uint32)
            last = (units != _FULL[way]).nonzero()[0]
            documents = units.cumsum(dtype=np.uint32, out=units)
            if len(last) < len(documents):
                documents = documents.take(last)
        documents.flags.writeable = False  # it is shared
        return documents

    def between(self, first: int, last: int) -> NDArray[np.uint16]:
        """Return the documents of terms number `first` to `last` - 1, one term after the other."""
        rows, counts = self._runs.between(first, last)
        start, stop = np.searchsorted(self._common, (first, last)).tolist()
        ways = np.zeros(len(counts), np.uint8)
        ways[self._common[start:stop].astype(np.int64) - first] = self._ways[start:stop]
        of_rows = np.repeat(ways, counts)
        documents = np.empty(len(of_rows), np.uint16)
        others = rows.start - int(self._before[start])
        documents[of_rows == NUMBERS] = self._documents[others : others + np.count_nonzero(of_rows == NUMBERS)]
        for way in (BYTES, HALVES, BITS):
            places = start + np.flatnonzero(self._ways[start:stop] == way)
            if len(places):
                documents[of_rows == way] = self._decode_all(way, places)
        return documents

    def _decode_all(self, way: int, places: Numbers) -> Numbers:
        """Return the documents of some common terms of one way, one term after the other."""
        lengths = self._starts[places + 1] - self._starts[places]
        coded = self._coded[blocks(self._starts[places], lengths)]
        if way == BITS:
            bits = np.unpackbits(coded.reshape(len(places), -1), axis=1, bitorder="little")
            return bits.view(np.bool_).nonzero()[1]
        units = coded if way == BYTES else split_bytes(coded, 4, np.uint8)
        ends = np.cumsum(units, dtype=np.int64)
        begins = bounds(lengths * (1 if way == BYTES else 2))[:-1]
        base = np.append(0, ends)[begins]
        counts = self._before[places + 1] - self._before[places]
        documents: Numbers = ends[units != _FULL[way]] - np.repeat(base, counts)
        return documents
