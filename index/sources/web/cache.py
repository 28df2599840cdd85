"""Keeps what was fetched of one site in one SQLite file: answers by address, and the round they were seen in.

A round is one pass over a site. One that was stopped, by a bound, a failure or a kill, is gone on with: what it has is
kept after every answer. Only a round that came to its end may drop what the site no longer shows.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_LAYOUT = 2
_TABLES = """
CREATE TABLE IF NOT EXISTS page (
    address TEXT PRIMARY KEY, kind TEXT NOT NULL, stamp TEXT NOT NULL DEFAULT '', etag TEXT NOT NULL DEFAULT '',
    modified TEXT NOT NULL DEFAULT '', type TEXT NOT NULL DEFAULT '', target TEXT NOT NULL DEFAULT '',
    body BLOB, problem TEXT NOT NULL DEFAULT '',
    seen INTEGER NOT NULL DEFAULT 0, asked INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


class BrokenCache(ValueError):
    """The file is no cache of this service, or damaged; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Page:
    """One address, and what its listing said of its age (`stamp`).

    `kind` says what the answer is: `page` (of the site, an article perhaps), `file` (that articles link to), `post` (of
    WordPress, as JSON), `list` (of addresses), `nothing` (it leads on, or nowhere), `site` (of it as a whole).

    `problem` is why it could not be fetched the last time, '' where it could; a body fetched before is kept with it.
    `target` is where an address that shows nothing itself leads on to. `fresh`: it was sent just now, and not told to
    be as before.
    """

    address: str
    kind: str
    stamp: str = ""
    etag: str = ""
    modified: str = ""
    type: str = ""
    target: str = ""
    body: bytes | None = None
    problem: str = ""
    fresh: bool = False


def _unusable(path: Path, error: Exception) -> BrokenCache:
    return BrokenCache(f"{path}: not a file of fetched pages ({error}); remove it to fetch the site anew")


_COLUMNS = "address, kind, stamp, etag, modified, type, target, body, problem"


def _page(row: tuple[str, str, str, str, str, str, str, bytes | None, str]) -> Page:
    address, kind, stamp, etag, modified, type_, target, body, problem = row
    try:
        return Page(address, kind, stamp, etag, modified, type_, target, body and zlib.decompress(body), problem)
    except (zlib.error, TypeError) as error:  # an integer where the body was
        detail = f"what was fetched is damaged ({error}); remove the file to fetch it anew"
        raise BrokenCache(f"{address}: {detail}") from error


class Cache:
    """The file, open for one round. Every change is on disk when the method returns."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._table = sqlite3.connect(path, isolation_level=None)
        try:
            version = self._table.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, _LAYOUT):
                raise sqlite3.DatabaseError("written by another version")
            self._table.executescript(f"{_TABLES} PRAGMA user_version = {_LAYOUT};")
        except sqlite3.DatabaseError as error:
            self._table.close()
            raise _unusable(path, error) from error
        self.round = self._begun()

    def close(self) -> None:
        """Close the file."""
        self._table.close()

    def _begun(self) -> int:
        last, ended = int(self.fact("begun") or 0), int(self.fact("ended") or 0)
        if last > ended:  # stopped before its end
            return last
        self.note("begun", str(last + 1))
        return last + 1

    def fact(self, name: str) -> str:
        """Return a fact about the site, '' where it is not known."""
        row = self._table.execute("SELECT value FROM fact WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def note(self, name: str, value: str) -> None:
        """Keep a fact about the site."""
        self._table.execute("INSERT OR REPLACE INTO fact VALUES (?, ?)", (name, value))

    def page(self, address: str) -> Page | None:
        """Return what is kept of an address."""
        row = self._table.execute(f"SELECT {_COLUMNS} FROM page WHERE address = ?", (address,)).fetchone()
        return _page(row) if row else None

    def was_asked(self, address: str) -> bool:
        """Tell whether this round asked for an address already, before it was stopped, say."""
        row = self._table.execute("SELECT asked FROM page WHERE address = ?", (address,)).fetchone()
        return row is not None and row[0] == self.round

    def see(self, address: str, kind: str) -> None:
        """Note that the site shows an address in this round."""
        self._table.execute(
            "INSERT INTO page (address, kind, seen) VALUES (?, ?, ?) ON CONFLICT (address) DO UPDATE SET seen = ?",
            (address, kind, self.round, self.round),
        )

    def keep(self, page: Page) -> None:
        """Keep an answer of this round."""
        body = None if page.body is None else zlib.compress(page.body)
        head = (page.address, page.kind, page.stamp, page.etag, page.modified, page.type, page.target)
        values = (*head, body, page.problem, self.round, self.round)
        marks = ", ".join("?" * len(values))
        self._table.execute(f"INSERT OR REPLACE INTO page ({_COLUMNS}, seen, asked) VALUES ({marks})", values)

    def unchanged(self, address: str, stamp: str) -> None:
        """Note that what is kept of an address still holds."""
        self._table.execute(
            "UPDATE page SET seen = ?, asked = ?, problem = '', stamp = ? WHERE address = ?",
            (self.round, self.round, stamp, address),
        )

    def fail(self, address: str, kind: str, problem: str) -> None:
        """Note why an address could not be fetched; what is kept of it stays."""
        self._table.execute(
            "INSERT INTO page (address, kind, problem, seen, asked) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (address) "
            "DO UPDATE SET problem = excluded.problem, seen = excluded.seen, asked = excluded.asked",
            (address, kind, problem, self.round, self.round),
        )

    def drop(self, address: str) -> None:
        """Forget an address."""
        self._table.execute("DELETE FROM page WHERE address = ?", (address,))

    def end(self, whole: bool = True) -> None:
        """End the round; where it went over the whole site, forget what that shows no more."""
        if whole:
            self._table.execute("DELETE FROM page WHERE seen < ?", (self.round,))
        self.note("ended", str(self.round))


class Kept:
    """The file, open for reading. Raises BrokenCache from every method where it cannot be read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._table = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)

    def __enter__(self) -> Kept:
        return self

    def __exit__(self, *raised: object) -> None:
        self._table.close()

    def _rows(self, question: str, *values: str) -> Iterator[Any]:
        try:
            yield from self._table.execute(question, values)
        except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
            raise _unusable(self._path, error) from error

    def pages(self, *kinds: str) -> Iterator[Page]:
        """Yield all pages of these kinds, in the order of their addresses."""
        marks = ", ".join("?" for _ in kinds)
        return map(_page, self._rows(f"SELECT {_COLUMNS} FROM page WHERE kind IN ({marks}) ORDER BY address", *kinds))

    def page(self, address: str) -> Page | None:
        """Return what is kept of an address."""
        return next(map(_page, self._rows(f"SELECT {_COLUMNS} FROM page WHERE address = ?", address)), None)

    def site(self) -> str:
        """Return the address of the site."""
        return next(
            (str(value) for (value,) in self._rows("SELECT value FROM fact WHERE name = 'site'")), str(self._path)
        )
