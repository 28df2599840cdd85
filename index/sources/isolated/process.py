"""Starts, asks and ends one process that reads files: its folder, its pipes, what it complained of.

It holds a lock on a file of its folder as long as it lives, so that the folders of those that were killed are found.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec

from index.sources.isolated.messages import LENGTH, Answer

_PIPE = 1 << 20  # bytes that may wait in the pipe, so that neither process waits for the other at each document
_PREFIX = "tracuu-reader-"
_SAID = "said"  # what a process complains of; it holds a lock on it as long as it lives
_SETTLED = 60.0  # seconds in which a folder that was made has its process
_PROJECT = Path(__file__).parents[3]


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


class Ended(Exception):
    """The process is gone, or was ended; the message says why."""


class Process:
    """A process that reads, one file after the other; `source` is the pipe that its answers come from.

    `trickles` where little was in it the last time.
    """

    def __init__(self, memory: int) -> None:
        remove_leftovers(Path(tempfile.gettempdir()))
        source, target = os.pipe()
        with contextlib.suppress(OSError):  # an owner of many pipes may have small ones only
            fcntl.fcntl(source, fcntl.F_SETPIPE_SZ, _PIPE)
        # What it unpacks is removed with it; what it complains of is in a file, for a pipe that nobody reads fills up
        self._folder = tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
        self._said = Path(self._folder.name) / _SAID
        # It has the search path from here (-S), for to find it anew takes a third of its start
        command = [sys.executable, "-P", "-S", "-m", "index.sources.isolated.child", str(target), str(memory)]
        search = os.pathsep.join([str(_PROJECT), *filter(None, sys.path)])
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
        self.source = source
        self.trickles = False
        self._buffer = bytearray()
        self._decoder = msgspec.msgpack.Decoder(Answer)

    def ask(self, request: bytes) -> None:
        """Send a request. Raises Ended."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(LENGTH.pack(len(request)) + request)
            self._process.stdin.flush()
        except OSError as error:
            raise Ended(self._why()) from error

    def answers(self) -> list[Answer]:
        """Return the answers that are whole by now, after one more read of its pipe. Raises Ended at its end."""
        data = os.read(self.source, _PIPE)
        if not data:
            raise Ended(self._why())
        self.trickles = len(data) < _PIPE // 4
        self._buffer += data
        found, at = [], 0
        while len(self._buffer) - at >= LENGTH.size:
            end = at + LENGTH.size + LENGTH.unpack_from(self._buffer, at)[0]
            if len(self._buffer) < end:
                break
            with memoryview(self._buffer) as view:
                found.append(self._decoder.decode(view[at + LENGTH.size : end]))
            at = end
        del self._buffer[:at]
        return found

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
        os.close(self.source)
        self._folder.cleanup()
