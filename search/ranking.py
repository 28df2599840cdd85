"""How well a document answers: BM25F over the tiers of a text, added up into one array of scores.

BM25F: Robertson, Zaragoza, Taylor, Simple BM25 Extension to Multiple Weighted Fields (CIKM 2004): frequencies of a
term in the fields of a document are normalised by each field's length, weighted, added, and saturated once.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass

import numpy as np
from index.analysis.segment import Segmenter
from numpy.typing import NDArray

from index.analysis.dates import dates_in
from index.analysis.normalise import nfc, strip_accents
from index.analysis.tiers import compounds
from index.analysis.tokens import folded, pairs, words
from search.query import Phrase, Prefix, Query, Word, leaves
from search.snapshot import Snapshot

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Parameters:
    """Weights of the ranking; one setting for every collection (`docs/ranking.md` has the measurements)."""

    k1: float = 1.2
    b: float = 0.75
    title: float = 2.0
    side: float = 1.0
    word: float = 1.0
    fold: float = 1.0
    pair: float = 1.0
    compound: float = 0.0


DEFAULT = Parameters()


def idf(documents: int, size: int) -> float:
    """Return ln(1 + (N - n + 0.5) / (n + 0.5)), never negative (Lucene's form of Robertson and Sparck Jones)."""
    return math.log(1 + (max(size - documents, 0) + 0.5) / (documents + 0.5))


class Ranker:
    """Scores documents of one snapshot."""

    def __init__(self, snapshot: Snapshot, segmenter: Segmenter | None, parameters: Parameters = DEFAULT) -> None:
        self._snapshot = snapshot
        self._segmenter = segmenter
        self._parameters = parameters
        self._articles = max(int(np.count_nonzero(snapshot.live)), 1)
        self._norms: dict[str, Scores] = {}

    def _norm(self, field: str) -> Scores:
        """Return 1 / (1 - b + b · length / mean length) of each document in a field."""
        known = self._norms.get(field)
        if known is None:
            lengths = self._snapshot.lengths(field)
            mean = max(float(lengths.sum()) / self._articles, 1e-9)
            known = (1.0 / (1 - self._parameters.b + self._parameters.b * lengths / mean)).astype(np.float32)
            self._norms[field] = known
        return known

    def impact(self, tier: str, term: str) -> tuple[NDArray[np.int32], Scores]:
        """Return (documents, score contributions) of one term of a tier, over title, body, author and source."""
        p = self._parameters
        weights = {"body": 1.0, "title": p.title}
        if tier in ("word", "fold"):
            weights |= {"author": p.side, "source": p.side}
        parts = []
        for field, weight in weights.items():
            docs, freqs = self._snapshot.postings(f"{field}_{tier}", term)
            if len(docs):
                parts.append((docs, freqs * np.float32(weight) * self._norm(f"{field}_{tier}")[docs]))
        if not parts:
            return np.empty(0, np.int32), np.empty(0, np.float32)
        if len(parts) == 1:
            docs, frequency = parts[0]
        else:
            every = np.concatenate([d for d, _ in parts])
            docs, inverse = np.unique(every, return_inverse=True)
            frequency = np.bincount(inverse, np.concatenate([f for _, f in parts])).astype(np.float32)
        value = np.float32(idf(len(docs), self._articles) * (p.k1 + 1))
        return docs, value * frequency / (frequency + np.float32(p.k1))

    def scores(self, query: Query) -> Scores:
        """Return a score for each document of the snapshot, 0 where no term of the query occurs."""
        scores = np.zeros(self._snapshot.size, np.float32)
        for (tier, term), weight in self.terms(query).items():
            docs, impacts = self.impact(tier, term)
            scores[docs] += np.float32(weight) * impacts
        return scores

    def terms(self, query: Query) -> dict[tuple[str, str], float]:
        """Return the weighted (tier, term) pairs by which a query ranks.

        Words side by side in the query give pairs as well. The accent-exact tier counts only where the query has
        accents at all: `dang vu minh` says nothing about which of đang, đảng, đặng is meant.
        """
        p = self._parameters
        text = " ".join(
            leaf.text for leaf, excluded in leaves(query.root) if not excluded and not isinstance(leaf, Prefix)
        )
        text = nfc(text)
        canonical = words(text)
        folds = folded(canonical)
        weights: dict[tuple[str, str], float] = {}

        def add(tier: str, terms: list[str], weight: float) -> None:
            for term, count in Counter(terms).items():
                weights[tier, term] = weights.get((tier, term), 0.0) + weight * count

        add("fold", folds, p.fold)
        add("pair", pairs(folds) + [date for _, _, date in dates_in(text)], p.pair)
        if strip_accents(text) != text:
            for word, fold in zip(canonical, folds, strict=True):
                add("word", [word], p.word * (1.0 if word != fold else self._share(word, fold)))
            if self._segmenter and p.compound:
                add("compound", compounds(text, self._segmenter), p.compound)
        return {key: weight for key, weight in weights.items() if weight > 0}

    def _share(self, word: str, fold: str) -> float:
        """Return which share of the documents with a folded word have it written without accents.

        In `đăng vu minh` the user left accents out of vu and minh; in `khoa học` khoa has none: the index knows.
        """
        plain = len(self._snapshot.postings("body_word", word)[0])
        every = len(self._snapshot.postings("body_fold", fold)[0])
        return plain / every if every else 0.0


def query_words(query: Query) -> list[Word | Phrase | Prefix]:
    """Return the leaves of a query that a hit may show: those not excluded."""
    return [leaf for leaf, excluded in leaves(query.root) if not excluded]
