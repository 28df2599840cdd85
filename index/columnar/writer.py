"""Whoosh's segment writer, columnar throughout: postings never pass one by one through a sorting pool."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.writing import SegmentWriter

from index.columnar.codec import ColumnarCodec
from index.columnar.documents import DocumentsWriter
from index.columnar.field_postings import FieldPostings
from index.columnar.inverted import InvertedReader, InvertedWriter, Item
from index.columnar.runs import Postings


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
        self._tokens_of: dict[str, tuple[Any, bool]] = {}

    @property
    def _inverted(self) -> InvertedWriter:
        writer: InvertedWriter = self.fieldwriter
        return writer

    @property
    def _documents(self) -> DocumentsWriter:
        writer: DocumentsWriter = self.perdocwriter
        return writer

    def _takes_tokens(self, name: str) -> bool:
        try:
            field = self.schema[name]
        except KeyError:  # Whoosh says so where the document is added
            return False
        known, takes = self._tokens_of.get(name, (None, False))
        if field is not known:  # a schema may get other fields
            others = field.stored or field.column_type or field.vector or field.separate_spelling()
            takes = hasattr(field, "tokens") and bool(field.indexed) and not others
            self._tokens_of[name] = field, takes
        return takes

    def add_document(self, **fields: Any) -> None:
        """Add a document as Whoosh does; fields with `tokens` as arrays. Boosts (`_boost`) go the common way."""
        boosted = any(name.startswith("_") and name.endswith("boost") for name in fields)
        ready = {} if boosted else {n: v for n, v in fields.items() if v is not None and self._takes_tokens(n)}
        document = self.docnum
        super().add_document(**{name: value for name, value in fields.items() if name not in ready})
        for name, value in ready.items():
            field = self.schema[name]
            tokens = field.tokens(value)
            self._inverted.field(name, field.format).add_tokens(document, tokens)
            if field.scorable and len(tokens):
                self._documents.add_length(document, name, len(tokens))

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
        collection.add_postings(
            Postings(
                numbers[postings.terms],
                postings.documents,
                postings.frequencies,
                postings.weights,
                postings.places,
            )
        )

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
        """Drop what was added, and the lock; nothing of it was written."""
        self.perdocwriter.is_closed = self.fieldwriter.is_closed = True
        super().cancel()

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        self.fieldwriter.close()
