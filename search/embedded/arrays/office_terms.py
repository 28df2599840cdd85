"""Finds who held an office when, by the roles of all people, for `vai_trò:"phó chủ tịch" năm:2020`."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from index.analysis.normalise import nfc
from index.analysis.partial_dates import first_day, last_day
from index.analysis.tokens import folded, words
from index.columnar.column_values import CodeColumn
from index.resolve.organisations import organisation_key
from search.embedded.arrays.snapshot import Mask, Snapshot
from search.query.questions.role_questions import AskedOffice, office_key

_ALWAYS = 99_999_999


@dataclass(frozen=True, slots=True)
class _Held:
    """The roles of all people, row by row: who, which of `offices`, and from which to which day (YYYYMMDD).

    A role is known to be held from the first to the last article that says so; one called past (`nguyên`), at some
    time before. `last` is 0 where that is not known; `place` is the row's among those of its person, `past` whether it
    is called past. An office stands in `offices` once, however many hold it: its words between spaces, the folded
    office, the organisation as compared, and its id.
    """

    people: NDArray[np.int64]
    office: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    place: NDArray[np.int64]
    past: NDArray[np.int64]
    offices: list[tuple[str, str, str, str]]


@dataclass(frozen=True, slots=True)
class Holder:
    """A person attested in an office that was asked about; `place` is the office's among the person's roles."""

    person: int
    place: int


def role_lines_in(snapshot: Snapshot) -> Iterator[tuple[int, str]]:
    """Yield (document, lines of its roles) of the people of a snapshot (`index/records/record_fields.py`)."""
    for segment in snapshot.segments:
        column = segment.column("roles")
        if isinstance(column, CodeColumn):  # else none of its documents is a person with a role
            table = list(column.values)
            for number in np.flatnonzero(segment.live).tolist():
                if told := table[column.codes[number]]:
                    yield segment.base + number, told.decode()


class Roles:
    """The roles of some people, read at the first question about them."""

    def __init__(self, size: int, told: Callable[[], Iterable[tuple[int, str]]]) -> None:
        """Take how many documents there are, and what gives the number of each person with the lines of the roles."""
        self._size = size
        self._told = told

    @cached_property
    def _held(self) -> _Held:
        rows = array("q")  # six numbers a role; kept as tuples they would busy the garbage collector
        numbers: dict[str, int] = {}
        first, last = cache(first_day), cache(last_day)  # few days are told by many roles
        for person, lines in self._told():
            for place, line in enumerate(lines.splitlines()):
                told, start, end, former = line.rsplit("\t", 3)
                begins, ends = first(start) if start and not former else 0, last(end) if end else 0
                rows.extend((person, numbers.setdefault(told, len(numbers)), begins, ends, place, bool(former)))
        people, office, firsts, lasts, places, past = np.array(rows, np.int64).reshape(-1, 6).T.copy()
        return _Held(people, office, firsts, lasts, places, past, [_parted(told) for told in numbers])

    @cached_property
    def _by_office(self) -> dict[str, list[int]]:
        """The offices that are compared as one, by what they are compared as."""
        found: dict[str, list[int]] = {}
        for number, (_, office, _, _) in enumerate(self._held.offices):
            found.setdefault(office_key(office), []).append(number)
        return found

    def attested(self, asked: AskedOffice, successor: str = "", since: str = "") -> list[Holder]:
        """Return who is attested in an office, likeliest first, each person once.

        First those of the organisation asked for, then those at the one that took its place, told of from `since` on
        (ISO): that of Tuyên Quang after 2025 answers for Hà Giang, not that of before.
        Of each those known to hold it in the year asked for, then by how near to it, without a year the last first;
        an office told in other words (`phó phòng` for `phó trưởng phòng`) behind the same.
        """
        held = self._held
        ranked = []
        offices = self._by_office.get(office_key(asked.office), [])
        says = {number for number in offices if _says(held.offices[number], asked)}
        for row in np.flatnonzero(np.isin(held.office, offices)).tolist():
            number = int(held.office[row])
            _, office, _, id = held.offices[number]
            same = bool(id) and id == asked.organisation
            alike = not (id and asked.organisation) and number in says
            later = id and id == successor and held.last[row] >= first_day(since)
            if not (same or alike or later):
                continue
            past = bool(held.past[row])
            other = bool(asked.organisation) and not same
            first, last = int(held.first[row]), int(held.last[row])
            away = _years_away(first, last, past, asked.year)
            ranked.append((other, past != asked.former, away, office != asked.office, -last, row))
        people: dict[int, Holder] = {}
        for *_, row in sorted(ranked):
            person = int(held.people[row])
            people.setdefault(person, Holder(person, int(held.place[row])))
        return list(people.values())

    def holders(self, text: str, start: str = "", end: str = "") -> Mask:
        """Return the people one of whose roles says `text`, words side by side, and was held between two dates.

        Empty dates are open, an empty text asks for any role.
        """
        found = np.zeros(self._size, np.bool_)
        held = self._held
        kept = held.first <= (last_day(end) if end else _ALWAYS)
        if start:
            kept &= held.last >= first_day(start)
        if text:
            phrase = f" {' '.join(folded(words(nfc(text))))} "
            kept &= np.isin(held.office, [n for n, (said, *_) in enumerate(held.offices) if phrase in said])
        found[held.people[kept]] = True
        return found


def _parted(line: str) -> tuple[str, str, str, str]:
    """Return the parts of a line of `role_lines` that tell the office, its words between spaces."""
    text, office, organisation, id = line.split("\t")
    return f" {text} ", office, organisation, id


def _says(told: tuple[str, str, str, str], asked: AskedOffice) -> bool:
    """Tell whether an office is at the organisation asked for, or says both in those words: `chủ quán kiêm đầu bếp`."""
    text, office, key, _ = told  # the text: the role, its office, its organisation
    whole = f"{asked.whole} {organisation_key(office)} {key}"
    return key == asked.key or (bool(key) and organisation_key(text) == whole)


def _years_away(first: int, last: int, past: bool, year: str) -> int:
    """Return how many years lie between a year and the time of a role, in days as YYYYMMDD; 0 within it, or for none.

    A role called past ended at some time before: what is after its last day is not within it.
    """
    if not year:
        return 0
    within, start, end = int(year), first // 10_000, last // 10_000
    if not end:
        return _ALWAYS
    if start <= within <= end and not past:
        return 0
    return max(start - within, within - end, 1)
