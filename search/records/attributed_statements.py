"""Who speaks of a directive, and of which directives a person speaks, among the records that articles name beside."""

from __future__ import annotations

from collections.abc import Iterable

from index.findings.article_findings import StoredArticle, running_text
from index.findings.attribution import SpokenOf, speaks_of
from index.records.writing import DirectiveRecord, PersonRecord
from index.resolve.people import person_bucket
from search.embedded.arrays.snapshot import Snapshot
from search.interface.records import SaidBy
from search.records.article_mentions import record_of


def spoken_counts(snapshot: Snapshot, spoken: Iterable[SpokenOf]) -> dict[int, int]:
    """Return how many statements join each record with the one that holds `spoken`, by document number."""
    statements: dict[int, set[tuple[str, int]]] = {}
    for one in spoken:
        kind = PersonRecord if one.bucket.startswith("p:") else DirectiveRecord
        number = record_of(snapshot, one.article, one.bucket, one.mention, kind)
        if number is not None:
            statements.setdefault(number, set()).add((one.article, one.statement))
    return {number: len(places) for number, places in statements.items()}


def said_by(snapshot: Snapshot, stored: StoredArticle) -> dict[int, tuple[SaidBy, ...]]:
    """Return who says each citation of an article that somebody says, by where it begins in the running text."""
    said: dict[int, dict[str, SaidBy]] = {}
    for found, person, _ in speaks_of(stored.findings, running_text(stored.article)):
        bucket = f"p:{person_bucket(person.name)}"
        number = record_of(snapshot, stored.article.id, bucket, person.mentions[0][0], PersonRecord)
        identifier = "" if number is None else snapshot.identifier(number)
        one = SaidBy(identifier, person.name, person.honorific or "")
        said.setdefault(found.mention.start, {})[person.name] = one
    return {start: tuple(people.values()) for start, people in said.items()}
