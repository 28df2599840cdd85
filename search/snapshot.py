"""One generation, open for reading: postings and columns as arrays, numbered over all segments.

A Whoosh reader is not safe to share between threads (its files have one position each), so every access to it
holds a lock; arrays once read are immutable and shared.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.matching.wrappers import FilterMatcher

from index.catalogue import leaf_readers
from index.documents import Article
from index.records import stored_article
from index.store import Generation
from search.dates import first_day, last_day

Docs = NDArray[np.int32]
Weights = NDArray[np.float32]
Mask = NDArray[np.bool_]

_CACHED_POSTINGS = 6_000_000  # postings kept in memory, 8 bytes each, for terms asked for again
_EMPTY: tuple[Docs, Weights] = (np.empty(0, np.int32), np.empty(0, np.float32))


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


class Snapshot:
    """Arrays over one generation. Documents are numbered from 0 over all segments, deleted ones included."""

    def __init__(self, generation: Generation) -> None:
        self.generation = generation
        self._lock = threading.Lock()
        self._closed = False
        self._index = generation.open()
        self._reader = self._index.reader()
        self._leaves = leaf_readers(self._reader)
        self.size: int = self._reader.doc_count_all()
        self.live = self._live()
        self.kind = self._column("kind")
        self.source = self._column("source_name")
        self.province = self._column("province")
        self.keys = self._texts("key")
        self._labels = self._texts("label")
        self.order = np.empty(self.size, np.int64)  # rank of each document's key: ties of scores break by id
        self.order[np.argsort(np.array(self.keys, dtype=object), kind="stable")] = np.arange(self.size)
        self.first_day, self.last_day = self._days()
        self._number = {key: n for n, key in enumerate(self.keys) if self.live[n]}
        self._lengths: dict[str, Weights] = {}
        self._postings: OrderedDict[tuple[str, str], tuple[Docs, Weights]] = OrderedDict()
        self._held = 0

    def close(self) -> None:
        """Release the files; a second time does nothing."""
        with self._lock:
            if not self._closed:
                self._reader.close()
            self._closed = True

    def _live(self) -> Mask:
        live = np.ones(self.size, np.bool_)
        for leaf, base in self._leaves:
            live[[base + n for n in sorted(leaf.deleted_docs_set)]] = False
        return live

    def _texts(self, name: str) -> list[str]:
        texts: list[str] = []
        for leaf, _ in self._leaves:
            values = leaf.column_reader(name)
            for n in range(leaf.doc_count_all()):
                value = values[n]
                texts.append(value if isinstance(value, str) else value.decode())
        return texts

    def _column(self, name: str) -> Column:
        codes: dict[str, int] = {"": 0}
        numbers = [codes.setdefault(text, len(codes)) for text in self._texts(name)]
        return Column(np.array(numbers, np.int32), tuple(codes))

    def _days(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        days = self._texts("day")
        first = np.array([first_day(d) if d else 0 for d in days], np.int32)
        last = np.array([last_day(d) if d else 0 for d in days], np.int32)
        return first, last

    def document(self, key: str) -> int | None:
        """Return the number of the live document with this key (`article:ID`), or None."""
        return self._number.get(key)

    def label(self, document: int) -> str:
        """Return the title or name of a document."""
        return self._labels[document]

    def identifier(self, document: int) -> str:
        """Return the id of a document, without its kind."""
        return self.keys[document].partition(":")[2]

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
            with self._lock:
                known = np.fromiter(
                    (
                        leaf.doc_field_length(n, field, 0) or 0  # None where a document lacks the field
                        for leaf, _ in self._leaves
                        for n in range(leaf.doc_count_all())
                    ),
                    np.float32,
                    self.size,
                )
            self._lengths[field] = known
        return known

    def postings(self, field: str, term: str) -> tuple[Docs, Weights]:
        """Return (documents ascending, frequencies) of a term; live documents only; empty where it is unknown."""
        known = self._postings.get((field, term))
        if known is None:
            with self._lock:
                known = self._read(field, term)
                self._remember((field, term), known)
        return known

    def _remember(self, key: tuple[str, str], postings: tuple[Docs, Weights]) -> None:
        self._postings[key] = postings
        self._held += len(postings[0])
        while self._held > _CACHED_POSTINGS and len(self._postings) > 1:
            _, dropped = self._postings.popitem(last=False)
            self._held -= len(dropped[0])

    def _read(self, field: str, term: str) -> tuple[Docs, Weights]:
        parts = [
            (docs + base, weights)
            for leaf, base in self._leaves
            if (field, term) in leaf
            for docs, weights in _blocks(leaf.postings(field, term))
        ]
        if not parts:
            return _EMPTY
        docs = np.concatenate([d for d, _ in parts]).astype(np.int32)
        weights = np.concatenate([w for _, w in parts]).astype(np.float32)
        kept = self.live[docs]
        return docs[kept], weights[kept]

    def positions(self, field: str, term: str, documents: Docs) -> Iterator[list[int]]:
        """Yield, for each of `documents` (ascending, each of which holds the term), the places of the term in it."""
        with self._lock:
            places: list[list[int]] = []
            for leaf, base in self._leaves:
                inside = documents[(documents >= base) & (documents < base + leaf.doc_count_all())] - base
                if not len(inside):
                    continue
                matcher = leaf.postings(field, term)
                for document in inside.tolist():
                    matcher.skip_to(document)
                    places.append(matcher.value_as("positions"))
        yield from places

    def terms(self, field: str, prefix: str = "") -> Iterator[tuple[str, int]]:
        """Yield (term, documents that hold it) of a field, those that begin with `prefix`."""
        with self._lock:
            found = [
                (text.decode(), self._reader.doc_frequency(field, text))
                for text in self._reader.expand_prefix(field, prefix.encode())
            ]
        yield from found


def _blocks(matcher: object) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """Yield the postings of a matcher, a stored block at a time where the codec allows, else all at once."""
    if isinstance(matcher, FilterMatcher):  # it skips deleted documents one by one; the caller does so by mask
        matcher = matcher.child
    if isinstance(matcher, W3LeafMatcher):
        while matcher.is_active():
            matcher._read_ids()
            matcher._read_weights()
            yield np.array(matcher._ids, np.int64), np.array(matcher._weights, np.float32)
            matcher._next_block()
        return
    ids, weights = [], []
    while matcher.is_active():  # type: ignore[attr-defined]
        ids.append(matcher.id())  # type: ignore[attr-defined]
        weights.append(matcher.weight())  # type: ignore[attr-defined]
        matcher.next()  # type: ignore[attr-defined]
    yield np.array(ids, np.int64), np.array(weights, np.float32)
