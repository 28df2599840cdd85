"""A mention while it is being read, and how it becomes the record that others see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from index.analysis.normalise import fold
from index.documents import DirectiveMention
from index.extract.directives.keys import dated_key, named_key, numbered_key, type_of_symbols
from index.extract.directives.numbers import Number
from index.extract.directives.tables import DocumentType, tables
from index.extract.text_view import View


@dataclass(frozen=True, slots=True)
class Find:
    """A mention in view offsets, before keys are given."""

    start: int
    end: int
    kind: DocumentType | None
    number: Number | None
    date: str | None = None
    issuer: str | None = None
    name: str | None = None
    listed: bool = False


def _kind(find: Find) -> Literal["numbered", "dated", "named"]:
    """`Luật Giáo dục 2019` is known by name; with a day or a month of issue beside it, by its date."""
    if find.number:
        return "numbered"
    return "named" if find.name is not None and len(find.date or "") < 7 else "dated"


def _type_of(find: Find) -> str:
    """Return the type as written, unless the number's symbol is of the type that its sequence belongs to.

    `Thông báo kết luận số 160-TB/TW` is a Thông báo by its symbol (Hướng dẫn 36-HD/VPTW of 2018, Phụ lục 1).
    """
    kind, groups = find.kind, find.number.groups if find.number else ()
    if kind is None or kind.identity == kind.name or not groups or fold(groups[0]) in map(fold, kind.abbreviations):
        return kind.name if kind else ""
    owner = tables().types[fold(kind.identity)]
    return owner.name if fold(groups[0]) in map(fold, owner.abbreviations) else kind.name


def _told_type(find: Find) -> str:
    return (type_of_symbols(find.number.groups) if find.number else "") or "Văn bản"


def mention_of(view: View, find: Find) -> DirectiveMention:
    """Return the record of a mention, its offsets led back to the source text, its key given."""
    start, end = view.at(find.start), view.at(find.end)
    kind = _type_of(find) if find.kind else _told_type(find)
    number = find.number.written if find.number else None
    if number:
        key = numbered_key(kind, number)
    elif find.name is not None:
        key = named_key(kind, find.name, find.date)
    else:
        key = dated_key(kind, find.date, find.issuer) if find.date and find.issuer else ""
    return DirectiveMention(
        start=start,
        end=end,
        text=view.source[start:end],
        kind=_kind(find),
        type=kind,
        number=number,
        date=find.date,
        issuer=find.issuer,
        key=key,
    )
