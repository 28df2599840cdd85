"""What the articles say of carrying out a directive, row by row: what an office's report on it is made from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import msgspec
import numpy as np

from index.documents import PersonMention
from index.findings import StoredArticle, parts_of, running_text
from index.records import DirectiveRecord, Passage, directive_name, stored_article
from search.passages import sentence_around
from search.results import DirectiveReport, ReportPerson, ReportRow
from search.snapshot import Mask, Snapshot

_LONGEST = 1_500  # characters of one passage: whole sentences, but not a page
_Span = tuple[int, int]


def directive_report(snapshot: Snapshot, number: int, kept: Mask) -> DirectiveReport:
    """Return the report on the directive with this document number, from the articles of `kept`, by date.

    Mentions in one sentence are one row. Titles of other news give none, nor does an article's own title where its
    text says more.
    """
    record = msgspec.json.decode(snapshot.record(number), type=DirectiveRecord)
    directive = record.directive
    rows: list[tuple[int, ReportRow]] = []
    for article, passages in groupby(record.passages, key=lambda passage: passage.article):
        document = snapshot.document(f"article:{article}")
        if document is not None and kept[document]:
            stored = stored_article(snapshot.record(document))
            day = int(snapshot.first_day[document])
            rows += [(day or np.iinfo(np.int32).max, row) for row in _rows(stored, list(passages))]
    return DirectiveReport(
        id=directive.id,
        name=directive_name(directive),
        title=directive.title,
        issuer=directive.issuer,
        date=directive.date,
        dates=directive.dates,
        rows=tuple(row for _, row in sorted(rows, key=lambda pair: pair[0])),
    )


def _rows(stored: StoredArticle, passages: Sequence[Passage]) -> Iterator[ReportRow]:
    article, text = stored.article, running_text(stored.article)
    for start, end in _sentences(stored, text, passages):
        yield ReportRow(
            article=article.id,
            title=article.title,
            date=article.date,
            source=article.source,
            province=article.province,
            url=article.url,
            people=_people(stored.findings.people, text, (start, end)),
            passage=" ".join(text[start:end].lstrip("-–+•* ").split()),
        )


def _sentences(stored: StoredArticle, text: str, passages: Sequence[Passage]) -> list[_Span]:
    """Return the sentences that hold the passages, those that overlap joined, in the order of the text."""
    spans: list[tuple[str, _Span]] = []
    for passage in passages:
        part, begin, end = next(p for p in parts_of(stored.article) if p[1] <= passage.start <= p[2])
        if part != "related":
            found = sentence_around(text[begin:end], (passage.start - begin, passage.end - begin), _LONGEST)
            spans.append((part, (begin + found[0], begin + found[1])))
    told = [span for part, span in spans if part != "title"] or [span for _, span in spans]
    joined: list[_Span] = []
    for start, end in sorted(told):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _people(people: Sequence[PersonMention], text: str, passage: _Span) -> tuple[ReportPerson, ...]:
    """Return who says the passage; where nobody does, who is heard in its paragraph, else who is named in it."""
    paragraph = (text.rfind("\n", 0, passage[0]) + 1, (text.find("\n", passage[1]) + 1 or len(text) + 1) - 1)
    for place in (passage, paragraph):
        speaking = [
            ReportPerson(person.name, person.honorific or "", person.roles, said.verb)
            for person in people
            for said in person.statements
            if _overlap((said.start, said.end), place)
        ]
        if speaking:
            return tuple({one.name: one for one in reversed(speaking)}.values())[::-1]
    named = [person for person in people if any(_overlap(span, passage) for span in person.mentions)]
    return tuple(ReportPerson(person.name, person.honorific or "", person.roles, "") for person in named)


def _overlap(one: _Span, other: _Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
