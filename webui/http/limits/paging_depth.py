"""Limits how far results can be paged: past that a page is empty and says so, rather than slow."""

from __future__ import annotations

from dataclasses import replace

from search.interface.answers import SearchResponse
from search.interface.engine import SearchEngine
from search.interface.request import SearchRequest
from webui.http.parameters import MAX_DEPTH


def search_within_reach(engine: SearchEngine, asked: SearchRequest) -> SearchResponse:
    """Return the engine's answer; for a page past MAX_DEPTH one without hits, with counts and the note why.

    An answer and not a refusal: whether page × size is in reach cannot be said in the schema of either.
    """
    if asked.page * asked.size <= MAX_DEPTH:
        return engine.search(asked)
    found = engine.search(replace(asked, page=1, size=1))
    noted = replace(found.query, notes=(*found.query.notes, "note_beyond_reach"))
    return replace(found, hits=(), query=noted)
