"""The embedded engine: answers from the live generation of a data folder, and picks up a new one by itself."""

from __future__ import annotations

import time
from copy import copy
from dataclasses import replace
from pathlib import Path

import numpy as np

from index.reindexing.last_run import LastRun, read_last_run
from search.deadline import check
from search.embedded.asked_directly import asked_directly, with_asked
from search.embedded.facets import count_facet, count_facets, count_values
from search.embedded.generation_switch import GenerationSwitch
from search.embedded.open_generation import OpenGeneration
from search.embedded.ranking.final_scores import rank_answer
from search.embedded.ranking.match_reasons import reasons
from search.embedded.ranking.weights import DEFAULT, Parameters
from search.embedded.selection import filtered, holds, page_of, select
from search.highlight.highlight_terms import highlight_terms
from search.highlight.marker import Marker
from search.interface.answers import IndexStatus, RelatedArticle, SearchResponse, Suggestion
from search.interface.engine import NotAvailable, check_page
from search.interface.filters import parameter_filters
from search.interface.lists import ListRequest, RecordList
from search.interface.records import ArticleRecord, DirectiveView, OrganisationView, SpeakerView
from search.interface.reports import DirectiveReport
from search.interface.request import Kind, SearchRequest
from search.query.date_ranges import checked_date
from search.query.parse import parse
from search.query.tree import period
from search.query.understood import answer_notes, understood
from search.records.attested_role import with_attested
from search.records.directive_report import directive_report
from search.records.hits import hits
from search.records.organisation_page import organisation_view
from search.records.record_pages import article_record, directive_view, speaker_view
from search.records.unsettled import unsettled_keys


