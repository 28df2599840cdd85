"""Fetches a site in a process of its own, so that no site ends the run: within its time, its memory, its faults.

Run as a program it makes one round: `SITE PATH` and bounds and limits as JSON; what came of it is JSON on its output.
"""

from __future__ import annotations

import errno
import os
import resource
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import msgspec

from index.sources.files.programs import TooSlow, run
from index.sources.web.cache import BrokenCache, Cache
from index.sources.web.round_bounds import Bounds, Limits

_PROJECT = Path(__file__).parents[3]
_MEMORY = 3 << 30  # bytes
_GRACE = 60.0  # seconds beyond what a round and its last answer may take, for reading what came
_UNWRITABLE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)


class _Result(msgspec.Struct):
    """`full`: the disk took no more; `broken`: the file cannot be used, with what to do."""

    full: bool = False
    broken: str = ""


def fetch(site: str, path: Path, bounds: Bounds, limits: Limits) -> None:
    """Bring the file at `path` up to date with a site; what went wrong is kept in it, for its reader to tell.

    Raises BrokenCache where the file cannot be used, and OSError (ENOSPC) where the disk is full.
    """
    told = [site, str(path), msgspec.json.encode(bounds).decode(), msgspec.json.encode(limits).decode()]
    command = [sys.executable, "-P", "-m", "index.sources.web.fetching", *told]
    search = os.pathsep.join(filter(None, [str(_PROJECT), os.environ.get("PYTHONPATH", "")]))
    try:
        done = run(command, bounds.seconds + limits.seconds + _GRACE, {**os.environ, "PYTHONPATH": search})
    except TooSlow:
        _tell(path, "reading what it sent took too long; the site is left in peace")
        return
    try:
        result = msgspec.json.decode(done.stdout, type=_Result)
    except msgspec.DecodeError:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        said = lines[-1][:200] if lines else f"status {done.returncode}"
        _tell(path, f"what it sent ended its reader ({said}); the site is left in peace")
        return
    if result.full:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
    if result.broken:
        raise BrokenCache(result.broken)


def _tell(path: Path, problem: str) -> None:
    """Keep in the file why a round came to no end."""
    with closing(Cache(path)) as cache:
        cache.fail("", "site", problem)


def _is_full(error: BaseException | None) -> bool:
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return isinstance(error, sqlite3.Error) and getattr(error, "sqlite_errorcode", 0) & 0xFF in _UNWRITABLE


def _result(site: str, path: Path, bounds: Bounds, limits: Limits) -> _Result:
    from index.sources.web.renew import renew  # the process that asks need not load what reads pages

    try:
        renew(site, path, bounds, limits)
    except BrokenCache as error:
        return _Result(full=_is_full(error.__cause__), broken=str(error))
    except (OSError, sqlite3.Error) as error:
        if not _is_full(error):
            raise
        return _Result(full=True)
    return _Result()


def main() -> None:
    """Make one round, within the memory that it may take."""
    site, path, bounds, limits = sys.argv[1:]
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, hard))
    given = msgspec.json.decode(bounds, type=Bounds), msgspec.json.decode(limits, type=Limits)
    sys.stdout.write(msgspec.json.encode(_result(site, Path(path), *given)).decode())


if __name__ == "__main__":
    main()
