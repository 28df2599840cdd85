"""Telex and VNI typed with the keyboard off: rows, and every syllable there and back."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.analysis.normalise import canonical_word, fold_word
from index.analysis.syllables import accented_forms, syllables
from search.typing import decode_telex, decode_vni
from tests.bench.mistyped import telex, vni

TELEX = [
    ("Ddawngj", "Đặng", "dd, aw, the tone at the end"),
    ("Ddawjng", "Đặng", "the tone right after its vowel"),
    ("dangwdj", "đặng", "marks anywhere later in the word"),
    ("DDAWNGJ", "ĐẶNG", "capitals stay"),
    ("DDawngj", "Đặng", "both d of the first letter held in capitals"),
    ("lieen", "liên", "ee, no tone"),
    ("liene", "liên", "the second e after the n"),
    ("hieepj", "hiệp", "a tone on the marked vowel, not on the first"),
    ("hooij", "hội", "oo"),
    ("nghij", "nghị", "ngh"),
    ("quyeets", "quyết", "u belongs to the q"),
    ("nuwowcs", "nước", "ư and ơ each by its own w"),
    ("nuowcs", "nước", "one w makes both"),
    ("nuocsw", "nước", "the w last of all"),
    ("nguwoif", "người", "most keyboards complete ưo"),
    ("thuowr", "thuở", "uơ, which no coda follows"),
    ("muaw", "mưa", "ă cannot stand there, ư can"),
    ("xoawn", "xoăn", "ă, not ơ"),
    ("nhw", "như", "w alone is ư"),
    ("hoaf", "hòa", "the tone on the first vowel, as the index writes it"),
    ("hoafn", "hoàn", "and on the second before a coda"),
    ("gif", "gì", "gi keeps its i as vowel"),
    ("giengs", "giéng", "no such word, but so it is spelt"),
    ("xooong", "xoong", "a third o takes the mark back"),
    ("kix", "kỹ", "y and i as the index unites them"),
    ("quyêts", "quyết", "the keyboard gave up at the last key"),
    ("vaạt", "vật", "the tone came before the second a"),
    ("minh", None, "stands for itself"),
    ("liên", None, "is Vietnamese already"),
    ("cacsf", None, "two tones are none"),
    ("mars", None, "r and s: no Vietnamese word"),
    ("windows", None, "no rhyme of Vietnamese"),
    ("nghanhf", None, "ngh before a is not spelt"),
    ("hocf", None, "c ends no syllable with huyền"),
    ("khoahoc", None, "two words are not one syllable"),
    ("s", None, "a letter is no word"),
    ("aaaaaaaaaaaaaaaaaaaaaaaa", None, "longer than any syllable"),
]
VNI = [
    ("D9a85ng", "Đặng", "bar, breve, tone right after their letters"),
    ("D9ang85", "Đặng", "all but the bar at the end"),
    ("Vu4", "Vũ", "ngã"),
    ("lie6n", "liên", "circumflex"),
    ("hie65p", "hiệp", "circumflex and tone"),
    ("ho65i", "hội", "the same on o"),
    ("nu7o71c", "nước", "ư and ơ each by its own 7"),
    ("nuo7c1", "nước", "one 7 makes both"),
    ("thuo73", "thuở", "uơ, which no coda follows"),
    ("D9A85NG", "ĐẶNG", "capitals stay"),
    ("u23", None, "two tones: an under-23 team"),
    ("covid19", None, "no syllable"),
    ("2020", None, "a year"),
    ("h5n1", None, "no vowel"),
    ("minh", None, "no digit"),
]


@pytest.mark.parametrize(("keys", "word", "reason"), TELEX, ids=[row[0] for row in TELEX])
def test_telex(keys: str, word: str | None, reason: str) -> None:
    assert decode_telex(keys) == word, reason


@pytest.mark.parametrize(("keys", "word", "reason"), VNI, ids=[row[0] for row in VNI])
def test_vni(keys: str, word: str | None, reason: str) -> None:
    assert decode_vni(keys) == word, reason


every_word = st.sampled_from(sorted({form for s in syllables() for form in accented_forms(fold_word(s))}))


@given(word=every_word, seed=st.integers(0, 20))
@settings(max_examples=400, derandomize=True)
def test_what_is_encoded_is_decoded(word: str, seed: int) -> None:
    """Whatever the order of the keys: the encoder puts marks and tones at once or at the end."""
    for encode, decode in ((telex, decode_telex), (vni, decode_vni)):
        for written in (word, word.capitalize()):
            keys = encode(written, random.Random(seed))
            if len(keys) > 1 and keys != written:
                assert decode(keys) == written, keys


@given(st.text(max_size=20))
@settings(max_examples=300, derandomize=True)
def test_any_text_is_read_without_error(text: str) -> None:
    for decode in (decode_telex, decode_vni):
        found = decode(text)
        assert found is None or canonical_word(found) in accented_forms(fold_word(found))
