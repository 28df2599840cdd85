"""Articles into Whoosh segments: analysis and writing, in this process or in several.

Each process writes a segment of its own into the build folder; the parent joins them in one table of contents.
"""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.index import FileIndex
from whoosh.reading import SegmentReader

from index.analysis.segmentation.segment import Segmenter
from index.columnar import ColumnarWriter
from index.columnar.codec import DOCUMENTS, POSTINGS, ColumnarCodec
from index.documents import Article
from index.generations.indexed_fields import article_fields
from index.generations.numbered_tiers import TierNumbers
from index.memory.garbage_collection import collecting_seldom
from index.resolve.office_table import names_in, registry_in

_BATCH = 32  # articles sent to a worker at a time: a few hundred kilobytes
_AHEAD = 2  # batches a worker may have waiting, so that it never idles and memory stays bounded
_SEGMENT_CHARACTERS = 5_000_000  # of text in a segment: a writer holds its postings, some 20 bytes a character
_FEW = 100  # documents that are merged whenever anything is written
_JOINED = 250_000  # documents in segments joined to one: what is kept for each is in memory then, 1 KB or so


class SegmentError(RuntimeError):
    """A worker that analyses and writes failed; nothing of this reindex was published."""


def merge_live(writer: Any, segments: list[Any]) -> list[Any]:
    """Return the segments to keep, as Whoosh's merge policies do; the others are merged into what is being written.

    From the smallest on, a segment is merged while it holds no more than twice what is merged already, and one of
    which most documents are deleted; so there are few segments, each far larger than the one before it, and a document
    is seldom written again. Segments of which nothing lives are dropped.
    """
    gathered = max(writer.docnum, _FEW)
    merged, kept = [], []
    for segment in sorted((s for s in segments if s.doc_count()), key=lambda s: s.doc_count()):
        if segment.doc_count() <= 2 * gathered or segment.deleted_count() > segment.doc_count():
            gathered += segment.doc_count()
            merged.append(segment)
        else:
            kept.append(segment)
    if len(merged) == 1 and not writer.docnum and not merged[0].has_deletions():
        return kept + merged
    with contextlib.ExitStack() as stack:
        readers = [stack.enter_context(SegmentReader(writer.storage, writer.schema, segment)) for segment in merged]
        if readers and not writer.docnum:
            writer.add_segments(readers)
        else:
            for reader in readers:
                writer.add_reader(reader)
    return kept


class _OwnTemporary(FileStorage):  # type: ignore[misc]
    """An index folder in which each writer has temporary files of its own.

    Whoosh gives all writers of an index one folder for them, and the first to finish removes it.
    """

    def temp_storage(self, name: str | None = None) -> FileStorage:
        return super().temp_storage()


def joined(folder: Path, segments: Sequence[Any], codec: ColumnarCodec | None = None) -> list[Any]:
    """Return as few segments as may be in place of new ones in `folder`, whose files are removed."""
    groups: list[list[Any]] = []
    held = _JOINED
    for segment in segments:
        if held + segment.doc_count_all() > _JOINED:
            groups.append([])
            held = 0
        groups[-1].append(segment)
        held += segment.doc_count_all()
    return [_one(folder, group, codec) if len(group) > 1 else group[0] for group in groups]


def _one(folder: Path, segments: Sequence[Any], codec: ColumnarCodec | None) -> Any:
    writer = ColumnarWriter(FileIndex(_OwnTemporary(str(folder))), codec, _lk=False)
    readers = [SegmentReader(writer.storage, writer.schema, segment) for segment in segments]
    try:
        writer.add_segments(readers)
        whole = writer._finalize_segment()
        writer._finish()
    finally:
        writer.cancel()
    for reader, segment in zip(readers, segments, strict=True):
        reader.close()
        for extension in (POSTINGS, DOCUMENTS):
            (folder / segment.make_filename(extension)).unlink()
    return whole


