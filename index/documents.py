"""The nouns of the project: what a reader yields and what is found in a text.

Frozen values only; behaviour lives in the modules named after the verbs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DateOrigin = Literal["metadata", "date line", "dateline", "address", "file name"]
"""The place at which an article's date was read: its own metadata, the site's date line (`Thứ sáu, 25/02/2005 22:45
(GMT+7)`), the dateline of the text (`Ngày 16/10/2020, tại tỉnh Phú Thọ`), its web address or its file name."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that an article links to (`bao-cao.pdf`) and its text, title first."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class OfficialLetter:
    """An official document as its own head and end tell: `Kế hoạch` 12/KH-LHH of 2023-05-07, by whom and to whom.

    `number` is its own, which is no citation. `organ` issues it, `signer` signs it, `recipients` are the lines below
    `Nơi nhận`. What it does not tell is empty.
    """

    type: str = ""
    number: str = ""
    date: str = ""
    place: str = ""
    organ: str = ""
    signer: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One document as an office published it, its page furniture removed.

    `text` is NFC, its paragraphs separated by one newline; every offset in the project counts characters of it.
    `date` is ISO 8601 as far as known (`2020-10-16`, `2020-10`, `2020`) or empty; `date_origin` tells where it
    was read. `related` holds the titles of other news that the page listed; they are not part of the body.
    `attachments` are searched with the body and cited as parts of their own. `letter` is what an official document
    says of itself, None where it is none.
    `origin` names the file (and line or member) it came from, for reports.
    """

    id: str
    title: str
    text: str
    lead: str = ""
    date: str = ""
    date_origin: DateOrigin | None = None
    author: str = ""
    source: str = ""
    url: str = ""
    category: str = ""
    province: str = ""
    related: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    origin: str = ""
    letter: OfficialLetter | None = None


RejectionReason = Literal["empty", "undecodable", "broken", "duplicate id", "unsupported", "unreadable", "too large"]


@dataclass(frozen=True, slots=True)
class Rejection:
    """A document left out of the index: where it stands, why, and a sentence on what to do about it."""

    origin: str
    reason: RejectionReason
    detail: str


@dataclass(frozen=True, slots=True)
class Note:
    """A reader's remark on something that it read all the same: mended on the way, or put off to a later day."""

    origin: str
    detail: str


@dataclass(frozen=True, slots=True)
class DirectiveMention:
    """One mention of an official document: `text[m.start:m.end] == m.text`.

    `type` is written as `Nghị quyết`, `number` without spaces as `42-CT/TW` (or `18` where only that is given),
    `date` of issue as far as stated (`2010-04-16`, `2010-04`, `2010`), `issuer` as written. `key` is the bucket
    of its identity: equal for every written variant of one document, shared by namesakes that only time tells
    apart, empty where the mention alone cannot say.
    """

    start: int
    end: int
    text: str
    kind: Literal["numbered", "dated", "named"]
    type: str
    number: str | None = None
    date: str | None = None
    issuer: str | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A passage attributed to a person: `text[s.start:s.end]`; `verb` is the word that attributes it."""

    start: int
    end: int
    verb: str


@dataclass(frozen=True, slots=True)
class PersonMention:
    """One person of one text, all mentions together.

    `name` is the fullest form without honorifics, `honorific` as written at the first mention that has one,
    `roles` as written, `mentions` the spans of the name (full and short), in text order.
    """

    name: str
    honorific: str | None
    roles: tuple[str, ...]
    speaks: bool
    mentions: tuple[tuple[int, int], ...]
    chairs: bool = False
    statements: tuple[Statement, ...] = ()
