"""Telephone numbers have one term however they are grouped, and little else is taken for one."""

import pytest

from index.analysis.wholes_in_text import telephones_in, wholes_in

ROWS = [
    ("024.3943.2206", "+842439432206", "dots"),
    ("(024) 3943 2206", "+842439432206", "the code of the area in brackets"),
    ("024-39432206", "+842439432206", "a hyphen behind it"),
    ("+84 24 3943 2206", "+842439432206", "the country's code"),
    ("(+84) 24 3943 2206", "+842439432206", "in brackets"),
    ("+84 (0)24 3943 2206", "+842439432206", "with the zero that is left out from abroad"),
    ("0084 24 39432206", "+842439432206", "dialled"),
    ("0912 345 678", "+84912345678", "a mobile telephone by threes"),
    ("0912.34.56.78", "+84912345678", "by twos"),
    ("0912345678", "+84912345678", "in one piece"),
    ("04 3943 2206", "+84439432206", "with the code that Hà Nội had until 2017"),
    ("1900 54 54 99", "+1900545499", "a service"),
    ("05.10.2020 14:30", "", "a date with a time"),
    ("số tài khoản 0611001234567", "", "too long"),
    ("0,5 và 0912", "", "too short"),
    ("1900-1954", "", "years"),
    ("mã a0912345678", "", "inside of something else"),
]


@pytest.mark.parametrize(("text", "number", "reason"), ROWS)
def test_a_telephone_number_is_one_thing(text: str, number: str, reason: str) -> None:
    found = [(text[start:end], term) for start, end, term in telephones_in(text)]
    assert [term for _, term in found] == ([number] if number else []), reason
    if number:
        assert found[0][0] == text, "it is marked whole"


def test_two_in_a_row_and_a_date_beside_them() -> None:
    text = "Ngày 16/4/2010 gọi 0912 345 678 0912 345 679."
    assert {term for _, _, term in wholes_in(text)} == {"2010-04-16", "+84912345678", "+84912345679"}
