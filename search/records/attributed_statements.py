"""Tells who speaks of a directive, and of which directives a person speaks, among those that articles name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.findings.article_findings import StoredArticle, running_text
from index.findings.attribution import SpokenOf, speaks_of
from search.interface.records import SaidBy
from search.records.article_mentions import Mention, person_mention, records_of
from search.records.stored import StoredRecords, identifier

Said = dict[tuple[str, int], tuple[SaidBy, ...]]
"""The speaker of a citation, by the id of its article and the place where it begins in the running text."""


def spoken_counts(stored: StoredRecords, spoken: Iterable[SpokenOf]) -> dict[str, int]:
    """Return how many statements join each record with the one that holds `spoken`, by key."""
    joined = [(Mention(one.article, one.bucket, one.mention), one.statement) for one in spoken]
    keys = records_of(stored, [mention for mention, _ in joined])
    statements: dict[str, set[tuple[str, int]]] = {}
    for mention, statement in joined:
        if mention in keys:
            statements.setdefault(keys[mention], set()).add((mention.article, statement))
    return {key: len(places) for key, places in statements.items()}


def said_by(stored: StoredRecords, articles: Sequence[StoredArticle]) -> Said:
    """Return who says each citation of some articles that somebody says."""
    spoken = [
        (article.article.id, found.mention.start, person, person_mention(article, person))
        for article in articles
        for found, person, _ in speaks_of(article.findings, running_text(article.article))
    ]
    keys = records_of(stored, [mention for *_, mention in spoken])
    said: dict[tuple[str, int], dict[str, SaidBy]] = {}
    for article, start, person, mention in spoken:
        if mention not in keys:
            continue  # no person, by the office's word
        one = SaidBy(identifier(keys[mention]), person.name, person.honorific or "")
        said.setdefault((article, start), {})[person.name] = one
    return {place: tuple(people.values()) for place, people in said.items()}
