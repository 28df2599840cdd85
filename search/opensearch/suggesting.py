"""Suggests titles and names while they are typed, in the cluster. See `embedded/lexicon/suggest.py`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from search.interface.answers import Suggestion
from search.interface.request import Kind
from search.opensearch.asked.asking import Answer, Asking
from search.opensearch.asked.queries import RECORDS, all_of, any_of, fetching
from search.query.typed_beginnings import beginnings_of

_LOOKED_AT = 100  # labels of which the same is left out
_KINDS: tuple[Kind, ...] = ("directive", "speaker", "organisation", "article")
_FIRST = 2 * len(_KINDS)  # worth of a label that begins so, above that of any kind


def suggested(asking: Asking, typed: str, limit: int) -> tuple[Suggestion, ...]:
    """Return labels that hold the typed words in this order, the last one perhaps unfinished.

    Those that begin so come first, then records mentioned most, directives, people and organisations before articles;
    the same label is given once.
    """
    beginnings = sorted(beginnings_of(typed))
    if not beginnings:
        return ()
    begun = [any_of([{"prefix": {field: one}} for one in beginnings]) for field in ("beginnings", "label_fold")]
    worth = [{"constant_score": {"filter": begun[1], "boost": _FIRST}}]
    worth += [
        {"constant_score": {"filter": {"term": {"kind": kind}}, "boost": len(_KINDS) - place}}
        for place, kind in enumerate(_KINDS)
    ]
    sort = ["_score", {"articles": {"order": "desc", "missing": 0}}, {"label_fold": "asc"}, {"key": "asc"}]
    wanted = {"bool": {"filter": [all_of([RECORDS, begun[0]])], "should": worth}}
    body = fetching(wanted, max(limit, _LOOKED_AT), ["key", "label", "label_fold", "articles"], sort)
    unique: dict[str, str] = {}

    def place(hit: Answer) -> tuple[float, int, str]:
        source = hit["_source"]
        return -hit["_score"], -int(source.get("articles", 0)), _from_there(source["label_fold"], beginnings)

    for hit in sorted(asking.hits(body), key=place):
        unique.setdefault(hit["_source"]["label"], hit["_source"]["key"])
    parted = [(label, *key.partition(":")) for label, key in list(unique.items())[:limit]]
    return tuple(Suggestion(cast(Kind, kind), label, id) for label, kind, _, id in parted)


def _from_there(label: str, beginnings: Sequence[str]) -> str:
    """Return a folded label from the first word on at which it begins as was typed: equals stand by its letters."""
    spaced = f" {label}"
    places = [at for one in beginnings if (at := spaced.find(f" {one}")) >= 0]
    return label[min(places, default=0) :]
