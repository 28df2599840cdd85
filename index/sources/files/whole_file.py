"""The text of a file that holds one document."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import BinaryIO, cast

from index.sources.encodings.encoding import decode
from index.sources.fields.article_fields import LONGEST_TEXT


class TooLarge(ValueError):
    """The file is larger than one document may be."""


def open_packed(path: Path) -> BinaryIO:
    """Return a file opened for reading, unpacked where its name ends so or it begins like gzip all the same."""
    with path.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b" or path.name.lower().endswith(".gz")
    return cast(BinaryIO, gzip.open(path) if packed else path.open("rb"))


def bytes_of(path: Path) -> bytes:
    """Return the bytes of a file. Raises TooLarge, and OSError where it cannot be read."""
    with path.open("rb") as stream:
        data = stream.read(LONGEST_TEXT + 1)
    if len(data) > LONGEST_TEXT:
        raise TooLarge(path)
    return data


def text_of(path: Path) -> str:
    """Return the text of a file. Raises TooLarge, Undecodable, and OSError where it cannot be read."""
    return decode(bytes_of(path))
