"""The postings of several segments as those of one, a range of terms at a time: memory does not grow with the index.

What the ranges give is set aside in temporary files, one for each array of a field, and copied from there.
"""

from __future__ import annotations

import io
import mmap
import tempfile
from bisect import bisect_right
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.columnar.array_file import ArrayFileWriter
from index.columnar.postings.document_lists import Lists, listed
from index.columnar.postings.field_postings import write_chapter
from index.columnar.postings.postings_file import FieldReader
from index.columnar.postings.runs import CHAPTER, Numbers, Postings, by_chapter, merged, ranges
from index.columnar.postings.terms import Dictionary, Terms

_TERMS = 65_536  # of all dictionaries at a time
_ROWS = 1_000_000  # postings at a time, some 50 bytes each with their places

Source = tuple[FieldReader, Numbers]
"""A field of a segment, and the new number of each of the segment's documents: -1 for one that is left out."""


def join_field(writer: ArrayFileWriter, name: str, sources: Sequence[Source], folder: str | None) -> dict[str, Any]:
    """Write the postings of a field as `FieldPostings.write` does; return the notes to keep.

    The documents of a source come after those of the sources before it. What is set aside goes to files without a
    name in `folder`, or stays in memory for None.
    """
    frequencies = [_document_frequencies(*source) for source in sources]
    dictionary, ranks = _numbered([field.terms for field, _ in sources], [held > 0 for held in frequencies])
    dictionary.write(writer, f"{name}.terms")
    held = np.zeros(dictionary.count, np.int64)
    for places, counts in zip(ranks, frequencies, strict=True):
        kept = counts > 0
        held[places[kept]] += counts[kept]
    documents = 1 + max(int(numbers.max(initial=-1)) for _, numbers in sources)
    with ExitStack() as stack:
        chapters = [_Chapter(stack, folder, sources, size) for size in _sizes(documents)]
        for first, last in ranges(held, _ROWS):
            runs = _runs(sources, ranks, first, last)
            for number, chapter in enumerate(chapters):
                chapter.add(runs.get(number, []), first, last - first)
        written = [number for number, chapter in enumerate(chapters) if chapter.rows]
        for number in written:
            chapters[number].write(writer, f"{name}.{number}")
    streams = sources[0][0].streams
    return {"terms": dictionary.count, "postings": int(held.sum()), "chapters": written, "streams": streams}


def _document_frequencies(field: FieldReader, numbers: Numbers) -> NDArray[np.uint32]:
    """Return how many documents hold each term, those left out not counted."""
    counts = field.document_frequencies()
    if (numbers >= 0).all():
        return counts.astype(np.uint32)
    kept = np.zeros(len(counts), np.int64)
    for first, last in ranges(counts, _ROWS):
        for part in field.between(first, last):
            terms = part.terms[numbers[part.documents] >= 0]
            kept[first:last] += np.bincount(terms - np.uint32(first), minlength=last - first)
    return kept.astype(np.uint32)


