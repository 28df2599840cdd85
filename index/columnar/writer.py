"""Whoosh's segment writer, columnar throughout: postings never pass one by one through a sorting pool."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.analysis import IDTokenizer
from whoosh.fields import ID
from whoosh.writing import SegmentWriter

from index.columnar.codec import ColumnarCodec
from index.columnar.documents import DocumentsWriter
from index.columnar.inverted import InvertedReader, InvertedWriter, Item
from index.columnar.postings.field_postings import FieldPostings
from index.columnar.postings.runs import Postings


class _Pool:
    """Stands where Whoosh keeps its sorting pool, and hands postings on to the columnar collection."""

    def __init__(self, schema: Any, inverted: InvertedWriter) -> None:
        self._schema = schema
        self._inverted = inverted

    def add(self, item: Item) -> None:
        self._inverted.add_item(self._schema[item[0]].format, item)

    def iter_postings(self) -> Iterator[Item]:
        return iter(())

    def cleanup(self) -> None:
        """Nothing of it lies on disk."""


class _Way(Enum):
    """Names the ways in which a field is added: ready terms, an id as one term, only kept, and what Whoosh does."""

    TOKENS, ID, KEPT, COMMON = range(4)


def _way_of(field: Any) -> _Way:
    if field.vector or field.separate_spelling():
        return _Way.COMMON
    if not field.indexed:
        return _Way.KEPT
    if hasattr(field, "tokens"):
        return _Way.COMMON if field.stored or field.column_type else _Way.TOKENS
    plain = type(field) is ID and type(field.analyzer) is IDTokenizer and field.format.field_boost == 1.0
    return _Way.ID if plain and not field.scorable else _Way.COMMON


class ColumnarWriter(SegmentWriter):  # type: ignore[misc]
    """Writes an index as `index.writer(codec=ColumnarCodec())` does, and faster.

    - A field type with a method `tokens(value) -> Sequence[str | bytes]` is indexed by arrays: its terms in text
      order, the n-th at position n (gaps are not expressed). It must be neither stored nor sortable, else it goes
      the common way through `index`.
    - `add_tokens` and `add_postings` take what is in arrays already.
    - Merging columnar segments moves arrays.

    Takes the arguments of SegmentWriter. All postings of the segment being written are held in memory, some
    6 bytes each and 4 for each position: bound a segment by its number of documents.
    """

    def __init__(self, ix: Any, codec: ColumnarCodec | None = None, **kwargs: Any) -> None:
        super().__init__(ix, codec=codec or ColumnarCodec(), **kwargs)
        self.pool = _Pool(self.schema, self.fieldwriter)
        self._ways: dict[str, tuple[Any, _Way]] = {}

    @property
    def _inverted(self) -> InvertedWriter:
        writer: InvertedWriter = self.fieldwriter
        return writer

    @property
    def _documents(self) -> DocumentsWriter:
        writer: DocumentsWriter = self.perdocwriter
        return writer

    def _way(self, name: str, value: Any) -> _Way:
        """Return how the value of a field is added. Raises UnknownFieldError."""
        try:
            field = self.schema[name]
        except KeyError:
            self._check_fields(self.schema, [name])
            raise
        known, way = self._ways.get(name, (None, _Way.COMMON))
        if field is not known:  # a schema may get other fields
            way = _way_of(field)
            self._ways[name] = field, way
        return _Way.COMMON if way is _Way.ID and not isinstance(value, str) else way

    def add_document(self, **fields: Any) -> None:
        """Add a document as Whoosh does; fields with `tokens` as arrays. Boosts (`_boost`) go the common way."""
        others = [name for name in fields if name.startswith("_")]
        if any(name.endswith("boost") for name in others):
            super().add_document(**fields)
            return
        given = sorted(name for name, value in fields.items() if value is not None and name not in others)
        ways = {name: self._way(name, fields[name]) for name in given}
        document = self.docnum
        if others or _Way.COMMON in ways.values():
            super().add_document(**{name: fields[name] for name in fields if ways.get(name) is not _Way.TOKENS})
        else:
            self._add_plain({name: fields[name] for name, way in ways.items() if way is not _Way.TOKENS}, ways)
        for name in (name for name, way in ways.items() if way is _Way.TOKENS):
            field = self.schema[name]
            tokens = field.tokens(fields[name])
            self._inverted.field(name, field.format).add_tokens(document, tokens)
            if field.scorable and len(tokens):
                self._documents.add_length(document, name, len(tokens))

    def _add_plain(self, fields: Mapping[str, Any], ways: Mapping[str, _Way]) -> None:
        """Do for ids and for what is only kept what Whoosh does, without asking the field for postings."""
        self._check_state()
        documents, document = self._documents, self.docnum
        documents.start_doc(document)
        for name, value in fields.items():
            field = self.schema[name]
            if ways[name] is _Way.ID:
                self._inverted.field(name, field.format).add_tokens(document, (value,))
            documents.add_field(name, field, value if field.stored else None, 0)
            if field.column_type:
                documents.add_column_value(name, field.column_type, field.to_column_value(value))
        documents.finish_doc()
        self._added = True
        self.docnum += 1

    def add_tokens(
        self, field: str, terms: Sequence[str | bytes], numbers: NDArray[Any], lengths: NDArray[Any], first: int
    ) -> None:
        """Add the terms of a field for successive documents, added before, from number `first` on.

        `numbers` are indices into `terms`, document after document in text order; `lengths` tells how many each
        document has, and is kept as the field's length. This is how a process that analyses hands a batch to the
        one that writes. Raises UnknownFieldError, and ValueError for documents that are not of this writer.
        """
        collection, known = self._collection(field, terms, first + len(lengths) - 1)
        collection.add_token_numbers(first, known[numbers], lengths)
        if self.schema[field].scorable:
            self.add_lengths(field, first, lengths)

    def _collection(
        self, field: str, terms: Sequence[str | bytes], last: int
    ) -> tuple[FieldPostings, NDArray[np.uint32]]:
        """Return where postings of a field go, and the numbers that `terms` have there."""
        self._check_fields(self.schema, [field])
        if last >= self.docnum:
            raise ValueError(f"postings of document {last}; {self.docnum} were added")
        collection = self._inverted.field(field, self.schema[field].format)
        return collection, np.fromiter(map(collection.number, terms), np.uint32, len(terms))

    def add_postings(self, field: str, terms: Sequence[str | bytes], postings: Postings) -> None:
        """Add postings of documents added before, rows in any order; `postings.terms` are indices into `terms`.

        Field lengths are not theirs to tell: pass them to `add_lengths`. Raises UnknownFieldError, and ValueError
        for documents that are not of this writer.
        """
        last = int(postings.documents.max(initial=0)) if len(postings) else -1
        collection, numbers = self._collection(field, terms, last)
        collection.add_postings(replace(postings, terms=numbers[postings.terms]))

    def add_lengths(self, field: str, first: int, lengths: NDArray[Any]) -> None:
        """Set the lengths of a field for successive documents from number `first` on, in rising order."""
        for number, length in enumerate(lengths.tolist(), first):
            if length:
                self._documents.add_length(number, field, length)

    def add_reader(self, reader: Any) -> None:
        """Merge a segment into the one being written, leaving out deleted documents and fields of no schema."""
        source = getattr(reader, "_terms", None)
        if not isinstance(source, InvertedReader):
            super().add_reader(reader)
            return
        self._check_state()
        numbers = self._moved(reader)
        fields = {name for name in source.indexed_field_names() if name in self.schema}
        for name in sorted(fields):
            self._merge_field(name, source, numbers)
        self._added = True

    def add_segments(self, readers: Sequence[Any]) -> None:
        """Merge columnar segments into an empty writer to which nothing else is added.

        Memory holds some postings of one field at a time, where `add_reader` gathers those of all. Documents keep
        their order, deleted ones are left out. Raises ValueError where documents were added before.
        """
        self._check_state()
        if self.docnum:
            raise ValueError(f"{self.docnum} documents were added before the segments to be joined")
        sources = []
        for reader in readers:
            first, documents = self.docnum, reader._perdoc
            if self._documents.add_all(documents, lambda name: self.schema[name].column_type):
                self.docnum += documents.doc_count_all()
                numbers = np.arange(first, self.docnum, dtype=np.int64)
            else:
                numbers = self._moved(reader)
            sources.append((reader._terms, numbers))
        for name in sorted({name for source, _ in sources for name in source.postings.names}):
            if name in self.schema:
                held = [(source.postings.read(name), numbers) for source, numbers in sources]
                self._inverted.join(name, [(field, numbers) for field, numbers in held if field is not None])
        self._added = True

    def _moved(self, reader: Any) -> NDArray[np.int64]:
        """Copy what is kept for each document of a segment; return the new number of each, -1 for a deleted one."""
        first = self.docnum
        fields = {name for name in reader._terms.indexed_field_names() if name in self.schema}
        moved = self.write_per_doc(set(self.schema.names()) | fields, reader)
        numbers = np.arange(first, first + reader.doc_count_all(), dtype=np.int64)
        if moved is not None:
            numbers[:] = -1
            numbers[list(moved)] = list(moved.values())
        return numbers

    def _merge_field(self, name: str, source: InvertedReader, numbers: NDArray[np.int64]) -> None:
        field = source.postings.field(name)
        assert field is not None
        collection = self._inverted.field(name, self.schema[name].format)
        of_terms = np.fromiter(map(collection.number, field.terms), np.uint32, len(field.terms))
        for chapter in field.between(0, len(field.terms)):
            # Terms of deleted documents only are numbered too, but not written.
            collection.add_postings(chapter.renumbered(of_terms[chapter.terms], numbers[chapter.documents]))

    def cancel(self) -> None:
        """Drop what was added, and the lock: nothing of it was written. Does nothing after a commit."""
        if self.is_closed:
            return
        self.perdocwriter.is_closed = self.fieldwriter.is_closed = True
        super().cancel()

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        self.fieldwriter.close()
