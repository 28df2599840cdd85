"""Answers one search: repairs the query, finds, and tells the page with its highlights."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import replace

from search.highlight.highlight_terms import highlight_terms
from search.highlight.marker import Marker
from search.interface.answers import SearchResponse
from search.interface.request import SearchRequest
from search.opensearch.asked.asking import Asking
from search.opensearch.asked.open_index import OpenIndex
from search.opensearch.finding import Finding, Found
from search.opensearch.matching.lexicon import ClusterLexicon
from search.opensearch.matching.selecting import Selecting
from search.query.parse import parse
from search.query.tree import Phrase, Query, leaves
from search.query.understood import answer_notes, understood
from search.records.attested_role import with_attested
from search.records.hits import hits
from search.repair.repairer import Repairer
from search.repair.typed_words import typed_runs

_LOOKED_UP = 2  # round trips after which repair hardly changes what is searched, only what is offered


def searched(request: SearchRequest, opened: OpenIndex, asking: Asking) -> SearchResponse:
    """Return one page of hits. Raises BadRequest for a malformed filter, NotKnownYet until all is known."""
    repairer = Repairer(ClusterLexicon(opened, asking), opened.read)
    typed = opened.read(request.q)
    exact = request.exact or not opened.parameters.mend
    if not exact:
        _foresee(request, typed, opened, asking)
    with asking.foreseen() if asking.rounds >= _LOOKED_UP else nullcontext():
        meaning = repairer.meaning(typed, exact)
    if request.exact:  # nor are abbreviations searched for what they stand for
        meaning = replace(meaning, query=parse(request.q))
    found = _found(opened, asking, meaning.query, request)
    if not exact and not (found.total or found.total_loose):
        other = repairer.meaning_of_nothing(typed)
        asking.settle()
        if other.query != meaning.query:
            mended = _found(opened, asking, other.query, request)
            if mended.total or mended.total_loose:
                meaning, found = other, mended
    query, matching = meaning.query, found.selection.matching
    shown = hits(found.stored, found.page, Marker(highlight_terms(query)))
    answer = tuple(
        replace(
            hit,
            copies=found.copies.get(key, ()),
            matched=found.matched.get(key, ()),
            explanation=found.explained.get(key, ()),
        )
        for hit, key in ((hit, f"{hit.kind}:{hit.id}") for hit in shown)
    )
    return SearchResponse(
        query=understood(query, request, answer_notes(matching.nearly_all, matching.is_long, found.total_loose)),
        total=found.total,
        total_loose=found.total_loose,
        loose_follow=request.match == "some" and request.sort == "relevance" and query.root is not None,
        not_found=found.selection.missing,
        hits=with_attested(found.stored, answer, dict(found.selecting.direct.holders)),
        facets=dict(found.facets),
        corrected=meaning.corrected,
        suggestion=meaning.suggestion,
        took_ms=0.0,
        generation=opened.generation,
    )


def _foresee(request: SearchRequest, typed: Query, opened: OpenIndex, asking: Asking) -> None:
    """Ask early for what repair looks at where neighbours stand nowhere together, or a phrase finds nothing."""
    lexicon = ClusterLexicon(opened, asking)
    with asking.foreseen():
        for run in typed_runs(typed, lexicon):
            if run.plain and len(run.words) > 1:
                lexicon.hold_together([word.fold for word in run.words])
        if any(isinstance(leaf, Phrase) or leaf.field for leaf, _ in leaves(typed.root)):
            other = Repairer(lexicon, opened.read).meaning_of_nothing(typed).query
            if other != typed:
                Selecting(opened, asking, other).select(request)


def _found(opened: OpenIndex, asking: Asking, query: Query, request: SearchRequest) -> Found:
    """Return what answers; where nothing was asked, what is new matters most."""
    if query.root is None and request.sort == "relevance":
        request = replace(request, sort="newest")
    return Finding(opened, asking, query, request).found()
