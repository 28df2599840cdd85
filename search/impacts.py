"""What a term adds to the score of each document that holds it: BM25F over title, body, author and source.

BM25F: Robertson, Zaragoza, Taylor, Simple BM25 Extension to Multiple Weighted Fields (CIKM 2004): frequencies of a
term in the fields of a document are normalised by each field's length, weighted, added, and saturated once.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from search.kept import Kept
from search.parameters import Parameters
from search.snapshot import Docs, Snapshot

_KEPT = 3_000_000  # impacts kept in memory, 12 bytes each, for terms asked for again

Scores = NDArray[np.float32]
Term = tuple[str, str]
"""A tier and a term of it: `("pair", "khoa hoc")`."""


def idf(documents: int, size: int) -> float:
    """Return ln(1 + (N - n + 0.5) / (n + 0.5)), never negative (Lucene's form of Robertson and Sparck Jones)."""
    return math.log(1 + (max(size - documents, 0) + 0.5) / (documents + 0.5))


def _added(docs: Docs, values: Scores, others: Docs, more: Scores) -> tuple[Docs, Scores]:
    """Return the sum of two sparse arrays; quick where the second is much the shorter: titles beside bodies."""
    if not len(docs):
        return others, more
    at = np.searchsorted(docs, others)
    known = docs[np.minimum(at, len(docs) - 1)] == others
    values[at[known]] += more[known]
    if known.all():
        return docs, values
    new = ~known
    return np.insert(docs, at[new], others[new]), np.insert(values, at[new], more[new])


class Impacts:
    """The impacts of the terms of one snapshot. Threads may share it."""

    def __init__(self, snapshot: Snapshot, parameters: Parameters) -> None:
        self._snapshot = snapshot
        self._parameters = parameters
        self._norms: dict[str, Scores] = {}
        self._kept: Kept[Term] = Kept(_KEPT)
        self.articles = max(int(np.count_nonzero(snapshot.live)), 1)
        """Live documents, at least 1."""

    def norm(self, field: str) -> Scores:
        """Return 1 / (1 - b + b · length / mean length) of each document in a field."""
        known = self._norms.get(field)
        if known is None:
            lengths = self._snapshot.lengths(field)
            mean = max(float(lengths.sum()) / self.articles, 1e-9)
            known = (1.0 / (1 - self._parameters.b + self._parameters.b * lengths / mean)).astype(np.float32)
            self._norms[field] = known
        return known

    def of(self, tier: str, term: str) -> tuple[Docs, Scores]:
        """Return (documents, score contributions) of one term of a tier, over title, body, author and source."""
        return self._kept.take((tier, term), self._read)

    def _read(self, key: Term) -> tuple[Docs, Scores]:
        (tier, term), p = key, self._parameters
        weights = {"body": 1.0, "title": p.title}
        if tier in ("word", "fold"):
            weights |= {"author": p.side, "source": p.side}
        docs, frequency = np.empty(0, np.int64), np.empty(0, np.float32)
        for name, weight in weights.items():
            others, freqs = self._snapshot.postings(f"{name}_{tier}", term)
            if len(others):
                more = freqs * np.float32(weight) * self.norm(f"{name}_{tier}").take(others)
                docs, frequency = _added(docs, frequency, others, more)
        value = np.float32(self.worth(len(docs)))
        return docs, value * frequency / (frequency + np.float32(p.k1))

    def saturation(self, tier: str, term: str) -> tuple[Docs, Scores]:
        """Return (documents, f / (f + k1)) of one term of a tier, f its length-normalised frequency."""
        docs, values = self.of(tier, term)
        return docs, values / np.float32(self.worth(len(docs)))

    def worth(self, documents: int) -> float:
        """Return what a term of so many documents adds to one that is full of it."""
        return idf(documents, self.articles) * (self._parameters.k1 + 1)
