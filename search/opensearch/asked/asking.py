"""Asks a cluster what one answer needs, in few round trips.

What an answer needs depends on what it has learnt: which words stand side by side, whom they name. So an answer is
worked out again from the start after each round trip, by code that reads as if all were known: what is not known yet
is guessed and noted, and everything noted is asked for together. The last time nothing is missing. What is dear, the
search itself, waits until nothing that it hangs on is guessed but what is nearly sure; if that guess was wrong, it is
asked for again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from index.generations.opensearch.client import Cluster
from search.deadline import check, left

Filter = Mapping[str, Any]
"""A query of OpenSearch that is used as a filter."""
Body = Mapping[str, Any]
"""The body of a search request."""
Answer = Mapping[str, Any]

Result = TypeVar("Result")

_MOST_ROUNDS = 100  # of one answer; more means that a guess changes what is asked for the next time
_FILTERS = 400  # counted in one request; the cluster allows 1,024 clauses and buckets are dear
_PATIENCE = 30.0  # seconds for one round trip of an answer that has no limit
_EVERYWHERE = {"search_type": "dfs_query_then_fetch"}  # counts of the whole index, so that scores are not a shard's
_EMPTY: Answer = {"hits": {"total": {"value": 0}, "hits": []}, "aggregations": {}}


class NotKnownYet(Exception):
    """The work cannot go on before the next round trip."""


class Asking:
    """Keeps what one answer has learnt from one index, and what it still has to ask. For one thread."""

    def __init__(self, cluster: Cluster, index: str, is_live: bool = False) -> None:
        """Take the index; `is_live`: the first round trip asks whether the alias means it, and raises Switched."""
        self._cluster = cluster
        self._is_live = is_live
        self._index = index
        self._counts: dict[str, int] = {}
        self._answers: dict[str, Answer] = {}
        self._filters: dict[str, Filter] = {}  # noted
        self._bodies: dict[str, Body] = {}
        self._is_unsure = False
        self.rounds = 0

    def count(self, wanted: Filter, guess: int, nearly_sure: bool = False) -> int:
        """Return how many documents pass a filter, or the guess where that is not known yet."""
        text = json.dumps(wanted, sort_keys=True)
        known = self._counts.get(text)
        if known is None:
            self._filters[text] = wanted
            self._is_unsure |= not nearly_sure
            return guess
        return known

    @contextmanager
    def foreseen(self) -> Iterator[None]:
        """Note what is asked within, without holding up what follows: it may not be needed."""
        was = self._is_unsure
        yield
        self._is_unsure = was

    def settle(self) -> None:
        """Raise NotKnownYet where something was guessed that is not nearly sure."""
        if self._is_unsure:
            raise NotKnownYet

    def search(self, body: Body) -> Answer:
        """Return the answer to a search, an empty one where it is not known yet."""
        text = json.dumps(body, sort_keys=True)
        known = self._answers.get(text)
        if known is None:
            self._bodies[text] = body
            self._is_unsure = True
            return _EMPTY
        return known

    def guessed(self, *bodies: Body) -> tuple[list[Answer], bool]:
        """Return the answers to searches, empty ones where they are not known yet, and whether all are known."""
        found = [self.search(body) for body in bodies]
        return found, not any(one is _EMPTY for one in found)

    def need(self, *bodies: Body) -> list[Answer]:
        """Return the answers to searches, asked for together. Raises NotKnownYet where one is not known yet."""
        found = [self.search(body) for body in bodies]
        self.settle()
        return found

    def hits(self, body: Body) -> list[Answer]:
        """Return the hits of a search, none where it is not known yet."""
        found: list[Answer] = self.search(body)["hits"]["hits"]
        return found

    def until_known(self, work: Callable[[], Result]) -> Result:
        """Return what `work` returns once nothing that it asks for is guessed."""
        for _ in range(_MOST_ROUNDS):
            check()
            try:
                result = work()
                if not (self._filters or self._bodies):
                    return result
            except NotKnownYet:
                pass
            self._fetch()
        raise RuntimeError(f"an answer still asks for more after {_MOST_ROUNDS} round trips: {list(self._bodies)[:1]}")

    def _fetch(self) -> None:
        filters, bodies = list(self._filters.items()), list(self._bodies.items())
        self._filters, self._bodies, self._is_unsure = {}, {}, False
        parts = [filters[at : at + _FILTERS] for at in range(0, len(filters), _FILTERS)]
        counting = [_counting([one for _, one in part]) for part in parts]
        self.rounds += 1
        asked = [*counting, *(body for _, body in bodies)]
        patience, first = min(left(), _PATIENCE), self._is_live and self.rounds == 1
        answers = self._cluster.msearch(self._index, asked, timeout=patience, parameters=_EVERYWHERE, is_live=first)
        for part, answer in zip(parts, answers[: len(parts)], strict=True):
            buckets = answer["aggregations"]["counts"]["buckets"]
            self._counts |= {text: int(bucket["doc_count"]) for (text, _), bucket in zip(part, buckets, strict=True)}
        self._answers |= {text: answer for (text, _), answer in zip(bodies, answers[len(parts) :], strict=True)}


def _counting(filters: Sequence[Filter]) -> Body:
    return {"size": 0, "track_total_hits": False, "aggs": {"counts": {"filters": {"filters": list(filters)}}}}
