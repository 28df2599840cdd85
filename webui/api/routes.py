"""The JSON API, version 1: searches, records, lists, suggestions. Everything under /api answers in JSON, errors too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import msgspec
from flask import Blueprint, Response, current_app, request
from werkzeug.datastructures import MultiDict

from search.interface.engine import SearchEngine
from search.interface.records import ListedKind
from search.interface.request import SearchRequest
from webui.api import contract
from webui.api.answers import PREFIX, Record, list_answer, record_answer, search_answer, similar_answer
from webui.api.openapi import DOCUMENT, openapi_document
from webui.api.result_files import file_name, found_file
from webui.api.result_rows import found_rows
from webui.api.route_descriptions import operation
from webui.api.shapes import answer_of
from webui.http.addresses import EXPORT_FORMATS, ExportFormat, list_address, record_path, search_address
from webui.http.entity_tags import build, tagged, unchanged
from webui.http.language import DEFAULT, language
from webui.http.paging_depth import search_within_reach
from webui.http.parameters import (
    ARTICLE_PARAMETERS,
    DIRECTIVES_PARAMETERS,
    EXPORT_PARAMETERS,
    ORGANISATIONS_PARAMETERS,
    RECORD_PARAMETERS,
    SEARCH_PARAMETERS,
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
from webui.http.public_address import public_address
from webui.http.record_id import id_in_query
from webui.operations.unanswered_queries import note

_OF_FILES = tuple(one.name for one in EXPORT_PARAMETERS)
# Then only `page` and `size` have an effect.
_OR_RECORD = "; with `id`, read one whose id cannot stand in a path"


def create_blueprint(engine: SearchEngine) -> Blueprint:
    """Return the routes under /api/v1, answering from `engine`."""
    api = Blueprint("api", __name__, url_prefix=PREFIX)

    @api.get("/search")
    @operation(
        "Search all records",
        (*SEARCH_PARAMETERS, *EXPORT_PARAMETERS),
        contract.SearchAnswer,
        files=tuple(EXPORT_FORMATS.items()),
        headers=(
            ("Export-Rows", "Of a file: the results in it."),
            ("Export-Total", "Of a file: all results; more than `Export-Rows` where it is cut."),
        ),
        may_miss=False,
    )
    def search() -> Response:
        rest = MultiDict(pair for pair in request.args.items(multi=True) if pair[0] not in _OF_FILES)
        own = MultiDict(pair for pair in request.args.items(multi=True) if pair[0] in _OF_FILES)
        asked, faults = read_search(rest, strict=True)
        values, others = read_parameters(own, EXPORT_PARAMETERS, strict=True)
        if faults or others:
            return refusal([*faults, *others])
        if values.get("format", "json") != "json":
            return _file(asked, values["format"], values.get("lang", DEFAULT))
        address = search_address(f"{PREFIX}/search", asked)
        if same := unchanged(request, engine.status().generation, address):
            return same
        found = search_within_reach(engine, asked)
        note(asked, found)
        # The search may have met a newer generation than the status did: the tag names the one that answered.
        answer = _json(search_answer(asked, found))
        return tagged(answer, found.generation, address, keeping=bool(found.total))  # each vain search is counted

    def _file(asked: SearchRequest, format: ExportFormat, lang: str) -> Response:
        status, base = engine.status(), public_address()
        parts = (search_address(f"{PREFIX}/search", replace(asked, page=1, size=10)), format, lang, base)
        if same := unchanged(request, status.generation, *parts):
            return same
        found, text = found_rows(engine, asked, current_app.config["MAX_SECONDS"]), language(lang)
        note(asked, found.first)
        content = found_file(found, format, text, base, status.published)
        response = Response(content, content_type=EXPORT_FORMATS[format])
        response.headers.set("Content-Disposition", "attachment", filename=file_name(found, asked.q, format, text))
        response.headers["Export-Rows"], response.headers["Export-Total"] = str(found.count), str(found.total)
        return tagged(response, found.first.generation, *parts)

    @api.get("/articles/<anything:id>")
    @operation("Read one article", ARTICLE_PARAMETERS, contract.ArticleAnswer)
    def article(id: str) -> Response:
        return _article(id, read_parameters(request.args, ARTICLE_PARAMETERS, strict=True))

    @api.get("/articles")
    @operation(
        "Read one article whose id cannot stand in a path (`..`, `a//b`)",
        ARTICLE_PARAMETERS,
        contract.ArticleAnswer,
        id="required",
    )
    def article_by_query() -> Response:
        """The same for ids that cannot stand in a path; see `record_path`."""
        id, given, refused = id_in_query()
        return refused or _article(id, read_parameters(given, ARTICLE_PARAMETERS, strict=True))

    @api.get("/articles/<anything:id>/similar")
    @operation("Find articles like one article", SIMILAR_PARAMETERS, contract.SimilarAnswer)
    def similar(id: str) -> Response:
        if engine.article(id) is None and engine.article(f"{id}/similar"):  # an id may end so
            return _article(f"{id}/similar", read_parameters(request.args, ARTICLE_PARAMETERS, strict=True))
        return _similar(id, request.args)

    @api.get("/articles/similar")
    @operation(
        "Find articles like one whose id cannot stand in a path",
        SIMILAR_PARAMETERS,
        contract.SimilarAnswer,
        id="required",
    )
    def similar_by_query() -> Response:
        """The same for ids that cannot stand in a path."""
        id, given, refused = id_in_query()
        return refused or _similar(id, given)

    @api.get("/directives/<anything:id>")
    @operation("Read one directive and what cites it", RECORD_PARAMETERS, contract.DirectiveAnswer)
    def directive(id: str) -> Response:
        return _record("directive", id, request.args)

    @api.get("/directives")
    @operation(
        "List the directives that articles cite" + _OR_RECORD,
        DIRECTIVES_PARAMETERS,
        contract.ListAnswer,
        contract.DirectiveAnswer,
        id="optional",
    )
    def directives() -> Response:
        """The list, or with `id` one record whose id cannot stand in a path; see `record_path`."""
        if "id" not in request.args:
            return _list("directive")
        id, given, refused = id_in_query()
        return refused or _record("directive", id, given, DIRECTIVES_PARAMETERS)

    @api.get("/speakers/<anything:id>")
    @operation(
        "Read one person: offices over time, statements, articles", RECORD_PARAMETERS, contract.SpeakerAnswer
    )
    def speaker(id: str) -> Response:
        return _record("speaker", id, request.args)

    @api.get("/speakers")
    @operation(
        "List the people whom articles name" + _OR_RECORD,
        SPEAKERS_PARAMETERS,
        contract.ListAnswer,
        contract.SpeakerAnswer,
        id="optional",
    )
    def speakers() -> Response:
        if "id" not in request.args:
            return _list("speaker")
        id, given, refused = id_in_query()
        return refused or _record("speaker", id, given, SPEAKERS_PARAMETERS)

    @api.get("/organisations/<anything:id>")
    @operation(
        "Read one organisation: its articles, people with offices over time, directives, what took its place",
        RECORD_PARAMETERS,
        contract.OrganisationAnswer,
    )
    def organisation(id: str) -> Response:
        return _record("organisation", id, request.args)

    @api.get("/organisations")
    @operation(
        "List the organisations that articles name" + _OR_RECORD,
        ORGANISATIONS_PARAMETERS,
        contract.ListAnswer,
        contract.OrganisationAnswer,
        id="optional",
    )
    def organisations() -> Response:
        if "id" not in request.args:
            return _list("organisation")
        id, given, refused = id_in_query()
        return refused or _record("organisation", id, given, ORGANISATIONS_PARAMETERS)

    @api.get("/suggest")
    @operation("Complete what is being typed", SUGGEST_PARAMETERS, contract.SuggestAnswer, may_miss=False)
    def suggest() -> Response:
        values, faults = read_parameters(request.args, SUGGEST_PARAMETERS, strict=True)
        if faults:
            return refusal(faults)
        q, limit = values.get("q", ""), values.get("limit", 8)
        generation, parts = engine.status().generation, ("suggest", q, str(limit))
        if same := unchanged(request, generation, *parts):
            return same
        suggestions = tuple(answer_of(contract.SuggestedAnswer, one) for one in engine.suggest(q, limit))
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
        read: dict[ListedKind, Callable[[str, int, int], Record | None]] = {
            "directive": engine.directive,
            "speaker": engine.speaker,
            "organisation": engine.organisation,
        }
        view = read[kind](id, page, size)
        if view is None:
            return problem_response(404, f"There is no {kind} with the id “{id}” in the index.")
        return tagged(_json(record_answer(view, path, page, size)), generation, *parts)

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
        return tagged(_json(answer_of(contract.ArticleAnswer, record)), generation, "article", id, q)

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

    @cache
    def document() -> dict[str, Any]:
        return openapi_document(current_app)

    @api.get(f"/{DOCUMENT}")
    def openapi() -> Response:
        return unchanged(request, build()) or tagged(_json(document()), build())

    return api


def _json(value: object) -> Response:
    return Response(msgspec.json.encode(value), content_type="application/json")
