"""Renders the page of a directive, a person or an organisation: what is the same for all three."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from search.interface.engine import SearchEngine
from search.interface.lists import ListedKind
from search.interface.records import DirectiveView, SpeakerView
from webui.api.answers import Record, read_record, record_links
from webui.http.addresses import passage_path, record_path, with_parameters
from webui.http.entity_tags import tagged, unchanged
from webui.http.parameters import RECORD_PARAMETERS, read_parameters
from webui.http.public_address import origin
from webui.pages.marking import excerpt
from webui.pages.page_layout import error_page, lang_parameter, page, page_language
from webui.pages.records.article_mentions import quotation
from webui.pages.records.directive_parts import directive_parts
from webui.pages.records.organisation_parts import organisation_parts
from webui.pages.records.speaker_parts import speaker_parts

_SIZE = 20  # passages, or articles, on a page


def record_page(engine: SearchEngine, kind: ListedKind, id: str) -> Response:
    """Return the page of the record with this id, or the one that says that there is none."""
    values, _ = read_parameters(request.args, RECORD_PARAMETERS, strict=False)
    number: int = values.get("page", 1)
    lang, path = lang_parameter(), record_path(kind, id)
    generation, parts = engine.status().generation, (f"{kind} page", id, str(number), lang)
    if same := unchanged(request, generation, *parts):
        return same
    view = read_record(engine, kind, id, number, _SIZE)
    if view is None:
        return error_page(404)
    text, base = page_language(), origin()
    shown = page(
        f"{kind}.html",
        lambda lang: with_parameters(path, page=str(number) if number > 1 else "", lang=lang),
        view=view,
        links=record_links(view, with_parameters(path, lang=lang), number, _SIZE),
        excerpt=excerpt,
        place_of=lambda passage: passage_path(passage.article, passage, lang),
        quotation=lambda passage: quotation(passage, text, base),
        **_parts(view, lang),
    )
    return tagged(shown, generation, *parts)


def _parts(view: Record, lang: str) -> dict[str, Any]:
    """Return what the template of its kind shows beside the record itself."""
    if isinstance(view, DirectiveView):
        return directive_parts(view, lang)
    if isinstance(view, SpeakerView):
        return speaker_parts(view, lang)
    return organisation_parts(view, lang)
