"""The text of a file that holds one document."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import Any, BinaryIO, cast

from index.sources.encodings.encoding import decode
from index.sources.fields.article_fields import LONGEST_TEXT
from index.sources.files.zip_bounds import Bounds, check

_BUFFER = 1 << 18
_BOUNDS = Bounds(total=1 << 40)  # streams are read record by record, so that only the ratio tells a bomb


class TooLarge(ValueError):
    """The file is larger than one document may be."""


class _Unpacked(io.RawIOBase):
    """The unpacked bytes of a file, which refuses to go on beyond what an honest one holds."""

    def __init__(self, path: Path) -> None:
        self._stream, self._packed = gzip.GzipFile(path), path.stat().st_size

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read1(len(buffer))  # what lies before a damage, and not only all or nothing
        buffer[: len(data)] = data
        check(0, self._stream.tell(), self._packed, _BOUNDS)
        return len(data)

    def close(self) -> None:
        self._stream.close()
        super().close()


def open_packed(path: Path) -> BinaryIO:
    """Return a file opened for reading, unpacked where its name ends so or it begins like gzip all the same.

    Reading it raises Exceeds where it unpacks to more than an honest file does.
    """
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b" or path.name.lower().endswith(".gz")
    return cast(BinaryIO, io.BufferedReader(_Unpacked(path), _BUFFER) if packed else path.open("rb"))


def bytes_of(path: Path, most: int = LONGEST_TEXT) -> bytes:
    """Return the bytes of a file. Raises TooLarge beyond `most`, and OSError where it cannot be read."""
    with path.open("rb") as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise TooLarge(path)
    return data


def text_of(path: Path) -> str:
    """Return the text of a file. Raises TooLarge, Undecodable, and OSError where it cannot be read."""
    return decode(bytes_of(path))
