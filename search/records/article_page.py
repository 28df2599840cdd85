"""The page of an article, put together from its stored record."""

from __future__ import annotations

from index.records.shapes import stored_article
from search.highlight.marker import Marker
from search.interface.answers import Copy
from search.interface.records import ArticleRecord, AttachedText
from search.records.article_mentions import directives_of, people_of
from search.records.stored import StoredRecords


def article_record(stored: StoredRecords, record: bytes, marks: Marker, copies: tuple[Copy, ...]) -> ArticleRecord:
    """Return the article of a stored record, with what a query matches marked, and what was found in it."""
    found = stored_article(record)
    article = found.article
    return ArticleRecord(
        id=article.id,
        title=article.title,
        text=article.text,
        lead=article.lead,
        date=article.date,
        date_origin=article.date_origin or "",
        author=article.author,
        source=article.source,
        url=article.url,
        category=article.category,
        province=article.province,
        related=article.related,
        attachments=tuple(
            AttachedText(one.name, one.text, tuple(marks.mark(one.text).spans)) for one in article.attachments
        ),
        title_highlights=tuple(marks.mark(article.title).spans),
        text_highlights=tuple(marks.mark(article.text).spans),
        directives=directives_of(stored, found),
        people=people_of(stored, found),
        copies=copies,
    )
