"""Searches that found nothing, counted: what an office lacks, or calls by another name.

Only the query and how often it was asked, and only in memory: nothing of it is written to a disk, and all is forgotten
when the service stops. Each process counts in its own part of the memory that they share.
"""

from __future__ import annotations

import datetime
import mmap
import os
import struct
import threading
import zlib
from collections import Counter
from dataclasses import replace

from flask import Flask, current_app

from index.analysis.normalise import nfc
from search.interface.answers import SearchResponse
from search.interface.request import SearchRequest

LONGEST = 100
"""Characters of a query that is counted. Longer ones are no subject that two people look for, but pasted text."""

MOST = 500
"""Queries that a process remembers. For a further one the rarest gives way."""

_ROW = struct.Struct(f"=qIH{4 * LONGEST}s")  # count, checksum of the query, its bytes, it
_DAY = struct.Struct("=q")  # when counting began
_KEY = "tracuu.empty_searches"


class EmptySearches:
    """Counts of queries. `count` writes to one slot, all else reads over all slots. Threads may share it."""

    def __init__(self, file: int = -1, slots: int = 1, slot: int = 0) -> None:
        """Map `file`, a descriptor of a file of `memory_size(slots)` bytes; by default memory of this process.

        A file of another size is from another version, which started this one: it is left alone.
        """
        if file != -1 and os.fstat(file).st_size != memory_size(slots):
            file, slots, slot = -1, 1, 0
        self._memory = mmap.mmap(file, memory_size(slots))
        self._slots = slots
        self._start = _place(slot, 0)
        self._lock = threading.Lock()
        # A process that takes over the slot of one that ended counts on from there.
        self._own = {query: (row, held) for row, (query, held) in enumerate(self._rows(slot)) if held}
        if not _DAY.unpack_from(self._memory)[0]:
            _DAY.pack_into(self._memory, 0, datetime.date.today().toordinal())

    @property
    def since(self) -> datetime.date:
        """The day when counting began."""
        return datetime.date.fromordinal(_DAY.unpack_from(self._memory)[0])

    def count(self, query: str) -> None:
        """Count a query once more, in whatever case and spacing it was typed; pass over one longer than `LONGEST`."""
        query = normalised(query)
        if not query or len(query) > LONGEST:
            return
        with self._lock:
            row, held = self._own.get(query) or (self._free_row(), 0)
            self._own[query] = row, held + 1
            self._write(row, query, held + 1)

    def counts(self, at_least: int) -> list[tuple[str, int]]:
        """Return the queries that were asked as often, most often first, with how often that was."""
        found: Counter[str] = Counter()
        for slot in range(self._slots):
            for query, held in self._rows(slot):
                found[query] += held
        return sorted(((q, n) for q, n in found.items() if n >= at_least), key=lambda one: (-one[1], one[0]))

    def _free_row(self) -> int:
        if len(self._own) < MOST:
            return len(self._own)
        rarest = min(self._own, key=lambda query: self._own[query][1])
        return self._own.pop(rarest)[0]

    def _write(self, row: int, query: str, held: int) -> None:
        """Write a row. Who reads one half written sees that the checksum is of another query."""
        content = query.encode()
        at = self._start + row * _ROW.size
        _ROW.pack_into(self._memory, at, held, zlib.crc32(content), len(content), content)

    def _rows(self, slot: int) -> list[tuple[str, int]]:
        """Return the query and count of each row that is in use; an empty query and 0 of one half written."""
        found = []
        for row in range(MOST):
            held, checksum, length, content = _ROW.unpack_from(self._memory, _place(slot, row))
            if not held:
                break
            whole = zlib.crc32(content[:length]) == checksum
            found.append((content[:length].decode(), held) if whole else ("", 0))
        return found


def normalised(query: str) -> str:
    """Return what a query is counted as: composed letters in lower case, one space between words, no control signs."""
    printable = "".join(sign if sign.isprintable() else " " for sign in nfc(query))
    return " ".join(printable.lower().split())


def memory_size(slots: int) -> int:
    """Return the bytes that the counts of as many processes take."""
    return _place(slots, 0)


def _place(slot: int, row: int) -> int:
    return _DAY.size + (slot * MOST + row) * _ROW.size


def install(app: Flask, table: EmptySearches | None) -> None:
    """Let `note` count in `table`; with None nothing is counted."""
    app.extensions[_KEY] = table


def table() -> EmptySearches | None:
    """Return the counts of the application that answers, None where it does not count."""
    found: EmptySearches | None = current_app.extensions[_KEY]
    return found


def note(asked: SearchRequest, found: SearchResponse) -> None:
    """Count a search that found nothing by its words alone: not with filters, further pages, or `exact`."""
    counting = table()
    if counting is None or found.total:
        return
    words_alone = SearchRequest(q=asked.q, size=asked.size, sort=asked.sort, copies=asked.copies)
    if replace(asked, explain=False) == words_alone:
        counting.count(asked.q)
