"""Decides how far a candidate may stand for what was typed, and how it is written."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from index.analysis.normalise import canonical_word
from index.analysis.tokens import pairs
from search.query.operators import OPERATORS
from search.repair.candidates import Reading, Readings, TypedWord
from search.repair.lexicon import Lexicon
from search.typing import letters_apart

_PLAUSIBLE = 2.0  # cost of a slip that is believed though no neighbour speaks for it; `Chae` is not che
_PLAUSIBLE_IN_LONG = 3.0  # the same for long words, which lie far from each other
_LONG = 7  # letters
_FIRM = 0.01  # share of the documents with the rarer of two words that have them side by side, if they are one joined

Trust = Literal["certain", "offered", "none"]


class Judge:
    """Judges readings of the words of one run by what the documents of an index write."""

    def __init__(self, lexicon: Lexicon, words: Sequence[TypedWord], only: bool, readings: Readings) -> None:
        """Take the words of a run; `only` tells that there is one and no other in the query."""
        self._lexicon = lexicon
        self._words = words
        self._only = only
        self._readings = readings

    def written(self, reading: Reading, beside: list[str]) -> str:
        """Return the text of a reading, its accents nearest to those typed, its capitals those typed.

        `beside` are the pairs that documents have of it and its neighbours.
        """
        typed = self._words[reading.start]
        if reading.written:
            text = reading.written
        else:
            text = reading.folds[0] if typed.bare else self._lexicon.fitting(reading.folds[0], typed.text, beside)
            if typed.text[0].isupper():
                text = text.upper() if typed.text.isupper() and len(typed.text) > 1 else text.capitalize()
        return text.lower() if text in OPERATORS else text  # `VAF` is và, which in capitals would join two queries

    def is_near(self, reading: Reading, written: str) -> bool:
        """Tell whether no more letters are wrong than the reading says, accents included: `Iran` is not trận."""
        typed = self._words[reading.start]
        return reading.how != "slip" or typed.bare or letters_apart(typed.text, written) <= reading.slips

    def trust(self, reading: Reading, written: str, beside: list[str]) -> Trust:
        """Return how far a reading may stand for a word that no document holds.

        It is to be searched where documents have it beside its neighbours, or where the slip is a common one.
        """
        typed = self._words[reading.start]
        if reading.how == "split":
            return "certain" if self._is_firm(reading, typed) else "none"
        if reading.how == "joined":
            return "certain" if beside else "none"
        if reading.how == "decoded" and not typed.is_among_accents:
            return "certain"
        if not self.is_near(reading, written):
            return "none"
        if typed.is_vague or reading.how == "decoded":  # `sex toy` among words with accents is not sẽ
            neighbours = (reading.start > 0) + (reading.end < len(self._words))
            return "certain" if neighbours and len(beside) == neighbours else self._if_only
        plausible = _PLAUSIBLE_IN_LONG if len(typed.fold) >= _LONG else _PLAUSIBLE
        if beside or reading.cost <= plausible or (self._only and reading.slips == 1):
            return "certain"
        return self._if_only

    @property
    def _if_only(self) -> Trust:
        return "offered" if self._only else "none"

    def _is_firm(self, reading: Reading, typed: TypedWord) -> bool:
        """Tell whether the pieces of a word belong together: `khoa hoc` do, `me tro` of `metro` do not."""
        pieces = reading.written.split()
        if not typed.bare:
            return self._lexicon.are_written([canonical_word(piece) for piece in pieces], pairs(list(reading.folds)))
        if any(letter.isupper() for letter in pieces[1]) or self._lexicon.is_named(list(reading.folds)):
            return True
        for one, other in pairwise(reading.folds):
            rarer = min(self._readings.frequency(one), self._readings.frequency(other))
            if self._readings.together(one, other) < max(1.0, _FIRM * rarer):
                return False
        return True
