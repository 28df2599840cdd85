"""Stored records and who mentions what, fetched from the arrays of one generation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from search.embedded.arrays.mention_links import Links
from search.embedded.arrays.snapshot import Mask, Snapshot, among
from search.embedded.facets import count_values, count_years
from search.records.stored import Mention, RecordKind, Spread


class StoredArrays:
    """A `search.records.stored.StoredRecords`. Threads may share it."""

    def __init__(self, snapshot: Snapshot, links: Mapping[str, Links]) -> None:
        self._snapshot = snapshot
        self._links = links

    def _numbers(self, keys: Collection[str]) -> dict[str, int]:
        numbers = self._snapshot.keys.find_all(key.encode("utf-8", "surrogatepass") for key in keys).tolist()
        return {key: number for key, number in zip(keys, numbers, strict=True) if number >= 0}

    def records(self, keys: Collection[str]) -> dict[str, bytes]:
        """Return the stored records, JSON, by key; keys that have none are left out."""
        return {key: self._snapshot.record(number) for key, number in self._numbers(keys).items()}

    def labels(self, keys: Collection[str]) -> dict[str, str]:
        """Return the titles and names of records by key; keys that have none are left out."""
        return {key: self._snapshot.label(number) for key, number in self._numbers(keys).items()}

    def days(self, keys: Collection[str]) -> dict[str, int]:
        """Return the first day that each date may mean, as the number YYYYMMDD; 0 where it is not known."""
        numbers = self._snapshot.keys.find_all(key.encode("utf-8", "surrogatepass") for key in keys)
        if not len(numbers):
            return {}
        days = np.where(numbers < 0, 0, self._snapshot.first_day[numbers])
        return dict(zip(keys, days.tolist(), strict=True))

    def sharing(self, mentions: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, ...]]:
        """Return for pairs of an article's id and a bucket the keys of the bucket's records that name the article."""
        return {mention: self._sharing(*mention) for mention in mentions}

    def _sharing(self, article: str, bucket: str) -> tuple[str, ...]:
        naming = self._snapshot.holders("article", article)  # a few records, however long the bucket
        both = naming[among(self._snapshot.holders("bucket", bucket), naming)]
        return tuple(self._snapshot.keys[n] for n in both.tolist())

    def mentioned_in(self, articles: Collection[str], kinds: Sequence[RecordKind]) -> dict[str, list[list[Mention]]]:
        """Return by the key of an article the records that it mentions, a list for each of some kinds."""
        numbers = self._numbers(articles)
        return {key: [self._mentioned(number, self._links[kind]) for kind in kinds] for key, number in numbers.items()}

    def _mentioned(self, article: int, links: Links) -> list[Mention]:
        records, counts = links.mentioned_in(article)
        numbers = records.tolist()
        keys, labels = map(self._snapshot.keys.__getitem__, numbers), map(self._snapshot.label, numbers)
        return list(zip(keys, labels, counts.tolist(), strict=True))

    def beside(self, key: str, kind: RecordKind, most: int) -> tuple[tuple[str, int], ...]:
        """Return the records of a kind, and itself, that articles mention beside a record: most of them first."""
        counted = self._links[kind].counts(self.mentioning([key]), most)
        return tuple((self._snapshot.keys[number], count) for number, count in counted)

    def in_common(self, key: str, others: Collection[str]) -> dict[str, int]:
        """Return how many articles mention a record and each of some others, by their keys."""
        mask = self.mentioning([key])
        return {
            other: int(np.count_nonzero(mask[self._links[other.partition(":")[0]].articles_of(number)]))
            for other, number in self._numbers(others).items()
        }

    def spread(self, key: str) -> Spread:
        """Return how the articles that mention a record spread."""
        mask = self.mentioning([key])
        return Spread(
            int(np.count_nonzero(mask)), count_years(self._snapshot, mask), count_values(self._snapshot.province, mask)
        )

    def newest(self, key: str, start: int, stop: int) -> tuple[str, ...]:
        """Return the keys of articles that mention a record, the newest first: those from `start` to before `stop`."""
        snapshot, found = self._snapshot, np.flatnonzero(self.mentioning([key]))
        ordered = found[np.lexsort((snapshot.order[found], -snapshot.first_day[found].astype(np.int64)))]
        return tuple(snapshot.keys[n] for n in ordered[start:stop].tolist())

    def published_by(self, organisation: str) -> frozenset[str]:
        """Return the keys of the articles that an organisation, given by its id, published."""
        return frozenset(self._with_term(f"of:{organisation}"))

    def office_holders(self, organisation: str) -> tuple[str, ...]:
        """Return the keys of the people who hold or held an office at an organisation, given by its id."""
        return tuple(self._with_term(f"office:{organisation}"))

    def _with_term(self, term: str) -> list[str]:
        return [self._snapshot.keys[n] for n in self._snapshot.holders("organisation", term).tolist()]

    def mentioning(self, keys: Iterable[str]) -> Mask:
        """Return the articles that mention any of some records, by their keys."""
        mask = np.zeros(self._snapshot.size, np.bool_)
        for key in keys:
            if (number := self._snapshot.document(key)) is not None:
                mask[self._links[key.partition(":")[0]].articles_of(number)] = True
        return mask
