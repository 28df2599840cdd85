"""Marks in original text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from webui.pages.marking import Link, excerpt, linked, marked, paragraphs


@pytest.mark.parametrize(
    ("text", "spans", "shown", "reason"),
    [
        ("hội nghị", [(0, 3)], "<mark>hội</mark> nghị", "a span"),
        ("a<b>&\"'", [(1, 4)], "a<mark>&lt;b&gt;</mark>&amp;&#34;&#39;", "markup is text, inside and outside"),
        ("abcd", [(2, 4), (0, 3)], "<mark>abcd</mark>", "overlapping spans are one"),
        ("phản biện  xã", [(0, 4), (5, 9), (11, 13)], "<mark>phản biện</mark>  <mark>xã</mark>", "words of one phrase"),
        ("KH&CN", [(0, 2), (3, 5)], "<mark>KH&amp;CN</mark>", "an abbreviation of two parts"),
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


def _a(text, href="/a", hint=""):
    return f'<a class="mention" href="{href}" data-card="{hint}">{text}</a>'


@pytest.mark.parametrize(
    ("links", "shown", "reason"),
    [
        ([Link(4, 10, "/a")], f"Ông {_a('Lê Tám')} nói", "a link"),
        ([Link(4, 10, "/?a=1&b", '"x"')], f"Ông {_a('Lê Tám', '/?a=1&amp;b', '&#34;x&#34;')} nói", "escaped"),
        ([Link(4, 6, "/a"), Link(7, 10, "/a")], f"Ông {_a('Lê')} Tám nói", "only the first of an address"),
        ([Link(4, 10, "/a"), Link(7, 14, "/b")], f"Ông {_a('Lê Tám')} nói", "links do not overlap"),
        ([Link(4, 99, "/a")], "Ông Lê Tám nói", "a link that reaches outside is left out, never a letter"),
    ],
)
def test_linked(links, shown, reason):
    assert str(linked("Ông Lê Tám nói", [], links)) == shown, reason


def test_what_matched_is_marked_inside_a_link_too():
    shown = "<mark>Ông </mark>" + _a("<mark>Lê</mark> Tám")
    assert str(linked("Ông Lê Tám", [(0, 6)], [Link(4, 10, "/a")])) == shown


def test_links_stand_in_their_paragraphs():
    links = [Link(0, 2, "/a"), Link(3, 5, "/b"), Link(1, 4, "/c")]
    assert [str(p) for p in paragraphs("ab\ncd", [], links)] == [_a("ab"), _a("cd", "/b")]


_PLACES = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5)


@given(text=st.text(alphabet="ab<& ", max_size=30), spans=_PLACES, places=_PLACES)
def test_links_and_marks_never_cost_a_letter(text, spans, places):
    shown = linked(text, spans, [Link(start, end, f"/{n}") for n, (start, end) in enumerate(places)])
    assert re.sub("</?(?:mark|a)[^>]*>", "", shown).replace("&lt;", "<").replace("&amp;", "&") == text


_SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=12)


@given(st.text("ab \n", max_size=25), _SPANS, _SPANS)
def test_a_paragraph_is_marked_as_if_it_stood_alone(text, spans, places):
    """Of an article of ten thousand lines each looked at all spans: 2 s."""
    links = [Link(start, end, f"/{start}") for start, end in places]
    alone, offset = [], 0
    for line in text.split("\n"):
        own = [one for one in links if one.start >= offset and one.end <= offset + len(line)]
        if line.strip():
            alone.append(linked(line, spans, own, offset))
        offset += len(line) + 1
    assert paragraphs(text, spans, links) == alone


@given(st.text("ab ", max_size=25), _SPANS, st.integers(0, 25), st.integers(0, 25))
def test_a_link_changes_no_mark_but_is_put_around_them(text, spans, start, end):
    found = linked(text, spans, [Link(start, end, "/x")])
    if "<a " not in found:
        assert found == marked(text, spans)
        return
    before, inside = marked(text[:start], spans), marked(text[start:end], spans, start)
    after = marked(text[end:], spans, end)
    assert re.sub("<a [^>]*>", "<a>", found) == f"{before}<a>{inside}</a>{after}"
