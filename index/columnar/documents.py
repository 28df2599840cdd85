"""Keeps what a segment has of each document: stored fields, field lengths, columns."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec import base

from index.columnar.array_file import ArrayFile, ArrayFileWriter
from index.columnar.column_values import CodeColumn, ColumnWriter, NumberColumn, open_column
from index.columnar.compression import Dictionary
from index.columnar.stored import StoredReader, StoredWriter


class DocumentsWriter(base.PerDocumentWriter):  # type: ignore[misc]
    """Writes the documents file of a segment. What a cancelled document brought is dropped."""

    def __init__(
        self, create: Callable[[], ArrayFileWriter], compression: int, dictionary: Dictionary | None = None
    ) -> None:
        self._create = create
        self._stored = StoredWriter(compression, dictionary)
        self._lengths: dict[str, array[int]] = {}
        self._columns: dict[str, ColumnWriter] = {}
        self._count = 0
        self._open = False
        self.is_closed = False

    def start_doc(self, docnum: int) -> None:
        """Begin document `docnum`, the one after the last."""
        if self._open or docnum != self._count:
            raise ValueError(f"document {docnum} begun, {self._count} expected")
        self._open = True
        self._document: dict[str, Any] = {}
        self._document_lengths: list[tuple[str, int]] = []
        self._document_columns: list[tuple[str, Any, Any]] = []

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int | None) -> None:
        """Store a value of the open document (None: nothing to store) and the length of its field."""
        if value is not None:
            self._document[fieldname] = value
        if length:
            self._document_lengths.append((fieldname, length))

    def add_column_value(self, fieldname: str, columnobj: Any, value: Any) -> None:
        """Give the open document its value in a column."""
        self._document_columns.append((fieldname, columnobj, value))

    def add_vector_items(self, fieldname: str, fieldobj: Any, items: Any) -> None:
        """Refuse: this codec keeps no vectors. Raises NotImplementedError."""
        raise NotImplementedError(f"field {fieldname!r}: the columnar codec keeps no term vectors")

    def finish_doc(self) -> None:
        """Close the open document."""
        self._stored.add(self._document)
        for name, length in self._document_lengths:
            self.add_length(self._count, name, length)
        for name, column, value in self._document_columns:
            if name not in self._columns:
                self._columns[name] = ColumnWriter(column)
            self._columns[name].add(self._count, value)
        self._open = False
        self._count += 1

    def cancel_doc(self) -> None:
        """Drop the open document."""
        self._open = False

    def add_length(self, docnum: int, fieldname: str, length: int) -> None:
        """Set the length of a field of a document; documents in rising order for each field."""
        lengths = self._lengths.setdefault(fieldname, array("I"))
        lengths.extend([0] * (docnum - len(lengths)))
        lengths.append(length)

    def add_all(self, reader: DocumentsReader, column_of: Callable[[str], Any]) -> bool:
        """Add all documents of another file at once; `column_of` gives the column object of a field.

        Returns False, and does nothing, where they have to be added one by one: some are deleted, or the stored
        fields are not compressed as they are here.
        """
        if self._open or reader.has_deletions() or not self._stored.add_all(reader.stored):
            return False
        for name in reader.length_names():
            lengths = self._lengths.setdefault(name, array("I"))
            lengths.extend([0] * (self._count - len(lengths)))
            lengths.extend(reader.lengths(name).tolist())
        for name in reader.list_columns():
            if name not in self._columns:
                self._columns[name] = ColumnWriter(column_of(name))
            self._columns[name].add_all(self._count, reader.column_reader(name).load())
        self._count += reader.doc_count_all()
        return True

    def close(self) -> None:
        """Write the file."""
        writer = self._create()
        writer.notes |= {"documents": self._count, "lengths": sorted(self._lengths), "columns": {}, "totals": {}}
        self._stored.write(writer)
        for number, name in enumerate(sorted(self._lengths)):
            lengths = np.zeros(self._count, np.uint32)
            known = self._lengths[name]
            lengths[: len(known)] = known
            writer.add_narrow(f"length.{number}", lengths)
            writer.notes["totals"][name] = int(lengths.sum(dtype=np.int64))
        for number, name in enumerate(sorted(self._columns)):
            notes = self._columns[name].write(writer, f"column.{number}", self._count)
            writer.notes["columns"][name] = {"file": f"column.{number}", **notes}
        writer.close()
        self.is_closed = True


class DocumentsReader(base.PerDocumentReader):  # type: ignore[misc]
    """Reads the documents file of a segment; deletions come from the segment itself."""

    def __init__(self, file: ArrayFile, segment: Any) -> None:
        self.file = file
        self._segment = segment
        self._count: int = file.notes["documents"]
        self.stored = StoredReader(file)
        self._lengths: dict[str, NDArray[Any]] = {
            name: file[f"length.{number}"] for number, name in enumerate(file.notes["lengths"])
        }
        self._columns: dict[str, dict[str, Any]] = file.notes["columns"]
        self._code_columns: dict[str, CodeColumn] = {}

    def doc_count(self) -> int:
        """Return how many documents are not deleted."""
        return self._count - int(self._segment.deleted_count())

    def doc_count_all(self) -> int:
        """Return how many documents there are, deleted ones included."""
        return self._count

    def has_deletions(self) -> bool:
        """Tell whether any document is deleted."""
        return bool(self._segment.has_deletions())

    def is_deleted(self, docnum: int) -> bool:
        """Tell whether a document is deleted."""
        return bool(self._segment.is_deleted(docnum))

    def deleted_docs(self) -> Iterator[int]:
        """Return the numbers of deleted documents, in no order."""
        return iter(self._segment.deleted_docs())

    def supports_columns(self) -> bool:
        """Tell that there may be columns."""
        return True

    def has_column(self, fieldname: str) -> bool:
        """Tell whether any document of the segment has a value in this column."""
        return fieldname in self._columns

    def list_columns(self) -> list[str]:
        """Return the names of the columns."""
        return list(self._columns)

    def column_reader(self, fieldname: str, column: Any = None) -> NumberColumn | CodeColumn:
        """Return the reader of a column; what kind it is, the file knows. Raises KeyError where there is none."""
        known = self._code_columns.get(fieldname)
        if known is not None:
            return known
        notes = self._columns[fieldname]
        found = open_column(self.file, notes["file"], notes)
        if isinstance(found, CodeColumn):  # the other kind may be turned round by whoever sorts
            self._code_columns[fieldname] = found
        return found

    def length_names(self) -> list[str]:
        """Return the fields whose lengths are kept."""
        return list(self._lengths)

    def length_array(self, fieldname: str) -> NDArray[Any] | None:
        """Return the lengths as they lie in the file, in the narrowest type; None for a field without."""
        return self._lengths.get(fieldname)

    def lengths(self, fieldname: str) -> NDArray[np.uint32]:
        """Return how many terms each document has in a field, 0 where it lacks the field. Exact, not rounded."""
        known = self._lengths.get(fieldname)
        return np.zeros(self._count, np.uint32) if known is None else known.astype(np.uint32)

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        """Return how many terms a document has in a field, `default` where it lacks the field."""
        known = self._lengths.get(fieldname)
        return default if known is None else int(known[docnum]) or default

    def field_length(self, fieldname: str) -> int:
        """Return how many terms all documents have in a field, deleted ones included."""
        return int(self.file.notes["totals"].get(fieldname, 0))

    def min_field_length(self, fieldname: str) -> int:
        """Return the least length of a field over all documents."""
        known = self._lengths.get(fieldname)
        return int(known.min(initial=2**32 - 1)) if known is not None and self._count else 0

    def max_field_length(self, fieldname: str) -> int:
        """Return the greatest length of a field over all documents."""
        known = self._lengths.get(fieldname)
        return int(known.max(initial=0)) if known is not None else 0

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return the stored fields of a document."""
        return self.stored.fields(docnum)
