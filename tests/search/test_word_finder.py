"""Words found in a folded text are those that reading word by word finds."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.normalise import fold_word
from index.analysis.tokens import WORD
from search.highlight import Wanted, _matches, _read_matches, _with_other_forms
from search.word_finder import find_words, plain_bytes

LETTERS = "aàảãáạăâbcdđeêghikKlmnoôơpqrstuưvxyỳĩíịÐðÉÀTT09_ -.,\n“”漢ß\u00ad\u0301\u200bǅİ𝒳"


@pytest.mark.parametrize(
    ("text", "folds", "prefixes", "expected", "reason"),
    [
        ("Phản biện, phan", {"phan"}, (), ["Phản", "phan"], "any accents, any case"),
        ("phản_biện phanh", {"phan"}, (), ["phản"], "an underscore ends a word, a letter does not"),
        ("kĩ, kỹ, ki, kia", {"ky"}, (), ["kĩ", "kỹ", "ki"], "y and i after k are one word"),
        ("Đại đạo", {"dai"}, ("da",), ["Đại", "đạo"], "what begins so, once each"),
        ("nước漢 nước", {"nuoc"}, (), ["nước"], "letters of other scripts are letters"),
    ],
)
def test_words_of_a_text(text, folds, prefixes, expected, reason):
    spans = sorted(set(find_words(plain_bytes(text), folds, prefixes)))
    assert [text[start:end] for start, end in spans] == expected, reason


@pytest.mark.parametrize("text", ["phu\u0309", "khoa\u00adhọc", "a\u200bb", "𝒳 là"])
def test_what_the_table_does_not_decide_is_left_to_reading(text):
    assert plain_bytes(text) is None


FORMS = st.lists(st.sampled_from(["ky", "ban", "a", "ubnd", "nhan"]), min_size=1, max_size=3).map(tuple)
TEXTS = st.lists(
    st.sampled_from(["kỹ", "kĩ", "kii", "Ban", "a", "UBND", "nhân", " ", ", ", "-", "\u00ad"]), max_size=30
)


@given(TEXTS.map("".join), st.lists(FORMS, max_size=3), st.sets(st.sampled_from(["ban", "ky"])))
def test_other_forms_are_the_same_as_by_reading(text, forms, typed):
    what = Wanted(dict.fromkeys(typed, frozenset()), frozenset(), (), frozenset(), frozenset(forms))
    parts = {part for form in forms for part in form}
    slow = _with_other_forms(_read_matches(text, typed | parts, ()), what)
    assert [(m.start, m.end, m.whole) for m in _matches(text, what)] == [(m.start, m.end, m.whole) for m in slow]


@given(st.text(LETTERS, max_size=60), st.lists(st.text(LETTERS, min_size=1, max_size=3), max_size=3))
def test_the_same_as_by_reading(text, asked):
    words = [fold_word(word.group()) for word in WORD.finditer(text)][::2]
    plain = [fold_word(word) for word in asked if WORD.fullmatch(word)]
    what = Wanted({fold: frozenset() for fold in words}, frozenset(), tuple(plain), frozenset())
    fast, slow = _matches(text, what), _read_matches(text, set(words), what.prefixes)
    assert [(m.start, m.end, m.word, m.folded) for m in fast] == [(m.start, m.end, m.word, m.folded) for m in slow]
    for (a, b), (c, d) in zip(pairwise(fast), pairwise(slow), strict=True):
        assert (b.place == a.place + 1) == (d.place == c.place + 1), "neighbours are neighbours"
