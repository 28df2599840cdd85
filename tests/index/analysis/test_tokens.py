"""Words, pairs and dates of a text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.dates_in_text import dates_in
from index.analysis.tokens import WORD, folded, pairs, placed_words, words

ROWS = [
    ("Nội vụ.Thực hiện", ["nội", "vụ", "thực", "hiện"], "a lost space after a full stop does not join words"),
    ("42-CT/TW", ["42", "ct", "tw"], "a number and its symbols are words of their own"),
    ("KH&KT", ["kh", "kt"], "so is each side of &"),
    ("Super_Bowl", ["super", "bowl"], "an underscore joins nothing"),
    ("cà\u00adphê", ["càphê"], "a soft hyphen does not part a word"),
    ("60/63 tổ chức", ["60", "63", "tổ", "chức"], "numbers"),
    ("", [], "nothing in nothing"),
    ("… – “”", [], "marks are no words"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), ROWS)
def test_words(text: str, expected: list[str], reason: str) -> None:
    assert words(text) == expected, reason


@given(st.text())
def test_tokens_slice_the_text_in_order(text: str) -> None:
    _, bounds = placed_words(text)
    end = 0
    for start, stop in zip(bounds[::2], bounds[1::2], strict=True):
        assert end <= start < stop <= len(text)
        end = stop


@given(st.lists(st.sampled_from(["hội", "đồng", "tư", "vấn", "phản", "biện", "42", "CT"]), min_size=1))
def test_decomposed_text_gives_the_same_words(parts: list[str]) -> None:
    text = " ".join(parts)
    assert words(unicodedata.normalize("NFD", text)) == words(text)


def test_pairs_are_neighbours_without_accents() -> None:
    assert pairs(folded(words("Khoa học và kĩ thuật"))) == ["khoa hoc", "hoc va", "va ky", "ky thuat"]


DATES = [
    ("ngày 16/4/2010 của", ["2010-04-16"], "strokes"),
    ("ngày 16-04-2010", ["2010-04-16"], "hyphens and a leading zero"),
    ("16.4.2010.", ["2010-04-16"], "dots, and the one that ends the sentence"),
    ("ngày 16 tháng 4 năm 2010", ["2010-04-16"], "in words"),
    ("ngay 16 thang 4 nam 2010", ["2010-04-16"], "in words without accents"),
    ("2010-04-16", ["2010-04-16"], "as machines write it"),
    ("31/02/2010", [], "no such day"),
    ("1/16/4/2010/5", [], "part of something longer"),
    ("16/4-2010", [], "two different marks make no date"),
    ("số 24/2018/QH14", [], "a number of a law"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), DATES)
def test_dates(text: str, expected: list[str], reason: str) -> None:
    assert [date for _, _, date in dates_in(text)] == expected, reason


@pytest.mark.parametrize("text", ["", ".", "Hội Y học.", " «Sở» 42-CT/TW", "a_b hoa\u0323c", "khoa\u00adhọc"])
def test_placed_words_stand_where_tokens_do(text: str) -> None:
    spoken, bounds = placed_words(text)
    assert spoken == words(text)
    assert bounds == [bound for found in WORD.finditer(text) for bound in found.span()]
