"""The embedded engine: answers from the live generation of a data folder, and picks up a new one by itself."""

from __future__ import annotations

import logging
import threading
import time
import weakref
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.analysis.segment import Segmenter
from index.generations.store import Store, StoreError, verify
from index.records.writing import stored_article
from index.reindexing.last_run import LastRun, read_last_run
from search.deadline import NEVER, check, until
from search.embedded.facets import count_facets, count_kinds
from search.embedded.hits import hits
from search.embedded.matching.whole_query_names import meant
from search.embedded.open_generation import Serving
from search.embedded.ranking.match_reasons import reasons
from search.embedded.ranking.weights import DEFAULT, Parameters
from search.embedded.selection import filtered, holds, page_of, select
from search.highlight.marker import Marker, wanted
from search.interface.answers import Expanded, IndexStatus, RelatedArticle, SearchResponse, Suggestion, Understood
from search.interface.engine import BadRequest, NotAvailable
from search.interface.records import (
    ArticleRecord,
    AttachedText,
    DirectiveReport,
    DirectiveView,
    ListRequest,
    RecordList,
    SpeakerView,
)
from search.interface.request import Kind, SearchRequest
from search.process_memory import give_back
from search.query.abbreviations import BadTable, read_abbreviations
from search.query.date_ranges import checked_date
from search.query.parse import parse
from search.query.tree import Phrase, Query, Word, leaves, period
from search.records.article_mentions import directives_of, people_of
from search.records.directive_report import directive_report
from search.records.record_pages import directive_view, speaker_view

logger = logging.getLogger("tracuu")

_PATIENCE = 1.0  # seconds that one request waits for a new generation; others are answered from the old one
_LAST_SEARCH = 60.0  # seconds after which none is waited for any more
_TOLD = 3  # faults of a damaged generation that are told; `tracuu check` lists all
_NAMESAKES = 3  # records that a name within a query puts beside the articles
MAX_REACH = 10_000  # hits that paging can reach


