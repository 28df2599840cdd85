"""Remembers what was read of each source file for the live generation: what did not change is not read again.

The file FILE in the data folder names the generation it tells of; missing, damaged or of another generation, it is as
if it were not there, and every file is read. A file is passed over whole where size, times of writing and of change,
and inode (of the files attached to a page as well) are what they were when it was read. Of other files with JSON lines
those lines are passed over whose bytes are known.

A write that the clock of the file system cannot tell from the one before would go unnoticed, so files written less
than _SETTLED before they were read are read again the next time, as `git` does (it calls them racily clean). What a
file holds depends on the readers too: whoever installs other ones reads all again.
"""

from __future__ import annotations

import hashlib
import os
import stat
import struct
import time
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import msgspec

from index.generations.store import write_durably
from index.sources import SourceFile
from index.sources.files.known_lines import DIGEST

FILE = "readings"

_SETTLED = 2_000_000_000
"""Nanoseconds; the clock of FAT, and of shares that lie on it, ticks every two seconds."""
_FUTURE = 86_400_000_000_000
"""Nanoseconds by which the clock of a share may be ahead of ours."""
_STATE = struct.Struct("<4q")
_CODE = {".py", ".tsv", ".toml", ".txt", ".csv", ".json"}


class Reading(msgspec.Struct, frozen=True, array_like=True):
    """One source file as it was read.

    `how` is a digest of what else decides what is read, `state` one of sizes and times, empty where the file is to be
    read again: something of it was left out, or it was written a moment before. `ids` are the articles that it gave,
    `lines` the digests of their lines, one after the other; empty unless it is of JSON lines.
    """

    how: bytes
    state: bytes
    ids: list[str]
    lines: bytes


@dataclass(frozen=True, slots=True)
class Begun:
    """A file that is to be read: its `state` before, and the ids of its known lines by their digests, if it has any."""

    state: bytes
    lines: Mapping[bytes, str]


class _Content(msgspec.Struct):
    generation: str
    files: dict[bytes, Reading]


@cache
def readers() -> bytes:
    """Return a digest of all code and tables by which files are read."""
    total = hashlib.blake2b(digest_size=16)
    for path in sorted(Path(__file__).parents[1].rglob("*")):
        if path.suffix in _CODE:
            total.update(path.read_bytes())
    return total.digest()


def _how(file: SourceFile) -> bytes:
    said = [file.name, repr(file.given), *(f"{one.name} {one.path}" for one in file.attached)]
    content = "\0".join(said).encode("utf-8", "surrogateescape")
    return hashlib.blake2b(content, digest_size=16, key=readers()).digest()


def state_of(file: SourceFile, began: int | None = None) -> bytes:
    """Return a digest of what the system says of a file and what is attached to it; empty where that is not enough.

    `began` is the time in nanoseconds when reading began: what was written less than _SETTLED before it is in doubt.
    """
    total = hashlib.blake2b(digest_size=16)
    for one in (file, *file.attached):
        try:
            found = one.path.stat()
        except OSError:  # reading it will say so
            return b""
        if not stat.S_ISREG(found.st_mode):
            return b""
        if began is not None:
            last = max(found.st_mtime_ns, found.st_ctime_ns)
            if began - _SETTLED < last < began + _FUTURE:
                return b""
        total.update(_STATE.pack(found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino))
    return total.digest()


class Readings:
    """The files known from the last time, and what is read of them this time."""

    def __init__(self, known: Mapping[bytes, Reading]) -> None:
        self._known = known
        self._read: dict[bytes, Reading] = {}
        self._ids: list[str] = []
        self._lines: list[bytes] = []
        self.turn(Begun(b"", {}))

    def as_it_was(self, file: SourceFile) -> Reading | None:
        """Return what was read of a file that did not change since, None where it must be read."""
        known = self._known.get(os.fsencode(file.path))
        if known is None or not known.state or known.how != _how(file) or known.state != state_of(file):
            return None
        return known

    def take_over(self, file: SourceFile, known: Reading, taken: Container[str]) -> bool:
        """Keep what was read of a file that is as it was; False where it must be read all the same.

        It must be where one of its ids was `taken` by an earlier file: that is to be told.
        """
        if any(identifier in taken for identifier in known.ids):
            return False
        self._read[os.fsencode(file.path)] = known
        return True

    def begin(self, file: SourceFile) -> Begun:
        """Return the state in which a file is before it is read, which may be a while before its turn comes."""
        state = state_of(file, time.time_ns())
        known = self._known.get(os.fsencode(file.path))
        lines: dict[bytes, str] = {}
        if known is not None and known.lines and known.how == _how(file):
            starts = range(0, len(known.lines), DIGEST)
            lines = {known.lines[at : at + DIGEST]: one for at, one in zip(starts, known.ids, strict=True)}
        return Begun(state, lines)

    def turn(self, begun: Begun) -> None:
        """Begin to note what a file gives, whose turn it is."""
        self._state = begun.state
        self._ids, self._lines, self._whole, self._last = [], [], True, b""

    def last(self, digest: bytes) -> None:
        """Note the digest of the line that the item read last came from."""
        self._last = digest

    def accept(self, identifier: str) -> None:
        """Note that the item read last gives, or gave, the article of this id."""
        self._ids.append(identifier)
        self._lines.append(self._last)

    def refuse(self) -> None:
        """Note that the item read last was left out, so that it will be told again the next time."""
        self._whole = False

    def end(self, file: SourceFile) -> None:
        """Note that the file was read to its end."""
        same = self._whole and self._state and self._state == state_of(file)  # it may be written while it is read
        lines = b"".join(self._lines)
        self._read[os.fsencode(file.path)] = Reading(_how(file), self._state if same else b"", self._ids, lines)

    def keep(self, data: Path, generation: str) -> None:
        """Write what was read this time, for a generation whose manifest has this digest. Raises OSError."""
        content = msgspec.msgpack.encode(_Content(generation, self._read))
        path = data / FILE
        if not path.is_file() or path.read_bytes() != content:
            write_durably(path, content)


def readings_of(data: Path, generation: str) -> Readings:
    """Return what was read for the generation whose manifest has this digest, nothing where that is not known."""
    try:
        content = msgspec.msgpack.decode((data / FILE).read_bytes(), type=_Content)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return Readings({})
    return Readings(content.files if content.generation == generation else {})
