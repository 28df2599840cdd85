"""Tells which values a facet shows and in which order, of counts that an engine made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from index.analysis.collation import ALPHABET
from search.interface.answers import FacetCount

SHOWN = 50
"""Values of a facet of an answer, the most frequent ones."""
LISTED = 30
"""Values of a facet of a list."""


def most_frequent(counts: Iterable[tuple[str, int]], most: int = SHOWN) -> tuple[FacetCount, ...]:
    """Return the values that occur at all, the most frequent first, equals by their letters; no more than `most`."""
    ranked = sorted(((value, count) for value, count in counts if count), key=lambda row: (-row[1], row[0]))
    return tuple([FacetCount(value, count, value) for value, count in ranked[:most]])


def newest_years(counts: Iterable[tuple[int, int]]) -> tuple[FacetCount, ...]:
    """Return years with their counts, the newest first."""
    named = [(f"{year:04d}", count) for year, count in sorted(counts, reverse=True)]
    return tuple([FacetCount(year, count, year) for year, count in named])


def initials(counts: Mapping[str, int]) -> tuple[FacetCount, ...]:
    """Return the letters that names begin with, in the order of the alphabet, `#` for all others at the end."""
    return tuple([FacetCount(x, counts[x], x) for x in (*ALPHABET.upper(), "#") if counts.get(x)])
