"""Keeps from run to run of `tracuu notify` what was told, and the mails that are still to be sent.

A SQLite file: each step is one transaction, on disk when it ends, so a run that is killed leaves the state before a
step or behind it. A mail and the note that its articles are told are one step; that it was sent is another.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_FORMAT = 1
_TABLES = """
CREATE TABLE subscription (key TEXT PRIMARY KEY, last_run TEXT NOT NULL);
CREATE TABLE told (key TEXT NOT NULL, article TEXT NOT NULL, PRIMARY KEY (key, article)) WITHOUT ROWID;
CREATE TABLE outbox (number INTEGER PRIMARY KEY, recipient TEXT NOT NULL, message_id TEXT NOT NULL, mail BLOB NOT NULL,
                     was_tried INTEGER NOT NULL DEFAULT 0);
"""


class UnreadableMemory(RuntimeError):
    """The file cannot be used; the message names it and says what would do."""


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """A mail that is to be sent. `was_tried`: a run began to send it, and it is not known that it arrived."""

    number: int
    to: str
    message_id: str
    content: bytes
    was_tried: bool


class Memory:
    """The file, open. Not to be shared by threads."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def last_run(self, key: str) -> str:
        """Return the day (ISO 8601) on which a subscription was looked at last, empty for one never seen."""
        row = self._connection.execute("SELECT last_run FROM subscription WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else ""

    def told(self, key: str) -> set[str]:
        """Return the ids of the articles that a subscription has told, or that were there when it began."""
        rows = self._connection.execute("SELECT article FROM told WHERE key = ?", (key,))
        return {str(row[0]) for row in rows}

    def note(
        self, today: str, told: Iterable[tuple[str, Collection[str]]], mail: tuple[str, str, bytes] | None
    ) -> None:
        """Note in one step that subscriptions were looked at and what each tells, and the mail that tells it.

        `mail` is its recipient, its Message-ID and itself; None where there is nothing to send.
        """
        with self._step() as connection:
            for key, articles in told:
                connection.execute("INSERT OR REPLACE INTO subscription VALUES (?, ?)", (key, today))
                connection.executemany("INSERT OR IGNORE INTO told VALUES (?, ?)", ((key, one) for one in articles))
            if mail is not None:
                connection.execute("INSERT INTO outbox (recipient, message_id, mail) VALUES (?, ?, ?)", mail)

    def waiting(self) -> tuple[WaitingMail, ...]:
        """Return the mails that are to be sent, oldest first."""
        asked = "SELECT number, recipient, message_id, mail, was_tried FROM outbox ORDER BY number"
        rows = self._connection.execute(asked)
        return tuple(WaitingMail(number, to, id, bytes(mail), bool(tried)) for number, to, id, mail, tried in rows)

    def set_tried(self, mail: WaitingMail, was_tried: bool) -> None:
        """Note that sending begins, or that the server has refused it, so that it did not arrive."""
        with self._step() as connection:
            connection.execute("UPDATE outbox SET was_tried = ? WHERE number = ?", (was_tried, mail.number))

    def is_sent(self, mail: WaitingMail) -> None:
        """Note that the server has taken it, or that nobody wants it any more."""
        with self._step() as connection:
            connection.execute("DELETE FROM outbox WHERE number = ?", (mail.number,))

    @contextmanager
    def _step(self) -> Iterator[sqlite3.Connection]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield self._connection
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


@contextmanager
def memory(path: Path, *, keep: bool = True) -> Iterator[Memory]:
    """Open the file, which is made where there is none. Without `keep` nothing of what is noted stays.

    Raises UnreadableMemory for a file that is none of this, or that cannot be written.
    """
    try:
        connection = _opened(path, keep)
        try:
            yield Memory(connection)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise UnreadableMemory(f"{path}: {error}; move the file away to begin anew") from error


def _opened(path: Path, keep: bool) -> sqlite3.Connection:
    if keep:
        connection = sqlite3.connect(path, isolation_level=None)
    else:
        connection = sqlite3.connect(":memory:", isolation_level=None)
        if path.exists():
            with sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True) as kept:
                kept.backup(connection)
            kept.close()
    connection.execute("PRAGMA synchronous = FULL")
    (format,) = connection.execute("PRAGMA user_version").fetchone()
    if format == 0:
        connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {_FORMAT}; COMMIT;")
    elif format != _FORMAT:
        connection.close()
        raise UnreadableMemory(f"{path}: it was written by another version of this program; move it away to begin anew")
    return connection
