"""Links articles and the directives, people and organisations that they mention, both ways, as arrays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.columnar.postings.runs import blocks
from search.embedded.arrays.snapshot import Mask, Snapshot

Numbers = NDArray[np.int64]

_AT_ONCE = 500  # records that are counted before it is asked how many others may matter
_SPARSE = 16  # numbers so many times fewer than what they may be are sorted, else counted by a table
_FEW = 8  # articles of which no more than one in eight is asked for are looked up one by one


@dataclass(frozen=True, slots=True)
class Links:
    """Pairs of a record and an article that mentions it, as document numbers.

    The pairs are kept three times: by record, by article, and by record with the most mentioned first.
    """

    records: Numbers  # (r,), rising
    order: NDArray[np.integer[Any]]  # (r,), rising with their keys
    starts: Numbers  # (r + 1,): the n-th record is mentioned by articles[starts[n] : starts[n + 1]]
    articles: Numbers  # (pairs,), rising within a record
    places: Numbers  # (pairs,), by article: places in `records`
    places_of: Numbers  # (documents + 1,): document n mentions places[places_of[n] : places_of[n + 1]]
    busy: Numbers  # (r,): places in `records`, the most mentioned first
    busy_starts: Numbers  # (r + 1,), into `busy_articles`, as `starts`
    busy_articles: NDArray[np.int32]  # (pairs,)

    def articles_of(self, record: int) -> Numbers:
        """Return the articles that mention a record, ascending."""
        at = int(self.records.searchsorted(record))
        if at == len(self.records) or self.records[at] != record:
            return self.articles[:0]
        return self.articles[self.starts[at] : self.starts[at + 1]]

    def records_of(self, article: int) -> Numbers:
        """Return the records that an article mentions."""
        return self.records[self.places[self.places_of[article] : self.places_of[article + 1]]]

    def mentioned_in(self, article: int) -> tuple[Numbers, Numbers]:
        """Return the records that an article mentions, and how many articles mention each."""
        at = self.places[self.places_of[article] : self.places_of[article + 1]]
        return self.records[at], self.starts[at + 1] - self.starts[at]

    def mentions(self) -> dict[int, int]:
        """Return how many articles mention each record."""
        return dict(zip(self.records.tolist(), np.diff(self.starts).tolist(), strict=True))

    def counts(self, articles: Mask, most: int, chosen: Numbers | None = None) -> list[tuple[int, int]]:
        """Return (record, how many of `articles` mention it) of the `most` mentioned, ties by key.

        `chosen` are the numbers of the articles, rising, where they are at hand.
        """
        chosen = articles.nonzero()[0] if chosen is None else chosen
        if len(chosen) * _FEW < len(articles):
            places, counts = _counted(self.places[_ranges(self.places_of, chosen)], len(self.records))
            best = (counts >= _least(counts, most)).nonzero()[0]
            places, counts = places[best], counts[best]
        else:
            places, counts = self._busiest(articles, most)
            counts = counts[places]
        ranked = np.lexsort((self.order[places], -counts))[:most]
        return list(zip(self.records[places[ranked]].tolist(), counts[ranked].tolist(), strict=True))

    def _busiest(self, articles: Mask, most: int) -> tuple[Numbers, Numbers]:
        """Return the places of the `most` mentioned, rising, and counts, (r,), that are right for them.

        Records are looked at from the one mentioned most in all: once the counts found exceed what another can have
        at most, the rest need not be counted.
        """
        counts = np.zeros(len(self.records), np.int64)
        done, until = 0, min(_AT_ONCE, len(self.records))
        while True:
            counts[self.busy[done:until]] = self._busy_counts(done, until, articles)
            done, least = until, _least(counts, most)
            until = self._mentioned_at_least(least)
            if until <= done:
                return (counts >= least).nonzero()[0], counts

    def _busy_counts(self, first: int, last: int, articles: Mask) -> Numbers:
        """Return how many of `articles` mention each of the busiest records from the `first` to before the `last`."""
        bounds = self.busy_starts[first : last + 1]
        chosen = articles[self.busy_articles[bounds[0] : bounds[-1]]]  # of their pairs
        before: Numbers = np.append(0, chosen.cumsum())[bounds - bounds[0]]  # chosen before each bound
        return np.diff(before)

    def _mentioned_at_least(self, least: int) -> int:
        """Return how many records as many articles mention in all."""
        return int(np.searchsorted(-np.diff(self.busy_starts), -least, side="right"))


def _counted(numbers: Numbers, size: int) -> tuple[Numbers, Numbers]:
    """Return numbers below `size`, rising, with how often each is there; of many, those that are not there too."""
    if len(numbers) * _SPARSE >= size:
        return np.arange(size), np.bincount(numbers, minlength=size)
    numbers.sort()
    firsts = np.append(True, numbers[1:] != numbers[:-1]).nonzero()[0] if len(numbers) else numbers
    return numbers[firsts], np.diff(firsts, append=len(numbers))


def _least(counts: NDArray[np.integer[Any]], most: int) -> int:
    """Return the count that the `most` highest reach, at least 1; counts are small, so they are counted."""
    if not len(counts):
        return 1
    reaching = np.cumsum(np.bincount(counts)[::-1])[::-1]  # how many have each count or a higher one
    return max(int(np.searchsorted(-reaching, -most, side="right")) - 1, 1)


def _ranges(offsets: Numbers, rows: Numbers) -> Numbers:
    """Return the indices offsets[row] … offsets[row + 1] - 1 of each row, one row after the other."""
    return blocks(offsets[rows], offsets[rows + 1] - offsets[rows])


def read_links(snapshot: Snapshot, kind: str) -> Links:
    """Return the links of all live records of a kind (`directive`, `speaker`)."""
    code = snapshot.kind.code(kind)
    of_kind = snapshot.live & (snapshot.kind.codes == (-1 if code is None else code))
    records, articles = _naming(snapshot, "article", of_kind, lambda term: b"article:" + term)
    return _links(records, articles, snapshot.order)


def read_organisation_links(snapshot: Snapshot) -> Links:
    """Return the links of all live organisations: the articles that each published, and those that name it."""

    def key(term: bytes) -> bytes:
        return b"organisation:" + (b"" if term.startswith(b"office:") else term.partition(b":")[2])

    articles, records = _naming(snapshot, "organisation", snapshot.live, key)
    pairs = np.unique(records * snapshot.size + articles)  # of and about are one pair
    return _links(pairs // max(snapshot.size, 1), pairs % max(snapshot.size, 1), snapshot.order)


def _naming(snapshot: Snapshot, field: str, mask: Mask, key: Callable[[bytes], bytes]) -> tuple[Numbers, Numbers]:
    """Return the documents of a mask that name others in a field, and those named: a pair for each.

    `key` gives the key of what a term of the field names.
    """
    naming, named = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for segment in snapshot.segments:
        if (found := segment.field(field)) is None:
            continue
        numbers = snapshot.keys.find_all(map(key, found.terms))
        for postings in found.everything():
            documents, others = postings.documents.astype(np.int64) + segment.base, numbers[postings.terms]
            kept = mask[documents] & (others >= 0)
            naming.append(documents[kept])
            named.append(others[kept])
    return np.concatenate(naming), np.concatenate(named)


def _links(records: Numbers, articles: Numbers, order: NDArray[np.int32]) -> Links:
    """Return links of pairs of a record and an article; `order`, (documents,), ranks the keys of all documents."""
    by_record = np.lexsort((articles, records))
    distinct, places, counts = np.unique(records, return_inverse=True, return_counts=True)
    by_article = np.argsort(articles, kind="stable")
    starts = np.append(0, counts.cumsum())
    busy = np.argsort(-counts, kind="stable")
    mentioned = articles[by_record]
    return Links(
        records=distinct,
        order=order[distinct],
        starts=starts,
        articles=mentioned,
        places=places[by_article],
        places_of=articles[by_article].searchsorted(np.arange(len(order) + 1)),
        busy=busy,
        busy_starts=np.append(0, counts[busy].cumsum()),
        busy_articles=mentioned[_ranges(starts, busy)].astype(np.int32),
    )
