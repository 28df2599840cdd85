"""The words of one generation: which it holds, how often, which lie near a word, which stand side by side.

One object a generation serves whoever mends or suggests.
"""

from __future__ import annotations

from functools import cached_property
from itertools import chain

import numpy as np

from search.embedded.arrays.snapshot import Snapshot
from search.typing.near_words import NearWords

_FIELDS = ("title", "body", "name", "about", "author", "source")
_WITH_PAIRS = ("title_pair", "body_pair", "name_pair")


class Vocabulary:
    """The folded words of a snapshot. What takes a pass over them is made when it is first asked for."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.size = max(int(np.count_nonzero(snapshot.live)), 1)

    def holds(self, fold: str) -> bool:
        """Tell whether any live document holds a folded word."""
        return any(self._snapshot.is_held(f"{field}_fold", fold) for field in _FIELDS)

    def writes(self, word: str) -> bool:
        """Tell whether any title, text or name has a canonical word with just these accents."""
        return any(self._snapshot.is_held(f"{field}_word", word) for field in ("body", "title", "name"))

    def frequency(self, fold: str) -> int:
        """Return how many documents hold a folded word in their title or body, or are called so; titles count twice."""
        return sum(self._snapshot.document_frequency(f"{field}_fold", fold) for field in ("title", "body", "name"))

    def together(self, fold: str, next_fold: str) -> int:
        """Return how many documents hold two folded words side by side; those of titles count twice."""
        pair = f"{fold} {next_fold}"
        return sum(self._snapshot.document_frequency(field, pair) for field in _WITH_PAIRS)

    @cached_property
    def _near(self) -> NearWords:
        names = ("title_fold", "body_fold", "name_fold")
        every = chain.from_iterable(self._snapshot.dictionary(name) for name in names)
        return NearWords((word.decode(), count) for word, count in every)

    def near(self, fold: str, furthest: int) -> list[tuple[str, int, int]]:
        """Return (word, slips, documents) of the words that lie within `furthest` slips of a folded word."""
        return self._near.of(fold, furthest)
