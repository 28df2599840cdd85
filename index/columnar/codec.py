"""A Whoosh codec that keeps a segment in two files of arrays; everything else of Whoosh stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.codec import base

from index.columnar.array_file import ArrayFile, ArrayFileWriter, open_array_file
from index.columnar.compression import Dictionary
from index.columnar.documents import DocumentsReader, DocumentsWriter
from index.columnar.inverted import InvertedReader, InvertedWriter
from index.columnar.postings.postings_file import PostingsFile

POSTINGS, DOCUMENTS = ".postings", ".documents"
"""Extensions of a segment's two files."""


class ColumnarCodec(base.Codec):  # type: ignore[misc]
    """Segments as arrays (docs/codec.md): `index.writer(codec=ColumnarCodec())`; reading needs no argument.

    `compression` is the zlib level for stored fields, 0 for none; any other is Zstandard's 9 where that is installed.
    What is learnt of documents for that is kept with the codec: writers that share one need not learn it again.
    """

    def __init__(self, compression: int = 6) -> None:
        self.compression = compression
        self._dictionary = Dictionary()

    def new_segment(self, storage: Any, indexname: str) -> ColumnarSegment:
        """Return a description of a segment about to be written."""
        return ColumnarSegment(indexname)

    def per_document_writer(self, storage: Any, segment: Any) -> DocumentsWriter:
        """Return the writer of stored fields, lengths and columns."""
        return DocumentsWriter(
            lambda: ArrayFileWriter(segment.create_file(storage, DOCUMENTS)), self.compression, self._dictionary
        )

    def field_writer(self, storage: Any, segment: Any) -> InvertedWriter:
        """Return the writer of terms and postings."""
        folder = getattr(storage, "folder", None) or None
        return InvertedWriter(lambda: ArrayFileWriter(segment.create_file(storage, POSTINGS)), folder)

    def per_document_reader(self, storage: Any, segment: Any) -> DocumentsReader:
        """Return the reader of stored fields, lengths and columns. Raises CorruptFile."""
        return DocumentsReader(open_array_file(storage, segment.make_filename(DOCUMENTS)), segment)

    def terms_reader(self, storage: Any, segment: Any) -> InvertedReader:
        """Return the reader of terms and postings. Raises CorruptFile."""
        postings = PostingsFile(open_array_file(storage, segment.make_filename(POSTINGS)))
        return InvertedReader(postings, self.per_document_reader(storage, segment))


class ColumnarSegment(base.Segment):  # type: ignore[misc]
    """The entry of a segment in Whoosh's table of contents: its name, size and deleted documents."""

    def __init__(self, indexname: str) -> None:
        super().__init__(indexname)
        self._count = 0
        self._deleted: set[int] = set()

    def codec(self) -> ColumnarCodec:
        """Return the codec that reads this segment."""
        return ColumnarCodec()

    def should_assemble(self) -> bool:
        """Tell Whoosh to leave the files apart: each is mapped as it is."""
        return False

    def set_doc_count(self, doccount: int) -> None:
        """Set how many documents were written."""
        self._count = doccount

    def doc_count_all(self) -> int:
        """Return how many documents there are, deleted ones included."""
        return self._count

    def deleted_count(self) -> int:
        """Return how many documents are deleted."""
        return len(self._deleted)

    def deleted_docs(self) -> Iterator[int]:
        """Return the deleted documents, in no order."""
        return iter(self._deleted)

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Mark a document as deleted, or take the mark away."""
        if delete:
            self._deleted.add(docnum)
        else:
            self._deleted.discard(docnum)

    def is_deleted(self, docnum: int) -> bool:
        """Tell whether a document is deleted."""
        return docnum in self._deleted


def files_of(storage: Any, segment: ColumnarSegment) -> list[ArrayFile]:
    """Open both files of a segment. Raises CorruptFile."""
    return [open_array_file(storage, segment.make_filename(extension)) for extension in (POSTINGS, DOCUMENTS)]
