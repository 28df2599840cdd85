"""The page of an article, a directive or a person, put together from its record and the articles that mention it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace

from index.documents import Article, OfficialLetter
from index.extract.directives.keys import local_place
from index.findings.article_findings import StoredArticle, parts_of, running_text
from index.findings.attribution import SpokenOf
from index.memory.decoders import decoded
from index.records.corrected import OfficeCorrection
from index.records.shapes import DirectiveRecord, Passage, PersonRecord, directive_name, stored_article
from index.resolve.directives.resolved_directive import directive_id, possible_ids
from index.resolve.people import Role
from search.highlight.marker import Marker
from search.highlight.sentences import passage_around
from search.interface.answers import Copy, Mentioned
from search.interface.records import (
    ArticleRecord,
    AttachedText,
    CorrectionView,
    DirectiveView,
    LetterView,
    OwnText,
    PassageView,
    RoleView,
    SaidBy,
    SpeakerView,
    UnsettledMentions,
    UnsettledRecord,
)
from search.records.article_mentions import directives_of, people_of, place_of
from search.records.attributed_statements import said_by, spoken_counts
from search.records.namesakes import told_apart
from search.records.stored import BESIDE, RecordKind, StoredRecords, identifier
from search.records.unsettled import Unsettled, possible_directives, related_directives, unsettled_mentions


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
        letter=_letter(stored, found),
    )


def _letter(stored: StoredRecords, article: StoredArticle) -> LetterView | None:
    letter = article.article.letter
    if letter is None:
        return None
    return LetterView(_record_of_text(stored, article, letter), **asdict(letter))


def _record_of_text(stored: StoredRecords, article: StoredArticle, letter: OfficialLetter) -> str:
    """Return the id of the directive whose own text an article is, '' where no article cites it."""
    bucket = article.findings.own_bucket
    if not bucket:
        return ""
    place = local_place(bucket, "", article.article.province)
    ids = [id for date in (letter.date, "") for id in possible_ids(directive_id(bucket, place, date), date)]
    for key, record in stored.records([f"directive:{id}" for id in dict.fromkeys(ids)]).items():
        if article.article.id in decoded(record, DirectiveRecord).own_texts:
            return identifier(key)
    return ""


def directive_view(stored: StoredRecords, record: bytes, page: int, size: int) -> DirectiveView:
    """Return the directive of a stored record, with one page of its passages, oldest articles first."""
    found = decoded(record, DirectiveRecord)
    directive = found.directive
    key = f"directive:{directive.id}"
    ordered = _by_date(stored, found.passages)
    spread = stored.spread(key)
    return DirectiveView(
        id=directive.id,
        name=directive_name(directive),
        type=directive.type,
        number=directive.number,
        title=directive.title,
        issuer=directive.issuer,
        date=directive.date,
        dates=directive.dates,
        variants=directive.variants,
        confidence=directive.confidence,
        ambiguous=directive.ambiguous,
        evidence=directive.evidence,
        articles=spread.articles,
        total_passages=len(ordered),
        passages=passage_views(stored, ordered[(page - 1) * size : page * size], citations=True),
        by_year=spread.by_year,
        by_province=spread.by_province,
        cited_with=_beside(stored, key, "directive"),
        people=_spoken_first(stored, key, "speaker", found.spoken_of),
        possible=possible_directives(stored, directive),
        unsettled=_unsettled(stored, unsettled_mentions(stored, directive)),
        related=related_directives(stored, directive),
        corrections=_corrections(stored, found.corrections),
        own_texts=_own_texts(stored, found.own_texts),
    )


def _own_texts(stored: StoredRecords, articles: Sequence[str]) -> tuple[OwnText, ...]:
    titles = stored.labels([f"article:{id}" for id in articles])
    return tuple(OwnText(id, titles[f"article:{id}"]) for id in articles if f"article:{id}" in titles)


def _corrections(stored: StoredRecords, told: Iterable[OfficeCorrection]) -> tuple[CorrectionView, ...]:
    """Return what the office corrected, each word once."""
    unique = list(dict.fromkeys(told))
    titles = stored.labels({f"article:{one.article}" for one in unique if one.article})
    return tuple(
        CorrectionView(one.kind, one.article, titles.get(f"article:{one.article}", ""), one.told, one.reason)
        for one in unique
    )


def _unsettled(stored: StoredRecords, records: Sequence[Unsettled]) -> UnsettledMentions:
    """Return the mentions of records that are not settled, with the first passages of all of them."""
    passages = _by_date(stored, [passage for record in records for passage in record.passages])
    return UnsettledMentions(
        total=len(passages),
        articles=len({passage.article for passage in passages}),
        records=tuple(UnsettledRecord(one.id, one.name, len(one.passages)) for one in records),
        passages=passage_views(stored, passages[:BESIDE], citations=True),
    )


def speaker_view(stored: StoredRecords, record: bytes, page: int, size: int) -> SpeakerView:
    """Return the person of a stored record, with one page of statements and of appearances, oldest first."""
    found = decoded(record, PersonRecord)
    person = found.person
    key = f"speaker:{person.id}"
    statements, appearances = _by_date(stored, found.statements), _by_date(stored, found.passages)
    shown = slice((page - 1) * size, page * size)
    return SpeakerView(
        id=person.id,
        name=person.name,
        honorifics=person.honorifics,
        variants=person.variants,
        roles=_roles(stored, person.roles, appearances),
        confidence=person.confidence,
        ambiguous=person.ambiguous,
        evidence=person.evidence,
        articles=len(person.articles),
        chairs=person.chairs,
        total_statements=len(statements),
        statements=passage_views(stored, statements[shown]),
        appearances=passage_views(stored, appearances[shown]),
        by_year=stored.spread(key).by_year,
        directives=_spoken_first(stored, key, "directive", found.spoken_of),
        appears_with=_beside(stored, key, "speaker"),
        corrections=_corrections(stored, found.corrections),
    )


def _roles(stored: StoredRecords, roles: Sequence[Role], appearances: Sequence[Passage]) -> tuple[RoleView, ...]:
    """Return the offices of a person; `appearances` stand by date."""
    earliest: dict[str, Passage] = {}
    for passage in appearances:
        earliest.setdefault(passage.article, passage)
    place = {article: n for n, article in enumerate(earliest)}
    told = [min((a for a in role.articles if a in place), key=place.__getitem__, default=None) for role in roles]
    shown = [earliest[article] for article in dict.fromkeys(told) if article is not None]
    views = {view.article: view for view in passage_views(stored, shown)}
    return tuple(
        RoleView(
            office=role.office,
            organisation=role.organisation,
            text=role.text,
            from_=role.from_,
            to=role.to,
            former=role.former,
            articles=len(role.articles),
            evidence=None if article is None else views.get(article),
        )
        for role, article in zip(roles, told, strict=True)
    )


def _by_date(stored: StoredRecords, passages: Iterable[Passage]) -> list[Passage]:
    """Return the passages by the dates of their articles, undated ones last."""
    passages = list(passages)
    days = stored.days({f"article:{passage.article}" for passage in passages})

    def when(passage: Passage) -> tuple[bool, int, str, int]:
        day = days[f"article:{passage.article}"]
        return day == 0, day, passage.article, passage.start

    return sorted(passages, key=when)


def passage_views(
    stored: StoredRecords, passages: Sequence[Passage], *, citations: bool = False
) -> tuple[PassageView, ...]:
    """Return passages with what a reader wants to know of their articles, and of `citations` also who says them."""
    fetched = stored.records({f"article:{passage.article}" for passage in passages})
    articles = {article.article.id: article for article in map(stored_article, fetched.values())}
    said = said_by(stored, list(articles.values())) if citations else {}
    return tuple(
        _view(passage, articles[passage.article].article, said.get((passage.article, passage.start), ()))
        for passage in passages
        if passage.article in articles  # all are, in a sound index: records are derived from its articles
    )


def _view(passage: Passage, article: Article, said: tuple[SaidBy, ...]) -> PassageView:
    parts = parts_of(article)
    begin, end = next((begin, end) for _, begin, end in parts if begin <= passage.start <= end)
    text = running_text(article)[begin:end]
    place = place_of(parts, passage.start, passage.end)
    return PassageView(
        article=article.id,
        title=article.title,
        date=article.date,
        source=article.source,
        province=article.province,
        part=place.part,
        start=place.start,
        end=passage.end - begin,
        snippet=passage_around(text, (passage.start - begin, passage.end - begin)),
        said_by=said,
        item=place.item,
    )


def _beside(stored: StoredRecords, key: str, kind: RecordKind) -> tuple[Mentioned, ...]:
    counted = [(other, count) for other, count in stored.beside(key, kind, BESIDE + 1) if other != key][:BESIDE]
    return told_apart(stored, _mentioned(stored, kind, counted))


def _mentioned(stored: StoredRecords, kind: RecordKind, counted: Sequence[tuple[str, int]]) -> list[Mentioned]:
    labels = stored.labels([key for key, _ in counted])
    return [Mentioned(kind, identifier(key), labels[key], count) for key, count in counted]


def _spoken_first(
    stored: StoredRecords, key: str, kind: RecordKind, spoken: Sequence[SpokenOf]
) -> tuple[Mentioned, ...]:
    """Return what stands beside a record, first what statements join with it, by how many do."""
    statements = spoken_counts(stored, spoken)
    joined = _mentioned(stored, kind, list(stored.in_common(key, statements).items()))
    told = [replace(one, statements=statements[f"{kind}:{one.id}"]) for one in joined]
    first = sorted(told, key=lambda one: (-one.statements, -one.count, one.id))
    known = {one.id for one in first}
    others = [one for one in _beside(stored, key, kind) if one.id not in known]
    return told_apart(stored, (*first, *others)[:BESIDE])
