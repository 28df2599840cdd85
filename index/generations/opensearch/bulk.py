"""Sends documents to an index in bulk: some megabytes at a time, two requests at once, slower where nodes are busy."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import msgspec

from index.generations.opensearch.client import Cluster
from index.generations.opensearch.errors import Busy, ClusterError, Lost, error_of

_BYTES = 4_000_000  # of a request: nodes take up to 100 MB, but hold each in memory
_AT_ONCE = 2  # requests under way; as many more wait ready, so memory stays bounded
_BUSY = 300.0  # seconds for which nodes that are busy are waited for
_LONGEST_PAUSE = 10.0
_TIMEOUT = 120.0
_TOLD = "filter_path=errors,items.*.status,items.*.error.type,items.*.error.reason"


@dataclass(frozen=True, slots=True)
class Action:
    """A document to be written under its id, or with no body, to be removed."""

    id: str
    body: bytes | None

    def lines(self) -> bytes:
        """Return the action as bulk requests have it."""
        if self.body is None:
            return b'{"delete":{"_id":%b}}\n' % msgspec.json.encode(self.id)
        return b'{"index":{"_id":%b}}\n%b\n' % (msgspec.json.encode(self.id), self.body)


def _batches(actions: Iterable[Action]) -> Iterator[list[Action]]:
    batch: list[Action] = []
    size = 0
    for action in actions:
        batch.append(action)
        size += len(action.body or b"")
        if size >= _BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def send(cluster: Cluster, index: str, actions: Iterable[Action]) -> Iterator[int]:
    """Send the actions; yield after each request how many are done. Raises ClusterError for the first that fails."""
    done = 0
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        waiting: set[Future[int]] = set()
        try:
            for batch in _batches(actions):
                while len(waiting) >= 2 * _AT_ONCE:
                    ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                    done += sum(one.result() for one in ready)
                    yield done
                waiting.add(threads.submit(_send, cluster, index, batch))
            while waiting:
                ready, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                done += sum(one.result() for one in ready)
                yield done
        finally:
            for one in waiting:
                one.cancel()


def _send(cluster: Cluster, index: str, batch: list[Action]) -> int:
    """Send one batch until all of it is taken; what nodes were too busy for, or lost, is sent again after a pause."""
    path = f"/{quote(index)}/_bulk?{_TOLD}"
    left, pause, ends = batch, 0.5, time.monotonic() + _BUSY
    while True:
        try:
            answer = cluster.request("POST", path, b"".join(one.lines() for one in left), timeout=_TIMEOUT)
            left = _refused(left, answer, index) if answer["errors"] else []
        except (Busy, Lost):
            if time.monotonic() > ends:
                raise
        if not left:
            return len(batch)
        if time.monotonic() > ends:
            raise Busy(f"the cluster took no more documents of {index} for {_BUSY:.0f} seconds")
        time.sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)


def _refused(batch: list[Action], answer: dict[str, Any], index: str) -> list[Action]:
    """Return the actions that the nodes were too busy for. Raises ClusterError for one that failed otherwise."""
    again = []
    for action, item in zip(batch, answer["items"], strict=True):
        (told,) = item.values()
        error = told.get("error", {})
        if told["status"] < 400 or (told["status"] == 404 and action.body is None):
            continue
        found = error_of(told["status"], error.get("type", ""), error.get("reason", ""), f"/{index}/{action.id}")
        if not isinstance(found, Busy | Lost):  # a full disk is not waited for
            raise found if type(found) is not ClusterError else ClusterError(f"document {action.id!r}: {found}")
        again.append(action)
    return again
