"""A light search page that a union's own site may show in a frame: the field, the hits, the way to more."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, Response, request

from search.interface.engine import SearchEngine
from search.interface.request import SearchRequest
from webui.http.addresses import (
    EMBEDDED,
    record_path,
    search_address,
    search_parameters,
    site_path,
    with_parameters,
)
from webui.http.entity_tags import tagged, unchanged
from webui.http.limits.paging_depth import search_within_reach
from webui.http.parameters import read_search
from webui.operations.unanswered_queries import note
from webui.pages.marking import excerpt, marked
from webui.pages.page_layout import lang_parameter, page, page_language, told_fault
from webui.pages.results.controls import results_view


def create_blueprint(engine: SearchEngine) -> Blueprint:
    """Return the route of the page, which takes what the search page takes."""
    embedding = Blueprint("embedding", __name__)

    @embedding.get(EMBEDDED)
    def embed() -> Response:
        asked, faults = read_search(request.args, strict=False)
        address = search_address(EMBEDDED, asked, lang_parameter())
        generation = engine.status().generation
        if not faults and (same := unchanged(request, generation, address)):
            return same
        text, lang = page_language(), lang_parameter()
        shown = bool(search_parameters(replace(asked, size=SearchRequest().size, page=1)))
        found = search_within_reach(engine, asked) if shown and not faults else None
        if found is not None:
            note(asked, found)
        response = page(
            "embed.html",
            lambda lang: search_address(EMBEDDED, asked, lang),
            canonical=lambda lang: search_address("/", asked, lang),
            status=400 if faults else 200,
            asked=asked,
            kept=search_parameters(replace(asked, q="", page=1, exact=False)),
            found=found,
            sentences=[told_fault(fault, text) for fault in faults],
            view=results_view(asked, found, text, lang, ()) if found else None,
            here=lambda address: site_path(EMBEDDED) + address.removeprefix(site_path("/")),
            whole=search_address("/", asked, lang),
            marked=marked,
            excerpt=excerpt,
            hit_address=lambda hit: with_parameters(
                record_path(hit.kind, hit.id), q=(found and found.corrected) or asked.q, lang=lang
            ),
        )
        keeping = found is None or bool(found.total)  # each vain search is counted
        return tagged(response, found.generation if found else generation, address, keeping=keeping)

    return embedding
