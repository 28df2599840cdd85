"""Controls of the results page: tabs, filters, paging. All are plain links."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace

from search.interface.answers import FacetCount, Mentioned, SearchResponse
from search.interface.filters import facet_filters
from search.interface.request import KindFilter, SearchRequest
from webui.http.addresses import search_address, with_parameters
from webui.http.language import Language
from webui.http.parameters import MAX_DEPTH
from webui.pages.charts.year_chart import YearChart, year_chart
from webui.pages.navigation import Choice, Pager, pager
from webui.pages.results.facet_search import NOWHERE, FacetSearch

_SHOWN = 6
_KINDS: tuple[KindFilter, ...] = ("all", "article", "directive", "speaker", "organisation")


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """The values of one facet: those that are chosen and the `first` few others, and `more` behind a disclosure."""

    name: str
    title: str
    first: tuple[Choice, ...]
    more: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class ResultsView:
    """Everything about one page of results that is not a hit.

    `loose_from` is the place on this page, from 0, of the first hit that holds only some of what was asked; -1 where
    none stands on it. `loose_page` is the address of the page where they begin, empty where that is this one or before.
    `files` hold the `file_rows` results that answer, those with some of the words only where nothing else is found.
    `active` has a choice for each filter that is on, which takes it off.
    `narrowed` gives the address of the results that mention a directive or person of a hit as well.
    """

    tabs: tuple[Choice, ...]
    facets: tuple[FacetGroup, ...]
    active: tuple[Choice, ...]
    unfiltered: str
    first_page: str
    suggestion: str
    exact: str
    feed: str
    files: tuple[Choice, ...]
    file_rows: int
    years: YearChart
    narrowed: Callable[[Mentioned], str]
    pager: Pager
    loose_from: int
    loose_page: str


def results_view(
    asked: SearchRequest,
    found: SearchResponse,
    language: Language,
    lang: str,
    kinds: Collection[str],
    look: FacetSearch = NOWHERE,
) -> ResultsView:
    """Return the view. `kinds` are those that the index holds; only they get a tab.

    The facet that `look` names is shown whole, for it has been narrowed. `lang` is what links carry to keep the
    language, empty for the default one.
    """

    def link(request: SearchRequest) -> str:
        return search_address("/", request, lang)

    return ResultsView(
        tabs=_tabs(asked, found, language, link, kinds),
        facets=tuple(
            group for one in facet_filters() if (group := _facet(one.name, asked, found, language, link, look))
        ),
        active=tuple(Choice(label, link(less)) for label, less in without_filters(asked, found, language)),
        unfiltered=link(SearchRequest(q=asked.q, kind=asked.kind, sort=asked.sort, size=asked.size)),
        first_page=link(replace(asked, page=1)),
        suggestion=_suggested(asked, found, link),
        exact=link(replace(asked, page=1, exact=True)) if found.corrected or found.query.expanded else "",
        feed=search_address("/feed.atom", replace(asked, page=1, sort="relevance"), lang),
        files=_files(asked if not found.total else replace(asked, match="all"), language, lang),
        file_rows=found.total or found.reachable,
        years=year_chart(
            found.facets.get("year", ()), lambda start, end: link(replace(asked, from_=start, to=end, page=1))
        ),
        narrowed=lambda one: link(_with_record(asked, one)),
        pager=_pager(asked, found.reachable, link),
        loose_from=_loose_from(asked, found),
        loose_page=_loose_page(asked, found, link),
    )


def _files(asked: SearchRequest, language: Language, lang: str) -> tuple[Choice, ...]:
    """Return the addresses of all results as files; the page and its size are of no account there."""
    whole = search_address("/api/v1/search", replace(asked, page=1, size=10, explain=False), lang)
    formats = ("csv", "xlsx", "jsonl")
    return tuple(Choice(language.t(f"export.{format}"), with_parameters(whole, format=format)) for format in formats)


def _suggested(asked: SearchRequest, found: SearchResponse, link: Callable[[SearchRequest], str]) -> str:
    """Return the address of the suggestion; none where the first hit is what it names: `pham van tan` has found him."""
    if not found.suggestion or (found.hits and found.hits[0].title.casefold() == found.suggestion.casefold()):
        return ""
    return link(replace(asked, q=found.suggestion, page=1, exact=False))


def _tabs(
    asked: SearchRequest,
    found: SearchResponse,
    language: Language,
    link: Callable[[SearchRequest], str],
    kinds: Collection[str],
) -> tuple[Choice, ...]:
    counts = {f.value: f.count for f in found.facets.get("kind", ())}
    counts["all"] = sum(counts.values())
    return tuple(
        Choice(
            language.t(f"kind.{kind}"),
            link(replace(asked, kind=kind, page=1)),
            kind == asked.kind,
            counts.get(kind, 0),
        )
        for kind in _KINDS
        if kind in ("all", asked.kind) or kind in kinds
    )


def _facet(
    name: str,
    asked: SearchRequest,
    found: SearchResponse,
    language: Language,
    link: Callable[[SearchRequest], str],
    look: FacetSearch,
) -> FacetGroup | None:
    counts = [f for f in found.facets.get(name, ()) if f.value]
    known = {f.value: f.count for f in counts}
    chosen = _chosen(name, asked)
    counts = [f for f in counts if f.value not in chosen]
    if not (counts or chosen or look.facet == name):
        return None
    if name == "year":
        counts.sort(key=lambda f: f.value, reverse=True)
    on = tuple(
        Choice(_label(value, found.facets.get(name, ())), link(_without(name, value, asked)), True, known.get(value, 0))
        for value in chosen
    )
    others = tuple(Choice(f.label, link(_with(name, f.value, asked)), count=f.count) for f in counts)
    # A disclosure that hides one or two lines saves nothing.
    shown = _SHOWN if len(others) > _SHOWN + 2 and look.facet != name else len(others)
    return FacetGroup(name, language.t(f"facet.{name}"), on + others[:shown], others[shown:])


def _chosen(name: str, asked: SearchRequest) -> tuple[str, ...]:
    """Return the values of a facet that are chosen."""
    if name == "year":
        return (asked.from_,) if asked.from_ == asked.to != "" else ()
    return asked.values(name)


def _without(name: str, value: str, asked: SearchRequest) -> SearchRequest:
    if name == "year":
        return replace(asked, from_="", to="", page=1)
    return asked.narrowed({name: tuple(one for one in asked.values(name) if one != value)})


def _with(name: str, value: str, asked: SearchRequest) -> SearchRequest:
    if name == "year":
        return replace(asked, from_=value, to=value, page=1)
    return asked.narrowed({name: (*asked.values(name), value)})


def _with_record(asked: SearchRequest, one: Mentioned) -> SearchRequest:
    chosen = asked.values(one.kind)
    return asked if one.id in chosen else asked.narrowed({one.kind: (*chosen, one.id)})


def without_filters(
    asked: SearchRequest, found: SearchResponse, language: Language
) -> Iterator[tuple[str, SearchRequest]]:
    """Yield each filter that is on as people read it, with the search without it."""
    if asked.from_ and asked.from_ == asked.to:
        yield language.t("filter.on", date=language.date(asked.from_)), replace(asked, from_="", to="", page=1)
    else:
        if asked.from_:
            yield language.t("filter.from", date=language.date(asked.from_)), replace(asked, from_="", page=1)
        if asked.to:
            yield language.t("filter.to", date=language.date(asked.to)), replace(asked, to="", page=1)
    for name, value in asked.given:
        yield _label(value, found.facets.get(name, ())), _without(name, value, asked)


def _label(value: str, counts: tuple[FacetCount, ...]) -> str:
    return next((f.label for f in counts if f.value == value and f.label), value)


def _loose_from(asked: SearchRequest, found: SearchResponse) -> int:
    if "note_long_question" in found.query.notes:
        return -1
    first = max(found.total - (asked.page - 1) * asked.size, 0)
    return first if found.reachable > found.total and first < len(found.hits) else -1


def _loose_page(asked: SearchRequest, found: SearchResponse, link: Callable[[SearchRequest], str]) -> str:
    page = found.total // asked.size + 1
    if not found.total_loose or "note_long_question" in found.query.notes or page > MAX_DEPTH // asked.size:
        return ""
    if asked.page < page or found.reachable == found.total:
        return link(replace(asked, page=page, match="some", sort="relevance"))
    return ""


def _pager(asked: SearchRequest, total: int, link: Callable[[SearchRequest], str]) -> Pager:
    pages = max(1, min(-(-total // asked.size), MAX_DEPTH // asked.size))
    return pager(asked.page, asked.size, total, pages, lambda number: link(replace(asked, page=number)))
