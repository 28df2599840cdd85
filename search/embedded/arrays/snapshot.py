"""One generation, open for reading: postings and columns as arrays, numbered over all segments.

A Whoosh reader is not safe to share between threads (its files have one position each), so every access to it
holds a lock; arrays once read are immutable and shared.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest

import numpy as np
from numpy.typing import NDArray

from index.analysis.partial_dates import first_day, last_day
from index.columnar import SegmentArrays, segment_arrays
from index.columnar.column_values import NumberColumn
from index.columnar.postings.postings_file import FieldReader
from index.documents import Article
from index.generations.store import Generation
from index.memory.array_cache import Kept
from index.memory.method_cache import remembered
from index.records.shapes import stored_article
from search.deadline import check
from search.embedded.arrays.keys import Keys, TextColumn, code_column
from search.interface.filters import filters

Docs = NDArray[np.int64]
"""Numbers of documents; of the type that numpy indexes with, for it would convert another each time."""
Weights = NDArray[np.float32]
Mask = NDArray[np.bool_]
Places = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Places in texts: which of some terms, which of some documents, the place; parallel arrays."""

_KEPT = 2_000_000  # documents that hold terms, kept in memory for terms asked for again, 8 bytes each
_KEPT_MASKS = 16_000_000  # bytes of masks of common terms kept in memory, each as many as there are documents
_KEPT_TERMS, _KEPT_MASK_TERMS = 13, 100  # of a large index so many times its documents in place of these two
COMMON = 8  # a term that one in so many documents holds is kept by an array over all, which is less and adds up faster
_FREQUENCIES = 30_000  # terms of which it is remembered how many documents hold them: mostly none, in short fields
_FEW = 200  # terms whose documents are counted one by one; of more, those of all terms are counted at once
_BEGINNINGS = 128  # beginnings of words, each in one field, of which the words are kept: some 60 KB at most
_NAMED = 8_192  # records of which id and label are kept together: facets show the same again and again
_NONE: Docs = np.empty(0, np.int64)
_NOWHERE: Places = (_NONE, _NONE, _NONE)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of text values: `values[codes[document]]`; code 0 is the empty value."""

    codes: NDArray[np.int32]
    values: tuple[str, ...]

    def code(self, value: str) -> int | None:
        """Return the code of a value, None where no document has it."""
        try:
            return self.values.index(value)
        except ValueError:
            return None


def places_among(holders: Docs, documents: Docs) -> tuple[NDArray[np.int64], Mask]:
    """Return where each of some documents is among `holders`, and which of them are there; both rise."""
    at = holders.searchsorted(documents)
    if not len(holders):
        return at, np.zeros(len(documents), np.bool_)
    return at, np.asarray(holders.take(at, mode="clip") == documents, np.bool_)


def among(holders: Docs, documents: Docs) -> Mask:
    """Tell which of some documents are among `holders`; both rise."""
    return places_among(holders, documents)[1]


def in_all(lists: Sequence[Docs]) -> Docs:
    """Return the documents that are in all of some rising lists, at least one; quick where one of them is short."""
    found, *others = sorted(lists, key=len)
    for other in others:
        found = found[among(other, found)]
    return found


def in_any(lists: Sequence[Docs]) -> Docs:
    """Return the documents that are in any of some rising lists, each once; quick where one holds nearly all."""
    first, *others = sorted(lists, key=len, reverse=True) or [_NONE]
    more = [other[~among(first, other)] for other in others if len(other)]
    return np.unique(np.concatenate([first, *more])) if any(map(len, more)) else first


class Snapshot:
    """Arrays over one generation. Documents are numbered from 0 over all segments, deleted ones included."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self._lock = threading.Lock()
        self._closed = False
        self._index = generation.open()
        self._reader = self._index.reader()
        self._segments: list[SegmentArrays] = segment_arrays(self._reader) if self._reader.doc_count_all() else []
        self.size: int = self._reader.doc_count_all()
        self.live: Mask = np.concatenate([np.ones(0, np.bool_), *(segment.live for segment in self._segments)])
        self._whole = [bool(segment.live.all()) for segment in self._segments]
        self._is_whole = all(self._whole)
        self.kind = self._column("kind")
        self.columns = {one.name: self._column(one.column) for one in filters() if one.column}
        """The columns that filters read, by the name of the filter."""
        self.source = self.columns["source"]
        self.province = self.columns["province"]
        self.first_day, self.last_day = self._days()
        self.year = (self.first_day // 10_000).astype(np.int16)
        self.keys = Keys(self._segments, self.live)
        self.order = self.keys.order
        self.name_lengths = self._numbers("name_length")
        self._labels = TextColumn(self._segments, "label")
        self._day_texts = TextColumn(self._segments, "day")
        self._lengths: dict[str, Weights] = {}
        self._different: dict[str, NDArray[np.int64]] = {}
        self._holders: Kept[tuple[str, str], Docs] = Kept(max(_KEPT, _KEPT_TERMS * self.size))
        self._masks: Kept[tuple[str, str], Mask] = Kept(max(_KEPT_MASKS, _KEPT_MASK_TERMS * self.size))
        self._frequency = remembered(self._count, _FREQUENCIES)
        self._readers: dict[str, list[tuple[SegmentArrays, FieldReader, bool]]] = {}
        self.frequent = remembered(self._frequent, _BEGINNINGS)
        self.named = remembered(self._named, _NAMED)
        """Return the id of a document, without its kind, and its title or name."""

    def close(self) -> None:
        """Release the files; a second time does nothing."""
        with self._lock:
            if not self._closed:
                self._reader.close()
            self._closed = True

    def _column(self, name: str) -> Column:
        codes: dict[str, int] = {"": 0}
        parts = [np.empty(0, np.int32)]
        for segment in self._segments:
            column = code_column(segment, name)
            numbers = [codes.setdefault(value.decode(), len(codes)) for value in column.values]
            parts.append(np.array(numbers, np.int32)[column.codes])
        return Column(np.concatenate(parts), tuple(codes))

    def _numbers(self, name: str) -> NDArray[np.int64]:
        parts = [np.empty(0, np.int64)]
        for segment in self._segments:
            column = segment.column(name)  # none where no document of the segment has a value
            parts.append(column.numbers if isinstance(column, NumberColumn) else np.zeros(segment.size, np.int64))
        return np.concatenate(parts)

    def _days(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        first, last = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
        for segment in self._segments:
            column = code_column(segment, "day")
            days = [value.decode() for value in column.values]
            first.append(np.array([first_day(d) if d else 0 for d in days], np.int32)[column.codes])
            last.append(np.array([last_day(d) if d else 0 for d in days], np.int32)[column.codes])
        return np.concatenate(first), np.concatenate(last)

    @property
    def segments(self) -> Sequence[SegmentArrays]:
        """The segments, for who reads a field as a whole."""
        return self._segments

    def document(self, key: str) -> int | None:
        """Return the number of the live document with this key (`article:ID`), or None."""
        return self.keys.find(key)

    def label(self, document: int) -> str:
        """Return the title or name of a document."""
        return self._labels.of(document)

    def day(self, document: int) -> str:
        """Return the date of a document, ISO 8601 as far as known, empty where unknown."""
        return self._day_texts[document]

    def identifier(self, document: int) -> str:
        """Return the id of a document, without its kind."""
        return self.keys[document].partition(":")[2]

    def _named(self, document: int) -> tuple[str, str]:
        return self.identifier(document), self.label(document)

    def record(self, document: int) -> bytes:
        """Return the stored record of a document, JSON."""
        with self._lock:
            record: bytes = self._reader.stored_fields(document)["record"]
        return record

    def article(self, document: int) -> Article:
        """Return the stored article."""
        return stored_article(self.record(document)).article

    def lengths(self, field: str) -> Weights:
        """Return how many terms each document has in a field (as the codec keeps it, which rounds long ones)."""
        known = self._lengths.get(field)
        if known is None:
            lengths = [segment.lengths(field).astype(np.float32) for segment in self._segments]
            known = np.concatenate([np.empty(0, np.float32), *lengths])
            self._lengths[field] = known
        return known

    def different(self, field: str) -> NDArray[np.int64]:
        """Return how many different terms each document has in a field."""
        known = self._different.get(field)
        if known is None:
            known = np.zeros(self.size, np.int64)
            for segment in self._segments:
                if (found := segment.field(field)) is not None:
                    for postings in found.everything():
                        counts = np.bincount(postings.documents, minlength=segment.size)
                        known[segment.base : segment.base + segment.size] += counts
            self._different[field] = known
        return known

    def _reading(self, field: str) -> list[tuple[SegmentArrays, FieldReader, bool]]:
        """Return the segments that have a field, its postings in each, and whether no document of it was deleted."""
        known = self._readers.get(field)
        if known is None:
            every = ((segment, segment.field(field)) for segment in self._segments)
            parts = zip(every, self._whole, strict=True)
            known = [(segment, found, whole) for (segment, found), whole in parts if found is not None]
            self._readers[field] = known  # twice where two threads ask at once: the same
        return known

    def _holding(self, field: str, term: str) -> Iterator[tuple[SegmentArrays, FieldReader, bool, int]]:
        """Yield the segments that have a term in a field, with what `_reading` gives, and its number there."""
        encoded = term.encode()
        for segment, found, whole in self._reading(field):
            if (number := found.terms.find(encoded)) >= 0:
                yield segment, found, whole, number

    def _rows_held(self, field: str, term: str, rows: Docs) -> Iterator[tuple[FieldReader, int, slice, Docs]]:
        """Yield the segments with some of the holders of a term, given by their rising rows among all that hold it.

        Each as its postings, the term's number there, which of `rows` it has, and these counted from its first one.
        """
        start = 0
        for _, found, _, number in self._holding(field, term):
            end = start + found.document_frequency(number)
            first, last = rows.searchsorted((start, end))
            if first < last:
                yield found, number, slice(first, last), rows[first:last] - start
            start = end

    def holders(self, field: str, term: str) -> Docs:
        """Return the live documents that hold a term, rising; empty where it is unknown."""
        key = (field, term)
        return self._holders.take(key, self._read) if self._frequency(key) else _NONE

    def is_held(self, field: str, term: str) -> bool:
        """Tell whether a live document holds a term."""
        return bool(self._frequency((field, term)) and (self._is_whole or len(self.holders(field, term))))

    def mark(self, found: Mask, field: str, term: str) -> None:
        """Set a mask to true for the live documents that hold a term."""
        key = (field, term)
        frequency = self._frequency(key)
        if frequency * COMMON > self.size:
            mask = self._masks.take(key, self._mask)
            found[: len(mask)] |= mask
        elif frequency:
            found[self._holders.take(key, self._read)] = True

    def _mask(self, key: tuple[str, str]) -> Mask:
        """Return the live documents that hold a term, as far as the segments go that have the field."""
        check()
        field, term = key
        size = max([segment.base + segment.size for segment, _, _ in self._reading(field)], default=0)
        mask = np.zeros(size, np.bool_)
        for segment, found, _, number in self._holding(field, term):
            found.mark(number, mask[segment.base : segment.base + segment.size])
        return mask if self._is_whole else mask & self.live[: len(mask)]

    def _read(self, key: tuple[str, str]) -> Docs:
        check()
        parts = []
        for segment, found, whole, number in self._holding(*key):
            docs = found.numbered(number, segment.base)
            parts.append(docs if whole else docs[self.live.take(docs)])
        return parts[0] if len(parts) == 1 else np.concatenate([_NONE, *parts])

    def frequencies(self, field: str, term: str) -> Weights:
        """Return how often a term occurs in each of `holders(field, term)`."""
        parts: list[Weights] = []
        for segment, found, whole, number in self._holding(field, term):
            counts = found.counts(number)
            parts.append(counts if whole else counts[self.live.take(found.numbered(number, segment.base))])
        return parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, np.float32), *parts])

    def frequencies_at(self, field: str, term: str, rows: Docs) -> Weights:
        """Return `frequencies(field, term)[rows]`, the rows rising; reads no others where no document was deleted."""
        if not self._is_whole:
            return self.frequencies(field, term)[rows]
        parts = [found.counts_at(number, own) for found, number, _, own in self._rows_held(field, term, rows)]
        return parts[0] if len(parts) == 1 else np.concatenate([np.empty(0, np.float32), *parts])

    def document_frequency(self, field: str, term: str) -> int:
        """Return how many documents hold a term, deleted ones included; reads no postings."""
        return self._frequency((field, term))

    def _count(self, key: tuple[str, str]) -> int:
        return sum(found.document_frequency(number) for _, found, _, number in self._holding(*key))

    def dictionary(self, field: str) -> Iterator[tuple[bytes, int]]:
        """Yield (term, documents that hold it, deleted ones included), segment by segment, in UTF-8."""
        for segment in self._segments:
            if (found := segment.field(field)) is not None:
                yield from zip(found.terms, found.document_frequencies().tolist(), strict=True)

    def places(self, field: str, term: str, documents: Docs) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where a term stands in some documents, rising: (which of them, by index; place), as pairs."""
        _, which, where = self.places_each(field, [(term, documents)])
        return which, where

    def places_each(self, field: str, sought: Sequence[tuple[str, Docs]]) -> Places:
        """Return where terms stand, each in documents of its own, rising: one after the other, or all in one segment.

        Each place is given by which of the terms it is, which of the documents, by index, and the place.
        """
        check()
        found = list(self._places_held(field, sought) if self._is_whole else self._places_live(field, sought))
        if len(found) == 1:
            return found[0]
        terms, which, where = zip(_NOWHERE, *found, strict=True)
        return np.concatenate(terms), np.concatenate(which), np.concatenate(where)

    def _places_held(self, field: str, sought: Sequence[tuple[str, Docs]]) -> Iterator[Places]:
        """Yield the places of each segment, of an index without deleted documents: who holds a term is at hand."""
        asked: dict[FieldReader, list[tuple[int, Docs, tuple[int, Docs]]]] = {}
        for n, (term, documents) in enumerate(sought):
            at, held = places_among(self.holders(field, term), documents)
            index = held.nonzero()[0]
            if len(index):
                for found, number, part, rows in self._rows_held(field, term, at.take(index)):
                    asked.setdefault(found, []).append((n, index[part], (number, rows)))
        for found, own in asked.items():
            terms, of_documents, rows_of = zip(*own, strict=True)
            counts, places = found.places_at(rows_of)
            of_terms = np.repeat(terms, list(map(len, of_documents)))
            yield of_terms.repeat(counts), np.concatenate(of_documents).repeat(counts), places

    def _places_live(self, field: str, sought: Sequence[tuple[str, Docs]]) -> Iterator[Places]:
        for n, (term, documents) in enumerate(sought):
            for segment, _, _ in self._reading(field):
                first, last = documents.searchsorted((segment.base, segment.base + segment.size))
                if first < last:
                    rows, places = segment.places(field, term, documents[first:last] - segment.base)
                    yield np.full(len(rows), n), rows + first, places

    def _frequent(self, beginning: tuple[str, str, int]) -> tuple[tuple[str, int], ...]:
        """Return the (term, count) pairs of `terms` for a field and a prefix: so many, the most frequent first.

        `frequent` is this, remembered: one question asks for the same beginnings several times.
        """
        field, prefix, most = beginning
        return tuple(nsmallest(most, self.terms(field, prefix), key=lambda row: (-row[1], row[0])))

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """Yield (term, documents that hold it, deleted ones included) of a field, those that begin with `prefix`."""
        counts: dict[bytes, int] = {}
        for segment in self._segments:
            terms, found = segment.terms(field), segment.field(field)
            if terms is None or found is None:
                continue
            numbers = terms.prefixed(prefix.encode()) if prefix else range(len(terms))
            if len(numbers) > _FEW:
                held = found.document_frequencies()[numbers.start : numbers.stop].tolist()
            else:
                held = [found.document_frequency(number) for number in numbers]
            for count, term in zip(held, terms.between(numbers.start, numbers.stop), strict=True):
                counts[term] = counts.get(term, 0) + count
        for term in sorted(counts):
            yield term.decode(), counts[term]
