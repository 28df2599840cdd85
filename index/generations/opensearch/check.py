"""Looks whether an index of the cluster is what was published: its counts, its links, its documents."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import numpy as np

from index.generations.opensearch.client import Cluster
from index.generations.opensearch.derived import Derived
from index.generations.opensearch.documents import documents_of
from index.generations.opensearch.errors import ClusterError
from index.generations.opensearch.generation_arrays import opened
from index.generations.opensearch.names import document_id
from index.generations.opensearch.publish import count_problems
from index.generations.opensearch.words import read_words
from index.generations.store import Generation

_PAGE = 1_000
_SAMPLE = 200  # documents compared with the local generation in every byte that the cluster gives back
_TOLD = 5  # problems of a kind that are told
_SLOW = 120.0


def health(cluster: Cluster, index: str) -> tuple[str, str]:
    """Return `green`, `yellow` or `red` of an index, and a sentence that says what that means, '' for green."""
    told = cluster.request("GET", f"/_cluster/health/{quote(index)}", timeout=5)
    status, missing = str(told["status"]), int(told["unassigned_shards"])
    if status == "red":
        return status, f"{index}: parts of the index are on no node; start the nodes that are missing"
    if status == "yellow":
        return status, f"{index}: {missing} copies of its parts are on no node; another one that dies may be too much"
    return status, ""


def check(cluster: Cluster, index: str, generation: Generation | None) -> list[str]:
    """Return a sentence for each fault of an index; `generation` is the local one that it was made from, if here."""
    published = cluster.manifest(index)
    problems = count_problems(cluster, index, published.counts)
    status, sentence = health(cluster, index)
    if status == "red":
        return [*problems, sentence]
    try:
        read_words(cluster, index)
    except ClusterError as error:
        problems.append(str(error))
    problems += _dangling(cluster, index)
    if generation is not None and generation.digest() == published.digest:
        problems += _differences(cluster, index, generation)
    return problems


def _dangling(cluster: Cluster, index: str) -> list[str]:
    """Return a sentence for mentions that meet no record."""
    problems = []
    for keys in _mentioned(cluster, index):
        found = cluster.mget(index, keys, ("key",), timeout=_SLOW)
        problems += [f"{index}: articles mention {key}, which is not there" for key in keys if key not in found]
    return problems[:_TOLD]


def _mentioned(cluster: Cluster, index: str) -> Iterator[list[str]]:
    """Yield the keys that any article mentions, a page at a time."""
    pages: dict[str, Any] = {"size": _PAGE, "sources": [{"key": {"terms": {"field": "mentions"}}}]}
    while True:
        body = {"size": 0, "aggs": {"mentioned": {"composite": pages}}}
        found = cluster.search(index, body, timeout=_SLOW)["aggregations"]["mentioned"]
        if not found["buckets"]:
            return
        yield [bucket["key"]["key"] for bucket in found["buckets"]]
        pages["after"] = found["after_key"]


def digests(cluster: Cluster, index: str) -> dict[str, str]:
    """Return the digest of each document but words and tables, by key, as the index has them."""
    query = {"bool": {"must_not": {"terms": {"kind": ["words", "table"]}}}}
    hits = cluster.every_hit(index, query, ["key", "digest"], page=5 * _PAGE, timeout=_SLOW)
    return {hit["_source"]["key"]: hit["_source"]["digest"] for hit in hits}


def _differences(cluster: Cluster, index: str, generation: Generation) -> list[str]:
    """Return a sentence for documents that are not those of the local generation: by key all, a sample by content."""
    held = digests(cluster, index)
    problems = []
    with opened(generation) as arrays:
        there, here = set(held), set(arrays.numbers)
        problems += [f"{index}: {key} is missing" for key in sorted(here - there)[:_TOLD]]
        problems += [f"{index}: {key} is there, and not in {generation.name}" for key in sorted(there - here)[:_TOLD]]
        numbers = np.array([arrays.numbers[key] for key in sorted(here & there)], np.int64)
        sample = numbers[:: max(1, len(numbers) // _SAMPLE)]
        keys = [arrays.keys[n] for n in sample.tolist()]
        stored = cluster.mget(index, keys, ("record", "digest"), timeout=_SLOW)
        by_id = {document_id(key): key for key in keys}
        for document in documents_of(arrays, Derived(arrays), sample):
            key = by_id[document.id]
            content = arrays.record(arrays.numbers[key]).decode()
            if stored.get(key) != {"record": content, "digest": document.digest}:
                problems.append(f"{index}: {key} is another than in {generation.name}")
    return problems
