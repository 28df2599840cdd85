"""Finds the words near a mistyped one, by what letters they have: 26 bits a word.

Compared for all words at once, they leave some hundreds of 200,000 whose distance is then computed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA
from rapidfuzz.process import cdist

_LONGEST = 24  # letters of a word that is offered for another


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of a to z, one after the other in `letters`; word n is `letters[starts[n]:starts[n + 1]]`."""

    letters: str
    starts: NDArray[np.uint32]
    lengths: NDArray[np.uint8]
    alphabets: NDArray[np.uint32]  # bit n: the word has letter n
    frequencies: NDArray[np.uint32]

    def at(self, numbers: NDArray[np.intp]) -> list[str]:
        """Return the words with these numbers."""
        bounds = zip(self.starts[numbers].tolist(), self.starts[numbers + 1].tolist(), strict=True)
        return [self.letters[start:end] for start, end in bounds]


class NearWords:
    """Some words with how many documents hold them; those of other letters than a to z are left out."""

    def __init__(self, counted: Iterable[tuple[str, int]]) -> None:
        known: dict[bytes, int] = {}
        for text, count in counted:
            word = text.encode()
            if 1 < len(word) <= _LONGEST and word.isalpha():  # of bytes: a to z only
                known[word] = known.get(word, 0) + count
        lengths = np.fromiter(map(len, known), np.int64, len(known))
        letters = b"".join(known)
        starts = np.append(0, np.cumsum(lengths)).astype(np.uint32)
        bits = np.left_shift(1, np.frombuffer(letters, np.uint8) - np.uint8(ord("a")), dtype=np.uint32)
        alphabets = np.bitwise_or.reduceat(bits, starts[:-1]) if known else np.zeros(0, np.uint32)
        frequencies = np.fromiter(known.values(), np.uint32, len(known))
        self._words = _Words(letters.decode(), starts, lengths.astype(np.uint8), alphabets, frequencies)

    def of(self, fold: str, furthest: int) -> list[tuple[str, int, int]]:
        """Return (word, slips, documents) of the words that lie within `furthest` slips of a folded word.

        Slips are letters left out, added, replaced, or swapped with their neighbour (optimal string alignment).
        """
        if len(fold) > _LONGEST + furthest:
            return []
        words = self._words
        plain = [ord(letter) - ord("a") for letter in fold if "a" <= letter <= "z"]
        alphabet = np.uint32(sum({1 << place for place in plain}))
        # a slip changes at most two letters of the alphabet
        alike = np.bitwise_count(words.alphabets ^ alphabet) <= 2 * furthest
        alike &= np.abs(words.lengths.astype(np.int16) - len(fold)) <= furthest
        numbers = np.flatnonzero(alike)
        candidates = words.at(numbers)
        distances = cdist([fold], candidates, scorer=OSA.distance, score_cutoff=furthest, dtype=np.uint8)[0]
        return [
            (candidates[at], int(distances[at]), int(words.frequencies[numbers[at]]))
            for at in np.flatnonzero((distances > 0) & (distances <= furthest)).tolist()
        ]
