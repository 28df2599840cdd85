"""The body of an HTTP response as text, whatever it was packed in and whatever encoding it claims."""

from __future__ import annotations

import re
import zlib

from index.sources.encodings.encoding import decode

HTML = ("text/html", "application/xhtml+xml")
"""Types of pages."""

_META = re.compile(rb"<meta[^>]{1,200}charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_WESTERN = frozenset(("iso-8859-1", "latin-1", "latin1", "windows-1252", "cp1252", "us-ascii", "ascii"))
_RATIO = 300  # times its own size that a body may unpack to, beyond a megabyte
_SMALL = 1 << 20


class BadBody(ValueError):
    """A body that cannot be unpacked; the message says why."""


def media_type(content_type: str) -> str:
    """Return the type of a response without its parameters, in small letters: `text/html`."""
    return content_type.partition(";")[0].strip().lower()


def unpacked(body: bytes, encoding: str, most: int) -> bytes:
    """Return a body without its `Content-Encoding`. Raises BadBody: unknown, damaged, more than `most` bytes."""
    for name in reversed([part.strip().lower() for part in encoding.split(",")]):
        if name in ("", "identity"):
            continue
        if name not in ("gzip", "x-gzip", "deflate"):
            raise BadBody(f"packed as {name}, which was not asked for")
        limit = min(most, max(_SMALL, _RATIO * len(body)))
        body = _inflated(body, limit, name)
    return body


def _inflated(body: bytes, limit: int, name: str) -> bytes:
    for bits in (47,) if name != "deflate" else (15, -15):  # gzip or zlib; some servers send deflate without a head
        unpacker = zlib.decompressobj(bits)
        try:
            data = unpacker.decompress(body, limit + 1)
        except zlib.error:
            continue
        if len(data) > limit:
            raise BadBody("it unpacks to more than an honest page")
        if not unpacker.eof:
            raise BadBody("it is cut off")
        return data
    raise BadBody("its packing is damaged")


def text_of_body(body: bytes, content_type: str) -> str:
    """Return the text of a page by the encoding that it names, else by what it reads as. Raises Undecodable.

    A page that calls itself Western is looked at all the same: TCVN3 and VNI were served as ISO 8859-1.
    """
    named = re.search(r"charset\s*=\s*[\"']?([\w-]+)", content_type, re.IGNORECASE)
    meta = _META.search(body[:4096])
    charset = named[1].lower() if named else meta[1].decode("ascii").lower() if meta else ""
    if charset and charset not in _WESTERN and charset not in ("utf-8", "utf8"):
        try:
            return body.decode(charset)
        except (LookupError, UnicodeError):  # UnicodeError: the codec `undefined`
            pass
    return decode(body)
