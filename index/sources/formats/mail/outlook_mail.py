"""Mail as Outlook saves it (.msg): properties in streams of a compound file, as [MS-OXMSG] says."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any

import compressed_rtf
import olefile

from index.documents import Article, Note, Rejection
from index.sources.encodings.legacy_fonts import text_of_runs
from index.sources.files.walk import SourceFile
from index.sources.files.whole_file import TooLarge
from index.sources.files.zip_bounds import Damaged
from index.sources.formats.mail.internet_mail import day_of_headers
from index.sources.formats.mail.message import (
    DEEPEST,
    LARGEST,
    MOST_PARTS,
    Message,
    Part,
    items_of,
    lines_of_html,
    readable,
)
from index.sources.formats.office_files.rich_text import runs_of

_SUBJECT, _BODY, _HTML, _RICH, _SENDER, _HEADERS = "0037", "1000", "1013", "1009", "0C1A", "007D"
_DATA, _LONG_NAME, _SHORT_NAME, _SHOWN_NAME, _KIND = "3701", "3707", "3704", "3001", "370E"
_TIMES = (0x00390040, 0x0E060040)  # sent, received
_HERE = timedelta(hours=7)  # an office in Vietnam reads the day on its own clock
_PROPERTIES = "__properties_version1.0"
_ENTRY = struct.Struct("<IIQ")
_UNREADABLE = (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError, struct.error, OverflowError)


def _stream(file: Any, place: list[str], name: str) -> bytes:
    path = [*place, name]
    if file.get_type(path) != olefile.STGTY_STREAM:
        return b""
    with file.openstream(path) as stream:
        data: bytes = stream.read()
    return data


def _text(file: Any, place: list[str], tag: str) -> str:
    wide = _stream(file, place, f"__substg1.0_{tag}001F")
    if wide:
        return wide.decode("utf-16-le", "replace").rstrip("\0")
    return readable(_stream(file, place, f"__substg1.0_{tag}001E").rstrip(b"\0"))


def _binary(file: Any, place: list[str], tag: str) -> bytes:
    return _stream(file, place, f"__substg1.0_{tag}0102")


def _content(file: Any, place: list[str]) -> bytes:
    try:
        return _binary(file, place, _DATA)
    except _UNREADABLE as error:
        raise Damaged("it is damaged in the mail; save the mail again") from error


def _lines(file: Any, place: list[str]) -> tuple[str, ...]:
    """Return the body: as plain text, else of HTML, else of rich text."""
    if (text := _text(file, place, _BODY)).strip():
        return tuple(text.splitlines())
    html = _binary(file, place, _HTML)
    if html or (text := _text(file, place, _HTML)):
        return lines_of_html(readable(html) if html else text)
    rich = _binary(file, place, _RICH)
    try:
        return tuple(text_of_runs(runs_of(compressed_rtf.decompress(rich))).splitlines()) if rich else ()
    except _UNREADABLE:  # ValueError: no RTF
        return ()


def _day(file: Any, place: list[str]) -> str:
    day = day_of_headers(_text(file, place, _HEADERS))
    if day:
        return day
    data = _stream(file, place, _PROPERTIES)[24 if place else 32 :]
    whole = data[: len(data) // _ENTRY.size * _ENTRY.size]
    times = {tag: value for tag, _, value in _ENTRY.iter_unpack(whole) if tag in _TIMES}
    value = next((times[tag] for tag in _TIMES if times.get(tag)), 0)
    try:
        since = datetime(1601, 1, 1, tzinfo=UTC) + timedelta(microseconds=value // 10) + _HERE
    except OverflowError:
        return ""
    return since.date().isoformat() if value else ""


def _message(file: Any, place: list[str], depth: int = 0) -> Message:
    parts: list[Part] = []
    mails: list[Message] = []
    below = (path for path in file.listdir(streams=True, storages=True) if path[: len(place)] == place)
    inner = {path[len(place)] for path in below if len(path) > len(place)}
    for name in islice(sorted(one for one in inner if one.startswith("__attach_version1.0_")), MOST_PARTS):
        here = [*place, name]
        mail = [*here, f"__substg1.0_{_DATA}000D"]
        if file.get_type(mail) == olefile.STGTY_STORAGE:
            if depth < DEEPEST:
                mails.append(_message(file, mail, depth + 1))
            continue
        named = next(filter(None, (_text(file, here, tag) for tag in (_LONG_NAME, _SHORT_NAME, _SHOWN_NAME))), "")
        parts.append(Part(named, _text(file, here, _KIND), lambda here=here: _content(file, here)))  # type: ignore[misc]
    sender = _text(file, place, _SENDER)
    return Message(
        _text(file, place, _SUBJECT), sender, _day(file, place), _lines(file, place), tuple(parts), tuple(mails)
    )


def read(source_file: SourceFile) -> Iterator[Article | Rejection | Note]:
    """Return the one article of the file, with what is attached to it."""
    origin = str(source_file.path)
    if source_file.path.stat().st_size > LARGEST:
        raise TooLarge(source_file.path)
    broken = Rejection(origin, "broken", "it is cut off or no mail of Outlook; save it again, or as .eml")
    try:
        file = olefile.OleFileIO(str(source_file.path))
    except (*_UNREADABLE, RecursionError):
        yield broken
        return
    with file:
        try:
            message = _message(file, []) if file.exists(_PROPERTIES) else None
        except (*_UNREADABLE, RecursionError):
            message = None
        yield from items_of(message, source_file) if message is not None else [broken]
