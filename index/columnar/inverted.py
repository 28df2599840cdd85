"""The inverted index of a segment as Whoosh writes and reads it.

Terms, matchers and cursors stand here for Whoosh's own searcher: that it reads our segments is promised
(docs/codec.md), and the tests hold our answers against its own. Our search takes `postings` and reads arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import numpy as np
from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound

from index.columnar.array_file import ArrayFileWriter
from index.columnar.documents import DocumentsReader
from index.columnar.matcher import ArrayMatcher
from index.columnar.postings.field_postings import FieldPostings
from index.columnar.postings.joining import Source, join_field
from index.columnar.postings.layout import decode, streams_of
from index.columnar.postings.postings_file import FieldReader, PostingsFile

Item = tuple[str, bytes, int, float, bytes]
"""A posting of Whoosh: field, term, document, weight, encoded value."""


class InvertedWriter(base.FieldWriter):  # type: ignore[misc]
    """Collects postings, singly or as arrays, and writes the postings file when closed."""

    def __init__(self, create: Callable[[], ArrayFileWriter], folder: str | None = None) -> None:
        """Write to the file that `create` gives; set aside what does not fit in memory in `folder`."""
        self._create = create
        self._folder = folder
        self._fields: dict[str, FieldPostings] = {}
        self._file: ArrayFileWriter | None = None
        self._written: list[dict[str, Any]] = []  # a field of no terms, too
        self.is_closed = False

    def field(self, name: str, format_: Any) -> FieldPostings:
        """Return the collection of a field, new or begun."""
        found = self._fields.get(name)
        if found is None:
            found = self._fields[name] = FieldPostings(streams_of(format_))
        return found

    def add_item(self, format_: Any, item: Item) -> None:
        """Add one posting as Whoosh hands it over."""
        name, term, document, weight, value = item
        if document < 0:  # a word for the spelling graph of older codecs
            return
        frequency, places = decode(format_, value or b"")
        self.field(name, format_).add_posting(term, document, frequency, weight, places)

    def add_postings(self, schema: Any, lengths: Any, items: Iterable[Item]) -> None:
        """Add all postings of a segment, as Whoosh's SegmentWriter hands them over."""
        for item in items:
            self.add_item(schema[item[0]].format, item)

    def _write(self, name: str, write: Callable[[ArrayFileWriter, str], dict[str, Any]]) -> None:
        self._file = self._file or self._create()
        prefix = str(len(self._written))
        self._written.append({"name": name, "file": prefix, **write(self._file, prefix)})

    def join(self, name: str, sources: Sequence[Source]) -> None:
        """Write a field of several segments, to which nothing else was or will be added."""
        self._write(name, lambda file, prefix: join_field(file, prefix, sources, self._folder))

    def close(self) -> None:
        """Write what is left, and the end of the file."""
        for name in sorted(self._fields):
            self._write(name, self._fields.pop(name).write)  # its memory is free before the next one is written
        self._file = self._file or self._create()
        self._file.notes["fields"] = [notes for notes in self._written if notes["terms"]]
        self._file.close()
        self.is_closed = True


class InvertedReader(base.TermsReader):  # type: ignore[misc]
    """Dictionary and postings of a segment. Terms are (field, bytes), ordered by field, then bytes."""

    def __init__(self, postings: PostingsFile, documents: DocumentsReader) -> None:
        self.postings = postings
        self._documents = documents

    def _find(self, fieldname: str, text: bytes) -> tuple[FieldReader, int]:
        field = self.postings.field(fieldname)
        number = -1 if field is None else field.terms.find(text)
        if field is None or number < 0:
            raise TermNotFound(f"No term {fieldname}:{text!r}")
        return field, number

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        field = self.postings.field(term[0])
        return field is not None and field.terms.find(term[1]) >= 0

    def indexed_field_names(self) -> list[str]:
        """Return the fields that have postings."""
        return list(self.postings.names)

    def terms(self) -> Iterator[tuple[str, bytes]]:
        """Yield every term."""
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, bytes]]:
        """Yield the terms from (field, prefix) on, those of later fields included."""
        for name in self.postings.names:
            field = self.postings.field(name)
            if name >= fieldname and field is not None:
                start = field.terms.position(prefix) if name == fieldname else 0
                for at in range(start, len(field.terms), 1024):  # a reader of a prefix stops early
                    for term in field.terms.between(at, min(at + 1024, len(field.terms))):
                        yield name, term

    def items(self) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield every term with its statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[tuple[str, bytes], TermInfo]]:
        """Yield terms with their statistics from (field, prefix) on."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """Return the statistics of a term, deleted documents included. Raises TermNotFound."""
        field, number = self._find(fieldname, text)
        documents, weights = field.documents(number), field.weights(number)
        lengths = self._documents.length_array(fieldname)
        held = np.zeros(1, np.int64) if lengths is None else lengths[documents]
        return TermInfo(
            weight=float(weights.sum(dtype=np.float64)),
            df=len(documents),
            minlength=int(held.min()),
            maxlength=int(held.max()),
            maxweight=float(weights.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        """Return the weight of a term over all documents, 0 where it is unknown."""
        if (fieldname, text) not in self:
            return 0.0
        field, number = self._find(fieldname, text)
        return float(field.weights(number).sum(dtype=np.float64))

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """Return how many documents hold a term, 0 where it is unknown."""
        if (fieldname, text) not in self:
            return 0
        field, number = self._find(fieldname, text)
        return field.document_frequency(number)

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> ArrayMatcher:
        """Return a matcher over the postings of a term. Raises TermNotFound."""
        field, number = self._find(fieldname, text)
        lengths = self._documents.length_array(fieldname)
        return ArrayMatcher(field, number, lengths, format_, (fieldname, text), scorer)

    def cursor(self, fieldname: str, fieldobj: Any) -> FieldCursor:
        """Return a cursor over the terms of a field."""
        return FieldCursor(self, fieldname, fieldobj)


class FieldCursor(base.FieldCursor):  # type: ignore[misc]
    """Walks the terms of a field, as spelling correction and fuzzy queries do."""

    def __init__(self, reader: InvertedReader, fieldname: str, fieldobj: Any) -> None:
        self._reader = reader
        self._fieldname = fieldname
        self._fieldobj = fieldobj
        field = reader.postings.field(fieldname)
        self._terms = None if field is None else field.terms
        self._at = 0

    def is_valid(self) -> bool:
        """Tell whether there is a term here."""
        return self._terms is not None and self._at < len(self._terms)

    def text(self) -> Any:
        """Return this term as the field shows it, None past the last."""
        if self._terms is None or not self.is_valid():
            return None
        return self._fieldobj.from_bytes(self._terms[self._at])

    def first(self) -> Any:
        """Go to the first term and return it."""
        self._at = 0
        return self.text()

    def find(self, string: Any) -> Any:
        """Go to the first term not before `string` and return it."""
        if self._terms is not None:
            sought = string if isinstance(string, bytes) else self._fieldobj.to_bytes(string)
            self._at = self._terms.position(sought)
        return self.text()

    def next(self) -> Any:
        """Go to the next term and return it."""
        self._at += 1
        return self.text()

    def term_info(self) -> TermInfo | None:
        """Return the statistics of this term."""
        if self._terms is None or not self.is_valid():
            return None
        return self._reader.term_info(self._fieldname, self._terms[self._at])
