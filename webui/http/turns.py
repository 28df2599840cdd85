"""Turns that threads and processes take at what they share."""

from __future__ import annotations

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def turn(lock: threading.Lock, file: int) -> Iterator[None]:
    """Keep other threads away and, unless `file` is -1, other processes that share it.

    The system takes the lock of a file from a process that dies.
    """
    with lock:
        if file == -1:
            yield
            return
        fcntl.lockf(file, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(file, fcntl.LOCK_UN)
