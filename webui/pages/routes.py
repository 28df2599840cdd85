"""The pages that people see: search with its results, articles, directives, people. No cookies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, request
from markupsafe import Markup

from index.analysis.normalise import fold
from search.interface.answers import FacetCount, IndexStatus, RelatedArticle, SearchResponse
from search.interface.engine import NotAvailable, SearchEngine
from search.interface.records import ArticleRecord, DirectiveView, SpeakerView
from search.interface.request import SearchRequest
from webui.api.answers import directive_answer, speaker_answer
from webui.http.addresses import record_path, search_address, web_address, with_parameters
from webui.http.entity_tags import tagged, unchanged
from webui.http.language import Language
from webui.http.paging_limit import search_within_reach
from webui.http.parameters import ARTICLE_PARAMETERS, MAX_QUERY, RECORD_PARAMETERS, Fault, read_parameters, read_search
from webui.operations.unanswered_queries import note
from webui.pages.article_view import MentionsView, citation, mentions_view
from webui.pages.linked_data import article_data, directive_data, script, speaker_data
from webui.pages.list_pages import list_page
from webui.pages.marking import excerpt, linked, marked, paragraphs
from webui.pages.no_results import ways_out
from webui.pages.page_layout import error_page, home_address, lang_parameter, origin, page, page_language
from webui.pages.results_view import Choice, results_view
from webui.pages.roles_timeline import roles_timeline
from webui.pages.year_chart import year_chart
from webui.reports.routes import FORMATS, report_path

_NEWEST = 5  # articles on the home page
_MOST = 6  # directives and people there


def create_blueprint(engine: SearchEngine) -> Blueprint:
    """Return the routes of the pages, answering from `engine`."""
    pages = Blueprint("pages", __name__)

    @pages.get("/")
    def search() -> Response:
        asked, faults = read_search(request.args, strict=False)
        if faults:
            return _refused_page(asked, faults)
        status = engine.status()
        address = search_address("/", asked, lang_parameter())
        if same := unchanged(request, status.generation, address):
            return same
        if not _asks_something(asked):
            return tagged(_home_page(engine, status), status.generation, address)
        found = search_within_reach(engine, replace(asked, explain=True))  # each hit has a line on why
        note(asked, found)
        kinds = [kind for kind, count in status.counts.items() if count]
        ways = () if found.total else ways_out(engine, asked, found, page_language(), lang_parameter())
        return tagged(_results_page(asked, found, kinds, ways), found.generation, address)

    @pages.get("/articles/<anything:id>")
    def article(id: str) -> Response:
        return _article(id)

    @pages.get("/articles")
    def article_by_query() -> Response:
        """The same for ids that cannot stand in a path; see `record_path`."""
        return _article(request.args.get("id", ""))

    def _article(id: str) -> Response:
        values, _ = read_parameters(request.args, ARTICLE_PARAMETERS, strict=False)
        q: str = values.get("q", "")
        generation, parts = engine.status().generation, ("page", id, q, lang_parameter())
        if same := unchanged(request, generation, *parts):
            return same
        record = engine.article(id, q)
        if record is None:
            return error_page(404)
        return tagged(_article_page(record, q, engine.similar(id) or ()), generation, *parts)

    @pages.get("/directives/<anything:id>")
    def directive(id: str) -> Response:
        return _directive(id)

    @pages.get("/directives")
    def directives() -> Response:
        """The list, or with `id` one record whose id cannot stand in a path; see `record_path`."""
        if "id" not in request.args:
            return list_page(engine, "directive")
        return _directive(request.args.get("id", ""))

    def _directive(id: str) -> Response:
        number = _page_number()
        generation, parts = engine.status().generation, ("directive page", id, str(number), lang_parameter())
        if same := unchanged(request, generation, *parts):
            return same
        view = engine.directive(id, number)
        return tagged(_directive_page(view, number), generation, *parts) if view else error_page(404)

    @pages.get("/speakers/<anything:id>")
    def speaker(id: str) -> Response:
        return _speaker(id)

    @pages.get("/speakers")
    def speakers() -> Response:
        if "id" not in request.args:
            return list_page(engine, "speaker")
        return _speaker(request.args.get("id", ""))

    def _speaker(id: str) -> Response:
        number = _page_number()
        generation, parts = engine.status().generation, ("speaker page", id, str(number), lang_parameter())
        if same := unchanged(request, generation, *parts):
            return same
        view = engine.speaker(id, number)
        return tagged(_speaker_page(view, number), generation, *parts) if view else error_page(404)

    return pages


def _asks_something(asked: SearchRequest) -> bool:
    return bool(asked.q.strip() or asked.from_ or asked.to or asked.given) or asked.kind != "all"


def _home_page(engine: SearchEngine, index: IndexStatus) -> Response:
    if not index.generation:
        raise NotAvailable("there is no index")
    lang = lang_parameter()
    newest = engine.search(SearchRequest(kind="article", sort="newest", size=_NEWEST))
    most = {kind: newest.facets[kind][:_MOST] for kind in ("directive", "speaker")}
    return page(
        "home.html",
        home_address,
        index=index,
        newest=newest.hits,
        most=most,
        examples=[(typed, search_address("/", SearchRequest(q=typed), lang)) for typed in _examples(most)],
        address=lambda kind, id: with_parameters(record_path(kind, id), lang=lang),
        all_newest=search_address("/", SearchRequest(kind="article", sort="newest"), lang),
    )


def _examples(most: dict[str, tuple[FacetCount, ...]]) -> list[str]:
    """Return queries that find something here: what is most cited and most named, as people would type it."""
    called = [fold(most["directive"][0].label)] if most["directive"] else []
    named = [most["speaker"][0].label, f'người:"{most["speaker"][0].label}"'] if most["speaker"] else []
    return [*called, *named]


def _refused_page(asked: SearchRequest, faults: list[Fault]) -> Response:
    text = page_language()
    sentences = [
        text.t(f"error.{fault.code}", name=text.t(f"parameter.{fault.parameter}"), **dict(fault.values))
        for fault in faults
    ]
    typed = {name: request.args.get(name, "") for name in ("from", "to")}
    return page(
        "refused.html",
        lambda lang: search_address("/", asked, lang),
        status=400,
        sentences=sentences,
        asked=asked,
        typed=typed,
    )


def _results_page(asked: SearchRequest, found: SearchResponse, kinds: list[str], ways: tuple[Choice, ...]) -> Response:
    text = page_language()
    return page(
        "results.html",
        lambda lang: search_address("/", asked, lang),
        asked=asked,
        typed={"from": text.typed_date(asked.from_), "to": text.typed_date(asked.to)},
        found=found,
        view=results_view(asked, found, text, lang_parameter(), kinds),
        ways=ways,
        notes=_notes(found.query.notes, text),
        marked=marked,
        excerpt=excerpt,
        address=lambda hit: with_parameters(
            record_path(hit.kind, hit.id), q=found.corrected or asked.q, lang=lang_parameter()
        ),
        copy_address=lambda copy: with_parameters(
            record_path("article", copy.id), q=found.corrected or asked.q, lang=lang_parameter()
        ),
    )


def _notes(keys: tuple[str, ...], text: Language) -> list[str]:
    """Return what the engine has to say of the query; a note that the catalogue lacks is left out."""
    found = [f"note.{key.removeprefix('note_')}" for key in keys]
    return [text.t(key) for key in found if text.has(key)]


def _article_page(record: ArticleRecord, q: str, similar: tuple[RelatedArticle, ...]) -> Response:
    lang = lang_parameter()
    mentions = mentions_view(record, page_language(), lang)
    return page(
        "article.html",
        lambda lang: with_parameters(record_path("article", record.id), q=q, lang=lang),
        canonical=lambda lang: with_parameters(record_path("article", record.id), lang=lang),
        linked_data=script(article_data(record, origin())),
        record=record,
        mentions=mentions,
        citation=citation(record, page_language(), origin()),
        title=marked(record.title, record.title_highlights),
        paragraphs=paragraphs(record.text, record.text_highlights, mentions.text_links),
        lead=_lead(record, mentions),
        attachments=[
            (attached.name, paragraphs(attached.text, attached.text_highlights, links))
            for attached, links in zip(record.attachments, mentions.attachment_links, strict=True)
        ],
        source_url=web_address(record.url),
        asked=SearchRequest(q=q),
        similar=similar,
        article_address=lambda one: with_parameters(record_path("article", one.id), lang=lang),
        back=search_address("/", SearchRequest(q=q), lang) if q.strip() else "",
        related=[(title, search_address("/", SearchRequest(q=title[:MAX_QUERY]), lang)) for title in record.related],
    )


def _lead(record: ArticleRecord, mentions: MentionsView) -> Markup:
    """Return the lead, empty where the text begins with it."""
    repeated = record.text.startswith(record.lead)
    return Markup("") if repeated else linked(record.lead, (), mentions.lead_links)


def _page_number() -> int:
    values, _ = read_parameters(request.args, RECORD_PARAMETERS, strict=False)
    number: int = values.get("page", 1)
    return number


def _speaker_page(view: SpeakerView, number: int) -> Response:
    lang, path = lang_parameter(), record_path("speaker", view.id)
    answer = speaker_answer(view, with_parameters(path, lang=lang), number, 20)
    return page(
        "speaker.html",
        lambda lang: with_parameters(path, page=str(number) if number > 1 else "", lang=lang),
        linked_data=script(speaker_data(view, origin())),
        view=view,
        roles=roles_timeline(view.roles),
        links=answer.links,
        excerpt=excerpt,
        address=lambda kind, id: with_parameters(record_path(kind, id), lang=lang),
        naming=search_address("/", SearchRequest(kind="article", speaker=(view.id,)), lang),
    )


def _directive_page(view: DirectiveView, number: int) -> Response:
    text, lang, path = page_language(), lang_parameter(), record_path("directive", view.id)
    answer = directive_answer(view, with_parameters(path, lang=lang), number, 20)

    def link(**narrowed: Any) -> str:
        return search_address("/", SearchRequest(kind="article", directive=(view.id,), **narrowed), lang)

    return page(
        "directive.html",
        lambda lang: with_parameters(path, page=str(number) if number > 1 else "", lang=lang),
        linked_data=script(directive_data(view, origin())),
        view=view,
        links=answer.links,
        excerpt=excerpt,
        address=lambda kind, id: with_parameters(record_path(kind, id), lang=lang),
        reports=[(text.t(f"report.{format}"), report_path(view.id, format, lang)) for format in FORMATS],
        years=year_chart(view.by_year, lambda start, end: link(from_=start, to=end)),
        from_province=lambda province: link(province=(province,)),
        citing=link(),
    )
