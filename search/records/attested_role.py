"""The office of a person that a query asks about, with the latest article that says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.memory.decoders import decoded
from index.records.shapes import PersonRecord
from search.interface.answers import AttestedRole, Hit
from search.records.record_pages import passage_views
from search.records.stored import StoredRecords


def with_attested(stored: StoredRecords, hits: Sequence[Hit], places: Mapping[str, int]) -> tuple[Hit, ...]:
    """Return hits, those of people whose key is among `places` with their role at that place."""
    if not places:
        return tuple(hits)
    records = stored.records([key for hit in hits if (key := f"{hit.kind}:{hit.id}") in places])
    return tuple(
        replace(hit, attested=_attested(stored, records[key], places[key]))
        if (key := f"{hit.kind}:{hit.id}") in records
        else hit
        for hit in hits
    )


def _attested(stored: StoredRecords, record: bytes, place: int) -> AttestedRole | None:
    """Return the role at a place among those of a person, None where no article that tells it is in the index."""
    found = decoded(record, PersonRecord)
    role = found.person.roles[place]
    telling = [passage for passage in found.passages if passage.article in frozenset(role.articles)]
    days = stored.days({f"article:{passage.article}" for passage in telling})
    latest = max(telling, key=lambda one: (days.get(f"article:{one.article}", 0), one.article), default=None)
    views = passage_views(stored, [latest]) if latest is not None else ()
    if not views:
        return None
    seen = views[0]
    return AttestedRole(
        role.text, role.from_, role.to, role.former, len(role.articles), seen.article, seen.title, seen.snippet
    )
