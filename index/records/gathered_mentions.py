"""Gathers the mentions of the articles in a build by bucket, and derives the records that each bucket gives.

A temporary SQLite table sorts them on disk: memory holds one bucket at a time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from pathlib import Path

import msgspec

from index.documents import Article
from index.findings.article_findings import StoredArticle, running_text, subject_of
from index.findings.attribution import SpokenOf, speaks_of
from index.memory.decoders import decoded
from index.organisations.names import OrganisationNames
from index.records.corrected import Corrections, OfficeCorrection, as_meant, corrected_people
from index.records.shapes import DirectiveRecord, Passage, PersonRecord
from index.resolve.corrections.entries import MeantDocument
from index.resolve.directives.citations import Citation
from index.resolve.directives.registry import Registry
from index.resolve.directives.resolved_directive import is_text_of
from index.resolve.directives.settle import resolve_bucket
from index.resolve.people import (
    Appearance,
    ResolvedPerson,
    company,
    one_person,
    person_bucket,
    resolve_people,
)

_MOST_BESIDE = 1_000
"""People and documents of one article; one that names more is a list, which tells nothing of who belongs together."""


class Mentions:
    """All mentions of the gathered buckets, sorted by bucket on disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._table = sqlite3.connect(path)
        self._table.execute("PRAGMA journal_mode=OFF")
        self._table.execute("PRAGMA synchronous=OFF")
        self._table.execute("CREATE TABLE mention (bucket TEXT, article TEXT, content BLOB)")

    def add(self, bucket: str, article: str, content: object) -> None:
        """Add one mention, encoded as JSON."""
        row = (bucket, article, msgspec.json.encode(content))
        self._table.execute("INSERT INTO mention VALUES (?, ?, ?)", row)

    def by_bucket(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        """Yield each bucket with its mentions, sorted by article; a bucket's are to be read before the next."""
        rows = self._table.execute("SELECT bucket, content FROM mention ORDER BY bucket, article, rowid")
        for bucket, group in groupby(rows, key=itemgetter(0)):
            yield bucket, (content for _, content in group)

    def close(self) -> None:
        """Remove the table from the disk."""
        self._table.close()
        self._path.unlink()


class _OwnText(msgspec.Struct, frozen=True):
    """An article that is the text of a document."""

    article: str
    date: str
    place: str


class _Cited(msgspec.Struct, frozen=True):
    """One gathered mention of a directive; the first of its bucket in an article holds what stands beside them all."""

    citation: Citation
    said: tuple[SpokenOf, ...]
    correction: MeantDocument | None = None
    raw_bucket: str = ""


class _Named(msgspec.Struct, frozen=True):
    """One gathered appearance of a person; `first` and `said` are passages of the article."""

    appearance: Appearance
    first: Passage
    said: tuple[Passage, ...]
    spoken_of: tuple[SpokenOf, ...]


class _OfDocument(msgspec.Struct, frozen=True):
    """One thing gathered of a document: a mention of it, or an article that is its text."""

    mention: _Cited | None = None
    text: _OwnText | None = None


def gather(stored: StoredArticle, touched: set[str] | None, mentions: Mentions, corrections: Corrections) -> None:
    """Add what an article mentions of the touched buckets (None: of all) to the mentions, as the office corrects it."""
    article: Article = stored.article
    text = running_text(article)
    speech_of: dict[int, list[SpokenOf]] = {}  # by the identity of the citation
    spoken_by: dict[int, list[SpokenOf]] = {}  # by that of the person
    for spoken, person, statement in speaks_of(stored.findings, text):
        bucket = f"p:{person_bucket(person.name)}"
        said_by = SpokenOf(article.id, bucket, person.mentions[0][0], statement.start)
        speech_of.setdefault(id(spoken), []).append(said_by)
        if spoken.bucket:
            of = SpokenOf(article.id, f"d:{spoken.bucket}", spoken.mention.start, statement.start)
            spoken_by.setdefault(id(person), []).append(of)
    cited = frozenset(found.bucket for found in stored.findings.directives if found.bucket)
    subject, told = subject_of(article), set[str]()
    for raw in stored.findings.directives:
        correction = corrections.meant(article, raw.mention)
        found = as_meant(raw, correction) if correction else raw
        bucket = f"d:{found.bucket}"
        if found.bucket and (touched is None or bucket in touched):
            beside = frozenset[str]() if bucket in told else _others(cited, found.bucket)
            citation = Citation(
                article.id,
                article.date,
                found.mention,
                found.context,
                article.province,
                subject,
                beside,
                correction is not None,
            )
            row = _Cited(citation, tuple(speech_of.get(id(raw), ())), correction, f"d:{raw.bucket}")
            told.add(bucket)
            mentions.add(bucket, article.id, _OfDocument(row))
    own = f"d:{stored.findings.own_bucket}"
    if article.letter and stored.findings.own_bucket and (touched is None or own in touched):
        text_of = _OwnText(article.id, article.letter.date, article.province)
        mentions.add(own, article.id, _OfDocument(text=text_of))
    named_or_cited = company(stored.findings.people, cited)
    for person in stored.findings.people:
        name = person_bucket(person.name)
        if corrections.of_no_person(article.id, person.name):
            continue
        if touched is None or f"p:{name}" in touched:
            bucket = f"p:{corrections.names_together(name)[0]}"
            spans = [person.mentions[0], *((s.start, s.end) for s in person.statements)]
            first, *said = (Passage(article.id, start, end, text[start:end]) for start, end in spans)
            spoken_of = tuple(spoken_by.get(id(person), ()))
            beside = _others(named_or_cited, bucket.removeprefix("p:"))
            appearance = Appearance(article.id, article.date, person, article.province, beside)
            mentions.add(bucket, article.id, _Named(appearance, first, tuple(said), spoken_of))


def _others(company: frozenset[str], own: str) -> frozenset[str]:
    """Return what stands beside one document or person of an article; nothing in a list of so many."""
    return company - {own} if len(company) <= _MOST_BESIDE else frozenset()


def directive_records(bucket: str, contents: Iterable[bytes], registry: Registry) -> Iterator[DirectiveRecord]:
    """Yield the directives that the mentions of a bucket mean, with the articles that are their own texts."""
    rows = [decoded(content, _OfDocument) for content in contents]
    cited = [row.mention for row in rows if row.mention]
    texts = [row.text for row in rows if row.text]
    key = bucket.removeprefix("d:")
    at_place = {(c.citation.article_id, c.citation.mention.start): c for c in cited}
    beside: dict[str, frozenset[str]] = {}
    citations = [
        replace(c.citation, beside=beside.setdefault(c.citation.article_id, c.citation.beside)) for c in cited
    ]
    for directive in resolve_bucket(key, citations, registry):
        own = [at_place[place] for place in directive.citations]
        mentions = [(c.citation.article_id, c.citation.mention) for c in own]
        corrected = [(c.correction, c.raw_bucket) for c in own if c.correction]
        yield DirectiveRecord(
            directive,
            tuple(Passage(article, mention.start, mention.end, mention.text) for article, mention in mentions),
            tuple(spoken for c in own for spoken in c.said),
            tuple(OfficeCorrection("mention", c.article, c.text, c.reason) for c, _ in corrected),
            tuple(sorted({raw_bucket for _, raw_bucket in corrected} - {bucket})),
            tuple(text.article for text in texts if is_text_of(directive, key, text.date, text.place)),
        )


def person_records(
    bucket: str, contents: Iterable[bytes], names: OrganisationNames, corrections: Corrections
) -> Iterator[PersonRecord]:
    """Yield the people that the mentions of a bucket mean: bearers of one name, or of several that are one person's."""
    by_name: dict[str, dict[str, _Named]] = {}
    for row in (decoded(content, _Named) for content in contents):
        by_name.setdefault(person_bucket(row.appearance.person.name), {})[row.appearance.article_id] = row
    rows: dict[str, list[_Named]] = {}
    people: list[ResolvedPerson] = []
    for name, named in sorted(by_name.items()):
        for person in resolve_people(name, (row.appearance for row in named.values()), names):
            rows[person.id] = [named[article] for article in person.articles]
            people.append(person)

    def joined(several: Sequence[ResolvedPerson]) -> ResolvedPerson:
        own = [row for person in several for row in rows[person.id]]
        rows[several[0].id] = sorted(own, key=lambda row: (row.appearance.article_id, row.first.start))
        return one_person(several, (row.appearance for row in own))

    lead = bucket.removeprefix("p:")
    others = tuple(f"p:{name}" for name in corrections.names_together(lead) if name != lead)
    for person, notes in corrected_people(people, corrections.of_people(lead), joined):
        yield PersonRecord(
            person,
            passages=tuple(row.first for row in rows[person.id]),
            statements=tuple(passage for row in rows[person.id] for passage in row.said),
            spoken_of=tuple(spoken for row in rows[person.id] for spoken in row.spoken_of),
            corrections=notes,
            other_buckets=others,
        )
