"""Which slips are likelier than others."""

from __future__ import annotations

import pytest

from search.typing import confused, letters_apart, slip_cost

LIKELIER = [
    ("khuyyen", "khuyen", "khuiten", "a doubled letter before two others"),
    ("mihn", "minh", "mien", "a swap before a wrong letter"),
    ("minj", "minh", "ming", "h lies beside j, g does not"),
    ("mnh", "minh", "manh", "both lack a letter: equal, told by the neighbours"),
    ("nganh", "nganh", "canh", "the first letter is seldom wrong"),
    ("xan", "san", "tan", "x for s is how some say it"),
    ("hojc", "hoc", "hoac", "a key hit with its neighbour"),
]


@pytest.mark.parametrize(("typed", "meant", "other", "reason"), LIKELIER)
def test_likelier_slips_cost_less(typed: str, meant: str, other: str, reason: str) -> None:
    assert _cost(typed, meant) <= _cost(typed, other), reason


def _cost(typed: str, word: str) -> float:
    return 0.0 if typed == word else slip_cost(typed, word, 1 if abs(len(typed) - len(word)) <= 1 else 2)


def test_letters_that_are_taken_for_each_other() -> None:
    assert {"sao", "xau"} <= confused("xao") | confused("xao")
    assert "trung" in confused("chung") and "chung" in confused("trung")
    assert "nganh" in confused("ngan") and "ngan" in confused("nganh")
    assert "nganh" in confused("nghanh"), "nghành, the commonest of all"


APART = [
    ("quyt", "quyết", 1, "the accents went with the letter"),
    ("hôi", "hội", 1, "a tone left out"),
    ("cuuả", "của", 1, "the tone only moved"),
    ("Iran", "trận", 2, "letters and accents both"),
    ("hoà", "hòa", 0, "one spelling"),
]


@pytest.mark.parametrize(("typed", "word", "letters", "reason"), APART)
def test_letters_apart(typed: str, word: str, letters: int, reason: str) -> None:
    assert letters_apart(typed, word) == letters, reason
