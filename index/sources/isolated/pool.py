"""Asks processes of their own for what files hold, and outlives whatever a file does to the one that reads it.

One process reads as long as nobody waits for it, for the analysis behind it takes longer. Where reading is waited for
others read ahead, as many as the run may have; a file that takes its time, or whose reader hangs, keeps none of those
behind it. What they give waits for its turn, so that the order is that of the files whoever was first; when
much waits they pause. Of a file that ended its process the rest is left out, and the report says so; what came
before stays.
"""

from __future__ import annotations

import atexit
import contextlib
import select
import threading
import time
from collections import deque
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

import msgspec

from index.documents import Article, Note, Rejection
from index.sources.files.file_names import printable
from index.sources.files.known_lines import Unchanged
from index.sources.files.walk import SourceFile
from index.sources.isolated.messages import Request, item_of, sent
from index.sources.isolated.process import Ended, Process

_MOST = 8  # processes, on whatever machine
_WAITED = 0.25  # seconds that reading is waited for before one more process reads ahead
_START = 1.0  # seconds that a process takes to start, and in which nothing is said of how fast it reads
_AHEAD = 32 << 20  # characters read that wait for their turn
_LEAST = 200  # as which an item counts that has few of them
_MANY = 20  # documents of a file after which what it gives is taken in batches
_BATCH = 0.01  # seconds in which one gathers in the pipe; to be woken for each document takes more than to take it


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


@dataclass(eq=False, slots=True)
class _Task:
    """A file to read, and what is read of it until its turn comes; `queued` until a process has it."""

    file: SourceFile
    known: Mapping[bytes, str] | None
    taken: list[str]
    limits: ReadLimits
    seconds: float
    found: deque[Reading] = field(default_factory=deque)
    queued: bool = True
    ended: bool = False


def _characters(reading: Reading) -> int:
    return _LEAST + (len(reading.item.text) if isinstance(reading.item, Article) else 0)


@dataclass(eq=False, slots=True)
class _Reader:
    """A process, the file that it reads, how much that gave so far, and until when its next answer must come."""

    process: Process
    task: _Task | None = None
    given: int = 0
    until: float = 0.0