class WhooshEngine:
    """A SearchEngine over the Whoosh index in a data folder. Methods may be called from several threads."""

    def __init__(self, data: Path, parameters: Parameters = DEFAULT) -> None:
        self._store = Store(data)
        self._parameters = parameters
        self._lock = threading.Lock()
        self._stamp: tuple[int, int] | None = None
        self._serving: Serving | None = None
        self._fault = ""
        self._renewing: threading.Thread | None = None

    def _current(self) -> Serving:
        """Return the generation to answer from; a request in flight keeps the one it began with."""
        stamp = self._store.stamp()
        serving = self._serving
        if serving is not None:
            if stamp != self._stamp:
                self._renew(stamp)
            return self._serving or serving
        with self._lock:
            if self._serving is None:
                self._serving, self._fault = self._open()
                self._stamp = stamp
            return self._serving

    def _renew(self, stamp: tuple[int, int] | None) -> None:
        """Open what is live now beside what is served; the one who noticed waits a little, others are not kept."""
        with self._lock:
            if self._renewing is not None or stamp == self._stamp:
                return
            opening = self._renewing = threading.Thread(target=self._take_over, args=(stamp,), daemon=True)
            opening.start()
        opening.join(_PATIENCE)

    def _take_over(self, stamp: tuple[int, int] | None) -> None:
        serving = None
        try:
            serving, fault = self._open()
        except (NotAvailable, OSError) as error:
            fault = f"{error}; what was served before is served on"
            logger.error("%s", fault)
        with self._lock:
            old = weakref.ref(self._serving) if serving and self._serving else None
            self._serving = serving or self._serving
            self._stamp, self._fault, self._renewing = stamp, fault, None
        if old is not None:
            del serving
            _give_back_after(old)

    def recheck(self) -> bool:
        """Read the files of what is served anew; where one is not what was written, serve it no more, and tell False.

        The next request then opens what is sound, as at the start. For files that change on the disk, or in the
        system's copy of them in memory, after they were opened.
        """
        serving = self._serving
        if serving is None or not (problems := verify(serving.generation)):
            return True
        logger.error("%s is served no more: %s", serving.generation.name, "; ".join(problems[:_TOLD]))
        with self._lock:
            if self._serving is serving:
                self._serving = None
        return False

    def _open(self) -> tuple[Serving, str]:
        """Return the live generation, or where it is damaged the newest that is whole; and what is wrong with it."""
        try:
            with until(NEVER):  # it is for later requests too
                return self._opened()
        except (StoreError, BadTable) as error:
            raise NotAvailable(str(error)) from error

    def _opened(self) -> tuple[Serving, str]:
        found = self._store.sound()
        abbreviations = read_abbreviations(self._store.data)
        fault = "; ".join(found.problems[:_TOLD])
        if found.generation is None:
            missing = f"{self._store.data}: there is no index yet; make one with: tracuu reindex PATH"
            raise NotAvailable(fault or missing)
        if fault:
            fault = f"the live generation is damaged, {found.generation.name} is served: {fault}"
            logger.error("%s", fault)
        segmenter = Segmenter() if self._parameters.compound else None
        serving = Serving(found.generation, segmenter, self._parameters, abbreviations)
        weakref.finalize(serving, serving.snapshot.close)  # when the last request that began on it has ended
        return serving, fault

    def search(self, request: SearchRequest) -> SearchResponse:
        """Return one page of hits. Raises BadRequest for a malformed filter, NotAvailable without an index."""
        began = time.perf_counter()
        if request.page < 1 or request.size < 1 or request.page * request.size > MAX_REACH:
            raise BadRequest("page", f"only the first {MAX_REACH} hits can be paged to; narrow the search instead")
        serving = self._current()
        asked = serving.read(request.q)
        exact = request.exact or not self._parameters.mend
        meaning = serving.repairer.meaning(asked, exact)
        if request.exact:  # nor are abbreviations searched for what they stand for
            meaning = replace(meaning, query=parse(request.q))
        selection = select(serving, meaning.query, request)
        if not (exact or selection.mask.any()):
            other = serving.repairer.meaning_of_nothing(asked)
            found = select(serving, other.query, request)
            if found.mask.any():
                meaning, selection = other, found
        query, matcher = meaning.query, selection.matcher
        check()
        ranking = serving.ranker.rank(query, selection.mask, selection.mentions)
        scores = ranking.scores
        named = meant(query, matcher, serving.snapshot)
        best = scores.max(initial=0.0)  # once: raised records must not raise each other
        for record, share in named.items():
            scores[record] += (1 + share) * best
        beside = {record for one in selection.within for record in one.records[:_NAMESAKES]} - named.keys()
        for record in beside:
            scores[record] += best
        fold = serving.copies.fold if request.copies == "fold" else serving.copies.apart
        folded = fold(selection.mask)
        serving.copies.lift(folded, scores)
        check()
        facets = count_facets(serving.snapshot, serving.links, folded)
        if request.kind != "all":
            facets["kind"] = count_kinds(serving.snapshot, fold(selection.every).hits)
        mask = folded.hits
        total = int(np.count_nonzero(mask))
        if query.root is None and request.sort == "relevance":
            request = replace(request, sort="newest")  # nothing was asked: what is new matters most
        numbers = page_of(serving.snapshot, mask, scores, request)
        ranked = [(n, float(scores[n])) for n in numbers.tolist()]
        shown = hits(serving.snapshot, serving.links, ranked, Marker(wanted(query)))
        answer = tuple(replace(h, copies=serving.copies.of(n)) for h, (n, _) in zip(shown, ranked, strict=True))
        if request.explain:
            answer = tuple(
                replace(h, explanation=ranking.explain(n), matched=reasons(ranking, n, n in named or n in beside))
                for h, (n, _) in zip(answer, ranked, strict=True)
            )
        return SearchResponse(
            query=_understood(query, request, ("note_nearly_all",) if matcher.nearly_all else ()),
            total=total,
            hits=answer,
            facets=facets,
            corrected=meaning.corrected,
            suggestion=meaning.suggestion,
            took_ms=round((time.perf_counter() - began) * 1000, 2),
            generation=serving.name,
        )

    def article(self, id: str, q: str = "") -> ArticleRecord | None:
        """Return the article with this id, with highlights for `q`, or None where there is none."""
        serving = self._current()
        snapshot = serving.snapshot
        document = snapshot.document(f"article:{id}")
        if document is None:
            return None
        stored = stored_article(snapshot.record(document))
        article = stored.article
        marks = Marker(wanted(serving.read(q)))
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
            directives=directives_of(snapshot, stored),
            people=people_of(snapshot, stored),
            copies=serving.copies.of(document),
        )

    def similar(self, id: str, size: int = 5) -> tuple[RelatedArticle, ...] | None:
        """Return the articles most like the one with this id, best first, or None where there is none."""
        serving = self._current()
        document = serving.snapshot.document(f"article:{id}")
        return None if document is None else serving.similar.of(document, size)

    def directive(self, id: str, page: int = 1, size: int = 20) -> DirectiveView | None:
        """Return the directive with this id and one page of the passages that cite it, or None."""
        serving = self._current()
        number = serving.snapshot.document(f"directive:{id}")
        return None if number is None else directive_view(serving.snapshot, serving.links, number, page, size)

    def listed(self, request: ListRequest) -> RecordList:
        """Return one page of the directives or people. Raises as `search` does."""
        serving = self._current()
        query = serving.read(request.q)
        matcher = serving.matcher(period(query.root), strict=True)
        mask = matcher.mask(query.root)
        start, end = checked_date("from", request.from_), checked_date("to", request.to)
        if start or end:
            mask &= matcher.between(start, end)
        return serving.listings[request.kind].page(request, mask)

    def report(self, id: str, request: SearchRequest) -> DirectiveReport | None:
        """Return what the articles say of a directive, by date, or None; of `request` the filters narrow them."""
        serving = self._current()
        number = serving.snapshot.document(f"directive:{id}")
        if number is None:
            return None
        matcher = serving.matcher()
        return directive_report(serving.snapshot, number, filtered(serving, matcher, request))

    def speaker(self, id: str, page: int = 1, size: int = 20) -> SpeakerView | None:
        """Return the person with this id and one page of statements and appearances, or None."""
        serving = self._current()
        number = serving.snapshot.document(f"speaker:{id}")
        return None if number is None else speaker_view(serving.snapshot, serving.links, number, page, size)

    def suggest(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Return titles and names that hold what was typed so far, likeliest first."""
        return self._current().suggester.suggest(typed, limit)

    def identifiers(self, kind: Kind, start: int = 0, stop: int | None = None) -> tuple[str, ...]:
        """Return the ids of all records of a kind, sorted, or a slice of them. Raises NotAvailable without an index."""
        snapshot = self._current().snapshot
        numbers = np.flatnonzero(holds(snapshot.kind, (kind,)) & snapshot.live)
        ordered = numbers[np.argsort(snapshot.order[numbers])]
        return tuple(snapshot.identifier(n) for n in ordered[start:stop].tolist())

    def status(self) -> IndexStatus:
        """Return what is being served; never raises: without an index `generation` is empty."""
        try:
            serving = self._current()
        except NotAvailable:
            return IndexStatus(generation="")
        manifest = serving.generation.manifest
        return IndexStatus(
            generation=serving.name,
            published=manifest.published,
            counts=dict(manifest.counts),
            format=manifest.format,
            analyser=manifest.analyser,
            fault=self._fault,
        )

    def last_run(self) -> LastRun | None:
        """Return how the last reindex ended, None where that is not known. Reads it anew each time."""
        return read_last_run(self._store.data)

    def close(self) -> None:
        """Release files. The engine answers nothing afterwards."""
        if (renewing := self._renewing) is not None:
            renewing.join()
        with self._lock:
            if self._serving is not None:
                self._serving.snapshot.close()


def _give_back_after(old: weakref.ref[Serving]) -> None:
    """Hand the memory of a generation to the system once the last search on it has ended."""
    end = time.monotonic() + _LAST_SEARCH
    while old() is not None and time.monotonic() < end:
        time.sleep(0.2)
    give_back()


def _understood(query: Query, request: SearchRequest, notes: tuple[str, ...]) -> Understood:
    kept = leaves(query.root)
    filters = [("from", request.from_), ("to", request.to)]
    filters += [("source", v) for v in request.source] + [("province", v) for v in request.province]
    return Understood(
        text=query.text,
        terms=tuple(leaf.text for leaf, out in kept if not out and isinstance(leaf, Word)),
        phrases=tuple(leaf.text for leaf, out in kept if not out and isinstance(leaf, Phrase)),
        excluded=tuple(leaf.text for leaf, out in kept if out),
        filters=tuple((name, value) for name, value in filters if value),
        notes=query.notes + notes,
        expanded=tuple(Expanded(e.typed, tuple(synonym.text for synonym in e.also)) for e in query.expanded),
    )
