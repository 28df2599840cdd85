"""WARC files (ISO 28500), plain or gzipped: what a crawler kept of a site, each page under its address."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from index.documents import Article, Note, Rejection
from index.sources.exports.http_content import BadBody, unpacked
from index.sources.exports.web_documents import Response, documents_of, is_document
from index.sources.fields.addresses import identity_of
from index.sources.fields.article_fields import too_large
from index.sources.files.walk import SourceFile
from index.sources.files.whole_file import open_packed

_LONGEST_LINE = 1 << 16  # bytes
_MOST_HEADERS = 500
_LONGEST_NUMBER = 15  # digits
_LARGEST = 64 << 20  # bytes of a record that is read; larger ones (films) are passed over
_KINDS = ("response", "resource")


class BrokenWarc(ValueError):
    """Something that is no WARC record; the message says after which."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its headers by name in small letters, and its block, of one larger than is read the beginning alone."""

    headers: dict[str, str]
    block: bytes | None
    whole: bool = True


def _headers(stream: BinaryIO) -> dict[str, str]:
    """Return the headers up to the empty line. Raises BrokenWarc where they do not end."""
    found: dict[str, str] = {}
    for _ in range(_MOST_HEADERS):
        line = stream.readline(_LONGEST_LINE)
        if not line.strip():
            return found
        name, _, value = line.decode("utf-8", "replace").partition(":")
        found[name.strip().lower()] = value.strip()
    raise BrokenWarc("its headers do not end")


def _length(headers: dict[str, str]) -> int:
    written = headers.get("content-length", "")
    if not written.isdecimal() or len(written) > _LONGEST_NUMBER:
        raise BrokenWarc(f"it states {written[:40]!r} for its length")
    return int(written)


def records_of(stream: BinaryIO, with_blocks: bool = True) -> Iterator[Record]:
    """Yield the records of a WARC file in their order. Raises BrokenWarc, EOFError where it is cut off."""
    while first := stream.readline(_LONGEST_LINE):
        if not first.strip():
            continue
        if not first.startswith(b"WARC/"):
            raise BrokenWarc("it is no WARC record")
        headers = _headers(stream)
        length = _length(headers)
        wanted = with_blocks and headers.get("warc-type", "").lower() in _KINDS
        size = (length if length <= _LARGEST else _LONGEST_LINE) if wanted else 0
        block = stream.read(size)
        left = length - len(block)
        while left and (passed := stream.read(min(left, 1 << 20))):
            left -= len(passed)
        if left:
            raise EOFError("the last record is cut off")
        yield Record(headers, block if wanted else None, size == length)


def _dechunked(body: bytes) -> bytes:
    """Return a body without the marks of `Transfer-Encoding: chunked`; as it is where there are none."""
    stream = io.BytesIO(body)
    parts: list[bytes] = []
    while True:
        size = stream.readline(100).partition(b";")[0].strip()
        try:
            length = int(size, 16)
        except ValueError:  # some crawlers took the marks out and left the header
            return body if not parts else b"".join(parts)
        if not length:
            return b"".join(parts)
        parts.append(stream.read(length))
        stream.readline(100)


def _response(record: Record) -> Response | None:
    """Return the HTTP answer of a record, None for what is no page: errors, redirects, requests. Raises BadBody."""
    block, address = record.block, record.headers.get("warc-target-uri", "").strip("<>")
    if block is None or not address:
        return None
    if record.headers["warc-type"].lower() == "resource":
        return Response(address, record.headers.get("content-type", ""), block)
    stream = io.BytesIO(block)
    status = stream.readline(_LONGEST_LINE).split()
    if len(status) < 2 or not status[0].startswith(b"HTTP/") or status[1] != b"200":
        return None
    headers = _headers(stream)
    kind, body = headers.get("content-type", ""), stream.read()
    if not record.whole:
        return Response(address, kind, b"")
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _dechunked(body)
    return Response(address, kind, unpacked(body, headers.get("content-encoding", ""), _LARGEST))


def _latest(path: Path, rules: str) -> dict[str, int]:
    """Return for each document the number of the record that was kept last."""
    times: dict[str, tuple[str, int]] = {}
    with open_packed(path) as stream:
        try:
            for number, record in enumerate(records_of(stream, with_blocks=False), start=1):
                if record.headers.get("warc-type", "").lower() in _KINDS:
                    identity = identity_of(record.headers.get("warc-target-uri", "").strip("<>"), rules)
                    this = record.headers.get("warc-date", ""), number
                    times[identity] = max(times.get(identity, ("", 0)), this)
        except (BrokenWarc, EOFError, zlib.error, gzip.BadGzipFile):  # told when the records are read
            pass
    return {identity: number for identity, (_, number) in times.items()}


def read(source_file: SourceFile) -> Iterator[Article | Rejection | Note]:
    """Return the articles among the pages of the file, of several of one address the latest."""
    path, given = source_file.path, source_file.given
    latest = _latest(path, given.rules)
    number = 0
    try:
        with open_packed(path) as stream:
            for number, record in enumerate(records_of(stream), start=1):
                address = record.headers.get("warc-target-uri", "").strip("<>")
                if latest.get(identity_of(address, given.rules)) != number:
                    continue
                origin = f"{path}:{number}"
                try:
                    response = _response(record)
                except (BadBody, BrokenWarc) as error:
                    yield Rejection(origin, "broken", f"{address}: {error}; crawl it again")
                    continue
                if response is not None and not record.whole:
                    if is_document(response):
                        yield too_large(origin)
                elif response is not None:
                    yield from documents_of(response, origin, given)
        if not number:
            yield Rejection(str(path), "empty", "no record in it; fill it or remove it")
    except BrokenWarc as error:
        yield Rejection(str(path), "broken", f"after record {number}: {error}; get a whole copy")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        yield Rejection(str(path), "broken", f"it is damaged after record {number} ({error}); get a whole copy")