def _numbered(
    dictionaries: Sequence[Terms], kept: Sequence[NDArray[np.bool_]]
) -> tuple[Dictionary, list[NDArray[np.uint32]]]:
    """Return the terms of all dictionaries that are kept in any, and for each dictionary the number of its terms there.

    A term that is not kept has the number of the next that is, so that numbers rise.
    """
    result = Dictionary()
    ahead = max(_TERMS // len(dictionaries), 1)
    ranks = [np.zeros(len(terms), np.uint32) for terms in dictionaries]
    done = [0] * len(dictionaries)
    waiting: list[list[bytes]] = [[] for _ in dictionaries]
    while True:
        for n, dictionary in enumerate(dictionaries):
            if not waiting[n]:
                waiting[n] = list(dictionary.between(done[n], min(done[n] + ahead, len(dictionary))))
        if not any(waiting):
            break
        last = min(terms[-1] for terms in waiting if terms)  # up to it, all terms are at hand
        taken = [terms[: bisect_right(terms, last)] for terms in waiting]
        union: set[bytes] = set()
        for n, terms in enumerate(taken):
            held = kept[n][done[n] : done[n] + len(terms)]
            union.update(terms if held.all() else (t for t, holds in zip(terms, held.tolist(), strict=True) if holds))
        ordered = sorted(union)
        numbers = dict(zip(ordered, range(result.count, result.count + len(ordered)), strict=True))
        for n, terms in enumerate(taken):
            found = np.fromiter((numbers.get(term, 0) for term in terms), np.uint32, len(terms))
            ranks[n][done[n] : done[n] + len(terms)] = found
            done[n] += len(terms)
            waiting[n] = waiting[n][len(terms) :]
        result.add(ordered)
    for n, places in enumerate(ranks):
        places[~kept[n]] = result.count
        ranks[n] = np.minimum.accumulate(places[::-1])[::-1]
    return result, ranks


def _sizes(documents: int) -> list[int]:
    return [min(CHAPTER, documents - base) for base in range(0, documents, CHAPTER)]


def _runs(
    sources: Sequence[Source], ranks: Sequence[NDArray[np.uint32]], first: int, last: int
) -> dict[int, list[Postings]]:
    """Return the postings of terms number `first` to `last` - 1 of all sources, by chapter; terms counted from 0."""
    runs: dict[int, list[Postings]] = {}
    for (field, numbers), places in zip(sources, ranks, strict=True):
        start, stop = places.searchsorted(np.array((first, last), np.uint32)).tolist()
        for part in field.between(start, stop):
            moved = part.renumbered(places[part.terms] - np.uint32(first), numbers[part.documents])
            for chapter, run in by_chapter(moved):
                runs.setdefault(chapter, []).append(run)
    return runs


class _Column:
    """An array set aside on disk, or in memory, as its parts come."""

    def __init__(self, stack: ExitStack, folder: str | None, kind: Any) -> None:
        self._kind = np.dtype(kind)
        self._in_memory = io.BytesIO() if folder is None else None
        self._file = self._in_memory or stack.enter_context(tempfile.TemporaryFile(dir=folder))  # noqa: SIM115 - the stack closes it

    def add(self, part: NDArray[Any]) -> None:
        self._file.write(part.astype(self._kind, copy=False).tobytes())

    def whole(self) -> NDArray[Any]:
        self._file.flush()
        if not self._file.tell():
            return np.zeros(0, self._kind)
        if self._in_memory is not None:
            return np.frombuffer(self._in_memory.getbuffer(), self._kind)
        return np.frombuffer(mmap.mmap(self._file.fileno(), 0, access=mmap.ACCESS_READ), self._kind)


class _Chapter:
    """The postings of the joined field within 65,536 documents; ranges of terms come one after the other."""

    def __init__(self, stack: ExitStack, folder: str | None, sources: Sequence[Source], size: int) -> None:
        self._size = size
        self.rows = 0
        self._counts: list[NDArray[Any]] = []
        self._held: list[NDArray[Any]] = []
        self._common: list[NDArray[np.int64]] = []
        self._more: list[NDArray[np.int64]] = []
        self._coded = _Column(stack, folder, np.uint8)
        self._documents = _Column(stack, folder, np.uint16)
        kinds = [field.kinds() for field, _ in sources]
        self._frequencies = _Column(stack, folder, np.result_type(*(kind[""] for kind in kinds)))
        self._weights = None
        if any(field.weighted() for field, _ in sources):
            self._weights = _Column(stack, folder, np.float32)
        self._places = {
            name: _Column(stack, folder, np.result_type(*(kind[name] for kind in kinds)))
            for name in sources[0][0].streams
        }

    def add(self, runs: Sequence[Postings], first: int, terms: int) -> None:
        """Take the postings of `terms` terms from number `first` on, counted from 0 in the runs."""
        if not runs:
            self._counts.append(np.zeros(terms, np.uint8))
            self._held.append(np.zeros(terms, np.uint8))
            return
        postings = merged(runs, np.arange(terms), terms)
        counts = np.bincount(postings.terms, minlength=terms)
        lists = listed(postings.documents, counts, self._size)
        self.rows += len(postings)
        self._counts.append(counts.astype(np.uint32))
        self._common.append(lists.common + first)
        self._more.append(lists.more)
        self._coded.add(lists.coded)
        self._documents.add(lists.documents)
        self._frequencies.add(postings.frequencies)
        if self._weights is not None:
            self._weights.add(postings.frequencies if postings.weights is None else postings.weights)
        if self._places:
            held = np.bincount(postings.terms, weights=postings.frequencies, minlength=terms)
            self._held.append(held.astype(np.uint32))
        for name, column in self._places.items():
            column.add(postings.places[name])

    def write(self, writer: ArrayFileWriter, name: str) -> None:
        """Write what was taken."""
        write_chapter(
            writer,
            name,
            np.concatenate(self._counts),
            self._size,
            Lists(
                np.concatenate(self._common), np.concatenate(self._more), self._coded.whole(), self._documents.whole()
            ),
            self._frequencies.whole(),
            None if self._weights is None else self._weights.whole(),
            np.concatenate(self._held) if self._places else None,
            {stream: column.whole() for stream, column in self._places.items()},
        )
