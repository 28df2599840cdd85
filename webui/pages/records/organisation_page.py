"""The page of an organisation: facts, people with offices over time, directives, articles of it and about it."""

from __future__ import annotations

from flask import Response, request

from search.interface.engine import SearchEngine
from search.interface.request import SearchRequest
from webui.api.answers import record_links
from webui.http.addresses import record_path, search_address, with_parameters
from webui.http.entity_tags import tagged, unchanged
from webui.http.parameters import RECORD_PARAMETERS, read_parameters
from webui.pages.page_layout import error_page, lang_parameter, page, preview

_SIZE = 20  # articles on a page


def organisation_page(engine: SearchEngine, id: str) -> Response:
    """Return the page of the organisation with this id, or the one that says that there is none."""
    values, _ = read_parameters(request.args, RECORD_PARAMETERS, strict=False)
    number: int = values.get("page", 1)
    lang, path = lang_parameter(), record_path("organisation", id)
    generation, parts = engine.status().generation, ("organisation page", id, str(number), lang)
    if same := unchanged(request, generation, *parts):
        return same
    view = engine.organisation(id, number, _SIZE)
    if view is None:
        return error_page(404)
    shown = page(
        "organisation.html",
        lambda lang: with_parameters(path, page=str(number) if number > 1 else "", lang=lang),
        shown=preview(view.name, "; ".join((*view.other_names, view.province)).strip("; ") or view.name),
        view=view,
        links=record_links(view, with_parameters(path, lang=lang), number, _SIZE),
        address=lambda kind, id: with_parameters(record_path(kind, id), lang=lang),
        naming=search_address("/", SearchRequest(kind="article", organisation=(view.id,)), lang),
    )
    return tagged(shown, generation, *parts)
