"""Mail as RFC 5322 says (.eml): Thunderbird, Apple Mail, web mail, and what Outlook hands on."""

from __future__ import annotations

import email
import email.errors
import email.header
import email.utils
from collections.abc import Iterator
from email.message import Message as Parsed
from itertools import islice

from index.documents import Article, Note, Rejection
from index.sources.files.walk import SourceFile
from index.sources.files.whole_file import bytes_of
from index.sources.formats.mail.message import (
    DEEPEST,
    LARGEST,
    MOST_PARTS,
    Message,
    Part,
    decoded,
    items_of,
    lines_of_html,
)

_ENCRYPTED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted")
_HEADS = ("from", "subject", "date", "to", "received", "message-id")


def _header(parsed: Parsed, name: str) -> str:
    """Return a header as text, '' where there is none."""
    # Not by `get`, which puts U+FFFD where a header holds bytes that are not ASCII
    return next((_text(str(value)) for key, value in parsed.raw_items() if key.lower() == name), "")


def _text(value: str) -> str:
    """Return the text of a header: words as RFC 2047 has them, or bytes that no standard allows."""
    try:
        parts = email.header.decode_header(value)
    except (email.errors.HeaderParseError, ValueError):
        return value
    return "".join(
        decoded(part if isinstance(part, bytes) else part.encode("utf-8", "surrogateescape"), charset or "")
        for part, charset in parts
    )


def _day(value: str) -> str:
    try:
        return email.utils.parsedate_to_datetime(value).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def day_of_headers(text: str) -> str:
    """Return the day that the headers of a mail state, on the clock of whoever sent it; '' where they do not."""
    return _day(_header(email.message_from_string(text), "date")) if text else ""


def _children(parsed: Parsed) -> list[Parsed]:
    children = parsed.get_payload() if parsed.is_multipart() else []
    return [one for one in children if isinstance(one, Parsed)]


def _payload(parsed: Parsed) -> bytes:
    found = parsed.get_payload(decode=True)
    return found if isinstance(found, bytes) else b""


def _file_name(parsed: Parsed) -> str:
    try:
        return _text(parsed.get_filename("") or "")
    except (ValueError, LookupError, TypeError):  # parameters in parts (RFC 2231) that do not fit together
        return ""


def _charset(parsed: Parsed) -> str:
    try:
        return parsed.get_content_charset("") or ""
    except (ValueError, LookupError, TypeError):
        return ""


def _lines(parsed: Parsed) -> tuple[str, ...]:
    text = decoded(_payload(parsed), _charset(parsed))
    return lines_of_html(text) if parsed.get_content_type() == "text/html" else tuple(text.splitlines())


def _is_body(parsed: Parsed) -> bool:
    attached = parsed.get_content_disposition() == "attachment" or _file_name(parsed)
    return not attached and parsed.get_content_type() in ("text/plain", "text/html")


def _flat(parsed: Parsed) -> Iterator[Parsed]:
    """Yield the parts of a mail that hold something; of alternatives the plain text, where it says anything."""
    if not parsed.is_multipart() or parsed.get_content_maintype() != "multipart":
        yield parsed
        return
    parts = _children(parsed)
    if parsed.get_content_subtype() == "alternative":
        plain = [one for one in parts if one.get_content_type() == "text/plain" and _payload(one).strip()]
        others = [one for one in parts if one.get_content_maintype() != "text"]
        parts = plain[:1] + others if plain else parts[-1:]
    for part in parts:
        yield from _flat(part)


def _message(parsed: Parsed, depth: int = 0) -> Message:
    lines: list[str] = []
    files: list[Part] = []
    mails: list[Message] = []
    for part in islice(_flat(parsed), MOST_PARTS):
        if part.get_content_type() == "message/rfc822" and depth < DEEPEST:
            mails += [_message(one, depth + 1) for one in _children(part)]
        elif _is_body(part):
            lines += _lines(part)
        elif part.get_content_maintype() != "multipart" and (name := _file_name(part)):
            files.append(Part(name, part.get_content_type(), lambda part=part: _payload(part)))  # type: ignore[misc]
    names = email.utils.getaddresses([_header(parsed, "from")])
    sender = names[0][0] if names else ""
    return Message(
        _header(parsed, "subject"), sender, _day(_header(parsed, "date")), tuple(lines), tuple(files), tuple(mails)
    )


def read(source_file: SourceFile) -> Iterator[Article | Rejection | Note]:
    """Return the one article of the file, with what is attached to it."""
    origin = str(source_file.path)
    try:
        parsed = email.message_from_bytes(bytes_of(source_file.path, LARGEST))
        message = _message(parsed)
    except RecursionError:
        yield Rejection(origin, "broken", "its parts are nested too deep; save it again in a mail program")
        return
    if not any(name in parsed for name in _HEADS):
        yield Rejection(origin, "broken", "no mail by its content; give it the suffix of what it is")
    elif parsed.get_content_type() in _ENCRYPTED:
        yield Rejection(origin, "broken", "it is encrypted; save it decrypted")
    else:
        yield from items_of(message, source_file)
