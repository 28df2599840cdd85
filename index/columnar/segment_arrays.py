"""A segment as arrays, for whoever answers queries without Whoosh's matchers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import EmptyReader

from index.columnar.column_values import CodeColumn, NumberColumn
from index.columnar.documents import DocumentsReader
from index.columnar.inverted import InvertedReader
from index.columnar.postings.layout import POSITIONS
from index.columnar.postings.postings_file import Documents, FieldReader
from index.columnar.postings.terms import Terms


@dataclass(frozen=True, slots=True)
class SegmentArrays:
    """One segment of an open index. Documents count from 0 within the segment; in the index, from `base`.

    Arrays are read-only views of mapped files or fresh copies; threads may share them. They hold deleted
    documents as well: `live` tells which are not.
    """

    base: int
    size: int
    live: NDArray[np.bool_]
    _inverted: InvertedReader
    _documents: DocumentsReader

    def field(self, name: str) -> FieldReader | None:
        """Return the postings of a field with all that can be asked of them; None where there are none."""
        return self._inverted.postings.field(name)

    def fields(self) -> list[str]:
        """Return the names of the fields with postings."""
        return list(self._inverted.postings.names)

    def terms(self, field: str) -> Terms | None:
        """Return the dictionary of a field: sorted bytes, by number; `prefixed` gives the range of a prefix."""
        found = self.field(field)
        return None if found is None else found.terms

    def term_id(self, field: str, text: str | bytes) -> int:
        """Return the number of a term in its field, -1 where the segment lacks it."""
        terms = self.terms(field)
        return -1 if terms is None else terms.find(text.encode() if isinstance(text, str) else text)

    def postings(self, field: str, text: str | bytes | int) -> tuple[Documents, NDArray[np.uint32]]:
        """Return (documents rising, frequency in each) of a term or term number; empty where it is unknown."""
        found = self.field(field)
        number = text if isinstance(text, int) else self.term_id(field, text)
        if found is None or number < 0:
            return np.zeros(0, np.uint32), np.zeros(0, np.uint32)
        return found.documents(number), found.frequencies(number)

    def positions(self, field: str, text: str | bytes | int) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
        """Return (offsets, positions): those in the n-th document of `postings` are from offsets[n] to [n + 1].

        Raises KeyError for a field without positions.
        """
        found = self.field(field)
        number = text if isinstance(text, int) else self.term_id(field, text)
        if found is None or number < 0:
            return np.zeros(1, np.int64), np.zeros(0, np.uint32)
        offsets, streams = found.places(number)
        return offsets, streams[POSITIONS].astype(np.uint32, copy=False)

    def places(
        self, field: str, text: str | bytes, documents: NDArray[Any]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where a term stands in some documents, rising: (which of them, by index; position), as pairs.

        Documents without the term give no pair. Raises KeyError for a field without positions.
        """
        found = self.field(field)
        number = self.term_id(field, text)
        if found is None or number < 0:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        return found.places_in(number, documents)

    def lengths(self, field: str) -> NDArray[np.uint32]:
        """Return how many terms each document has in a field, 0 where it lacks the field."""
        return self._documents.lengths(field)

    def column(self, name: str) -> NumberColumn | CodeColumn | None:
        """Return a column: `numbers`, or `codes` into the sorted `values`; None where the segment has none.

        Values are as Whoosh hands them to columns: NUMERIC and DATETIME fields turn theirs into sortable numbers.
        """
        return self._documents.column_reader(name) if self._documents.has_column(name) else None

    def code_column(self, name: str) -> CodeColumn:
        """Return a column of bytes that every segment of the index has."""
        column = self.column(name)
        assert isinstance(column, CodeColumn)
        return column

    def stored(self, document: int) -> dict[str, Any]:
        """Return the stored fields of a document."""
        return self._documents.stored_fields(document)


def segment_arrays(reader: Any) -> list[SegmentArrays]:
    """Return the segments of an open Whoosh reader. Raises TypeError where one was written by another codec."""
    segments = []
    for leaf, base in reader.leaf_readers():
        if isinstance(leaf, EmptyReader):
            continue
        inverted, documents = getattr(leaf, "_terms", None), getattr(leaf, "_perdoc", None)
        if not isinstance(inverted, InvertedReader) or not isinstance(documents, DocumentsReader):
            raise TypeError(f"{leaf!r} is not a segment of the columnar codec")
        size = documents.doc_count_all()
        live = np.ones(size, np.bool_)
        live[list(documents.deleted_docs())] = False
        live.flags.writeable = False
        segments.append(SegmentArrays(base, size, live, inverted, documents))
    return segments
