"""Shows of an organisation what no other record has: the way to the articles of it and about it."""

from __future__ import annotations

from typing import Any

from search.interface.records import OrganisationView
from search.interface.request import SearchRequest
from webui.http.addresses import search_address
from webui.pages.page_layout import preview


def organisation_parts(view: OrganisationView, lang: str) -> dict[str, Any]:
    """Return the values of the template; `lang` is what links carry to keep the language."""
    names = "; ".join((*view.other_names, view.province)).strip("; ")
    return {
        "shown": preview(view.name, names or view.name),
        "naming": search_address("/", SearchRequest(kind="article", organisation=(view.id,)), lang),
    }
