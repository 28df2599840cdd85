"""Finds who held an office when, by the roles of all people, for `vai_trò:"phó chủ tịch" năm:2020`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

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
    """The roles of all people, row by row: who, from which to which day, and its folded words between spaces.

    A role is known to be held from the first to the last article that says so; one called past (`nguyên`), at some
    time before. `last` is 0 where that is not known. `offices` are the folded office, the organisation as compared and
    its id; `place` is the row's among those of its person, `past` whether it is called past.
    """

    people: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    place: NDArray[np.int64]
    past: NDArray[np.int64]
    words: list[str]
    offices: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Holder:
    """A person attested in an office that was asked about; `place` is the office's among the person's roles."""

    person: int
    place: int


def role_lines_in(snapshot: Snapshot) -> Iterator[tuple[int, str]]:
    """Yield (document, lines of its roles) of the people of a snapshot; see `index.records.fields.role_lines`."""
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
        rows: list[tuple[int, int, int, int, int]] = []
        said: list[str] = []
        offices: list[tuple[str, str, str]] = []
        for number, lines in self._told():
            for place, line in enumerate(lines.splitlines()):
                text, office, organisation, id, start, end, former = line.split("\t")
                first = first_day(start) if start and not former else 0
                last = last_day(end) if end else 0
                rows.append((number, first, last, place, bool(former)))
                said.append(f" {text} ")
                offices.append((office, organisation, id))
        people, firsts, lasts, places, past = np.array(rows, np.int64).reshape(-1, 5).T
        return _Held(people, firsts, lasts, places, past, said, offices)

    @cached_property
    def _by_office(self) -> dict[str, list[int]]:
        """The rows of each office as compared."""
        found: dict[str, list[int]] = {}
        for row, (office, _, _) in enumerate(self._held.offices):
            found.setdefault(office_key(office), []).append(row)
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
        for row in self._by_office.get(office_key(asked.office), ()):
            office, key, id = held.offices[row]
            same = bool(id) and id == asked.organisation
            alike = not (id and asked.organisation) and (key == asked.key or self._says(row, asked))
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

    def _says(self, row: int, asked: AskedOffice) -> bool:
        """Tell whether a role says office and organisation in the words asked: `chủ quán kiêm đầu bếp`."""
        office, key, _ = self._held.offices[row]
        told = organisation_key(self._held.words[row])  # the role, its office, its organisation
        return bool(key) and told == f"{asked.whole} {organisation_key(office)} {key}"

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
            rows = [row for row in np.flatnonzero(kept).tolist() if phrase in held.words[row]]
        else:
            rows = np.flatnonzero(kept).tolist()
        found[held.people[rows]] = True
        return found


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
