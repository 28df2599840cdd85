"""Lists what the live index holds, read from its columns without touching texts."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import numpy as np
import whoosh.index

from index.analysis.tiers import ANALYSER
from index.columnar import SegmentArrays, segment_arrays
from index.documents import Article

_PREFIX = b"article:"


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """One live article: its document number, its content digest (16 bytes) and the file it came from."""

    docnum: int
    digest: bytes
    origin: str


def article_digest(article: Article) -> bytes:
    """Return 16 bytes that change when anything of the article that is indexed or shown changes.

    The origin is left out: a file that was only moved under the same id is unchanged. The analyser's version is
    in it, so that a document is analysed anew when analysis changed.
    """
    value = msgspec.to_builtins(article)
    del value["origin"]
    if value["letter"] is None:
        del value["letter"]  # so that an index that knew no letters keeps all but these
    content = msgspec.json.encode(value, order="deterministic")
    return hashlib.blake2b(content, digest_size=16, key=ANALYSER.encode()).digest()


def leaf_readers(reader: Any) -> list[tuple[Any, int]]:
    """Return (reader, first document number) of each segment; an index without documents has none."""
    return [(leaf, base) for leaf, base in reader.leaf_readers() if leaf.doc_count_all()]


class Catalogue:
    """The live articles by id. Looking one up costs microseconds; memory is some 100 bytes an article."""

    def __init__(self, segments: Sequence[SegmentArrays] = ()) -> None:
        self._segments = segments
        self._bases = [segment.base for segment in segments]
        self._numbers: dict[str, int] = {}
        for segment in segments:
            self._numbers |= _articles_in(segment)

    def __contains__(self, identifier: object) -> bool:
        return identifier in self._numbers

    def __len__(self) -> int:
        return len(self._numbers)

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def get(self, identifier: str) -> CatalogueEntry | None:
        """Return the entry of an article, None where there is none of this id."""
        docnum = self._numbers.get(identifier)
        if docnum is None:
            return None
        at = bisect_right(self._bases, docnum) - 1
        digest, origin = (self._segments[at].code_column(name) for name in ("digest_column", "origin_column"))
        number = docnum - self._bases[at]
        return CatalogueEntry(docnum, digest[number], origin[number].decode())

    def docnums(self) -> list[int]:
        """Return the document numbers of all live articles."""
        return list(self._numbers.values())


def _articles_in(segment: SegmentArrays) -> dict[str, int]:
    column = segment.code_column("key")
    articles = column.values.prefixed(_PREFIX)
    codes = column.codes.astype(np.int64)
    alive = np.flatnonzero(segment.live & (codes >= articles.start) & (codes < articles.stop))
    numbers = np.full(len(articles), -1, np.int64)
    numbers[codes[alive] - articles.start] = alive + segment.base
    names = column.values.between(articles.start, articles.stop)
    return {
        name[len(_PREFIX) :].decode(): number
        for name, number in zip(names, numbers.tolist(), strict=True)
        if number >= 0
    }


def read_catalogue(index: whoosh.index.Index) -> Catalogue:
    """Return the live articles of an index."""
    with index.reader() as reader:
        return Catalogue(segment_arrays(reader))


def count_kinds(index: whoosh.index.Index) -> dict[str, int]:
    """Return how many live records of each kind there are."""
    counts: Counter[str] = Counter()
    with index.reader() as reader:
        for segment in segment_arrays(reader):
            column = segment.code_column("kind")
            found = np.bincount(column.codes[segment.live], minlength=len(column.values)).tolist()
            counts.update({kind.decode(): count for kind, count in zip(column.values, found, strict=True) if count})
    return dict(sorted(counts.items()))
