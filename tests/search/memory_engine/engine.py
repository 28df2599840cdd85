"""The engine itself: a SearchEngine over documents in memory."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

from index.reindexing.last_run import LastRun
from search.highlight.highlight_terms import highlight_terms
from search.highlight.marker import Marker
from search.interface.answers import FacetCount, IndexStatus, RelatedArticle, SearchResponse, Suggestion
from search.interface.engine import BadRequest
from search.interface.lists import ListedRecord, ListRequest, RecordList
from search.interface.records import ArticleRecord, DirectiveView, SpeakerView
from search.interface.reports import DirectiveReport
from search.interface.request import Kind, SearchRequest
from search.query.date_ranges import checked_date
from search.query.other_forms.expansion import expand
from search.query.other_forms.form_tables import built_in
from search.query.parse import parse
from search.query.tree import Query
from search.query.understood import understood
from search.records.directive_report import directive_report
from search.records.hits import hits
from search.records.record_pages import article_record, directive_view, speaker_view
from search.records.stored import identifier
from search.repair.repairer import Repairer
from tests.search.memory_engine.asked import MemoryLexicon, MemoryRecords
from tests.search.memory_engine.documents import Document, Matching, documents_of


def _read(text: str) -> Query:
    return expand(parse(text), built_in())


class MemoryEngine:
    """A SearchEngine that does not rank: equal hits stand by key. It folds no copies and counts kinds alone."""

    def __init__(self, data: Path) -> None:
        self._documents = documents_of(data)
        self._stored = MemoryRecords(self._documents)
        self._repairer = Repairer(MemoryLexicon(self._documents), _read)

    def search(self, request: SearchRequest) -> SearchResponse:
        if request.page < 1 or request.size < 1:
            raise BadRequest("page", "pages begin at 1")
        for field, date in (("from", request.from_), ("to", request.to)):
            checked_date(field, date)
        asked = _read(request.q)
        meaning = self._repairer.meaning(asked, request.exact)
        found = self._found(meaning.query, request)
        if not (found or request.exact):
            other = self._repairer.meaning_of_nothing(asked)
            if more := self._found(other.query, request):
                meaning, found = other, more
        days = self._stored.days(found)
        late = {"newest": -1, "oldest": 1}.get(request.sort, 0)
        ordered = sorted(found, key=lambda key: (late * (days[key] or late * 99_999_999), key))
        page = ordered[(request.page - 1) * request.size : request.page * request.size]
        kinds = Counter(self._documents[key].kind for key in found)
        return SearchResponse(
            query=understood(meaning.query, request),
            total=len(found),
            hits=tuple(hits(self._stored, [(key, 0.0) for key in page], Marker(highlight_terms(meaning.query)))),
            facets={"kind": tuple(FacetCount(kind, count, kind) for kind, count in kinds.most_common())},
            corrected=meaning.corrected,
            suggestion=meaning.suggestion,
        )

    def _found(self, query: Query, request: SearchRequest) -> list[str]:
        matching = Matching(self._documents, query.root)
        kept = matching.found & matching.passing(request)
        return [key for key in kept if request.kind in ("all", self._documents[key].kind)]

    def _one(self, kind: Kind, id: str) -> Document | None:
        return self._documents.get(f"{kind}:{id}")

    def article(self, id: str, q: str = "") -> ArticleRecord | None:
        one = self._one("article", id)
        return one and article_record(self._stored, one.record, Marker(highlight_terms(_read(q))), ())

    def similar(self, id: str, size: int = 5) -> tuple[RelatedArticle, ...] | None:
        return () if self._one("article", id) else None

    def directive(self, id: str, page: int = 1, size: int = 20) -> DirectiveView | None:
        one = self._one("directive", id)
        return one and directive_view(self._stored, one.record, page, size)

    def listed(self, request: ListRequest) -> RecordList:
        of_kind = SearchRequest(q=request.q, kind=request.kind, from_=request.from_, to=request.to)
        found = [self._documents[key] for key in sorted(self._found(_read(request.q), of_kind))]
        found.sort(key=lambda one: -len(one.mentions))
        rows = tuple(
            ListedRecord(request.kind, identifier(one.key), one.label, "", one.date, len(one.mentions), "", "")
            for one in found[(request.page - 1) * request.size : request.page * request.size]
        )
        return RecordList(len(found), rows, (), (), ())

    def report(self, id: str, request: SearchRequest, unsettled: bool = False) -> DirectiveReport | None:
        one = self._one("directive", id)
        kept = {identifier(key): () for key in self._found(parse(""), replace(request, q="", kind="article"))}
        return one and directive_report(self._stored, one.record, kept, unsettled)

    def speaker(self, id: str, page: int = 1, size: int = 20) -> SpeakerView | None:
        one = self._one("speaker", id)
        return one and speaker_view(self._stored, one.record, page, size)

    def suggest(self, typed: str, limit: int = 8) -> tuple[Suggestion, ...]:
        found = sorted(key for key, one in self._documents.items() if one.label.casefold().startswith(typed.casefold()))
        known = [self._documents[key] for key in found[:limit]]
        return tuple(Suggestion(_kind(one), one.label, identifier(one.key)) for one in known)

    def identifiers(self, kind: Kind, start: int = 0, stop: int | None = None) -> tuple[str, ...]:
        return tuple(sorted(identifier(key) for key, one in self._documents.items() if one.kind == kind)[start:stop])

    def pinned(self) -> MemoryEngine:
        return self

    def status(self) -> IndexStatus:
        return IndexStatus("memory", counts=dict(Counter(one.kind for one in self._documents.values())))

    def last_run(self) -> LastRun | None:
        return None

    def recheck(self) -> bool:
        return True

    def close(self) -> None:
        self._documents = {}


def _kind(document: Document) -> Kind:
    match document.kind:
        case "directive":
            return "directive"
        case "speaker":
            return "speaker"
    return "article"
