"""Remembers the office files that pages link to, so that pages that did not change are not searched again.

The file FILE in the data folder is a memory, like `readings`: without it every page is read.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from index.generations.store import write_durably
from index.reindexing.read_files import readers, state_of
from index.sources import SourceFile, with_attachments
from index.sources.attached import links_in

FILE = "links"


class _Page(msgspec.Struct, frozen=True, array_like=True):
    state: bytes
    links: list[str]


class _Content(msgspec.Struct):
    readers: bytes
    pages: dict[bytes, _Page]


class PageLinks:
    """The links of pages known from the last time, and those found this time."""

    def __init__(self, known: Mapping[bytes, _Page]) -> None:
        self._known = known
        self._found: dict[bytes, _Page] = {}

    def of(self, page: SourceFile) -> Sequence[str]:
        """Return what `links_in` gives for a page."""
        key = os.fsencode(page.path)
        known = self._known.get(key)
        if known is None or not known.state or known.state != state_of(page):
            state = state_of(page, time.time_ns())
            links = list(links_in(page.path))
            known = _Page(state if state == state_of(page) else b"", links)
        self._found[key] = known
        return known.links

    def attach(self, files: Sequence[SourceFile]) -> list[SourceFile]:
        """Do what `with_attachments` does."""
        return with_attachments(files, self.of)

    def keep(self, data: Path) -> None:
        """Write what was found this time; nothing where there was nothing and is nothing. Raises OSError."""
        if self._found != self._known:
            write_durably(data / FILE, msgspec.msgpack.encode(_Content(readers(), self._found)))


def links_known(data: Path) -> PageLinks:
    """Return what a data folder remembers, nothing where it cannot be read or other readers wrote it."""
    try:
        content = msgspec.msgpack.decode((data / FILE).read_bytes(), type=_Content)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return PageLinks({})
    return PageLinks(content.pages if content.readers == readers() else {})
