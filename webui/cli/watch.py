"""Keeping the index current by itself: a look at the files every so often, a reindex when they changed."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from index.sources.files.watching import changes


@contextmanager
def _stopped_by_signals() -> Iterator[threading.Event]:
    stopped = threading.Event()
    before = {s: signal.signal(s, lambda *_: stopped.set()) for s in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def watch(look: Callable[[], bytes], renew: Callable[[], None], every: float) -> None:
    """Call `renew` at the beginning and whenever `look` tells of a change, until SIGTERM or SIGINT.

    A renewal that is going on when the signal comes is finished. `every` is the seconds between two looks.
    """
    with _stopped_by_signals() as stopped:
        for _ in changes(look, lambda: not stopped.wait(every)):
            renew()
            if stopped.is_set():
                return
