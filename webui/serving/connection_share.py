"""Shares connections evenly among processes that take them from one socket.

Whoever wakes first would take all that come at once, and keep them: a proxy opens its connections together and asks on
them for hours. So each process tells in shared memory how many it has, and leaves a new one to those that have fewer.
"""

from __future__ import annotations

import mmap
import os
import time

_CELLS = 2  # of a process: its connections, and the moment when it told, in milliseconds
_FRESH = 2_500  # milliseconds; a process that serves tells each second at least


def memory_size(slots: int) -> int:
    """Return the bytes that the numbers of as many processes take."""
    return 8 * _CELLS * slots


class ConnectionShare:
    """The connections that this process and the others have; each writes to cells of its own, so no lock is needed."""

    def __init__(self, file: int = -1, slots: int = 1, slot: int = 0) -> None:
        """Map `file`, a descriptor of a file of `memory_size(slots)` bytes; by default there are no others.

        A file of another size is from another version, which started this one: it is left alone.
        """
        if file != -1 and os.fstat(file).st_size != memory_size(slots):
            file, slots, slot = -1, 1, 0
        self._cells = memoryview(mmap.mmap(file, memory_size(slots))).cast("q")
        self._slots, self._slot = slots, slot

    def tell(self, number: int) -> None:
        """Tell how many connections this process has."""
        self._cells[self._slot * _CELLS] = number
        self._cells[self._slot * _CELLS + 1] = _now()

    def leave(self) -> None:
        """Tell that this process takes no more."""
        self._cells[self._slot * _CELLS + 1] = 0

    def has_more(self, number: int) -> bool:
        """Tell whether `number` connections are more than another process has that takes some, too."""
        since = _now() - _FRESH
        cells = self._cells.tolist()
        others = (slot * _CELLS for slot in range(self._slots) if slot != self._slot)
        return any(cells[at] < number for at in others if cells[at + 1] > since)


def _now() -> int:
    return time.monotonic_ns() // 1_000_000
