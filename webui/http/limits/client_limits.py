"""Limits of what each client may do, in memory that all processes share, of a size that never grows.

A client is a row of a table, found by a digest of its name. Where all rows that it may use are taken, the one that was
quiet for the longest gives way. The rule is that of the leaky bucket (GCRA, ITU-T I.371): as many at once as in a
minute, and then one after the other at the pace of so many a minute. A row holds the time at which its bucket is empty.
"""

from __future__ import annotations

import hashlib
import math
import mmap
import os
import struct
import threading
import time

from webui.http.turns import turn

_MINUTE = 60.0
_ROW = struct.Struct("<8sd")  # digest, and when its bucket is empty, in seconds of the clock
_ROWS = 8_192
_ROUNDING = 1e-6  # seconds
_TRIED = 8  # rows that a client may use
SIZE = _ROWS * _ROW.size
"""Bytes of the memory."""


class ClientLimits:
    """Limits of clients. Threads and processes may share it."""

    def __init__(self, file: int = -1) -> None:
        """Map `file`, a descriptor of a file of SIZE bytes; by default memory of this process.

        A file of another size is from another version, which started this one: it is left alone.
        """
        self._file = file if file != -1 and os.fstat(file).st_size == SIZE else -1
        self._table = mmap.mmap(self._file, SIZE)
        self._lock = threading.Lock()

    def _found(self, digest: bytes) -> tuple[int, float]:
        """Return place and time of a client's row; a row that it may take where it has none."""
        first = int.from_bytes(digest, "little")
        places = [(first + step) % _ROWS * _ROW.size for step in range(_TRIED)]
        rows = [(place, *_ROW.unpack_from(self._table, place)) for place in places]
        own = next(((place, empty) for place, owner, empty in rows if owner == digest), None)
        return own or (min(rows, key=lambda row: row[2])[0], 0.0)

    def wait(self, client: str, most: int, *, add: bool, now: float | None = None) -> int:
        """Return in how many seconds a client may go on, 0 where it may now: `most` times a minute.

        With `add` this time counts, unless it is one too many. `now` is in seconds of the clock.
        """
        now = time.time() if now is None else now
        digest = _digest(client)
        with turn(self._lock, self._file):
            place, empty = self._found(digest)
            empty = _settled(empty, now) + _MINUTE / most
            if empty > now + _MINUTE + _ROUNDING:
                return max(1, math.ceil(empty - now - _MINUTE))
            if add:
                _ROW.pack_into(self._table, place, digest, empty)
            return 0

    def left(self, client: str, most: int, now: float | None = None) -> tuple[int, int]:
        """Return how many times a client may go on at once, and in how many seconds it may `most` times again."""
        now = time.time() if now is None else now
        with turn(self._lock, self._file):
            _, empty = self._found(_digest(client))
        taken = _settled(empty, now) - now
        return int((_MINUTE - taken) * most / _MINUTE + _ROUNDING), math.ceil(taken)


def _digest(client: str) -> bytes:
    return hashlib.blake2b(client.encode("utf-8", "replace"), digest_size=8).digest()


def _settled(empty: float, now: float) -> float:
    """Return when a bucket is empty; at once where that was long ago, or where the clock was set."""
    return empty if now <= empty <= now + _MINUTE + _ROUNDING else now
