"""Protocol by which repair asks an index for words: which it holds, how they are written, which stand together.

Words are asked one by one: an engine over a network keeps a table of its words in memory, a few megabytes. Pairs of
words are too many for that, so they are asked together; the rest is asked about once a query.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


class Lexicon(Protocol):
    """Knows the words of one index. `fold` is a word without accents, a `word` has them in canonical places."""

    @property
    def size(self) -> int:
        """Return how many documents there are, at least 1."""
        ...

    def holds(self, fold: str) -> bool:
        """Tell whether any document holds a folded word."""
        ...

    def writes(self, word: str) -> bool:
        """Tell whether any title, text or name has a canonical word with just these accents."""
        ...

    def frequency(self, fold: str) -> int:
        """Return how many documents hold a folded word in their title or body, or are called so; titles count twice."""
        ...

    def near(self, fold: str, furthest: int) -> list[tuple[str, int, int]]:
        """Return (word, slips, documents) of the words that lie within `furthest` slips of a folded word."""
        ...

    def together(self, pairs: Sequence[tuple[str, str]]) -> list[int]:
        """Return for each pair of folded words how many documents hold them side by side; titles count twice."""
        ...

    def hold_together(self, folds: Sequence[str]) -> bool:
        """Tell whether one document holds all the folded words in its title or body."""
        ...

    def fitting(self, fold: str, typed: str, beside: Sequence[str]) -> str:
        """Return how a folded word is written, nearest to what was typed and oftenest so in the pairs `beside`."""
        ...

    def is_named(self, folds: Sequence[str]) -> bool:
        """Tell whether a directive or person is called by the folded words, or by a name that has them all in pairs."""
        ...

    def restored(self, folds: Sequence[str]) -> str | None:
        """Return a phrase of two folded words or more as names and titles write it, else as texts do.

        None where nothing has it, or where they do not agree.
        """
        ...

    def are_written(self, words: Sequence[str], beside: Sequence[str]) -> bool:
        """Tell whether some document that holds all the pairs `beside` has the words with just these accents."""
        ...
