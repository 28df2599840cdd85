"""Postings on their way to disk: gathered as arrays, sorted by term and document a run at a time, then joined.

A *chapter* is 65,536 successive documents of a segment, so that a document within it fits 16 bits. A run holds
postings of one chapter. Documents come in rising order, so runs of a chapter follow each other document by
document, and joining them moves blocks instead of sorting again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.columnar.array_file import narrowest
from index.columnar.postings.layout import stream_type

Numbers = NDArray[np.int64]

CHAPTER = 1 << 16
"""Documents in a chapter."""


@dataclass(frozen=True, slots=True)
class Postings:
    """Postings as columns. A row is a term number, a document number, a frequency and a weight.

    `weights` is None where every weight equals its frequency. `places` maps a stream (`layout`) to its numbers,
    as many for each row as its frequency, in the order of the rows.
    """

    terms: NDArray[Any]
    documents: NDArray[Any]
    frequencies: NDArray[Any]
    weights: NDArray[Any] | None
    places: dict[str, NDArray[Any]]

    def __len__(self) -> int:
        return len(self.terms)

    def take(self, rows: Numbers) -> Postings:
        """Return some rows, in the order asked for."""
        moved = self.frequencies[rows].astype(np.int64)
        starts = np.cumsum(self.frequencies, dtype=np.int64) - self.frequencies
        spots = blocks(starts[rows], moved) if self.places else None
        return Postings(
            self.terms[rows],
            self.documents[rows],
            self.frequencies[rows],
            None if self.weights is None else self.weights[rows],
            {name: stream[spots] for name, stream in self.places.items()},
        )

    def renumbered(self, terms: NDArray[Any], documents: Numbers) -> Postings:
        """Return the rows with other terms and documents, as many as there are; without those of document -1."""
        moved = replace(self, terms=terms, documents=documents)
        return moved if (documents >= 0).all() else moved.take(np.flatnonzero(documents >= 0))


def blocks(starts: Numbers, counts: Numbers) -> Numbers:
    """Return the indices start, start + 1, … (count of them) of each block, one block after the other."""
    ends = counts.cumsum()
    begins = (starts - (ends - counts)).repeat(counts)
    return np.add(begins, np.arange(ends[-1] if len(ends) else 0), dtype=np.int64)


def ranges(counts: Numbers, rows: int) -> Iterator[tuple[int, int]]:
    """Yield (first, behind the last) of successive terms that have some `rows` postings together, `counts` each."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    cuts = ends.searchsorted(np.arange(rows, total, rows)) + 1
    return pairwise(np.unique([0, *cuts.tolist(), len(counts)]).tolist())


def _narrow(numbers: NDArray[Any]) -> NDArray[Any]:
    return numbers.astype(narrowest(int(numbers.max(initial=0))))


def joined(parts: Sequence[Postings]) -> Postings:
    """Return the rows of all parts, one part after the other."""
    if len(parts) == 1:
        return parts[0]
    weighted = any(p.weights is not None for p in parts)
    return Postings(
        np.concatenate([p.terms for p in parts]),
        np.concatenate([p.documents for p in parts]),
        np.concatenate([p.frequencies for p in parts]),
        np.concatenate([p.frequencies if p.weights is None else p.weights for p in parts]) if weighted else None,
        {name: np.concatenate([p.places[name] for p in parts]) for name in parts[0].places},
    )


def from_tokens(terms: NDArray[Any], documents: NDArray[Any], positions: NDArray[Any] | None) -> Postings:
    """Return the postings of single tokens, sorted by term and document; positions rising within each.

    Term, document and position are packed into one number and sorted as such, which numpy does several times
    faster than it sorts an order. `documents` are below CHAPTER.
    """
    place_bits = 0 if positions is None else int(positions.max(initial=0)).bit_length()
    if int(terms.max(initial=0)).bit_length() + 16 + place_bits > 64:
        raise OverflowError("too many terms, or too long a document, for one segment")
    keys = terms.astype(np.uint64) << np.uint64(16) | documents.astype(np.uint64)
    if positions is not None:
        keys = keys << np.uint64(place_bits) | positions.astype(np.uint64)
    keys.sort()
    places = {}
    if positions is not None:
        places["positions"] = _narrow(keys & np.uint64((1 << place_bits) - 1))
        keys >>= np.uint64(place_bits)
    firsts = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])) if len(keys) else np.zeros(0, np.int64)
    keys, frequencies = keys[firsts], np.diff(firsts, append=len(keys))
    return Postings(
        (keys >> np.uint64(16)).astype(np.uint32),
        (keys & np.uint64(CHAPTER - 1)).astype(np.uint16),
        _narrow(frequencies),
        None,
        places,
    )


def ordered(postings: Postings) -> Postings:
    """Return the rows sorted by term, then document."""
    keys = postings.terms.astype(np.int64) << 32 | postings.documents.astype(np.int64)
    if (keys[1:] >= keys[:-1]).all():
        return postings
    return postings.take(np.argsort(keys, kind="stable"))


def by_chapter(postings: Postings) -> list[tuple[int, Postings]]:
    """Return postings apart for each chapter, their documents counted from the chapter's first."""
    chapters = postings.documents >> 16
    parts = []
    for chapter in np.unique(chapters).tolist():
        rows = chapters == chapter
        part = postings if rows.all() else postings.take(np.flatnonzero(rows))
        documents = (part.documents & (CHAPTER - 1)).astype(np.uint16)
        parts.append((chapter, replace(part, documents=documents)))
    return parts


def merged(runs: Sequence[Postings], ranks: Numbers, size: int) -> Postings:
    """Return the postings of sorted runs as one, sorted by the rank of their term, then document.

    `ranks[term]` is the term's place in the dictionary of `size` terms. Every document of a run comes after
    those of the runs before it.
    """
    counts = np.zeros(size, np.int64)
    places = np.zeros(size, np.int64)
    shapes = []
    for run in runs:
        firsts = np.flatnonzero(np.append(True, run.terms[1:] != run.terms[:-1]))
        rank = ranks[run.terms[firsts]]
        rows = np.diff(firsts, append=len(run))
        held = np.add.reduceat(run.frequencies, firsts, dtype=np.int64)
        counts[rank] += rows
        places[rank] += held
        shapes.append((rank, rows, held))
    row_next, place_next = np.cumsum(counts) - counts, np.cumsum(places) - places
    total, all_places = int(counts.sum()), int(places.sum())
    weighted = any(run.weights is not None for run in runs)
    result = Postings(
        np.repeat(np.arange(size, dtype=np.uint32), counts),
        np.empty(total, np.uint16),
        np.empty(total, np.uint32),
        np.empty(total, np.float32) if weighted else None,
        {name: np.empty(all_places, stream_type(name)) for name in runs[0].places},
    )
    for run, (rank, rows, held) in zip(runs, shapes, strict=True):
        to = blocks(row_next[rank], rows)
        row_next[rank] += rows
        result.documents[to] = run.documents
        result.frequencies[to] = run.frequencies
        if result.weights is not None:
            result.weights[to] = run.frequencies if run.weights is None else run.weights
        if run.places:
            to = blocks(place_next[rank], held)
            place_next[rank] += held
            for name, stream in run.places.items():
                result.places[name][to] = stream
    return result
