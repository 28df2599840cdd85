"""Finds an article's date when its metadata has none: date line, dateline, address, file name."""

from __future__ import annotations

import re

from index.sources.fields.date_formats import iso_date, normalise_date

_NEAR = 3  # paragraphs; a dateline opens an article, a date further on is one that the article tells of
_WEB_YEARS = range(1990, 2101)  # eight digits in an address that begin otherwise are an article's number

_CLOCK = r"\d{1,2}[:hg]\d{2}(?::\d{2})?(?:\s*[AP]M)?"
_DAY = (
    r"\d{1,2} [A-Z][a-z]{2,8} \d{4}|\d{4}-\d{2}-\d{2}|\d{1,2} tháng \d{1,2},? (?:năm )?\d{4}|"
    r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}"
)
# `Thứ sáu, 25/02/2005 22:45 (GMT+7)`, `Ngày đăng: 25/02/2005 | 22:45`, `Đăng lúc 22:45 ngày 25/02/2005`
_DATE_LINE = re.compile(
    r"(?:(?:ngày (?:đăng|viết|cập nhật|gửi|tạo|xuất bản)|(?:lần )?cập nhật(?: lần cuối| cuối)?"
    r"|(?:đã |được )?(?:đăng|viết|tạo)|xuất bản|created|written|published|last updated)"
    r"\s*(?:lúc|ngày|vào|on)?\s*:?\s*)?"
    r"(?:(?:thứ (?:hai|ba|tư|năm|sáu|bảy|[2-7])|chủ nhật|[a-z]+day)\s*[,-]?\s*)?"
    rf"(?:{_CLOCK}[\s,|–-]*)?(?:ngày\s*:?\s*)?(?:{_DAY})"
    rf"(?:[\s,|–-]*(?:lúc\s*)?{_CLOCK})?(?:\s*\(?(?:GMT|UTC)\s*\+?\s*7(?::00)?\)?)?\s*[.|]?",
    re.IGNORECASE,
)

_OPENING_DATE = r"(?:\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\d{1,2} tháng \d{1,2},? năm \d{4})(?!\d)"
_FIRST_DAY = r"(?:\d{1,2}(?:/\d{1,2})?\s*(?:-|–|và|đến|và ngày|đến ngày)\s*)?"  # `15-16/10/2020`: the last day counts
_DATELINES = (
    # `Ngày 16/10/2020, tại tỉnh Phú Thọ`, `Sáng ngày 16/10/2020, tại Hà Nội,`, `Chiều 16 tháng 10 năm 2020,`,
    # `(vusta.vn) - Vừa qua, ngày 16/10/2020`, `Hôm nay (16/10/2020), tại`, `Trong 2 ngày 15-16/10/2020, tại`
    re.compile(
        r"(?:\([^()]{1,40}\)\s*[-–:]?\s*)?\W{0,3}(?:vừa qua,?\s+)?(?:(?:trong|vào|từ)\s+)?(?:(?:hai|ba|\d)\s+)?"
        r"(?:ngày|(?:hôm|sáng|trưa|chiều|tối|đêm)(?: nay)?,?(?: ngày)?)\s+"
        rf"\(?{_FIRST_DAY}(?P<date>{_OPENING_DATE})\)?(?P<rest>[^.]{{0,120}})",
        re.IGNORECASE,
    ),
    # `(Hà Nội, 16/10/2020)`, `Hà Nội, ngày 16/10/2020 - …`, `Hà Nội, ngày 16 tháng 10 năm 2020` as a line
    re.compile(
        rf"\(?(?P<place>[^\W\d_][^,()\d.:;]{{1,40}}),?\s+(?:ngày\s+)?(?P<date>{_OPENING_DATE})\s*(?:[)–:-]|$)",
        re.IGNORECASE,
    ),
)
_AT = re.compile(
    # `Ngày 9/2/2019 (tức mùng 5 Tết), tại …`, `Ngày 9/2/2019 tức ngày mùng 5 Tết Kỷ Hợi, tại …`
    r"^\s*,?\s*(?:\([^)]*\)\s*|tức [^,.;()]{2,40})?,?\s*tại\s+"
    r"(?P<place>[^,.;()]{2,60}(?:,\s*(?:tỉnh|thành phố|TP\.?)\s[^,.;()]{2,30})?)"
)

_ADDRESS_DATES = (
    re.compile(r"/(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})(?=/|$)"),
    re.compile(r"(?<!\d)(?P<year>\d{4})[-_](?P<month>\d{2})[-_](?P<day>\d{2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d{1,2})(?P<mark>[-_.])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4})(?!\d)"),
    # `-20201001163534963.htm`: the time of writing to the millisecond, as several Vietnamese newsrooms number
    re.compile(r"(?<!\d)(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:\d{6}(?:\d{3})?)?(?!\d)"),
)
_YEAR = re.compile(r"\d{4}")  # each of them has one


def is_date_line(line: str) -> bool:
    """Tell whether a line is nothing but the date a site sets over an article."""
    return len(line) <= 80 and _DATE_LINE.fullmatch(line.strip()) is not None and bool(normalise_date(line))


def dateline(paragraphs: list[str]) -> tuple[str, str]:
    """Return date and place of the dateline in the opening paragraphs: `2020-10-16`, `tỉnh Phú Thọ`; '' for none."""
    for number, paragraph in enumerate(paragraphs[:_NEAR]):
        for pattern in _DATELINES:
            found = pattern.match(paragraph)
            day = normalise_date(found["date"]) if found else ""
            if not found or not day or int(day[:4]) not in _WEB_YEARS:
                continue
            parts = found.groupdict()
            if parts.get("place") is not None:
                return day, parts["place"].strip()
            at = _AT.match(parts["rest"])
            # Without a place only the first words of all are a dateline; further on they open a story within
            if at or (number == 0 and parts["rest"].startswith(",")):
                return day, at["place"].strip() if at else ""
    return "", ""


def date_in_address(address: str) -> str:
    """Return the full date that a web address or a path carries (`/2020/10/16/`, `-20201001163534963.htm`), or ''."""
    for pattern in _ADDRESS_DATES if _YEAR.search(address) else ():
        for found in pattern.finditer(address):
            if int(found["year"]) in _WEB_YEARS:
                day = iso_date(int(found["year"]), int(found["month"]), int(found["day"]))
                if day:
                    return day
    return ""
