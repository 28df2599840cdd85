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
        of_two, of_three = " ".join(pairs).split(" "), " ".join(triples).split(" ")
        # 0: a syllable that no list has
        self._numbers = {s: n for n, s in enumerate(sorted({*of_two, *of_three}), 1)}
        self._base = len(self._numbers) + 1
        self._table = np.zeros(self._base * self._base // 4 + 1, np.uint8)
        three = self._numbered(of_three).reshape(-1, 3)
        self._mark(self._numbered(of_two).reshape(-1, 2), 1)
        self._mark(three[:, :2], 2)
        self._triples = set(map(tuple, three.tolist()))

    def _numbered(self, syllables: list[str]) -> _Numbers:
        return np.fromiter(map(self._numbers.__getitem__, syllables), np.int64, len(syllables))

    def _mark(self, pairs: _Numbers, bit: int) -> None:
        """Set a bit of the table for each pair of syllables, shape (pairs, 2)."""
        keys = pairs @ np.array([self._base, 1])
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
