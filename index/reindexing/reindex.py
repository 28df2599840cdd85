"""The pipeline: sources read, compared with the live index, what changed analysed, a new generation published."""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any, Protocol

from index.documents import Article, Note, Rejection
from index.generations.catalogue import Catalogue, article_digest, count_kinds, read_catalogue
from index.generations.checked_sums import Summed, summed_in
from index.generations.copy_groups import write_copies
from index.generations.label_beginnings import write_beginnings
from index.generations.segments import Parallel, SegmentBuilder, merge_live
from index.generations.store import Build, Generation, Store
from index.memory.garbage_collection import collecting_seldom
from index.records.corrected import Corrections, corrections_in
from index.records.writing import idle_corrections, touched_by, write_records
from index.reindexing.page_links import PageLinks, links_known
from index.reindexing.read_files import Begun, Readings, readings_of
from index.reindexing.read_files import Reading as FileReading
from index.resolve.corrections.entries import FILE as CORRECTIONS
from index.resolve.office_table import has_changed, names_in, registry_in, take_over
from index.sources import SourceFile, Unchanged, read_paths
from index.sources.configuration import Source, files_of
from index.sources.fields.addresses import is_identity
from index.sources.files.file_names import printable
from index.sources.isolated import reading_ahead

_LOOKED_AHEAD = 1_000  # files whose reading is begun before their turn
_NAMED = 5  # files of a kind that no reader is for
_WORTH_A_PROCESS = 200  # articles; starting a worker costs about as much as analysing these


class NothingFound(ValueError):
    """The given paths hold no document at all, while the index does: a folder that is not mounted, most likely."""


class Progress(Protocol):
    """Is told how far a reindex is."""

    def start(self, size: int) -> None:
        """Work begins on sources of this many bytes."""

    def document(self, characters: int) -> None:
        """One more document was read, of this many characters, from the file that is being read."""

    def file(self, size: int, packed: bool) -> None:
        """Reading a file of this many bytes begins; a packed one gives more text than that."""

    def file_done(self) -> None:
        """The file was read to its end."""

    def stage(self, name: str) -> None:
        """Another stage begins: `writing`, `publishing`."""


@dataclass(slots=True)
class Report:
    """The outcome of a reindex, in documents; `left_out` names each document that is not in the index, and why.

    `notes` tells what was read all the same: mended, put off to a later day, or of a kind that is not read.

    `kept` counts articles of an earlier run whose file could not be read this time: they stay searchable.
    `damaged` tells what is wrong with the live generation, if anything: what was whole was built on instead.
    `cluster` tells what became of the generation in a cluster, where there is one.
    `tables_changed` says that the office's own tables did, so that every article was read for citations anew.
    """

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    deleted: int = 0
    kept: int = 0
    left_out: list[Rejection] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    generation: str = ""
    published: bool = False
    cluster: str = ""
    dry_run: bool = False
    tables_changed: bool = False
    damaged: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def total(self) -> int:
        """Articles in the index after this run."""
        return self.added + self.changed + self.unchanged + self.kept


@dataclass(slots=True)
class _Comparison:
    """The live index as far as it is known while the sources are read."""

    live: Catalogue
    readings: Readings
    seen: set[str] = field(default_factory=set)
    outdated: list[int] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    doubtful_files: set[str] = field(default_factory=set)


def _file_of(origin: str) -> str:
    """Return the file part of an origin such as `news.jsonl:17` or `news.zip!/a.txt`."""
    origin = origin.partition("!/")[0]
    path, colon, place = origin.rpartition(":")
    return path if colon and place.isdigit() else origin


def _size(file: SourceFile) -> int:
    try:
        return file.path.stat().st_size
    except OSError:  # gone or unreadable; reading it will say so
        return 0


def _characters(item: Article | Rejection | Note | Unchanged) -> int:
    if isinstance(item, Unchanged):
        return item.characters
    return len(item.text) if isinstance(item, Article) else 0


