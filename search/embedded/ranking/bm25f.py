"""Scores documents by the terms that they hold: BM25F over title, body, author and source.

BM25F: Robertson, Zaragoza, Taylor, Simple BM25 Extension to Multiple Weighted Fields (CIKM 2004): frequencies of a
term in the fields of a document are normalised by each field's length, weighted, added, and saturated once.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.memory.array_cache import Kept
from index.memory.method_cache import remembered
from search.embedded.arrays.document_arrays import DocumentArrays
from search.embedded.arrays.snapshot import COMMON, Docs, Mask, among, places_among
from search.embedded.ranking.weights import Parameters
from search.query.tree import Expansion

_KEPT = 6_000_000  # scores of common terms kept in memory, 4 bytes each, for terms asked for again
_KEPT_SPARSE = 2_000_000  # scores of other terms, of each 4 bytes and 8 for the document, which others may share
_KEPT_TERMS, _KEPT_SPARSE_TERMS = 40, 13  # of a large index so many times its documents in place of these two
_ROUND_ABOUT = 2_000  # other terms that may be asked for before one comes again
_FEWER = 4  # of a term with so many times as many holders as documents are scored, only these are looked up
_COUNTED = 20_000  # terms of which it is remembered how many documents hold them

Scores = NDArray[np.float32]
Term = tuple[str, str]
"""A tier and a term of it: `("pair", "khoa hoc")`."""

_NONE, _NOTHING = np.empty(0, np.int64), np.empty(0, np.float32)


def idf(documents: int, size: int) -> float:
    """Return ln(1 + (N - n + 0.5) / (n + 0.5)), never negative (Lucene's form of Robertson and Sparck Jones)."""
    return math.log(1 + (max(size - documents, 0) + 0.5) / (documents + 0.5))


def _added(docs: Docs, values: Scores, others: Docs, more: Scores) -> tuple[Docs, Scores]:
    """Return the sum of two sparse arrays; quick where the second is much the shorter: titles beside bodies."""
    if not len(docs):
        return others, more
    at = docs.searchsorted(others)
    known = docs.take(at, mode="clip") == others
    new = (~known).nonzero()[0]
    if not len(new):
        values[at] += more
        return docs, values
    both = known.nonzero()[0]
    values[at[both]] += more[both]
    places = at[new] + np.arange(len(new))  # of the new ones in the sum; `np.insert` would work this out twice
    old = np.ones(len(docs) + len(new), np.bool_)
    old[places] = False
    every, total = np.empty(len(old), np.int64), np.empty(len(old), np.float32)
    every[old], every[places] = docs, others[new]
    total[old], total[places] = values, more[new]
    return every, total


class Ranked:
    """Some of the documents, rising, and the row of each among them: to look rows up is quicker than to seek them."""

    __slots__ = ("documents", "rows")

    def __init__(self, mask: Mask) -> None:
        """Take the documents of a mask; for others `rows` holds nothing that means anything."""
        self.documents = mask.nonzero()[0]
        self.rows = np.empty(len(mask), np.int64)
        self.rows[self.documents] = np.arange(len(self.documents))

    def __len__(self) -> int:
        return len(self.documents)

    def among(self, docs: Docs) -> Mask:
        """Tell which of them are among some documents, which are all of them."""
        found = np.zeros(len(self.documents), np.bool_)
        found[self.rows.take(docs)] = True
        return found


class Impact:
    """The scores that a term adds to documents: pairs of document and score, or a score for every document.

    The second ends one behind the last document that has a score: articles come before records, which hold few terms
    of texts. It is read with `mode="clip"`, so that the zero at its end stands for all that follow.
    """

    __slots__ = ("_dense", "_docs", "_values", "_weight")

    def __init__(self, docs: Docs, values: Scores, dense: Scores | None = None, weight: float = 1.0) -> None:
        """Take rising documents and their scores, or where there is `dense`, that alone; all times `weight`."""
        self._docs, self._values, self._dense = docs, values, dense
        self._weight = np.float32(weight)

    def __len__(self) -> int:
        """Return how many scores it keeps."""
        return len(self._docs) if self._dense is None else len(self._dense)

    def times(self, weight: float) -> Impact:
        """Return the same, weighted."""
        return Impact(self._docs, self._values, self._dense, float(self._weight) * weight)

    def narrowed(self, mask: Mask) -> Impact:
        """Return the same for who looks at the documents in a mask alone: what is kept for all stays as it is."""
        if self._dense is not None:
            return self
        kept = mask.take(self._docs).nonzero()[0]
        if len(kept) == len(self._docs):
            return self
        return Impact(self._docs.take(kept), self._values.take(kept), weight=float(self._weight))

    def of_some(self, documents: Docs) -> Impact:
        """Return the same for who looks at some documents alone, rising and few beside those that it adds to."""
        if self._dense is not None:
            return self
        at, held = places_among(self._docs, documents)
        kept = held.nonzero()[0]
        return Impact(documents.take(kept), self._values.take(at.take(kept)), weight=float(self._weight))

    def sparse(self) -> tuple[Docs, Scores]:
        """Return (documents rising, score of each)."""
        if self._dense is None:
            return self._docs, self._weight * self._values
        docs = self._dense.nonzero()[0]
        return docs, self._weight * self._dense[docs]

    def add_to_some(self, scores: Scores, ranked: Ranked) -> None:
        """Add it to an array of the documents ranked, among which all are that it adds to."""
        if self._dense is not None:
            scores += self._weight * self._dense.take(ranked.documents, mode="clip")
        elif len(self._docs):  # a document occurs once: quicker than indexing twice
            np.add.at(scores, ranked.rows.take(self._docs), self._weight * self._values)

    def add_to(self, scores: Scores) -> None:
        """Add it to an array of all documents."""
        if self._dense is not None:
            scores[: len(self._dense)] += (self._weight * self._dense)[: len(scores)]
        else:
            np.add.at(scores, self._docs, self._weight * self._values)

    def held(self, ranked: Ranked) -> Mask:
        """Tell which of the documents ranked, among which all are that it adds to, these are."""
        if self._dense is None:
            return ranked.among(self._docs)
        return np.asarray(self._dense.take(ranked.documents, mode="clip") > 0, np.bool_)

    def at(self, document: int) -> float:
        """Return what it adds to one document."""
        if self._dense is not None:
            return float(self._weight * self._dense.take(document, mode="clip"))
        place = int(self._docs.searchsorted(document))
        found = place < len(self._docs) and self._docs[place] == document
        return float(self._weight * self._values[place]) if found else 0.0


class Impacts:
    """The impacts of the terms of one snapshot. Threads may share it."""

    def __init__(self, snapshot: DocumentArrays, parameters: Parameters) -> None:
        self._snapshot = snapshot
        self._parameters = parameters
        self._norms: dict[str, Scores] = {}
        self.count = remembered(self._count, _COUNTED)
        """Number of live documents that hold a term of a tier."""
        most = max(_KEPT, _KEPT_TERMS * snapshot.size)
        self._dense: Kept[Term, Scores] = Kept(most, most // max(snapshot.size, 1))
        self._sparse: Kept[Term, Impact] = Kept(max(_KEPT_SPARSE, _KEPT_SPARSE_TERMS * snapshot.size), _ROUND_ABOUT)
        self.articles = max(int(np.count_nonzero(snapshot.live)), 1)
        """Live documents, at least 1."""

    def norm(self, field: str) -> Scores:
        """Return 1 / (1 - b + b · length / mean length) of each document in a field."""
        known = self._norms.get(field)
        if known is None:
            lengths = self._snapshot.lengths(field)
            mean = max(self._total_length(field, lengths) / self.articles, 1e-9)
            known = (1.0 / (1 - self._parameters.b + self._parameters.b * lengths / mean)).astype(np.float32)
            self._norms[field] = known
        return known

    def _total_length(self, field: str, lengths: Scores) -> float:
        """Return how many terms all documents have in a field, given those of the snapshot."""
        return float(lengths.sum())

    def holding_forms(self, expansion: Expansion, documents: int) -> int:
        """Return how many documents hold what was typed or another form of it, given how many of the snapshot do."""
        return documents

    def holding_beginning(self, text: str, fields: Sequence[str], documents: int) -> int:
        """Return how many documents hold a word that begins so in some fields, given how many of the snapshot do."""
        return documents

    def of(self, tier: str, term: str, mask: Mask | None = None, documents: Docs | None = None) -> Impact:
        """Return what a term of a tier adds to documents, to those in `mask` at least; `documents` are its numbers."""
        key, size = (tier, term), self._snapshot.size
        count = self.count(key)
        if self.is_common(key):
            if documents is None or len(documents) * COMMON > size or self._dense.is_asked_again(key):
                return Impact(_NONE, _NOTHING, self._dense.take(key, self._whole))
            docs, frequency = self._read(tier, term, mask, documents)
            # Rounded as in `_whole`, so that a score does not depend on what else answers.
            saturated = frequency / (frequency + np.float32(self._parameters.k1))
            return Impact(docs, saturated * np.float32(self.worth(count)))
        few = documents is not None and len(documents) * _FEWER < count
        if few and not self._sparse.is_asked_again(key):
            return self._scored(key, mask, documents)
        impact = self._sparse.take(key, self._scored)
        if documents is None or mask is None:
            return impact
        return impact.of_some(documents) if few else impact.narrowed(mask)

    def is_common(self, key: Term) -> bool:
        """Tell whether so many documents hold a term that it is kept as an array over all of them."""
        return self.count(key) * COMMON > self._snapshot.size

    def _scored(self, key: Term, mask: Mask | None = None, documents: Docs | None = None) -> Impact:
        """Return what a term that is not common adds to the documents that hold it, as `_read` narrows them."""
        docs, frequency = self._read(*key, mask, documents)
        value = np.float32(self.worth(self.count(key)))
        return Impact(docs, value * frequency / (frequency + np.float32(self._parameters.k1)))

    def _whole(self, key: Term) -> Scores:
        """Return what a common term adds, for every document up to one behind the last of them."""
        (tier, term), p = key, self._parameters
        lists = {field: self._snapshot.holders(field, term) for field in self._weights(tier)}
        frequency = np.zeros(max([int(docs[-1]) for docs in lists.values() if len(docs)], default=-1) + 2, np.float32)
        for field, weight in self._weights(tier).items():
            docs = lists[field]
            if len(docs):
                more = self._snapshot.frequencies(field, term)
                more *= self.norm(field).take(docs)
                more *= np.float32(weight)
                np.add.at(frequency, docs, more)
        saturated = frequency / (frequency + np.float32(p.k1))
        saturated *= np.float32(self.worth(self.count(key)))
        return saturated

    def _read(self, tier: str, term: str, mask: Mask | None, documents: Docs | None) -> tuple[Docs, Scores]:
        """Return the length-normalised frequency of a term, the fields added up, in the documents that hold it."""
        docs, frequency = _NONE, _NOTHING
        for field, weight in self._weights(tier).items():
            others = self._snapshot.holders(field, term)
            if not len(others):
                continue
            if documents is not None and len(documents) * _FEWER < len(others):
                at, held = places_among(others, documents)
                kept = held.nonzero()[0]
                others = documents.take(kept)
                more = self._snapshot.frequencies_at(field, term, at.take(kept))
            else:
                more = self._snapshot.frequencies(field, term)
                if mask is not None:
                    kept = mask.take(others).nonzero()[0]
                    if len(kept) < len(others):
                        others, more = others.take(kept), more.take(kept)
            more *= self.norm(field).take(others)
            more *= np.float32(weight)
            docs, frequency = _added(docs, frequency, others, more)
        return docs, frequency

    def saturation(self, tier: str, term: str) -> tuple[Docs, Scores]:
        """Return (documents, f / (f + k1)) of one term of a tier, f its length-normalised frequency."""
        docs, values = self.of(tier, term).sparse()
        return docs, values / np.float32(self.worth(self.count((tier, term))))

    def _weights(self, tier: str) -> dict[str, float]:
        weights = {f"body_{tier}": 1.0, f"title_{tier}": self._parameters.title}
        if tier in ("word", "fold"):
            weights |= {f"author_{tier}": self._parameters.side, f"source_{tier}": self._parameters.side}
        return weights

    def _count(self, key: Term) -> int:
        """Return how many live documents hold a term of a tier in any of these fields."""
        tier, term = key
        lists = [docs for field in self._weights(tier) if len(docs := self._snapshot.holders(field, term))]
        if len(lists) < 3:
            first, *others = sorted(lists, key=len, reverse=True) or [_NONE]
            return len(first) + sum(len(docs) - int(np.count_nonzero(among(first, docs))) for docs in others)
        held = np.zeros(self._snapshot.size, np.bool_)
        for docs in lists:
            held[docs] = True
        return int(np.count_nonzero(held))

    def worth(self, documents: int) -> float:
        """Return what a term of so many documents adds to one that is full of it."""
        return idf(documents, self.articles) * (self._parameters.k1 + 1)
