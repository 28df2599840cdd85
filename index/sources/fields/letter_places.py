"""Finds place and date in the head of an official letter: `Lào Cai, ngày 07 tháng 5 năm 2023`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.sources.fields.date_formats import iso_date

_OPEN = r"[\s.…_]*"  # a draft leaves the day open: `ngày … tháng 5 năm 2024`
_DATE = re.compile(
    rf",?\s*\bngày{_OPEN}(?P<day>\d{{0,2}})(?:{_OPEN}tháng{_OPEN}|[/.-])(?P<month>\d{{0,2}})"
    rf"(?:{_OPEN}năm{_OPEN}|[/.-])(?P<year>\d{{4}})",
    re.IGNORECASE,
)
_CELLS = re.compile(r"\s*\|\s*")
_KINDS = re.compile(r"(?:thành phố|thị xã|thị trấn|tỉnh|huyện|quận|xã|phường|tp\.?)$", re.IGNORECASE)
_OF_HEAD = re.compile(r"^(?:Số\b|V/v\b)|(?:[\s|]Số\s*[:.]\s*[\d….]|Hạnh phúc\W*$)|[\s|]V/v\s", re.IGNORECASE)
_MOST = 7  # words: `Bà Rịa - Vũng Tàu`, `Thành phố Hồ Chí Minh`


@dataclass(frozen=True, slots=True)
class PlaceAndDate:
    """The place as written, and the date in ISO 8601, '' where the letter leaves its day open."""

    place: str
    date: str


def _is_of_name(word: str) -> bool:
    """Tell whether a word may stand in the name of a place: `Cai`, `Đắk`, `TP.Vinh`, the dash of two; no `LHH`."""
    return word in "-–" or word == "TP." or (word[0].isupper() and any(map(str.islower, word)) and "/" not in word)


def _place_at_end(text: str) -> str:
    """Return the name of a place that `text` ends with, '' for none."""
    words, name = text.split(), list[str]()
    while words and len(name) < _MOST and (_is_of_name(words[-1]) or (words[-1].isdecimal() and not name)):
        name.insert(0, words.pop())
    if not name and text.isupper() and len(text.split()) <= _MOST:
        return text  # `LÀO CAI, NGÀY …` alone in its cell
    if name and (kind := _KINDS.search(" ".join(words))):
        name.insert(0, kind[0])
    return " ".join(name).strip("-– ")


def _found(line: str) -> tuple[re.Match[str], PlaceAndDate] | None:
    for cell in _CELLS.split(line):
        for found in _DATE.finditer(cell):
            before = cell[: found.start()]
            place = _place_at_end(before)
            other = before.strip().removesuffix(place).strip()
            # `Căn cứ văn bản của Bộ Tài Chính, ngày 5 tháng 3 năm 2020` is a sentence of the letter
            if place and not place.isdecimal() and (not other or other.isupper() or _OF_HEAD.search(other)):
                known = found["day"] and found["month"]
                day = iso_date(int(found["year"]), int(found["month"]), int(found["day"])) if known else ""
                return found, PlaceAndDate(place, day)
    return None


def place_and_date_in(line: str) -> PlaceAndDate | None:
    """Return the place and date that a line of a head, or one of its cells, ends with; None for none."""
    found = _found(line)
    return found[1] if found else None


def without_place_and_date(text: str) -> str:
    """Return what stands before place and date in a cell that has them behind its own words."""
    found = _found(text)
    return text if found is None else text[: found[0].start()].removesuffix(found[1].place)
