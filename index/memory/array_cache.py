"""Arrays that cost something to make, kept within a bound for whoever asks for the same again."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sized
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Rows = TypeVar("Rows", bound=Sized)

_LATELY = 64  # keys asked for once that are remembered


class Kept(Generic[Key, Rows]):
    """Arrays, or what else has rows, by key; those not asked for the longest given up first. Threads may share it."""

    def __init__(self, most: int, lately: int = _LATELY) -> None:
        """Keep arrays of up to `most` rows together; `lately` is among how many other keys one is asked for again."""
        self._most = most
        self._lock = threading.Lock()
        self._arrays: OrderedDict[Key, Rows] = OrderedDict()
        self._held = 0
        self._once: OrderedDict[Key, None] = OrderedDict()
        self._lately = lately

    def is_asked_again(self, key: Key) -> bool:
        """Tell whether a key is kept or was asked about here lately: then it is worth making what it stands for.

        What is asked for once, as most is, then pushes nothing out that is asked for often (the admission of 2Q:
        Johnson, Shasha, VLDB 1994).
        """
        with self._lock:
            if key in self._arrays:
                return True
            if key in self._once:
                del self._once[key]
                return True
            self._once[key] = None
            if len(self._once) > self._lately:
                self._once.popitem(last=False)
            return False

    def take(self, key: Key, make: Callable[[Key], Rows]) -> Rows:
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
