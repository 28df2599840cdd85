"""The narrow interface between whoever asks (page, API, command line) and whatever engine answers."""

from __future__ import annotations

from typing import Protocol

from index.reindexing.last_run import LastRun
from search.interface.answers import IndexStatus, RelatedArticle, SearchResponse, Suggestion
from search.interface.lists import ListRequest, RecordList
from search.interface.records import ArticleRecord, DirectiveView, OrganisationView, SpeakerView
from search.interface.reports import DirectiveReport
from search.interface.request import Kind, SearchRequest

MAX_REACH = 10_000
"""Hits that paging can reach."""


class BadRequest(ValueError):
    """The request can be mended by the one who sent it; the message is safe to show.

    `field` names the parameter of the request that is malformed.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class NotAvailable(RuntimeError):
    """There is no index to answer from, or it cannot be read; the message says what the operator can do."""


def check_page(request: SearchRequest) -> None:
    """Raise BadRequest for a page that is none, or that lies beyond what paging can reach."""
    if request.page < 1 or request.size < 1 or request.page * request.size > MAX_REACH:
        raise BadRequest("page", f"only the first {MAX_REACH} hits can be paged to; narrow the search instead")


class SearchEngine(Protocol):
    """Answers questions over one index. Methods may be called from several threads at once."""

    def search(self, request: SearchRequest) -> SearchResponse:
        """Return one page of hits. Raises BadRequest for a malformed filter, NotAvailable without an index."""
        ...

    def article(self, id: str, q: str = "") -> ArticleRecord | None:
        """Return the article with this id, with highlights for `q`, or None where there is none."""
        ...

    def similar(self, id: str, size: int = 5) -> tuple[RelatedArticle, ...] | None:
        """Return the articles most like the one with this id, best first, or None where there is none.

        Its copies are left out, and of other texts with copies only the earliest is named.
        """
        ...

    def directive(self, id: str, page: int = 1, size: int = 20) -> DirectiveView | None:
        """Return the directive with this id and one page of the passages that cite it, or None."""
        ...

    def listed(self, request: ListRequest) -> RecordList:
        """Return one page of the directives or people. Raises as `search` does."""
        ...

    def report(self, id: str, request: SearchRequest, unsettled: bool = False) -> DirectiveReport | None:
        """Return what the articles say of a directive, by date, or None where there is no such directive.

        Of `request` the dates, sources and provinces narrow the articles; `copies` tells whether of copies of one text
        only the earliest gives rows. With `unsettled` there are also rows of mentions that may mean it, marked so.
        Raises as `search` does.
        """
        ...

    def speaker(self, id: str, page: int = 1, size: int = 20) -> SpeakerView | None:
        """Return the person with this id and one page of statements and appearances, or None."""
        ...

    def organisation(self, id: str, page: int = 1, size: int = 20) -> OrganisationView | None:
        """Return the organisation with this id and one page of the articles of it and about it, or None."""
        ...

    def suggest(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Return titles and names that hold what was typed so far, likeliest first."""
        ...

    def identifiers(self, kind: Kind, start: int = 0, stop: int | None = None) -> tuple[str, ...]:
        """Return the ids of all records of a kind, sorted, or a slice of them. Raises NotAvailable without an index."""
        ...

    def pinned(self) -> SearchEngine:
        """Return an engine that answers from what is served now, whatever is published while it is used.

        For answers of many pages, such as an export, that must be of one index. It need not be closed. Raises
        NotAvailable without an index.
        """
        ...

    def status(self) -> IndexStatus:
        """Return what is being served; never raises: without an index `generation` is empty."""
        ...

    def last_run(self) -> LastRun | None:
        """Return how the last reindex ended, None where that is not known. Reads it anew each time."""
        ...

    def recheck(self) -> bool:
        """Look whether what is served is still what was written; where it is not, serve it no more and tell False."""
        ...

    def close(self) -> None:
        """Release files. The engine answers nothing afterwards."""
        ...
