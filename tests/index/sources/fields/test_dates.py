"""Written dates → ISO, and the places of an article where a date is looked for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sources.fields.date_formats import normalise_date
from index.sources.fields.date_places import date_in_address, dateline, is_date_line

WRITTEN = [
    ("20201001", "2020-10-01", "as crawlers write it"),
    ("2025-06-28T23:43:45+07:00", "2025-06-28", "Vietnam's own zone changes nothing"),
    ("2025-06-28T18:00:00Z", "2025-06-29", "one in the morning of the next day in Vietnam"),
    ("2025-06-28T16:59:59+00:00", "2025-06-28", "a minute before midnight in Vietnam"),
    ("2025-06-28T16:59:59.123+0000", "2025-06-28", "fractions and a zone without colon"),
    ("2025-06-28", "2025-06-28", "a day without time is not moved"),
    ("28/06/2025 23:43", "2025-06-28", "day first; a time without zone is Vietnam's"),
    ("23:43 28/06/2025", "2025-06-28", "time first"),
    ("2020-12-22 00:14", "2020-12-22", "a space for the T"),
    ("22/12/2020", "2020-12-22", "day first"),
    ("10/12/2020", "2020-12-10", "day first also where the month could come first"),
    ("22-12-2020", "2020-12-22", "hyphens"),
    ("22.12.2020", "2020-12-22", "stops"),
    ("2020/12/22", "2020-12-22", "year first with slashes"),
    ("Thứ sáu, 25/02/2005 22:45 (GMT+7)", "2005-02-25", "a date line"),
    ("16 tháng 10 năm 2020", "2020-10-16", "in words"),
    ("ngày 5 tháng 9, 2020", "2020-09-05", "in words, a comma for năm"),
    ("10/2020", "2020-10", "a month is all that is known"),
    ("2020-10", "2020-10", "a month"),
    ("tháng 10 năm 2020", "2020-10", "a month in words"),
    ("2020", "2020", "a year is all that is known"),
    ("Fri, 16 Oct 2020 18:05:00 GMT", "2020-10-17", "as feeds write it, moved to Vietnam"),
    ("16 October 2020", "2020-10-16", "an English template"),
    ("October 16, 2020", "2020-10-16", "an American template"),
    ("16 Someword 2020", "", "no month"),
    ("1601510400", "2020-10-01", "seconds since 1970"),
    ("31/02/2020", "", "no such day"),
    ("2020-02-30", "", "no such day"),
    ("29/02/2020", "2020-02-29", "a leap day"),
    ("29/02/2021", "", "no leap year"),
    ("12/22/2020", "", "month first is not guessed"),
    ("00/00/0000", "", "an empty field of a database"),
    ("0000-00-00 00:00:00", "", "an empty field of a database"),
    ("9999", "", "no year of a document"),
    ("hôm qua", "", "no date"),
    ("", "", "nothing"),
]


@pytest.mark.parametrize(("written", "expected", "reason"), WRITTEN)
def test_written_dates(written: str, expected: str, reason: str) -> None:
    assert normalise_date(written) == expected, reason


@given(st.text(max_size=100))
def test_anything_written_gives_a_date_or_nothing(written: str) -> None:
    found = normalise_date(written)
    assert found == "" or date.fromisoformat(found + "2000-01-01"[len(found) :])


@given(
    st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2099, 12, 30)),
    st.integers(min_value=-12, max_value=14),
)
def test_a_moment_is_the_day_it_is_in_vietnam(moment: datetime, hours: int) -> None:
    moment = moment.replace(microsecond=0, tzinfo=timezone(timedelta(hours=hours)))
    assert normalise_date(moment.isoformat()) == (moment.astimezone(UTC) + timedelta(hours=7)).date().isoformat()


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2099, 12, 31)))
def test_every_vietnamese_spelling_of_a_day_is_that_day(day: date) -> None:
    for written in (
        f"{day.day}/{day.month}/{day.year}",
        f"{day:%d-%m-%Y}",
        f"{day.day} tháng {day.month} năm {day.year}",
        f"{day:%Y%m%d}",
    ):
        assert normalise_date(written) == day.isoformat()


DATE_LINES = [
    ("Thứ sáu, 25/02/2005 22:45 (GMT+7)", True, "VUSTA's site"),
    ("Ngày đăng: 25/02/2005", True, "labelled"),
    ("Cập nhật lúc 22:45, 25/02/2005", True, "time first"),
    ("25/02/2005", True, "bare"),
    ("Được đăng: Thứ ba, 22 Tháng 12 2020 00:14", True, "Joomla in Vietnamese"),
    ("Created on Friday, 16 October 2020 10:20", True, "Joomla in English"),
    ("Chủ nhật, 05/04/2020", True, "Sunday has a name without thứ"),
    ("Ngày 16/10/2020, tại tỉnh Phú Thọ, Hội tổ chức hội nghị", False, "a sentence"),
    ("Hội nghị ngày 25/02/2005", False, "a headline"),
    ("Thứ sáu, 31/02/2005 22:45", False, "no such day"),
]


@pytest.mark.parametrize(("line", "expected", "reason"), DATE_LINES)
def test_date_lines(line: str, expected: bool, reason: str) -> None:
    assert is_date_line(line) is expected, reason


DATELINES = [
    (["Ngày 16/10/2020, tại tỉnh Phú Thọ, Liên hiệp Hội họp."], ("2020-10-16", "tỉnh Phú Thọ"), "date and place"),
    (["Sáng ngày 16/10/2020, tại Hà Nội, Hội họp."], ("2020-10-16", "Hà Nội"), "a time of day before"),
    (["Chiều 16/10/2020, tại Huế, Hội họp."], ("2020-10-16", "Huế"), "time of day for the word ngày"),
    (["Ngày 16 tháng 10 năm 2020, Hội họp."], ("2020-10-16", ""), "in words, no place"),
    (["(Hà Nội, 16/10/2020) Hội họp."], ("2020-10-16", "Hà Nội"), "in brackets"),
    (["(vusta.vn) - Ngày 16/10/2020, tại Huế, Hội họp."], ("2020-10-16", "Huế"), "the site's name before"),
    (["Vừa qua, ngày 16/10/2020, tại Huế, Hội họp."], ("2020-10-16", "Huế"), "an opening phrase"),
    (["Hôm nay (16/10/2020), tại Huế, Hội họp."], ("2020-10-16", "Huế"), "today, with its date"),
    (["Trong 2 ngày 15-16/10/2020, tại Huế, Hội họp."], ("2020-10-16", "Huế"), "two days"),
    (["Hà Nội, ngày 16 tháng 10 năm 2020", "THÔNG BÁO"], ("2020-10-16", "Hà Nội"), "an official document"),
    (["Ngày 22/2/2019 tại Trung tâm văn hóa, Hội họp."], ("2019-02-22", "Trung tâm văn hóa"), "no comma"),
    (["Ảnh hội nghị", "Ngày 16/10/2020, tại Huế, Hội họp."], ("2020-10-16", "Huế"), "under a caption"),
    (["Hội họp ngày 16/10/2020, tại Huế."], ("", ""), "a date that is told of does not open the text"),
    (["Ông sinh ra.", "Ngày 10 tháng 1 năm 2016, ông mất."], ("", ""), "without a place only at the very start"),
    (["Ngày 30/4/1975, tại Sài Gòn, chiến tranh kết thúc."], ("", ""), "history is not news"),
    (["Ngày 31/02/2020, tại Huế, Hội họp."], ("", ""), "no such day"),
    ([], ("", ""), "nothing"),
    (["Ngày 9/2/2019 tức ngày mùng 5 Tết Kỷ Hợi, tại Huế"], ("2019-02-09", "Huế"), "the lunar day after it"),
]


@pytest.mark.parametrize(("paragraphs", "expected", "reason"), DATELINES)
def test_datelines(paragraphs: list[str], expected: tuple[str, str], reason: str) -> None:
    assert dateline(paragraphs) == expected, reason


ADDRESSES = [
    ("https://hoi.example/2020/10/16/giao-ban", "2020-10-16", "WordPress"),
    ("https://bao.example/giao-ban-20201001163534963.htm", "2020-10-01", "the time of writing as a number"),
    ("https://bao.example/tin-20201001.html", "2020-10-01", "eight digits"),
    ("/2020-10-16-giao-ban", "2020-10-16", "a file name"),
    ("/16-10-2020 giao ban", "2020-10-16", "a file name, day first"),
    ("https://bao.example/bai-c52625163.epi", "", "an article's number"),
    ("https://bao.example/20209999-bai.html", "", "no such day"),
    ("/giao-ban-2020", "", "a year in a name is what the report is about"),
]


@pytest.mark.parametrize(("address", "expected", "reason"), ADDRESSES)
def test_dates_in_addresses(address: str, expected: str, reason: str) -> None:
    assert date_in_address(address) == expected, reason
