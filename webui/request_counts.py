"""Requests so far by method and status, of one process or of several: each counts in its own part of shared memory."""

from __future__ import annotations

import mmap
import threading
from collections import Counter

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "other")
_STATUSES = 500  # 100 to 599
_SLOT = len(METHODS) * _STATUSES + 1  # cells of a process: its counts, and the microseconds they took
_HEAD = 2  # cells before the slots: processes that serve, processes that died and were replaced


class RequestCounts:
    """Counts in cells of 8 bytes; `add` writes to one slot, all else reads over all slots. Threads may share it.

    A process that takes over the slot of one that ended counts on from there, so that totals never fall. Two
    processes must not write to one slot at once. A reader may see a request counted whose time is not added yet.
    """

    def __init__(self, file: int = -1, slots: int = 1, slot: int = 0) -> None:
        """Map `file`, a descriptor of a file of `memory_size(slots)` bytes; by default memory of this process."""
        self._cells = memoryview(mmap.mmap(file, memory_size(slots))).cast("q")
        self._lock = threading.Lock()
        self._at = _HEAD + slot * _SLOT
        if file == -1:
            self._cells[0] = 1

    def add(self, method: str, status: int, seconds: float) -> None:
        """Count one finished request. Unknown methods count as one, or anybody could grow the table."""
        row = METHODS.index(method) if method in METHODS else len(METHODS) - 1
        with self._lock:
            self._cells[self._at + row * _STATUSES + min(max(status, 100), 599) - 100] += 1
            self._cells[self._at + _SLOT - 1] += round(seconds * 1_000_000)

    def snapshot(self) -> tuple[dict[tuple[str, int], int], float]:
        """Return the counts of all processes by method and status, and the seconds spent."""
        counts: Counter[tuple[str, int]] = Counter()
        microseconds = 0
        for start in range(_HEAD, len(self._cells), _SLOT):
            slot = self._cells[start : start + _SLOT].tolist()
            microseconds += slot.pop()
            for place, count in enumerate(slot):
                if count:
                    counts[METHODS[place // _STATUSES], 100 + place % _STATUSES] += count
        return dict(counts), microseconds / 1_000_000

    @property
    def processes(self) -> tuple[int, int]:
        """Return how many processes serve, and how many died and were replaced so far."""
        return self._cells[0], self._cells[1]

    def set_processes(self, serving: int, replaced: int) -> None:
        """Tell what `processes` returns; for the process that starts the others."""
        self._cells[0], self._cells[1] = serving, replaced


def memory_size(slots: int) -> int:
    """Return the bytes that the counts of as many processes take."""
    return 8 * (_HEAD + slots * _SLOT)
