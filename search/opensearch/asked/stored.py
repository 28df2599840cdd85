"""Fetches stored records and who mentions what from a cluster, many keys in one call."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from search.interface.answers import Copy
from search.opensearch.asked.asking import Asking, Body, Filter
from search.opensearch.asked.open_index import OpenIndex
from search.opensearch.asked.queries import all_of, among, fetching
from search.records.facet_values import most_frequent, newest_years
from search.records.stored import BESIDE, Mention, RecordKind, Spread

_AT_ONCE = 5_000  # records in one answer; more are asked for in parts
_MOST = 10_000  # hits that one search may give
_VALUES = 1_000  # years or provinces

Source = Mapping[str, Any]


def copies_of(asking: Asking, groups: Sequence[str], known: Iterable[Source] = ()) -> dict[str, list[Source]]:
    """Return the articles of groups of copies, the earliest first; guessed to be none while they are not known.

    Each original tells those of its group, so of `known` articles, by their sources, none is asked for.
    """
    told = {source["key"]: source["copies"] for source in known if "copies" in source}
    missing = [group for group in groups if group not in told]
    if missing:
        body = fetching(among("key", missing), len(missing), ["key", "copies"])
        told |= {hit["_source"]["key"]: hit["_source"]["copies"] for hit in asking.hits(body)}
    return {group: told.get(group, []) for group in groups}


def copy_of(source: Source) -> Copy:
    """Return an article as one of several copies is shown."""
    id = source["key"].partition(":")[2]
    return Copy(id, source.get("label", ""), source.get("source_name", ""), source.get("day", ""))


class ClusterStored:
    """A `search.records.stored.StoredRecords`, for one answer.

    What is not known yet is guessed: to be nothing, but that a record is there. So what does not hang on each other is
    asked for together.
    """

    def __init__(self, opened: OpenIndex, asking: Asking, known: Iterable[Source] = ()) -> None:
        """Take what was fetched before, by sources of documents with their records."""
        self._opened = opened
        self._asking = asking
        self._known = {source["key"]: source for source in known if "record" in source}

    def sources(self, keys: Collection[str], fields: Sequence[str]) -> dict[str, Source]:
        """Return some fields of documents by key, in the order of the keys; keys that have none are left out."""
        return self._guessed(keys, fields)[0]

    def _guessed(self, keys: Collection[str], fields: Sequence[str]) -> tuple[dict[str, Source], bool]:
        """Return some fields of documents by key, and whether all that there are are known."""
        missing = sorted({key for key in keys if key not in self._known})
        parts = [missing[at : at + _AT_ONCE] for at in range(0, len(missing), _AT_ONCE)]
        answers, all_known = self._asking.guessed(
            *(fetching(among("key", part), len(part), ["key", *fields]) for part in parts)
        )
        found = {hit["_source"]["key"]: hit["_source"] for one in answers for hit in _hits(one)}
        sources = {key: source for key in keys if (source := self._known.get(key) or found.get(key)) is not None}
        return sources, all_known

    def records(self, keys: Collection[str]) -> dict[str, bytes]:
        """Return the stored records, JSON, by key; keys that have none are left out."""
        return {key: source["record"].encode() for key, source in self.sources(keys, ["record"]).items()}

    def labels(self, keys: Collection[str]) -> dict[str, str]:
        """Return the titles and names of records by key; keys that have none are left out."""
        return {key: label for key, (label, _) in self._labelled(keys).items()}

    def _labelled(self, keys: Collection[str]) -> dict[str, tuple[str, int]]:
        """Return label and number of articles by key; of records asked for lately without a round trip."""
        known = {key: found for key in keys if (found := self._opened.label(key)) is not None}
        missing = [key for key in keys if key not in known]
        asked, all_known = self._guessed(missing, ["label", "articles"])
        told = {key: (str(source["label"]), int(source.get("articles", 0))) for key, source in asked.items()}
        self._opened.keep_labels({key: found for key, found in told.items() if not key.startswith("article:")})
        if not all_known:  # each by another name, so that nobody seems to be a namesake
            told = {key: (key, 0) for key in missing} | told
        return {key: found for key in keys if (found := known.get(key) or told.get(key)) is not None}

    def days(self, keys: Collection[str]) -> dict[str, int]:
        """Return the first day that each date may mean, as the number YYYYMMDD; 0 where it is not known."""
        found = self.sources(keys, ["first_day"])
        return {key: int(found[key].get("first_day", 0)) if key in found else 0 for key in keys}

    def sharing(self, mentions: Collection[tuple[str, str]]) -> dict[tuple[str, str], tuple[str, ...]]:
        """Return for pairs of an article's id and a bucket the keys of the bucket's records that name the article."""
        asked = sorted(set(mentions))
        bodies = [
            fetching(all_of([{"term": {"bucket": bucket}}, {"term": {"article": article}}]), 100, ["key"])
            for article, bucket in asked
        ]
        answers = dict(zip(asked, self._asking.guessed(*bodies)[0], strict=True))
        return {one: tuple(hit["_source"]["key"] for hit in _hits(answers[one])) for one in mentions}

    def mentioned_in(self, articles: Collection[str], kinds: Sequence[RecordKind]) -> dict[str, list[list[Mention]]]:
        """Return by the key of an article the records that it mentions, a list for each of some kinds."""
        mentions = {key: source.get("mentions", ()) for key, source in self.sources(articles, ["mentions"]).items()}
        wanted = tuple(f"{kind}:" for kind in kinds)
        told = self._labelled({one for found in mentions.values() for one in found if one.startswith(wanted)})
        return {
            key: [[(one, *told[one]) for one in found if one in told and one.startswith(kind)] for kind in wanted]
            for key, found in mentions.items()
        }

    def beside(self, key: str, kind: RecordKind, most: int) -> tuple[tuple[str, int], ...]:
        """Return the records of a kind, and itself, that articles mention beside a record: most of them first."""
        counted = {"terms": {"field": "mentions", "size": most, "include": f"{kind}:.*"}}
        found = self._asking.search(_counting(_mentioning(key), {"beside": counted}))
        return tuple((bucket["key"], int(bucket["doc_count"])) for bucket in _buckets(found, "beside"))

    def in_common(self, key: str, others: Collection[str]) -> dict[str, int]:
        """Return how many articles mention a record and each of some others, by their keys."""
        there = self.labels(others)
        return {other: self._asking.count(all_of([_mentioning(key), _mentioning(other)]), 0) for other in there}

    def spread(self, key: str) -> Spread:
        """Return how the articles that mention a record spread."""
        years = {"terms": {"field": "year", "size": _VALUES, "order": {"_key": "desc"}}}
        provinces = {"terms": {"field": "province", "size": _VALUES}}
        found = self._asking.search(_counting(_mentioning(key), {"years": years, "provinces": provinces}))
        by_year = newest_years((int(one["key"]), int(one["doc_count"])) for one in _buckets(found, "years"))
        by_province = most_frequent((one["key"], int(one["doc_count"])) for one in _buckets(found, "provinces"))
        return Spread(int(found["hits"]["total"]["value"]), by_year, by_province)

    def newest(self, key: str, start: int, stop: int) -> tuple[str, ...]:
        """Return the keys of articles that mention a record, the newest first: those from `start` to before `stop`."""
        if start >= min(stop, _MOST):
            return ()
        sort = [{"first_day": {"order": "desc", "missing": 0}}, {"key": "asc"}]
        body = {**fetching(_mentioning(key), min(stop, _MOST) - start, ["key"], sort), "from": start}
        return tuple(hit["_source"]["key"] for hit in self._asking.hits(body))

    def published_by(self, organisation: str) -> frozenset[str]:
        """Return the keys of the articles that an organisation, given by its id, published."""
        return frozenset(self._with_term(f"of:{organisation}"))

    def office_holders(self, organisation: str) -> tuple[str, ...]:
        """Return the keys of the people who hold or held an office at an organisation, given by its id."""
        return tuple(self._with_term(f"office:{organisation}"))

    def foresee(self, key: str) -> None:
        """Ask for what the page of a record shows that hangs on nothing but its key, while the record is fetched."""
        kind, _, id = key.partition(":")
        self.spread(key)
        if kind == "organisation":
            self.published_by(id)
            self.office_holders(id)
            self.beside(key, "directive", BESIDE)
        else:
            self.beside(key, "directive", BESIDE + 1)
            self.beside(key, "speaker", BESIDE + 1)

    def _with_term(self, term: str) -> list[str]:
        body = fetching(among("organisation", [term]), _MOST, ["key"])
        return [hit["_source"]["key"] for hit in self._asking.hits(body)]


def _mentioning(key: str) -> Filter:
    return {"term": {"mentions": key}}


def _counting(wanted: Filter, aggregations: Mapping[str, Any]) -> Body:
    return {"query": wanted, "size": 0, "track_total_hits": True, "aggs": dict(aggregations)}


def _hits(found: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    hits: list[Mapping[str, Any]] = found["hits"]["hits"]
    return hits


def _buckets(found: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    buckets: list[Mapping[str, Any]] = found["aggregations"].get(name, {"buckets": []})["buckets"]
    return buckets
