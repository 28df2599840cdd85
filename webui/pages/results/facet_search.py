"""Finds values inside a facet by a part of what they are called, in any accents; works without script."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import cast, get_args

from index.analysis.normalise import fold
from search.interface.answers import FacetCount, SearchResponse
from search.interface.engine import SearchEngine
from search.interface.filters import facet_names
from search.interface.lists import ListedKind, ListRequest
from search.interface.request import SearchRequest
from webui.http.limits.paging_depth import search_within_reach
from webui.http.parameters import MAX_VALUE, clean

_BEYOND = 10  # records beyond the counted ones that are counted too, each by a search of its own


@dataclass(frozen=True, slots=True)
class FacetSearch:
    """Looks inside the facet of this name for values called by what was `typed`; empty: nothing is looked for."""

    facet: str = ""
    typed: str = ""


NOWHERE = FacetSearch()


def read_facet_search(given: Mapping[str, str]) -> FacetSearch:
    """Return what the parameters `facet` and `within` of a page of results say; what cannot be used is passed over."""
    facet, typed = given.get("facet", ""), clean(given.get("within", "")).strip()[:MAX_VALUE]
    usable = typed and facet in facet_names()[1:]  # the first are kinds, which are tabs
    return FacetSearch(facet, typed) if usable else NOWHERE


def with_values_within(
    engine: SearchEngine, asked: SearchRequest, found: SearchResponse, look: FacetSearch
) -> SearchResponse:
    """Return `found` with those values of the facet that are called so, and those that are chosen."""
    counted, wanted = found.facets.get(look.facet, ()), fold(look.typed)
    chosen = () if look.facet == "year" else asked.values(look.facet)
    kept = [one for one in counted if one.value in chosen or wanted in fold(one.label)]
    if look.facet in get_args(ListedKind):
        known = {one.value for one in counted}
        listed = engine.listed(ListRequest(cast(ListedKind, look.facet), q=look.typed, size=_BEYOND))
        others = [row for row in listed.rows if row.id not in known and wanted in fold(row.name)]
        totals = ((row, _total(engine, asked, look, row.id)) for row in others)
        kept += [FacetCount(row.id, count, row.name) for row, count in totals if count]
    return replace(found, facets={**found.facets, look.facet: tuple(kept)})


def _total(engine: SearchEngine, asked: SearchRequest, look: FacetSearch, id: str) -> int:
    """Return how many results would be added by a record."""
    narrowed = replace(asked.narrowed({look.facet: (id,)}), size=1, explain=False, facets=False)
    return search_within_reach(engine, narrowed).total
