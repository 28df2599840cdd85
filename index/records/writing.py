"""Records of directives, people and organisations, derived from all mentions of the articles in a build.

Mentions are gathered by bucket in a temporary SQLite table, which sorts on disk: memory holds one bucket at a time.
An incremental run gathers, resolves and rewrites only the buckets that its articles touch, before or after; a bucket
is always resolved from all its mentions, so the records are those of a full run.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import msgspec

from index.analysis.normalise import canonical_word, nfc
from index.analysis.tokens import folded, words
from index.documents import Article, PersonMention
from index.extract.people.tables import people_tables
from index.findings.article_findings import FoundDirective, StoredArticle, buckets_of, running_text, subject_of
from index.findings.attribution import SpokenOf, speaks_of
from index.generations.catalogue import leaf_readers
from index.generations.segments import merge_live
from index.generations.store import Build
from index.memory.decoders import decoded
from index.organisations.names import OrganisationNames
from index.records.names import name_fields, said_words
from index.records.organisations import Organisations
from index.resolve.citations import Citation
from index.resolve.directives import ResolvedDirective, resolve_bucket
from index.resolve.organisations import organisation_key
from index.resolve.people import Appearance, ResolvedPerson, Role, person_bucket, resolve_people
from index.resolve.registry import Registry


@dataclass(frozen=True, slots=True)
class Passage:
    """Where an article mentions a record: offsets into the article's running text, and what is written there."""

    article: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class DirectiveRecord:
    """A directive as stored: what was resolved, every passage that cites it, and the statements that speak of it."""

    directive: ResolvedDirective
    passages: tuple[Passage, ...]
    spoken_of: tuple[SpokenOf, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person as stored: what was resolved, the first mention in each article, and the statements attributed.

    `spoken_of` holds the directives that these statements speak of.
    """

    person: ResolvedPerson
    passages: tuple[Passage, ...]
    statements: tuple[Passage, ...]
    spoken_of: tuple[SpokenOf, ...] = ()


def directive_name(directive: ResolvedDirective) -> str:
    """Return what people call it: `Chỉ thị số 42-CT/TW`, `Luật Đất đai`."""
    if directive.number:
        return f"{directive.type} số {directive.number}"
    most_used = directive.variants[0][0] if directive.variants else directive.type
    return most_used[:1].upper() + most_used[1:]


def stored_article(record: bytes) -> StoredArticle:
    """Return the stored record of an article, decoded."""
    return decoded(record, StoredArticle)


class _Mentions:
    """All mentions of the gathered buckets, sorted by bucket on disk."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._table = sqlite3.connect(path)
        self._table.execute("PRAGMA journal_mode=OFF")
        self._table.execute("PRAGMA synchronous=OFF")
        self._table.execute("CREATE TABLE mention (bucket TEXT, article TEXT, content BLOB)")

    def add(self, bucket: str, article: str, content: object) -> None:
        row = (bucket, article, msgspec.json.encode(content))
        self._table.execute("INSERT INTO mention VALUES (?, ?, ?)", row)

    def by_bucket(self) -> Iterator[tuple[str, Iterator[bytes]]]:
        rows = self._table.execute("SELECT bucket, content FROM mention ORDER BY bucket, article, rowid")
        for bucket, group in groupby(rows, key=itemgetter(0)):
            yield bucket, (content for _, content in group)

    def close(self) -> None:
        self._table.close()
        self._path.unlink()


class _Cited(msgspec.Struct, frozen=True):
    """One gathered mention of a directive."""

    article: str
    date: str
    place: str
    found: FoundDirective
    said: tuple[SpokenOf, ...]
    subject: str
    beside: frozenset[str]


class _Named(msgspec.Struct, frozen=True):
    """One gathered appearance of a person; `first` and `said` are passages of the article."""

    article: str
    date: str
    place: str
    person: PersonMention
    first: Passage
    said: tuple[Passage, ...]
    spoken_of: tuple[SpokenOf, ...]


def _gather(stored: StoredArticle, touched: set[str] | None, mentions: _Mentions) -> None:
    article: Article = stored.article
    text = running_text(article)
    speech = tuple(speaks_of(stored.findings, text))
    cited = frozenset(found.bucket for found in stored.findings.directives if found.bucket)
    for found in stored.findings.directives:
        bucket = f"d:{found.bucket}"
        if found.bucket and (touched is None or bucket in touched):
            said_by = tuple(
                SpokenOf(article.id, f"p:{person_bucket(person.name)}", person.mentions[0][0], statement.start)
                for cited, person, statement in speech
                if cited is found
            )
            beside = cited - {found.bucket}
            row = _Cited(article.id, article.date, article.province, found, said_by, subject_of(article), beside)
            mentions.add(bucket, article.id, row)
    for person in stored.findings.people:
        bucket = f"p:{person_bucket(person.name)}"
        if touched is None or bucket in touched:
            spans = [person.mentions[0], *((s.start, s.end) for s in person.statements)]
            first, *said = (Passage(article.id, start, end, text[start:end]) for start, end in spans)
            spoken_of = tuple(
                SpokenOf(article.id, f"d:{cited.bucket}", cited.mention.start, statement.start)
                for cited, speaker, statement in speech
                if speaker is person and cited.bucket
            )
            named = _Named(article.id, article.date, article.province, person, first, tuple(said), spoken_of)
            mentions.add(bucket, article.id, named)


def _directive_records(bucket: str, contents: Iterable[bytes], registry: Registry) -> Iterator[DirectiveRecord]:
    cited = [decoded(content, _Cited) for content in contents]
    ends = {(c.article, c.found.mention.start): c.found.mention for c in cited}
    said = {(c.article, c.found.mention.start): c.said for c in cited}
    citations = [
        Citation(c.article, c.date, c.found.mention, c.found.context, c.place, c.subject, c.beside) for c in cited
    ]
    for directive in resolve_bucket(bucket.removeprefix("d:"), citations, registry):
        passages = tuple(
            Passage(article, start, ends[article, start].end, ends[article, start].text)
            for article, start in directive.citations
        )
        yield DirectiveRecord(directive, passages, tuple(s for place in directive.citations for s in said[place]))


def _person_records(bucket: str, contents: Iterable[bytes]) -> Iterator[PersonRecord]:
    named = {row.article: row for row in (decoded(content, _Named) for content in contents)}
    appearances = [Appearance(row.article, row.date, row.person, row.place) for row in named.values()]
    for person in resolve_people(bucket.removeprefix("p:"), appearances):
        rows = [named[article] for article in person.articles]
        yield PersonRecord(
            person,
            passages=tuple(row.first for row in rows),
            statements=tuple(passage for row in rows for passage in row.said),
            spoken_of=tuple(spoken for row in rows for spoken in row.spoken_of),
        )


def role_lines(person: ResolvedPerson, names: OrganisationNames) -> str:
    """Return the roles of a person, a line for each: when known to be held from and to (ISO), `former` or nothing, and
    the folded words of role, office and organisation; the folded office; the organisation as `organisation_key`
    compares it, and its id where it is known; parted by tabs."""
    lines = []
    for role in person.roles:
        told = f"{role.text} {role.office} {role.organisation}"
        said, office = (" ".join(folded(words(nfc(text)))) for text in (told, role.office))
        key, id = organisation_key(role.organisation), organisation_of(person, role, names)
        lines.append(f"{role.from_}\t{role.to}\t{'former' if role.former else ''}\t{said}\t{office}\t{key}\t{id}")
    return "\n".join(lines)


def organisation_of(person: ResolvedPerson, role: Role, names: OrganisationNames) -> str:
    """Return the id of the organisation at which a person holds an office, '' where it is not known."""
    vietnamese = canonical_word(person.name.split()[0]) in people_tables().surnames
    return names.of_office(role.office, role.organisation, vietnamese)


def office_terms(person: ResolvedPerson, names: OrganisationNames) -> list[str]:
    """Return the index terms of the organisations at which a person holds or held an office: `office:ID`."""
    return sorted({f"office:{id}" for role in person.roles if (id := organisation_of(person, role, names))})


def _designations(directive: ResolvedDirective) -> list[str]:
    """Return the forms by which a directive may be asked for: with and without `số`, with the type abbreviated."""
    if not directive.number:
        return [directive_name(directive)]
    symbol = re.match(r"[\d/]+-?([^\W\d]+)", directive.number)
    short = [f"{symbol[1]} {directive.number}"] if symbol else []
    return [directive_name(directive), f"{directive.type} {directive.number}", *short]


def _directive_fields(bucket: str, record: DirectiveRecord) -> dict[str, Any]:
    directive = record.directive
    variants = [text for text, _ in directive.variants]
    return {
        "key": f"directive:{directive.id}",
        "kind": "directive",
        "digest_column": b"",
        "origin_column": b"",
        "day": directive.date.encode(),
        "source_name": b"",
        "province": b"",
        "category": b"",
        "label": directive_name(directive).encode(),
        "name_length": min(len(said_words(directive_name(directive))), 255),
        "signature": b"",
        "record": msgspec.json.encode(record),
        "bucket": [bucket],
        "article": sorted({passage.article for passage in record.passages}),
        **name_fields(_designations(directive), [directive.title, directive.issuer, *variants]),
    }


def _person_fields(bucket: str, record: PersonRecord, names: OrganisationNames) -> dict[str, Any]:
    person = record.person
    honorifics = [text for text, _ in person.honorifics[:1]]
    return {
        "key": f"speaker:{person.id}",
        "kind": "speaker",
        "digest_column": b"",
        "origin_column": b"",
        "day": b"",
        "source_name": b"",
        "province": b"",
        "category": b"",
        "label": person.name.encode(),
        "name_length": min(len(said_words(person.name)), 255),
        "roles": role_lines(person, names).encode(),
        "organisation": office_terms(person, names),
        "signature": b"",
        "record": msgspec.json.encode(record),
        "bucket": [bucket],
        "article": list(person.articles),
        **name_fields([name for name, _ in person.variants], [*honorifics, *(role.text for role in person.roles)]),
    }


def touched_by(build: Build, keys: Iterable[str], docnums: Iterable[int]) -> set[str]:
    """Return the buckets that some documents of a build mention: given by key, or by number in the base."""
    touched: set[str] = set()
    with build.open().reader() as reader:
        numbers = {*docnums}
        for key in keys:
            numbers.update(reader.postings("key", key).all_ids())
        for number in numbers:
            touched |= buckets_of(stored_article(reader.stored_fields(number)["record"]).findings)
    return touched


def _articles(reader: Any, touched: set[str] | None) -> Iterator[StoredArticle]:
    """Yield the live articles, or those that mention a touched bucket."""
    for leaf, _ in leaf_readers(reader):
        if touched is None:
            kind = leaf.column_reader("kind")
            numbers = [n for n in range(leaf.doc_count_all()) if kind[n] == "article" and not leaf.is_deleted(n)]
        else:
            numbers = sorted(
                {
                    number
                    for bucket in touched
                    if ("bucket", bucket) in leaf
                    for number in leaf.postings("bucket", bucket).all_ids()
                }
            )
            kind = leaf.column_reader("kind")
            numbers = [n for n in numbers if kind[n] == "article"]
        for number in numbers:
            yield stored_article(leaf.stored_fields(number)["record"])


def _outdated_records(reader: Any, touched: set[str]) -> list[int]:
    """Return the numbers of the records that the touched buckets gave before."""
    numbers = []
    for leaf, base in leaf_readers(reader):
        kind = leaf.column_reader("kind")
        for bucket in touched:
            if ("bucket", bucket) in leaf:
                numbers += [base + n for n in leaf.postings("bucket", bucket).all_ids() if kind[n] != "article"]
    return numbers


def write_records(build: Build, touched: set[str] | None, registry: Registry, names: OrganisationNames) -> None:
    """Derive the records of the touched buckets (None: of all) from the articles in the build, and write them.

    Records that the buckets gave before and that nobody mentions any more are deleted. Organisations have a record
    where an article or a person's office names them, whatever was touched.
    """
    mentions = _Mentions(build.path / ".mentions.tmp")
    try:
        index = build.open()
        with index.reader() as reader:
            for stored in _articles(reader, touched):
                _gather(stored, touched, mentions)
            outdated = _outdated_records(reader, touched) if touched is not None else []
            organisations = Organisations(reader, set(outdated), names)
        writer = build.writer()
        try:
            for number in outdated:
                writer.delete_document(number)
            for bucket, contents in mentions.by_bucket():
                for fields in _fields_of(bucket, contents, registry, names):
                    organisations.name(fields.get("organisation", ()))
                    writer.add_document(**fields)
            for number in organisations.outdated():
                writer.delete_document(number)
            for fields in organisations.missing():
                writer.add_document(**fields)
            # Beside articles that were all just written, records stay apart: joining them takes the memory of both.
            writer.commit(mergetype=merge_live if touched is not None else lambda _, segments: segments)
        except BaseException:
            if not writer.is_closed:
                writer.cancel()
            raise
    finally:
        mentions.close()


def _fields_of(
    bucket: str, contents: Iterable[bytes], registry: Registry, names: OrganisationNames
) -> Iterator[dict[str, Any]]:
    if bucket.startswith("p:"):
        for person in _person_records(bucket, contents):
            yield _person_fields(bucket, person, names)
        return
    for record in _directive_records(bucket, contents, registry):
        yield _directive_fields(bucket, record)
