"""The JSON API, version 1: searches, records, lists, suggestions. Everything under /api answers in JSON, errors too."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

from flask import Blueprint, Response, current_app, request
from werkzeug.datastructures import MultiDict

from search.interface.engine import SearchEngine
from search.interface.request import SearchRequest
from webui.api.answers import PREFIX, json_response, search_answer
from webui.api.article_routes import add_article_routes
from webui.api.contract import search_shapes
from webui.api.openapi import DOCUMENT, openapi_document
from webui.api.record_routes import add_record_routes
from webui.api.result_files import file_name, found_file
from webui.api.result_rows import found_rows
from webui.api.route_descriptions import operation
from webui.api.shapes import answer_of
from webui.http.addresses import EXPORT_FORMATS, ExportFormat, search_address
from webui.http.entity_tags import build, tagged, unchanged
from webui.http.language import DEFAULT, language
from webui.http.limits.paging_depth import search_within_reach
from webui.http.parameters import (
    EXPORT_PARAMETERS,
    SEARCH_PARAMETERS,
    SUGGEST_PARAMETERS,
    read_parameters,
    read_search,
)
from webui.http.problems import checked, refuse
from webui.http.public_address import public_address
from webui.operations.unanswered_queries import note

_OF_FILES = tuple(one.name for one in EXPORT_PARAMETERS)


def create_blueprint(engine: SearchEngine) -> Blueprint:
    """Return the routes under /api/v1, answering from `engine`."""
    api = Blueprint("api", __name__, url_prefix=PREFIX)

    @api.get("/search")
    @operation(
        "Search all records",
        (*SEARCH_PARAMETERS, *EXPORT_PARAMETERS),
        search_shapes.SearchAnswer,
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
            refuse([*faults, *others])
        if values.get("format", "json") != "json":
            return _file(asked, values["format"], values.get("lang", DEFAULT))
        address = search_address(f"{PREFIX}/search", asked)
        if same := unchanged(request, engine.status().generation, address):
            return same
        found = search_within_reach(engine, asked)
        note(asked, found)
        # The search may have met a newer generation than the status did: the tag names the one that answered.
        answer = json_response(search_answer(asked, found))
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

    @api.get("/suggest")
    @operation("Complete what is being typed", SUGGEST_PARAMETERS, search_shapes.SuggestAnswer, may_miss=False)
    def suggest() -> Response:
        values = checked(read_parameters(request.args, SUGGEST_PARAMETERS, strict=True))
        q, limit = values.get("q", ""), values.get("limit", 8)
        generation, parts = engine.status().generation, ("suggest", q, str(limit))
        if same := unchanged(request, generation, *parts):
            return same
        suggestions = tuple(answer_of(search_shapes.SuggestedAnswer, one) for one in engine.suggest(q, limit))
        return tagged(json_response(search_shapes.SuggestAnswer(q, suggestions)), generation, *parts)

    @cache
    def document() -> dict[str, Any]:
        return openapi_document(current_app)

    @api.get(f"/{DOCUMENT}")
    def openapi() -> Response:
        return unchanged(request, build()) or tagged(json_response(document()), build())

    add_article_routes(api, engine)
    add_record_routes(api, engine)
    return api
