"""The protocol of documents as arrays: all of a generation, or the few that a cluster gave."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from search.embedded.arrays.snapshot import Column, Docs, Mask, Places, Weights


class Frequent(Protocol):
    """Knows the words of a collection by their beginnings."""

    @property
    def frequent(self) -> Callable[[tuple[str, str, int]], tuple[tuple[str, int], ...]]:
        """Return what gives (term, count) for a field, a beginning and how many, the most frequent first."""
        ...


class DocumentArrays(Frequent, Protocol):
    """Tells of documents, numbered from 0, what matching of names and ranking read; see `Snapshot`."""

    size: int
    live: Mask
    kind: Column
    order: NDArray[np.int32]
    name_lengths: NDArray[np.int64]

    def label(self, document: int) -> str: ...
    def day(self, document: int) -> str: ...
    def identifier(self, document: int) -> str: ...
    def lengths(self, field: str) -> Weights: ...
    def different(self, field: str) -> NDArray[np.int64]: ...
    def holders(self, field: str, term: str) -> Docs: ...
    def frequencies(self, field: str, term: str) -> Weights: ...
    def frequencies_at(self, field: str, term: str, rows: Docs) -> Weights: ...
    def places_each(self, field: str, sought: Sequence[tuple[str, Docs]]) -> Places: ...
