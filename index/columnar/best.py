"""The best documents of a segment by BM25, for any or all of some terms or for a phrase, evaluated on arrays.

What a posting adds to a score does not depend on the query, so it is computed once for each term and kept. Terms that
many documents hold are kept as an array over all documents, which adds up faster than it scatters.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from index.columnar.segment_arrays import SegmentArrays
from index.remembered import remembered

Documents = NDArray[np.int64]
Scores = NDArray[np.float32]

_BLOCK = 64  # documents of which only the best score is looked at first
_DENSE = 24  # a term that one in so many documents holds is kept as an array over all


class _Term:
    """What a term adds to the scores of the documents that hold it in any field."""

    def __init__(self, documents: Documents, impacts: Scores, size: int) -> None:
        self.count = len(documents)
        self.documents = documents
        self.impacts = impacts
        self.dense: Scores | None = None
        if self.count * _DENSE > size:
            self.dense = np.zeros(size, np.float32)
            self.dense[documents] = impacts

    def add_to(self, scores: Scores) -> None:
        if self.dense is not None:
            scores += self.dense
        else:
            scores[self.documents] += self.impacts

    def at(self, documents: Documents) -> Scores:
        """Return the impacts in some documents, 0 where one lacks the term."""
        if self.dense is not None:
            return self.dense[documents]
        if not self.count:
            return np.zeros(len(documents), np.float32)
        place = np.minimum(np.searchsorted(self.documents, documents), self.count - 1)
        return np.where(self.documents[place] == documents, self.impacts[place], np.float32(0))


class Best:
    """Answers over one segment by BM25, each field scored for itself and added (Robertson, Zaragoza 2009).

    Terms are kept for whoever asks for them again, `kept` of them. Threads may share it. Deleted documents are never
    given. Documents that score the same stand in the order of their numbers.
    """

    def __init__(
        self, segment: SegmentArrays, fields: Sequence[str], k1: float = 1.2, b: float = 0.75, kept: int = 5_000
    ) -> None:
        self._segment = segment
        self._fields = tuple(fields)
        self._k1 = k1
        self._norms: dict[str, Scores] = {}
        for name in self._fields:
            lengths = segment.lengths(name).astype(np.float32)
            mean = max(float(lengths.mean()) if len(lengths) else 0.0, 1e-9)
            self._norms[name] = (np.float32(k1) * (1 - b + b * lengths / mean)).astype(np.float32)
        self._blocks = -(-segment.size // _BLOCK)
        self._term: Callable[[str], _Term] = remembered(self._read, kept)

    def any(self, terms: Sequence[str], count: int = 10) -> list[tuple[int, float]]:
        """Return (document, score) of the best that hold any of the terms."""
        scores = np.zeros(self._blocks * _BLOCK, np.float32)
        within = scores[: self._segment.size]
        for term in terms:
            self._term(term).add_to(within)
        maxima = scores.reshape(-1, _BLOCK).max(axis=1)
        least = np.partition(maxima, -count)[-count] if self._blocks > count else 0
        blocks = np.flatnonzero(maxima >= least)  # a document of another block is worse than the best of these
        among = (blocks[:, None] * _BLOCK + np.arange(_BLOCK)).reshape(-1)
        return _first(among, scores[among], count)

    def all(self, terms: Sequence[str], count: int = 10) -> list[tuple[int, float]]:
        """Return (document, score) of the best that hold all of the terms, each in any field."""
        return _first(*self._holding_all(terms), count)

    def phrase(self, terms: Sequence[str], count: int = 10) -> list[tuple[int, float]]:
        """Return (document, score) of the best in one of whose fields the terms stand side by side.

        They score as documents do that hold all of them.
        """
        documents, scores = self._holding_all(terms)
        found = np.zeros(len(documents), np.bool_)
        for name in self._fields if len(documents) else ():
            if all(self._segment.term_id(name, term) >= 0 for term in terms):
                found[self._side_by_side(name, terms, documents)] = True
        return _first(documents[found], scores[found], count)

    def _read(self, term: str) -> _Term:
        segment = self._segment
        scores = np.zeros(segment.size, np.float32)
        for name in self._fields:
            documents, frequencies = segment.postings(name, term)
            held = len(documents)
            if held:
                idf = math.log(1 + (segment.size - held + 0.5) / (held + 0.5)) * (self._k1 + 1)
                counts = frequencies.astype(np.float32)
                scores[documents] += np.float32(idf) * counts / (counts + self._norms[name][documents])
        scores *= segment.live
        documents_ = np.flatnonzero(scores)
        return _Term(documents_, scores[documents_], segment.size)

    def _holding_all(self, terms: Sequence[str]) -> tuple[Documents, Scores]:
        known = sorted((self._term(term) for term in dict.fromkeys(terms)), key=lambda term: term.count)
        if not known:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        documents, scores = known[0].documents, known[0].impacts
        for term in known[1:]:
            more = term.at(documents)
            kept = np.flatnonzero(more)
            documents, scores = documents[kept], scores[kept] + more[kept]
        return documents, scores

    def _side_by_side(self, name: str, terms: Sequence[str], documents: Documents) -> Documents:
        """Return which of some documents, by index, hold the terms one after the other in a field."""
        rarest, *others = sorted(range(len(terms)), key=lambda n: self._term(terms[n]).count)
        which, places = self._segment.places(name, terms[rarest], documents)
        begins = (which << 32) + places - rarest
        for offset in others:
            if not len(begins):
                break
            left = _distinct(begins >> 32)
            which, places = self._segment.places(name, terms[offset], documents[left])
            here = (left[which] << 32) + places - offset
            begins = (
                begins[here[np.minimum(np.searchsorted(here, begins), len(here) - 1)] == begins] if len(here) else here
            )
        return _distinct(begins >> 32)


def _distinct(rising: Documents) -> Documents:
    """Return the different numbers of a rising array."""
    return rising[np.append(True, rising[1:] != rising[:-1])] if len(rising) else rising


def _first(documents: Documents, scores: Scores, count: int) -> list[tuple[int, float]]:
    if len(documents) > count:
        kept = scores >= np.partition(scores, -count)[-count]
        documents, scores = documents[kept], scores[kept]
    order = np.argsort(-scores, kind="stable")[:count]
    order = order[scores[order] > 0]
    return list(zip(documents[order].tolist(), scores[order].tolist(), strict=True))
