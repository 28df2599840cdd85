"""Finds the office that a query asks about in plain words: `ai là bí thư tỉnh uỷ hà giang`, `PCT LHH Phú Thọ 2020`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from index.analysis.normalise import nfc
from index.analysis.tokens import folded, words
from index.extract.people.tables import office_names
from index.organisations.names import OrganisationNames
from index.organisations.provinces import named_at
from index.resolve.namesakes.offices import folded_post_of
from index.resolve.organisations import organisation_key
from index.table import rows
from search.query.questions.question_words import asking
from search.query.tree import Query, is_plain

_YEAR = re.compile(r"(?:19[3-9]\d|20[0-4]\d)")
_YEAR_WORD, _ALSO = "nam", "kiem"  # năm, kiêm
_BEFORE_NAM = (["viet"], ["mien"], ["phia"], ["tay"], ["dong"])  # Việt Nam, miền Nam
_LONGEST_PLACE = 4  # words of a name that ends in Nam: Hà Nam, Việt Nam


@dataclass(frozen=True, slots=True)
class AskedOffice:
    """An office asked about: folded words of the office, the organisation's id where it is known, how it is compared,
    and the year (empty for any); `former` where one no longer held is asked for.

    `whole` is how office and organisation are compared together: `chủ tịch kiêm đồng sáng lập Ví MoMo`.
    """

    office: str
    organisation: str
    key: str
    year: str
    former: bool = False
    whole: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """Words of a query, canonical and folded."""

    written: list[str]
    folds: list[str]

    def part(self, start: int, end: int | None = None) -> _Said:
        return _Said(self.written[start:end], self.folds[start:end])


@dataclass(frozen=True, slots=True)
class AskedAbout:
    """Something that a query asks about as a whole: an organisation, by its id, or an office.

    `later` is the organisation that stands in the place of the office's own, and since when; empty where none does.
    """

    organisation: str = ""
    office: AskedOffice | None = None
    later: tuple[str, str] = ("", "")


MOST_HOLDERS = 20
"""People attested in one office that stand before all others."""


def share_above(place: int = 0) -> float:
    """Return by how many times the best score what is asked about is raised, holders by their place, so that it stands
    before what is only called so."""
    return 3.0 - place / MOST_HOLDERS


def asked_about(query: Query, names: OrganisationNames) -> AskedAbout:
    """Return what a query asks about as a whole; nothing for one with fields, excluded words or beginnings of words."""
    if not is_plain(query):
        return AskedAbout()
    if id := names.identify(query.text):
        return AskedAbout(organisation=id)
    office = asked_office(query.text, names)
    known = names.table.get(office.organisation) if office else None
    return AskedAbout("", office, (known.successor, known.to) if known and known.successor and known.to else ("", ""))


def asked_office(text: str, names: OrganisationNames) -> AskedOffice | None:
    """Return the office that a query asks about, None where it asks for something else.

    The office begins the query, words that only ask and a year aside; what follows must be one organisation, or
    nothing for an office that says where it is held (`Thủ tướng Chính phủ`).
    """
    written = words(nfc(text))
    said = _Said(written, folded(written))
    began, said = _without_year_before(said)
    asks = asking(said.written, said.folds)
    at = 0
    while at < len(said.folds) and not _begins_office(said.folds, at):
        skipped = max(_length(said.folds, at, "before"), int(asks[at]))
        if not skipped:
            break
        at += skipped
    former = 0 if _begins_office(said.folds, at) else _length(said.folds, at, "former")  # `cố vấn` is none
    said, office, after = _said_office(said, at + former)
    if not office:
        return None
    said = said.part(after)
    ended, rest = _without_year_behind(said)
    if not rest.folds:  # `tổng thống đương nhiệm`
        rest = said.part(0, -1) if ended else said
    if not rest.folds:
        return None
    whole = organisation_key(" ".join((office, *rest.folds)))
    while rest.folds[:1] == [_ALSO] and (other := _office(rest.folds, 1))[0]:
        rest = rest.part(other[1])
    place = " ".join(rest.folds)
    id = names.of_office(office, place)
    return AskedOffice(office, id, organisation_key(place), ended or began, bool(former), whole)


def _without_year_before(said: _Said) -> tuple[str, _Said]:
    """Return the year at the beginning of a query (empty for none) and what is left without it."""
    first = int(said.folds[:1] == [_YEAR_WORD])
    if said.folds[first : first + 1] and _YEAR.fullmatch(said.folds[first]):
        return said.folds[first], said.part(first + 1)
    return "", said


def _without_year_behind(said: _Said) -> tuple[str, _Said]:
    """Return the year at the end of a query (empty for none) and what is left without it, and without words that ask.

    Of `2015-2020` the later year counts.
    """
    year = ""
    while said.folds:
        end = len(said.folds)
        if _YEAR.fullmatch(said.folds[-1]):
            year, end = year or said.folds[-1], end - 1
            if not (end and _YEAR.fullmatch(said.folds[end - 1])):
                end -= _time_before(said.part(0, end))
        else:
            end -= _length_back(said.folds, "behind")
        if end == len(said.folds):
            break
        said = said.part(0, end)
    return year, said


def _time_before(said: _Said) -> int:
    """Return how many words before a year belong to it: `năm`, `nhiệm kỳ`, but not the last of `Hà Nam`."""
    if said.folds[-1:] != [_YEAR_WORD]:
        return _length_back(said.folds, "time")
    bare = said.written[-1] == _YEAR_WORD
    if bare and (said.written != said.folds or _ends_place(said.folds)):
        return 0
    return _length_back(said.folds, "time")


def _ends_place(folds: list[str]) -> bool:
    """Tell whether folded words end with a province, the country or the south."""
    starts = range(max(len(folds) - _LONGEST_PLACE, 0), len(folds) - 1)
    return folds[-2:-1] in _BEFORE_NAM or any(named_at(folds, at, True)[0] == len(folds) - at for at in starts)


def _length(folds: list[str], at: int, where: str) -> int:
    """Return how many words from a place on are the longest of a kind of the table; 0 for none."""
    return max((len(one) for one in _around(where) if folds[at : at + len(one)] == one), default=0)


def _length_back(folds: list[str], where: str) -> int:
    """Return how many words at the end are the longest of a kind of the table; 0 for none."""
    return max((len(one) for one in _around(where) if folds[-len(one) :] == one), default=0)


def _said_office(said: _Said, at: int) -> tuple[_Said, str, int]:
    """Return the words of a query with a short form at a word written out, the office there, and the word after it."""
    for length in (3, 2, 1):
        short = " ".join(said.folds[at : at + length])
        for long in _abbreviations().get(short, ()) if len(said.folds) >= at + length else ():
            out = _Said(*([*one[:at], *long, *one[at + length :]] for one in (said.written, said.folds)))
            office, after = _office(out.folds, at)
            if office:
                return out, office, after
    return said, *_office(said.folds, at)


def _begins_office(folds: list[str], at: int) -> bool:
    """Tell whether an office of several words begins at a word, so that it does not ask: `chi huy truong`."""
    return " " in _office(folds, at)[0]


def _office(folds: list[str], at: int) -> tuple[str, int]:
    """Return the longest office that begins at a word, and the word after it; '' for none."""
    for length in range(min(_longest(), len(folds) - at), 0, -1):
        said = " ".join(folds[at : at + length])
        if said in _offices():
            return said, at + length
    return "", at


@cache
def office_key(office: str) -> str:
    """Return a folded office as compared: short forms written out, one form of what is told in several ways."""
    meanings = (" ".join(long) for long in _abbreviations().get(office, ()))
    return folded_post_of(next((one for one in meanings if one in _offices()), office))


@cache
def same_offices(office: str) -> list[str]:
    """Return the folded offices that are compared as one is, itself among them."""
    key = office_key(office)
    return sorted(one for one in {office, *_offices()} if office_key(one) == key)


@cache
def _offices() -> frozenset[str]:
    """Return the folded offices."""
    return frozenset(" ".join(folded(words(name))) for name in office_names())


@cache
def _longest() -> int:
    return max(office.count(" ") + 1 for office in _offices())


@cache
def _abbreviations() -> dict[str, list[list[str]]]:
    """Return the folded words of short forms with the folded words that they stand for, the usual meaning first."""
    found: dict[str, list[list[str]]] = {}
    for short, long, *_ in rows("search.query.other_forms", "office_abbreviations.tsv"):
        for form in short.split("|"):
            found.setdefault(" ".join(folded(words(form))), []).extend(folded(words(one)) for one in long.split("|"))
    return found


@cache
def _around(where: str) -> Sequence[list[str]]:
    """Return the folded words of a kind of the table of what stands around offices."""
    return [folded(words(said)) for said, kind in rows(__package__, "around_offices.tsv") if kind == where]
