"""Generations on disk: build beside the live one, publish by one rename, open, verify, prune.

    DATA/CURRENT                      the name of the live generation
    DATA/LOCK                         held by the one writer
    DATA/generations/g000012/         a Whoosh index and its manifest.json; never written to again
    DATA/generations/.building-…/     what a running (or killed) reindex has so far

Readers take the name from CURRENT, a writer replaces CURRENT by rename, so a reader sees the old or the new
generation and nothing between. Files are flushed to disk before the name is switched.
"""

from __future__ import annotations

import contextlib
import datetime
import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import whoosh.index
from whoosh.filedb.filestore import FileStorage

from index.analysis.tiers import ANALYSER
from index.columnar import ColumnarWriter
from index.schema import FORMAT, build_schema

_KEPT_BEHIND = 1  # generations kept besides the live one, for requests in flight and for going back


class StoreError(RuntimeError):
    """The data folder cannot be used as it is; the message names the file and the remedy."""


class OutdatedIndex(StoreError):
    """The index was written by another version of the format or the analyser and must be rebuilt."""


class Locked(StoreError):
    """Another reindex is running on the same data folder."""


class FileEntry(msgspec.Struct, frozen=True):
    """Size in bytes and SHA-256 of one file of a generation."""

    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What a generation is: versions, time of publication (ISO 8601, UTC), records by kind, files."""

    generation: str
    format: int
    analyser: str
    published: str
    counts: dict[str, int]
    files: dict[str, FileEntry]


@dataclass(frozen=True, slots=True)
class Generation:
    """One published generation: its folder and its manifest."""

    path: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """The folder's name, `g000012`."""
        return self.path.name

    def open(self) -> whoosh.index.Index:
        """Return the Whoosh index of this generation, for reading."""
        return whoosh.index.open_dir(str(self.path), readonly=True)


