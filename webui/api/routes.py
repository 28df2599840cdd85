"""The JSON API, version 1: search and articles. Everything under /api answers in JSON, errors too."""

from __future__ import annotations

from dataclasses import replace

import msgspec
from flask import Blueprint, Response, request
from werkzeug.datastructures import MultiDict

from search.interface.answers import SearchResponse
from search.interface.engine import SearchEngine
from search.interface.filters import facet_names, parameter_filters
from search.interface.records import ListedKind
from search.interface.request import SearchRequest
from webui.api import contract
from webui.api.answers import (
    article_answer,
    directive_answer,
    facet,
    list_answer,
    organisation_answer,
    result,
    similar_answer,
    speaker_answer,
)
from webui.api.openapi import openapi_document
from webui.http.addresses import list_address, record_path, search_address
from webui.http.entity_tags import build, tagged, unchanged
from webui.http.paging_limit import search_within_reach
from webui.http.parameters import (
    ARTICLE_PARAMETERS,
    DIRECTIVES_PARAMETERS,
    MAX_DEPTH,
    ORGANISATIONS_PARAMETERS,
    RECORD_PARAMETERS,
    SIMILAR_PARAMETERS,
    SPEAKERS_PARAMETERS,
    SUGGEST_PARAMETERS,
    Fault,
    Parameter,
    read_list,
    read_parameters,
    read_search,
)
from webui.http.problems import problem_response, refusal
from webui.http.record_id import id_in_query
from webui.operations.unanswered_queries import note

PREFIX = "/api/v1"


