"""The page of a directive or a person, put together from its record and the articles that mention it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from index.documents import Article
from index.findings.article_findings import StoredArticle, parts_of, running_text
from index.findings.attribution import SpokenOf
from index.memory.decoders import decoded
from index.records.writing import DirectiveRecord, Passage, PersonRecord, directive_name, stored_article
from index.resolve.people import Role
from search.embedded.arrays.mention_links import Links
from search.embedded.arrays.snapshot import Mask, Snapshot
from search.embedded.facets import count_provinces, count_years
from search.highlight.sentences import passage_around
from search.interface.answers import Mentioned
from search.interface.records import DirectiveView, PassageView, RoleView, SaidBy, SpeakerView
from search.interface.request import Kind
from search.records.attributed_statements import said_by, spoken_counts
from search.records.namesakes import told_apart

_BESIDE = 20  # records shown as mentioned together with one


def directive_view(snapshot: Snapshot, links: Mapping[str, Links], number: int, page: int, size: int) -> DirectiveView:
    """Return the directive with this document number, with one page of its passages, oldest articles first."""
    record = decoded(snapshot.record(number), DirectiveRecord)
    directive = record.directive
    articles = links["directive"].articles_of(number)
    mask = np.zeros(snapshot.size, np.bool_)
    mask[articles] = True
    ordered = _by_date(snapshot, record.passages)
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
        articles=len(articles),
        total_passages=len(ordered),
        passages=passage_views(snapshot, ordered[(page - 1) * size : page * size], citations=True),
        by_year=count_years(snapshot, mask),
        by_province=count_provinces(snapshot, mask),
        cited_with=_beside(snapshot, links["directive"], "directive", mask, number),
        people=_spoken_first(snapshot, links["speaker"], "speaker", mask, record.spoken_of),
    )


def speaker_view(snapshot: Snapshot, links: Mapping[str, Links], number: int, page: int, size: int) -> SpeakerView:
    """Return the person with this document number, with one page of statements and of appearances, oldest first."""
    record = decoded(snapshot.record(number), PersonRecord)
    person = record.person
    mask = np.zeros(snapshot.size, np.bool_)
    mask[links["speaker"].articles_of(number)] = True
    statements, appearances = _by_date(snapshot, record.statements), _by_date(snapshot, record.passages)
    shown = slice((page - 1) * size, page * size)
    return SpeakerView(
        id=person.id,
        name=person.name,
        honorifics=person.honorifics,
        variants=person.variants,
        roles=tuple(_role(snapshot, role, record.passages) for role in person.roles),
        confidence=person.confidence,
        ambiguous=person.ambiguous,
        evidence=person.evidence,
        articles=len(person.articles),
        chairs=person.chairs,
        total_statements=len(statements),
        statements=passage_views(snapshot, statements[shown]),
        appearances=passage_views(snapshot, appearances[shown]),
        by_year=count_years(snapshot, mask),
        directives=_spoken_first(snapshot, links["directive"], "directive", mask, record.spoken_of),
        appears_with=_beside(snapshot, links["speaker"], "speaker", mask, number),
    )


def _role(snapshot: Snapshot, role: Role, passages: Sequence[Passage]) -> RoleView:
    telling = frozenset(role.articles)
    known = _by_date(snapshot, (passage for passage in passages if passage.article in telling))
    return RoleView(
        office=role.office,
        organisation=role.organisation,
        text=role.text,
        from_=role.from_,
        to=role.to,
        former=role.former,
        articles=len(role.articles),
        evidence=next(iter(passage_views(snapshot, known[:1])), None),
    )


def _by_date(snapshot: Snapshot, passages: Iterable[Passage]) -> list[Passage]:
    """Return the passages by the dates of their articles, undated ones last."""
    passages = list(passages)
    articles = list({passage.article for passage in passages})
    numbers = snapshot.keys.find_all(f"article:{article}".encode("utf-8", "surrogatepass") for article in articles)
    days = dict(zip(articles, np.where(numbers < 0, 0, snapshot.first_day[numbers]).tolist(), strict=True))

    def when(passage: Passage) -> tuple[bool, int, str, int]:
        day = days[passage.article]
        return day == 0, day, passage.article, passage.start

    return sorted(passages, key=when)


def passage_views(
    snapshot: Snapshot, passages: Sequence[Passage], *, citations: bool = False
) -> tuple[PassageView, ...]:
    """Return passages with what a reader wants to know of their articles, and of `citations` also who says them."""
    articles: dict[str, tuple[StoredArticle, dict[int, tuple[SaidBy, ...]]]] = {}
    views = []
    for passage in passages:
        if passage.article not in articles:
            number = snapshot.document(f"article:{passage.article}")
            if number is None:  # cannot happen in a sound index: records are derived from its articles
                continue
            stored = stored_article(snapshot.record(number))
            articles[passage.article] = stored, said_by(snapshot, stored) if citations else {}
        stored, said = articles[passage.article]
        views.append(_view(passage, stored.article, said.get(passage.start, ())))
    return tuple(views)


def _view(passage: Passage, article: Article, said: tuple[SaidBy, ...]) -> PassageView:
    part, begin, end = next(p for p in parts_of(article) if p[1] <= passage.start <= p[2])
    text = running_text(article)[begin:end]
    return PassageView(
        article=article.id,
        title=article.title,
        date=article.date,
        source=article.source,
        province=article.province,
        part=part,
        start=passage.start - begin,
        end=passage.end - begin,
        snippet=passage_around(text, (passage.start - begin, passage.end - begin)),
        said_by=said,
    )


def _beside(snapshot: Snapshot, links: Links, kind: Kind, mask: Mask, itself: int) -> tuple[Mentioned, ...]:
    counted = [(n, count) for n, count in links.counts(mask, _BESIDE + 1) if n != itself][:_BESIDE]
    rows = [Mentioned(kind, snapshot.identifier(n), snapshot.label(n), count) for n, count in counted]
    return told_apart(snapshot, rows)


def _spoken_first(
    snapshot: Snapshot, links: Links, kind: Kind, mask: Mask, spoken: Sequence[SpokenOf]
) -> tuple[Mentioned, ...]:
    """Return what stands beside a record, first what statements join with it, by how many do."""
    statements = spoken_counts(snapshot, spoken)
    joined = tuple(
        Mentioned(kind, snapshot.identifier(n), snapshot.label(n), int(mask[links.articles_of(n)].sum()), count)
        for n, count in statements.items()
    )
    first = sorted(joined, key=lambda one: (-one.statements, -one.count, one.id))
    known = {one.id for one in first}
    others = [one for one in _beside(snapshot, links, kind, mask, -1) if one.id not in known]
    return told_apart(snapshot, (*first, *others)[:_BESIDE])
