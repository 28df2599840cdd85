"""Finds the office that a query asks about in plain words: `ai là bí thư tỉnh uỷ hà giang`, `PCT LHH Phú Thọ 2020`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from index.analysis.normalise import nfc
from index.analysis.tokens import folded, words
from index.extract.people.tables import office_names
from index.organisations.names import OrganisationNames
from index.resolve.organisations import organisation_key
from index.table import rows
from search.query.question_words import asking

_YEAR = re.compile(r"(?:19[3-9]\d|20[0-4]\d)")
_FORMER = frozenset({"nguyen", "cuu", "co"})
_BEFORE = frozenset({"nam", "khoa", "nhiem", "ky", "thoi", "vao", "trong", "tu"})  # `năm 2020`, `vào năm 2020`
_LONGEST = 5  # words of an office
_ASKS = frozenset({"ai", "la", "gi", "nao"})
_IS = frozenset(
    ["la", "lam", "giu", "chuc", "ai", "ong", "ba", "dong", "chi", "ten", "hien", "nay", "duong", "nhiem"]
)


@dataclass(frozen=True, slots=True)
class AskedOffice:
    """An office asked about: folded words of the office, the organisation's id where it is known, how it is compared,
    and the year (empty for any); `former` where one no longer held is asked for."""

    office: str
    organisation: str
    key: str
    year: str
    former: bool = False


def asked_office(text: str, names: OrganisationNames) -> AskedOffice | None:
    """Return the office that a query asks about, None where it asks for something else.

    The office begins the query, words that only ask aside; what follows must be one organisation, or nothing for an
    office that says where it is held (`Thủ tướng Chính phủ`).
    """
    written = words(nfc(text))
    folds = folded(written)
    asks = asking(written, folds)
    at = 0
    while at < len(folds) and (asks[at] or folds[at] in _IS):
        at += 1
    former = at < len(folds) and folds[at] in _FORMER
    at += former
    folds, office, after = _said_office(folds, at)
    if not office:
        return None
    rest = folds[after:]
    while rest and (rest[-1] in _ASKS):
        rest = rest[:-1]
    year = ""
    if rest and _YEAR.fullmatch(rest[-1]):
        year, rest = rest[-1], rest[:-1]
        while rest[-1:] and rest[-1] in _BEFORE and rest[-2:] != ["viet", "nam"]:
            rest = rest[:-1]
    place = " ".join(rest)
    id = names.of_office(office, place)
    if not place:
        return None
    return AskedOffice(office, id, organisation_key(place), year, bool(former))


def _said_office(folds: list[str], at: int) -> tuple[list[str], str, int]:
    """Return the words of a query with a short form at a word written out, the office there, and the word after it."""
    for length in (3, 2, 1):
        said = " ".join(folds[at : at + length])
        for long in _abbreviations().get(said, ()) if len(folds) >= at + length else ():
            written = [*folds[:at], *long, *folds[at + length :]]
            office, after = _office(written, at)
            if office:
                return written, office, after
    return folds, *_office(folds, at)


def _office(folds: list[str], at: int) -> tuple[str, int]:
    """Return the longest office that begins at a word, and the word after it; '' for none."""
    for length in range(min(_LONGEST, len(folds) - at), 0, -1):
        said = " ".join(folds[at : at + length])
        if said in _offices():
            return said, at + length
    return "", at


@cache
def _offices() -> frozenset[str]:
    """Return the folded offices."""
    return frozenset(" ".join(folded(words(name))) for name in office_names())


@cache
def _abbreviations() -> dict[str, list[list[str]]]:
    """Return the folded words of short forms with the folded words that they stand for, the usual meaning first."""
    found: dict[str, list[list[str]]] = {}
    for short, long, *_ in rows(__package__, "office_abbreviations.tsv"):
        for form in short.split("|"):
            found.setdefault(" ".join(folded(words(form))), []).extend(folded(words(one)) for one in long.split("|"))
    return found
