"""The files of the index looked at again while they are served: disks and memory change bits."""

from __future__ import annotations

import logging
import threading
import time

from search.interface.engine import SearchEngine

logger = logging.getLogger("tracuu")


_SELDOM = 60.0
"""Seconds in which files are read once at most because an answer failed: it may be a fault in the code."""


class Suspicion:
    """Answers that fail may have met a damaged file."""

    def __init__(self, engine: SearchEngine) -> None:
        self._engine = engine
        self._not_before = 0.0

    def is_confirmed(self) -> bool:
        """Tell whether what was served was damaged; it is served no more. Looks once a minute at most."""
        if time.monotonic() < self._not_before:
            return False
        self._not_before = time.monotonic() + _SELDOM
        try:
            return not self._engine.recheck()
        except OSError:
            return False


class Rechecks:
    """A thread that lets an engine check what it serves, each so many minutes, until `stop`."""

    def __init__(self, engine: SearchEngine, minutes: float) -> None:
        """Begin; 0 minutes: never."""
        self._engine = engine
        self._seconds = minutes * 60
        self._stopped = threading.Event()
        if minutes:
            threading.Thread(target=self._run, daemon=True).start()

    def stop(self) -> None:
        """Begin no further check."""
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.wait(self._seconds):
            try:
                self._engine.recheck()
            except OSError as error:  # a generation pruned meanwhile; the next request opens the live one
                logger.warning("the index could not be checked: %s", error)
