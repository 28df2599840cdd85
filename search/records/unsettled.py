"""Tells what an unsettled number may mean, and which unsettled mentions may mean a directive."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from index.memory.decoders import decoded
from index.records.shapes import DirectiveRecord, Passage, directive_name
from index.resolve.directives.resolved_directive import ResolvedDirective, possible_ids, unsettled_ids
from search.interface.records import PossibleDirective, RelatedDirective
from search.records.stored import StoredRecords


class Unsettled(NamedTuple):
    """A record of mentions that are not settled: its id and name, and its passages that may mean a directive."""

    id: str
    name: str
    passages: tuple[Passage, ...]


def unsettled_keys(record: bytes) -> tuple[str, ...]:
    """Return the keys of the records, if there are such, whose mentions may mean a directive, given as stored."""
    return tuple(f"directive:{id}" for id in unsettled_ids(decoded(record, DirectiveRecord).directive))


def unsettled_mentions(stored: StoredRecords, directive: ResolvedDirective) -> tuple[Unsettled, ...]:
    """Return the unsettled records whose mentions may mean a directive, each with those of its passages."""
    keys = [f"directive:{id}" for id in unsettled_ids(directive)]
    fetched = stored.records(keys)
    records = [decoded(fetched[key], DirectiveRecord) for key in keys if key in fetched]
    found = (Unsettled(r.directive.id, directive_name(r.directive), _meaning(r, directive)) for r in records)
    return tuple(one for one in found if one.passages)


def _meaning(record: DirectiveRecord, directive: ResolvedDirective) -> tuple[Passage, ...]:
    """Return the passages of an unsettled record that may mean a directive."""
    own = possible_ids(directive.id, directive.date)
    meant = [one for one in record.directive.possible if one.id in own and _agree(one.date, directive.date)]
    places = {place for one in meant for place in one.citations}
    return tuple(passage for n, passage in enumerate(record.passages) if n in places)


def _agree(one: str, other: str) -> bool:
    """Tell whether two dates may be one: two documents of one number and year have ids that begin alike."""
    return one.startswith(other) or other.startswith(one)


def possible_directives(stored: StoredRecords, directive: ResolvedDirective) -> tuple[PossibleDirective, ...]:
    """Return the documents that the mentions of an unsettled record may mean, oldest first."""
    linked = _known(stored, ((one.id, one.date) for one in directive.possible))
    return tuple(
        PossibleDirective(
            id=linked.get((one.id, one.date), ""),
            name=one.name or directive_name(directive),
            title=one.title,
            issuer=one.issuer,
            date=one.date,
            mentions=len(one.citations),
        )
        for one in directive.possible
    )


def related_directives(stored: StoredRecords, directive: ResolvedDirective) -> tuple[RelatedDirective, ...]:
    """Return what the registry relates to a directive."""
    linked = _known(stored, ((one.id, one.date) for one in directive.related))
    return tuple(
        RelatedDirective(one.relation, linked.get((one.id, one.date), ""), one.name, one.title, one.issuer, one.date)
        for one in directive.related
    )


def _known(stored: StoredRecords, documents: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return by id and date of a document the id of its record, of those that the index has."""
    tried = {one: possible_ids(*one) for one in documents if one[0]}
    labels = stored.labels({f"directive:{id}" for ids in tried.values() for id in ids})
    first = {one: next((id for id in ids if f"directive:{id}" in labels), "") for one, ids in tried.items()}
    return {one: id for one, id in first.items() if id}
