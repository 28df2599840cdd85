"""Shows of a person what no other record has: offices over time, the way to the articles that name them."""

from __future__ import annotations

from typing import Any

from search.interface.records import SpeakerView
from search.interface.request import SearchRequest
from webui.http.addresses import search_address
from webui.http.public_address import origin
from webui.pages.charts.roles_timeline import roles_timeline
from webui.pages.page_layout import page_language, preview
from webui.pages.records.evidence import reasons
from webui.pages.records.linked_data import script, speaker_data


def speaker_parts(view: SpeakerView, lang: str) -> dict[str, Any]:
    """Return the values of the template; `lang` is what links carry to keep the language."""
    offices = "; ".join(dict.fromkeys(role.text for role in reversed(view.roles)))
    return {
        "shown": preview(view.name, offices or view.name, "profile"),
        "linked_data": script(speaker_data(view, origin())),
        "roles": roles_timeline(view.roles),
        "reasons": reasons(view.evidence, page_language()),
        "naming": search_address("/", SearchRequest(kind="article", speaker=(view.id,)), lang),
    }
