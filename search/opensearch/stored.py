"""Fetches stored records and who mentions what from a cluster, many keys in one call."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from search.interface.answers import Copy, FacetCount
from search.opensearch.asking import Asking, Body, Filter
from search.opensearch.open_index import OpenIndex
from search.opensearch.queries import all_of, among
from search.records.stored import RecordKind, Spread

_AT_ONCE = 5_000  # records in one answer; more are asked for in parts
_MOST = 10_000  # hits that one search may give
_MEMBERS = 10_000  # articles in all groups of copies that are asked for together
_VALUES = 1_000  # years or provinces

Source = Mapping[str, Any]


def copies_of(asking: Asking, groups: Sequence[str]) -> dict[str, list[Source]]:
    """Return the articles of groups of copies, the earliest first; guessed to be none while they are not known."""
    members: dict[str, list[Source]] = {group: [] for group in groups}
    if groups:
        wanted = ["key", "label", "source_name", "day", "copy_group", "copy_place"]
        sort = [{"copy_place": "asc"}, {"key": "asc"}]
        body = {"query": among("copy_group", groups), "size": _MEMBERS, "_source": wanted, "sort": sort}
        for hit in asking.hits({**body, "track_total_hits": False}):
            members[hit["_source"]["copy_group"]].append(hit["_source"])
    return members


def copy_of(source: Source) -> Copy:
    """Return an article as one of several copies is shown."""
    id = source["key"].partition(":")[2]
    return Copy(id, source["label"], source.get("source_name", ""), source.get("day", ""))


class ClusterStored:
    """A `search.records.stored.StoredRecords`, for one answer. Raises NotKnownYet where a round trip comes first."""

    def __init__(self, opened: OpenIndex, asking: Asking, known: Iterable[Source] = ()) -> None:
        """Take what was fetched before, by sources of documents with their records."""
        self._opened = opened
        self._asking = asking
        self._known = {source["key"]: source for source in known if "record" in source}

    def sources(self, keys: Collection[str], fields: Sequence[str]) -> dict[str, Source]:
        """Return some fields of documents by key, in the order of the keys; keys that have none are left out."""
        missing = sorted({key for key in keys if key not in self._known})
        parts = [missing[at : at + _AT_ONCE] for at in range(0, len(missing), _AT_ONCE)]
        bodies = [_page(among("key", part), len(part), ["key", *fields]) for part in parts]
        found = {hit["_source"]["key"]: hit["_source"] for one in self._asking.need(*bodies) for hit in _hits(one)}
        return {key: source for key in keys if (source := self._known.get(key) or found.get(key)) is not None}

    def records(self, keys: Collection[str]) -> dict[str, bytes]:
        """Return the stored records, JSON, by key; keys that have none are left out."""
        return {key: source["record"].encode() for key, source in self.sources(keys, ["record"]).items()}

    def labels(self, keys: Collection[str]) -> dict[str, str]:
        """Return the titles and names of records by key; keys that have none are left out."""
        return {key: label for key, (label, _) in self._labelled(keys).items()}

    def _labelled(self, keys: Collection[str]) -> dict[str, tuple[str, int]]:
        """Return label and number of articles by key; of records asked for lately without a round trip."""
        known = {key: found for key in keys if (found := self._opened.label(key)) is not None}
        asked = self.sources([key for key in keys if key not in known], ["label", "articles"])
        told = {key: (str(source["label"]), int(source.get("articles", 0))) for key, source in asked.items()}
        self._opened.keep_labels({key: found for key, found in told.items() if not key.startswith("article:")})
        return {key: found for key in keys if (found := known.get(key) or told.get(key)) is not None}

    def days(self, keys: Collection[str]) -> dict[str, int]:
        """Return the first day that each date may mean, as the number YYYYMMDD; 0 where it is not known."""
        found = self.sources(keys, ["first_day"])
        return {key: int(found[key].get("first_day", 0)) if key in found else 0 for key in keys}

    def sharing(self, mentions: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, ...]]:
        """Return for pairs of an article's id and a bucket the keys of the bucket's records that name the article."""
        asked = sorted(set(mentions))
        bodies = [
            _page(all_of([{"term": {"bucket": bucket}}, {"term": {"article": article}}]), 100, ["key"])
            for article, bucket in asked
        ]
        answers = dict(zip(asked, self._asking.need(*bodies), strict=True))
        return {one: tuple(hit["_source"]["key"] for hit in _hits(answers[one])) for one in mentions}

    def mentioned_in(self, articles: Collection[str]) -> dict[str, tuple[tuple[str, int], ...]]:
        """Return by the key of an article the keys of what it mentions, each with how many articles mention that."""
        mentions = {key: source.get("mentions", ()) for key, source in self.sources(articles, ["mentions"]).items()}
        every = {record for found in mentions.values() for record in found}
        counts = self._labelled(every)
        return {
            key: tuple((one, counts[one][1]) for one in found if one in counts)
            for key, found in mentions.items()
        }

    def beside(self, key: str, kind: RecordKind, most: int) -> tuple[tuple[str, int], ...]:
        """Return the records of a kind, and itself, that articles mention beside a record: most of them first."""
        counted = {"terms": {"field": "mentions", "size": most, "include": f"{kind}:.*"}}
        (found,) = self._asking.need(_counting(_mentioning(key), {"beside": counted}))
        return tuple((bucket["key"], int(bucket["doc_count"])) for bucket in _buckets(found, "beside"))

    def in_common(self, key: str, others: Collection[str]) -> dict[str, int]:
        """Return how many articles mention a record and each of some others, by their keys."""
        there = self.labels(others)
        counted = {other: self._asking.count(all_of([_mentioning(key), _mentioning(other)]), 0) for other in there}
        self._asking.settle()
        return counted

    def spread(self, key: str) -> Spread:
        """Return how the articles that mention a record spread."""
        years = {"terms": {"field": "year", "size": _VALUES, "order": {"_key": "desc"}}}
        provinces = {"terms": {"field": "province", "size": _VALUES}}
        (found,) = self._asking.need(_counting(_mentioning(key), {"years": years, "provinces": provinces}))
        by_year = [_counted(f"{int(one['key']):04d}", one) for one in _buckets(found, "years")]
        by_province = [_counted(one["key"], one) for one in _buckets(found, "provinces")]
        ordered = sorted(by_province, key=lambda row: (-row.count, row.value))[:50]
        return Spread(int(found["hits"]["total"]["value"]), tuple(by_year), tuple(ordered))

    def newest(self, key: str, start: int, stop: int) -> tuple[str, ...]:
        """Return the keys of articles that mention a record, the newest first: those from `start` to before `stop`."""
        if start >= min(stop, _MOST):
            return ()
        sort = [{"first_day": {"order": "desc", "missing": 0}}, {"key": "asc"}]
        body = {**_page(_mentioning(key), min(stop, _MOST) - start, ["key"]), "sort": sort, "from": start}
        (found,) = self._asking.need(body)
        return tuple(hit["_source"]["key"] for hit in _hits(found))

    def published_by(self, organisation: str) -> frozenset[str]:
        """Return the keys of the articles that an organisation, given by its id, published."""
        return frozenset(self._with_term(f"of:{organisation}"))

    def office_holders(self, organisation: str) -> tuple[str, ...]:
        """Return the keys of the people who hold or held an office at an organisation, given by its id."""
        return tuple(self._with_term(f"office:{organisation}"))

    def _with_term(self, term: str) -> list[str]:
        (found,) = self._asking.need(_page({"term": {"organisation": term}}, _MOST, ["key"]))
        return [hit["_source"]["key"] for hit in _hits(found)]


def _counted(value: str, bucket: Mapping[str, Any]) -> FacetCount:
    return FacetCount(value, int(bucket["doc_count"]), value)


def _mentioning(key: str) -> Filter:
    return {"term": {"mentions": key}}


def _page(wanted: Filter, size: int, fields: Sequence[str]) -> Body:
    return {"query": wanted, "size": size, "_source": list(fields), "sort": ["key"], "track_total_hits": False}


def _counting(wanted: Filter, aggregations: Mapping[str, Any]) -> Body:
    return {"query": wanted, "size": 0, "track_total_hits": True, "aggs": dict(aggregations)}


def _hits(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    hits: list[Mapping[str, Any]] = found["hits"]["hits"]
    return hits


def _buckets(found: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    buckets: list[Mapping[str, Any]] = found["aggregations"][name]["buckets"]
    return buckets
