"""A local generation as arrays over all its segments, for whoever publishes it."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.analysis.partial_dates import first_day, last_day
from index.columnar import SegmentArrays, segment_arrays
from index.columnar.column_values import CodeColumn
from index.generations.store import Generation

Numbers = NDArray[np.int64]


class GenerationArrays:
    """The live documents of one generation. Documents are numbered over all segments, dead ones included."""

    def __init__(self, generation: Generation, segments: list[SegmentArrays], names: list[str]) -> None:
        self.generation = generation
        self.segments = segments
        self.segment_names = names
        self.size = sum(segment.size for segment in segments)
        self.live = np.concatenate([np.zeros(0, np.bool_), *(segment.live for segment in segments)])

    def texts(self, name: str) -> list[str]:
        """Return the value of a column of text of every document, '' where it has none."""
        values: list[str] = []
        for segment in self.segments:
            column = segment.column(name)
            if not isinstance(column, CodeColumn):  # none of its documents has a value
                values += [""] * segment.size
                continue
            table = [value.decode() for value in column.values]
            values += [table[code] for code in column.codes.tolist()]
        return values

    @cached_property
    def keys(self) -> list[str]:
        """The key of each document."""
        return self.texts("key")

    @cached_property
    def kinds(self) -> list[str]:
        """The kind of each document."""
        return self.texts("kind")

    @cached_property
    def labels(self) -> list[str]:
        """The title or name of each document."""
        return self.texts("label")

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each live document, by key."""
        return {self.keys[n]: n for n in np.flatnonzero(self.live).tolist()}

    @cached_property
    def days(self) -> tuple[Numbers, Numbers]:
        """The first and the last day that the date of each document may mean, as YYYYMMDD; 0 where not known."""
        dates = self.texts("day")
        known = {date: (first_day(date), last_day(date)) if date else (0, 0) for date in set(dates)}
        days = np.array([known[date] for date in dates], np.int64).reshape(-1, 2)
        return days[:, 0], days[:, 1]

    def place(self, number: int) -> tuple[int, int]:
        """Return the segment of a document and its number there."""
        at = 0
        while number >= self.segments[at].base + self.segments[at].size:
            at += 1
        return at, number - self.segments[at].base

    def record(self, number: int) -> bytes:
        """Return the stored record of a document, JSON."""
        segment, within = self.place(number)
        record: bytes = self.segments[segment].stored(within)["record"]
        return record

    def content(self, number: int) -> bytes:
        """Return 16 bytes that tell the content of a document from any other: its record, and roles as indexed."""
        segment, within = self.place(number)
        column = self.segments[segment].column("roles")
        roles = column[within] if isinstance(column, CodeColumn) else b""
        return hashlib.blake2b(self.record(number) + b"\0" + roles, digest_size=16).digest()


@contextlib.contextmanager
def opened(generation: Generation) -> Iterator[GenerationArrays]:
    """Open a generation for reading, and close it at the end."""
    index = generation.open()
    with index.reader() as reader:
        names = [str(segment.segment_id()) for segment in index._segments()]
        yield GenerationArrays(generation, segment_arrays(reader), names)
