"""A file of named numpy arrays: written once, mapped read-only, each array with a checksum. No pickle.

Layout: `MAGIC`; the arrays, little-endian, each at a multiple of 64 bytes; a directory in JSON that gives each
array its type, count, offset and CRC-32, and whatever notes the writer left; a trailer with the directory's
place, length and CRC-32. A file cut short or not finished has no trailer and does not open.
"""

from __future__ import annotations

import mmap
import struct
import zlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from index.memory.decoders import decoded

MAGIC = b"tracuu\x00\x01"  # the last byte is the version of this layout
_TRAILER = struct.Struct("<QQI4s")
_END = b"end\n"
_ALIGNED = 64


class CorruptFile(RuntimeError):
    """A file of the index is not what was written; the message names it and what to do."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(f"{name}: {what}. The index is damaged; rebuild it with a full reindex")


class _Place(msgspec.Struct, frozen=True):
    type: str
    count: int
    at: int
    crc: int


class _Directory(msgspec.Struct, frozen=True):
    arrays: dict[str, _Place]
    notes: dict[str, Any]


def narrowest(highest: int) -> np.dtype[Any]:
    """Return the smallest unsigned type that holds 0…`highest`."""
    return np.min_scalar_type(max(highest, 0))


class ArrayFileWriter:
    """Writes arrays to an open binary file, one after the other; `close` makes the file valid."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self._places: dict[str, _Place] = {}
        self._at = 0
        self.notes: dict[str, Any] = {}
        self._write(MAGIC)

    def _write(self, data: Any) -> None:
        self._file.write(data)
        self._at += len(data)

    def add(self, name: str, array: NDArray[Any]) -> None:
        """Write a one-dimensional array under a name not used before."""
        self.add_parts(name, array.dtype, [array])

    def add_parts(self, name: str, kind: Any, parts: Iterable[Any]) -> None:
        """Write one array given in parts: arrays of the numpy type `kind`, or other buffers of its bytes."""
        if name in self._places:
            raise ValueError(f"array {name!r} was written before")
        dtype = np.dtype(kind).newbyteorder("<")
        self._write(bytes(-self._at % _ALIGNED))
        at, crc = self._at, 0
        for part in parts:
            data = part
            if isinstance(part, np.ndarray):
                data = np.ascontiguousarray(part, dtype).view(np.uint8).data if part.size else b""
            crc = zlib.crc32(data, crc)
            self._write(data)
        self._places[name] = _Place(dtype.str, (self._at - at) // dtype.itemsize, at, crc)

    def add_narrow(self, name: str, array: NDArray[Any]) -> None:
        """Write an array of natural numbers in the smallest type that holds them."""
        self.add(name, array.astype(narrowest(int(array.max()) if array.size else 0), copy=False))

    def close(self) -> None:
        """Write directory and trailer and close the file."""
        directory = msgspec.json.encode(_Directory(self._places, self.notes))
        at = self._at
        self._write(directory)
        self._write(_TRAILER.pack(at, len(directory), zlib.crc32(directory), _END))
        self._file.close()


class ArrayFile:
    """A file of arrays, open for reading. Arrays are read-only views of the mapped file.

    There is nothing to close: the file is unmapped when the last of its arrays is gone, so that a thread in the
    midst of an answer may go on reading a segment whose reader was closed and whose file was removed.
    """

    def __init__(self, data: Any, name: str) -> None:
        """Read the directory of `data` (bytes or a memory map). Raises CorruptFile where it is damaged."""
        self.name = name
        self._data = data
        if len(data) < len(MAGIC) + _TRAILER.size or data[: len(MAGIC)] != MAGIC:
            raise CorruptFile(name, "not an array file of this version")
        at, length, crc, end = _TRAILER.unpack(data[len(data) - _TRAILER.size :])
        directory = data[at : at + length]
        if end != _END or at + length + _TRAILER.size != len(data) or zlib.crc32(directory) != crc:
            raise CorruptFile(name, "its end is missing or damaged")
        self._directory = decoded(directory, _Directory)
        self.notes = self._directory.notes

    def __contains__(self, name: str) -> bool:
        return name in self._directory.arrays

    def __getitem__(self, name: str) -> NDArray[Any]:
        place = self._directory.arrays[name]
        return np.frombuffer(self._data, np.dtype(place.type), place.count, place.at)

    def get(self, name: str) -> NDArray[Any] | None:
        """Return an array, None where the file has none of this name."""
        if name not in self:
            return None
        return self[name]

    def names(self) -> list[str]:
        """Return the names of all arrays."""
        return list(self._directory.arrays)

    def verify(self) -> None:
        """Read every byte and compare checksums. Raises CorruptFile for the first array that differs."""
        for name, place in self._directory.arrays.items():
            array = self[name]
            if zlib.crc32(array.view(np.uint8).data if array.size else b"") != place.crc:
                raise CorruptFile(self.name, f"checksum of {name!r} differs")


def open_array_file(storage: Any, name: str) -> ArrayFile:
    """Open a file of a Whoosh storage, mapped where it lies on disk. Raises CorruptFile."""
    folder = getattr(storage, "folder", "")
    if folder:
        with (Path(folder) / name).open("rb") as file:
            if not file.seek(0, 2):
                raise CorruptFile(name, "empty")
            return ArrayFile(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ), name)
    file = storage.open_file(name)
    try:
        return ArrayFile(bytes(file.read(storage.file_length(name))), name)
    finally:
        file.close()
