"""Selects the documents that answer a request, and those of them that stand on its page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search.embedded.arrays.snapshot import Column, Mask, Snapshot, Weights
from search.embedded.matching.matcher import Matcher
from search.embedded.matching.named_records import NAMESAKES, Named, meant, mentioning, named_within
from search.embedded.matching.not_found import not_found
from search.embedded.open_generation import OpenGeneration
from search.interface.answers import NotFound
from search.interface.filters import Filter, parameter_filters
from search.interface.request import SearchRequest
from search.query.date_ranges import checked_date
from search.query.province_filter import meant_by
from search.query.tree import Query, period


@dataclass(frozen=True, slots=True)
class Selection:
    """The documents of an answer, each a mask over the snapshot, and what matched them.

    `every` are those that answer with all filters but the kind, `mask` with it; `loose` hold only some of what was
    asked, with all filters. `named` are the records that the whole query calls by name, with the share of the name that
    it says; `within` is what words of it name, `mentions` how much of that each document mentions, None for
    nothing. `missing` is what it names and the index has not.
    """

    matcher: Matcher
    every: Mask
    mask: Mask
    loose: Mask
    named: dict[int, float]
    within: tuple[Named, ...] = ()
    mentions: Weights | None = None
    missing: tuple[NotFound, ...] = ()

    @property
    def beside(self) -> set[int]:
        """The few records that words of the query name, which stand beside the articles."""
        return {record for one in self.within for record in one.records[:NAMESAKES]} - self.named.keys()


def holds(column: Column, values: Sequence[str]) -> Mask:
    """Return which documents have one of some values in a column."""
    codes = [code for value in values if (code := column.code(value)) is not None]
    if len(codes) == 1:
        return np.asarray(column.codes == codes[0], np.bool_)
    return np.isin(column.codes, codes)


def select(opened: OpenGeneration, query: Query, request: SearchRequest) -> Selection:
    """Return the documents that answer, the same under every order, and those that hold some of what was asked.

    What answers holds all that was asked, or the most that any document holds; where words of the query name a
    directive or person, it mentions that. Raises BadRequest for a date that is none.
    """
    snapshot = opened.snapshot
    matcher = opened.matcher(period(query.root))
    passing = filtered(opened, matcher, request)
    some = matcher.mask(query.root) & passing
    named = meant(query, matcher, snapshot)
    within = tuple(named_within(query, snapshot, lambda kind, one: len(opened.links[kind].articles_of(one))))
    mentions = mentioning(within, opened.links, snapshot.size) if within else None
    missing = not_found(query, lambda node: bool(matcher.mask(node).any()), snapshot, opened.numbered)
    if missing:
        within, mentions = (), None
    every = some & _about(within, mentions, snapshot.size)
    if not (missing or every.any()):
        every = matcher.answers(query.root) & passing
    every[list(named)] = some[list(named)]
    of_kind = snapshot.live if request.kind == "all" else holds(snapshot.kind, (request.kind,))
    return Selection(matcher, every, every & of_kind, some & ~every & of_kind, named, within, mentions, missing)


def _about(within: Sequence[Named], mentions: Weights | None, size: int) -> Mask:
    """Return the documents that mention what words of a query name, and the records so named."""
    if mentions is None:
        return np.zeros(size, np.bool_)
    about = mentions > 0
    about[[record for one in within for record in one.records]] = True
    return np.asarray(about, np.bool_)


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
        return opened.stored.mentioning(f"{one.name}:{value}" for value in values)
    if one.value == "place":
        values = [name for value in values for name in meant_by(value)]
    return holds(opened.snapshot.columns[one.name], values)


def page_of(
    snapshot: Snapshot, mask: Mask, loose: Mask, scores: NDArray[np.float32], request: SearchRequest
) -> NDArray[np.int64]:
    """Return the document numbers of one page, those of `loose` behind those of `mask`.

    Equal documents stand in the order of their ids.
    """
    numbers = (mask | loose).nonzero()[0]
    if request.sort == "newest":
        rank = -snapshot.first_day[numbers].astype(np.float64)
    elif request.sort == "oldest":
        day = snapshot.first_day[numbers].astype(np.float64)
        rank = np.where(day == 0, np.inf, day)
    else:
        rank = -scores[numbers].astype(np.float64)
        if loose.any():  # behind the least that answers
            rank[loose[numbers]] += 1.0 + float(np.ptp(scores[numbers]))
    last = request.page * request.size
    if len(numbers) > last:  # sort only what can stand on the page: what is no worse than its last hit
        kept = rank <= np.partition(rank, last - 1)[last - 1]
        numbers, rank = numbers[kept], rank[kept]
    ranked = np.lexsort((snapshot.order[numbers], rank))
    return numbers[ranked[last - request.size : last]]
