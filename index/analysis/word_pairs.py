"""Finds neighbouring syllables of a text that stand in a word list."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_Numbers = NDArray[np.int64]


class WordPairs:
    """The words of two and of three syllables, looked up for a whole text at a time.

    A table of two bits for every two syllables of the lists (8,000 of them: 16 MB) answers "is a word" and
    "begins a word of three" in one step; the few that begin one are then looked up in a set.
    """

    def __init__(self, pairs: frozenset[str], triples: frozenset[str]) -> None:
        syllables = sorted({s for words in (pairs, triples) for word in words for s in word.split(" ")})
        self._numbers = {s: n for n, s in enumerate(syllables, 1)}  # 0: a syllable that no list has
        self._base = len(syllables) + 1
        self._table = np.zeros(self._base * self._base // 4 + 1, np.uint8)
        self._mark(pairs, 1)
        self._mark({triple.rpartition(" ")[0] for triple in triples}, 2)
        self._triples = {tuple(map(self.syllable, triple.split(" "))) for triple in triples}

    def _mark(self, pairs: set[str] | frozenset[str], bit: int) -> None:
        numbers = np.array([[self.syllable(s) for s in pair.split(" ")] for pair in pairs], np.int64)
        keys = numbers.reshape(-1, 2) @ np.array([self._base, 1])
        np.bitwise_or.at(self._table, keys >> 2, np.left_shift(bit, (keys & 3) * 2).astype(np.uint8))

    def syllable(self, lower: str) -> int:
        """Return the number of a lower-case syllable for `among`; 0 where no list has it."""
        return self._numbers.get(lower, 0)

    def among(self, syllables: _Numbers) -> tuple[_Numbers, _Numbers]:
        """Return the places at which a word of two syllables begins, and one of three; in rising order."""
        keys = syllables[:-1] * self._base + syllables[1:]
        bits = self._table[keys >> 2] >> ((keys & 3) << 1).astype(np.uint8)
        begins_three = np.flatnonzero(bits[:-1] & 2)
        three = [at for at in begins_three.tolist() if tuple(syllables[at : at + 3].tolist()) in self._triples]
        return np.flatnonzero(bits & 1), np.array(three, np.int64)
