"""Asks a process of its own for what a file holds, and outlives whatever the file does to it.

One process serves a run, for reading waits for the analysis behind it; it is replaced when a file has ended it. Of a
file that ended it the rest is left out, and the report says so; what came before stays.
"""

from __future__ import annotations

import atexit
import contextlib
import fcntl
import os
import select
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from index.documents import Article, Note, Rejection
from index.sources.files.file_names import printable
from index.sources.files.known_lines import Unchanged
from index.sources.files.walk import SourceFile
from index.sources.isolated.messages import LENGTH, Answer, Request, item_of, sent

_CHUNK = 1 << 18
_PREFIX = "tracuu-reader-"
_SAID = "said"  # what a process complains of; it holds a lock on it as long as it lives
_SETTLED = 60.0  # seconds in which a folder that was made has its process
_PROJECT = Path(__file__).parents[3]


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Bounds on reading: seconds until the next document, more for a large file; bytes of memory.

    `recognition` are the seconds for a file whose scanned pages may be recognised.
    """

    seconds: float = 90.0
    seconds_a_megabyte: float = 2.0
    recognition: float = 2_000.0
    memory: int = 3 << 30


_LIMITS = ReadLimits()
_BY_PROGRAMS = (".doc",)  # LibreOffice takes its time
_PROGRAM_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Reading:
    """An item of a file, and the digest of the line that it came from."""

    item: Article | Rejection | Note | Unchanged
    digest: bytes = b""


def remove_leftovers(folder: Path) -> None:
    """Remove the folders of processes that were ended together with whoever asked them, as by a loss of power.

    Only those of this user that are older than a minute and on whose `said` nobody holds a lock.
    """
    with contextlib.suppress(OSError):
        for entry in os.scandir(folder):
            if not entry.name.startswith(_PREFIX) or not entry.is_dir(follow_symlinks=False):
                continue
            with contextlib.suppress(OSError):
                found = entry.stat(follow_symlinks=False)
                if found.st_uid == os.getuid() and found.st_mtime < time.time() - _SETTLED and not _is_held(entry.path):
                    shutil.rmtree(entry.path)


def _is_held(folder: str) -> bool:
    try:
        with (Path(folder) / _SAID).open("rb") as said:
            fcntl.flock(said, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False


class _Ended(Exception):
    """The process is gone, or was ended; the message says why."""


class _Child:
    """The process that reads."""

    def __init__(self, limits: ReadLimits) -> None:
        remove_leftovers(Path(tempfile.gettempdir()))
        source, target = os.pipe()
        # What it unpacks is removed with it; what it complains of is in a file, for a pipe that nobody reads fills up
        self._folder = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
        self._said = Path(self._folder.name) / _SAID
        command = [sys.executable, "-P", "-m", "index.sources.isolated.child", str(target), str(limits.memory)]
        search = os.pathsep.join(filter(None, [str(_PROJECT), os.environ.get("PYTHONPATH", "")]))
        environment = {**os.environ, "TMPDIR": self._folder.name, "PYTHONPATH": search}
        try:
            with self._said.open("wb") as said:
                self._process = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stderr=said,
                    pass_fds=(target,),
                    start_new_session=True,
                    env=environment,
                )
        finally:
            os.close(target)
        self._source = source
        self._buffer = bytearray()
        self._decoder = msgspec.msgpack.Decoder(Answer)

    def ask(self, request: bytes) -> None:
        """Send a request. Raises _Ended."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(LENGTH.pack(len(request)) + request)
            self._process.stdin.flush()
        except OSError as error:
            raise _Ended(self._why()) from error

    def answer(self, seconds: float) -> Answer:
        """Return the next answer. Raises _Ended where it does not come within its seconds, or not at all."""
        until = time.monotonic() + seconds
        while True:
            if len(self._buffer) >= LENGTH.size:
                end = LENGTH.size + LENGTH.unpack_from(self._buffer)[0]
                if len(self._buffer) >= end:
                    answer = self._decoder.decode(memoryview(self._buffer)[LENGTH.size : end])
                    del self._buffer[:end]
                    return answer
            ready, _, _ = select.select([self._source], [], [], max(until - time.monotonic(), 0))
            if not ready:
                raise _Ended(f"reading it took more than {seconds:.0f} seconds; split it into parts")
            data = os.read(self._source, _CHUNK)
            if not data:
                raise _Ended(self._why())
            self._buffer += data

    def _why(self) -> str:
        """Return what the process said when it fell."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        lines = self._said.read_text(encoding="utf-8", errors="replace").strip().splitlines()
        last = lines[-1][:200] if lines else f"signal {-(self._process.returncode or 0)}"
        if "MemoryError" in last:
            return "reading it took too much memory; split it into parts"
        return f"its reader failed on it ({last}); save it again, or report it"

    def close(self) -> None:
        """End the process and what it started."""
        with contextlib.suppress(OSError):
            os.killpg(self._process.pid, 9)
        with contextlib.suppress(OSError):
            self._process.__exit__(None, None, None)
        os.close(self._source)
        self._folder.cleanup()


class _Pool:
    """The process of this one, started when the first file comes; one file at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._child: _Child | None = None
        self._limits: ReadLimits | None = None

    def child(self, limits: ReadLimits) -> _Child:
        """Return a process that reads within limits."""
        if self._limits != limits:
            self.close()
        if self._child is None:
            self._child, self._limits = _Child(limits), limits
        return self._child

    def close(self) -> None:
        """End the process."""
        if self._child is not None:
            self._child.close()
            self._child = None


_pool = _Pool()
atexit.register(_pool.close)


def _seconds(file: SourceFile, limits: ReadLimits) -> float:
    try:
        size = sum(one.path.stat().st_size for one in (file, *file.attached))
    except OSError:  # reading it will say so
        size = 0
    seconds = limits.seconds + limits.seconds_a_megabyte * size / 1e6
    if file.given.recognised is not None:
        return seconds + limits.recognition
    names = [one.path.name.lower() for one in (file, *file.attached)]
    return seconds + (_PROGRAM_SECONDS if any(name.endswith(_BY_PROGRAMS) for name in names) else 0)


def read_isolated(
    file: SourceFile,
    known: Mapping[bytes, str] | None = None,
    taken: Any = frozenset(),
    limits: ReadLimits = _LIMITS,
) -> Iterator[Reading]:
    """Yield what `read_file` does, each item as a Reading, whatever the file does to its reader.

    With `known`, the ids of its lines by their digests, those lines come as Unchanged, unless their id is `taken`.
    """
    request = msgspec.msgpack.encode(
        Request(
            sent(file),
            dict(known or {}),
            [one for one in (known or {}).values() if one in taken],
            known is not None,
        )
    )
    with _pool.lock:
        whole = False
        seconds = _seconds(file, limits)
        try:
            child = _pool.child(limits)
            child.ask(request)
            while not (answer := child.answer(seconds)).end:
                yield Reading(item_of(answer), answer.digest)
            whole = True
        except _Ended as ended:
            reason = "too large" if "more than" in str(ended) or "memory" in str(ended) else "broken"
            yield Reading(Rejection(printable(str(file.path)), reason, str(ended)))  # type: ignore[arg-type]
        finally:
            if not whole:  # what it still says would be taken for the next file's
                _pool.close()
