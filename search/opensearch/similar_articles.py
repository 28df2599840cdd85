"""Finds articles like an article, in the cluster. See `embedded/similar_articles.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from index.records.shapes import stored_article
from search.embedded.ranking.alike import DEFAULT, nearness, telling_pairs
from search.embedded.ranking.bm25f import idf
from search.interface.answers import RelatedArticle
from search.opensearch.asked.asking import Asking
from search.opensearch.asked.open_index import OpenIndex
from search.opensearch.asked.queries import fetching, holding, indexed
from search.opensearch.asked.stored import ClusterStored, Source
from search.opensearch.ranking.fetched import Fetched
from search.opensearch.ranking.impacts import CollectionImpacts, count_term

_LOOKED_AT = 60  # of the articles that share most
_SHOWN = ["key", "label", "day", "first_day", "source_name", "province", "copy_group", "copy_place"]
_SOURCE = [*_SHOWN, "record", "mentions", "lengths"]


def similar_articles(opened: OpenIndex, asking: Asking, id: str, size: int) -> tuple[RelatedArticle, ...] | None:
    """Return the articles most like one, best first, its copies left out; None where there is no such article."""
    key = f"article:{id}"
    source = ClusterStored(opened, asking).sources([key], ["record", "mentions", "copy_group", "first_day"]).get(key)
    if source is None:
        return None
    group = source.get("copy_group", "")
    copies = asking.count({"term": {"copy_group": group}}, 1) if group else 1
    pairs, records = _telling(opened, asking, source, copies)
    asking.settle()
    clauses = _clauses(opened, pairs, records)
    if not clauses:
        return ()
    wanted = {"bool": {"filter": [{"term": {"kind": "article"}}], "should": clauses, "minimum_should_match": 1}}
    (found,) = asking.need(fetching(wanted, _LOOKED_AT, _SOURCE, ["_score", {"key": "asc"}]))
    fetched = Fetched(found["hits"]["hits"], opened.tokens, opened.words.frequent)
    scores = _scores(opened, asking, fetched, pairs, records)
    own = next((score for score, one in zip(scores, fetched.key_texts, strict=True) if one == key), 0.0)
    others: dict[str, tuple[Source, float]] = {}
    for one, score in zip(fetched.sources, scores, strict=True):
        theirs = one.get("copy_group", "")
        if one["key"] == key or (group and theirs == group) or score < DEFAULT.least * own:
            continue
        before = others.get(theirs or one["key"])
        score = max(score, before[1] if before else 0.0)
        first = before[0] if before and before[0]["copy_place"] < one["copy_place"] else one
        others[theirs or one["key"]] = (first, score)
    days = np.array([one.get("first_day", 0) for one, _ in others.values()], np.int32)
    near = nearness(days, int(source.get("first_day", 0))).tolist()
    scored = [(score * by, one) for (one, score), by in zip(others.values(), near, strict=True)]
    ranked = sorted(scored, key=lambda row: (-row[0], row[1]["key"]))[:size]
    return tuple(_related(one, round(min(score / own, 1.0), 4) if own else 0.0) for score, one in ranked)


def _telling(
    opened: OpenIndex, asking: Asking, source: Source, copies: int
) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """Return the telling pairs of an article and the records that it shares with others, with what each is worth."""
    articles = max(opened.told.counts.get("article", 1), 1)

    def held(pair: str) -> int:
        return asking.count(holding(["body_pair"], pair), 1)

    pairs = telling_pairs(stored_article(source["record"].encode()).article, held, articles, copies)
    for pair, _ in pairs:
        count_term(opened, asking, "pair", pair)
    records = []
    for record in source.get("mentions", ()):
        if not record.startswith("organisation:"):
            sharing = asking.count({"term": {"mentions": record}}, 1)
            if sharing > copies:
                records.append((record, DEFAULT.records * idf(sharing, articles) ** 2))
    return pairs, records


def _clauses(
    opened: OpenIndex, pairs: Sequence[tuple[str, float]], records: Sequence[tuple[str, float]]
) -> list[dict[str, Any]]:
    """Return clauses by which the cluster scores what is like an article, nearly as `_scores` does."""
    p = opened.parameters
    fields = [f"title_pair^{p.title:g}", "body_pair"]
    clauses: list[dict[str, Any]] = [
        {"combined_fields": {"query": indexed(pair), "fields": fields, "boost": weight * (p.k1 + 1)}}
        for pair, weight in pairs
    ]
    shared = [{"filter": {"term": {"mentions": record}}, "boost": worth} for record, worth in records]
    return [*clauses, *({"constant_score": one} for one in shared)]


def _scores(
    opened: OpenIndex,
    asking: Asking,
    fetched: Fetched,
    pairs: Sequence[tuple[str, float]],
    records: Sequence[tuple[str, float]],
) -> list[float]:
    impacts = CollectionImpacts(opened, asking, fetched, opened.parameters)
    scores = np.zeros(fetched.size, np.float32)
    for pair, weight in pairs:
        impacts.of("pair", pair).times(weight).add_to(scores)
    for n, source in enumerate(fetched.sources):
        held = frozenset(source.get("mentions", ()))
        scores[n] += np.float32(sum(worth for record, worth in records if record in held))
    found: list[float] = scores.tolist()
    return found


def _related(source: Source, share: float) -> RelatedArticle:
    return RelatedArticle(
        id=source["key"].partition(":")[2],
        title=source["label"],
        date=source.get("day", ""),
        source=source.get("source_name", ""),
        province=source.get("province", ""),
        score=share,
    )
