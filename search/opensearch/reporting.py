"""Gathers the articles that cite a directive for its report."""

from __future__ import annotations

from search.interface.answers import Copy
from search.interface.reports import DirectiveReport
from search.interface.request import SearchRequest
from search.opensearch.asked.asking import Asking
from search.opensearch.asked.open_index import OpenIndex
from search.opensearch.asked.queries import all_of, among, fetching
from search.opensearch.asked.stored import ClusterStored, copies_of, copy_of
from search.opensearch.matching.compiling import Matching
from search.opensearch.matching.selecting import filtered
from search.records.directive_report import directive_report
from search.records.stored import identifier
from search.records.unsettled import unsettled_keys

_MOST = 100_000  # articles in one report: `max_result_window`


def reported(
    opened: OpenIndex, asking: Asking, id: str, request: SearchRequest, unsettled: bool
) -> DirectiveReport | None:
    """Return what the articles say of a directive, by date, or None where there is no such directive."""
    key = f"directive:{id}"
    stored = ClusterStored(opened, asking)
    record = stored.records([key]).get(key)
    if record is None:
        return None
    named = [key, *(unsettled_keys(record) if unsettled else ())]
    wanted = all_of([among("mentions", named), filtered(Matching(opened, asking), request)])
    (found,) = asking.need(fetching(wanted, _MOST, ["key", "copy_group", "copy_place"]))
    citing = [hit["_source"] for hit in found["hits"]["hits"]]
    if request.copies != "fold":
        return directive_report(stored, record, {identifier(one["key"]): () for one in citing}, unsettled)
    first: dict[str, str] = {}
    for one in sorted(citing, key=lambda one: int(one.get("copy_place", 0))):
        first.setdefault(one.get("copy_group", one["key"]), one["key"])
    groups = copies_of(asking, sorted({one["copy_group"] for one in citing if "copy_group" in one}))
    asking.settle()
    copies: dict[str, tuple[Copy, ...]] = {
        identifier(shown): tuple(copy_of(one) for one in groups.get(group, ()) if one["key"] != shown)
        for group, shown in sorted(first.items(), key=lambda pair: pair[1])
    }
    return directive_report(stored, record, copies, unsettled)
