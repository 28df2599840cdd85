"""Renders the pages of one article, one directive and one person."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response
from markupsafe import Markup

from search.interface.answers import RelatedArticle
from search.interface.records import ArticleRecord, DirectiveView, SpeakerView
from search.interface.request import SearchRequest
from webui.api.answers import record_links
from webui.http.addresses import FORMATS, passage_path, record_path, search_address, web_address, with_parameters
from webui.http.language import DEFAULT
from webui.http.parameters import MAX_QUERY
from webui.http.public_address import origin
from webui.pages.charts.roles_timeline import roles_timeline
from webui.pages.charts.year_chart import year_chart
from webui.pages.marking import excerpt, linked, paragraphs
from webui.pages.page_layout import lang_parameter, page, page_language, preview
from webui.pages.records.article_mentions import (
    MentionsView,
    PlacesView,
    citation,
    mentions_view,
    places_view,
    quotation,
)
from webui.pages.records.linked_data import article_data, directive_data, script, speaker_data
from webui.reports.choice import ReportChoice, report_address


def article_page(record: ArticleRecord, q: str, similar: tuple[RelatedArticle, ...]) -> Response:
    """Return the page of an article, with the matches of `q` marked."""
    lang = lang_parameter()
    mentions, places = mentions_view(record, page_language(), lang), places_view(record)
    return page(
        "article.html",
        lambda lang: with_parameters(record_path("article", record.id), q=q, lang=lang),
        canonical=lambda lang: with_parameters(record_path("article", record.id), lang=lang),
        shown=preview(record.title or record.id, record.lead or record.text, "article"),
        linked_data=script(article_data(record, origin())),
        record=record,
        mentions=mentions,
        citation=citation(record, page_language(), origin()),
        title=linked(record.title, record.title_highlights, (), places=places.title),
        paragraphs=paragraphs(record.text, record.text_highlights, mentions.text_links, places.text),
        lead=_lead(record, mentions, places),
        attachments=[
            (attached.name, paragraphs(attached.text, attached.text_highlights, links, named))
            for attached, links, named in zip(
                record.attachments, mentions.attachment_links, places.attachments, strict=True
            )
        ],
        source_url=web_address(record.url),
        asked=SearchRequest(q=q),
        similar=similar,
        article_address=lambda id: with_parameters(record_path("article", id), lang=lang),
        back=search_address("/", SearchRequest(q=q), lang) if q.strip() else "",
        related=[
            (linked(title, (), (), places=named), search_address("/", SearchRequest(q=title[:MAX_QUERY]), lang))
            for title, named in zip(record.related, places.related, strict=True)
        ],
    )


def _lead(record: ArticleRecord, mentions: MentionsView, places: PlacesView) -> Markup:
    """Return the lead, empty where the text begins with it."""
    repeated = record.text.startswith(record.lead)
    return Markup("") if repeated else linked(record.lead, (), mentions.lead_links, places=places.lead)


def _passages(lang: str) -> dict[str, Any]:
    """Return what the list of passages asks for each: where it stands, and how it is quoted."""
    text, base = page_language(), origin()
    return {
        "place_of": lambda passage: passage_path(passage.article, passage, lang),
        "quotation": lambda passage: quotation(passage, text, base),
    }


def speaker_page(view: SpeakerView, number: int) -> Response:
    """Return page `number` of a person."""
    lang, path = lang_parameter(), record_path("speaker", view.id)
    return page(
        "speaker.html",
        lambda lang: with_parameters(path, page=str(number) if number > 1 else "", lang=lang),
        shown=preview(
            view.name, "; ".join(dict.fromkeys(role.text for role in reversed(view.roles))) or view.name, "profile"
        ),
        linked_data=script(speaker_data(view, origin())),
        view=view,
        roles=roles_timeline(view.roles),
        links=record_links(view, with_parameters(path, lang=lang), number, 20),
        excerpt=excerpt,
        **_passages(lang),
        address=lambda kind, id: with_parameters(record_path(kind, id), lang=lang),
        naming=search_address("/", SearchRequest(kind="article", speaker=(view.id,)), lang),
    )


def directive_page(view: DirectiveView, number: int) -> Response:
    """Return page `number` of a directive."""
    text, lang, path = page_language(), lang_parameter(), record_path("directive", view.id)

    choice = ReportChoice(lang=lang or DEFAULT)

    def link(**narrowed: Any) -> str:
        return search_address("/", SearchRequest(kind="article", directive=(view.id,), **narrowed), lang)

    return page(
        "directive.html",
        lambda lang: with_parameters(path, page=str(number) if number > 1 else "", lang=lang),
        shown=preview(view.name, ". ".join(filter(None, (view.title, view.issuer, text.date(view.date)))) or view.name),
        linked_data=script(directive_data(view, origin())),
        view=view,
        links=record_links(view, with_parameters(path, lang=lang), number, 20),
        excerpt=excerpt,
        **_passages(lang),
        address=lambda kind, id: with_parameters(record_path(kind, id), lang=lang),
        reports=[
            (text.t(f"report.{format}"), report_address(view.id, choice, format, "/api/v1")) for format in FORMATS
        ],
        report_with_unsettled=report_address(view.id, replace(choice, unsettled=True)),
        report=report_address(view.id, choice),
        report_from=lambda province: report_address(
            view.id, replace(choice, asked=SearchRequest(province=(province,), copies="all"))
        ),
        years=year_chart(view.by_year, lambda start, end: link(from_=start, to=end)),
        from_province=lambda province: link(province=(province,)),
        citing=link(),
    )
