"""Every file operation of this process under a folder, in order: recorded, and a fork killed in the midst of each.

What changes a disk is caught where Python hands it to the system: `open` for writing, each `write` that leaves a
buffer, `truncate`, `fsync`, `rename`, `replace`, `link`, `unlink`, `mkdir`, `rmdir`. That nothing goes by another way
(arrays written by numpy, a mapped file) is tested: what was recorded, replayed, must give the folder as it is. Only
SQLite's scratch file of a reindex is written past this; it is removed before anything is published.
"""

from __future__ import annotations

import builtins
import io
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Operation:
    """One change: `path` and `to` (of `rename` and `link`) as absolute paths, `content` of a file after it."""

    kind: str
    path: str
    to: str = ""
    content: bytes = b""


def _nothing() -> None:
    """Do nothing."""


class Operations:
    """What was done under `root` so far; in the midst of each a fork is killed, if somebody `looks` at what it left."""

    def __init__(self, root: Path, looks: Callable[[], object] | None = None) -> None:
        self.root = str(root.resolve())
        self.done: list[Operation] = []
        self._looks = looks

    def concerns(self, path: str) -> bool:
        return path.startswith(self.root) and not path.endswith(" (deleted)")

    def begin(self, halfway: Callable[[], object] = _nothing, undo: Callable[[], object] = _nothing) -> None:
        """Kill a fork at an operation that is about to be done, and let it be looked at; then all goes on as before.

        `halfway` does what can be seen of an operation that is cut short, in the fork; `undo` takes that back.
        """
        if self._looks is None:
            return
        fork = os.fork()
        if fork == 0:
            halfway()
            os.kill(os.getpid(), signal.SIGKILL)
        _, status = os.waitpid(fork, 0)
        assert status == signal.SIGKILL, f"a fork that was to be killed ended with status {status}"
        self._looks()
        undo()

    def note(self, kind: str, path: str, to: str = "") -> None:
        content = Path(path).read_bytes() if kind in ("create", "write", "sync") else b""
        self.done.append(Operation(kind, path, to, content))


def _behind(descriptor: int) -> str:
    return str(Path(f"/proc/self/fd/{descriptor}").readlink())


def _absolute(path: Any, folder: int | None = None) -> str:
    text = os.fsdecode(path)
    return str(Path(_behind(folder), text)) if folder is not None else str(Path(text).absolute())


class _File(io.FileIO):
    operations: Operations

    def write(self, data: Any) -> int:
        view = memoryview(data).cast("B")
        half = super().write
        path = _behind(self.fileno())
        if not self.operations.concerns(path):
            return half(view)
        self.operations.begin(lambda: half(view[: len(view) // 2]), self._as_before(len(view)))
        written = half(view)
        self.operations.note("write", path)
        return written

    def _as_before(self, length: int) -> Callable[[], object]:
        """Return what makes of the file what it is now, after something of this length or less was written."""
        descriptor, position = self.fileno(), self.tell()
        size = os.fstat(descriptor).st_size
        there = b"" if "a" in self.mode else os.pread(descriptor, length, position)

        def undo() -> None:
            os.pwrite(descriptor, there, position)
            os.ftruncate(descriptor, size)
            os.lseek(descriptor, position, os.SEEK_SET)

        return undo

    def truncate(self, size: int | None = None) -> int:
        self.operations.begin()
        result = super().truncate(size)
        self.operations.note("write", _behind(self.fileno()))
        return result


def _opened(raw: io.FileIO, mode: str, encoding: str | None, newline: str | None) -> Any:
    binary: Any = io.BufferedRandom(raw)  # into a BufferedWriter numpy would write by itself, past `write`
    return binary if "b" in mode else io.TextIOWrapper(binary, encoding=encoding, newline=newline)


@contextmanager
def watched(operations: Operations) -> Iterator[None]:
    """Let `operations` see all that this process does; for a process of its own, of one thread."""
    real = {name: getattr(os, name) for name in ("fsync", "rename", "replace", "link", "unlink", "remove")}
    real |= {name: getattr(os, name) for name in ("mkdir", "rmdir", "open")}
    real_open = io.open

    class File(_File):
        pass

    File.operations = operations

    def open_file(
        file: Any, mode: str = "r", buffering: int = -1, encoding: Any = None, *rest: Any, **more: Any
    ) -> Any:
        mode = mode.replace("b", "") + "b" * ("b" in mode)
        if "opener" in more:  # a temporary file without a name, of which nothing is left whatever happens
            return real_open(file, mode, buffering, encoding, *rest, **more)
        if set(mode) <= set("rbt") or isinstance(file, int) or not operations.concerns(path := _absolute(file)):
            return real_open(file, mode, buffering, encoding, *rest, **more)
        new = not Path(path).exists()
        operations.begin()
        raw = File(path, mode[0] + "+")
        operations.note("create" if new else "write", path)
        return _opened(raw, mode, encoding, more.get("newline"))

    def open_descriptor(path: Any, flags: int, mode: int = 0o777, *, dir_fd: int | None = None) -> int:
        concerned = flags & os.O_CREAT and operations.concerns(whole := _absolute(path, dir_fd))
        made = concerned and not Path(whole).exists()  # a lock file that is there already is not changed
        if made:
            operations.begin()
        descriptor: int = real["open"](path, flags, mode, dir_fd=dir_fd)
        if made:
            operations.note("create", whole)
        return descriptor

    def sync(file: Any) -> None:
        path = _behind(file if isinstance(file, int) else file.fileno())
        if not operations.concerns(path):
            return
        operations.begin()  # what the disk does is simulated: tests need not wait for it
        operations.note("sync_folder" if Path(path).is_dir() else "sync", path)

    def on_one(kind: str, name: str) -> Callable[..., None]:
        def change(path: Any, *rest: Any, dir_fd: int | None = None) -> None:
            whole = _absolute(path, dir_fd)
            if operations.concerns(whole):
                operations.begin()
            real[name](path, *rest, dir_fd=dir_fd)
            if operations.concerns(whole):
                operations.note(kind, whole)

        return change

    def on_two(kind: str, name: str) -> Callable[..., None]:
        def change(source: Any, target: Any, **more: Any) -> None:
            whole = _absolute(target)
            if operations.concerns(whole):
                operations.begin()
            real[name](source, target, **more)
            if operations.concerns(whole):
                operations.note(kind, _absolute(source), whole)

        return change

    patched: dict[str, Any] = {"open": open_descriptor, "fsync": sync}
    patched |= {name: on_two("rename", name) for name in ("rename", "replace")} | {"link": on_two("link", "link")}
    patched |= {name: on_one("unlink", name) for name in ("unlink", "remove")}
    patched |= {name: on_one(name, name) for name in ("mkdir", "rmdir")}
    try:
        for name, function in patched.items():
            setattr(os, name, function)
        io.open = builtins.open = open_file  # type: ignore[assignment]
        yield
    finally:
        for name, function in real.items():
            setattr(os, name, function)
        io.open = builtins.open = real_open
