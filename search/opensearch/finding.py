"""Searches: sends what answers and how it is scored, ranks the best again, and gives one page of keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from search.embedded.ranking.final_scores import FinalScores, raise_named
from search.embedded.ranking.match_reasons import reasons
from search.embedded.ranking.ranker import Ranker
from search.interface.answers import Copy, FacetCount
from search.interface.filters import facet_filters, parameter_filters
from search.interface.request import SearchRequest
from search.opensearch import facets
from search.opensearch.asked.asking import Answer, Asking, Body, Filter
from search.opensearch.asked.open_index import OpenIndex
from search.opensearch.asked.queries import all_of, among
from search.opensearch.asked.stored import ClusterStored, Source, copies_of, copy_of
from search.opensearch.matching.selecting import Selecting, Selection
from search.opensearch.ranking.fetched import Fetched
from search.opensearch.ranking.impacts import CollectionImpacts
from search.opensearch.ranking.scoring import scoring
from search.query.tree import Query

_READ = 60  # of the best that are ranked again, for a first page
_MOST_READ = 200  # for any page
_RERANKED = 2 / 3  # share of them up to which a page is made of those alone
_SPARE = 200  # documents fetched beyond a page, for copies of others among them
_REACH = 10_000  # documents that the cluster gives in order
_NAMED = 300
_SOURCE = [
    "key",
    "label",
    "day",
    "first_day",
    "record",
    "mentions",
    "lengths",
    "source_name",
    "articles",
    "name_length",
    "name_word",
    "name_fold",
    "name_pair",
    "copy_group",
    "copy_place",
    "copies",
]
_ROWS = {one.name: one for one in facet_filters()}
_PLACE = ["key", "copy_group", "copy_place"]


@dataclass(frozen=True, slots=True)
class Found:
    """One answer but for its texts. `page` gives keys with scores, `matched` and `explained` are by key."""

    selecting: Selecting
    selection: Selection
    total: int
    total_loose: int
    page: tuple[tuple[str, float], ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    stored: ClusterStored
    copies: Mapping[str, tuple[Copy, ...]]
    matched: Mapping[str, tuple[str, ...]]
    explained: Mapping[str, tuple[str, ...]]


class Finding:
    """Finds what answers one query over one index."""

    def __init__(self, opened: OpenIndex, asking: Asking, query: Query, request: SearchRequest) -> None:
        self._opened = opened
        self._asking = asking
        self._query = query
        self._request = request
        self._folds = request.copies == "fold"
        self._follows = request.match == "some" and request.sort == "relevance"
        self._need = request.page * request.size
        self._read_most = min(max(_READ, int(self._need / _RERANKED)), _MOST_READ)

    def found(self) -> Found:
        """Return the answer. Raises NotKnownYet until the cluster has told all of it."""
        request, selecting = self._request, Selecting(self._opened, self._asking, self._query)
        chosen = selecting.select(request)
        clauses = scoring(self._opened, self._asking, self._query, chosen.mentioned)
        wider = {
            one.name: selecting.select(request.narrowed({one.name: ()})).mask
            for one in parameter_filters()
            if request.facets and one.is_facet and request.values(one.name)
        }
        self._asking.settle()
        sort: list[Any] = [{"_score": "desc"}, {"key": "asc"}]
        if request.sort != "relevance":
            missing, order = (0, "desc") if request.sort == "newest" else (99_999_999, "asc")
            sort = [{"first_day": {"order": order, "missing": missing}}, {"key": "asc"}]
        base = {"sort": sort, "track_scores": True, "track_total_hits": True, "_source": _SOURCE}
        read = self._read_most
        main = {**base, "query": _scored(chosen.mask, clauses), "size": read}
        main["aggs"] = facets.aggregations(facet_filters() if request.facets else (), self._folds, kinds=request.facets)
        behind = {**base, "query": _scored(chosen.both, clauses), "post_filter": chosen.loose}
        copied = {"filter": all_of([chosen.loose, {"exists": {"field": "copy_group"}}])}
        counted = {facets.COPIED: copied, "groups": facets.GROUPS}
        behind |= {"size": read if self._follows else 0, "aggs": counted}
        called = sorted({*chosen.named, *chosen.beside})
        named = {"query": all_of([chosen.mask, among("key", called)]), "size": _NAMED, "_source": _SOURCE}
        also = self._deeper(main, behind)
        for name, mask in wider.items():
            counted = facets.aggregations((_ROWS[name],), self._folds, kinds=False)
            also[name] = {"query": mask, "size": 0, "aggs": counted}
        if request.kind != "all" and request.facets:
            also["kind"] = {"query": chosen.every, "size": 0, "aggs": facets.aggregations((), self._folds)}
        bodies = {"main": main, "behind": behind, **also} | ({"named": named} if called else {})
        return self._read(selecting, chosen, dict(zip(bodies, self._asking.need(*bodies.values()), strict=True)))

    def _deeper(self, main: Body, behind: Body) -> dict[str, Body]:
        """Return the searches that a page far down wants as well: more keys, in the order of the cluster."""
        if self._need <= _RERANKED * self._read_most and self._request.sort == "relevance":
            return {}
        more = {"size": min(self._need + _SPARE, _REACH), "_source": _PLACE, "aggs": {}}
        wanted: dict[str, Body] = {"main deeper": {**main, **more}}
        if self._follows:
            wanted["behind deeper"] = {**behind, **more}
        return wanted

    def _read(self, selecting: Selecting, chosen: Selection, answers: Mapping[str, Answer]) -> Found:
        found = answers["main"]["aggregations"]
        total = _total(answers["main"]) - facets.repeated(found)
        groups = answers["behind"]["aggregations"]
        total_loose = _total(answers["behind"])
        if self._folds:  # a text of which a copy answers has its hit already
            answered = int(found[facets.COPIED]["groups"]["value"])
            total_loose += int(groups["groups"]["value"]) - answered - int(groups[facets.COPIED]["doc_count"])
        ranked = self._rank(chosen, answers, total)
        page = ranked.page(self._request)
        stored = ClusterStored(self._opened, self._asking, ranked.sources.values())
        keys, copies = self._with_copies(page, facets.firsts(found), ranked.sources.values())
        counts = self._counts(answers)
        records = {key for name in counts if name in facets.OF_RECORDS for key in counts[name]}
        shown = {key for source, _ in page for key in source.get("mentions", ())}
        labels = stored.labels(sorted(records | shown))
        return Found(
            selecting,
            chosen,
            total,
            total_loose,
            keys,
            {name: facets.facet_counts(one, _ROWS.get(name), labels) for name, one in counts.items()},
            stored,
            copies,
            *ranked.told([key for key, _ in keys], self._request.explain),
        )

    def _rank(self, chosen: Selection, answers: Mapping[str, Answer], total: int) -> _Ranked:
        reaches = total < self._need or chosen.matching.is_long  # what only holds some of the words
        wanted = ("main", "behind", "named") if reaches else ("main", "named")
        asked = [answers[name] for name in wanted if name in answers]
        hits = list({hit["_source"]["key"]: hit for one in asked for hit in one["hits"]["hits"]}.values())
        fetched = Fetched(hits, self._opened.tokens, self._opened.words.frequent)
        p = self._opened.parameters
        ranker = Ranker(fetched, None, p, CollectionImpacts(self._opened, self._asking, fetched, p))
        mentions = None
        if chosen.mentioned:
            held = [frozenset(source.get("mentions", ())) for source in fetched.sources]
            counts = [sum(not one.isdisjoint(keys) for keys in chosen.mentioned) for one in held]
            mentions = np.array(counts, np.float32)
        numbers = {key: n for n, key in enumerate(fetched.key_texts)}
        places = facets.firsts(answers["main"]["aggregations"]) if self._folds else {}
        names = {"main", "named"} & answers.keys()
        first = {hit["_source"]["key"] for name in names for hit in answers[name]["hits"]["hits"]}
        mask = np.array([key in first for key in fetched.key_texts], np.bool_)
        if chosen.matching.is_long and self._follows:  # which words of whole sentences a document lacks tells little
            mask[:] = True
        masks = [mask] if mask.all() else [mask, ~mask]
        answering, *following = ranker.rank_each(self._query, masks, mentions)
        named = {numbers[key]: share for key, share in chosen.named.items() if key in numbers}
        raise_named(answering, named, {numbers[key] for key in chosen.beside if key in numbers})
        ranking = FinalScores(answering, following[0], ~mask) if following else FinalScores(answering)
        return _Ranked(fetched, ranking, numbers, first, answers, places, chosen, self._follows, self._folds)

    def _with_copies(
        self, page: Sequence[tuple[Source, float]], places: Mapping[str, int], known: Iterable[Source]
    ) -> tuple[tuple[tuple[str, float], ...], dict[str, tuple[Copy, ...]]]:
        """Return the keys of a page, of each group of copies the earliest that answers, and the copies of each."""
        groups = sorted({source["copy_group"] for source, _ in page if source.get("copy_group")})
        members = copies_of(self._asking, groups, known)
        keys = []
        copies = {}
        for source, score in page:
            group = source.get("copy_group", "")
            key = source["key"]
            if self._folds and group in places:
                key = next((one["key"] for place, one in enumerate(members[group]) if place == places[group]), key)
            keys.append((key, score))
            if group:
                copies[key] = tuple(copy_of(one) for one in members[group] if one["key"] != key)
        return tuple(keys), copies

    def _counts(self, answers: Mapping[str, Answer]) -> dict[str, facets.Counts]:
        """Return the counts of each facet by value; those with a filter of their own are counted without it."""
        if not self._request.facets:
            return {}
        found = {name: answers[name if name in answers else "main"]["aggregations"] for name in ("kind", *_ROWS)}
        return {name: facets.highest(facets.counted(one, name)) for name, one in found.items()}


class _Ranked:
    """The documents of an answer in their order: the best as we rank them, those further down as the cluster does."""

    def __init__(
        self,
        fetched: Fetched,
        ranking: FinalScores,
        numbers: Mapping[str, int],
        answering: set[str],
        answers: Mapping[str, Answer],
        places: Mapping[str, int],
        chosen: Selection,
        follows: bool,
        folds: bool,
    ) -> None:
        self._fetched, self._ranking, self._numbers = fetched, ranking, numbers
        self._scores = ranking.scores
        self._answering, self._answers, self._places = answering, answers, places
        self._chosen, self._follows, self._folds = chosen, follows, folds
        self.sources: dict[str, Source] = dict(zip(fetched.key_texts, fetched.sources, strict=True))

    def page(self, request: SearchRequest) -> list[tuple[Source, float]]:
        """Return the sources of one page with their scores, one for each group of copies."""
        start, stop = (request.page - 1) * request.size, request.page * request.size
        if request.sort == "relevance":
            return list(self._unlike(self._by_relevance()))[start:stop]
        listed = [hit["_source"] for hit in self._answers["main deeper"]["hits"]["hits"]]
        kept = [one for one in listed if not self._folds or self._is_first(one)]
        return [(source, self._score(source["key"])) for source in kept[start:stop]]

    def _is_first(self, source: Source) -> bool:
        group = source.get("copy_group")
        return not group or self._places.get(group, 0) == source["copy_place"]

    def _score(self, key: str) -> float:
        return float(self._scores[self._numbers[key]]) if key in self._numbers else 0.0

    def _by_relevance(self) -> Iterator[tuple[Source, float]]:
        ordered = sorted(self._numbers, key=lambda key: (-self._score(key), self._fetched.order[self._numbers[key]]))
        follows = [] if not self._follows else [key for key in ordered if key not in self._answering]
        first = [key for key in ordered if key in self._answering]
        if self._chosen.matching.is_long:  # which words of whole sentences a document lacks tells little
            first, follows = [key for key in ordered if key in self._answering or self._follows], []
        for keys, name in ((first, "main deeper"), (follows, "behind deeper")):
            yield from ((self.sources[key], self._score(key)) for key in keys)
            for hit in self._answers[name]["hits"]["hits"] if name in self._answers else ():
                if hit["_source"]["key"] not in self._numbers:
                    yield hit["_source"], float(hit["_score"] or 0.0)

    def _unlike(self, ordered: Iterator[tuple[Source, float]]) -> Iterator[tuple[Source, float]]:
        """Yield those of which no copy came before."""
        seen = set()
        for source, score in ordered:
            group = source.get("copy_group") if self._folds else None
            if group is None or group not in seen:
                seen.add(group)
                yield source, score

    def told(
        self, keys: Sequence[str], explain: bool
    ) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
        """Return why documents were found, and what their scores are made of, by key; nothing unless asked."""
        numbers = {key: self._numbers[key] for key in keys if key in self._numbers} if explain else {}
        called = self._chosen.named.keys() | self._chosen.beside
        matched = {key: reasons(self._ranking.of(n), n, key in called) for key, n in numbers.items()}
        return matched, {key: self._ranking.of(n).explain(n) for key, n in numbers.items()}


def _scored(mask: Filter, clauses: Sequence[Any]) -> Filter:
    return {"bool": {"filter": [mask], "should": list(clauses), "minimum_should_match": 0}}


def _total(answer: Answer) -> int:
    return int(answer["hits"]["total"]["value"])
