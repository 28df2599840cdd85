"""One written form for each word, and folding."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.analysis import normalise
from index.analysis.normalise import canonical_word, fold, fold_word, nfc, strip_accents

SAME = [
    ("hoà", "hòa", "tone of an open oa on either vowel"),
    ("khoẻ", "khỏe", "and of oe"),
    ("uỷ", "ủy", "and of uy"),
    ("thuý", "thúy", "and with a consonant before"),
    ("hòan", "hoàn", "a closed syllable has its tone on the second vowel"),
    ("súyt", "suýt", "closed uy as well"),
    ("qúy", "quý", "after q the u is no vowel"),
    ("quí", "quý", "i for y after qu"),
    ("kĩ", "kỹ", "i for y after k"),
    ("lí", "lý", "after l"),
    ("mĩ", "mỹ", "after m"),
    ("sĩ", "sỹ", "after s"),
    ("tỉ", "tỷ", "after t"),
    ("hi", "hy", "after h"),
    ("HOÀ", "hòa", "upper case"),
    ("Ðảng", "đảng", "the Icelandic eth looks like Đ"),
    ("đả\u00adng", "đảng", "a soft hyphen is not there"),
    ("đả\u200bng", "đảng", "nor is a space of no width"),
]

DIFFERENT = [
    ("vi", "vy", "two names"),
    ("thi", "thy", "two names"),
    ("hóa", "hoa", "a tone is a tone"),
    ("thủy", "thúy", "two tones"),
    ("dang", "đang", "đ is a letter"),
    ("kim", "kym", "only a final i"),
    ("mai", "may", "only an i that is the whole vowel"),
]

UNTOUCHED = ["quyết", "xoắn", "thuyền", "toàn", "ngoéo", "khuỷu", "giá", "quà", "của", "mùa", "chịu", "người"]


@pytest.mark.parametrize(("one", "other", "reason"), SAME)
def test_spellings_of_one_word_are_one(one: str, other: str, reason: str) -> None:
    assert canonical_word(one) == canonical_word(other), reason


@pytest.mark.parametrize(("one", "other", "reason"), DIFFERENT)
def test_different_words_stay_different(one: str, other: str, reason: str) -> None:
    assert canonical_word(one) != canonical_word(other), reason


@pytest.mark.parametrize("word", UNTOUCHED)
def test_a_right_spelling_is_its_own_canonical_form(word: str) -> None:
    assert canonical_word(word) == word


@pytest.mark.parametrize(("one", "other", "reason"), SAME)
def test_decomposed_input_gives_the_same_word(one: str, other: str, reason: str) -> None:
    assert canonical_word(unicodedata.normalize("NFD", one)) == canonical_word(other), reason


def test_fold_drops_every_mark_and_the_bar_of_d() -> None:
    assert fold("Đặng Vũ Minh, Uỷ viên ĐẢNG đoàn") == "dang vu minh, uy vien dang doan"


def test_folding_follows_spelling_so_that_ki_thuat_finds_ky_thuat() -> None:
    assert fold_word("kĩ") == fold_word("kỹ") == fold_word("ki") == "ky"


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ "))
def test_folding_keeps_the_length_of_vietnamese_text(text: str) -> None:
    text = nfc(text)
    assert len(fold(text)) == len(strip_accents(text)) == len(text)


@given(st.text())
def test_any_text_has_one_canonical_form(text: str) -> None:
    once = canonical_word(text)
    assert canonical_word(once) == once
    assert canonical_word(unicodedata.normalize("NFD", text)) == canonical_word(unicodedata.normalize("NFC", text))


@given(st.text())
@example("Đại hội ΣΑΣ, İstanbul")
@example("e\u0301\0\ud800\U0001f600文ß")
def test_a_long_text_folds_as_its_letters_do(text: str) -> None:
    long = text * (normalise._LONG + 1)
    assert fold(long) == normalise._fold_by_letter(long)


FOREIGN = [
    ("Ørsted", "orsted", "a stroke that Unicode does not take off"),
    ("Łódź", "lodz", "nor this one"),
    ("Straßburg", "strassburg", "a letter that stands for two"),
    ("STRAẞE", "strasse", "its capital"),
    ("Œuvre", "oeuvre", "a ligature"),
    ("Ægir", "aegir", "another"),
    ("Þór", "thor", "a letter of Iceland, as its passports write it"),
    ("İstanbul", "istanbul", "a dot on the capital"),
    ("ılıca", "ilica", "and none on the small letter"),
    ("ﬁnance", "finance", "two letters cast as one by a font"),
    ("Đặng", "dang", "Vietnamese stays as it was"),
    ("Москва", "москва", "other scripts stay"),
]


@pytest.mark.parametrize(("written", "typed", "reason"), FOREIGN)
def test_letters_of_other_languages_are_found_as_people_type_them(written: str, typed: str, reason: str) -> None:
    assert fold_word(written) == typed, reason
    assert len(fold(nfc(written))) == len(nfc(written)), "offsets stay valid"


@pytest.mark.parametrize("unseen", "\u00ad\u034f\u061c\u180e\u200b\u200d\u200e\u202c\u2060\u2066\ufe0f\ufeff")
def test_what_shows_nothing_is_not_there(unseen: str) -> None:
    assert canonical_word(f"đả{unseen}ng") == "đảng"
