"""Routes the help page, the advanced form and the reference of the API."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, request

from search.interface.engine import SearchEngine
from search.interface.filters import filter_named
from search.interface.request import SearchRequest
from webui.api.openapi import openapi_document
from webui.http.addresses import search_address, site_path, with_parameters
from webui.http.entity_tags import build, tagged, unchanged
from webui.http.parameters import MAX_QUERY, clean
from webui.http.public_address import origin
from webui.pages.help.advanced_form import FIELDS, BadYear, written_query
from webui.pages.help.api_reference import operations, shapes
from webui.pages.help.examples import OPERATORS, Examples
from webui.pages.page_layout import lang_parameter, page, page_language

_LISTED = {"province": "province", "category": "category", "organisation": "organisation", "directive": "directive",
           "person": "speaker"}  # fmt: skip
_MOST = 100  # values that a field offers


def create_blueprint(engine: SearchEngine) -> Blueprint:
    """Return the routes, with examples and values out of what `engine` holds."""
    pages = Blueprint("help", __name__)
    examples = Examples(engine)

    @pages.get("/help")
    def help() -> Response:
        generation, lang = engine.status().generation, lang_parameter()
        if same := unchanged(request, generation, "help", lang):
            return same
        found, whole = examples.of_now()
        return tagged(_help_page(found, lang), generation if whole else "", "help", lang)

    @pages.get("/advanced")
    def advanced() -> Response:
        """The form, or where it is filled in the way to the search that it says."""
        given, lang, fault = {name: clean(request.args.get(name, "")) for name in FIELDS}, lang_parameter(), ""
        try:
            if query := written_query(given)[:MAX_QUERY]:
                return Response(status=303, headers={"Location": search_address("/", SearchRequest(q=query), lang)})
        except BadYear as error:
            fault = error.name
        facets = engine.search(SearchRequest(kind="article", size=1)).facets
        offered = {
            name: [one.label or one.value for one in facets.get(facet, ())[:_MOST] if one.value]
            for name, facet in _LISTED.items()
        }
        return page(
            "advanced.html",
            lambda lang: with_parameters(site_path("/advanced"), lang=lang),
            status=400 if fault else 200,
            given=given,
            offered=offered,
            fault=fault,
        )

    @pages.get("/api/docs")
    def api_docs() -> Response:
        lang = lang_parameter()
        if same := unchanged(request, build(), "api docs", lang):
            return same
        document = openapi_document(current_app)
        shown = page(
            "api_docs.html",
            lambda lang: with_parameters(site_path("/api/docs"), lang=lang),
            document=document,
            document_address=site_path("/api/v1/openapi.json"),
            base=origin() + site_path(""),
            operations=operations(document),
            shapes=shapes(document),
        )
        return tagged(shown, build(), "api docs", lang)

    return pages


def _help_page(found: dict[str, str], lang: str) -> Response:
    text = page_language()
    rows = [
        (
            text.t(f"help.{name}"),
            [prefix for prefix in known.prefixes if prefix.isascii()] if (known := filter_named(name)) else [],
            found.get(name),
            search_address("/", SearchRequest(q=found.get(name, "")), lang),
        )
        for name in OPERATORS
    ]
    return page("help.html", lambda lang: with_parameters(site_path("/help"), lang=lang), rows=rows)
