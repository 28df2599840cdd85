"""Archives (.zip, .tar and its compressed forms): each member is read as the file it would be, one at a time.

Nothing is written but one member at a time, under a name of ours, into a folder that only this user may enter: the
names and links in an archive lead nowhere. Only the files of a dump that mydumper wrote are kept together until all of
them are there, each folder's in one of ours under their last names, for they tell of each other by these.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import os
import re
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any

from index.documents import Article, Note, Rejection
from index.sources.encodings.encoding import Undecodable, decode
from index.sources.files.suffixes import MODULES, name_of, suffix_of
from index.sources.files.walk import SourceFile
from index.sources.files.zip_bounds import UNREADABLE, Bounds, Damaged, Exceeds, check, is_encrypted, open_zip
from index.sources.registry import read_file

BOUNDS = Bounds()
_LARGEST_HEADER = 8 << 20  # bytes read at once; tarfile reads a header of any stated size whole
_CHUNK = 1 << 16
# `csdl.jos_content-schema.sql`, `csdl.jos_content.00000.sql.gz`, `metadata`
_PART_OF_DUMP = re.compile(r"metadata|[^/]+\.[^/]+\.sql(?:\.gz)?|[^/]+-schema(?:-[\w-]+)?\.sql(?:\.gz)?", re.IGNORECASE)
_LONGEST_NAME = 200  # bytes
_BROKEN = (tarfile.TarError, *UNREADABLE)
_UNPACKERS: dict[str, Callable[[Path, str], Any]] = {
    ".tar": Path.open,
    ".tar.gz": gzip.open,
    ".tgz": gzip.open,
    ".tar.bz2": bz2.open,
    ".tar.xz": lzma.open,
}


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name as written there, and how to open it."""

    name: str
    open: Callable[[], IO[bytes]]
    encrypted: bool = False


class _Unpacked(io.RawIOBase):
    """The unpacked bytes of a tar file, which refuses to go on beyond its bounds."""

    def __init__(self, stream: IO[bytes], packed: int, bounds: Bounds) -> None:
        self._stream, self._packed, self._bounds = stream, packed, bounds

    def read(self, size: int = -1) -> bytes:
        if size > _LARGEST_HEADER:
            raise Exceeds("a header of it is larger than any file name; pack it anew")
        data = self._stream.read(size if size >= 0 else _CHUNK)
        check(0, self._stream.tell(), self._packed, self._bounds)
        return data

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        check(0, offset, self._packed, self._bounds)
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()


def _zip_name(entry: zipfile.ZipInfo) -> str:
    """Return a member's name; those not marked as UTF-8 are so nevertheless, or in an encoding before Unicode."""
    if entry.flag_bits & 0x800:
        return entry.filename
    try:
        return decode(entry.filename.encode("cp437"))
    except (Undecodable, UnicodeEncodeError):
        return entry.filename


def _zip_members(path: Path, bounds: Bounds, stack: ExitStack) -> Iterator[Member]:
    archive = stack.enter_context(open_zip(path, bounds))
    for entry in archive.infolist():
        is_link = (entry.external_attr >> 28) == 0xA
        if not entry.is_dir() and not is_link:
            yield Member(_zip_name(entry), lambda entry=entry: archive.open(entry), is_encrypted(entry))  # type: ignore[misc]


def _tar_members(path: Path, bounds: Bounds, stack: ExitStack) -> Iterator[Member]:
    stream = stack.enter_context(_UNPACKERS[suffix_of(path.name).lower()](path, "rb"))
    unpacked: Any = _Unpacked(stream, path.stat().st_size, bounds)
    archive = stack.enter_context(tarfile.TarFile(fileobj=unpacked))
    total = 0
    for count, entry in enumerate(archive, start=1):
        total += entry.size  # of a sparse file what it unpacks to, not what it takes here
        check(count, total, path.stat().st_size, bounds)
        content = archive.extractfile(entry) if entry.isreg() else None
        if content is not None:
            yield Member(entry.name, lambda content=content: content)  # type: ignore[misc]


def _inner_name(name: str) -> str:
    """Return a member's name as a path below the archive: `..\\..\\etc/a.txt` → `etc/a.txt`."""
    parts = name.replace("\\", "/").replace("\0", "").split("/")
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def _is_wanted(name: str) -> bool:
    parts = name.split("/")
    hidden = any(part.startswith(".") or part == "__MACOSX" for part in parts)
    known = bool(suffix_of(name)) or parts[-1] == "metadata"
    return not hidden and known and not parts[-1].lower().startswith("readme.")


