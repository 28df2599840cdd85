"""Writes queries of OpenSearch, the few forms that are needed, always as filters, and the search that fetches."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from search.embedded.arrays.word_prefixes import words_beginning
from search.opensearch.asked.asking import Body, Filter
from search.opensearch.asked.words import Words

KINDS = ("article", "directive", "organisation", "speaker")
"""Kinds of record: an index holds tables of its own beside them."""

NONE: Filter = {"match_none": {}}
ALL: Filter = {"match_all": {}}


def indexed(term: str) -> str:
    """Return a term as the cluster has it: a space would part it in two."""
    return term.replace(" ", "_")


RECORDS: Filter = {"terms": {"kind": list(KINDS)}}
"""Finds every record."""


_TOGETHER = {
    frozenset(f"{name}_fold" for name in ("title", "body", "author", "source", "name", "about")): ("any_fold",),
    frozenset(f"{name}_pair" for name in ("title", "body", "name")): ("any_pair",),
}
"""Fields that are looked up so often together that the cluster has them as one as well; it counts clauses."""


def fetching(wanted: Filter, size: int, fields: Sequence[str], sort: Sequence[Any] = ("key",)) -> Body:
    """Return the search for some fields of so many documents that pass a filter, uncounted."""
    return {"query": wanted, "size": size, "_source": list(fields), "sort": list(sort), "track_total_hits": False}


def holding(fields: Sequence[str], term: str) -> Filter:
    """Return what finds the documents that hold a term in one of some fields."""
    together = _TOGETHER.get(frozenset(fields), fields)
    return any_of([{"term": {field: indexed(term)}} for field in together])


def among(field: str, values: Collection[str]) -> Filter:
    """Return what finds the documents with one of some values in a field."""
    return {"terms": {field: sorted(values)}} if values else NONE


def any_of(filters: Sequence[Filter]) -> Filter:
    """Return what finds the documents that pass one of some filters."""
    kept = [one for one in filters if one != NONE]
    if ALL in kept:
        return ALL
    if len(kept) < 2:
        return kept[0] if kept else NONE
    return {"bool": {"should": kept, "minimum_should_match": 1}}


def all_of(filters: Sequence[Filter]) -> Filter:
    """Return what finds the documents that pass all of some filters."""
    if NONE in filters:
        return NONE
    kept = [one for one in filters if one != ALL]
    if len(kept) < 2:
        return kept[0] if kept else ALL
    return {"bool": {"filter": kept}}


def without(kept: Filter, excluded: Filter) -> Filter:
    """Return what finds the documents that pass one filter and not another."""
    if NONE in (kept, excluded):
        return kept
    return {"bool": {"filter": [kept], "must_not": [excluded]}}


def side_by_side(field: str, folds: Sequence[str], begins: bool = False) -> Filter:
    """Return what finds the documents in whose field words stand in this order; the last perhaps only begins so."""
    said = " ".join(folds)
    if begins:
        return {"match_phrase_prefix": {field: {"query": said, "max_expansions": 400}}}
    return {"match_phrase": {field: said}}


def beginning(words: Words, text: str, fields: Sequence[str]) -> Filter:
    """Return what finds the documents that hold, in one of some fields, a word that begins as was typed."""
    terms: dict[str, set[str]] = {}
    together = _TOGETHER.get(frozenset(fields))
    for name, term in words_beginning(words, text, fields):
        terms.setdefault(together[0] if together else name, set()).add(term)
    return any_of([among(name, found) for name, found in terms.items()])


def worth_at_least(filters: Sequence[Filter], worth: Sequence[float], share: float) -> Filter:
    """Return what finds the documents that pass filters worth at least a share of what all are worth, and one at least.

    The cluster adds up what each is worth as a score, in single precision, and keeps what reaches the least.
    """
    least = share * sum(worth) * (1 - 1e-5)
    if share >= 1:
        return all_of(filters)
    if least <= min(worth):
        return any_of(filters)
    scored = [{"constant_score": {"filter": one, "boost": value}} for one, value in zip(filters, worth, strict=True)]
    return {"function_score": {"query": {"bool": {"should": scored}}, "min_score": least}}
