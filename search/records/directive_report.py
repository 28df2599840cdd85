"""Gathers what articles say of carrying out a directive, row by row, for an office's report on it."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from index.documents import PersonMention
from index.findings.article_findings import StoredArticle, parts_of, running_text
from index.findings.attribution import speaks_of
from index.memory.decoders import decoded
from index.records.shapes import DirectiveRecord, Passage, directive_name, stored_article
from search.deadline import check
from search.highlight.sentences import sentence_around
from search.interface.answers import Copy
from search.interface.reports import DirectiveReport, ReportPerson, ReportRow
from search.records.article_mentions import Mention, known_people, person_mention, place_of
from search.records.stored import StoredRecords
from search.records.unsettled import unsettled_mentions

_LONGEST = 1_500  # characters of one passage: whole sentences, but not a page
_AT_ONCE = 200  # articles that are fetched together
_UNDATED = 99_999_999  # behind every day
_Span = tuple[int, int]


def directive_report(
    stored: StoredRecords, record: bytes, kept: Mapping[str, tuple[Copy, ...]], unsettled: bool = False
) -> DirectiveReport:
    """Return the report on a directive, given as stored, from the articles with the ids of `kept`, by date.

    With each id stand the copies of the article that are left out for it.
    Mentions in one sentence are one row. Titles of other news give none, nor does an article's own title where its
    text says more. With `unsettled`, mentions that may mean it have rows as well, which say that they are not settled.
    """
    found = decoded(record, DirectiveRecord)
    directive = found.directive
    open_ones = unsettled_mentions(stored, directive) if unsettled else ()
    settled = {(passage.article, passage.start) for passage in found.passages}
    passages = sorted((*found.passages, *(p for one in open_ones for p in one.passages)), key=_place)
    by_article = groupby(passages, key=lambda passage: passage.article)
    cited = [(f"article:{article}", list(own)) for article, own in by_article if article in kept]
    days = stored.days([key for key, _ in cited])
    rows: list[tuple[int, ReportRow]] = []
    for first in range(0, len(cited), _AT_ONCE):
        fetched = stored.records([key for key, _ in cited[first : first + _AT_ONCE]])
        # A name without a record is no person's, by the office's word.
        people, shown = known_people(stored, [stored_article(one) for one in fetched.values()])
        articles = dict(zip(fetched, shown, strict=True))
        for key, own in cited[first : first + _AT_ONCE]:
            check()
            if key in articles:
                found_rows = _rows(articles[key], own, settled, people)
                rows += [(days[key] or _UNDATED, replace(row, copies=kept[row.article])) for row in found_rows]
    return DirectiveReport(
        id=directive.id,
        name=directive_name(directive),
        title=directive.title,
        issuer=directive.issuer,
        date=directive.date,
        dates=directive.dates,
        rows=tuple(row for _, row in sorted(rows, key=lambda pair: pair[0])),
    )


def _place(passage: Passage) -> tuple[str, int]:
    return passage.article, passage.start


def _rows(
    stored: StoredArticle,
    passages: Sequence[Passage],
    settled: Container[tuple[str, int]],
    people: Container[Mention],
) -> Iterator[ReportRow]:
    """Yield the rows of an article: those of settled passages, and of others that stand in none of their sentences."""
    article, text = stored.article, running_text(stored.article)
    named = [person for person in stored.findings.people if person_mention(stored, person) in people]
    speech = speaks_of(stored.findings, text)
    said = [(found.mention.start, person, words.verb) for found, person, words in speech if person in named]
    parts = parts_of(article)
    sure = _sentences(stored, text, [passage for passage in passages if _place(passage) in settled])
    spans = [(span, True) for span in sure]
    others = _sentences(stored, text, [passage for passage in passages if _place(passage) not in settled], bool(sure))
    spans += [(span, False) for span in others if not any(_overlap(span, one) for one in sure)]
    for (start, end), is_settled in sorted(spans):
        own = (p for p in passages if start <= p.start < end and (_place(p) in settled) is is_settled)
        first = min(own, key=lambda p: p.start)
        yield ReportRow(
            article=article.id,
            title=article.title,
            date=article.date,
            source=article.source,
            province=article.province,
            url=article.url,
            people=_people(said, named, (start, end)),
            passage=" ".join(text[start:end].lstrip("-–+•* ").split()),
            place=place_of(parts, first.start, first.end),
            settled=is_settled,
        )


def _overlap(one: _Span, other: _Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _sentences(
    stored: StoredArticle, text: str, passages: Sequence[Passage], untitled: bool = False
) -> list[_Span]:
    """Return the sentences that hold the passages, those that overlap joined, in the order of the text.

    The title is left out where the text holds passages too, and always if `untitled`.
    """
    spans: list[tuple[str, _Span]] = []
    for passage in passages:
        part, begin, end = next(p for p in parts_of(stored.article) if p[1] <= passage.start <= p[2])
        if part != "related":
            found = sentence_around(text[begin:end], (passage.start - begin, passage.end - begin), _LONGEST)
            spans.append((part, (begin + found[0], begin + found[1])))
    told = [span for part, span in spans if part != "title"] or [span for _, span in spans if not untitled]
    joined: list[_Span] = []
    for start, end in sorted(told):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _people(
    said: Sequence[tuple[int, PersonMention, str]], named: Sequence[PersonMention], passage: _Span
) -> tuple[ReportPerson, ...]:
    """Return who says the citations of a passage (`index.findings.attribution`), then whoever else is named in it."""
    speaking = {person.name: (person, verb) for at, person, verb in said if _in(at, passage)}
    inside = [person for person in named if any(_in(start, passage) for start, _ in person.mentions)]
    every = [*speaking.values(), *((person, "") for person in inside if person.name not in speaking)]
    return tuple(ReportPerson(person.name, person.honorific or "", person.roles, verb) for person, verb in every)


def _in(place: int, span: _Span) -> bool:
    return span[0] <= place < span[1]
