"""Records of organisations: which of them a build names, and what is known of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from index.columnar import SegmentArrays, segment_arrays
from index.organisations.names import OrganisationNames
from index.organisations.table import Organisation
from index.records.names import record_fields


class OrganisationRecord(msgspec.Struct, frozen=True):
    """An organisation as stored. `predecessors` are the ids of those whose place it took.

    Its articles and people are looked up by the terms of field `organisation`, so that an incremental run need not
    gather the mentions of one that half of the articles name.
    """

    organisation: Organisation
    predecessors: tuple[str, ...] = ()


class Organisations:
    """Compares the organisations that a build names with the records it has of them."""

    def __init__(self, reader: Any, outdated: set[int], names: OrganisationNames) -> None:
        """Read both from a build; documents of the numbers `outdated` are about to go and count no more."""
        self._table = names.table
        self._named: set[str] = set()
        self._stored: dict[str, tuple[int, bytes]] = {}
        for segment in segment_arrays(reader):
            live = segment.live.copy()
            live[[n - segment.base for n in outdated if segment.base <= n < segment.base + segment.size]] = False
            if (field := segment.field("organisation")) is not None:
                for postings in field.everything():
                    alive = np.unique(postings.terms[live[postings.documents]])
                    self.name(field.terms[at].decode() for at in alive.tolist())
            for number, id in _records(segment, live):
                self._stored[id] = (segment.base + number, segment.stored(number)["record"])

    def name(self, terms: Iterable[str]) -> None:
        """Count what documents name, given their terms: `about:ID`."""
        self._named.update(term.partition(":")[2] for term in terms)

    def _wanted(self) -> dict[str, bytes]:
        """Return the records that there must be: what is named, and what took the place of that."""
        wanted: dict[str, bytes] = {}
        for id in sorted(self._named):
            known = self._table.get(id)
            while known is not None and known.id not in wanted:
                wanted[known.id] = msgspec.json.encode(OrganisationRecord(known, self._table.predecessors(known.id)))
                known = self._table.get(known.successor)
        return wanted

    def outdated(self) -> list[int]:
        """Return the numbers of the records that nothing names any more, or of which another thing is known now."""
        wanted = self._wanted()
        return [number for id, (number, record) in self._stored.items() if wanted.get(id) != record]

    def missing(self) -> Iterator[dict[str, Any]]:
        """Yield the index fields of the records that are not there yet, or not so."""
        for id, record in self._wanted().items():
            if self._stored.get(id, (0, b""))[1] != record:
                yield _fields(msgspec.json.decode(record, type=OrganisationRecord).organisation, record)


def _records(segment: SegmentArrays, live: NDArray[np.bool_]) -> Iterator[tuple[int, str]]:
    """Yield the number in its segment and the id of each record of an organisation."""
    kinds, keys = segment.code_column("kind"), segment.code_column("key")
    code = kinds.values.find(b"organisation")
    for number in np.flatnonzero(live & (kinds.codes == code)).tolist() if code >= 0 else ():
        yield number, keys[number].decode().removeprefix("organisation:")


def _fields(organisation: Organisation, record: bytes) -> dict[str, Any]:
    called = (organisation.name,), organisation.other_names
    return {
        **record_fields("organisation", organisation.id, organisation.name, record, *called),
        "province": organisation.province.encode(),
        "bucket": [],
        "article": [],
    }
