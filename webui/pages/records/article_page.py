"""Renders the page of an article, with its mentions as links and what a query matches marked."""

from __future__ import annotations

from flask import Response
from markupsafe import Markup

from search.interface.answers import RelatedArticle
from search.interface.records import ArticleRecord
from search.interface.request import SearchRequest
from webui.api.citations import citation, citation_path
from webui.http.addresses import record_path, search_address, web_address, with_parameters
from webui.http.parameters import MAX_QUERY
from webui.http.public_address import origin
from webui.pages.marking import linked, paragraphs
from webui.pages.page_layout import lang_parameter, page, page_language, preview
from webui.pages.records.article_mentions import (
    MentionsView,
    PlacesView,
    mentions_view,
    places_view,
)
from webui.pages.records.linked_data import article_data, script


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
        letter=record.letter,
        mentions=mentions,
        citation=citation(record, "txt", page_language(), origin()),
        cited_as=[("BibTeX", citation_path(record.id, "bib")), ("RIS", citation_path(record.id, "ris"))],
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
