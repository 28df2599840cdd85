"""How the hits of an answer spread over kinds, years, sources and provinces."""

from __future__ import annotations

import numpy as np

from search.results import FacetCount
from search.snapshot import Column, Mask, Snapshot

_MOST = 50  # values of a facet, the most frequent first


def _counts(column: Column, mask: Mask) -> tuple[FacetCount, ...]:
    counts = np.bincount(column.codes[mask], minlength=len(column.values))
    rows = [FacetCount(column.values[c], int(counts[c]), column.values[c]) for c in np.flatnonzero(counts) if c]
    return tuple(sorted(rows, key=lambda row: (-row.count, row.value))[:_MOST])


def count_facets(snapshot: Snapshot, mask: Mask) -> dict[str, tuple[FacetCount, ...]]:
    """Return the counts over all documents of `mask`: years newest first, other values most frequent first."""
    years, counts = np.unique(snapshot.first_day[mask] // 10000, return_counts=True)
    by_year = [FacetCount(f"{y:04d}", int(n), f"{y:04d}") for y, n in zip(years, counts, strict=True) if y]
    return {
        "kind": _counts(snapshot.kind, mask),
        "year": tuple(reversed(by_year)),
        "source": _counts(snapshot.source, mask),
        "province": _counts(snapshot.province, mask),
        "directive": (),
        "speaker": (),
    }
