"""Renders the pages of one article, one directive and one person."""

from __future__ import annotations

from typing import Any

from flask import Response
from markupsafe import Markup

from search.interface.answers import RelatedArticle
from search.interface.records import ArticleRecord, DirectiveView, SpeakerView
from search.interface.request import SearchRequest
from webui.api.answers import record_links
from webui.http.addresses import FORMATS, record_path, report_path, search_address, web_address, with_parameters
from webui.http.parameters import MAX_QUERY
from webui.http.public_address import origin
from webui.pages.charts.roles_timeline import roles_timeline
from webui.pages.charts.year_chart import year_chart
from webui.pages.marking import excerpt, linked, marked, paragraphs
from webui.pages.page_layout import lang_parameter, page, page_language
from webui.pages.records.article_mentions import MentionsView, citation, mentions_view
from webui.pages.records.linked_data import article_data, directive_data, script, speaker_data


def article_page(record: ArticleRecord, q: str, similar: tuple[RelatedArticle, ...]) -> Response:
    """Return the page of an article, with the matches of `q` marked."""
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
        article_address=lambda id: with_parameters(record_path("article", id), lang=lang),
        back=search_address("/", SearchRequest(q=q), lang) if q.strip() else "",
        related=[(title, search_address("/", SearchRequest(q=title[:MAX_QUERY]), lang)) for title in record.related],
    )


def _lead(record: ArticleRecord, mentions: MentionsView) -> Markup:
    """Return the lead, empty where the text begins with it."""
    repeated = record.text.startswith(record.lead)
    return Markup("") if repeated else linked(record.lead, (), mentions.lead_links)


def speaker_page(view: SpeakerView, number: int) -> Response:
    """Return page `number` of a person."""
    lang, path = lang_parameter(), record_path("speaker", view.id)
    return page(
        "speaker.html",
        lambda lang: with_parameters(path, page=str(number) if number > 1 else "", lang=lang),
        linked_data=script(speaker_data(view, origin())),
        view=view,
        roles=roles_timeline(view.roles),
        links=record_links(view, with_parameters(path, lang=lang), number, 20),
        excerpt=excerpt,
        address=lambda kind, id: with_parameters(record_path(kind, id), lang=lang),
        naming=search_address("/", SearchRequest(kind="article", speaker=(view.id,)), lang),
    )


def directive_page(view: DirectiveView, number: int) -> Response:
    """Return page `number` of a directive."""
    text, lang, path = page_language(), lang_parameter(), record_path("directive", view.id)

    def link(**narrowed: Any) -> str:
        return search_address("/", SearchRequest(kind="article", directive=(view.id,), **narrowed), lang)

    return page(
        "directive.html",
        lambda lang: with_parameters(path, page=str(number) if number > 1 else "", lang=lang),
        linked_data=script(directive_data(view, origin())),
        view=view,
        links=record_links(view, with_parameters(path, lang=lang), number, 20),
        excerpt=excerpt,
        address=lambda kind, id: with_parameters(record_path(kind, id), lang=lang),
        reports=[(text.t(f"report.{format}"), report_path(view.id, format, lang)) for format in FORMATS],
        years=year_chart(view.by_year, lambda start, end: link(from_=start, to=end)),
        from_province=lambda province: link(province=(province,)),
        citing=link(),
    )
