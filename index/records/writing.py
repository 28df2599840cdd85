"""Writes the records of directives, people and organisations, derived from all mentions of the articles in a build.

An incremental run gathers, resolves and rewrites only the buckets that its articles touch, before or after; a bucket
is always resolved from all its mentions, so the records are those of a full run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from index.findings.article_findings import StoredArticle, buckets_of
from index.generations.catalogue import leaf_readers
from index.generations.segments import merge_live
from index.generations.store import Build
from index.organisations.names import OrganisationNames
from index.records.corrected import Corrections, StoredBy, touched_with, unmatched
from index.records.gathered_mentions import Mentions, directive_records, gather, person_records
from index.records.organisations import Organisations
from index.records.record_fields import directive_fields, person_fields
from index.records.shapes import stored_article
from index.resolve.directives.registry import Registry


def touched_by(build: Build, keys: Iterable[str], docnums: Iterable[int], corrections: Corrections) -> set[str]:
    """Return the buckets that some documents of a build mention, or mean by corrections.

    They are given by key, or by number in the base.
    """
    touched: set[str] = set()
    with build.open().reader() as reader:
        for number in {*docnums, *_holding(reader, "key", keys)}:
            stored = stored_article(reader.stored_fields(number)["record"])
            touched |= buckets_of(stored.findings) | corrections.targets(stored.article.id)
    return touched


def _articles(reader: Any, touched: set[str] | None, corrections: Corrections) -> Iterator[StoredArticle]:
    """Yield the live articles, or those that mention a touched bucket, or mean one by corrections."""
    for leaf, _ in leaf_readers(reader):
        if touched is None:
            numbers: Iterable[int] = (n for n in range(leaf.doc_count_all()) if not leaf.is_deleted(n))
        else:
            numbers = sorted({*_holding(leaf, "bucket", touched), *_holding(leaf, "key", corrections.articles)})
        kind = leaf.column_reader("kind")
        for number in numbers:
            if kind[number] == "article":
                yield stored_article(leaf.stored_fields(number)["record"])


def _holding(reader: Any, field: str, terms: Iterable[str]) -> Iterator[int]:
    """Yield the numbers of the live documents that hold each of these terms in a field."""
    for term in terms:
        if (field, term) in reader:
            yield from reader.postings(field, term).all_ids()


def _outdated_records(reader: Any, touched: set[str]) -> list[int]:
    """Return the numbers of the records that the touched buckets gave before."""
    numbers = []
    for leaf, base in leaf_readers(reader):
        kind = leaf.column_reader("kind")
        numbers += [base + n for n in _holding(leaf, "bucket", touched) if kind[n] != "article"]
    return numbers


def _stored_by(reader: Any) -> StoredBy:
    def stored(id: str) -> StoredArticle | None:
        number = next(_holding(reader, "key", [f"article:{id}"]), None)
        return None if number is None else stored_article(reader.stored_fields(number)["record"])

    return stored


def idle_corrections(build: Build, corrections: Corrections) -> list[str]:
    """Return a sentence for each correction that is of nothing in a build."""
    with build.open().reader() as reader:
        return list(unmatched(corrections, _stored_by(reader)))


def write_records(
    build: Build,
    touched: set[str] | None,
    registry: Registry,
    names: OrganisationNames,
    corrections: Corrections,
    before: Corrections,
) -> None:
    """Derive the records of the touched buckets (None: of all) from the articles in the build, and write them.

    What the office's `corrections` and those `before` them differ in is touched as well.
    Records that the buckets gave before and that nobody mentions any more are deleted. Organisations have a record
    where an article or a person's office names them, whatever was touched.
    """
    mentions = Mentions(build.path / ".mentions.tmp")
    try:
        index = build.open()
        with index.reader() as reader:
            if touched is not None:
                touched = touched_with(touched, before, corrections, _stored_by(reader))
            for stored in _articles(reader, touched, corrections):
                gather(stored, touched, mentions, corrections)
            outdated = _outdated_records(reader, touched) if touched is not None else []
            organisations = Organisations(reader, set(outdated), names)
        with build.writer() as writer:
            for number in outdated:
                writer.delete_document(number)
            for bucket, contents in mentions.by_bucket():
                for fields in _fields_of(bucket, contents, registry, names, corrections):
                    organisations.name(fields.get("organisation", ()))
                    writer.add_document(**fields)
            for number in organisations.outdated():
                writer.delete_document(number)
            for fields in organisations.missing():
                writer.add_document(**fields)
            # Beside articles that were all just written, records stay apart: joining them takes the memory of both.
            writer.commit(mergetype=merge_live if touched is not None else lambda _, segments: segments)
    finally:
        mentions.close()


def _fields_of(
    bucket: str,
    contents: Iterable[bytes],
    registry: Registry,
    names: OrganisationNames,
    corrections: Corrections,
) -> Iterator[dict[str, Any]]:
    if bucket.startswith("p:"):
        for person in person_records(bucket, contents, names, corrections):
            yield person_fields(bucket, person, names)
        return
    for record in directive_records(bucket, contents, registry):
        yield directive_fields(bucket, record)
