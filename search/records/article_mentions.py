"""The directives and people of one article, each with the record it was resolved to.

An article stores what was found in it, not what that was resolved to, so that a resolution may change without its
being rewritten. The record of a mention is one of the few that share its bucket and name the article; where several
do (two documents of one number, two people of one name), their passages tell which.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import numpy as np

from index.documents import PersonMention
from index.findings.article_findings import FoundDirective, StoredArticle, parts_of
from index.memory.decoders import decoded
from index.records.writing import DirectiveRecord, Passage, PersonRecord
from index.resolve.people import person_bucket
from search.embedded.arrays.snapshot import Snapshot
from search.interface.records import DirectiveInArticle, MentionSpan, PersonInArticle

_Parts = Sequence[tuple[str, int, int]]


def directives_of(snapshot: Snapshot, stored: StoredArticle) -> tuple[DirectiveInArticle, ...]:
    """Return the directives that an article cites, in the order of their first mentions."""
    parts = parts_of(stored.article)
    by_record: dict[tuple[str, str], list[FoundDirective]] = {}
    for found in stored.findings.directives:
        number = record_of(snapshot, stored.article.id, f"d:{found.bucket}", found.mention.start, DirectiveRecord)
        unresolved = "", found.mention.text
        identifier, label = unresolved if number is None else (snapshot.identifier(number), snapshot.label(number))
        by_record.setdefault((identifier, label), []).append(found)
    return tuple(
        DirectiveInArticle(
            id=identifier,
            label=label,
            type=_first(found.mention.type for found in group),
            number=max((found.mention.number or "" for found in group), key=len),
            date=_first(found.mention.date for found in group),
            issuer=_first(found.mention.issuer for found in group),
            spans=tuple(_span(parts, found.mention.start, found.mention.end) for found in group),
        )
        for (identifier, label), group in by_record.items()
    )


def people_of(snapshot: Snapshot, stored: StoredArticle) -> tuple[PersonInArticle, ...]:
    """Return the people whom an article names, in the order of their first mentions."""
    parts = parts_of(stored.article)
    ordered = sorted(stored.findings.people, key=lambda person: person.mentions[0])
    return tuple(_person(snapshot, stored, person, parts) for person in ordered)


def _person(snapshot: Snapshot, stored: StoredArticle, person: PersonMention, parts: _Parts) -> PersonInArticle:
    bucket = f"p:{person_bucket(person.name)}"
    number = record_of(snapshot, stored.article.id, bucket, person.mentions[0][0], PersonRecord)
    return PersonInArticle(
        id="" if number is None else snapshot.identifier(number),
        name=person.name,
        honorific=person.honorific or "",
        roles=person.roles,
        speaks=person.speaks,
        chairs=person.chairs,
        spans=tuple(_span(parts, start, end) for start, end in person.mentions),
        statements=tuple(_span(parts, said.start, said.end) for said in person.statements),
    )


def record_of(
    snapshot: Snapshot, article: str, bucket: str, start: int, kind: type[DirectiveRecord | PersonRecord]
) -> int | None:
    """Return the number of the record of a bucket that holds the article's mention at `start`, None without one."""
    sharing = snapshot.holders("bucket", bucket)
    naming = snapshot.holders("article", article)
    if not len(sharing):
        return None
    at = np.minimum(np.searchsorted(sharing, naming), len(sharing) - 1)  # a few records, however long the bucket
    numbers = naming[sharing[at] == naming].tolist()
    if len(numbers) > 1:
        numbers = [n for n in numbers if _holds(_passages(snapshot, n, kind), article, start)]
    return int(numbers[0]) if numbers else None


def _passages(snapshot: Snapshot, number: int, kind: type[DirectiveRecord | PersonRecord]) -> tuple[Passage, ...]:
    return decoded(snapshot.record(number), kind).passages


def _holds(passages: Sequence[Passage], article: str, start: int) -> bool:
    return any(passage.article == article and passage.start == start for passage in passages)


def _first(values: Iterator[str | None]) -> str:
    return next(filter(None, values), "")


def _span(parts: _Parts, start: int, end: int) -> MentionSpan:
    """Return a span of the running text as one of the part that it lies in."""
    for name, places in groupby(parts, key=lambda part: part[0]):
        for item, (_, begin, stop) in enumerate(places):
            if begin <= start <= stop:
                return MentionSpan(name, item, start - begin, min(end, stop) - begin)
    raise ValueError(f"the span {start}–{end} lies outside the article's {parts[-1][2]} characters")
