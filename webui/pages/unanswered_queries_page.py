"""Lists the searches that found nothing, as a page and in the API, where the office counts them."""

from __future__ import annotations

import msgspec
from flask import Blueprint, Response, request

from search.interface.request import SearchRequest
from webui.api.contract import search_shapes
from webui.api.route_descriptions import operation
from webui.http.addresses import search_address, site_path, with_parameters
from webui.http.parameters import read_parameters
from webui.http.problems import checked, problem_response
from webui.operations.unanswered_queries import table
from webui.pages.page_layout import error_page, lang_parameter, page

PATH = "/searches-without-results"
_MOST = 200  # queries that are shown


def create_blueprint(at_least: int) -> Blueprint:
    """Return the routes; queries that were asked less often than `at_least` times are not shown."""
    searches = Blueprint("empty_searches", __name__)

    @searches.get(PATH)
    def shown() -> Response:
        counting = table()
        if counting is None:
            return error_page(404)
        lang = lang_parameter()
        return _kept_out_of_stores(
            page(
                "empty_searches.html",
                lambda code: with_parameters(site_path(PATH), lang=code),
                since=counting.since.isoformat(),
                at_least=at_least,
                searches=[
                    (query, held, search_address("/", SearchRequest(q=query), lang))
                    for query, held in counting.counts(at_least)[:_MOST]
                ],
            )
        )

    @searches.get(f"/api/v1{PATH}")
    @operation(
        "List what was searched for in vain, where that is counted",
        (),
        search_shapes.EmptySearchesAnswer,
        name="searchesWithoutResults",
    )
    def told() -> Response:
        checked(read_parameters(request.args, (), strict=True))
        counting = table()
        if counting is None:
            return problem_response(404, "Searches that find nothing are not counted here (count_empty_searches).")
        searches = tuple(search_shapes.EmptySearch(*one) for one in counting.counts(at_least)[:_MOST])
        answer = search_shapes.EmptySearchesAnswer(counting.since.isoformat(), at_least, searches)
        return _kept_out_of_stores(Response(msgspec.json.encode(answer), content_type="application/json"))

    return searches


def _kept_out_of_stores(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    return response
