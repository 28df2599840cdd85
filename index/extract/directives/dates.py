"""Reading the date of issue that stands beside a document: `ngày 16/4/2010`, `01-8-2000`, `(năm 2018)`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from index.extract.text_view import View

_SEP = r" ?[/.-] ?"
_FULL = (
    rf"(?:ngay {{0,2}})?(?P<day>\d{{1,2}}){_SEP}(?P<month>\d{{1,2}}){_SEP}(?P<year>(?:1[89]|20)\d\d|\d\d(?!\d))(?!\d)"
    r"|ngay {0,2}(?P<day2>\d{1,2})(?: thang | ?[/-] ?)(?P<month2>\d{1,2})"
    r"(?:,? nam |, ?| )(?P<year2>(?:1[89]|20)\d\d)(?!\d)"
)
_PART = (
    r"thang {0,2}(?P<month3>\d{1,2})(?: ?[/-] ?|,? nam )(?P<year3>(?:1[89]|20)\d\d)(?!\d)"
    r"|nam {0,2}(?P<year4>(?:1[89]|20)\d\d)(?!\d)"
)
_NO_YEAR = r"ngay {0,2}(?P<day5>\d{1,2})(?: thang | ?[/-] ?)(?P<month5>\d{1,2})(?![\d/-])"
_ANY = rf"(?:{_FULL}|{_PART}|{_NO_YEAR})"

_VERB = (
    r"(?:(?:da |vua |duoc )?"
    r"(?:ban hanh|ban bo|ky ban hanh|ky|ra|phe duyet|thong qua|cong bo|phat hanh|lap|de) )?(?:vao )?"
)
_BESIDE = re.compile(
    rf"(?P<lead>[ \n]{{0,2}}(?P<mark>[,(-]?) {{0,2}}{_VERB}(?:cung (?=ngay))?)(?P<date>{_ANY})(?P<close> ?\))?"
)
_BARE = re.compile(rf"(?P<lead> {{1,2}}(?P<mark>\(?))(?P<date>{_FULL})(?P<close> ?\))?")
_BARE_YEAR = re.compile(
    r"(?P<lead> {0,2}(?P<mark>\(?))(?P<date>(?P<year4>(?:1[89]|20)\d\d))(?![\d/.-]\d|\d)(?P<close> ?\))?"
)
_ADVERBIAL = re.compile(r" ?,| tai ")
_ALONE = re.compile(rf"(?P<date>{_ANY})")


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date at `start`–`end` of a view; `iso` as far as stated, None when only day and month are."""

    start: int
    end: int
    iso: str | None


def _four_digits(year: str) -> int:
    if len(year) == 4:
        return int(year)
    return int(year) + (1900 if int(year) > 40 else 2000)  # 30-01-98, 16/4/10


def _iso(found: re.Match[str], published: str) -> tuple[bool, str | None]:
    """Return whether the match is a possible date, and the date as far as it is known."""
    parts = {name: value for name, value in found.groupdict().items() if value and name[:3] in ("day", "mon", "yea")}
    day = next((int(v) for k, v in parts.items() if k.startswith("day")), None)
    month = next((int(v) for k, v in parts.items() if k.startswith("month")), None)
    year = next((_four_digits(v) for k, v in parts.items() if k.startswith("year")), None)
    if month is not None and not 1 <= month <= 12:
        return False, None
    if year is None:
        return day is not None and 1 <= day <= 31, _latest_before(published, day or 0, month or 0)
    if day is None:
        return True, f"{year}" if month is None else f"{year}-{month:02}"
    try:
        return True, date(year, month or 1, day).isoformat()
    except ValueError:
        return False, None


def _latest_before(published: str, day: int, month: int) -> str | None:
    """Return the last such day not after the day of publication: `ngày 27-4` in an article of 2018-05-04."""
    try:
        limit = date.fromisoformat(published)
        candidate = date(limit.year, month, day)
        return (candidate if candidate <= limit else candidate.replace(year=limit.year - 1)).isoformat()
    except ValueError:
        return None


def date_beside(view: View, end: int, published: str = "", bare_year: bool = False) -> StatedDate | None:
    """Return the date of issue stated right after `end`, or None.

    A date between commas belongs to the sentence, not to the document: `Thực hiện Chỉ thị 42-CT/TW, ngày
    16/10/2020, Liên hiệp Hội…`. `bare_year` also takes `Bộ luật Hình sự 2015`; `Nghị
    quyết 620 (1988)` needs none.
    """
    found = _BESIDE.match(view.folded, end) or _BARE.match(view.folded, end)
    if not found:
        found = _BARE_YEAR.match(view.folded, end)
        if found and not bare_year and not (found["mark"] and found["close"]):
            return None
    if not found:
        return None
    if "\n" in found["lead"] and not view.text[found.start("date") : found.start("date") + 1].islower():
        return None
    if found["mark"] in (",", "-") and _ADVERBIAL.match(view.folded, found.end("date")):
        return None
    possible, iso = _iso(found, published)
    if not possible:
        return None
    stop = found.end() if found["mark"] == "(" and found["close"] else found.end("date")
    return StatedDate(found.start("date"), stop, iso)


def date_at(view: View, start: int, published: str = "") -> StatedDate | None:
    """Return the date written at `start`, or None."""
    found = _ALONE.match(view.folded, start)
    if not found:
        return None
    possible, iso = _iso(found, published)
    return StatedDate(start, found.end(), iso) if possible else None
