"""How the hits of an answer spread over kinds, years, sources and provinces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.links import Links
from search.provinces import merged_counts
from search.results import FacetCount
from search.snapshot import Column, Mask, Snapshot

Documents = Mask | NDArray[np.integer[Any]]
"""Which documents: a mask or their numbers."""

_MOST_RECORDS = 20
_MOST = 50  # values of a facet, the most frequent first


def _counts(column: Column, documents: Documents) -> tuple[FacetCount, ...]:
    counts = np.bincount(column.codes[documents], minlength=len(column.values))
    rows = [FacetCount(column.values[c], int(counts[c]), column.values[c]) for c in np.flatnonzero(counts) if c]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.value))[:_MOST])


def count_kinds(snapshot: Snapshot, documents: Documents) -> tuple[FacetCount, ...]:
    """Return how many of some documents are of each kind."""
    return _counts(snapshot.kind, documents)


def count_years(snapshot: Snapshot, documents: Documents) -> tuple[FacetCount, ...]:
    """Return how many of some documents are of each year, newest first; undated ones are not counted."""
    counts = np.bincount(snapshot.year[documents])
    return tuple(FacetCount(f"{y:04d}", int(counts[y]), f"{y:04d}") for y in np.flatnonzero(counts)[::-1] if y)


def count_provinces(snapshot: Snapshot, documents: Documents) -> tuple[FacetCount, ...]:
    """Return how many of some documents come from each province, the most frequent first."""
    return _counts(snapshot.province, documents)


def _linked(snapshot: Snapshot, links: Links, mask: Mask) -> tuple[FacetCount, ...]:
    """Return how many documents of `mask` mention each record, the most mentioned first."""
    counted = links.counts(mask, _MOST_RECORDS)
    return tuple(FacetCount(snapshot.identifier(n), count, snapshot.label(n)) for n, count in counted)


def count_facets(snapshot: Snapshot, links: Mapping[str, Links], mask: Mask) -> dict[str, tuple[FacetCount, ...]]:
    """Return the counts over all documents of `mask`: years newest first, other values most frequent first."""
    documents = np.flatnonzero(mask)
    return {
        "kind": count_kinds(snapshot, documents),
        "year": count_years(snapshot, documents),
        "source": _counts(snapshot.source, documents),
        "province": merged_counts(count_provinces(snapshot, documents)),
        "directive": _linked(snapshot, links["directive"], mask),
        "speaker": _linked(snapshot, links["speaker"], mask),
    }
