"""Serves the live generation of a data folder: opens it, picks up a new one, gives back the one before."""

from __future__ import annotations

import logging
import threading
import time
import weakref
from pathlib import Path

from index.analysis.segmentation.segment import Segmenter
from index.generations.store import Store, StoreError, verify
from search.deadline import NEVER, until
from search.embedded.open_generation import OpenGeneration
from search.embedded.ranking.weights import Parameters
from search.interface.engine import NotAvailable
from search.process_memory import give_back
from search.query.other_forms.form_tables import BadTable, read_abbreviations

logger = logging.getLogger("tracuu")

_PATIENCE = 1.0  # seconds that one request waits for a new generation; others are answered from the old one
_LAST_SEARCH = 60.0  # seconds after which none is waited for any more
_TOLD = 3  # faults of a damaged generation that are told; `tracuu check` lists all


class GenerationSwitch:
    """Holds the generation to answer from. Methods may be called from several threads.

    `fault` says what is wrong with the live generation, where an older one is served in its place.
    """

    def __init__(self, data: Path, parameters: Parameters) -> None:
        self._store = Store(data)
        self._parameters = parameters
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._opened: OpenGeneration | None = None
        self._renewing: threading.Thread | None = None
        self.fault = ""

    @property
    def data(self) -> Path:
        """The data folder."""
        return self._store.data

    def current(self) -> OpenGeneration:
        """Return the generation to answer from; a request in flight keeps the one it began with.

        Raises NotAvailable where there is none, or none that is whole.
        """
        stamp = self._store.stamp()
        opened = self._opened
        if opened is not None:
            if stamp != self._stamp:
                self._renew(stamp)
            return self._opened or opened
        with self._lock:
            if self._opened is None:
                self._opened, self.fault = self._open()
                self._stamp = stamp
            return self._opened

    def recheck(self) -> bool:
        """Read the files of what is served anew; where one is not what was written, serve it no more, and tell False.

        The next request then opens what is sound, as at the start. For files that change on the disk, or in the
        system's copy of them in memory, after they were opened.
        """
        opened = self._opened
        if opened is None or not (problems := verify(opened.generation)):
            return True
        logger.error("%s is served no more: %s", opened.generation.name, "; ".join(problems[:_TOLD]))
        with self._lock:
            if self._opened is opened:
                self._opened = None
        return False

    def close(self) -> None:
        """Release the files of what is served."""
        if (renewing := self._renewing) is not None:
            renewing.join()
        with self._lock:
            if self._opened is not None:
                self._opened.snapshot.close()

    def _renew(self, stamp: tuple[int, int] | None) -> None:
        """Open what is live now beside what is served; the one who noticed waits a little, others are not kept."""
        with self._lock:
            if self._renewing is not None or stamp == self._stamp:
                return
            opening = self._renewing = threading.Thread(target=self._take_over, args=(stamp,), daemon=True)
            opening.start()
        opening.join(_PATIENCE)

    def _take_over(self, stamp: tuple[int, int] | None) -> None:
        opened = None
        try:
            opened, fault = self._open()
        except (NotAvailable, OSError) as error:
            fault = f"{error}; what was served before is served on"
            logger.error("%s", fault)
        with self._lock:
            old = weakref.ref(self._opened) if opened and self._opened else None
            self._opened = opened or self._opened
            self._stamp, self.fault, self._renewing = stamp, fault, None
        if old is not None:
            del opened
            _give_back_after(old)

    def _open(self) -> tuple[OpenGeneration, str]:
        """Return the live generation, or where it is damaged the newest that is whole; and what is wrong with it."""
        try:
            with until(NEVER):  # it is for later requests too
                return self._open_sound()
        except (StoreError, BadTable) as error:
            raise NotAvailable(str(error)) from error

    def _open_sound(self) -> tuple[OpenGeneration, str]:
        found = self._store.sound()
        abbreviations = read_abbreviations(self._store.data)
        fault = "; ".join(found.problems[:_TOLD])
        if found.generation is None:
            missing = f"{self._store.data}: there is no index yet; make one with: tracuu reindex PATH"
            raise NotAvailable(fault or missing)
        if fault:
            fault = f"the live generation is damaged, {found.generation.name} is served: {fault}"
            logger.error("%s", fault)
        segmenter = Segmenter() if self._parameters.compound else None
        opened = OpenGeneration(found.generation, segmenter, self._parameters, abbreviations)
        weakref.finalize(opened, opened.snapshot.close)  # when the last request that began on it has ended
        return opened, fault


def _give_back_after(old: weakref.ref[OpenGeneration]) -> None:
    """Hand the memory of a generation to the system once the last search on it has ended."""
    end = time.monotonic() + _LAST_SEARCH
    while old() is not None and time.monotonic() < end:
        time.sleep(0.2)
    give_back()
