"""Who speaks of a directive, and of which directives a person speaks, among the records that articles name beside."""

from __future__ import annotations

from collections.abc import Iterable

from index.records import DirectiveRecord, PersonRecord
from index.speech import SpokenOf
from search.article_mentions import record_of
from search.snapshot import Snapshot


def spoken_counts(snapshot: Snapshot, spoken: Iterable[SpokenOf]) -> dict[int, int]:
    """Return how many statements join each record with the one that holds `spoken`, by document number."""
    statements: dict[int, set[tuple[str, int]]] = {}
    for one in spoken:
        kind = PersonRecord if one.bucket.startswith("p:") else DirectiveRecord
        number = record_of(snapshot, one.article, one.bucket, one.mention, kind)
        if number is not None:
            statements.setdefault(number, set()).add((one.article, one.statement))
    return {number: len(places) for number, places in statements.items()}
