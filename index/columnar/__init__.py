"""A Whoosh codec that keeps segments as numpy arrays, mapped read-only, checksummed, without pickle.

    index.writer(codec=ColumnarCodec())    any Whoosh index; every Whoosh query runs as before
    ColumnarWriter(index)                  the same, with columnar indexing and merging
    segment_arrays(index.reader())         postings, positions, lengths, columns as arrays
    verify(index)                          every byte of every segment against its checksum

The format stands in docs/codec.md.
"""

from __future__ import annotations

from typing import Any

from index.columnar.array_file import CorruptFile
from index.columnar.codec import ColumnarCodec, ColumnarSegment, files_of
from index.columnar.postings.runs import Postings
from index.columnar.segment_arrays import SegmentArrays, segment_arrays
from index.columnar.writer import ColumnarWriter

__all__ = [
    "ColumnarCodec",
    "ColumnarWriter",
    "CorruptFile",
    "Postings",
    "SegmentArrays",
    "segment_arrays",
    "verify",
]


def verify(index: Any) -> None:
    """Read all columnar segments of a Whoosh index through. Raises CorruptFile for the first damaged one."""
    for segment in index._segments():
        if isinstance(segment, ColumnarSegment):
            for file in files_of(index.storage, segment):
                file.verify()
