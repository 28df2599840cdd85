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
from index.kept import Kept
from index.remembered import remembered

Documents = NDArray[np.int64]
Places = NDArray[np.int64]
Scores = NDArray[np.float32]

_DOCUMENT, _FIELD = 32, 28  # bits below a document's number and below a field's
_LOOKED_UP = 16  # times that one array must be as long as another for each number of this to be looked up in it
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
        place = self.documents.searchsorted(documents)
        found = self.documents.take(place, mode="clip") == documents
        return np.asarray(self.impacts.take(place, mode="clip") * found, np.float32)


class Best:
    """Answers over one segment by BM25, each field scored for itself and added (Robertson, Zaragoza 2009).

    Terms are kept for whoever asks for them again, `kept` of them, and where those of phrases stand, up to
    `kept_places` in all (8 bytes each). Threads may share it. Deleted documents are never given. Documents that score
    the same stand in the order of their numbers.
    """

    def __init__(
        self,
        segment: SegmentArrays,
        fields: Sequence[str],
        k1: float = 1.2,
        b: float = 0.75,
        kept: int = 5_000,
        kept_places: int = 16_000_000,
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
        self._places: Kept[str, np.int64] = Kept(kept_places)

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
        documents = self._side_by_side(terms)
        scores = np.zeros(len(documents), np.float32)
        for term in dict.fromkeys(terms) if len(documents) else ():
            scores += self._term(term).at(documents)
        found = np.flatnonzero(scores)  # deleted documents score nothing
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

    def _side_by_side(self, terms: Sequence[str]) -> Documents:
        """Return the documents that hold the terms one after the other in a field, deleted ones included."""
        if not terms:
            return np.zeros(0, np.int64)
        places = [self._places.take(term, self._read_places) for term in terms]
        rarest, *others = sorted(range(len(terms)), key=lambda n: len(places[n]))
        begins = places[rarest] - rarest
        for offset in others:
            if not len(begins):
                break
            begins = _in_both(begins + offset, places[offset]) - offset
        return _distinct(begins >> _DOCUMENT)

    def _read_places(self, term: str) -> Places:
        """Return where a term stands: `document << 32 | field << 28 | position`, rising."""
        parts: list[Places] = []
        for number, name in enumerate(self._fields):
            documents, frequencies = self._segment.postings(name, term)
            if len(documents):
                _, positions = self._segment.positions(name, term)
                of = np.repeat(documents.astype(np.int64) << _DOCUMENT | number << _FIELD, frequencies)
                parts.append(np.add(of, positions, dtype=np.int64))
        if len(parts) < 2:
            return parts[0] if parts else np.zeros(0, np.int64)
        return np.sort(np.concatenate(parts), kind="stable")  # joins what is sorted already


def _in_both(few: Places, many: Places) -> Places:
    """Return the numbers that are in two rising arrays, the first of which is the shorter."""
    if not len(many):
        return many
    if len(few) * _LOOKED_UP < len(many):
        return np.asarray(few[many.take(many.searchsorted(few), mode="clip") == few])
    both = np.sort(np.concatenate([few, many]), kind="stable")  # two runs, which it joins
    return np.asarray(both[1:][both[1:] == both[:-1]])


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
