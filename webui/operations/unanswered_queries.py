"""Counts searches that found nothing: what an office lacks, or calls by another name.

Only the query and how often it was asked, and only in memory: nothing of it is written to a disk, and all is forgotten
when the service stops. The processes of a service share one table, JSON in a file that has no name and stands in
memory, and take turns by a lock of the system on it.
"""

from __future__ import annotations

import datetime
import os
import threading
from dataclasses import replace

import msgspec
from flask import Flask, current_app

from index.analysis.normalise import nfc
from search.interface.answers import SearchResponse
from search.interface.request import SearchRequest
from webui.http.turns import turn

LONGEST = 100
"""Characters of a query that is counted. Longer ones are no subject that two people look for, but pasted text."""

MOST = 500
"""Queries that are remembered. For a further one the rarest gives way."""

_KEY = "tracuu.empty_searches"


class _Table(msgspec.Struct):
    since: datetime.date
    counts: dict[str, int] = {}  # msgspec copies it


class EmptySearches:
    """Counts of queries, of this process alone or of all that share a file. Threads may share it."""

    def __init__(self, file: int = -1) -> None:
        """Take the descriptor of a file, empty at first; without one count in this process.

        A file that begins otherwise is of another version, which started this process: it is left alone.
        """
        self._file = file if file == -1 or os.pread(file, 1, 0) in (b"", b"{") else -1
        self._own = _Table(datetime.date.today())
        self._lock = threading.Lock()
        with turn(self._lock, self._file):
            self._write(self._read())  # so that counting begins today

    @property
    def since(self) -> datetime.date:
        """The day when counting began."""
        with turn(self._lock, self._file):
            return self._read().since

    def count(self, query: str) -> None:
        """Count a query once more, in whatever case and spacing it was typed; pass over one longer than `LONGEST`."""
        query = normalised(query)
        if not query or len(query) > LONGEST:
            return
        with turn(self._lock, self._file):
            table = self._read()
            counts = table.counts
            if query not in counts and len(counts) >= MOST:
                del counts[min(counts, key=counts.__getitem__)]
            counts[query] = counts.get(query, 0) + 1
            self._write(table)

    def counts(self, at_least: int) -> list[tuple[str, int]]:
        """Return the queries that were asked as often, most often first, with how often that was."""
        with turn(self._lock, self._file):
            found = self._read().counts
        return sorted(((q, n) for q, n in found.items() if n >= at_least), key=lambda one: (-one[1], one[0]))

    def _read(self) -> _Table:
        """Return the table; one that a process did not write to its end, because it was killed, begins anew."""
        if self._file == -1:
            return self._own
        line = os.pread(self._file, os.fstat(self._file).st_size, 0).partition(b"\n")[0]
        try:
            return msgspec.json.decode(line, type=_Table)
        except msgspec.DecodeError:
            return _Table(datetime.date.today())

    def _write(self, table: _Table) -> None:
        if self._file != -1:  # the end of a longer table stays behind the line, where nobody reads
            os.pwrite(self._file, msgspec.json.encode(table) + b"\n", 0)


def normalised(query: str) -> str:
    """Return what a query is counted as: composed letters in lower case, one space between words, no control signs."""
    printable = "".join(sign if sign.isprintable() else " " for sign in nfc(query))
    return " ".join(printable.lower().split())


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
    if replace(asked, explain=False, facets=True) == words_alone:
        counting.count(asked.q)
