"""The pages of all directives, of all people and of all organisations."""

from __future__ import annotations

from flask import Response, request

from search.interface.engine import SearchEngine
from search.interface.lists import ListedKind
from webui.http.addresses import list_address
from webui.http.entity_tags import tagged, unchanged
from webui.http.parameters import list_sorts, read_list
from webui.pages.lists.letters_and_filters import list_view
from webui.pages.page_layout import lang_parameter, page, page_language


def list_page(engine: SearchEngine, kind: ListedKind) -> Response:
    """Return the page of the list that the address asks for; what cannot be used in it is passed over."""
    asked, _ = read_list(kind, request.args, strict=False)
    generation, address = engine.status().generation, list_address(asked, lang=lang_parameter())
    if same := unchanged(request, generation, "page", address):
        return same
    found, text, lang = engine.listed(asked), page_language(), lang_parameter()
    shown = page(
        "list.html",
        lambda code: list_address(asked, lang=code),
        listed=asked,
        found=found,
        sorts=list_sorts(kind),
        typed={"from": text.typed_date(asked.from_), "to": text.typed_date(asked.to)},
        view=list_view(asked, found, text, lang),
    )
    return tagged(shown, generation, "page", address)
