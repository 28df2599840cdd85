"""Which documents answer a request, and which of them stand on its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.embedded.arrays.snapshot import Column, Mask, Snapshot, Weights
from search.embedded.matching.matcher import Matcher
from search.embedded.matching.named_within import Named, mentioning, named_within
from search.embedded.open_generation import OpenGeneration
from search.interface.filters import Filter, parameter_filters
from search.interface.request import SearchRequest
from search.query.date_ranges import checked_date
from search.query.province_filter import meant_by
from search.query.tree import Query, period


@dataclass(frozen=True, slots=True)
class Selection:
    """The documents of an answer: `every` with all filters but the kind, `mask` with it; and what matched them.

    `within` is what words of the query name, `mentions` how much of it each document mentions, None for nothing.
    """

    matcher: Matcher
    every: Mask
    mask: Mask
    within: tuple[Named, ...] = ()
    mentions: Weights | None = None


def holds(column: Column, values: Sequence[str]) -> Mask:
    """Return which documents have one of some values in a column."""
    codes = [code for value in values if (code := column.code(value)) is not None]
    return np.isin(column.codes, codes)


def select(opened: OpenGeneration, query: Query, request: SearchRequest) -> Selection:
    """Return the documents that answer; sorted by date, only what holds all that was asked or mentions what is named.

    Raises BadRequest for a date that is none.
    """
    snapshot = opened.snapshot
    by_date, within = request.sort != "relevance", named_within(query, snapshot, opened.links)
    if not within:
        return Selection(*_matching(opened, query, request, by_date))
    mentions = mentioning(within, opened.links, snapshot.size)
    matcher, every, mask = _matching(opened, query, request, strict=False)
    if by_date:
        about = mentions > 0
        about[[record for one in within for record in one.records]] = True
        if (mask & about).any():
            every, mask = every & about, mask & about
        else:
            matcher, every, mask = _matching(opened, query, request, strict=True)
    return Selection(matcher, every, mask, tuple(within), mentions)


def _matching(opened: OpenGeneration, query: Query, request: SearchRequest, strict: bool) -> tuple[Matcher, Mask, Mask]:
    """Return the matcher of a query, the documents that match with all filters but the kind, and with it."""
    matcher = opened.matcher(period(query.root), strict)
    every = matcher.mask(query.root) & filtered(opened, matcher, request)
    if request.kind == "all":
        return matcher, every, every
    return matcher, every, every & holds(opened.snapshot.kind, (request.kind,))


def filtered(opened: OpenGeneration, matcher: Matcher, request: SearchRequest) -> Mask:
    """Return the live documents that pass the filters of a request but the kind. Raises BadRequest for a date."""
    snapshot = opened.snapshot
    mask = snapshot.live.copy()
    start, end = checked_date("from", request.from_), checked_date("to", request.to)
    if start or end:
        mask &= matcher.between(start, end)
    for one in parameter_filters():
        if values := request.values(one.name):
            mask &= _passing(opened, one, values)
    return mask


def _passing(opened: OpenGeneration, one: Filter, values: Sequence[str]) -> Mask:
    """Return the documents that pass one filter of the table."""
    if one.value == "record":
        return _mentioning(opened, one.name, values)
    if one.value == "place":
        values = [name for value in values for name in meant_by(value)]
    return holds(opened.snapshot.columns[one.name], values)


def _mentioning(opened: OpenGeneration, kind: str, identifiers: Sequence[str]) -> Mask:
    found = np.zeros(opened.snapshot.size, np.bool_)
    for identifier in identifiers:
        record = opened.snapshot.document(f"{kind}:{identifier}")
        if record is not None:
            found[opened.links[kind].articles_of(record)] = True
    return found


def page_of(snapshot: Snapshot, mask: Mask, scores: NDArray[np.float32], request: SearchRequest) -> NDArray[np.int64]:
    """Return the document numbers of one page; equal documents stand in the order of their ids."""
    numbers = np.flatnonzero(mask)
    if request.sort == "newest":
        rank = -snapshot.first_day[numbers].astype(np.float64)
    elif request.sort == "oldest":
        day = snapshot.first_day[numbers].astype(np.float64)
        rank = np.where(day == 0, np.inf, day)
    else:
        rank = -scores[numbers].astype(np.float64)
    last = request.page * request.size
    if len(numbers) > last:  # sort only what can stand on the page: what is no worse than its last hit
        kept = rank <= np.partition(rank, last - 1)[last - 1]
        numbers, rank = numbers[kept], rank[kept]
    ranked = np.lexsort((snapshot.order[numbers], rank))
    return numbers[ranked[last - request.size : last]]
