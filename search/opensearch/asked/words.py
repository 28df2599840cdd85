"""Keeps the words of one generation in memory: which it holds, in how many documents, in which fields.

A table that the publisher wrote beside the index. Questions about single words need no round trip then.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest

import numpy as np
from numpy.typing import NDArray

from index.generations.opensearch.words import FIELDS

_RANKED, _ANY = len(FIELDS), len(FIELDS) + 1
_COLUMNS = len(FIELDS) + 2


class Words:
    """The terms of tiers `fold` and `word`, sorted, with their counts. Threads may share it."""

    def __init__(self, counts: Mapping[str, Mapping[str, Sequence[int]]]) -> None:
        """Take by tier and term the eight counts of each."""
        self._terms: dict[str, list[str]] = {}
        self._counts: dict[str, NDArray[np.uint32]] = {}
        for tier, found in counts.items():
            terms = self._terms[tier] = sorted(found)
            self._counts[tier] = np.array([found[term] for term in terms], np.uint32).reshape(-1, _COLUMNS)

    def _at(self, tier: str, term: str, column: int) -> int:
        terms = self._terms[tier]
        at = bisect_left(terms, term)
        return int(self._counts[tier][at, column]) if at < len(terms) and terms[at] == term else 0

    def count(self, field: str, term: str) -> int:
        """Return how many documents hold a term in an index field such as `title_fold`."""
        name, _, tier = field.rpartition("_")
        return self._at(tier, term, FIELDS.index(name))

    def ranked(self, tier: str, term: str) -> int:
        """Return how many documents hold a term in a field by which documents are ranked."""
        return self._at(tier, term, _RANKED)

    def anywhere(self, fold: str) -> int:
        """Return how many documents hold a folded word in any field."""
        return self._at("fold", fold, _ANY)

    def frequent(self, beginning: tuple[str, str, int]) -> tuple[tuple[str, int], ...]:
        """Return (term, count) of terms, given (field, beginning, how many), the most frequent first."""
        field, prefix, most = beginning
        name, _, tier = field.rpartition("_")
        terms, column = self._terms[tier], FIELDS.index(name)
        first = bisect_left(terms, prefix)
        last = bisect_left(terms, prefix + chr(0x10FFFF), lo=first)
        counts = self._counts[tier][first:last, column].tolist()
        rows = [(term, count) for term, count in zip(terms[first:last], counts, strict=True) if count]
        return tuple(nsmallest(most, rows, key=lambda row: (-row[1], row[0])))

    def folds(self, names: Iterable[str]) -> Iterator[tuple[str, int]]:
        """Yield (folded word, sum of its counts in some fields) of the words that one of them holds."""
        columns = [FIELDS.index(name) for name in names]
        sums = self._counts["fold"][:, columns].sum(axis=1)
        for n in np.flatnonzero(sums).tolist():
            yield self._terms["fold"][n], int(sums[n])
