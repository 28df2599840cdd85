"""The lexicon that repair asks, over one generation: its vocabulary, how words are written, who holds what together."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from search.embedded.arrays.snapshot import Snapshot, among, in_any
from search.embedded.lexicon.accents import Accents
from search.embedded.lexicon.vocabulary import Vocabulary


class GenerationLexicon:
    """A `search.repair.lexicon.Lexicon`. Threads may share it."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._vocabulary = Vocabulary(snapshot)
        self._accents = Accents(snapshot)
        self.size = self._vocabulary.size
        self.holds = self._vocabulary.holds
        self.writes = self._vocabulary.writes
        self.frequency = self._vocabulary.frequency
        self.near = self._vocabulary.near
        self.fitting = self._accents.fitting
        self.is_named = self._accents.is_named
        self.restored = self._accents.restored
        self.are_written = self._accents.are_written

    def together(self, pairs: Sequence[tuple[str, str]]) -> list[int]:
        """Return for each pair of folded words how many documents hold them side by side; titles count twice."""
        return [self._vocabulary.together(*pair) for pair in pairs]

    def hold_together(self, folds: Sequence[str]) -> bool:
        """Tell whether one document holds all the folded words in its title or body."""
        both = [[self._snapshot.holders(f"{name}_fold", fold) for name in ("title", "body")] for fold in set(folds)]
        rarest, *others = sorted(both, key=lambda lists: sum(map(len, lists)))
        left = in_any(rarest)
        for lists in others:
            left = left[np.logical_or.reduce([among(holders, left) for holders in lists])]
        return len(left) > 0
