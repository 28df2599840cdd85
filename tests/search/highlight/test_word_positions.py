"""Words found in a folded text are those that reading word by word finds, and so is what is marked of them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.normalise import fold_word
from index.analysis.tokens import WORD
from search.highlight.highlight_terms import HighlightTerms, highlight_terms
from search.highlight.marker import Marker
from search.highlight.word_positions import words_like
from search.query.other_forms.expansion import expand
from search.query.other_forms.form_tables import built_in
from search.query.parse import parse
from tests.search.highlight.slow_marks import marked

LETTERS = "aàảãáạăâbcdđeêghikKlmnoôơpqrstuưvxyỳĩíịÐðÉÀTT09_ -.,\n“”漢ß²\u00ad\u0301\u200bǅİ𝒳😀"
TEXTS = st.text(LETTERS, max_size=60)


@pytest.mark.parametrize(
    ("text", "folds", "prefixes", "expected", "reason"),
    [
        ("Phản biện, phan", ["phan"], [], ["Phản", "phan"], "any accents, any case"),
        ("phản_biện phanh", ["phan"], [], ["phản"], "an underscore ends a word, a letter does not"),
        ("kĩ, kỹ, ki, kia", ["ky"], [], ["kĩ", "kỹ", "ki"], "y and i after k are one word"),
        ("Đại đạo", ["dai"], ["da"], ["Đại", "đạo"], "what begins so, once each"),
        ("nước漢 nước", ["nuoc"], [], ["nước"], "letters of other scripts are letters"),
        ("phu\u0309 phủ", ["phu"], [], ["phu\u0309", "phủ"], "combining marks belong to their letter"),
        ("nghi\u00adêng", ["nghieng"], [], ["nghi\u00adêng"], "so does a soft hyphen"),
        ("\u0301 \u0301la", ["la"], [], ["la"], "a lone mark is no word and begins none"),
        ("a😀b𝒳 b", ["b"], [], ["b"], "signs of the other planes end words, letters there do not"),
    ],
)
def test_words_of_a_text(text: str, folds: list[str], prefixes: list[str], expected: list[str], reason: str) -> None:
    found = words_like(text, folds, prefixes)
    words = [text[start:end] for start, end in zip(found.starts.tolist(), found.ends.tolist(), strict=True)]
    assert [w for w in words if fold_word(w) in folds or fold_word(w).startswith(tuple(prefixes or "-"))] == expected, (
        reason
    )


@given(TEXTS, st.lists(st.text(LETTERS, min_size=1, max_size=10), max_size=3))
def test_all_words_are_found_and_none_left_out(text: str, asked: list[str]) -> None:
    read = [word.span() for word in WORD.finditer(text)]
    folds = [fold_word(text[start:end]) for start, end in read]
    sought, begun = folds[::2], [fold_word(word) for word in asked if WORD.fullmatch(word)]
    found = words_like(text, sought, begun)
    like = list(zip(found.starts.tolist(), found.ends.tolist(), strict=True))
    assert like == sorted(set(like)) and set(like) <= set(read)
    beginnings = tuple(begun)
    assert set(like) >= {
        span for span, plain in zip(read, folds, strict=True) if plain in sought or plain.startswith(beginnings)
    }
    numbers = [read.index(span) for span in like]
    beside = [second - first == 1 for first, second in pairwise(numbers)]
    assert [second - first == 1 for first, second in pairwise(found.places.tolist())] == beside


WORDS = [
    "kỹ",
    "kĩ",
    "ky",
    "ban",
    "Ban",
    "bàn",
    "UBND",
    "ủy",
    "Uỷ",
    "nhân",
    "nhan",
    "dân",
    "tỉnh",
    "2020",
    "kế",
    "hoạch",
]
PIECES = st.lists(st.sampled_from([*WORDS, *WORDS, " ", " ", ", ", "-", "\n", "\u00ad", "\u0301", "😀"]), max_size=40)
QUERIES = st.lists(st.sampled_from([*WORDS, "ubnd", "k*", '"kế hoạch"', "-ban"]), min_size=1, max_size=5)


@given(PIECES.map("".join), QUERIES, st.booleans())
def test_the_same_is_marked_as_by_reading(text: str, asked: list[str], lone: bool) -> None:
    what = highlight_terms(expand(parse(" ".join(asked)), built_in()))
    found = Marker(what).mark(text, lone)
    expected = marked(text, what, lone)
    assert found.spans == [(start, end) for start, end, _ in expected]
    assert _same(found.words) == _same([word for _, _, word in expected])


FORMS = st.lists(st.sampled_from(["ky", "ban", "a", "ubnd", "nhan"]), min_size=1, max_size=3).map(tuple)
PARTS = st.sampled_from(["kỹ", "kĩ", "kii", "Ban", "a", "UBND", "nhân", " ", ", ", "-", "\u00ad"])


@given(st.lists(PARTS, max_size=30).map("".join), st.lists(FORMS, max_size=3), st.sets(st.sampled_from(["ban", "ky"])))
def test_other_forms_are_the_same_as_by_reading(text: str, forms: list[tuple[str, ...]], typed: set[str]) -> None:
    what = HighlightTerms(dict.fromkeys(typed, frozenset()), frozenset(), (), frozenset(), frozenset(forms))
    assert Marker(what).mark(text).spans == [(start, end) for start, end, _ in marked(text, what)]


def test_one_marker_takes_text_after_text() -> None:
    marks = Marker(highlight_terms(parse("đảng k*")))
    texts = ["Đảng kế đang", "đang kỹ", "kế Đảng", "không"]
    assert [marks.mark(text).spans for text in texts] == [
        [(start, end) for start, end, _ in marked(text, highlight_terms(parse("đảng k*")))] for text in texts
    ]


def _same(words: list[str] | list[int]) -> list[int]:
    """Return which words are the same, by the place of the first."""
    return [words.index(word) for word in words]  # type: ignore[arg-type]
