"""Spelling of syllables, and where their tone stands."""

from __future__ import annotations

import pytest

from index.analysis.syllables import (
    ACUTE,
    DOT,
    GRAVE,
    HOOK,
    TILDE,
    accented_forms,
    is_folded_syllable,
    is_syllable,
    toned,
)

FOLDS = [
    ("nghieng", True, "the longest"),
    ("a", True, "a vowel alone"),
    ("gi", True, "gì"),
    ("gieng", True, "giếng: g before iê"),
    ("quoc", True, "quốc"),
    ("yeu", True, "no consonant before yê"),
    ("hay", True, "a word that a small index may lack"),
    ("ky", True, "the index term of kì as well"),
    ("kan", True, "Bắc Kạn: a name that no rule gives"),
    ("nghanh", False, "ngh only before e, ê, i, y"),
    ("ngien", False, "ng not before i"),
    ("khuyu", True, "khuỵu"),
    ("cim", False, "c not before i"),
    ("kie", False, "cut short: kiện"),
    ("ka", False, "k stands before e, i, y only"),
    ("web", False, "foreign"),
    ("kong", True, "Kông, as in Mê Kông"),
    ("minhh", False, "a letter too many"),
    ("khoahoc", False, "two words"),
    ("maastricht", False, "foreign"),
    ("th", False, "no vowel"),
    ("", False, "nothing"),
]


@pytest.mark.parametrize(("fold", "expected", "reason"), FOLDS, ids=[row[0] or "(empty)" for row in FOLDS])
def test_folded_syllables(fold: str, expected: bool, reason: str) -> None:
    assert is_folded_syllable(fold) is expected, reason


WORDS = [
    ("nghĩa", True, "onset of three letters"),
    ("quyết", True, "q takes the u of the rhyme"),
    ("gì", True, "gi where the i is the vowel"),
    ("GIỮA", True, "capitals"),
    ("Krông", True, "Krông Ana: a name that no rule gives"),
    ("cãc", False, "a stopped syllable has no tilde"),
    ("nghãi", False, "ngh not before a"),
    ("Búk", False, "Krông Búk: no syllable ends so"),
    ("Öôc", False, "ö is no Vietnamese letter"),
    ("hàá", False, "two tones"),
]


@pytest.mark.parametrize(("word", "expected", "reason"), WORDS)
def test_syllables(word: str, expected: bool, reason: str) -> None:
    assert is_syllable(word) is expected, reason


TONED = [
    ("hoa", GRAVE, "hòa", "open: on the first of two"),
    ("hoan", GRAVE, "hoàn", "closed: on the second"),
    ("đăng", DOT, "đặng", "on the marked vowel"),
    ("thương", GRAVE, "thường", "on the last marked vowel"),
    ("khuyu", HOOK, "khuỷu", "on the middle of three"),
    ("gia", GRAVE, "già", "gi is the onset"),
    ("quy", ACUTE, "quý", "qu is the onset"),
    ("mua", GRAVE, "mùa", "ua bears it on the u"),
    ("cac", ACUTE, "các", "stops take sắc"),
    ("cac", TILDE, None, "and not ngã"),
    ("cac", "", None, "nor none"),
    ("xyz", ACUTE, None, "no syllable"),
]


@pytest.mark.parametrize(("toneless", "tone", "word", "reason"), TONED)
def test_the_tone_stands_where_the_index_has_it(toneless: str, tone: str, word: str | None, reason: str) -> None:
    assert toned(toneless, tone) == word, reason


def test_the_forms_of_a_folded_word() -> None:
    assert {"đặng", "đẳng", "dang", "đang", "dâng"} <= set(accented_forms("dang"))
    assert set(accented_forms("nguyet")) == {"nguyết", "nguyệt"}
    assert accented_forms("maastricht") == ()
