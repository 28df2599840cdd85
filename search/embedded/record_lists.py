"""Lists of all directives and of all people: what a list sorts and counts by, made once for a generation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from index.analysis.collation import dictionary_key, initial, person_key
from index.analysis.normalise import fold
from index.memory.decoders import decoded
from index.records.shapes import DirectiveRecord
from search.embedded.arrays.mention_links import Links
from search.embedded.arrays.snapshot import Mask, Snapshot
from search.interface.answers import FacetCount
from search.interface.lists import ListedKind, ListedRecord, ListRequest, RecordList
from search.records.facet_values import LISTED, initials, most_frequent
from search.records.namesakes import date_and_distinction

_NEVER = np.iinfo(np.int32).max
_Numbers = NDArray[np.int64]


class Listing:
    """The live records of one kind; what a list needs is made when the first one is asked for."""

    def __init__(self, snapshot: Snapshot, links: Links, kind: ListedKind) -> None:
        self._snapshot = snapshot
        self._links = links
        self._kind = kind

    @cached_property
    def _numbers(self) -> _Numbers:
        """Document numbers by name: people in the order of their given names."""
        code = self._snapshot.kind.code(self._kind)
        mask = (self._snapshot.kind.codes == code) & self._snapshot.live  # a kind that is not there has no code
        key = person_key if self._kind == "speaker" else dictionary_key
        label, identifier = self._snapshot.label, self._snapshot.identifier
        ordered = sorted(np.flatnonzero(mask).tolist(), key=lambda n: (key(label(n)), label(n), identifier(n)))
        return np.array(ordered, np.int64)

    @cached_property
    def _articles(self) -> NDArray[np.int64]:
        """Return how many articles mention each document."""
        counts = np.zeros(self._snapshot.size, np.int64)
        counts[self._links.records] = np.diff(self._links.starts)
        return counts

    @cached_property
    def _days(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The days of the first and the last dated article that mention each document; (_NEVER, 0) without one."""
        first = np.full(self._snapshot.size, _NEVER, np.int64)
        last = np.zeros(self._snapshot.size, np.int64)
        records = np.repeat(self._links.records, np.diff(self._links.starts))
        days = self._snapshot.first_day[self._links.articles].astype(np.int64)
        dated = days > 0
        np.minimum.at(first, records[dated], days[dated])
        np.maximum.at(last, records[dated], days[dated])
        return first, last

    @cached_property
    def _initials(self) -> list[str]:
        return [initial(self._snapshot.label(n)) for n in self._numbers.tolist()]

    @cached_property
    def _facts(self) -> list[tuple[str, str]]:
        """Type and issuer of each directive, in the order of `_numbers`."""
        records = map(self._snapshot.record, self._numbers.tolist())
        directives = (decoded(record, DirectiveRecord).directive for record in records)
        return [(directive.type, directive.issuer) for directive in directives]

    def page(self, request: ListRequest, kept: Mask) -> RecordList:
        """Return one page of the records of `kept` that the request asks for; counts are over all of its pages."""
        numbers = self._numbers
        within = kept[numbers]
        letters = self._letters(within) if self._kind == "speaker" else ()
        if request.letter:
            within = within & np.array([letter == request.letter for letter in self._initials], np.bool_)
        has_facts = self._kind == "directive"
        types, issuers = (self._counted(place, within) if has_facts else () for place in (0, 1))
        for place, value in enumerate((request.type, request.issuer)):
            if value and has_facts:
                within = within & np.array([fact[place] == value for fact in self._facts], np.bool_)
        found = numbers[within]
        ordered = self._called(found[self._order(found, request)], request.q)
        first = (request.page - 1) * request.size
        rows = tuple(self._row(n) for n in ordered[first : first + request.size].tolist())
        return RecordList(len(found), rows, letters, types, issuers)

    def _called(self, ordered: _Numbers, typed: str) -> _Numbers:
        """Return the numbers with those first whose whole name was typed, letter by letter before without accents."""
        called = " ".join(typed.strip('"“” ').casefold().split())
        if not called:
            return ordered
        names = [self._snapshot.label(n).casefold() for n in ordered.tolist()]
        unlike = [(name != called) + (fold(name) != fold(called)) for name in names]
        return ordered[np.argsort(np.array(unlike, np.int64), kind="stable")]

    def _order(self, found: _Numbers, request: ListRequest) -> NDArray[np.intp]:
        """Return the places of `found`, which stand by name, in the order asked for; equals stay by name."""
        if request.sort == "mentioned":
            return np.argsort(-self._articles[found], kind="stable")
        if request.sort == "recent":
            return np.argsort(-self._days[1][found], kind="stable")
        if request.sort in ("newest", "oldest"):
            issued = self._snapshot.first_day[found].astype(np.int64)
            if request.sort == "newest":
                return np.argsort(-issued, kind="stable")
            return np.argsort(np.where(issued == 0, _NEVER, issued), kind="stable")
        return np.arange(len(found))

    def _letters(self, within: NDArray[np.bool_]) -> tuple[FacetCount, ...]:
        counts = Counter(letter for letter, kept in zip(self._initials, within.tolist(), strict=True) if kept)
        return initials(counts)

    def _counted(self, place: int, within: NDArray[np.bool_]) -> tuple[FacetCount, ...]:
        values: Iterable[str] = (fact[place] for fact, kept in zip(self._facts, within.tolist(), strict=True) if kept)
        counts = Counter(value for value in values if value)
        return most_frequent(counts.items(), LISTED)

    def _row(self, number: int) -> ListedRecord:
        first, last = (int(days[number]) for days in self._days)
        date, about = date_and_distinction(self._snapshot.keys[number], self._snapshot.record(number))
        return ListedRecord(
            kind=self._kind,
            id=self._snapshot.identifier(number),
            name=self._snapshot.label(number),
            about=about,
            date=date,
            articles=int(self._articles[number]),
            first_year=str(first // 10_000) if first != _NEVER else "",
            last_year=str(last // 10_000) if last else "",
        )
