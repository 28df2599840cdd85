"""Lists of directives, people and organisations: what is asked of one, and a page of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from search.interface.answers import FacetCount
from search.interface.request import Kind

ListedKind = Literal["directive", "speaker", "organisation"]
ListSort = Literal["mentioned", "name", "recent", "newest", "oldest"]


@dataclass(frozen=True, slots=True)
class ListRequest:
    """A list asked for, of directives, people or organisations. `q` is a query, such as `vai_trò:"chủ tịch" năm:2020`.

    `letter` is the one under which people are listed (`Đ`), `type` and `issuer` are a directive's, `from_` and `to`
    the dates of its issue. Sorts: by the articles that mention a record, by name, by the last of those articles, and
    for directives by the date of issue.
    """

    kind: ListedKind
    q: str = ""
    letter: str = ""
    type: str = ""
    issuer: str = ""
    from_: str = ""
    to: str = ""
    sort: ListSort = "mentioned"
    page: int = 1
    size: int = 50


@dataclass(frozen=True, slots=True)
class ListedRecord:
    """A directive or a person in a list; the years are those of the first and the last article that mention it."""

    kind: Kind
    id: str
    name: str
    about: str
    date: str
    articles: int
    first_year: str
    last_year: str


@dataclass(frozen=True, slots=True)
class RecordList:
    """One page of a list of `total` records. `letters` counts people by letter, `types` and `issuers` directives."""

    total: int
    rows: tuple[ListedRecord, ...]
    letters: tuple[FacetCount, ...]
    types: tuple[FacetCount, ...]
    issuers: tuple[FacetCount, ...]
