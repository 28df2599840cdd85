"""Lists the documents of a chapter that hold each term: steps for common terms, numbers for the others.

In ten thousand news articles a third of all postings are of pairs of words that one article in sixty holds, and nine in
ten of single words are: a step takes one byte there, a number two.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.columnar.array_file import ArrayFile, ArrayFileWriter
from index.columnar.small_numbers import Runs, SmallNumbers, write_small
from index.memory.method_cache import remembered

_ONE_IN = 96  # documents, of which a common term stands in one or more: one step in fourteen is then above 254
_REMEMBERED = 8  # lists of common terms, added up, up to 256 KB each: those of one query


def in_steps(
    documents: NDArray[np.uint16], counts: NDArray[Any], size: int
) -> tuple[NDArray[np.int64], NDArray[np.uint16], NDArray[np.uint16]]:
    """Return the terms that are common among `size` documents, their documents as steps, and those of the others.

    `documents` rise within each term, of which each has `counts`.
    """
    common = _common(counts, size)
    held = counts[common]
    stepped = np.repeat(_marked(common, len(counts)), counts)
    numbers = documents[stepped]
    steps = np.diff(numbers, prepend=np.uint16(0))
    firsts = np.cumsum(held) - held
    steps[firsts] = numbers[firsts]
    return common, steps, documents[~stepped]


def write_stepped(
    writer: ArrayFileWriter,
    name: str,
    common: NDArray[np.int64],
    steps: NDArray[np.uint16],
    documents: NDArray[np.uint16],
) -> None:
    """Write what `in_steps` gave, or the parts that it gave for one range of terms after the other."""
    writer.add_narrow(f"{name}.common", common)
    write_small(writer, f"{name}.steps", steps)
    writer.add(f"{name}.documents", documents)


def _common(counts: NDArray[Any], size: int) -> NDArray[np.int64]:
    return np.flatnonzero(counts * _ONE_IN > size)


def _marked(terms: NDArray[Any], size: int) -> NDArray[np.bool_]:
    marked = np.zeros(size, np.bool_)
    marked[terms] = True
    return marked


class DocumentLists:
    """The documents of each term of a chapter; `runs` are the rows of its postings."""

    def __init__(self, file: ArrayFile, name: str, runs: Runs) -> None:
        self._runs = runs
        self._numbers: NDArray[np.uint16] = file[f"{name}.documents"]
        self._common = file[f"{name}.common"].astype(np.int64)
        self._steps = SmallNumbers(file, f"{name}.steps")
        held = runs.lengths()[self._common]
        self._before = np.append(0, np.cumsum(held, dtype=np.int64))
        self._places = {term: place for place, term in enumerate(self._common.tolist())}
        self._stepped = remembered(self._add_up, _REMEMBERED)

    def of(self, term: int) -> NDArray[np.unsignedinteger[Any]]:
        """Return the documents of a term, rising."""
        place = self._places.get(term)
        if place is not None:
            return self._stepped(place)
        rows = self._runs.of(term)
        before = int(self._before[self._common.searchsorted(term)])
        return self._numbers[rows.start - before : rows.stop - before]

    def _add_up(self, place: int) -> NDArray[np.uint32]:
        steps = self._steps.between(int(self._before[place]), int(self._before[place + 1]))
        documents = steps.cumsum(dtype=np.uint32, out=steps)  # in place and of one type: numpy takes a third of it
        documents.flags.writeable = False  # it is shared
        return documents

    def between(self, first: int, last: int) -> NDArray[np.uint16]:
        """Return the documents of terms number `first` to `last` - 1, one term after the other."""
        rows, counts = self._runs.between(first, last)
        start, stop = self._common.searchsorted((first, last)).tolist()
        cuts = self._before[start : stop + 1] - self._before[start]
        stepped = np.repeat(_marked(self._common[start:stop] - first, len(counts)), counts)
        ends = np.cumsum(self._steps.between(int(self._before[start]), int(self._before[stop])), dtype=np.int64)
        base = np.append(0, ends)[cuts[:-1]]
        documents = np.empty(len(stepped), np.uint16)
        documents[stepped] = ends - np.repeat(base, np.diff(cuts))
        others = rows.start - int(self._before[start])
        documents[~stepped] = self._numbers[others : others + len(stepped) - int(cuts[-1])]
        return documents
