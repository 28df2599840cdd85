"""How the hits of an answer spread over kinds, years, sources and provinces."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from search.links import Links
from search.provinces import merged_counts
from search.results import FacetCount
from search.snapshot import Column, Mask, Snapshot

_MOST_RECORDS = 20
_MOST = 50  # values of a facet, the most frequent first


def _counts(column: Column, mask: Mask) -> tuple[FacetCount, ...]:
    counts = np.bincount(column.codes[mask], minlength=len(column.values))
    rows = [FacetCount(column.values[c], int(counts[c]), column.values[c]) for c in np.flatnonzero(counts) if c]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.value))[:_MOST])


def count_kinds(snapshot: Snapshot, mask: Mask) -> tuple[FacetCount, ...]:
    """Return how many documents of `mask` are of each kind."""
    return _counts(snapshot.kind, mask)


def count_years(snapshot: Snapshot, mask: Mask) -> tuple[FacetCount, ...]:
    """Return how many documents of `mask` are of each year, newest first; undated ones are not counted."""
    counts = np.bincount(snapshot.year[mask])
    return tuple(FacetCount(f"{y:04d}", int(counts[y]), f"{y:04d}") for y in np.flatnonzero(counts)[::-1] if y)


def count_provinces(snapshot: Snapshot, mask: Mask) -> tuple[FacetCount, ...]:
    """Return how many documents of `mask` come from each province, the most frequent first."""
    return _counts(snapshot.province, mask)


def _linked(snapshot: Snapshot, links: Links, mask: Mask) -> tuple[FacetCount, ...]:
    """Return how many documents of `mask` mention each record, the most mentioned first."""
    counted = links.counts(mask, _MOST_RECORDS)
    return tuple(FacetCount(snapshot.identifier(n), count, snapshot.label(n)) for n, count in counted)


def count_facets(snapshot: Snapshot, links: Mapping[str, Links], mask: Mask) -> dict[str, tuple[FacetCount, ...]]:
    """Return the counts over all documents of `mask`: years newest first, other values most frequent first."""
    return {
        "kind": count_kinds(snapshot, mask),
        "year": count_years(snapshot, mask),
        "source": _counts(snapshot.source, mask),
        "province": merged_counts(count_provinces(snapshot, mask)),
        "directive": _linked(snapshot, links["directive"], mask),
        "speaker": _linked(snapshot, links["speaker"], mask),
    }
