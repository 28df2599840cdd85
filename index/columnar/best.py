"""The best documents of a segment by BM25, for any or all of some terms or for a phrase, evaluated on arrays.

What a posting adds to a score does not depend on the query, so it is computed once for each term and kept. Terms that
many documents hold are kept as an array over all documents, which adds up faster than it scatters.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.columnar.segment_arrays import SegmentArrays
from index.memory.array_cache import Kept
from index.memory.method_cache import remembered

Documents = NDArray[np.int64]
Places = NDArray[np.int32] | NDArray[np.int64]
Scores = NDArray[np.float32]

_LOOKED_UP = 16  # times that one array must be as long as another for each number of this to be looked up in it
_BLOCK = 64  # documents of which only the best score is looked at first
_MOST_PLACES = 2**31 - 2**16  # in four bytes, with room for the longest phrase
_DENSE = 24  # a term that one in so many documents holds is kept as an array over all


class _Term:
    """The scores that a term adds to the scores of the documents that hold it in any field."""

    def __init__(self, documents: Documents, impacts: Scores, size: int) -> None:
        """Take the documents that hold the term, rising, and how many the arrays of all documents have room for."""
        self.count = len(documents)
        self.documents = documents
        self.impacts = impacts
        self.dense: Scores | None = None
        if self.count * _DENSE > size:
            self.dense = np.zeros(size, np.float32)
            self.dense[documents] = impacts

    def at(self, documents: Documents) -> Scores:
        """Return the impacts in some documents, 0 where one lacks the term."""
        if self.dense is not None:
            return np.asarray(self.dense.take(documents), np.float32)
        if not self.count:
            return np.zeros(len(documents), np.float32)
        place = self.documents.searchsorted(documents)
        found = self.documents.take(place, mode="clip") == documents
        return np.asarray(self.impacts.take(place, mode="clip") * found, np.float32)


class Best:
    """Answers over one segment by BM25, each field scored for itself and added (Robertson, Zaragoza 2009).

    Terms are kept for whoever asks for them again, `kept` of them, and where those of phrases stand, up to
    `kept_places` in all (4 bytes each). Threads may share it. Deleted documents are never given. Documents that score
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
        self._room = -(-segment.size // _BLOCK) * _BLOCK
        self._term: Callable[[str], _Term] = remembered(self._read, kept)
        self._starts = self._numbered()
        self._places: Kept[str, np.signedinteger[Any]] = Kept(kept_places)

    def any(self, terms: Sequence[str], count: int = 10) -> list[tuple[int, float]]:
        """Return (document, score) of the best that hold any of the terms."""
        scores = self._added_up([self._term(term) for term in terms])
        maxima = scores.reshape(_BLOCK, self._room // _BLOCK).max(axis=0)  # row by row
        if len(maxima) > count:
            maxima.partition(len(maxima) - count)
            least = maxima[-count]  # so many documents score as much, each the best of its block
            documents = (scores >= least if least > 0 else scores).nonzero()[0]
        else:
            documents = scores.nonzero()[0]
        return _first(documents, scores.take(documents), count)

    def _added_up(self, terms: Sequence[_Term]) -> Scores:
        """Return the sum of what the terms add, for each document there is room for."""
        arrays = [term.dense for term in terms if term.dense is not None]
        if not arrays:
            scores = np.zeros(self._room, np.float32)
        elif len(arrays) == 1:
            scores = arrays[0].copy()
        else:
            scores = arrays[0] + arrays[1]
        for array in arrays[2:]:
            scores += array
        for term in terms:
            if term.dense is None:
                scores[term.documents] += term.impacts
        return scores

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
        return _first(documents, scores, count)  # without those deleted, which score nothing

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
        return _Term(documents_, scores[documents_], self._room)

    def _holding_all(self, terms: Sequence[str]) -> tuple[Documents, Scores]:
        known = sorted((self._term(term) for term in dict.fromkeys(terms)), key=lambda term: term.count)
        if not known:
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        documents, scores = known[0].documents, known[0].impacts
        for term in known[1:]:
            more = term.at(documents)
            kept = more.nonzero()[0]
            if len(kept) < len(documents):
                documents, scores, more = documents.take(kept), scores.take(kept), more.take(kept)
            scores = scores + more
        return documents, scores

    def _side_by_side(self, terms: Sequence[str]) -> Documents:
        """Return the documents that hold the terms one after the other in a field, deleted ones included."""
        if not terms:
            return np.zeros(0, np.int64)
        places = [self._places.take(term, self._read_places) for term in terms]
        rarest, *others = sorted(range(len(terms)), key=lambda n: len(places[n]))
        found, at = places[rarest], rarest  # where word number `at` of the phrase stands, as far as the others agree
        for other in others:
            if not len(found):
                break
            found, at = _in_both(found + (other - at), places[other]), other
        return _distinct(self._starts[0].searchsorted(found, side="right") - 1)

    def _numbered(self) -> list[Places]:
        """Return for each field where the text of each document begins when all places of the segment are numbered.

        Document after document, field after field, one place between. A place is a number of four bytes while they
        suffice: half as much to keep and to compare.
        """
        lengths = np.array([self._segment.lengths(name) for name in self._fields], np.int64)
        ends = np.cumsum((lengths + 1).T, dtype=np.int64)
        starts = ends.reshape(self._segment.size, -1) - (lengths + 1).T
        fit = not len(ends) or ends[-1] <= _MOST_PLACES
        return [column.astype(np.int32) if fit else np.ascontiguousarray(column) for column in starts.T]

    def _read_places(self, term: str) -> Places:
        """Return the places of a term, rising. Raises ValueError where positions have gaps: those are not numbered."""
        parts: list[Places] = []
        for name, starts in zip(self._fields, self._starts, strict=True):
            documents, frequencies = self._segment.postings(name, term)
            if len(documents):
                _, positions = self._segment.positions(name, term)
                lengths = self._segment.lengths(name)
                if (positions >= lengths[documents].repeat(frequencies)).any():
                    raise ValueError(f"positions in {name} have gaps, so that phrases are not found on arrays")
                parts.append(np.add(starts[documents].repeat(frequencies), positions, dtype=starts.dtype))
        if len(parts) < 2:
            return parts[0] if parts else np.zeros(0, np.int32)
        return np.sort(np.concatenate(parts), kind="stable")  # joins what is sorted already


def _in_both(few: Places, many: Places) -> Places:
    """Return the numbers that are in two rising arrays, the first of which is the shorter."""
    if not len(many):
        return many
    if len(few) * _LOOKED_UP < len(many):
        return np.asarray(few[many.take(many.searchsorted(few), mode="clip") == few])
    both = np.concatenate([few, many])
    both.sort(kind="stable")  # two runs, which it joins
    rest = both[1:]
    return np.asarray(rest[rest == both[:-1]])


def _distinct(rising: Documents) -> Documents:
    """Return the different numbers of a rising array."""
    return rising[np.append(True, rising[1:] != rising[:-1])] if len(rising) else rising


def _first(documents: Documents, scores: Scores, count: int) -> list[tuple[int, float]]:
    """Return the best of some documents, rising, of those that score anything."""
    if len(documents) > count:
        least = np.partition(scores, -count)[-count]
        kept = (scores >= least).nonzero()[0]
        documents, scores = documents.take(kept), scores.take(kept)
    order = (-scores).argsort(kind="stable")[:count]
    pairs = zip(documents.take(order).tolist(), scores.take(order).tolist(), strict=True)
    return [(document, score) for document, score in pairs if score > 0]