def create_blueprint(engine: SearchEngine) -> Blueprint:
    """Return the routes under /api/v1, answering from `engine`."""
    api = Blueprint("api", __name__, url_prefix=PREFIX)

    @api.get("/search")
    def search() -> Response:
        asked, faults = read_search(request.args, strict=True)
        if faults:
            return refusal(faults)
        address = search_address(f"{PREFIX}/search", asked)
        if same := unchanged(request, engine.status().generation, address):
            return same
        found = search_within_reach(engine, asked)
        note(asked, found)
        # The search may have met a newer generation than the status did: the tag names the one that answered.
        return tagged(_json(search_answer(asked, found)), found.generation, address)

    @api.get("/articles/<anything:id>")
    def article(id: str) -> Response:
        return _article(id, read_parameters(request.args, ARTICLE_PARAMETERS, strict=True))

    @api.get("/articles")
    def article_by_query() -> Response:
        """The same for ids that cannot stand in a path; see `record_path`."""
        id, given, refused = id_in_query()
        return refused or _article(id, read_parameters(given, ARTICLE_PARAMETERS, strict=True))

    @api.get("/articles/<anything:id>/similar")
    def similar(id: str) -> Response:
        if engine.article(id) is None and engine.article(f"{id}/similar"):  # an id may end so
            return _article(f"{id}/similar", read_parameters(request.args, ARTICLE_PARAMETERS, strict=True))
        return _similar(id, request.args)

    @api.get("/articles/similar")
    def similar_by_query() -> Response:
        """The same for ids that cannot stand in a path."""
        id, given, refused = id_in_query()
        return refused or _similar(id, given)

    @api.get("/directives/<anything:id>")
    def directive(id: str) -> Response:
        return _record("directive", id, request.args)

    @api.get("/directives")
    def directives() -> Response:
        """The list, or with `id` one record whose id cannot stand in a path; see `record_path`."""
        if "id" not in request.args:
            return _list("directive")
        id, given, refused = id_in_query()
        return refused or _record("directive", id, given, DIRECTIVES_PARAMETERS)

    @api.get("/speakers/<anything:id>")
    def speaker(id: str) -> Response:
        return _record("speaker", id, request.args)

    @api.get("/speakers")
    def speakers() -> Response:
        if "id" not in request.args:
            return _list("speaker")
        id, given, refused = id_in_query()
        return refused or _record("speaker", id, given, SPEAKERS_PARAMETERS)

    @api.get("/organisations/<anything:id>")
    def organisation(id: str) -> Response:
        return _record("organisation", id, request.args)

    @api.get("/organisations")
    def organisations() -> Response:
        if "id" not in request.args:
            return _list("organisation")
        id, given, refused = id_in_query()
        return refused or _record("organisation", id, given, ORGANISATIONS_PARAMETERS)

    @api.get("/suggest")
    def suggest() -> Response:
        values, faults = read_parameters(request.args, SUGGEST_PARAMETERS, strict=True)
        if faults:
            return refusal(faults)
        q, limit = values.get("q", ""), values.get("limit", 8)
        generation, parts = engine.status().generation, ("suggest", q, str(limit))
        if same := unchanged(request, generation, *parts):
            return same
        suggestions = tuple(
            contract.SuggestedAnswer(one.kind, one.text, one.id, record_path(one.kind, one.id))
            for one in engine.suggest(q, limit)
        )
        return tagged(_json(contract.SuggestAnswer(q, suggestions)), generation, *parts)

    def _list(kind: ListedKind) -> Response:
        asked, faults = read_list(kind, request.args, strict=True)
        if faults:
            return refusal(faults)
        generation, address = engine.status().generation, list_address(asked, PREFIX)
        if same := unchanged(request, generation, address):
            return same
        return tagged(_json(list_answer(engine.listed(asked), asked)), generation, address)

    def _record(
        kind: ListedKind,
        id: str,
        given: MultiDict[str, str],
        allowed: tuple[Parameter, ...] = RECORD_PARAMETERS,
    ) -> Response:
        values, faults = read_parameters(given, allowed, strict=True)
        if faults:
            return refusal(faults)
        page, size = values.get("page", 1), values.get("size", 20)
        generation, parts = engine.status().generation, (kind, id, str(page), str(size))
        if same := unchanged(request, generation, *parts):
            return same
        path = record_path(kind, id, PREFIX)
        answer: contract.DirectiveAnswer | contract.SpeakerAnswer | contract.OrganisationAnswer | None = None
        if kind == "directive" and (cited := engine.directive(id, page, size)):
            answer = directive_answer(cited, path, page, size)
        elif kind == "speaker" and (named := engine.speaker(id, page, size)):
            answer = speaker_answer(named, path, page, size)
        elif kind == "organisation" and (known := engine.organisation(id, page, size)):
            answer = organisation_answer(known, path, page, size)
        if answer is None:
            return problem_response(404, f"There is no {kind} with the id “{id}” in the index.")
        return tagged(_json(answer), generation, *parts)

    def _article(id: str, read: tuple[dict[str, str], list[Fault]]) -> Response:
        values, faults = read
        if faults:
            return refusal(faults)
        q = values.get("q", "")
        generation = engine.status().generation
        if same := unchanged(request, generation, "article", id, q):
            return same
        record = engine.article(id, q)
        if record is None:
            return problem_response(404, f"There is no article with the id “{id}” in the index.")
        return tagged(_json(article_answer(record)), generation, "article", id, q)

    def _similar(id: str, given: MultiDict[str, str]) -> Response:
        values, faults = read_parameters(given, SIMILAR_PARAMETERS, strict=True)
        if faults:
            return refusal(faults)
        size = values.get("size", 5)
        generation, parts = engine.status().generation, ("similar", id, str(size))
        if same := unchanged(request, generation, *parts):
            return same
        related = engine.similar(id, size)
        if related is None:
            return problem_response(404, f"There is no article with the id “{id}” in the index.")
        return tagged(_json(similar_answer(id, related)), generation, *parts)

    @api.get("/openapi.json")
    def openapi() -> Response:
        return unchanged(request, build()) or tagged(_json(openapi_document()), build())

    return api


def search_answer(asked: SearchRequest, found: SearchResponse) -> contract.SearchAnswer:
    """Return the API's form of an engine's response."""
    return contract.SearchAnswer(
        query=_echo(asked, found),
        total=found.total,
        total_loose=found.total_loose,
        took_ms=round(found.took_ms, 3),
        results=tuple(result(hit) for hit in found.hits),
        facets=contract.Facets(**{name: facet(found.facets.get(name, ())) for name in facet_names()}),
        corrected=found.corrected,
        suggestion=found.suggestion,
        links=_links(asked, found.reachable),
    )


def _echo(asked: SearchRequest, found: SearchResponse) -> contract.QueryEcho:
    understood = found.query
    return contract.QueryEcho(
        text=understood.text,
        terms=understood.terms,
        phrases=understood.phrases,
        excluded=understood.excluded,
        filters=tuple(contract.FieldFilter(name, value) for name, value in understood.filters),
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


def _links(asked: SearchRequest, total: int) -> contract.Links:
    def to(page: int) -> str:
        return search_address(f"{PREFIX}/search", replace(asked, page=page))

    last = min(-(-total // asked.size), MAX_DEPTH // asked.size)
    return contract.Links(
        self=to(asked.page),
        next=to(asked.page + 1) if asked.page < last else None,
        prev=to(min(asked.page - 1, max(last, 1))) if asked.page > 1 else None,
    )


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), content_type="application/json")