def _documents(member: Member, inner: str, outer: SourceFile, folder: Path) -> Iterator[Article | Rejection | Note]:
    origin = f"{outer.path}!/{inner}"
    suffix = suffix_of(inner)
    if MODULES[suffix.lower()] == "archives":
        yield Rejection(origin, "unsupported", "an archive inside an archive; unpack it and give the folder")
        return
    if member.encrypted:
        yield Rejection(origin, "broken", "it is protected by a password; pack it without one")
        return
    path = folder / f"member{suffix}"
    if _is_unpacked(member, path):
        yield from _read(path, inner, outer)
    else:
        yield _damaged(origin)


def _is_unpacked(member: Member, path: Path) -> bool:
    """Write a member to a path; False where it is damaged."""
    try:
        with member.open() as source, path.open("wb") as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk)
    except UNREADABLE:
        return False
    return True


def _damaged(origin: str) -> Rejection:
    return Rejection(origin, "broken", "it is cut off or damaged in the archive; pack it anew")


def _read(path: Path, inner: str, outer: SourceFile) -> Iterator[Article | Rejection | Note]:
    """Yield what a member holds that was unpacked to a path."""
    for item in read_file(SourceFile(path, f"{outer.name}/{name_of(inner)}", given=outer.given)):
        yield replace(item, origin=f"{outer.path}!/{inner}" + item.origin.removeprefix(str(path)))


class _Dumps:
    """The files of dumps that mydumper wrote, put beside each other as they stand in the archive."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._folders: dict[str, Path] = {}
        self._members: dict[Path, str] = {}
        self._damaged: set[Path] = set()

    def takes(self, member: Member, inner: str) -> bool:
        """Keep a member that is part of one; False for any other, one encrypted or there already."""
        above, _, name = inner.rpartition("/")
        if member.encrypted or not _PART_OF_DUMP.fullmatch(name) or len(os.fsencode(name)) > _LONGEST_NAME:
            return False
        folder = self._folders.setdefault(above, self._folder / f"dump{len(self._folders)}")
        folder.mkdir(exist_ok=True)
        path = folder / name
        if path in self._members:
            return False
        self._members[path] = inner
        if not _is_unpacked(member, path):
            self._damaged.add(path)
        return True

    def read(self, outer: SourceFile) -> Iterator[Article | Rejection | Note]:
        """Yield what they hold, in the order of the archive."""
        for path, inner in self._members.items():
            if path in self._damaged:
                path.unlink(missing_ok=True)
                yield _damaged(f"{outer.path}!/{inner}")
        for path, inner in self._members.items():
            if suffix_of(inner) and path not in self._damaged:
                yield from _read(path, inner, outer)

    def __bool__(self) -> bool:
        return any(map(suffix_of, self._members.values()))


def read(source_file: SourceFile, bounds: Bounds = BOUNDS) -> Iterator[Article | Rejection | Note]:
    """Return the documents of all members, as `archive.zip!/folder/a.txt`; their ids begin with the archive's.

    Other formats, hidden files, links and `README`s are passed over as in a folder. What was read before the
    archive turned out to be damaged or beyond its bounds stays read.
    """
    origin = str(source_file.path)
    members = _zip_members if suffix_of(source_file.path.name).lower() == ".zip" else _tar_members
    with tempfile.TemporaryDirectory(prefix="tracuu-") as folder, ExitStack() as stack:
        found = False
        dumps = _Dumps(Path(folder))
        try:
            for member in members(source_file.path, bounds, stack):
                inner = _inner_name(member.name)
                if _is_wanted(inner) and not dumps.takes(member, inner) and suffix_of(inner):
                    found = True
                    yield from _documents(member, inner, source_file, Path(folder))
        except Exceeds as error:
            yield Rejection(origin, "too large", str(error))
        except Damaged as error:
            yield Rejection(origin, "broken", str(error))
        except _BROKEN:
            yield Rejection(origin, "broken", "it is cut off or is not what its suffix says; get a whole copy")
        else:
            if not found and not dumps:
                yield Rejection(origin, "empty", "no member of a known format in it; fill it or remove it")
        yield from dumps.read(source_file)
