"""The tiers of many texts, as `analysis.tiers` gives them, each written word looked up once for all of them."""

from __future__ import annotations

from array import array
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.analysis.normalise import canonical_word, fold_word, nfc
from index.analysis.segmentation.segment import Segmenter
from index.analysis.tokens import written_words
from index.analysis.wholes_in_text import wholes_in
from index.columnar.postings.numbered import Numbered, NumberedPairs

_MOST_WORDS = 200_000
"""Written words kept, some 40 MB: beyond, names and typing errors without end start the collection anew."""


@dataclass(frozen=True, slots=True)
class NumberedTiers:
    """The terms that a text is indexed under, the same as `Tiers`."""

    word: Numbered
    fold: Numbered
    pair: NumberedPairs
    compound: list[str]


class _Written(dict[str, int]):
    """The number of the canonical form of each word as written; `words`, and what number in `folds` each has."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.folds: list[str] = []
        self.fold_of = array("I")
        self._of_words: dict[str, int] = {}
        self._of_folds: dict[str, int] = {}

    def __missing__(self, written: str) -> int:
        word = canonical_word(written)
        number = self._of_words.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
            fold = fold_word(word)
            self.fold_of.append(self._of_folds.setdefault(fold, len(self.folds)))
            if self.fold_of[-1] == len(self.folds):
                self.folds.append(fold)
        self[written] = number
        return number

    def folded(self, numbers: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """Return the numbers of the folded forms of words."""
        return np.frombuffer(self.fold_of, np.uint32)[numbers] if len(numbers) else numbers


class TierNumbers:
    """Makes the tiers of texts, one after the other: for one thread."""

    def __init__(self, segmenter: Segmenter) -> None:
        self._segmenter = segmenter
        self._written = _Written()

    def of(self, text: str) -> NumberedTiers:
        """Return the tiers of a text."""
        if len(self._written) > _MOST_WORDS:
            self._written = _Written()
        text, written = nfc(text), self._written
        found = written_words(text)
        numbers = np.fromiter(map(written.__getitem__, found), np.uint32, len(found))
        fold = Numbered(written.folds, written.folded(numbers))
        wholes = [term for _, _, term in wholes_in(text)]
        return NumberedTiers(
            Numbered(written.words, numbers), fold, NumberedPairs(fold, wholes), self._segmenter.words(text)
        )
