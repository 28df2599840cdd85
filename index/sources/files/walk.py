"""Finds the files that given paths name, in an order that does not change from run to run."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.sources.files.file_names import printable
from index.sources.files.suffixes import name_of, suffix_of
from index.sources.given import NOTHING, Given

_OF_SYSTEMS = frozenset(("thumbs.db", "desktop.ini", "metadata"))


class SourceError(ValueError):
    """A path that was given does not exist; the message names it and says what to do."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read. `name` is what ids are derived from: its path below the given root (`suffixes.name_of`).

    `name` does not depend on where the root stands on this machine: `a/b` below `/srv/tin` and below `D:\\tin` is
    `a/b`. Where several paths were given, the name of a root folder comes first (`tin/a/b`), so that two folders
    with an `index.html` each do not claim one id; two roots that share their own name still may, and such
    documents are reported as "duplicate id".

    `root` is the folder given, `below` the path below it with its suffix, `attached` the files that are parts of it,
    `given` what is said of the whole source.
    """

    path: Path
    name: str
    root: Path = Path()
    below: str = ""
    attached: tuple[SourceFile, ...] = ()
    given: Given = NOTHING


def _walk(root: Path, prefix: str, passed: list[Path]) -> Iterator[SourceFile]:
    waiting: list[tuple[str, os.DirEntry[str] | None]] = [("", None)]  # no recursion: folders may be any depth
    while waiting:
        below, entry = waiting.pop()
        if entry is not None:
            name = printable(prefix + below + name_of(entry.name))
            yield SourceFile(root / below / entry.name, name, root, below + entry.name)
            continue
        folder = root / below
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda one: one.name)
        except OSError:
            # Reading it tells that it is unreadable
            yield SourceFile(folder, (prefix + below).rstrip("/") or folder.name, root, below)
            continue
        waiting += reversed(list(_wanted(entries, below)))
        passed += [folder / entry.name for entry in entries if _is_of_no_kind(entry)]


def _wanted(entries: list[os.DirEntry[str]], below: str) -> Iterator[tuple[str, os.DirEntry[str] | None]]:
    """Yield the files and folders of a folder that are to be read, a folder as its path and None."""
    names = {entry.name.lower() for entry in entries}
    for entry in entries:
        # Links are not followed: one that stays inside the root names a file that is read anyway, one that leaves
        # it would read what was not given, and a link to a parent folder would never end.
        if entry.name.startswith(".") or entry.is_symlink():
            continue
        if entry.is_dir(follow_symlinks=False):
            if not _belongs_to_page(entry.name.lower(), names):
                yield f"{below}{entry.name}/", None
        elif entry.is_file(follow_symlinks=False) and _is_supported(entry.name):
            yield below, entry


def _is_of_no_kind(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a file that no reader is for, and that somebody may miss."""
    name = entry.name
    if name.startswith((".", "~$")) or name.lower() in _OF_SYSTEMS or name.lower().startswith("readme"):
        return False
    return not suffix_of(name) and not entry.is_symlink() and entry.is_file(follow_symlinks=False)


def _belongs_to_page(folder: str, names: set[str]) -> bool:
    """Tell whether a browser made a folder when it saved a page: `Tin.html` beside `Tin_files`, full of its frames."""
    page, _, kind = folder.replace(".files", "_files").rpartition("_")
    return kind == "files" and any(f"{page}{suffix}" in names for suffix in (".html", ".htm"))


def _is_supported(name: str) -> bool:
    return bool(suffix_of(name)) and not name.lower().startswith("readme.")  # about the folder, not of it


def read_paths(paths: Sequence[Path], passed: list[Path] | None = None) -> Iterator[SourceFile]:
    """Return the files that `paths` name: files as given, folders walked in name order, no file twice.

    In folders, hidden files, links and unsupported suffixes are passed over; a file given explicitly always
    comes out, and reading it tells if its format is not supported. Raises SourceError, before any file is
    returned, for a path that does not exist. The files of folders that no reader is for are added to `passed`.
    """
    for path in paths:
        if not path.exists():
            raise SourceError(f"{path}: no such file or folder; check the spelling, or leave the path out")
    return _distinct(paths, [] if passed is None else passed)


def _distinct(paths: Sequence[Path], passed: list[Path]) -> Iterator[SourceFile]:
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            prefix = f"{path.resolve().name}/" if len(paths) > 1 else ""
            files = _walk(path, prefix, passed)
        else:
            files = iter([SourceFile(path, printable(name_of(path.name)), path.parent, path.name)])
        for file in files:
            real = file.path.resolve()
            if real not in seen:
                seen.add(real)
                yield file
