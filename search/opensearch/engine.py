"""The engine over a cluster: answers from the index that an alias means, and picks up a new one by itself."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from index.generations.opensearch.check import health
from index.generations.opensearch.client import Cluster
from index.generations.opensearch.errors import ClusterError, Switched
from index.generations.opensearch.state import read_record
from index.generations.opensearch.words import read_tables, read_words
from index.reindexing.last_run import LastRun, record_of
from index.resolve.office_table import names_of
from search.deadline import NEVER, check, left, until
from search.embedded.ranking.weights import DEFAULT, Parameters
from search.highlight.highlight_terms import highlight_terms
from search.highlight.marker import Marker
from search.interface.answers import IndexStatus, RelatedArticle, SearchResponse, Suggestion
from search.interface.engine import NotAvailable, check_page
from search.interface.lists import ListRequest, RecordList
from search.interface.records import ArticleRecord, DirectiveView, OrganisationView, SpeakerView
from search.interface.reports import DirectiveReport
from search.interface.request import Kind, SearchRequest
from search.opensearch.answering import searched
from search.opensearch.asked.asking import Asking
from search.opensearch.asked.open_index import OpenIndex
from search.opensearch.asked.stored import ClusterStored, copies_of, copy_of
from search.opensearch.asked.words import Words
from search.opensearch.record_lists import identifiers, most_mentioned, record_list
from search.opensearch.reporting import reported
from search.opensearch.similar_articles import similar_articles
from search.opensearch.suggesting import suggested
from search.query.other_forms.form_tables import BadTable, read_abbreviations
from search.records.organisation_page import organisation_view
from search.records.record_pages import article_record, directive_view, speaker_view

logger = logging.getLogger("tracuu")

_HEALTH_SECONDS = 5.0
_PATIENCE = 10.0  # seconds for what the alias means
_MOMENT = 1.0  # seconds for which the alias is taken to mean what it did, where only the generation is told

Result = TypeVar("Result")


class OpenSearchEngine:
    """A SearchEngine over the indices of a cluster. Methods may be called from several threads."""

    def __init__(self, cluster: Cluster, tables: Path, parameters: Parameters = DEFAULT) -> None:
        """Take the cluster, and the folder in which the office's own tables of abbreviations lie, if it has some."""
        self._cluster = cluster
        self._tables = tables
        self._parameters = parameters
        self._lock = threading.Lock()
        self._opened: OpenIndex | None = None
        self._pinned: OpenIndex | None = None
        self._state, self._looked = ("green", ""), float("-inf")
        self._resolved = float("-inf")

    def _current(self) -> OpenIndex:
        """Return the index to answer from: the one that the alias means now. Raises NotAvailable."""
        if self._pinned is not None:
            return self._pinned
        with _available():
            name = self._cluster.resolve(timeout=min(left(), _PATIENCE))
            opened = self._opened
            if opened is None or opened.name != name:
                with self._lock:
                    opened = self._opened
                    if opened is None or opened.name != name:
                        with until(NEVER):  # it is for later requests too
                            opened = self._opened = self._open(name)
            self._resolved = time.monotonic()
            return opened

    def _open(self, name: str) -> OpenIndex:
        told = self._cluster.manifest(name)
        words = Words(read_words(self._cluster, name).counts)
        names = names_of(read_tables(self._cluster, name))
        opened = OpenIndex(name, words, told, names, read_abbreviations(self._tables), self._parameters)
        opened.keep_labels(most_mentioned(self._cluster, name))
        return opened

    def _answer(self, work: Callable[[OpenIndex, Asking], Result]) -> Result:
        """Return what a piece of work gives once it knows all that it asks of one index. Raises NotAvailable."""

        def answer(opened: OpenIndex, is_live: bool) -> Result:
            asking = Asking(self._cluster, opened.name, is_live)
            with _available():
                return asking.until_known(lambda: work(opened, asking))

        if self._pinned is None and self._opened is not None:
            with contextlib.suppress(Switched):
                found = answer(self._opened, is_live=True)
                self._resolved = time.monotonic()
                return found
        return answer(self._current(), is_live=False)

    def search(self, request: SearchRequest) -> SearchResponse:
        """Return one page of hits. Raises BadRequest for a malformed filter, NotAvailable without an index."""
        began = time.perf_counter()
        check_page(request)
        answer = self._answer(partial(searched, request))
        return replace(answer, took_ms=round((time.perf_counter() - began) * 1000, 2))

    def article(self, id: str, q: str = "") -> ArticleRecord | None:
        """Return the article with this id, with highlights for `q`, or None where there is none."""

        def work(opened: OpenIndex, asking: Asking) -> ArticleRecord | None:
            stored = ClusterStored(opened, asking)
            source = stored.sources([f"article:{id}"], ["record", "copy_group"]).get(f"article:{id}")
            if source is None:
                return None
            group = source.get("copy_group", "")
            copies = copies_of(asking, [group])[group] if group else []
            others = tuple(copy_of(one) for one in copies if one["key"] != f"article:{id}")
            marks = Marker(highlight_terms(opened.read(q)))
            return article_record(stored, source["record"].encode(), marks, others)

        return self._answer(work)

    def similar(self, id: str, size: int = 5) -> tuple[RelatedArticle, ...] | None:
        """Return the articles most like the one with this id, best first, or None where there is none."""
        return self._answer(lambda opened, asking: similar_articles(opened, asking, id, size))

    def directive(self, id: str, page: int = 1, size: int = 20) -> DirectiveView | None:
        """Return the directive with this id and one page of the passages that cite it, or None."""
        return self._view(f"directive:{id}", lambda _, stored, record: directive_view(stored, record, page, size))

    def listed(self, request: ListRequest) -> RecordList:
        """Return one page of the directives or people. Raises as `search` does."""
        return self._answer(lambda opened, asking: record_list(opened, asking, request))

    def report(self, id: str, request: SearchRequest, unsettled: bool = False) -> DirectiveReport | None:
        """Return what the articles say of a directive, by date, or None.

        Of `request` the filters narrow them, and of copies of one text only the earliest counts where they are folded.
        """
        return self._answer(lambda opened, asking: reported(opened, asking, id, request, unsettled))

    def speaker(self, id: str, page: int = 1, size: int = 20) -> SpeakerView | None:
        """Return the person with this id and one page of statements and appearances, or None."""
        return self._view(f"speaker:{id}", lambda _, stored, record: speaker_view(stored, record, page, size))

    def organisation(self, id: str, page: int = 1, size: int = 20) -> OrganisationView | None:
        """Return the organisation with this id and one page of the articles of it and about it, or None."""
        return self._view(
            f"organisation:{id}",
            lambda opened, stored, record: organisation_view(stored, opened.organisations, record, page, size),
        )

    def _view(self, key: str, made: Callable[[OpenIndex, ClusterStored, bytes], Result]) -> Result | None:
        """Return what is made of a stored record, None where there is none with this key."""

        def work(opened: OpenIndex, asking: Asking) -> Result | None:
            stored = ClusterStored(opened, asking)
            record = stored.records([key]).get(key)
            if record is None:
                stored.foresee(key)
                return None
            return made(opened, stored, record)

        return self._answer(work)

    def suggest(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Return titles and names that hold what was typed so far, likeliest first."""
        return self._answer(lambda _, asking: suggested(asking, typed, limit))

    def identifiers(self, kind: Kind, start: int = 0, stop: int | None = None) -> tuple[str, ...]:
        """Return the ids of all records of a kind, sorted, or a slice of them. Raises NotAvailable without an index."""
        opened = self._current()
        with _available():
            return identifiers(self._cluster, opened.name, kind, start, stop)

    def pinned(self) -> OpenSearchEngine:
        """Return an engine over the index that is served now. Raises NotAvailable without an index."""
        engine = copy(self)
        engine._pinned = self._current()
        return engine

    def status(self) -> IndexStatus:
        """Return what is being served; never raises: without an index `generation` is empty.

        It may be a moment old: pages ask for it before everything else.
        """
        try:
            is_fresh = time.monotonic() - self._resolved < _MOMENT
            opened = (self._pinned or self._opened if is_fresh else None) or self._current()
            state, fault = self._health(opened.name)
        except NotAvailable as error:
            return IndexStatus(generation="", fault=str(error), asked=asdict(self._cluster.counted))
        told = opened.told
        return IndexStatus(
            generation="" if state == "red" else opened.generation,
            fault=fault,
            asked=asdict(self._cluster.counted),
            published=told.published,
            counts=dict(told.counts),
            format=told.format,
            analyser=told.analyser,
        )

    def _health(self, index: str) -> tuple[str, str]:
        """Return the health of an index and what that means, of some seconds ago: pages ask for it often."""
        if time.monotonic() - self._looked > _HEALTH_SECONDS:
            with _available():
                self._state = health(self._cluster, index)
            self._looked = time.monotonic()
        return self._state

    def last_run(self) -> LastRun | None:
        """Return how the last reindex ended, None where that is not known. Reads it anew each time."""
        with _available():
            return record_of(read_record(self._cluster))

    def recheck(self) -> bool:
        """Tell whether the index that is served is still there, and all of its shards answer."""
        opened = self._opened
        if opened is None:
            return True
        try:
            self._cluster.search(opened.name, {"size": 0, "track_total_hits": False})
        except ClusterError as error:
            logger.error("%s is not whole: %s", opened.name, error)
            return False
        return True

    def close(self) -> None:
        """Close the connections. The engine answers nothing afterwards."""
        self._cluster.close()


@contextmanager
def _available() -> Iterator[None]:
    """Tell what the cluster refused as NotAvailable, or as OutOfTime where the time was over."""
    try:
        yield
    except Switched:
        raise
    except (ClusterError, BadTable) as error:
        check()
        raise NotAvailable(str(error)) from error
