"""Arrays that cost something to make, kept within a bound for whoever asks for the same again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Key = TypeVar("Key", bound=Hashable)
Kind = TypeVar("Kind", bound=np.generic)


class Kept(Generic[Key, Kind]):
    """Arrays by key, those not asked for the longest given up first. Threads may share it."""

    def __init__(self, most: int) -> None:
        """Keep arrays of up to `most` rows together."""
        self._most = most
        self._lock = threading.Lock()
        self._arrays: OrderedDict[Key, NDArray[Kind]] = OrderedDict()
        self._held = 0

    def take(self, key: Key, make: Callable[[Key], NDArray[Kind]]) -> NDArray[Kind]:
        """Return what is kept under `key`, else what `make` gives for it."""
        with self._lock:
            known = self._arrays.get(key)
            if known is not None:
                self._arrays.move_to_end(key)
                return known
        made = make(key)  # twice where two threads ask at once: the same
        with self._lock:
            if key not in self._arrays:
                self._arrays[key] = made
                self._held += len(made) + 1
            while self._held > self._most and len(self._arrays) > 1:
                _, dropped = self._arrays.popitem(last=False)
                self._held -= len(dropped) + 1
        return made
