"""From bytes to text: UTF-8 with or without a byte order mark, UTF-16 with one, and the encodings before Unicode.

Those (TCVN3, VNI, VISCII, cp1258) have no mark: they are found by what the text reads as, of files that are read line
by line what their beginning does.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from index.sources.encodings.legacy_detection import legacy_encoding_of
from index.sources.encodings.legacy_encodings import as_western, convert

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_CHUNK = 1 << 16  # bytes
_JUDGED = 100_000  # bytes at the start that tell the encoding
LONGEST_LINE = 32_000_000
"""Characters of a line that are held at once, more than any document may have."""


class Undecodable(ValueError):
    """Bytes that are no text in a supported encoding; the message gives the offset and what to do."""

    def __init__(self, offset: int, byte: int, encoding: str) -> None:
        name = "UTF-16" if encoding == "utf-16" else "UTF-8"
        super().__init__(
            f"byte {offset} (0x{byte:02X}) is not valid {name}; save the file as UTF-8 (Save as, Encoding)"
        )
        self.offset = offset


def encoding_of(start: bytes) -> str:
    """Return the Python name of the encoding that the first bytes of a file tell, UTF-8 where none does."""
    return next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")


def decode(data: bytes) -> str:
    """Return the text of `data` without a byte order mark, NFC where it was not Unicode. Raises Undecodable."""
    encoding = encoding_of(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        legacy = legacy_encoding_of(as_western(data[:_JUDGED])) if encoding == "utf-8" else None
        if legacy is not None:
            return convert(as_western(data), legacy)
        raise Undecodable(error.start + (3 if encoding == "utf-8-sig" else 0), data[error.start], encoding) from error


def _legacy_lines(start: bytes, stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Yield the lines of what a stream began with and of what is left of it, converted to Unicode."""
    pending = start
    while True:
        *lines, pending = pending.split(b"\n")
        yield from (convert(as_western(line), encoding) + "\n" for line in lines)
        if len(pending) > LONGEST_LINE:
            yield convert(as_western(pending), encoding)
            pending = b""
        chunk = stream.read(_CHUNK)
        if not chunk:
            break
        pending += chunk
    if pending:
        yield convert(as_western(pending), encoding)


def decoded_lines(stream: BinaryIO) -> Iterator[str]:
    """Return the lines of a binary stream with their line ends, decoded as they are read. Raises Undecodable.

    A line of more than `LONGEST_LINE` characters comes in parts. An encoding from before Unicode is found by what the
    first bytes read as.
    """
    chunk = stream.read(_CHUNK)
    encoding = encoding_of(chunk)
    decoder = codecs.getincrementaldecoder(encoding)()
    consumed = length = 0
    begun: list[str] = []  # pieces of a line whose end was not read yet: joined once, not again with every chunk
    while True:
        pending = decoder.getstate()[0]
        try:
            text = decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as error:
            legacy = legacy_encoding_of(as_western(chunk)) if not consumed and encoding == "utf-8" else None
            if legacy is not None:
                yield from _legacy_lines(chunk, stream, legacy)
                return
            bad = error.object[error.start] if error.start < len(error.object) else 0
            raise Undecodable(consumed - len(pending) + error.start, bad, encoding) from error
        consumed += len(chunk)
        *lines, rest = text.split("\n")
        for line in lines:
            yield "".join((*begun, line, "\n"))
            begun, length = [], 0
        begun.append(rest)
        length += len(rest)
        if length > LONGEST_LINE:
            yield "".join(begun)
            begun, length = [], 0
        if not chunk:
            break
        chunk = stream.read(_CHUNK)
    if length:
        yield "".join(begun)
