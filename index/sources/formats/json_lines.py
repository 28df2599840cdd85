"""JSON lines, plain or gzipped: a record a line, read one at a time."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from typing import Any, BinaryIO

from index.documents import Article, Rejection
from index.sources.encodings.encoding import Undecodable, decode
from index.sources.fields.article_fields import LONGEST_TEXT, Place, article_of, too_large
from index.sources.files.known_lines import KnownLines, Unchanged
from index.sources.files.walk import SourceFile
from index.sources.files.whole_file import open_packed

_LONGEST_LINE = 3 * LONGEST_TEXT  # bytes; Vietnamese written as \u1ea1 takes twice to three times its UTF-8


def parsed(data: str) -> Any:
    """Return the value of a JSON text. Raises ValueError with a message that gives the column."""
    try:
        return json.loads(data)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise ValueError(f"not valid JSON at {place}: {error.msg}; mend it there") from error
    except RecursionError as error:
        raise ValueError("nested too deeply to be a record; write one flat object") from error
    except ValueError as error:  # a number of more digits than Python reads
        raise ValueError(f"not valid JSON: {error}; mend the number") from error


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield line number and bytes; None for a line too long to hold, which is passed over in pieces."""
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if line.endswith(b"\n") or len(line) < _LONGEST_LINE:
            yield number, line
            continue
        while (line := stream.readline(1 << 20)) and not line.endswith(b"\n"):
            pass
        yield number, None


def _read_line(data: bytes, place: Place) -> Article | Rejection:
    try:
        record = parsed(decode(data))
    except Undecodable as error:
        return Rejection(place.origin, "undecodable", f"in this line {error}")
    except ValueError as error:
        return Rejection(place.origin, "broken", str(error))
    if not isinstance(record, dict):
        return Rejection(place.origin, "broken", 'the line is no object; write {"id": …, "title": …, "text": …}')
    return article_of(record, place)


def read(source_file: SourceFile) -> Iterator[Article | Rejection]:
    """Return a document a line; blank lines are passed over. A gzip damaged midway gives what lies before."""
    for item in read_changed(source_file, None):
        assert not isinstance(item, Unchanged)
        yield item


def read_changed(source_file: SourceFile, lines: KnownLines | None) -> Iterator[Article | Rejection | Unchanged]:
    """Return what `read` does, and Unchanged in place of what is known of `lines`, which are not decoded."""
    path = source_file.path
    number = 0
    with open_packed(path) as stream:
        try:
            for number, line in _lines(stream):
                if line and lines is not None:
                    known = lines.article_of(line, source_file.name, number)
                    if known is not None:
                        yield known
                        continue
                place = Place(f"{path}:{number}", f"{source_file.name}#{number}", given=source_file.given)
                if line is None:
                    yield too_large(place.origin)
                elif line.strip():
                    yield _read_line(line, place)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            detail = f"the gzip stream is damaged after line {number} ({error}); copy the file anew"
            yield Rejection(str(path), "broken", detail)
            return
    if not number:
        yield Rejection(str(path), "empty", "the file holds nothing; fill it or remove it")
