"""Pairs of arrays that cost something to make, kept within a bound for whoever asks for the same again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from numpy.typing import NDArray

Key = TypeVar("Key", bound=Hashable)
Pair = tuple[NDArray[Any], NDArray[Any]]


class Kept(Generic[Key]):
    """Pairs of arrays of equal length, those not asked for the longest given up first. Threads may share it."""

    def __init__(self, most: int) -> None:
        """Keep pairs of up to `most` rows together."""
        self._most = most
        self._lock = threading.Lock()
        self._pairs: OrderedDict[Key, Pair] = OrderedDict()
        self._held = 0

    def take(self, key: Key, make: Callable[[Key], Pair]) -> Pair:
        """Return what is kept under `key`, else what `make` gives for it."""
        with self._lock:
            known = self._pairs.get(key)
            if known is not None:
                self._pairs.move_to_end(key)
                return known
        made = make(key)  # twice where two threads ask at once: the same
        with self._lock:
            if key not in self._pairs:
                self._pairs[key] = made
                self._held += len(made[0]) + 1
            while self._held > self._most and len(self._pairs) > 1:
                _, (dropped, _) = self._pairs.popitem(last=False)
                self._held -= len(dropped) + 1
        return made
