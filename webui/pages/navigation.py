"""Links that lead from one page of hits or records to another: choices that narrow them, and paging."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Choice:
    """A link that changes the search; `count` is how many hits it leads to, where that is shown."""

    label: str
    href: str
    current: bool = False
    count: int = 0


@dataclass(frozen=True, slots=True)
class Pager:
    """The place of a page among others; `previous` and `next` are addresses, empty where there is none."""

    page: int
    pages: int
    first: int
    last: int
    previous: str
    next: str


def pager(page: int, size: int, total: int, pages: int, to: Callable[[int], str]) -> Pager:
    """Return where page number `page` of `pages` stands among `total` rows, `size` on a page.

    `to` gives the address of a page. Behind the last page, the way back leads to that one.
    """
    first = (page - 1) * size + 1
    return Pager(
        page=page,
        pages=pages,
        first=first,
        last=min(first + size - 1, total),
        previous=to(min(page - 1, pages)) if page > 1 else "",
        next=to(page + 1) if page < pages else "",
    )
