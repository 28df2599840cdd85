"""From what an engine gives to what the API promises: the pages of its answers, in the shapes of `contract`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import msgspec
from flask import Response

from search.interface.answers import FacetCount, RelatedArticle, SearchResponse
from search.interface.engine import SearchEngine
from search.interface.filters import facet_names, parameter_filters
from search.interface.lists import ListedKind, ListRequest, RecordList
from search.interface.records import DirectiveView, OrganisationView, SpeakerView
from search.interface.request import SearchRequest
from webui.api.contract import parts, record_shapes, search_shapes
from webui.api.shapes import answer_of
from webui.http.addresses import list_address, record_path, search_address, with_parameters
from webui.http.parameters import MAX_DEPTH

PREFIX = "/api/v1"

Record = DirectiveView | OrganisationView | SpeakerView


def json_response(value: object) -> Response:
    """Return the response that carries an answer."""
    return Response(msgspec.json.encode(value), content_type="application/json")


def search_answer(asked: SearchRequest, found: SearchResponse) -> search_shapes.SearchAnswer:
    """Return the API's form of an engine's response."""
    return search_shapes.SearchAnswer(
        query=_echo(asked, found),
        total=found.total,
        total_loose=found.total_loose,
        took_ms=round(found.took_ms, 3),
        results=tuple(answer_of(search_shapes.Result, hit) for hit in found.hits),
        facets=search_shapes.Facets(**{name: _facet(found.facets.get(name, ())) for name in facet_names()}),
        corrected=found.corrected,
        suggestion=found.suggestion,
        not_found=tuple(answer_of(search_shapes.NotFoundAnswer, one) for one in found.not_found),
        links=_search_links(asked, found.reachable),
    )


def _echo(asked: SearchRequest, found: SearchResponse) -> search_shapes.QueryEcho:
    understood = found.query
    return search_shapes.QueryEcho(
        text=understood.text,
        terms=understood.terms,
        phrases=understood.phrases,
        excluded=understood.excluded,
        filters=tuple(search_shapes.FieldFilter(name, value) for name, value in understood.filters),
        notes=understood.notes,
        expanded=understood.expanded,
        kind=asked.kind,
        page=asked.page,
        size=asked.size,
        sort=asked.sort,
        from_=asked.from_,
        to=asked.to,
        copies=asked.copies,
        match=asked.match,
        **{one.name: asked.values(one.name) for one in parameter_filters()},
    )


def _search_links(asked: SearchRequest, total: int) -> parts.Links:
    def to(page: int) -> str:
        return search_address(f"{PREFIX}/search", replace(asked, page=page))

    last = min(-(-total // asked.size), MAX_DEPTH // asked.size)
    return _links(to, asked.page, last, min(asked.page - 1, max(last, 1)))


def _facet(counts: Iterable[FacetCount]) -> tuple[parts.Facet, ...]:
    made: Any = parts.Facet  # some two hundred of an answer: filled by position, as `FacetCount` has them
    return tuple([made(one.value, one.count, one.label) for one in counts])


def similar_answer(id: str, related: Iterable[RelatedArticle]) -> record_shapes.SimilarAnswer:
    """Return the API's form of the articles like the one with this id."""
    articles = tuple(answer_of(record_shapes.Related, one) for one in related)
    return record_shapes.SimilarAnswer(id=id, url=record_path("article", id), articles=articles)


def read_record(engine: SearchEngine, kind: ListedKind, id: str, page: int, size: int) -> Record | None:
    """Return a directive, a person or an organisation with one page of its passages, None where there is none."""
    read: dict[ListedKind, Callable[[str, int, int], Record | None]] = {
        "directive": engine.directive,
        "speaker": engine.speaker,
        "organisation": engine.organisation,
    }
    return read[kind](id, page, size)


def record_links(view: Record, path: str, page: int, size: int) -> parts.Links:
    """Return the links of one page of a record's passages, or of an organisation's articles; `path` is its address."""
    if isinstance(view, DirectiveView):
        total = view.total_passages
    elif isinstance(view, SpeakerView):
        total = max(view.total_statements, view.articles)
    else:
        total = view.articles

    def to(number: int) -> str:
        return with_parameters(path, page=str(number) if number > 1 else "", size=str(size) if size != 20 else "")

    return _links(to, page, -(-total // size), page - 1)


def list_answer(found: RecordList, asked: ListRequest) -> record_shapes.ListAnswer:
    """Return the API's form of one page of a list."""

    def to(page: int) -> str:
        return list_address(replace(asked, page=page), PREFIX)

    links = _links(to, asked.page, -(-found.total // asked.size), asked.page - 1)
    return answer_of(record_shapes.ListAnswer, found, links=links)


def _links(to: Callable[[int], str], page: int, last: int, previous: int) -> parts.Links:
    return parts.Links(
        self=to(page), next=to(page + 1) if page < last else None, prev=to(previous) if page > 1 else None
    )
