"""Routes the pages that people see: search with its results, articles, directives, people. No cookies."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

from flask import Blueprint, Response, request

from search.interface.engine import SearchEngine
from search.interface.lists import ListedKind
from search.interface.request import SearchRequest
from webui.http.addresses import Format, search_address
from webui.http.entity_tags import tagged, unchanged
from webui.http.limits.paging_depth import search_within_reach
from webui.http.parameters import ARTICLE_PARAMETERS, read_parameters, read_search
from webui.operations.unanswered_queries import note
from webui.pages.lists.page import list_page
from webui.pages.page_layout import error_page, lang_parameter, page_language
from webui.pages.records.article_page import article_page
from webui.pages.records.compare_page import compare_page
from webui.pages.records.record_page import record_page
from webui.pages.records.report_page import report_page, saved_report
from webui.pages.results.facet_search import read_facet_search, with_values_within
from webui.pages.results.no_results import ways_out
from webui.pages.results.page import home_page, refused_page, results_page


def create_blueprint(engine: SearchEngine) -> Blueprint:
    """Return the routes of the pages, answering from `engine`."""
    pages = Blueprint("pages", __name__)

    @pages.get("/")
    def search() -> Response:
        asked, faults = read_search(request.args, strict=False)
        if faults:
            return refused_page(asked, faults)
        status = engine.status()
        look = read_facet_search(request.args)
        parts = (search_address("/", asked, lang_parameter()), look.facet, look.typed)
        if same := unchanged(request, status.generation, *parts):
            return same
        if not _asks_something(asked):
            return tagged(home_page(engine, status), status.generation, *parts)
        # Each hit has a line on why; the counts stand beside them.
        found = search_within_reach(engine, replace(asked, explain=True, facets=True))
        note(asked, found)
        kinds = [kind for kind, count in status.counts.items() if count]
        ways = () if found.reachable else ways_out(engine, asked, found, page_language(), lang_parameter())
        if look.facet:
            found = with_values_within(engine, asked, found, look)
        shown = results_page(asked, found, kinds, ways, look)
        return tagged(shown, found.generation, *parts, keeping=bool(found.total))  # each vain search is counted

    # An id that cannot stand in a path comes in the query: see `record_path`.
    @pages.get("/articles")
    @pages.get("/articles/<anything:id>")
    def article(id: str = "") -> Response:
        id = id or request.args.get("id", "")
        values, _ = read_parameters(request.args, ARTICLE_PARAMETERS, strict=False)
        q: str = values.get("q", "")
        generation, parts = engine.status().generation, ("page", id, q, lang_parameter())
        if same := unchanged(request, generation, *parts):
            return same
        record = engine.article(id, q)
        if record is None:
            return error_page(404)
        return tagged(article_page(record, q, engine.similar(id) or ()), generation, *parts)

    @pages.get("/directives/report")
    @pages.get("/directives/<anything:id>/report")
    def report(id: str = "") -> Response:
        return report_page(engine, id or request.args.get("id", ""), request.args)

    @pages.get("/directives/report.<any(docx, xlsx, csv):format>")
    @pages.get("/directives/<anything:id>/report.<any(docx, xlsx, csv):format>")
    def report_as_file(format: Format, id: str = "") -> Response:
        return saved_report(engine, id or request.args.get("id", ""), request.args, format)

    @pages.get("/compare")
    def compare() -> Response:
        return compare_page(engine, request.args)

    for kind in get_args(ListedKind):
        _route_records(pages, engine, kind)
    return pages


def _route_records(pages: Blueprint, engine: SearchEngine, kind: ListedKind) -> None:
    """Route the pages of one kind of record: one, and their list."""

    @pages.get(f"/{kind}s/<anything:id>", endpoint=kind)
    def record(id: str) -> Response:
        return record_page(engine, kind, id)

    @pages.get(f"/{kind}s", endpoint=f"{kind}s")
    def records() -> Response:
        return record(request.args["id"]) if "id" in request.args else list_page(engine, kind)


def _asks_something(asked: SearchRequest) -> bool:
    return bool(asked.q.strip() or asked.from_ or asked.to or asked.given) or asked.kind != "all"
