"""Until when an answer is worth working at. Known to all that works at it, without being handed from call to call.

What may take long asks `check` at each step of it. Threads that a request starts know no deadline: what they open is
for later requests too.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from math import inf

_end: ContextVar[float] = ContextVar("end", default=inf)

NEVER = inf


class OutOfTime(RuntimeError):
    """The answer took longer than it may; what was found so far is thrown away."""


@contextmanager
def until(end: float) -> Iterator[None]:
    """Let what is done within end at `end`, in seconds of `time.monotonic`; `NEVER` takes away a limit set outside."""
    before = _end.set(end)
    try:
        yield
    finally:
        _end.reset(before)


def check() -> None:
    """Raise OutOfTime where the time is over."""
    if time.monotonic() > _end.get():
        raise OutOfTime("the answer took longer than it may")


def left() -> float:
    """Return the seconds that are left, infinite without a limit. Raises OutOfTime where there are none."""
    check()
    return max(_end.get() - time.monotonic(), 0.001)