def _fsync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _make_durably(folder: Path) -> None:
    """Make a folder and those above it that are missing; their names outlast a power failure, as what is in them will.

    Also where they are there already: a reindex that was killed may have made them and not come to sync them.
    """
    missing = [above for above in (folder, *folder.parents) if not above.is_dir()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in {folder, folder.parent, *missing}:
        with contextlib.suppress(PermissionError):  # who may not read the folder above did not make this one either
            _fsync_folder(made.absolute().parent)


def _write_durably(path: Path, content: bytes) -> None:
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    temporary.replace(path)
    _fsync_folder(path.parent)


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


class Build:
    """A generation under construction, in a folder that readers do not look into."""

    def __init__(self, store: Store, name: str, base: Generation | None) -> None:
        self._store = store
        self._base = base
        self.name = name
        self.path = store.generations / f".building-{name}"
        self.path.mkdir(parents=True)
        if base is None:
            FileStorage(str(self.path)).create_index(build_schema())
        else:  # segments are immutable: hard links cost nothing and keep the live generation untouched
            for entry in base.manifest.files:
                os.link(base.path / entry, self.path / entry)

    def open(self) -> whoosh.index.Index:
        """Return the Whoosh index being built."""
        return whoosh.index.open_dir(str(self.path))

    def writer(self) -> ColumnarWriter:
        """Return a writer on the Whoosh index being built."""
        return ColumnarWriter(self.open())

    def _unchanged(self, path: Path) -> FileEntry | None:
        if self._base is None or (entry := self._base.manifest.files.get(path.name)) is None:
            return None
        return entry if path.samefile(self._base.path / path.name) else None

    def publish(self, counts: dict[str, int]) -> Generation:
        """Flush every file, write the manifest and make this generation the live one."""
        files = {}
        for path in sorted(self.path.iterdir()):
            if path.is_dir():  # a writer's temporary files
                shutil.rmtree(path)
                continue
            if path.name.endswith("LOCK"):
                continue
            entry = self._unchanged(path)
            if entry is None:
                with path.open("rb") as handle:
                    os.fsync(handle.fileno())
                entry = FileEntry(path.stat().st_size, _sha256(path))
            files[path.name] = entry
        manifest = Manifest(
            generation=self.name,
            format=FORMAT,
            analyser=ANALYSER,
            published=datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
            counts=counts,
            files=files,
        )
        _write_durably(self.path / "manifest.json", msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        final = self._store.generations / self.name
        self.path.rename(final)
        _fsync_folder(self._store.generations)
        _write_durably(self._store.current_file, self.name.encode())
        self._store.prune()
        return Generation(final, manifest)

    def discard(self) -> None:
        """Remove what was built; the live generation stays as it is."""
        shutil.rmtree(self.path, ignore_errors=True)


class Store:
    """The data folder: which generation is live, and how the next one comes to be."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.generations = data / "generations"
        self.current_file = data / "CURRENT"

    def stamp(self) -> tuple[int, int] | None:
        """Return what changes when another generation goes live, at the cost of one stat; None without an index."""
        try:
            stat = self.current_file.stat()
        except FileNotFoundError:
            return None
        return stat.st_ino, stat.st_mtime_ns

    def current(self) -> Generation | None:
        """Return the live generation, or None where nothing was indexed yet.

        Raises StoreError for a damaged data folder, OutdatedIndex for one written by another version.
        """
        try:
            name = self.current_file.read_text().strip()
        except FileNotFoundError:
            return None
        path = self.generations / name
        try:
            manifest = msgspec.json.decode((path / "manifest.json").read_bytes(), type=Manifest)
        except (OSError, msgspec.DecodeError) as error:
            raise StoreError(
                f"{path}: the live generation has no readable manifest.json ({error}); "
                "rebuild it with: tracuu reindex --full PATH"
            ) from error
        if (manifest.format, manifest.analyser) != (FORMAT, ANALYSER):
            raise OutdatedIndex(
                f"{path}: written as format {manifest.format}, analyser {manifest.analyser}, while this version "
                f"reads format {FORMAT}, analyser {ANALYSER}; rebuild it with: tracuu reindex --full PATH"
            )
        return Generation(path, manifest)

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock, and clear away what a killed reindex left. Raises Locked, StoreError."""
        try:
            _make_durably(self.generations)
            handle = (self.data / "LOCK").open("w")
        except OSError as error:
            raise StoreError(f"{self.data}: cannot write to the data folder ({error.strerror})") from error
        with handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Locked(
                    f"{self.data}: another reindex is running on this data folder; wait for it to end"
                ) from error
            for leftover in self.generations.glob(".building-*"):
                shutil.rmtree(leftover)
            yield

    def begin(self, base: Generation | None) -> Build:
        """Return a new build, on top of `base` or empty. Call it while `writing`."""
        return Build(self, self._next_name(), base)

    def _names(self) -> list[str]:
        return sorted(p.name for p in self.generations.glob("g[0-9]*"))

    def _next_name(self) -> str:
        names = self._names()
        return f"g{int(names[-1][1:]) + 1 if names else 1:06d}"

    def prune(self) -> list[str]:
        """Remove generations that are neither live nor just behind it; returns their names."""
        live = self.current_file.read_text().strip()
        older = [name for name in self._names() if name != live]
        removed = older[:-_KEPT_BEHIND] if _KEPT_BEHIND else older
        for name in removed:
            shutil.rmtree(self.generations / name, ignore_errors=True)
        return removed


def verify(generation: Generation) -> list[str]:
    """Return a sentence for each file of the generation that is missing, altered or unlisted; empty when sound."""
    problems = []
    for name, entry in generation.manifest.files.items():
        path = generation.path / name
        if not path.is_file():
            problems.append(f"{path}: missing")
        elif path.stat().st_size != entry.size:
            problems.append(f"{path}: {path.stat().st_size} bytes, the manifest says {entry.size}")
        elif _sha256(path) != entry.sha256:
            problems.append(f"{path}: content differs from its SHA-256 in the manifest")
    listed = set(generation.manifest.files) | {"manifest.json"}
    problems += [
        f"{path}: not listed in the manifest"
        for path in sorted(generation.path.iterdir())
        if path.name not in listed and not path.name.endswith("LOCK")
    ]
    return problems
