"""Terms handed over as numbers, so that what a text says again and again is not looked up as a string each time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

_NO_HALF = np.uint64(2**32 - 1)  # as the first half of what is no pair
_HALF = np.uint64(32)


@dataclass(frozen=True, slots=True)
class Numbered:
    """The terms of a text in order: `terms[numbers[n]]` is the n-th. `terms` is a list that grows and never changes."""

    terms: list[str]
    numbers: NDArray[np.uint32]

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[str]:
        return map(self.terms.__getitem__, self.numbers.tolist())


@dataclass(frozen=True, slots=True)
class NumberedPairs:
    """Each term of a text joined by a blank with the one after it, and `others` behind them.

    No term holds a character below the digits, no other one a blank.
    """

    halves: Numbered
    others: Sequence[str] = ()

    def __len__(self) -> int:
        return max(len(self.halves) - 1, 0) + len(self.others)

    def __iter__(self) -> Iterator[str]:
        yield from (f"{a} {b}" for a, b in pairwise(self.halves))
        yield from self.others


class Renumbering:
    """Gives numbers that `number` gives to terms for those of a list of terms; each is asked for once."""

    def __init__(self, number: Callable[[str], int]) -> None:
        self._number = number
        self._terms: list[str] = []
        self._known = np.zeros(0, np.int64)  # -1: not asked for

    def of(self, tokens: Numbered) -> NDArray[np.int64]:
        """Return the numbers of the terms of a text."""
        if tokens.terms is not self._terms:
            self._terms, self._known = tokens.terms, np.zeros(0, np.int64)
        if len(self._known) < len(tokens.terms):
            more = np.full(len(tokens.terms) * 3 // 2 - len(self._known), -1)
            self._known = np.concatenate([self._known, more])
        found = self._known[tokens.numbers]
        unknown = tokens.numbers[found < 0]
        if len(unknown):
            for number in np.unique(unknown).tolist():
                self._known[number] = self._number(tokens.terms[number])
            found = self._known[tokens.numbers]
        return found


class PairNumbers:
    """Numbers of pairs of terms, kept as the numbers of their halves: a string is made of each when all are written."""

    def __init__(self) -> None:
        self._halves: dict[str, int] = {}
        self._of_halves = Renumbering(self._half)
        self._keys = np.zeros(0, np.uint64)  # known pairs, rising
        self._numbers = np.zeros(0, np.int64)  # theirs

    def _half(self, term: str) -> int:
        return self._halves.setdefault(term, len(self._halves))

    def keys(self, halves: Numbered) -> NDArray[np.uint64]:
        """Return a key for each pair of neighbours."""
        found = self._of_halves.of(halves).astype(np.uint64)
        return found[:-1] << _HALF | found[1:]

    def numbered(self, keys: NDArray[np.uint64], next_number: int) -> tuple[NDArray[np.uint32], int]:
        """Return the numbers of keys, and how many of them are new: from `next_number` on.

        The key of what is no pair is its number, as `others` gives it.
        """
        distinct, places = np.unique(keys, return_inverse=True)
        numbers = (distinct & _NO_HALF).astype(np.int64)
        own = np.flatnonzero(distinct >> _HALF != _NO_HALF)
        pairs = distinct[own]
        at = np.searchsorted(self._keys, pairs)
        known = at < len(self._keys)
        known[known] = self._keys[at[known]] == pairs[known]
        new = int(len(pairs) - known.sum())
        given = np.empty(len(pairs), np.int64)
        given[known] = self._numbers[at[known]]
        given[~known] = np.arange(next_number, next_number + new)
        numbers[own] = given
        self._keys = np.insert(self._keys, at[~known], pairs[~known])
        self._numbers = np.insert(self._numbers, at[~known], given[~known])
        return numbers[places.reshape(-1)].astype(np.uint32), new

    def others(self, numbers: Sequence[int]) -> NDArray[np.uint64]:
        """Return keys for terms that are no pairs, by their numbers."""
        return np.array(numbers, np.uint64) | _NO_HALF << _HALF

    def in_order(self) -> tuple[NDArray[np.int64], list[bytes]]:
        """Return the numbers of all pairs in the order of their bytes, and these.

        That is the order of their halves: what follows the shorter of two halves is a blank, which is below all else.
        """
        halves = [term.encode() for term in self._halves]
        ranks = np.empty(len(halves), np.uint64)
        ranks[sorted(range(len(halves)), key=halves.__getitem__)] = np.arange(len(halves), dtype=np.uint64)
        firsts, seconds = (self._keys >> _HALF).astype(np.int64), (self._keys & _NO_HALF).astype(np.int64)
        order = np.argsort(ranks[firsts] << _HALF | ranks[seconds])
        begun = [half + b" " for half in halves]
        pairs = zip(firsts[order].tolist(), seconds[order].tolist(), strict=True)
        return self._numbers[order], [begun[first] + halves[second] for first, second in pairs]
