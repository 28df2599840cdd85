"""Remembers which files of the live generation had their sums checked lately: a reindex need not read all again.

A file counts as sound for _TRUSTED where inode, size and time of writing are what they were: whatever is written to it
is noticed at once, a disk that loses bits by itself within that time. The file FILE in the data folder is no more than
a memory; without it, every file is read. Whoever serves a generation reads it whole, whatever stands here.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

import msgspec

from index.generations.store import FileEntry, Generation, write_durably

FILE = "summed"

_TRUSTED = 86_400.0  # seconds


class _Sum(msgspec.Struct, frozen=True, array_like=True):
    inode: int
    size: int
    written: int
    sha256: str
    when: float


class Summed:
    """The sums that were compared, by name of file."""

    def __init__(self, known: Mapping[str, _Sum]) -> None:
        self._known = known

    def trusts(self, path: Path, entry: FileEntry) -> bool:
        """Tell whether a file was found to have this sum lately, and was not written to since."""
        return self._held(path, entry) is not None

    def _held(self, path: Path, entry: FileEntry) -> _Sum | None:
        known = self._known.get(path.name)
        if known is None or not 0 <= time.time() - known.when < _TRUSTED:
            return None
        found = path.stat()
        same = (found.st_ino, found.st_size, found.st_mtime_ns, entry.sha256)
        return known if same == (known.inode, known.size, known.written, known.sha256) else None

    def keep(self, data: Path, generation: Generation) -> None:
        """Write down that every file of a generation has its sum: what was not trusted was read. Raises OSError."""
        now, sums = time.time(), {}
        for name, entry in generation.manifest.files.items():
            path = generation.path / name
            found, held = path.stat(), self._held(path, entry)
            when = held.when if held else now
            sums[name] = _Sum(found.st_ino, found.st_size, found.st_mtime_ns, entry.sha256, when)
        if sums != self._known:
            write_durably(data / FILE, msgspec.json.format(msgspec.json.encode(sums), indent=1))


def summed_in(data: Path) -> Summed:
    """Return what is written down in a data folder, nothing where that cannot be read."""
    try:
        return Summed(msgspec.json.decode((data / FILE).read_bytes(), type=dict[str, _Sum]))
    except (OSError, ValueError):
        return Summed({})
