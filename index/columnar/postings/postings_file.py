"""The postings of a segment, read as arrays: dictionary, documents, frequencies, positions of each field."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.columnar.array_file import ArrayFile
from index.columnar.postings.document_lists import DocumentLists
from index.columnar.postings.layered_numbers import Frequencies, Kind, Positions
from index.columnar.postings.layout import POSITIONS, stream_type
from index.columnar.postings.runs import CHAPTER, Postings, blocks, ranges
from index.columnar.postings.small_numbers import Runs, SmallNumbers, bounds
from index.columnar.postings.terms import Terms

_ROWS = 1_000_000  # postings given at a time, of all there are

Documents = NDArray[np.uint32]
TermRows = tuple[int, NDArray[np.int64]]
"""The number of a term, and some rows of its postings, rising, at least one."""


class _Chapter:
    """The postings of one field within 65,536 documents: columns, and where in them each term begins."""

    def __init__(self, file: ArrayFile, name: str, base: int, terms: int, streams: list[str]) -> None:
        self.base = base
        self.runs = Runs(SmallNumbers(file, f"{name}.counts"), terms)
        self.documents = DocumentLists(file, name, self.runs)
        self.frequencies = Frequencies(file, f"{name}.frequencies") if f"{name}.frequencies.marks" in file else None
        self.weights = file.get(f"{name}.weights")
        self.place_runs = Runs(SmallNumbers(file, f"{name}.place_counts"), terms) if streams else None
        self.positions = Positions(file, f"{name}.{POSITIONS}") if POSITIONS in streams else None
        self._others = {stream: file[f"{name}.{stream}"] for stream in streams if stream != POSITIONS}

    def counts(self) -> NDArray[np.int64]:
        return self.runs.lengths().astype(np.int64)

    def rows(self, term: int) -> slice:
        return self.runs.of(term)

    def frequencies_of(self, rows: slice, kind: type[Kind]) -> NDArray[Kind]:
        if self.frequencies is None:
            return np.ones(rows.stop - rows.start, kind)
        return self.frequencies.between(rows.start, rows.stop, kind)

    def floats_at(self, term: int, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        if self.frequencies is None:
            return np.ones(len(rows), np.float32)
        return self.frequencies.at(rows + self.rows(term).start, np.float32)

    def weights_of(self, rows: slice) -> NDArray[np.float32]:
        if self.weights is None:
            return self.frequencies_of(rows, np.float32)
        return self.weights[rows]

    def places_of(self, term: int) -> slice:
        return slice(0, 0) if self.place_runs is None else self.place_runs.of(term)

    def streams_of(self, places: slice) -> dict[str, NDArray[Any]]:
        streams = {name: np.asarray(stream[places]) for name, stream in self._others.items()}
        if self.positions is not None:
            streams[POSITIONS] = self.positions.between(places.start, places.stop)
        return streams

    def kinds(self) -> dict[str, np.dtype[Any]]:
        kinds = {name: stream.dtype for name, stream in self._others.items()}
        kinds |= {} if self.positions is None else {POSITIONS: self.positions.kind}
        return kinds if self.frequencies is None else {"": self.frequencies.kind, **kinds}

    def positions_in(self, term: int, documents: NDArray[np.uint16]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        held = self.documents.of(term)
        if self.positions is None or not len(held) or not len(documents):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        at = held.searchsorted(documents)
        which = (held.take(at, mode="clip") == documents).nonzero()[0]
        if len(which) < len(documents):
            at = at[which]
        if not len(at):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        counts, places = self.positions_at([(term, at)])
        return which.repeat(counts), places

    def positions_at(self, sought: Sequence[TermRows]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        if self.positions is None:
            return np.zeros(sum(len(at) for _, at in sought), np.int64), np.zeros(0, np.int64)
        counts, starts = [], []
        for term, at in sought:
            first = self.rows(term).start
            frequencies = self.frequencies_of(slice(first, first + int(at[-1]) + 1), np.uint32)
            counts.append(frequencies.take(at))
            start = np.empty(len(at), np.int64)  # where the places of each begin: behind those of all before
            start[0] = self.places_of(term).start + int(frequencies[: at[0]].sum())
            start[1:] = np.add.reduceat(frequencies, at)[:-1]
            starts.append(start.cumsum(out=start))
        many = np.concatenate(counts).astype(np.int64)
        return many, self.positions.at(blocks(np.concatenate(starts), many))

    def between(self, first: int, last: int) -> Postings:
        rows, counts = self.runs.between(first, last)
        places = slice(0, 0) if self.place_runs is None else self.place_runs.between(first, last)[0]
        return Postings(
            np.repeat(np.arange(first, last, dtype=np.uint32), counts),
            self.documents.between(first, last).astype(np.uint32) + np.uint32(self.base),
            self.frequencies_of(rows, np.uint32),
            None if self.weights is None else self.weights[rows],
            self.streams_of(places),
        )


class FieldReader:
    """The postings of one field of a segment. A term is given by its number in `terms`."""

    def __init__(self, file: ArrayFile, name: str, notes: dict[str, Any]) -> None:
        """Read what `FieldPostings.write` wrote under `name` and noted."""
        self.streams: list[str] = notes["streams"]
        self.terms = Terms(file, f"{name}.terms", notes["terms"])
        self._chapters = [
            _Chapter(file, f"{name}.{n}", n * CHAPTER, len(self.terms), self.streams) for n in notes["chapters"]
        ]

    def document_frequency(self, term: int) -> int:
        """Return how many documents of the segment hold the term, deleted ones included."""
        return sum(c.runs.length(term) for c in self._chapters)

    def document_frequencies(self) -> NDArray[np.int64]:
        """Return `document_frequency` of every term, by number."""
        counts = np.zeros(len(self.terms), np.int64)
        for chapter in self._chapters:
            counts += chapter.counts()
        return counts

    def documents(self, term: int) -> Documents:
        """Return the documents that hold the term, rising."""
        parts = [c.documents.of(term).astype(np.uint32) + np.uint32(c.base) for c in self._chapters]
        return _one(parts, np.uint32)

    def frequencies(self, term: int) -> NDArray[np.uint32]:
        """Return how often each of `documents(term)` holds it."""
        return _one([c.frequencies_of(c.rows(term), np.uint32) for c in self._chapters], np.uint32)

    def numbered(self, term: int, base: int) -> NDArray[np.int64]:
        """Return `documents(term)`, `base` added to each, in the type that numpy indexes with."""
        if len(self._chapters) == 1 and not self._chapters[0].base + base:
            return self._chapters[0].documents.of(term).astype(np.int64, copy=False)
        parts = [(chapter, chapter.rows(term)) for chapter in self._chapters]
        documents = np.empty(sum(rows.stop - rows.start for _, rows in parts), np.int64)
        end = 0
        for chapter, rows in parts:
            start, end = end, end + rows.stop - rows.start
            np.add(chapter.documents.of(term), np.int64(chapter.base + base), out=documents[start:end])
        return documents

    def mark(self, term: int, found: NDArray[np.bool_]) -> None:
        """Set an array over the documents of the segment to true for those that hold the term."""
        for chapter in self._chapters:
            chapter.documents.mark(term, found[chapter.base : chapter.base + CHAPTER])

    def counts(self, term: int) -> NDArray[np.float32]:
        """Return `frequencies(term)` as floating point numbers, as scoring wants them."""
        return _one([c.frequencies_of(c.rows(term), np.float32) for c in self._chapters], np.float32)

    def counts_at(self, term: int, rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return `counts(term)[rows]`, the rows rising: of a few documents of many nothing else is read."""
        if len(self._chapters) == 1:
            return self._chapters[0].floats_at(term, rows)
        return _one([c.floats_at(term, some) for c, some in self._by_chapter(term, rows)], np.float32)

    def weights(self, term: int) -> NDArray[np.float32]:
        """Return the weight of the term in each document: the frequency unless something was boosted."""
        return _one([c.weights_of(c.rows(term)) for c in self._chapters], np.float32)

    def places(self, term: int) -> tuple[NDArray[np.int64], dict[str, NDArray[Any]]]:
        """Return the offsets (one more than documents) and the streams that they cut, a piece per document."""
        offsets = bounds(self.frequencies(term))
        parts = [c.streams_of(c.places_of(term)) for c in self._chapters]
        streams = {}
        for name in self.streams:
            streams[name] = _one([part[name] for part in parts], stream_type(name))
        return offsets, streams

    def places_in(self, term: int, documents: NDArray[Any]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the positions of a term in some documents, rising: (which of them, by index; position)."""
        if len(self._chapters) == 1 and not self._chapters[0].base and len(documents) and documents[-1] < CHAPTER:
            return self._chapters[0].positions_in(term, documents.astype(np.uint16))
        which, where = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)]
        for chapter in self._chapters:
            first, last = documents.searchsorted((chapter.base, chapter.base + CHAPTER))
            if first < last:
                rows, places = chapter.positions_in(term, (documents[first:last] - chapter.base).astype(np.uint16))
                which.append(rows + first)
                where.append(places)
        return np.concatenate(which), np.concatenate(where)

    def places_at(self, sought: Sequence[TermRows]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the positions of terms in `documents(term)[rows]`, the rows rising: (how many in each; all)."""
        if len(self._chapters) == 1:
            return self._chapters[0].positions_at(sought)
        parts = [
            chapter.positions_at([(term, some)])
            for term, rows in sought
            for chapter, some in self._by_chapter(term, rows)
        ]
        counts, places = zip(*parts, strict=True)
        return np.concatenate(counts), np.concatenate(places)

    def _by_chapter(self, term: int, rows: NDArray[np.int64]) -> Iterator[tuple[_Chapter, NDArray[np.int64]]]:
        """Yield the chapters that have some of the rows of a term, with these as counted in the chapter."""
        ends = np.cumsum([chapter.runs.length(term) for chapter in self._chapters])
        cuts = rows.searchsorted(ends)
        for chapter, a, b, before in zip(self._chapters, [0, *cuts[:-1]], cuts, [0, *ends[:-1]], strict=True):
            if a < b:
                yield chapter, rows[a:b] - before

    def everything(self) -> Iterator[Postings]:
        """Yield all postings in parts, chapter by chapter, sorted by term and document; a term is never parted."""
        for chapter in self._chapters:
            for first, last in ranges(chapter.counts(), _ROWS):
                yield chapter.between(first, last)

    def between(self, first: int, last: int) -> Iterator[Postings]:
        """Yield the postings of terms number `first` to `last` - 1, a chapter at a time; documents of the segment."""
        for chapter in self._chapters:
            yield chapter.between(first, last)

    def kinds(self) -> dict[str, np.dtype[Any]]:
        """Return a type that holds all frequencies (under ""), and one for the numbers of each stream."""
        found = [chapter.kinds() for chapter in self._chapters]
        return {n: np.result_type(np.uint8, *(kinds[n] for kinds in found if n in kinds)) for n in ("", *self.streams)}

    def weighted(self) -> bool:
        """Tell whether weights are kept beside frequencies."""
        return any(chapter.weights is not None for chapter in self._chapters)


def _one(parts: list[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    if len(parts) == 1:
        return parts[0]
    return np.concatenate(parts) if parts else np.zeros(0, kind)


class PostingsFile:
    """The postings of a segment, by field."""

    def __init__(self, file: ArrayFile) -> None:
        self.file = file
        self._notes: dict[str, dict[str, Any]] = {f["name"]: f for f in file.notes["fields"]}
        self._fields: dict[str, FieldReader | None] = {}

    @cached_property
    def names(self) -> list[str]:
        """The fields that have postings, in order of name."""
        return sorted(self._notes)

    def field(self, name: str) -> FieldReader | None:
        """Return the postings of a field, None where the segment has none."""
        if name not in self._fields:
            self._fields[name] = self.read(name)
        return self._fields[name]

    def read(self, name: str) -> FieldReader | None:
        """Return the same anew, to be gone with whoever asks: each holds what sums up its dictionary."""
        notes = self._notes.get(name)
        return None if notes is None else FieldReader(self.file, notes["file"], notes)
