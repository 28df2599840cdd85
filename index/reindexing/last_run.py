"""Records what the last reindex came to, also one that failed: a small file in the data folder, for whoever watches.

    DATA/last-reindex.json

It is no part of a generation: a run that publishes nothing leaves its record too. Of a run that was killed there is
none, and the record stays that of the one before.
"""

from __future__ import annotations

import contextlib
import datetime
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from index.generations.store import Locked, write_durably

if TYPE_CHECKING:
    from index.reindexing.reindex import Report  # which loads slowly; the service only reads records

_NAME = "last-reindex.json"
_PASSWORD = re.compile(r"(?<=://)[^/\s@]+@")


class LastRun(msgspec.Struct, frozen=True):
    """The end of a reindex. `finished` and `succeeded`, the end of the last that did not fail, are ISO 8601 in UTC.

    The numbers are documents, as in `Report`; `skipped` are those that were left out. `error` is the sentence of one
    that failed.
    """

    finished: str
    ok: bool
    seconds: float
    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    kept: int = 0
    skipped: int = 0
    generation: str = ""
    succeeded: str = ""
    error: str = ""


def last_run_file(data: Path) -> Path:
    """Return where the record of the last reindex of a data folder stands."""
    return data / _NAME


def read_last_run(data: Path) -> LastRun | None:
    """Return the record of the last reindex in a data folder; None where there is none that can be read."""
    try:
        return record_of((data / _NAME).read_bytes())
    except OSError:
        return None


def record_of(content: bytes | None) -> LastRun | None:
    """Return a record as it stands in its file; None where it cannot be read: the next run writes it anew."""
    try:
        return None if content is None else msgspec.json.decode(content, type=LastRun)
    except ValueError:  # damaged, or of another shape
        return None


def recorded(data: Path, run: Callable[[], Report]) -> Report:
    """Return what `run`, a reindex of a data folder, returns, or raise what it raises; leave a record of either.

    Not of one that could not begin since another is running, which leaves its own. A record that cannot be written (a
    full disk) is done without. For runs that write: a dry run is none.
    """
    began = time.monotonic()
    try:
        report = run()
    except Locked:
        raise
    except Exception as error:
        _keep(data, _failed(data, error, time.monotonic() - began))
        raise
    _keep(data, _done(report))
    return report


def _done(report: Report) -> LastRun:
    now = _now()
    return LastRun(
        finished=now,
        ok=True,
        seconds=round(report.seconds, 3),
        added=report.added,
        changed=report.changed,
        removed=report.deleted,
        unchanged=report.unchanged,
        kept=report.kept,
        skipped=len(report.left_out),
        generation=report.generation,
        succeeded=now,
    )


def _failed(data: Path, error: Exception, seconds: float) -> LastRun:
    before = read_last_run(data)
    said = error.strerror if isinstance(error, OSError) else str(error)
    sentence = _PASSWORD.sub("", said or type(error).__name__)
    succeeded = before.succeeded if before else ""
    return LastRun(_now(), ok=False, seconds=round(seconds, 3), succeeded=succeeded, error=sentence[:1_000])


def _keep(data: Path, run: LastRun) -> None:
    if not data.is_dir():  # a path that was mistyped: no folder is made for that
        return
    path, content = data / _NAME, msgspec.json.format(msgspec.json.encode(run), indent=1) + b"\n"
    try:
        write_durably(path, content)
    except OSError:  # a full disk: the room of the record before will do, though a power failure may damage it
        with contextlib.suppress(OSError):
            path.with_name(f".{_NAME}.new").unlink(missing_ok=True)
            with path.open("r+b") as handle:
                handle.write(content)
                handle.truncate()


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
