"""Finds articles like an article, in the cluster. See `embedded/similar_articles.py`."""

from __future__ import annotations

from typing import Any

import numpy as np

from index.records.shapes import stored_article
from search.embedded.ranking.alike import DEFAULT, nearness, telling_pairs
from search.embedded.ranking.bm25f import idf
from search.interface.answers import RelatedArticle
from search.opensearch.asking import Asking
from search.opensearch.open_index import OpenIndex
from search.opensearch.queries import holding, indexed
from search.opensearch.stored import ClusterStored, Source

_LOOKED_AT = 100  # of the articles that share most
_SOURCE = ["key", "label", "day", "first_day", "source_name", "province", "copy_group", "copy_place"]


def similar_articles(opened: OpenIndex, asking: Asking, id: str, size: int) -> tuple[RelatedArticle, ...] | None:
    """Return the articles most like one, best first, its copies left out; None where there is no such article."""
    key = f"article:{id}"
    source = ClusterStored(opened, asking).sources([key], ["record", "mentions", "copy_group", "first_day"]).get(key)
    if source is None:
        return None
    group = source.get("copy_group", "")
    copies = asking.count({"term": {"copy_group": group}}, 1) if group else 1
    clauses = _clauses(opened, asking, source, copies)
    asking.settle()
    if not clauses:
        return ()
    body = {
        "query": {"bool": {"filter": [{"term": {"kind": "article"}}], "should": clauses, "minimum_should_match": 1}},
        "size": _LOOKED_AT,
        "sort": ["_score", {"key": "asc"}],
        "_source": _SOURCE,
        "track_total_hits": False,
    }
    (found,) = asking.need(body)
    hits = found["hits"]["hits"]
    own = next((hit["_score"] for hit in hits if hit["_source"]["key"] == key), 0.0)
    others: dict[str, tuple[Source, float]] = {}
    for hit in hits:
        one = hit["_source"]
        theirs = one.get("copy_group", "")
        if one["key"] == key or (group and theirs == group) or hit["_score"] < DEFAULT.least * own:
            continue
        before = others.get(theirs or one["key"])
        score = max(hit["_score"], before[1] if before else 0.0)
        first = before[0] if before and before[0]["copy_place"] < one["copy_place"] else one
        others[theirs or one["key"]] = (first, score)
    days = np.array([one.get("first_day", 0) for one, _ in others.values()], np.int32)
    near = nearness(days, int(source.get("first_day", 0))).tolist()
    scored = [(score * by, one) for (one, score), by in zip(others.values(), near, strict=True)]
    ranked = sorted(scored, key=lambda row: (-row[0], row[1]["key"]))[:size]
    return tuple(_related(one, round(min(score / own, 1.0), 4) if own else 0.0) for score, one in ranked)


def _clauses(opened: OpenIndex, asking: Asking, source: Source, copies: int) -> list[dict[str, Any]]:
    """Return what the words and the records of an article score in others."""
    p, articles = opened.parameters, max(opened.told.counts.get("article", 1), 1)

    def held(pair: str) -> int:
        return asking.count(holding(["body_pair"], pair), 1)

    article = stored_article(source["record"].encode()).article
    clauses: list[dict[str, Any]] = []
    for pair, weight in telling_pairs(article, held, articles, copies):
        fields = [f"title_pair^{p.title:g}", "body_pair"]
        scored = {"query": indexed(pair), "fields": fields, "boost": weight * (p.k1 + 1)}
        clauses.append({"combined_fields": scored})
    for record in source.get("mentions", ()):
        sharing = asking.count({"term": {"mentions": record}}, 1)
        if not record.startswith("organisation:") and sharing > copies:
            worth = DEFAULT.records * idf(sharing, articles) ** 2
            clauses.append({"constant_score": {"filter": {"term": {"mentions": record}}, "boost": worth}})
    return clauses


def _related(source: Source, share: float) -> RelatedArticle:
    return RelatedArticle(
        id=source["key"].partition(":")[2],
        title=source["label"],
        date=source.get("day", ""),
        source=source.get("source_name", ""),
        province=source.get("province", ""),
        score=share,
    )