class SegmentBuilder:
    """Writes articles into new segments of the index in `folder`, in this process."""

    def __init__(self, folder: Path) -> None:
        self._tiers = TierNumbers(Segmenter())
        self._registry = registry_in(folder)
        self._names = names_in(folder)
        self._folder = folder
        self._segments: list[Any] = []
        self._codec = ColumnarCodec()
        self._begin()

    def _begin(self) -> None:
        self._writer = ColumnarWriter(FileIndex(_OwnTemporary(str(self._folder))), self._codec, _lk=False)
        self._characters = 0

    def add(self, article: Article) -> None:
        """Analyse and write an article."""
        self._writer.add_document(**article_fields(article, self._tiers, self._registry, self._names))
        self._characters += len(article.title) + len(article.lead) + len(article.text)
        if self._characters > _SEGMENT_CHARACTERS:
            self._end()
            self._begin()

    def _end(self) -> None:
        if self._writer.doc_count():
            self._segments.append(self._writer._finalize_segment())
            self._writer._finish()
        else:
            self._writer.cancel()

    def finish(self) -> list[Any]:
        """Close the segments' files and return Whoosh's descriptions of them; nothing when nothing was added.

        Segments of some megabytes each are joined to one: every term of a search is looked up in each segment.
        """
        self._end()
        return joined(self._folder, self._segments, self._codec)

    def close(self) -> None:
        """Drop what was written and not finished."""
        self._writer.cancel()


def _work(folder: Path, pipe: Connection) -> None:
    """Serve a parent: batches of articles in, an acknowledgement each; after None, the segment out.

    Ends by itself when the parent is gone, killed or not: the pipe then reads as closed. An error of the system, such
    as a full disk, is the answer in place of any other.
    """
    try:
        with collecting_seldom():
            builder = SegmentBuilder(folder)
            while (batch := pipe.recv()) is not None:
                for article in batch:
                    builder.add(article)
                pipe.send("done")
            pipe.send(builder.finish())
    except (EOFError, BrokenPipeError, KeyboardInterrupt):
        return
    except OSError as error:
        with contextlib.suppress(BrokenPipeError):
            pipe.send(error)


class Parallel:
    """Several worker processes, a segment each; batches go to whichever has room."""

    def __init__(self, folder: Path, jobs: int) -> None:
        self._folder = folder
        context = multiprocessing.get_context("spawn")  # forked children would hold each other's pipes open
        self._batch: list[Article] = []
        self._pipes: list[Connection] = []
        self._processes = []
        self._waiting: dict[Connection, int] = {}
        for _ in range(jobs):
            ours, theirs = context.Pipe()
            process = context.Process(target=_work, args=(folder, theirs), daemon=True)
            process.start()
            theirs.close()
            self._processes.append(process)
            self._pipes.append(ours)
            self._waiting[ours] = 0

    def _receive(self, pipe: Connection) -> Any:
        try:
            answer = pipe.recv()
        except (EOFError, ConnectionResetError) as error:
            raise SegmentError(
                "a worker process ended before its work was done (out of memory, or killed); "
                "the live index is untouched. Run again, with fewer processes: --jobs 1"
            ) from error
        if isinstance(answer, OSError):
            raise answer
        return answer

    def _send(self, batch: list[Article]) -> None:
        pipe = min(self._pipes, key=self._waiting.__getitem__)
        if self._waiting[pipe] >= _AHEAD:
            for ready in multiprocessing.connection.wait(self._pipes):
                assert isinstance(ready, Connection)
                self._receive(ready)
                self._waiting[ready] -= 1
            pipe = min(self._pipes, key=self._waiting.__getitem__)
        try:
            pipe.send(batch)
        except BrokenPipeError:
            self._receive(pipe)
        self._waiting[pipe] += 1

    def add(self, article: Article) -> None:
        """Queue one article for whichever worker has room; waits while none has."""
        self._batch.append(article)
        if len(self._batch) >= _BATCH:
            self._send(self._batch)
            self._batch = []

    def finish(self) -> list[Any]:
        """Send what is queued, wait for all workers and return their segments."""
        if self._batch:
            self._send(self._batch)
            self._batch = []
        for pipe in self._pipes:
            with contextlib.suppress(BrokenPipeError):  # what it answered before it ended says why
                pipe.send(None)
        segments = []
        for pipe in self._pipes:
            for _ in range(self._waiting[pipe]):
                self._receive(pipe)
            segments += self._receive(pipe)
        return joined(self._folder, segments)

    def close(self) -> None:
        """End the workers; they notice the closed pipe by themselves, those that do not are stopped."""
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.join(timeout=5)
            if process.is_alive():
                process.kill()
                process.join()
