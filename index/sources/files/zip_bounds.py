"""Zip files (archives, .docx, .odt, .epub) within limits that are checked before anything is unpacked."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_ENCRYPTED = 0x1
UNREADABLE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, ValueError, NotImplementedError)
_OLE = b"\xd0\xcf\x11\xe0"  # an encrypted .docx is no zip but one of these


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds of what an archive may hold: members, bytes unpacked, and how many times its own size that may be."""

    members: int = 20_000
    total: int = 512 << 20
    ratio: int = 200
    small: int = 4 << 20  # bytes unpacked below which the ratio does not matter


class Damaged(ValueError):
    """A container that cannot be read; the message says why and what to do."""


class Exceeds(ValueError):
    """A container beyond its bounds; the message says which."""


def check(members: int, total: int, packed: int, bounds: Bounds) -> None:
    """Raise Exceeds where a container holds more than it may."""
    if members > bounds.members:
        raise Exceeds(f"{members} members, {bounds.members} is the most; split it into parts")
    if total > bounds.total:
        raise Exceeds(f"it unpacks to more than {bounds.total} bytes; split it into parts")
    if total > bounds.small and total > bounds.ratio * max(packed, 1):
        raise Exceeds(f"it unpacks to more than {bounds.ratio} times its size, as no honest file does; pack it anew")


def open_zip(file: Path | BinaryIO, bounds: Bounds) -> zipfile.ZipFile:
    """Return the open zip file, its directory within bounds. Raises Damaged, Exceeds and OSError.

    Reading a member never gives more bytes than the directory says.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise Damaged(_why(file)) from error
    entries = archive.infolist()
    try:
        packed = file.stat().st_size if isinstance(file, Path) else sum(entry.compress_size for entry in entries)
        check(len(entries), sum(entry.file_size for entry in entries), packed, bounds)
    except Exceeds:
        archive.close()
        raise
    return archive


def _why(file: Path | BinaryIO) -> str:
    if isinstance(file, Path):
        with file.open("rb") as stream:
            start = stream.read(4)
    else:
        file.seek(0)
        start = file.read(4)
    if start == _OLE:
        return "it is protected by a password, or an old .doc by another name; save it again without a password"
    return "it is cut off or is not what its suffix says; get a whole copy"


def is_encrypted(entry: zipfile.ZipInfo) -> bool:
    """Tell whether a member needs a password."""
    return bool(entry.flag_bits & _ENCRYPTED)


def content_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """Return the bytes of a member, never more than its entry says. Raises Damaged.

    `ZipFile.read` unpacks a gigabyte before it notices that the entry lied about its size; asked for a number of
    bytes it stops there.
    """
    if is_encrypted(entry):
        raise Damaged("it is protected by a password; save it without one")
    try:
        with archive.open(entry) as stream:
            return stream.read(entry.file_size + 1)
    except UNREADABLE as error:
        raise Damaged("it is cut off or damaged; get a whole copy") from error
