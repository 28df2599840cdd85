"""The sources that `tracuu.toml` names, each a `[[source]]`: a file or folder, or a site to be fetched."""

from __future__ import annotations

import fcntl
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated

import msgspec

from index.sources.attached import with_attachments
from index.sources.fields.addresses import identity_of, normal_address
from index.sources.files.walk import SourceError, SourceFile, read_paths
from index.sources.given import Given
from index.sources.web.round_bounds import Bounds, Limits
from index.table import rows

FILE = "tracuu.toml"
_LIMITS = Limits()
_FETCHED = "sites"  # folders in the data folder
_RECOGNISED = "recognised"

_Count = Annotated[int, msgspec.Meta(ge=1)]
_Seconds = Annotated[float, msgspec.Meta(ge=0)]


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    """A `[[source]]` as it is written."""

    path: str = ""
    url: str = ""
    name: str = ""
    province: str = ""
    rules: str = ""
    site: str = ""
    ocr: bool = False
    private: bool = False
    delay: _Seconds = 1.0
    requests: _Count = 5_000
    megabytes: _Count = 1_000
    minutes: _Count = 60


Attach = Callable[[Sequence[SourceFile]], Sequence[SourceFile]]
"""Attaches office files to the pages that link to them, as `with_attachments` does."""


@dataclass(frozen=True, slots=True)
class Source:
    """One source: `path` of files, or `site`, the address of a site to be fetched within `bounds`.

    `ocr`: scanned pages of PDFs are to be recognised.
    """

    given: Given
    path: Path | None = None
    site: str = ""
    bounds: Bounds = field(default_factory=Bounds)
    ocr: bool = False


def _source(row: _Row, folder: Path) -> Source:
    """Return the source of a row. Raises ValueError with what is wrong with it."""
    if bool(row.path) == bool(row.url):
        raise ValueError("needs either a path or a url")
    known = [layout for layout, *_ in rows("index.sources.formats.html", "layouts.tsv")]
    if row.rules and row.rules not in known:
        raise ValueError(f"rules = {row.rules!r} is none of {', '.join(known)}")
    for name, address in (("url", row.url), ("site", row.site)):
        if address and not normal_address(address):
            raise ValueError(f"{name} = {address!r} is no web address; write it as https://…")
    given = Given(row.name, row.province, row.rules, row.site)
    if row.path:
        return Source(given, path=folder / Path(row.path).expanduser(), ocr=row.ocr)
    bounds = Bounds(row.requests, row.megabytes * 1_000_000, row.minutes * 60.0, row.delay, row.private)
    return Source(given, site=normal_address(row.url), bounds=bounds, ocr=row.ocr)


def read_sources(path: Path) -> tuple[Source, ...]:
    """Return the sources that a `tracuu.toml` names, in its order; paths in it count from its own folder.

    Tables other than `[[source]]` are passed over. Raises SourceError where the file is missing, no TOML, or says
    something that cannot be.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}; give the paths to index, or name sources in this file") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"{path}: {error}") from error
    found = table.get("source", [])
    sources = []
    for number, row in enumerate(found if isinstance(found, list) else [found], start=1):
        try:
            sources.append(_source(msgspec.convert(row, _Row), path.absolute().parent))
        except (msgspec.ValidationError, ValueError) as error:
            raise SourceError(f"{path}: source {number}: {error}") from error
    if not sources:
        raise SourceError(f"{path}: it names no source; write a [[source]] with a path or a url")
    return tuple(sources)


def fetched_file(data: Path, site: str) -> Path:
    """Return the file in the data folder that holds what was fetched of a site."""
    name = re.sub(r"[^\w.-]+", "_", identity_of(site)).strip("_")
    return data / _FETCHED / f"{name}.site"


def _named(source: Source, files: Sequence[SourceFile], attach: Attach) -> Iterator[SourceFile]:
    """Yield the files of a folder under its name, whatever other sources there are, with what is said of them."""
    assert source.path is not None
    prefix = f"{source.path.resolve().name}/" if source.path.is_dir() else ""
    for file in attach(files):
        attached = tuple(replace(one, given=source.given) for one in file.attached)
        yield replace(file, name=prefix + file.name, given=source.given, attached=attached)


def _fetch(source: Source, path: Path, limits: Limits, tell: Callable[[str], None]) -> None:
    from index.sources.web.cache import BrokenCache  # every start of the command would wait for what few runs need
    from index.sources.web.fetching import fetch

    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            fetch(source.site, path, source.bounds, limits)
        except BlockingIOError as error:
            raise SourceError(f"{source.site}: another run is fetching it; wait for its end") from error
        except BrokenCache as error:  # its reader will say so as well; the other sources go on
            tell(str(error))


def files_of(
    sources: Sequence[Source],
    data: Path,
    *,
    fetch: bool = True,
    limits: Limits = _LIMITS,
    tell: Callable[[str], None] = lambda line: None,
    attach: Attach = with_attachments,
    passed: list[Path] | None = None,
) -> list[SourceFile]:
    """Return the files of all sources; sites are fetched before, unless not `fetch`, into the folder `data`.

    `tell` hears a line when a site is going to be fetched; `attach` is `with_attachments` or does the same.
    `passed` gets the files that no reader is for. Raises SourceError for a path that does not exist and for a site
    that another run is fetching, OSError where the disk is full.
    """
    files: list[SourceFile] = []
    for source in sources:
        if source.ocr:
            source = replace(source, given=replace(source.given, recognised=data / _RECOGNISED))
        if source.path is not None:
            files += _named(source, list(read_paths([source.path], passed)), attach)
            continue
        path = fetched_file(data, source.site)
        if fetch:
            tell(f"fetching {source.site}")
            _fetch(source, path, limits, tell)
        if path.exists():
            files.append(SourceFile(path, path.stem, path.parent, path.name, given=source.given))
    return files
