"""Offers searches that find something where one finds nothing: the same with one thing less, and its count."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from search.interface.answers import SearchResponse
from search.interface.engine import SearchEngine
from search.interface.request import SearchRequest
from webui.http.addresses import search_address
from webui.http.language import Language
from webui.http.parameters import MAX_QUERY
from webui.pages.navigation import Choice
from webui.pages.results.controls import without_filters

_TRIED = 8  # searches at most: fifty filters are not worth fifty searches
_SPENT = 0.3  # seconds of the processor after which no further one is tried: `a* b* c* …` costs much each time


def ways_out(
    engine: SearchEngine, asked: SearchRequest, found: SearchResponse, language: Language, lang: str
) -> tuple[Choice, ...]:
    """Return searches that find something, each with its count: plainer words, another kind, fewer filters."""
    ways: list[Choice] = []
    seen = {replace(asked, page=1)}
    until = time.thread_time() + _SPENT
    for label, request in list(_looser(asked, found, language))[:_TRIED]:
        if time.thread_time() > until:
            break
        if request in seen:
            continue
        seen.add(request)
        total = engine.search(replace(request, size=1, explain=False, facets=False)).total
        if total:
            ways.append(Choice(label, search_address("/", request, lang), count=total))
    return tuple(ways)


def _looser(asked: SearchRequest, found: SearchResponse, language: Language) -> Iterator[tuple[str, SearchRequest]]:
    asked, understood = replace(asked, page=1), found.query
    plain = " ".join((*understood.phrases, *understood.terms))[:MAX_QUERY]
    if understood.phrases and not understood.terms and len(plain.split()) > 1:
        yield language.t("empty.apart", words=plain), replace(asked, q=plain)
    elif plain:
        yield language.t("empty.plain", words=plain), replace(asked, q=plain)
    if asked.kind != "all":
        yield language.t("empty.every_kind"), replace(asked, kind="all")
    filters = list(without_filters(asked, found, language))
    if len(filters) > 1:
        bare = SearchRequest(q=asked.q, kind=asked.kind, sort=asked.sort, size=asked.size)
        yield language.t("results.clear"), bare
    for label, request in filters:
        yield language.t("results.remove", label=label), request
