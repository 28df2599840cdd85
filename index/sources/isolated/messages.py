"""Messages between a process that reads and the one that asks it: a request of one file, an answer of many items."""

from __future__ import annotations

import struct
from dataclasses import fields
from operator import attrgetter
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from index.documents import Article, Note, Rejection
from index.sources.files.known_lines import Unchanged
from index.sources.files.walk import SourceFile
from index.sources.given import Given

LENGTH = struct.Struct("<I")
"""The head of each message: its bytes."""


class File(msgspec.Struct, array_like=True):
    """A `SourceFile` as it is sent; paths as bytes, for names need not be UTF-8."""

    path: bytes
    name: str
    root: bytes
    below: bytes
    attached: list[File]
    given: tuple[str, str, str, str, bytes | None]


class Request(msgspec.Struct, array_like=True):
    """A file to read; `known` are its lines that were read before, `taken` the ids among them that others have now.

    `follows_lines`: whoever asks keeps the digests of lines. `seconds` may pass until the next answer.
    """

    file: File
    known: dict[bytes, str]
    taken: list[str]
    follows_lines: bool
    seconds: float


_NAMES = tuple(field.name for field in fields(Article))
_TEXT = _NAMES.index("text")
_values_of = attrgetter(*_NAMES)
_KINDS = get_type_hints(Article)
SentArticle: Any = msgspec.defstruct(
    "SentArticle", [(name, bytes if name == "text" else _KINDS[name]) for name in _NAMES], array_like=True
)
"""An `Article` as it is sent; its text as UTF-16, which the two of them write and read in a quarter of the time."""


class Answer(msgspec.Struct, array_like=True, omit_defaults=True):
    """One item of a file and the digest of its line; `end` after the last one."""

    article: SentArticle | None = None
    rejection: Rejection | None = None
    note: Note | None = None
    unchanged: Unchanged | None = None
    digest: bytes = b""
    end: bool = False


def _bytes(path: Path | str) -> bytes:
    return str(path).encode("utf-8", "surrogateescape")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def sent(file: SourceFile) -> File:
    """Return a file as it is sent."""
    given = file.given
    recognised = None if given.recognised is None else _bytes(given.recognised)
    return File(
        _bytes(file.path),
        file.name,
        _bytes(file.root),
        _bytes(file.below),
        [sent(one) for one in file.attached],
        (given.name, given.province, given.rules, given.site, recognised),
    )


def received(file: File) -> SourceFile:
    """Return a file as it was before it was sent."""
    name, province, rules, site, recognised = file.given
    kept = None if recognised is None else Path(_text(recognised))
    return SourceFile(
        Path(_text(file.path)),
        file.name,
        Path(_text(file.root)),
        _text(file.below),
        tuple(received(one) for one in file.attached),
        Given(name, province, rules, site, kept),
    )


def _sent_article(article: Article) -> Any:
    values = list(_values_of(article))
    values[_TEXT] = article.text.encode("utf-16-le")
    return SentArticle(*values)


def _received_article(article: Any) -> Article:
    values = list(_values_of(article))
    values[_TEXT] = article.text.decode("utf-16-le")
    return Article(*values)


def answer_of(item: Article | Rejection | Note | Unchanged, digest: bytes) -> Answer:
    """Return the answer that holds an item."""
    if isinstance(item, Article):
        return Answer(article=_sent_article(item), digest=digest)
    if isinstance(item, Rejection):
        return Answer(rejection=item, digest=digest)
    return Answer(note=item) if isinstance(item, Note) else Answer(unchanged=item, digest=digest)


def item_of(answer: Answer) -> Any:
    """Return the item that an answer holds."""
    if answer.article is not None:
        return _received_article(answer.article)
    return answer.rejection or answer.note or answer.unchanged
