"""From what a mail says to an article: its subject the title, its attached files read as the files they are."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from index.documents import Article, Attachment, Note, Rejection
from index.sources.attached import attached_text
from index.sources.encodings.encoding import Undecodable, decode
from index.sources.fields.article_fields import clean, has_letters, one_line
from index.sources.fields.article_from_lines import Page, article_of_page, lines_of
from index.sources.files.suffixes import suffix_of
from index.sources.files.walk import SourceFile
from index.sources.files.zip_bounds import Damaged
from index.sources.formats.html.html_lines import lines_of_element
from index.sources.formats.html.html_page import tree_of
from index.sources.registry import read_file

LARGEST = 128 << 20
"""Bytes of a mail with all that is attached to it."""
MOST_PARTS = 200
"""Attached files of one mail that are looked at."""
DEEPEST = 4
"""Mails within mails that are followed."""

_INSIDE = "!/"
_ANSWERED = re.compile(r"(?:(?:re|fwd?|aw|tr|trả lời|chuyển tiếp)\s*:\s*)+", re.IGNORECASE)
_UNTOLD = ("image/", "text/calendar", "application/pgp-signature", "application/pkcs7-signature")
"""Kinds of attached files that nobody misses: pictures of a signature, invitations, seals."""


@dataclass(frozen=True, slots=True)
class Part:
    """An attached file: its name, its kind as the mail says, and how to get its bytes, which may raise Damaged."""

    name: str
    kind: str
    content: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Message:
    """A mail, read; `day` is ISO 8601 or ''. `mails` are those that it forwards whole."""

    subject: str
    sender: str
    day: str
    lines: tuple[str, ...]
    parts: tuple[Part, ...] = ()
    mails: tuple[Message, ...] = ()


def lines_of_html(text: str) -> tuple[str, ...]:
    """Return the lines of a body in HTML."""
    tree = tree_of(text)
    lines = (one_line(clean(line)) for line in ([] if tree is None else lines_of_element(tree)))
    return tuple(line for line in lines if line)


def decoded(data: bytes, charset: str) -> str:
    """Return the text of a body; where its character set is unknown or wrong, as a file without one is read."""
    try:
        return data.decode(charset or "utf-8")
    except (LookupError, ValueError):
        return readable(data)


def readable(data: bytes) -> str:
    """Return text whose character set nobody tells, in whatever letters it is."""
    try:
        return decode(data)
    except Undecodable:
        return data.decode("cp1258", "replace")


def _all(message: Message) -> Iterator[Message]:
    yield message
    for inner in message.mails:
        yield from _all(inner)


def _read(part: Part, name: str, source_file: SourceFile, folder: Path) -> Iterator[Article | Rejection | Note]:
    """Yield what an attached file holds, told as `mail.eml!/bao-cao.docx`."""
    origin = f"{source_file.path}{_INSIDE}{name}"
    suffix = suffix_of(name)
    if source_file.name.count(_INSIDE) >= DEEPEST:
        yield Rejection(origin, "unsupported", "a mail in a mail in a mail; save it by itself")
    elif not suffix:
        if not part.kind.startswith(_UNTOLD):
            yield Note(origin, "attached, of a kind that is not read")
    else:
        path = folder / f"attached{suffix}"
        try:
            path.write_bytes(part.content())
        except Damaged as error:
            yield Rejection(origin, "broken", str(error))
            return
        inner = SourceFile(path, f"{source_file.name}{_INSIDE}{name}", given=source_file.given)
        for item in read_file(inner):
            yield replace(item, origin=origin + item.origin.removeprefix(str(path)))


def items_of(message: Message, source_file: SourceFile) -> Iterator[Article | Rejection | Note]:
    """Yield the article of a mail with what is attached to it, and what of that could not be read."""
    attachments: list[Attachment] = []
    told: list[Rejection | Note] = []
    with tempfile.TemporaryDirectory(prefix="tracuu-") as folder:
        for inner in _all(message):
            if inner is not message:
                text = "\n".join((inner.subject, *inner.lines))
                attachments += [Attachment(inner.subject or "mail", text)] if has_letters(text) else []
            for part in inner.parts:
                name = one_line(clean(part.name.replace("\\", "/").rpartition("/")[2])) or "unnamed"
                for item in _read(part, name, source_file, Path(folder)):
                    if isinstance(item, Article):
                        attachments.append(Attachment(name, attached_text(item)))
                    else:
                        told.append(item)
    subject = _ANSWERED.sub("", one_line(clean(message.subject)), count=1)
    lines = lines_of("\n".join(message.lines))
    if not has_letters(" ".join(lines)):  # a mail that only carries files
        lines = tuple(filter(None, [subject])) or tuple(one.name for one in attachments)
    sender = one_line(clean(message.sender))
    known = Article("", subject, "", date=message.day, author=sender if " " in sender and "@" not in sender else "")
    found = article_of_page(Page(lines, known), source_file)
    yield replace(found, attachments=tuple(attachments)) if isinstance(found, Article) else found
    yield from told
