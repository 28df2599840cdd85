"""Counts the hits of an answer by kind and by each facet of the table of filters."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from search.embedded.arrays.copy_groups import Codes, Folded
from search.embedded.arrays.mention_links import Links
from search.embedded.arrays.snapshot import Column, Mask, Snapshot
from search.interface.answers import FacetCount
from search.interface.filters import Filter, facet_filters
from search.query.province_filter import merged_counts
from search.records.facet_values import SHOWN, most_frequent, newest_years

Documents = Mask | NDArray[np.integer[Any]]
"""Documents as a mask, or as their numbers."""
Repeated = Callable[[Codes, int], NDArray[np.int64]]
"""The counts that are too many in a bincount of codes; see `Folded.repeated`."""


def count_values(
    column: Column, documents: Documents, repeated: Repeated | None = None
) -> tuple[FacetCount, ...]:
    """Return how many of some documents have each value of a column, the most frequent first."""
    counts = np.bincount(column.codes[documents], minlength=len(column.values))
    if repeated:
        counts -= repeated(column.codes, len(counts))
    return most_frequent([(column.values[c], int(counts[c])) for c in counts.nonzero()[0] if c])


def count_years(snapshot: Snapshot, documents: Documents, repeated: Repeated | None = None) -> tuple[FacetCount, ...]:
    """Return how many of some documents are of each year, newest first; undated ones are not counted."""
    counts = np.bincount(snapshot.year[documents])
    if repeated:
        counts -= repeated(snapshot.year, len(counts))
    return newest_years([(int(y), int(counts[y])) for y in counts.nonzero()[0] if y])


def _linked(snapshot: Snapshot, links: Links, found: Folded) -> tuple[FacetCount, ...]:
    """Return how many hits mention each record, the most mentioned first."""
    counted = links.counts(found.hits, SHOWN, found.shown)
    named = [snapshot.named(number) for number, _ in counted]
    return tuple([FacetCount(id, count, label) for (id, label), (_, count) in zip(named, counted, strict=True)])


def count_facets(snapshot: Snapshot, links: Mapping[str, Links], found: Folded) -> dict[str, tuple[FacetCount, ...]]:
    """Return the counts of an answer: years newest first, other values most frequent first."""
    counts = {one.name: count_facet(snapshot, links, found, one) for one in facet_filters()}
    return {"kind": count_values(snapshot.kind, found.shown)} | counts


def count_facet(
    snapshot: Snapshot, links: Mapping[str, Links], found: Folded, one: Filter
) -> tuple[FacetCount, ...]:
    """Return the counts of one facet of an answer.

    Copies of one text count once under each year and value of a column that one of them has, and with the directives
    and people of the copy that is shown.
    """
    every, repeated = found.answering, found.repeated if len(found.documents) else None
    match one.value:
        case "record":
            return _linked(snapshot, links[one.name], found)
        case "period":
            return count_years(snapshot, every, repeated)
    counts = count_values(snapshot.columns[one.name], every, repeated)
    return merged_counts(counts) if one.value == "place" else counts
