"""The words of a generation with their counts, in documents of its index: a front end loads them when it opens it.

Repair, spelling and ranking ask for words one by one; over a network that would be a round trip each.
"""

from __future__ import annotations

import base64
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np

from index.columnar import SegmentArrays
from index.generations.opensearch.client import Cluster
from index.generations.opensearch.errors import ClusterError
from index.generations.opensearch.generation_arrays import GenerationArrays, Numbers
from index.generations.opensearch.names import term

FIELDS = ("title", "body", "name", "about", "author", "source")
"""The fields whose words are counted, in the order of the counts."""

_RANKED = ("title", "author", "source")  # beside the body, which is too large to be held as pairs
_OTHERS = ("name", "about")
_TIERS = ("fold", "word")
_PART = 700_000  # bytes of a part before base64: a document of a megabyte
_SHIFT = np.int64(1 << 32)


@dataclass(frozen=True, slots=True)
class Words:
    """The terms of both tiers: `counts[tier][term]` are the live documents that hold it.

    They are by field, in the order of FIELDS; then those that hold it in title, body, author or source; then those that
    hold it in any field.
    """

    counts: dict[str, dict[str, tuple[int, ...]]]


def words_of(arrays: GenerationArrays) -> Words:
    """Count the words of a generation, over its live documents only."""
    return Words({tier: _counted(arrays, tier) for tier in _TIERS})


def _counted(arrays: GenerationArrays, tier: str) -> dict[str, tuple[int, ...]]:
    counts: defaultdict[str, Numbers] = defaultdict(lambda: np.zeros(len(FIELDS) + 2, np.int64))
    for segment in arrays.segments:
        terms, rows = _in_segment(segment, tier)
        for written, row in zip(terms, rows, strict=True):
            counts[term(written.decode())] += row
    return {word: tuple(row.tolist()) for word, row in sorted(counts.items()) if row.any()}


def _in_segment(segment: SegmentArrays, tier: str) -> tuple[list[bytes], Numbers]:
    """Return the terms of a segment and the counts of each."""
    readers = {name: found for name in FIELDS if (found := segment.field(f"{name}_{tier}")) is not None}
    known: dict[bytes, int] = {}
    numbers = {}
    for name, reader in readers.items():
        numbers[name] = np.array([known.setdefault(text, len(known)) for text in reader.terms], np.int64)
    rows = np.zeros((len(known), len(FIELDS) + 2), np.int64)

    def live_pairs(name: str) -> Iterator[Numbers]:
        """Yield which term is in which live document, as one number."""
        for postings in readers[name].everything():
            kept = segment.live[postings.documents]
            yield numbers[name][postings.terms[kept]] * _SHIFT + postings.documents[kept].astype(np.int64)

    def count(pairs: Numbers, column: int) -> None:
        rows[:, column] += np.bincount(pairs >> 32, minlength=len(known))

    held: dict[str, list[Numbers]] = {}
    for name in readers:
        if name != "body":
            held[name] = list(live_pairs(name))
            for pairs in held[name]:
                count(pairs, FIELDS.index(name))
    empty = np.empty(0, np.int64)
    ranked = np.unique(np.concatenate([empty, *(pairs for name in _RANKED for pairs in held.get(name, ()))]))
    every = np.unique(np.concatenate([ranked, *(pairs for name in _OTHERS for pairs in held.get(name, ()))]))
    for column, pairs in ((-2, ranked), (-1, every)):
        count(pairs, column)
    if "body" in readers:
        for pairs in live_pairs("body"):
            count(pairs, FIELDS.index("body"))
            for column, others in ((-2, ranked), (-1, every)):  # those elsewhere are counted already
                count(pairs[~np.isin(pairs, others)], column)
    return list(known), rows


def word_documents(words: Words, tables: dict[str, str]) -> list[tuple[str, bytes]]:
    """Return (id, JSON) of the documents that hold the words, and of those that hold an office's own tables."""
    lines = (
        "\t".join((tier, word, *("" if not n else str(n) for n in row)))
        for tier, held in words.counts.items()
        for word, row in held.items()
    )
    packed = zlib.compress("\n".join(lines).encode(), 6)
    parts = [packed[start : start + _PART] for start in range(0, len(packed), _PART)]
    documents: list[dict[str, Any]] = [
        {"key": f"words:{n:05d}", "kind": "words", "part": base64.b64encode(part).decode()}
        for n, part in enumerate(parts)
    ]
    documents += [{"key": f"table:{name}", "kind": "table", "part": text} for name, text in sorted(tables.items())]
    return [(str(one["key"]), msgspec.json.encode(one)) for one in documents]


def _parts(cluster: Cluster, index: str, kind: str) -> dict[str, str]:
    """Return the parts of a kind by key, in the order of keys."""
    hits = cluster.every_hit(index, {"term": {"kind": kind}}, ["part"], page=8)
    return {hit["_id"]: hit["_source"]["part"] for hit in hits}


def read_words(cluster: Cluster, index: str) -> Words:
    """Return the words of an index. Raises ClusterError where they are damaged."""
    counts: dict[str, dict[str, tuple[int, ...]]] = {tier: {} for tier in _TIERS}
    parts = _parts(cluster, index, "words")
    try:
        text = zlib.decompress(b"".join(map(base64.b64decode, parts.values()))).decode()
        for line in text.splitlines():
            tier, word, *row = line.split("\t")
            counts[tier][word] = tuple(int(n or 0) for n in row)
    except (ValueError, KeyError, zlib.error) as error:
        raise ClusterError(f"the words of the index {index} are damaged; publish it again with --full") from error
    return Words(counts)


def read_tables(cluster: Cluster, index: str) -> dict[str, str]:
    """Return the office's own tables that the generation was made with, by file name."""
    return {key.partition(":")[2]: text for key, text in _parts(cluster, index, "table").items()}
