"""Holds appearances that are taken for one person, with all that they say of whom."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from index.analysis.normalise import fold
from index.organisations.provinces import successor_of
from index.resolve.namesakes.offices import CENTRE, Office, careers_in, settled

_MERGED = "2025-07"  # since when the provinces of Resolution 202/2025/QH15 are what they are
_RANK = re.compile(r"\b(pgs|gs|pho giao su|giao su)\b")
_RANKS = {"pho giao su": "pgs", "giao su": "gs"}


@dataclass(frozen=True, slots=True)
class Group:
    """Appearances by their places in an order that the caller knows.

    `homes` are the provinces whose offices write of the person; `ranks` professors' ranks; `beside` the people and
    documents that the articles name as well; `organisations` ids as far as known; `first` and `last` ISO dates, empty
    where one is not known. `reasons` say why the appearances are one person, each with those that it joined.
    """

    appearances: frozenset[int]
    offices: frozenset[Office]
    organisations: frozenset[str]
    homes: frozenset[str]
    ranks: frozenset[str]
    careers: frozenset[str]
    beside: frozenset[str]
    first: str
    last: str
    reasons: frozenset[tuple[str, frozenset[int]]] = frozenset()

    @property
    def places(self) -> frozenset[str]:
        """Return the provinces in which offices are held; `trung ương` for the centre."""
        return frozenset(office.place for office in self.offices if office.place)

    @property
    def provinces(self) -> frozenset[str]:
        """Return the provinces in which offices are held, or where it is not said, those that write of the person."""
        return self.places - {CENTRE} or (frozenset() if self.places else self.homes)


def ranks_in(honorific: str | None) -> frozenset[str]:
    """Return a professor's rank: `GS. TSKH.` gives gs."""
    found = _RANK.search(fold(honorific or ""))
    return frozenset((_RANKS.get(found[1], found[1]),)) if found else frozenset()


def careers_of(offices: Iterable[Office], honorific: str | None) -> frozenset[str]:
    """Return the careers that offices and an honorific tell."""
    careers = frozenset(career for office in offices for career in office.careers)
    return careers | careers_in(honorific or "")


def union(groups: Iterable[Group], reasons: Iterable[tuple[str, frozenset[int]]]) -> Group:
    """Return groups made one, for the reasons given."""
    groups = list(groups)
    return Group(
        frozenset().union(*(group.appearances for group in groups)),
        settled(office for group in groups for office in group.offices),
        frozenset().union(*(group.organisations for group in groups)),
        frozenset().union(*(group.homes for group in groups)),
        frozenset().union(*(group.ranks for group in groups)),
        frozenset().union(*(group.careers for group in groups)),
        frozenset().union(*(group.beside for group in groups)),
        min((group.first for group in groups if group.first), default=""),
        max((group.last for group in groups if group.last), default=""),
        frozenset().union(*(group.reasons for group in groups), reasons),
    )


def common_places(one: Group, other: Group) -> frozenset[str]:
    """Return the provinces of both, a merged one under its new name where the later group's time allows it."""
    here, there = one.provinces, other.provinces
    shared = here & there
    for earlier, later, last in ((here, there, other.last), (there, here, one.last)):
        if last >= _MERGED:
            shared |= frozenset(successor_of(place) for place in earlier) & later
    return shared


def _day(text: str) -> int | None:
    parts = [int(part) for part in text.split("-") if part.isdecimal()]
    try:
        return date(*[*parts, 1, 1][:3]).toordinal() if parts else None
    except ValueError:
        return None


def days_apart(one: Group, other: Group) -> int | None:
    """Return how many days lie between the times of two groups, 0 where they overlap; None where one is not known."""
    times = [_day(text) for text in (one.first, one.last, other.first, other.last)]
    if None in times:
        return None
    begin, end, start, stop = (time or 0 for time in times)
    return max(0, start - end, begin - stop)
