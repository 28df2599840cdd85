"""Protocol by which pages, hits and reports ask an index: stored records and mentions, many keys in one call.

An engine over a network answers each call in one round trip. Keys are `article:ID`, `directive:ID`, `speaker:ID`
and `organisation:ID`; an organisation is mentioned by the articles that name it and those that it published.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from search.interface.answers import FacetCount

RecordKind = Literal["directive", "speaker", "organisation"]

Mention = tuple[str, str, int]
"""A record that an article mentions: its key, its title or name, and how many articles mention it."""

BESIDE = 20
"""Records that a page shows as mentioned together with its own, and passages of what is not settled."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Numbers of the articles that mention a record: in all, by year (newest first) and by province (most first)."""

    articles: int
    by_year: tuple[FacetCount, ...]
    by_province: tuple[FacetCount, ...]


class StoredRecords(Protocol):
    """Fetches from one index as it was when the request began. Threads may share it."""

    def records(self, keys: Collection[str]) -> dict[str, bytes]:
        """Return the stored records, JSON, by key; keys that have none are left out."""
        ...

    def labels(self, keys: Collection[str]) -> dict[str, str]:
        """Return the titles and names of records by key; keys that have none are left out."""
        ...

    def days(self, keys: Collection[str]) -> dict[str, int]:
        """Return the first day that each date may mean, as the number YYYYMMDD; 0 where it is not known."""
        ...

    def sharing(self, mentions: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, ...]]:
        """Return for pairs of an article's id and a bucket the keys of the bucket's records that name the article."""
        ...

    def mentioned_in(self, articles: Collection[str], kinds: Sequence[RecordKind]) -> dict[str, list[list[Mention]]]:
        """Return by the key of an article the records that it mentions, a list for each of some kinds."""
        ...

    def beside(self, key: str, kind: RecordKind, most: int) -> tuple[tuple[str, int], ...]:
        """Return the records of a kind, and itself, that articles mention beside a record: most of them first."""
        ...

    def in_common(self, key: str, others: Collection[str]) -> dict[str, int]:
        """Return how many articles mention a record and each of some others, by their keys."""
        ...

    def spread(self, key: str) -> Spread:
        """Return how the articles that mention a record spread."""
        ...

    def newest(self, key: str, start: int, stop: int) -> tuple[str, ...]:
        """Return the keys of articles that mention a record, the newest first: those from `start` to before `stop`."""
        ...

    def published_by(self, organisation: str) -> frozenset[str]:
        """Return the keys of the articles that an organisation, given by its id, published."""
        ...

    def office_holders(self, organisation: str) -> tuple[str, ...]:
        """Return the keys of the people who hold or held an office at an organisation, given by its id."""
        ...


def identifier(key: str) -> str:
    """Return the id that a key holds: `42/a` of `article:42/a`."""
    return key.partition(":")[2]