class WhooshEngine:
    """A SearchEngine over the Whoosh index in a data folder. Methods may be called from several threads."""

    def __init__(self, data: Path, parameters: Parameters = DEFAULT) -> None:
        self._parameters = parameters
        self._switch = GenerationSwitch(data, parameters)
        self._pinned: OpenGeneration | None = None

    def _current(self) -> OpenGeneration:
        return self._pinned or self._switch.current()

    def search(self, request: SearchRequest) -> SearchResponse:
        """Return one page of hits. Raises BadRequest for a malformed filter, NotAvailable without an index."""
        began = time.perf_counter()
        check_page(request)
        opened = self._current()
        typed = opened.read(request.q)
        exact = request.exact or not self._parameters.mend
        meaning = opened.repairer.meaning(typed, exact)
        if request.exact:  # nor are abbreviations searched for what they stand for
            meaning = replace(meaning, query=parse(request.q))
        selection = select(opened, meaning.query, request)
        if not (exact or selection.mask.any() or selection.loose.any()):
            other = opened.repairer.meaning_of_nothing(typed)
            found = select(opened, other.query, request)
            if found.mask.any() or found.loose.any():
                meaning, selection = other, found
        query, matcher = meaning.query, selection.matcher
        direct = asked_directly(opened, query)
        selection = with_asked(opened, direct, selection, request)
        check()
        fold = opened.copies.fold if request.copies == "fold" else opened.copies.apart
        folded = fold(selection.mask)
        loose = selection.loose
        if request.copies == "fold":  # a text of which a copy answers has its hit already
            loose = opened.copies.apart_from(loose, selection.mask)
        folded_loose = fold(loose)
        total, total_loose = len(folded.shown), int(np.count_nonzero(folded_loose.hits))
        if query.root is None and request.sort == "relevance":
            request = replace(request, sort="newest")  # nothing was asked: what is new matters most
        follows = request.match == "some" and request.sort == "relevance"
        answering, behind = folded.hits, folded_loose.hits & follows
        groups = [folded]
        if selection.matcher.is_long and follows:  # which words of whole sentences a document lacks tells little
            answering, behind = answering | behind, behind & ~behind
            groups = [folded, folded_loose]
        reaches = total < request.page * request.size and bool(behind.any())  # the page reaches what follows
        ranking = rank_answer(
            opened.ranker,
            query,
            groups,
            opened.copies,
            selection.mentions,
            selection.named,
            selection.beside,
            folded_loose if reaches else None,
        )
        check()
        facets = count_facets(opened.snapshot, opened.links, folded) if request.facets else {}
        narrowed = [one for one in parameter_filters() if one.is_facet and request.values(one.name)]
        for one in narrowed if request.facets else ():
            # Another value of the same filter is an alternative: what it would add is counted without the filter.
            wider = request.narrowed({one.name: ()})
            others = with_asked(opened, direct, select(opened, query, wider), wider)
            facets[one.name] = count_facet(opened.snapshot, opened.links, fold(others.mask), one)
        if request.kind != "all" and request.facets:
            facets["kind"] = count_values(opened.snapshot.kind, fold(selection.every).hits)
        scores = ranking.scores
        numbers = page_of(opened.snapshot, answering, behind, scores, request)
        ranked = [(n, float(scores[n])) for n in numbers.tolist()]
        keys = [(opened.snapshot.keys[n], score) for n, score in ranked]
        shown = hits(opened.stored, keys, Marker(highlight_terms(query)))
        copies = (opened.copies.of(n) for n, _ in ranked)
        answer = tuple(replace(h, copies=them) if them else h for h, them in zip(shown, copies, strict=True))
        places = {f"speaker:{opened.snapshot.identifier(one.person)}": one.place for one in direct.holders}
        answer = with_attested(opened.stored, answer, places)
        if request.explain:
            called = selection.named.keys() | selection.beside
            answer = tuple(
                replace(h, explanation=ranking.of(n).explain(n), matched=reasons(ranking.of(n), n, n in called))
                for h, (n, _) in zip(answer, ranked, strict=True)
            )
        return SearchResponse(
            query=understood(query, request, answer_notes(matcher.nearly_all, matcher.is_long, total_loose)),
            total=total,
            total_loose=total_loose,
            loose_follow=follows,
            not_found=selection.missing,
            hits=answer,
            facets=facets,
            corrected=meaning.corrected,
            suggestion=meaning.suggestion,
            took_ms=round((time.perf_counter() - began) * 1000, 2),
            generation=opened.name,
        )

    def article(self, id: str, q: str = "") -> ArticleRecord | None:
        """Return the article with this id, with highlights for `q`, or None where there is none."""
        opened = self._current()
        document = opened.snapshot.document(f"article:{id}")
        if document is None:
            return None
        marks = Marker(highlight_terms(opened.read(q)))
        return article_record(opened.stored, opened.snapshot.record(document), marks, opened.copies.of(document))

    def similar(self, id: str, size: int = 5) -> tuple[RelatedArticle, ...] | None:
        """Return the articles most like the one with this id, best first, or None where there is none."""
        opened = self._current()
        document = opened.snapshot.document(f"article:{id}")
        return None if document is None else opened.similar.of(document, size)

    def directive(self, id: str, page: int = 1, size: int = 20) -> DirectiveView | None:
        """Return the directive with this id and one page of the passages that cite it, or None."""
        opened = self._current()
        number = opened.snapshot.document(f"directive:{id}")
        return None if number is None else directive_view(opened.stored, opened.snapshot.record(number), page, size)

    def listed(self, request: ListRequest) -> RecordList:
        """Return one page of the directives or people. Raises as `search` does."""
        opened = self._current()
        query = opened.read(request.q)
        matcher = opened.matcher(period(query.root), strict=True)
        mask = matcher.mask(query.root)
        start, end = checked_date("from", request.from_), checked_date("to", request.to)
        if start or end:
            mask &= matcher.between(start, end)
        return opened.listings[request.kind].page(request, mask)

    def report(self, id: str, request: SearchRequest, unsettled: bool = False) -> DirectiveReport | None:
        """Return what the articles say of a directive, by date, or None.

        Of `request` the filters narrow them, and of copies of one text only the earliest counts where they are folded.
        """
        opened = self._current()
        number = opened.snapshot.document(f"directive:{id}")
        if number is None:
            return None
        record, kept = opened.snapshot.record(number), filtered(opened, opened.matcher(), request)
        named = [f"directive:{id}", *(unsettled_keys(record) if unsettled else ())]
        citing = opened.stored.mentioning(named) & kept
        folded = request.copies == "fold"
        shown = np.flatnonzero(opened.copies.fold(citing).hits if folded else citing).tolist()
        copies = {opened.snapshot.identifier(n): opened.copies.of(n) if folded else () for n in shown}
        return directive_report(opened.stored, record, copies, unsettled)

    def speaker(self, id: str, page: int = 1, size: int = 20) -> SpeakerView | None:
        """Return the person with this id and one page of statements and appearances, or None."""
        opened = self._current()
        number = opened.snapshot.document(f"speaker:{id}")
        return None if number is None else speaker_view(opened.stored, opened.snapshot.record(number), page, size)

    def organisation(self, id: str, page: int = 1, size: int = 20) -> OrganisationView | None:
        """Return the organisation with this id and one page of the articles of it and about it, or None."""
        opened = self._current()
        number = opened.snapshot.document(f"organisation:{id}")
        if number is None:
            return None
        return organisation_view(opened.stored, opened.organisations, opened.snapshot.record(number), page, size)

    def suggest(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        """Return titles and names that hold what was typed so far, likeliest first."""
        return self._current().suggester.suggest(typed, limit)

    def identifiers(self, kind: Kind, start: int = 0, stop: int | None = None) -> tuple[str, ...]:
        """Return the ids of all records of a kind, sorted, or a slice of them. Raises NotAvailable without an index."""
        snapshot = self._current().snapshot
        numbers = np.flatnonzero(holds(snapshot.kind, (kind,)) & snapshot.live)
        ordered = numbers[np.argsort(snapshot.order[numbers])]
        return tuple(snapshot.identifier(n) for n in ordered[start:stop].tolist())

    def pinned(self) -> WhooshEngine:
        """Return an engine over the generation that is served now. Raises NotAvailable without an index."""
        engine = copy(self)
        engine._pinned = self._current()
        return engine

    def status(self) -> IndexStatus:
        """Return what is being served; never raises: without an index `generation` is empty."""
        try:
            opened = self._current()
        except NotAvailable:
            return IndexStatus(generation="")
        manifest = opened.generation.manifest
        return IndexStatus(
            generation=opened.name,
            published=manifest.published,
            counts=dict(manifest.counts),
            format=manifest.format,
            analyser=manifest.analyser,
            fault=self._switch.fault,
        )

    def last_run(self) -> LastRun | None:
        """Return how the last reindex ended, None where that is not known. Reads it anew each time."""
        return read_last_run(self._switch.data)

    def recheck(self) -> bool:
        """Look whether what is served is still what was written; where it is not, serve it no more and tell False."""
        return self._switch.recheck()

    def close(self) -> None:
        """Release files. The engine answers nothing afterwards."""
        if self._pinned is None:  # else its files are those of the engine that pinned it
            self._switch.close()
