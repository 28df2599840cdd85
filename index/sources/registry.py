"""From a file to its reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from typing import TypeVar, cast

from index.documents import Article, Attachment, Note, Rejection
from index.sources.attached import attached_text
from index.sources.encodings.encoding import Undecodable
from index.sources.fields.article_fields import too_large
from index.sources.files.file_names import printable
from index.sources.files.known_lines import KnownLines, Unchanged
from index.sources.files.magic import other_kind
from index.sources.files.suffixes import MODULES, WITH_MACROS, suffix_of
from index.sources.files.walk import SourceFile
from index.sources.files.whole_file import TooLarge
from index.sources.files.zip_bounds import Damaged, Exceeds
from index.sources.formats import json_lines

_MOST_TOLD = 1_000  # rejections of one file

_Item = TypeVar("_Item", Article | Rejection | Note, Article | Rejection | Note | Unchanged)

Reader = Callable[[SourceFile], Iterator[Article | Rejection | Note]]


def supported_suffixes() -> tuple[str, ...]:
    """Return the suffixes that have a reader, with their dots, in the order of the registry."""
    return tuple(MODULES)


def _reader(suffix: str) -> Reader:
    # Loaded when the first such file comes: the HTML reader costs a second that a folder of JSON need not pay.
    return cast(Reader, import_module(f"index.sources.{MODULES[suffix.lower()]}").read)


def _with_attachments(
    items: Iterator[Article | Rejection | Note], source_file: SourceFile
) -> Iterator[Article | Rejection | Note]:
    """Yield what a page gave, its attachments read; those of a page that gives nothing stand for themselves."""
    if not source_file.attached:
        yield from items
        return
    found = [(file, item) for file in source_file.attached for item in read_file(file)]
    read = [(file.path.name, item) for file, item in found if isinstance(item, Article)]
    parts = tuple(Attachment(name, attached_text(article)) for name, article in read)
    for item in items:
        if isinstance(item, Article):
            yield replace(item, attachments=parts)
            parts = ()
        else:
            yield item
    for _, item in found:
        if not isinstance(item, Article) or parts:
            yield item


def _printable(item: _Item) -> _Item:
    if isinstance(item, Unchanged):
        return item
    origin = printable(item.origin)
    return item if origin == item.origin else replace(item, origin=origin)


def read_file(source_file: SourceFile) -> Iterator[Article | Rejection | Note]:
    """Return the documents of a file one after the other; what cannot be read comes as a Rejection in its place.

    Streams: memory holds one record of a `.jsonl` or `.csv`, one file of the other formats.
    """
    return _told(source_file, lambda suffix: _with_attachments(_reader(suffix)(source_file), source_file))


def read_changed(source_file: SourceFile, lines: KnownLines) -> Iterator[Article | Rejection | Note | Unchanged]:
    """Return what `read_file` does, but Unchanged in place of articles whose lines are known."""

    def read(suffix: str) -> Iterator[Article | Rejection | Note | Unchanged]:
        if MODULES[suffix.lower()] == "formats.json_lines":
            return json_lines.read_changed(source_file, lines)
        return _with_attachments(_reader(suffix)(source_file), source_file)

    return _told(source_file, read)


def _told_briefly(items: Iterator[_Item | Rejection | Note], origin: str) -> Iterator[_Item | Rejection | Note]:
    """Yield items, of rejections the first _MOST_TOLD and then how many more: a file may have a million bad lines."""
    count, last = 0, None
    for item in items:
        if isinstance(item, Rejection):
            count, last = count + 1, item
            if count > _MOST_TOLD:
                continue
        yield item
    if last is not None and count > _MOST_TOLD:
        more = f"{count - _MOST_TOLD} more of its records are left out, the last of them {last.origin}: {last.detail}"
        yield Rejection(origin, last.reason, more)


def _damage_told(items: Iterator[_Item | Rejection | Note], origin: str) -> Iterator[_Item | Rejection | Note]:
    """Yield items, and what their reader says of a file that is damaged or holds too much."""
    try:
        yield from items
    except Damaged as error:
        yield Rejection(origin, "broken", str(error))
    except Exceeds as error:
        yield Rejection(origin, "too large", str(error))


def _told(source_file: SourceFile, read: Callable[[str], Iterator[_Item]]) -> Iterator[_Item | Rejection | Note]:
    """Yield what a reader gives, and what keeps it from reading."""
    path = source_file.path
    origin = printable(str(path))
    suffix = suffix_of(path.name)
    if path.is_dir():
        yield Rejection(origin, "unreadable", "the folder cannot be listed; give its reader permission to")
    elif not suffix:
        known = ", ".join(MODULES)
        yield Rejection(origin, "unsupported", f"no reader for this kind of file; convert it to one of {known}")
    elif path.exists() and not path.is_file():
        yield Rejection(origin, "unreadable", "not a regular file; copy its contents into one")
    else:
        try:
            other = other_kind(path, suffix)
            if other:
                yield Rejection(origin, "broken", f"by its content it is {other}; give it the suffix of that")
                return
            yield from _damage_told(_told_briefly(map(_printable, read(suffix)), origin), origin)
            if suffix.lower() in WITH_MACROS:
                yield Note(origin, "its text is read, its macros are not looked at")
        except Undecodable as error:
            yield Rejection(origin, "undecodable", str(error))
        except TooLarge:
            yield too_large(origin)
        except OSError as error:
            detail = f"{error.strerror or error}; check that the file is there and may be read"
            yield Rejection(origin, "unreadable", detail)
