"""Marks in original text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.marking import excerpt, marked, paragraphs


@pytest.mark.parametrize(
    ("text", "spans", "shown", "reason"),
    [
        ("hội nghị", [(0, 3)], "<mark>hội</mark> nghị", "a span"),
        ("a<b>&\"'", [(1, 4)], "a<mark>&lt;b&gt;</mark>&amp;&#34;&#39;", "markup is text, inside and outside"),
        ("abcd", [(2, 4), (0, 3)], "<mark>abcd</mark>", "overlapping spans are one"),
        ("phản biện  xã", [(0, 4), (5, 9), (11, 13)], "<mark>phản biện</mark>  <mark>xã</mark>", "words of one phrase"),
        ("abc", [(2, 9), (-4, 1)], "<mark>a</mark>b<mark>c</mark>", "spans reaching outside are clipped"),
        ("abc", [(1, 1), (2, 1)], "abc", "empty and reversed spans mark nothing"),
    ],
)
def test_marked(text, spans, shown, reason):
    assert str(marked(text, spans)) == shown, reason


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Hội nghị bế mạc.", "Hội nghị bế mạc."),
        ("và bế mạc", "… và bế mạc …"),
        ("Các hội, ", "Các hội, "),
        ("Các hội;", "Các hội; …"),
        ("", ""),
    ],
)
def test_an_excerpt_shows_where_it_was_cut(text, shown):
    assert str(excerpt(text, [])) == shown


def test_paragraphs_share_the_spans_of_the_whole_text():
    text = "Một hội.\n\nHai hội."
    assert [str(p) for p in paragraphs(text, [(4, 7), (14, 17)])] == ["Một <mark>hội</mark>.", "Hai <mark>hội</mark>."]


def test_a_span_over_a_paragraph_break_is_marked_in_both():
    assert [str(p) for p in paragraphs("ab\ncd", [(1, 4)])] == ["a<mark>b</mark>", "<mark>c</mark>d"]


@given(
    st.text(alphabet="ab<&\n", max_size=20), st.lists(st.tuples(st.integers(-3, 25), st.integers(-3, 25)), max_size=5)
)
def test_no_letter_is_lost_or_added(text, spans):
    shown = "".join(str(p) for p in paragraphs(text, spans))
    unescaped = re.sub("</?mark>", "", shown).replace("&lt;", "<").replace("&amp;", "&")
    assert unescaped == "".join(line for line in text.split("\n") if line.strip())
