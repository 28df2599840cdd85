"""Lists directives, people and organisations, and the ids of all records. See `embedded/record_lists.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from index.analysis.normalise import fold, nfc
from index.analysis.tokens import folded, words
from index.generations.opensearch.client import Cluster
from search.interface.lists import ListedKind, ListedRecord, ListRequest, RecordList
from search.interface.request import Kind
from search.opensearch.asked.asking import Asking
from search.opensearch.asked.open_index import OpenIndex
from search.opensearch.asked.queries import all_of, fetching
from search.opensearch.matching.compiling import Matching
from search.query.date_ranges import checked_date
from search.query.tree import period
from search.records.facet_values import LISTED, initials, most_frequent
from search.records.namesakes import date_and_distinction

_VALUES = 1_000
_PAGE = 10_000  # ids in one answer
_REACH = 100_000  # records that the cluster gives in order: `max_result_window`

_SORTS: Mapping[str, tuple[Any, ...]] = {
    "mentioned": ({"articles": "desc"},),
    "recent": ({"last_mention": {"order": "desc", "missing": 0}},),
    "newest": ({"first_day": {"order": "desc", "missing": 0}},),
    "oldest": ({"first_day": {"order": "asc", "missing": 99_999_999}},),
}


def record_list(opened: OpenIndex, asking: Asking, request: ListRequest) -> RecordList:
    """Return one page of the records that a request asks for; counts are over all of its pages."""
    query = opened.read(request.q)
    matching = Matching(opened, asking, period(query.root), strict=True)
    kept = [{"term": {"kind": request.kind}}, matching.mask(query.root)]
    start, end = checked_date("from", request.from_), checked_date("to", request.to)
    if start or end:
        kept.append(matching.between(start, end))
    asking.settle()
    letters = {"query": all_of(kept), "size": 0, "aggs": {"letters": {"terms": {"field": "initial", "size": _VALUES}}}}
    if request.letter:
        kept.append({"term": {"initial": request.letter}})
    chosen = [{"term": {name: value}} for name in ("type", "issuer") if (value := getattr(request, name))]
    called = " ".join(request.q.strip('"“” ').casefold().split())
    said = " ".join(folded(words(nfc(called))))
    sort = [*(["_score"] if called else []), *_SORTS.get(request.sort, ()), {"name_order": "asc"}, {"key": "asc"}]
    first = (request.page - 1) * request.size
    body = {
        "query": {"bool": {"filter": kept, "should": [{"constant_score": {"filter": {"term": {"label_fold": said}}}}]}},
        "post_filter": all_of(chosen),
        "sort": sort,
        "from": min(first, _REACH - request.size),
        "size": request.size,
        "_source": ["key", "label", "record", "articles", "first_mention", "last_mention"],
        "track_total_hits": True,
        "aggs": {name: {"terms": {"field": name, "size": _VALUES}} for name in ("type", "issuer")},
    }
    found, every = asking.need(body, letters)
    sources = [hit["_source"] for hit in found["hits"]["hits"]]
    if called:
        sources.sort(key=lambda one: _unlike(one["label"].casefold(), called))
    types, issuers = (most_frequent(_counted(found, name).items(), LISTED) for name in ("type", "issuer"))
    return RecordList(
        int(found["hits"]["total"]["value"]),
        tuple(_row(one, request.kind) for one in sources),
        initials(_counted(every, "letters")) if request.kind == "speaker" else (),
        types if request.kind == "directive" else (),
        issuers if request.kind == "directive" else (),
    )


def _unlike(name: str, called: str) -> int:
    return (name != called) + (fold(name) != fold(called))


def _counted(found: Mapping[str, Any], name: str) -> dict[str, int]:
    return {bucket["key"]: int(bucket["doc_count"]) for bucket in found["aggregations"][name]["buckets"]}


def _row(source: Mapping[str, Any], kind: ListedKind) -> ListedRecord:
    date, about = date_and_distinction(source["key"], source["record"].encode())
    first, last = int(source.get("first_mention", 0)), int(source.get("last_mention", 0))
    return ListedRecord(
        kind=kind,
        id=source["key"].partition(":")[2],
        name=source["label"],
        about=about,
        date=date,
        articles=int(source.get("articles", 0)),
        first_year=str(first // 10_000) if first else "",
        last_year=str(last // 10_000) if last else "",
    )


def identifiers(cluster: Cluster, index: str, kind: Kind, start: int, stop: int | None) -> tuple[str, ...]:
    """Return the ids of all records of a kind, sorted, or a slice of them."""
    found: list[str] = []
    after: list[Any] = []
    while stop is None or len(found) < stop:
        body: dict[str, Any] = {
            "query": {"term": {"kind": kind}},
            "sort": ["key"],
            "size": _PAGE if stop is None else min(_PAGE, stop - len(found)),
            "_source": False,
            "track_total_hits": False,
        }
        hits = cluster.search(index, body | ({"search_after": after} if after else {}))["hits"]["hits"]
        if not hits:
            break
        after = hits[-1]["sort"]
        found += [hit["sort"][0].partition(":")[2] for hit in hits]
    return tuple(found[start:stop])


def most_mentioned(cluster: Cluster, index: str) -> dict[str, tuple[str, int]]:
    """Return the labels of the records that most articles mention, with how many: answers show these most."""
    sort = [{"articles": "desc"}, {"key": "asc"}]
    body = fetching({"range": {"articles": {"gte": 1}}}, _PAGE, ["key", "label", "articles"], sort)
    sources = [hit["_source"] for hit in cluster.search(index, body)["hits"]["hits"]]
    return {source["key"]: (source["label"], source["articles"]) for source in sources}