def _read(
    files: Sequence[SourceFile], known: _Comparison, report: Report, progress: Progress, jobs: int
) -> Iterator[Article | Rejection | Note | Unchanged]:
    """Yield what is read of the files; those that are as they were when they were read last are only counted."""
    readings = known.readings
    upcoming = enumerate(files)
    planned: deque[tuple[FileReading | None, Begun | None]] = deque()
    with reading_ahead(jobs) as readers:

        def begin(at: int, first: bool = False) -> Begun:
            begun = readings.begin(files[at])
            readers.begin(at, files[at], begun.lines, known.seen, first=first)
            return begun

        for at, file in enumerate(files):
            for later, one in islice(upcoming, 0 if len(planned) > _LOOKED_AHEAD // 2 else _LOOKED_AHEAD):
                known_file = readings.as_it_was(one)
                planned.append((known_file, None if known_file else begin(later)))
            as_it_was, begun = planned.popleft()
            progress.file(_size(file), file.path.suffix == ".gz")
            if as_it_was and readings.take_over(file, as_it_was, known.seen):
                known.seen.update(as_it_was.ids)
                report.unchanged += len(as_it_was.ids)
            else:
                readings.turn(begun or begin(at, first=True))
                for reading in readers.readings(at, known.seen):
                    readings.last(reading.digest)
                    progress.document(_characters(reading.item))
                    yield reading.item
                readings.end(file)
            progress.file_done()


def _changed(
    items: Iterator[Article | Rejection | Note | Unchanged], known: _Comparison, report: Report
) -> Iterator[Article]:
    """Yield the articles that must be analysed; count the others."""
    for item in items:
        if isinstance(item, Unchanged):
            known.seen.add(item.id)
            known.readings.accept(item.id)
            report.unchanged += 1
            continue
        if isinstance(item, Note):
            known.readings.refuse()  # what was put off, or mended, is looked at again the next time
            report.notes.append(item)
            continue
        if isinstance(item, Rejection):
            known.readings.refuse()
            report.left_out.append(item)
            if item.reason in ("unreadable", "broken", "undecodable"):
                known.doubtful_files.add(_file_of(item.origin))
            continue
        if item.id in known.seen and is_identity(item.id, item.url):
            known.readings.refuse()
            continue  # an export and the site itself hold it: the first one named counts
        if item.id in known.seen:
            detail = f"the id {item.id!r} was already used by an earlier document; give each its own"
            known.readings.refuse()
            report.left_out.append(Rejection(item.origin, "duplicate id", detail))
            continue
        known.seen.add(item.id)
        known.readings.accept(item.id)
        entry = known.live.get(item.id)
        if entry is None:
            report.added += 1
        elif entry.digest == article_digest(item) and not report.tables_changed:
            report.unchanged += 1
            continue
        else:
            report.changed += 1
            known.outdated.append(entry.docnum)
        known.written.append(item.id)
        yield item


def _gone(known: _Comparison, report: Report) -> list[int]:
    """Return the document numbers of articles whose source is no more; keeps those of files that failed to read."""
    gone = []
    for identifier in known.live:
        if identifier in known.seen or (entry := known.live.get(identifier)) is None:
            continue
        file = Path(_file_of(entry.origin))
        if not known.doubtful_files.isdisjoint(map(str, (file, *file.parents))):  # the file, or a folder it is in
            report.kept += 1
        else:
            gone.append(entry.docnum)
    report.deleted = len(gone)
    return gone


def _analysed(articles: Iterator[Article], folder: Path, jobs: int, progress: Progress) -> list[Any]:
    """Analyse articles and return the segments that hold them, by processes only where there is enough to do."""
    first = list(islice(articles, _WORTH_A_PROCESS if jobs > 1 else 0))
    with closing(Parallel(folder, jobs) if len(first) == _WORTH_A_PROCESS else SegmentBuilder(folder)) as builder:
        for article in chain(first, articles):
            builder.add(article)
        progress.stage("writing")
        return builder.finish()


def _join(build: Build, segments: list[Any], outdated: Sequence[int]) -> None:
    """Write one table of contents over the old segments, less the outdated documents, and the new ones."""
    with build.writer() as writer:
        for docnum in outdated:
            writer.delete_document(docnum)
        writer.commit(mergetype=lambda w, old: merge_live(w, old) + segments)


def _base(store: Store, report: Report, summed: Summed) -> Generation | None:
    """Return the generation to build on: the newest that is whole, or damage would be inherited."""
    found = store.sound(summed.trusts)
    report.damaged = list(found.problems)
    return found.generation


def _write(
    store: Store,
    base: Generation | None,
    articles: Iterator[Article],
    known: _Comparison,
    report: Report,
    jobs: int,
    progress: Progress,
) -> Generation:
    """Write what changed and publish it; returns the generation that is live then."""
    build = store.begin(base)
    take_over(store.data, build.path)
    before = corrections_in(base.path) if base is not None else Corrections()
    corrections = corrections_in(build.path)
    try:
        segments = _analysed(articles, build.path, jobs, progress)
        outdated = known.outdated + _gone(known, report)
        if base is not None and not (
            segments or outdated or report.tables_changed or report.damaged or set(corrections.all) != set(before.all)
        ):
            build.discard()
            report.generation = base.name
            return base
        if not (known.seen or report.kept) and known.live:
            raise NothingFound("no document was found, while the index holds some; with --full an empty index is made")
        doubted = known.live.docnums() if report.tables_changed else outdated
        touched = None if base is None else touched_by(build, (), doubted, before)
        _join(build, segments, outdated)
        progress.stage("resolving")
        if touched is not None:
            written = (f"article:{identifier}" for identifier in known.written)
            touched |= touched_by(build, written, (), corrections)
        write_records(build, touched, registry_in(build.path), names_in(build.path), corrections, before)
        report.notes += [Note(CORRECTIONS, told) for told in idle_corrections(build, corrections)]
        write_beginnings(build)
        write_copies(build)
        progress.stage("publishing")
        counts = count_kinds(build.open())  # read back: a build that cannot be read is not published
        published = build.publish(counts)
        report.generation, report.published = published.name, True
        return published
    except BaseException:
        build.discard()
        raise


def _passed_over(files: Sequence[Path]) -> list[Note]:
    """Return a note for each kind of file that no reader is for: how many there are, and the first of them."""
    kinds: dict[str, list[Path]] = {}
    for file in files:
        kinds.setdefault(file.suffix.lower() or "no suffix", []).append(file)
    notes = []
    for kind, found in sorted(kinds.items()):
        first = ", ".join(printable(one.name) for one in found[:_NAMED]) + (" …" if len(found) > _NAMED else "")
        detail = f"{len(found)} files of a kind that is not read: {kind} ({first})"
        notes.append(Note(printable(str(found[0].parent)), detail))
    return notes


def reindex(
    paths: Sequence[Path],
    data: Path,
    progress: Progress,
    *,
    sources: Sequence[Source] = (),
    fetch: bool = True,
    full: bool = False,
    dry_run: bool = False,
    jobs: int = 0,
) -> Report:
    """Make the index in `data` hold exactly the documents of `paths` and `sources`, and return what was done.

    Sites among the sources are fetched first, unless not `fetch`: what was fetched before is read then. Only new and
    changed documents are analysed, unless `full`. With `dry_run` nothing is fetched nor written. `jobs` is the number
    of processes, 0 for one a processor. Raises SourceError for a path that does not exist, StoreError and
    its kinds for the data folder, TableError for an office's own table in it, NothingFound where every document
    would vanish.
    """
    began = time.monotonic()
    jobs = jobs or os.cpu_count() or 1
    report = Report(dry_run=dry_run)
    store = Store(data)
    registry_in(data)  # a table that cannot be used is told before any work
    names_in(data)
    corrections_in(data)
    summed = summed_in(data)
    links = PageLinks({}) if full else links_known(data)
    passed: list[Path] = []
    files = links.attach(list(read_paths(paths, passed)))
    fetch = fetch and not dry_run  # before the lock: a site may take an hour, and keeps no other run away
    files += files_of(sources, data, fetch=fetch, tell=progress.stage, attach=links.attach, passed=passed)
    report.notes += _passed_over(passed)
    progress.start(sum(_size(file) for file in files))
    with nullcontext() if dry_run else store.writing(), collecting_seldom():
        base = None if full else _base(store, report, summed)
        known = _comparison(base, data, report)
        articles = _changed(_read(files, known, report, progress, jobs), known, report)
        if dry_run:
            deque(articles, maxlen=0)
            _gone(known, report)
        else:
            live = _write(store, base, articles, known, report, jobs, progress)
            known.readings.keep(data, live.digest())
            summed.keep(data, live)
            links.keep(data)
    report.seconds = time.monotonic() - began
    return report


def _comparison(base: Generation | None, data: Path, report: Report) -> _Comparison:
    """Return what is known of the generation to build on. Where a table changed, nothing is taken as read before."""
    if base is None:
        return _Comparison(Catalogue(), Readings({}))
    report.tables_changed = has_changed(data, base.path)
    readings = Readings({}) if report.tables_changed else readings_of(data, base.digest())
    return _Comparison(read_catalogue(base.open()), readings)
