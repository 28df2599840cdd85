"""Renders the search page: the home page without a question, hits, and what cannot be searched for."""

from __future__ import annotations

from dataclasses import replace

from flask import Response, request

from search.interface.answers import FacetCount, IndexStatus, SearchResponse
from search.interface.engine import NotAvailable, SearchEngine
from search.interface.request import Kind, SearchRequest
from webui.http.addresses import EMBEDDED, anchor, record_path, search_address, search_parameters, with_parameters
from webui.http.language import Language
from webui.http.parameters import EXPORT_LIMIT, Fault
from webui.http.public_address import origin
from webui.pages.marking import excerpt, marked
from webui.pages.navigation import Choice
from webui.pages.page_layout import home_address, lang_parameter, page, page_language, told_fault
from webui.pages.results.controls import results_view
from webui.pages.results.facet_search import FacetSearch

_NEWEST = 5  # articles on the home page
_FRAMED = 5  # results in a frame of another site
# What the statutes of the unions name as their work, as people would type it.
_WORK = ("tư vấn phản biện", "giám định xã hội", "phổ biến kiến thức", "đội ngũ trí thức", "sáng tạo kỹ thuật")
_WORK_SHOWN = 2
_MOST = 6  # directives and people there


def home_page(engine: SearchEngine, index: IndexStatus) -> Response:
    """Return the page without a question: what is newest and most named. Raises NotAvailable without an index."""
    if not index.generation:
        raise NotAvailable("there is no index")
    lang = lang_parameter()
    newest = engine.search(SearchRequest(kind="article", sort="newest", size=_NEWEST))
    most = {kind: newest.facets[kind][:_MOST] for kind in ("directive", "speaker", "organisation")}
    return page(
        "home.html",
        home_address,
        index=index,
        newest=newest.hits,
        most=most,
        examples=[(typed, search_address("/", SearchRequest(q=typed), lang)) for typed in _examples(engine, most)],
        all_newest=search_address("/", SearchRequest(kind="article", sort="newest"), lang),
    )


def _examples(engine: SearchEngine, most: dict[str, tuple[FacetCount, ...]]) -> list[str]:
    """Return queries that find something here: what unions work on, and what is most cited and most named."""
    asked = {typed: SearchRequest(q=f'"{typed}"', exact=True, size=1, facets=False) for typed in _WORK}
    found = [typed for typed, request in asked.items() if engine.search(request).total]
    named = [most[kind][0].label for kind in ("directive", "speaker") if most[kind]]
    return [*found[:_WORK_SHOWN], *named]


def refused_page(asked: SearchRequest, faults: list[Fault]) -> Response:
    """Return the page that says which parameters cannot be used, and why."""
    text = page_language()
    typed = {name: request.args.get(name, "") for name in ("from", "to")}
    return page(
        "refused.html",
        lambda lang: search_address("/", asked, lang),
        status=400,
        sentences=[told_fault(fault, text) for fault in faults],
        asked=asked,
        typed=typed,
    )


def results_page(
    asked: SearchRequest, found: SearchResponse, kinds: list[str], ways: tuple[Choice, ...], look: FacetSearch
) -> Response:
    """Return the page of hits; `kinds` are the kinds that the index holds, `ways` what would find something.

    Of the facet that `look` names, `found` has only the values that it looks for.
    """
    text, lang, q = page_language(), lang_parameter(), found.corrected or asked.q

    def marked_page(kind: Kind, id: str) -> str:
        return with_parameters(record_path(kind, id), q=q, lang=lang)

    return page(
        "results.html",
        lambda lang: search_address("/", asked, lang),
        asked=asked,
        typed={"from": text.typed_date(asked.from_), "to": text.typed_date(asked.to)},
        found=found,
        view=results_view(asked, found, text, lang, kinds, look),
        look=look,
        framed=origin() + search_address(EMBEDDED, replace(asked, page=1, size=_FRAMED), lang),
        unnarrowed=search_parameters(replace(asked, page=1)),
        ways=ways,
        export_limit=EXPORT_LIMIT,
        notes=_notes(found.query.notes, text),
        marked=marked,
        excerpt=excerpt,
        marked_page=marked_page,
        place_address=lambda hit, snippet: (
            f"{marked_page(hit.kind, hit.id)}#{anchor(snippet.part, snippet.item, snippet.start)}"
        ),
    )


def _notes(keys: tuple[str, ...], text: Language) -> list[str]:
    """Return what the engine has to say of the query; a note that the catalogue lacks is left out."""
    found = [f"note.{key.removeprefix('note_')}" for key in keys]
    return [text.t(key) for key in found if text.has(key)]
