"""Requests so far, of one process or of several: each counts in its own part of shared memory.

A process adds to whole cells of 8 bytes, and no other writes to them, so that a reader needs no lock.
"""

from __future__ import annotations

import mmap
import os
import threading
import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "other")
BOUNDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds: the upper bounds of the histogram's buckets, but for the last, which has none."""

REASONS = ("busy", "late", "rate", "credentials", "unread")
"""Reasons why a request was refused: too many waited, it took too long, its client asked too often, it was not let in,
or it was none that could be read."""

KEPT = ("made", "kept")
"""Answers by how they came: made, or at hand."""

_ROUTES = 64  # the most that are told apart
_STATUSES = 500  # 100 to 599
_CLASSES = 5  # 1xx to 5xx
_HEAD = 2  # cells before the slots: processes that serve, processes that died and were replaced

# Cells of a slot: which routes it counts by, requests waiting, refusals, answers made and kept, statuses, then a row
# for each route.
_REFUSALS = 2
_LOOKED_UP = _REFUSALS + len(REASONS)
_BY_STATUS = _LOOKED_UP + len(KEPT)
_ROWS = _BY_STATUS + _STATUSES
_KINDS = len(METHODS) * _CLASSES
_ROW = _KINDS + len(BOUNDS) + 1 + 1  # by method and class, by bucket, microseconds
_SLOT = _ROWS + _ROUTES * _ROW


@dataclass(slots=True)
class Counts:
    """Counts so far: `requests` by route, method and class of status (`2xx`), `statuses` by status.

    `buckets` are by route the requests of each bucket alone, `seconds` the time that they took. `waiting` requests
    wait for a thread; `refused` are by reason, `looked_up` answers by whether they were kept.
    """

    requests: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    statuses: Counter[int] = field(default_factory=Counter)
    buckets: dict[str, list[int]] = field(default_factory=dict)
    seconds: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    looked_up: Counter[str] = field(default_factory=Counter)
    waiting: int = 0


class RequestCounts:
    """Counts of requests. `add` and `refuse` write to one slot, all else reads over all slots. Threads may share it.

    A process that takes over the slot of one that ended counts on from there, so that totals never fall. Two
    processes must not write to one slot at once. A reader may see a request counted whose time is not added yet.
    """

    def __init__(self, file: int = -1, slots: int = 1, slot: int = 0) -> None:
        """Map `file`, a descriptor of a file of `memory_size(slots)` bytes; by default memory of this process.

        A file of another size is from another version, which started this one: it is left alone.
        """
        if file != -1 and os.fstat(file).st_size != memory_size(slots):
            file, slots, slot = -1, 1, 0
        self._cells = memoryview(mmap.mmap(file, memory_size(slots))).cast("q")
        self._lock = threading.Lock()
        self._at = _HEAD + slot * _SLOT
        self._routes: dict[str, int] = {"": 0}
        self._digest = 0
        if file == -1:
            self._cells[0] = 1

    def name_routes(self, routes: Sequence[str]) -> None:
        """Tell the routes that requests are counted by. What the slot has of other ones, an older version's, is lost.

        Raises ValueError where there are more than can be told apart.
        """
        if len(routes) >= _ROUTES:
            raise ValueError(f"{len(routes)} routes, and only {_ROUTES - 1} can be counted")
        self._routes = {"": 0, **{route: number for number, route in enumerate(routes, 1)}}
        self._digest = zlib.crc32("\n".join(routes).encode()) + 1
        with self._lock:
            if self._cells[self._at] not in (0, self._digest):
                self._cells[self._at + _ROWS : self._at + _SLOT] = memoryview(bytes(8 * (_SLOT - _ROWS))).cast("q")
            self._cells[self._at], self._cells[self._at + 1] = self._digest, 0

    def add(self, method: str, status: int, seconds: float, route: str = "") -> None:
        """Count one finished request. Unknown methods and routes count as one, or anybody could grow the table."""
        number = METHODS.index(method) if method in METHODS else len(METHODS) - 1
        status = min(max(status, 100), 599)
        row = self._at + _ROWS + self._routes.get(route, 0) * _ROW
        with self._lock:
            self._cells[self._at + _BY_STATUS + status - 100] += 1
            self._cells[row + number * _CLASSES + status // 100 - 1] += 1
            self._cells[row + _KINDS + bisect_left(BOUNDS, seconds)] += 1
            self._cells[row + _ROW - 1] += round(seconds * 1_000_000)

    def refuse(self, reason: str) -> None:
        """Count one refusal, for one of `REASONS`."""
        with self._lock:
            self._cells[self._at + _REFUSALS + REASONS.index(reason)] += 1

    def look_up(self, kept: bool) -> None:
        """Count one question whose answer was looked for among those that are kept."""
        with self._lock:
            self._cells[self._at + _LOOKED_UP + kept] += 1

    def set_waiting(self, number: int) -> None:
        """Tell how many requests wait in this process."""
        self._cells[self._at + 1] = number

    def clear_waiting(self, slot: int) -> None:
        """Take note that the process that counted in `slot` has ended: nothing waits in it."""
        self._cells[_HEAD + slot * _SLOT + 1] = 0

    def snapshot(self) -> Counts:
        """Return the counts of all processes. Those of a version with other routes are left out of what is by route."""
        counts, names = Counts(), list(self._routes)
        for start in range(_HEAD, len(self._cells), _SLOT):
            slot = self._cells[start : start + _SLOT].tolist()
            counts.waiting += slot[1]
            counts.refused.update(dict(zip(REASONS, slot[_REFUSALS:_LOOKED_UP], strict=True)))
            counts.looked_up.update(dict(zip(KEPT, slot[_LOOKED_UP:_BY_STATUS], strict=True)))
            counts.statuses.update({100 + n: held for n, held in enumerate(slot[_BY_STATUS:_ROWS]) if held})
            if slot[0] == self._digest:
                for number, name in enumerate(names):
                    row = slot[_ROWS + number * _ROW : _ROWS + (number + 1) * _ROW]
                    if any(row):
                        _add_row(counts, name, row)
        return counts

    @property
    def processes(self) -> tuple[int, int]:
        """Return how many processes serve, and how many died and were replaced so far."""
        return self._cells[0], self._cells[1]

    def set_processes(self, serving: int, replaced: int) -> None:
        """Tell what `processes` returns; for the process that starts the others."""
        self._cells[0], self._cells[1] = serving, replaced


def _add_row(counts: Counts, route: str, row: list[int]) -> None:
    for place, held in enumerate(row[:_KINDS]):
        if held:
            counts.requests[route, METHODS[place // _CLASSES], f"{place % _CLASSES + 1}xx"] += held
    before = counts.buckets.get(route, [0] * (len(BOUNDS) + 1))
    counts.buckets[route] = [one + more for one, more in zip(before, row[_KINDS:-1], strict=True)]
    counts.seconds[route] += row[-1] / 1_000_000  # type: ignore[assignment] # a Counter adds fractions as well


def memory_size(slots: int) -> int:
    """Return the bytes that the counts of as many processes take."""
    return 8 * (_HEAD + slots * _SLOT)