class Pool:
    """Processes that read, started as they are needed; whoever uses it holds its `lock`."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.most = 1
        self._readers: list[_Reader] = []
        self._tasks: deque[_Task] = deque()
        self._memory = 0
        self._waited = 0.0  # seconds that reading was waited for since the last process was started
        self._waiting = 0  # characters

    def begin(
        self,
        file: SourceFile,
        known: Mapping[bytes, str] | None,
        taken: Container[str],
        limits: ReadLimits,
        *,
        first: bool = False,
    ) -> _Task:
        """Take a file for one that is to be read, behind those begun before unless it is to be the first."""
        task = _Task(file, known, _of_others(known, taken), limits, _seconds(file, limits))
        (self._tasks.appendleft if first else self._tasks.append)(task)
        return task

    def readings(self, task: _Task) -> Iterator[Reading]:
        """Yield what a file that was begun holds, as it is read."""
        try:
            while True:
                while task.found:
                    reading = task.found.popleft()
                    self._waiting -= _characters(reading)
                    yield reading
                if task.ended:
                    return
                self._go_on(task)
        finally:
            self.drop(task)

    def drop(self, task: _Task) -> None:
        """Forget a file; what its reader still says would be taken for the next one's, so it is ended."""
        if task.queued:
            self._tasks.remove(task)
        self._waiting -= sum(map(_characters, task.found))
        for reader in self._readers:
            if reader.task is task:
                self._end(reader)
                break

    def rest(self) -> None:
        """Forget all files, and keep one process at most."""
        for task in self._tasks:
            task.queued = False
        self._tasks.clear()
        for at, reader in enumerate(list(self._readers)):
            if at or reader.task is not None:
                self._end(reader)
        self.most, self._waited, self._waiting = 1, 0.0, 0

    def close(self) -> None:
        """End all processes."""
        for reader in list(self._readers):
            self._end(reader)

    def _end(self, reader: _Reader) -> None:
        self._readers.remove(reader)
        reader.process.close()

    def _add(self, task: _Task, reading: Reading) -> None:
        task.found.append(reading)
        self._waiting += _characters(reading)

    def _fail(self, reader: _Reader, task: _Task, why: str) -> None:
        """End a process, and tell that the rest of its file is left out."""
        reason: Literal["too large", "broken"] = "too large" if "more than" in why or "memory" in why else "broken"
        self._add(task, Reading(Rejection(printable(str(task.file.path)), reason, why)))
        task.ended = True
        self._end(reader)

    def _go_on(self, wanted: _Task) -> None:
        """Give files to processes that have none, and take what these say; waits until one of them does."""
        self._hand_out(wanted)
        # A process that is not heard for a while waits too, as soon as its pipe is full
        heard = [one for one in self._readers if one.task and (one.task is wanted or not self._is_full(wanted))]
        if wanted.ended or not heard:
            return
        began = time.monotonic()
        if all(one.given > _MANY and one.process.trickles for one in heard):
            time.sleep(_BATCH)
        wait = min(one.until for one in heard) - began
        if self._tasks and len(self._readers) < self.most:
            wait = min(wait, _WAITED - self._waited)
        said, _, _ = select.select([one.process.source for one in heard], [], [], max(wait, 0))
        now = time.monotonic()
        self._waited += now - began
        for reader in heard:
            task = reader.task
            if task is not None and reader.process.source in said:
                self._take(reader, task, now)
            elif task is not None and reader.until <= now:
                why = f"reading it took more than {task.seconds:.0f} seconds; split it into parts"
                self._fail(reader, task, why)

    def _is_full(self, wanted: _Task) -> bool:
        """Tell whether so much waits for its turn that nobody is to read ahead; but what is wanted needs a process."""
        return self._waiting >= _AHEAD and not wanted.queued

    def _hand_out(self, wanted: _Task) -> None:
        """Give each process without a file the next one; start one where none is, or where reading is waited for."""
        if wanted.queued and self._memory != wanted.limits.memory:
            self.close()
            self._memory = wanted.limits.memory
        while self._tasks and not self._is_full(wanted):
            reader = next((one for one in self._readers if one.task is None), None)
            if reader is None:
                if self._readers and (len(self._readers) >= self.most or self._waited < _WAITED):
                    return
                reader = _Reader(Process(self._memory))
                self._readers.append(reader)
                self._waited = -_START
            task = self._tasks.popleft()
            task.queued = False
            reader.task, reader.given, reader.until = task, 0, time.monotonic() + task.seconds
            request = Request(sent(task.file), dict(task.known or {}), task.taken, task.known is not None, task.seconds)
            try:
                reader.process.ask(msgspec.msgpack.encode(request))
            except Ended as ended:
                self._fail(reader, task, str(ended))

    def _take(self, reader: _Reader, task: _Task, now: float) -> None:
        reader.until = now + task.seconds
        try:
            for answer in reader.process.answers():
                if answer.end:
                    task.ended, reader.task = True, None
                else:
                    self._add(task, Reading(item_of(answer), answer.digest))
                    reader.given += 1
        except Ended as ended:
            self._fail(reader, task, str(ended))


def _of_others(known: Mapping[bytes, str] | None, taken: Container[str]) -> list[str]:
    return [one for one in (known or {}).values() if one in taken]


_pool = Pool()
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


class ReadingAhead:
    """Files that are read in turn, by up to so many processes; `begin` them in the order in which they are wanted."""

    def __init__(self, pool: Pool, limits: ReadLimits) -> None:
        self._pool, self._limits = pool, limits
        self._begun: dict[int, _Task] = {}

    def begin(
        self,
        at: int,
        file: SourceFile,
        known: Mapping[bytes, str] | None,
        taken: Container[str],
        *,
        first: bool = False,
    ) -> None:
        """Take the file at this place for one that is to be read, as `read_isolated` does."""
        self._begun[at] = self._pool.begin(file, known, taken, self._limits, first=first)

    def readings(self, at: int, taken: Container[str]) -> Iterator[Reading]:
        """Yield what the file at a place holds; it is read again where ids of its lines were taken since."""
        task = self._begun.pop(at)
        if task.known and _of_others(task.known, taken) != task.taken:
            self._pool.drop(task)
            task = self._pool.begin(task.file, task.known, taken, self._limits, first=True)
        yield from self._pool.readings(task)


@contextlib.contextmanager
def reading_ahead(processes: int, limits: ReadLimits = _LIMITS) -> Iterator[ReadingAhead]:
    """Give what reads files in turn, several at a time where they are waited for."""
    with _pool.lock:
        _pool.most = min(max(processes, 1), _MOST)
        try:
            yield ReadingAhead(_pool, limits)
        finally:
            _pool.rest()


def read_isolated(
    file: SourceFile,
    known: Mapping[bytes, str] | None = None,
    taken: Container[str] = frozenset(),
    limits: ReadLimits = _LIMITS,
) -> Iterator[Reading]:
    """Yield what `read_file` does, each item as a Reading, whatever the file does to its reader.

    With `known`, the ids of its lines by their digests, those lines come as Unchanged, unless their id is `taken`.
    """
    with _pool.lock:
        yield from _pool.readings(_pool.begin(file, known, taken, limits))
