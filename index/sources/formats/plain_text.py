"""Plain text, as copied from a page: the title in the first line, the article, and what the page showed below it."""

from __future__ import annotations

from collections.abc import Iterator

from index.documents import Article, Rejection
from index.sources.fields.article_from_lines import Page, article_of_page, lines_of
from index.sources.files.walk import SourceFile
from index.sources.files.whole_file import text_of


def read(source_file: SourceFile) -> Iterator[Article | Rejection]:
    """Return the one article of the file."""
    yield article_of_page(Page(lines_of(text_of(source_file.path)), Article("", "", "")), source_file)
