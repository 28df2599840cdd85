"""The order of a Vietnamese dictionary: letters first, then tones, syllable by syllable."""

from __future__ import annotations

import random

import pytest

from index.analysis.collation import dictionary_key, initial, person_key


def shuffled(words):
    return random.Random(1).sample(words, len(words))


@pytest.mark.parametrize(
    ("ordered", "reason"),
    [
        ("ma mà mả mã má mạ", "tones: ngang, huyền, hỏi, ngã, sắc, nặng"),
        ("ca cà căn cân cầu co cô cơ", "ă and â are letters after a; ô and ơ after o"),
        ("da dân đa đá em ê", "đ is a letter after d; ê after e"),
        ("mạ mác", "letters weigh more than tones"),
        ("hoa hoà hoá học", "the tone's place does not matter"),
        ("tu tư ty", "ư after u"),
        ("Ánh ảo ba Bá", "capitals are no letters of their own"),
    ],
)
def test_words_stand_as_in_a_dictionary(ordered, reason):
    words = ordered.split()
    assert sorted(shuffled(words), key=dictionary_key) == words, reason


def test_phrases_are_compared_syllable_by_syllable():
    ordered = ["má ba", "má xa", "mạ ba"]
    assert sorted(shuffled(ordered), key=dictionary_key) == ordered, "the first syllable decides, its tone included"


def test_spellings_of_one_word_are_one():
    assert dictionary_key("hoà") == dictionary_key("hòa") == dictionary_key("hoa\u0300")


def test_numbers_stand_by_value():
    ordered = ["Chỉ thị số 5-CT/TW", "Chỉ thị số 42-CT/TW", "Chỉ thị số 101-CT/TW", "Nghị quyết số 1"]
    assert sorted(shuffled(ordered), key=dictionary_key) == ordered


def test_people_stand_by_given_name_then_surname_then_middle_names():
    ordered = ["Lê An", "Trần Bá An", "Trần Văn An", "Bùi Thị Ánh", "Nguyễn Đam", "Đỗ Đức Đạt", "Ông Ích Khiêm"]
    assert sorted(shuffled(ordered), key=person_key) == ordered


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("Trần Văn Ánh", "A"),
        ("Lê Thị Ơn", "Ơ"),
        ("Vũ Đức Đam", "Đ"),
        ("Đỗ Ân", "Â"),
        ("James Watt", "W"),
        ("Louis 16", "#"),
        ("", "#"),
    ],
)
def test_people_stand_under_the_letter_of_their_given_name(name, letter):
    assert initial(name) == letter
