"""The words of one generation: which it holds, how often, which lie near a word, which stand side by side.

One object a generation serves whoever mends or suggests. The words near one are found by what letters they have:
26 bits a word, compared for all words at once, leave some hundreds of 200,000 whose distance is then computed.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from search.embedded.arrays.snapshot import Snapshot

_FIELDS = ("title", "body", "name", "about", "author", "source")
_WITH_PAIRS = ("title_pair", "body_pair", "name_pair")
_LONGEST = 24  # letters of a word that is offered for another


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of a to z, one after the other in `letters`; word n is `letters[starts[n]:starts[n + 1]]`."""

    letters: bytes
    starts: NDArray[np.uint32]
    lengths: NDArray[np.uint8]
    alphabets: NDArray[np.uint32]  # bit n: the word has letter n
    frequencies: NDArray[np.uint32]

    def word(self, n: int) -> str:
        return self.letters[self.starts[n] : self.starts[n + 1]].decode()


class Vocabulary:
    """The folded words of a snapshot. What takes a pass over them is made when it is first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.size = max(int(np.count_nonzero(snapshot.live)), 1)

    def holds(self, fold: str) -> bool:
        """Tell whether any live document holds a folded word."""
        return any(len(self._snapshot.holders(f"{field}_fold", fold)) for field in _FIELDS)

    def writes(self, word: str) -> bool:
        """Tell whether any title, text or name has a canonical word with just these accents."""
        return any(len(self._snapshot.holders(f"{field}_word", word)) for field in ("body", "title", "name"))

    def frequency(self, fold: str) -> int:
        """Return how many documents hold a folded word in their title or body, or are called so; titles count twice."""
        return sum(self._snapshot.document_frequency(f"{field}_fold", fold) for field in ("title", "body", "name"))

    def together(self, fold: str, next_fold: str) -> int:
        """Return how many documents hold two folded words side by side; those of titles count twice."""
        pair = f"{fold} {next_fold}"
        return sum(self._snapshot.document_frequency(field, pair) for field in _WITH_PAIRS)

    @cached_property
    def _words(self) -> _Words:
        known: dict[bytes, int] = {}
        for name in ("title_fold", "body_fold", "name_fold"):
            for word, count in self._snapshot.dictionary(name):
                if 1 < len(word) <= _LONGEST and word.isalpha():  # of bytes: a to z only
                    known[word] = known.get(word, 0) + count
        lengths = np.fromiter(map(len, known), np.int64, len(known))
        letters = b"".join(known)
        starts = np.append(0, np.cumsum(lengths)).astype(np.uint32)
        bits = np.left_shift(1, np.frombuffer(letters, np.uint8) - np.uint8(ord("a")), dtype=np.uint32)
        alphabets = np.bitwise_or.reduceat(bits, starts[:-1]) if known else np.zeros(0, np.uint32)
        frequencies = np.fromiter(known.values(), np.uint32, len(known))
        return _Words(letters, starts, lengths.astype(np.uint8), alphabets, frequencies)

    def near(self, fold: str, furthest: int) -> list[tuple[str, int, int]]:
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
        found = []
        for n in np.flatnonzero(alike).tolist():
            word = words.word(n)
            distance = OSA.distance(fold, word, score_cutoff=furthest)
            if 0 < distance <= furthest:
                found.append((word, distance, int(words.frequencies[n])))
        return found
