"""Counts the hits of an answer by facets, in the cluster. Copies of one text count once; see `embedded/facets.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from search.interface.answers import FacetCount
from search.interface.filters import Filter as Row
from search.interface.filters import facet_filters
from search.query.province_filter import merged_counts
from search.records.facet_values import SHOWN, most_frequent, newest_years

_RECORDS = 60  # records asked for: equally frequent ones are told apart by key here
_YEARS = 400
_PRECISE = 40_000  # groups of copies up to which the cluster counts them exactly
_GROUPS = 2_000  # groups of copies of which it is asked who comes first

Counts = dict[str, int]
Aggregations = Mapping[str, Any]

COPIED = "copied"
_ORIGINALS: Aggregations = {"filter": {"term": {"copy_place": 0}}}
GROUPS: Aggregations = {"cardinality": {"field": "copy_group", "precision_threshold": _PRECISE}}

OF_RECORDS = {one.name for one in facet_filters() if one.value == "record"}
"""Facets whose values are records."""


def aggregations(rows: tuple[Row, ...], folded: bool, kinds: bool = True) -> dict[str, Any]:
    """Return what counts the documents of a search by some facets and by kind; `folded`: copies of a text once."""
    wanted = {one.name: _terms(one) for one in rows}
    if kinds:
        wanted["kind"] = {"terms": {"field": "kind", "size": SHOWN}}
    if not folded:
        return wanted
    within = {name: {**counted, "aggs": {"groups": GROUPS, "shown": _ORIGINALS}} for name, counted in wanted.items()}
    first = {"terms": {"field": "copy_group", "size": _GROUPS}, "aggs": {"first": {"min": {"field": "copy_place"}}}}
    copied = {"filter": {"exists": {"field": "copy_group"}}, "aggs": {**within, "groups": GROUPS, "firsts": first}}
    return {**wanted, COPIED: copied}


def _terms(one: Row) -> dict[str, Any]:
    match one.value:
        case "record":
            return {"terms": {"field": "mentions", "size": _RECORDS, "include": f"{one.name}:.*"}}
        case "period":
            return {"terms": {"field": "year", "size": _YEARS}}
    return {"terms": {"field": one.column, "size": 10 * SHOWN}}


def counted(found: Aggregations, name: str) -> Counts:
    """Return the counts of one facet by value.

    Copies of a text count with the records that the copy mentions which is shown; where that is not each time the
    original, with those that any of them mentions.
    """
    of_shown = name in OF_RECORDS and not any(firsts(found).values())
    every = {str(bucket["key"]): int(bucket["doc_count"]) for bucket in found.get(name, {}).get("buckets", ())}
    for bucket in found.get(COPIED, {}).get(name, {}).get("buckets", ()):
        hits = bucket["shown"]["doc_count"] if of_shown else bucket["groups"]["value"]
        every[str(bucket["key"])] -= int(bucket["doc_count"]) - int(hits)
    return every


def highest(counts: Counts) -> Counts:
    """Return the counts that can stand in a facet: the highest, none that copies took to nothing."""
    ordered = sorted(((key, n) for key, n in counts.items() if n > 0), key=lambda row: (-row[1], row[0]))
    return dict(ordered[: max(SHOWN, _YEARS)])


def repeated(found: Aggregations) -> int:
    """Return how many of the documents of a search are copies of others of it."""
    copied = found.get(COPIED)
    return int(copied["doc_count"]) - int(copied["groups"]["value"]) if copied else 0


def firsts(found: Aggregations) -> dict[str, int]:
    """Return for each group of copies the place of the earliest that answers."""
    buckets = found.get(COPIED, {}).get("firsts", {}).get("buckets", ())
    return {str(bucket["key"]): int(bucket["first"]["value"]) for bucket in buckets}


def facet_counts(counts: Counts, one: Row | None, labels: Mapping[str, str]) -> tuple[FacetCount, ...]:
    """Return the counts of a facet as people see them; of None, of kinds. `labels` are those of records by key."""
    if one is not None and one.value == "record":
        ordered = sorted(((key, n) for key, n in counts.items() if key in labels), key=lambda row: (-row[1], row[0]))
        rows = [FacetCount(key.partition(":")[2], n, labels[key]) for key, n in ordered]
        return tuple(rows[:SHOWN])
    if one is not None and one.value == "period":
        return newest_years((int(year), n) for year, n in counts.items())
    found = most_frequent(counts.items())
    return merged_counts(found) if one is not None and one.value == "place" else found
