"""Generations on disk: build beside the live one, publish by one rename, open, verify, prune.

    DATA/CURRENT                      the name of the live generation and the SHA-256 of its manifest.json
    DATA/LOCK                         held by the one writer
    DATA/generations/g000012/         a Whoosh index, its manifest.json and manifest.sha256; never written to again
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
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import whoosh.index
from whoosh.filedb.filestore import FileStorage

from index.analysis.tiers import ANALYSER
from index.columnar import ColumnarWriter
from index.generations.schema import FORMAT, build_schema
from index.memory.decoders import decoded

_SUM = "manifest.sha256"
_NAME = re.compile(r"g\d{6,}")
_REBUILD = "rebuild it with: tracuu reindex --full PATH"
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


Trust = Callable[[Path, FileEntry], bool]
"""Tell whether a file is known to have the sum of its entry."""


class Manifest(msgspec.Struct, frozen=True):
    """A generation's description of itself: versions, time of publication (ISO 8601, UTC), records by kind, files."""

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

    def digest(self) -> str:
        """Return the SHA-256 of the manifest, which tells this generation from any other."""
        return _sha256(self.path / "manifest.json")

    def open(self) -> whoosh.index.Index:
        """Return the Whoosh index of this generation, for reading."""
        return whoosh.index.open_dir(str(self.path), readonly=True)


@dataclass(frozen=True, slots=True)
class Soundness:
    """The generation that can be relied on, None where there is none, and what is wrong with the live one."""

    generation: Generation | None
    problems: tuple[str, ...]


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


def write_durably(path: Path, content: bytes) -> None:
    """Replace the content of a file by rename, so that it has the old or the new one, even after a power failure."""
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

    @contextlib.contextmanager
    def writer(self) -> Iterator[ColumnarWriter]:
        """Give a writer on the Whoosh index being built; what it does not commit is dropped."""
        writer = ColumnarWriter(self.open())
        try:
            yield writer
        finally:
            writer.cancel()

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
        content = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
        digest = hashlib.sha256(content).hexdigest()
        write_durably(self.path / "manifest.json", content)
        write_durably(self.path / _SUM, f"{digest}  manifest.json\n".encode())  # as `sha256sum -c` reads it
        final = self._store.generations / self.name
        self.path.rename(final)
        _fsync_folder(self._store.generations)
        write_durably(self._store.current_file, f"{self.name} {digest}\n".encode())
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
        """Return the live generation, or None where nothing was indexed yet. Its files are not read; see `sound`.

        Raises StoreError for a damaged data folder, OutdatedIndex for one written by another version.
        """
        try:
            name, _, digest = self.current_file.read_text(errors="replace").strip().partition(" ")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(f"{self.current_file}: cannot be read ({error.strerror})") from error
        if not _NAME.fullmatch(name):
            raise StoreError(f"{self.current_file}: {name!r} names no generation; {_REBUILD}")
        return self.load(name, digest)

    def load(self, name: str, digest: str = "") -> Generation:
        """Return a generation whose manifest has this digest, or else the one in the file beside it."""
        path = self.generations / name
        try:
            content = (path / "manifest.json").read_bytes()
            manifest = decoded(content, Manifest)
            outdated = (manifest.format, manifest.analyser) != (FORMAT, ANALYSER)
            if not digest and not (outdated and not (path / _SUM).exists()):  # formats up to 9 had no sum
                digest = (path / _SUM).read_text(errors="replace").partition(" ")[0]
        except (OSError, ValueError) as error:  # ValueError: no JSON, no UTF-8, or of another shape
            said = getattr(error, "strerror", None) or error
            raise StoreError(f"{path}: the generation has no readable manifest.json ({said}); {_REBUILD}") from error
        if digest and hashlib.sha256(content).hexdigest() != digest:
            raise StoreError(f"{path / 'manifest.json'}: content differs from its SHA-256; {_REBUILD}")
        if outdated:
            raise OutdatedIndex(
                f"{path}: written as format {manifest.format}, analyser {manifest.analyser}, while this version "
                f"reads format {FORMAT}, analyser {ANALYSER}; {_REBUILD}"
            )
        return Generation(path, manifest)

    def sound(self, trusts: Trust = lambda path, entry: False) -> Soundness:
        """Return the live generation, every byte of it checked; where it is damaged, the newest other that is whole.

        Reads all files but those of the live one that `trusts`, so that they are in memory afterwards. Raises
        OutdatedIndex.
        """
        try:
            live = self.current()
            problems = verify(live, trusts) if live else []
        except OutdatedIndex:
            raise
        except StoreError as error:
            live, problems = None, [str(error)]
        if not problems:
            return Soundness(live, ())
        for name in reversed(self._names()):
            with contextlib.suppress(StoreError):
                if (live is None or name != live.name) and not verify(candidate := self.load(name)):
                    return Soundness(candidate, tuple(problems))
        return Soundness(None, tuple(problems))

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
        names = self._names()
        return Build(self, f"g{int(names[-1][1:]) + 1 if names else 1:06d}", base)

    def _names(self) -> list[str]:
        return sorted(p.name for p in self.generations.glob("g[0-9]*"))

    def prune(self) -> list[str]:
        """Remove generations that are neither live nor just behind it; returns their names."""
        live = self.current_file.read_text().partition(" ")[0].strip()
        older = [name for name in self._names() if name != live]
        removed = older[:-_KEPT_BEHIND]
        for name in removed:
            shutil.rmtree(self.generations / name, ignore_errors=True)
        return removed


def manifest_problems(generation: Generation) -> list[str]:
    """Return a sentence where the sum beside the manifest is not its sum; the generation can be served for all that.

    The live generation's manifest is compared with the sum in CURRENT; the one beside it counts once another is live.
    """
    path = generation.path / _SUM
    right = f"{_sha256(generation.path / 'manifest.json')}  manifest.json\n".encode()
    if path.is_file() and path.read_bytes() == right:
        return []
    return [f"{path}: is not the sum of manifest.json"]


def verify(generation: Generation, trusts: Trust = lambda path, entry: False) -> list[str]:
    """Return a sentence for each file of the generation that is missing, altered or unlisted; empty when sound.

    Files that `trusts` are not read.
    """
    problems = []
    for name, entry in generation.manifest.files.items():
        path = generation.path / name
        if not path.is_file():
            problems.append(f"{path}: missing")
        elif path.stat().st_size != entry.size:
            problems.append(f"{path}: {path.stat().st_size} bytes, the manifest says {entry.size}")
        elif not trusts(path, entry) and (problem := _difference(path, entry)):
            problems.append(f"{path}: {problem}")
    listed = set(generation.manifest.files) | {"manifest.json", _SUM}
    problems += [
        f"{path}: not listed in the manifest"
        for path in sorted(generation.path.iterdir())
        if path.name not in listed and not path.name.endswith("LOCK")
    ]
    return problems


def _difference(path: Path, entry: FileEntry) -> str:
    try:
        return "" if _sha256(path) == entry.sha256 else "content differs from its SHA-256 in the manifest"
    except OSError as error:
        return f"cannot be read ({error.strerror})"
