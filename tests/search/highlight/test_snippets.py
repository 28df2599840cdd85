"""Passages of hits: whole clauses, words never cut, the most matched words, two at most and apart."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.tokens import WORD
from search.highlight.clauses import clauses
from search.highlight.highlight_terms import highlight_terms
from search.highlight.marker import Marked, Marker
from search.highlight.snippets import _different, snippets
from search.interface.answers import Snippet
from search.query.other_forms.expansion import expand
from search.query.other_forms.form_tables import built_in
from search.query.parse import parse

CLAUSES = [
    ("Mưa to. Gió lớn; nước lên: dân đi.", ["Mưa to.", "Gió lớn;", "nước lên:", "dân đi."], "signs end clauses"),
    ("Có GS. TSKH. Lò A và ThS. Cà B.", ["Có GS. TSKH. Lò A và ThS. Cà B."], "the dot of a title ends none"),
    ("Ở TP. Vinh có mưa. Ở Tp. Huế thì không.", ["Ở TP. Vinh có mưa.", "Ở Tp. Huế thì không."], "TP. ends none"),
    ("Ông Nguyễn A. Dũng nói. Bà nghe.", ["Ông Nguyễn A. Dũng nói.", "Bà nghe."], "nor does an initial"),
    ("Cao 1.250 m, giá 3.5 triệu. Hết.", ["Cao 1.250 m, giá 3.5 triệu.", "Hết."], "nor a dot in a number"),
    ("Xem www.vidu.example/a.b hôm nay. Hết.", ["Xem www.vidu.example/a.b hôm nay.", "Hết."], "nor one in an address"),
    ("Lúc 10:30 họp. Hết.", ["Lúc 10:30 họp.", "Hết."], "nor a colon in a time"),
    ("Sở Nội vụ.Thực hiện ngay.", ["Sở Nội vụ.", "Thực hiện ngay."], "a lost space does not hide an end"),
    ("Ông nói: “Được.” Bà đi.", ["Ông nói:", "“Được.”", "Bà đi."], "a closing quote belongs to what it closes"),
    ("Chờ mãi… Rồi đi!", ["Chờ mãi…", "Rồi đi!"], "an ellipsis ends a clause"),
    ("Tiêu đề\nĐoạn một", ["Tiêu đề", "Đoạn một"], "so does a line end"),
    ("", [], "nothing"),
    (" \n ", [], "blanks"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), CLAUSES)
def test_clauses(text: str, expected: list[str], reason: str) -> None:
    assert [text[start:end] for start, end in clauses(text, 260)] == expected, reason


def shown(text: str, q: str) -> list[tuple[str, list[str]]]:
    """Return the passages of a text for a query, each with what is marked in it."""
    marked = Marker(highlight_terms(expand(parse(q), built_in()))).mark(text)
    return [(s.text, [s.text[a:b] for a, b in s.highlights]) for s in snippets(text, marked)]


FILLER = "Câu này nói chuyện khác, dài vừa phải để đứng giữa hai chỗ cần tìm. " * 6

MARKS = [
    ("phan bien", "Tư vấn phản biện.", ["phản", "biện"], "typed without accents"),
    ("ubnd", "Uỷ ban nhân dân và ban nhạc.", ["Uỷ", "ban", "nhân", "dân"], "a form, not its words elsewhere"),
    ("uỷ ban nhân dân", "UBND xã họp.", ["UBND"], "a long form marks the short one"),
    ("UBND tỉnh", "Ủy ban nhân dân tỉnh họp.", ["Ủy", "ban", "nhân", "dân", "tỉnh"], "and goes on with its neighbour"),
    ("KHKT", "Tủ sách KH&KT, khoa học - kỹ thuật.", ["KH", "KT", "khoa", "học", "kỹ", "thuật"], "two other forms"),
    ("tp vinh", "𝒳𝒴 😀 Thành phố Vinh", ["Thành", "phố", "Vinh"], "behind characters of the other planes"),
    ("hòa giải", "Tổ hoa\u0300 gia\u0309i", ["hoa\u0300", "gia\u0309i"], "in a text of combining marks"),
    ("nghiên cứu", "nghi\u00adên cứu", ["nghi\u00adên", "cứu"], "with a soft hyphen inside"),
]


@pytest.mark.parametrize(("q", "text", "marks", "reason"), MARKS)
def test_what_is_marked(q: str, text: str, marks: list[str], reason: str) -> None:
    assert [mark for _, found in shown(text, q) for mark in found] == marks, reason


def test_two_places_give_two_passages_in_the_order_of_the_text() -> None:
    text = f"Mở đầu là nuôi ong. {FILLER}Sau đó là lấy mật. {FILLER}"
    passages = shown(text, "lấy mật nuôi ong")
    assert [marks for _, marks in passages] == [["nuôi", "ong"], ["lấy", "mật"]]


def test_the_passage_with_most_of_the_words_is_shown() -> None:
    text = f"Chỉ có ong. {FILLER}Ở đây nuôi ong lấy mật. {FILLER}Lại chỉ có mật. {FILLER}"
    assert ["nuôi", "ong", "lấy", "mật"] in [marks for _, marks in shown(text, "nuôi ong lấy mật")]


def test_without_a_match_the_beginning_is_shown() -> None:
    assert shown(f"\n\nMở đầu. {FILLER}", "không có")[0][0].startswith("Mở đầu.")


PIECES = st.sampled_from(
    ["ong", "Ong", "mật", "UBND", "nhân", "dân", ". ", "; ", ", ", " ", "\n", "TP.", "ừ" * 40, "😀"]
)


@given(st.lists(PIECES, max_size=120).map("".join))
def test_words_are_never_cut_and_passages_never_overlap(text: str) -> None:
    marked = Marker(highlight_terms(expand(parse("ong mật ubnd"), built_in()))).mark(text)
    passages = snippets(text, marked)
    assert len(passages) <= 2
    whole = {word.group() for word in WORD.finditer(text)}
    for passage in passages:
        assert passage.text in text
        assert {word.group() for word in WORD.finditer(passage.text)} <= whole
        assert all(passage.text[start:end] in whole for start, end in passage.highlights)
    if len(passages) == 2:
        assert text.find(passages[0].text) + len(passages[0].text) <= text.rfind(passages[1].text)


@given(
    st.lists(st.sampled_from(["ong", "mật", "lấy", ". ", ", ", " ", "\n", "\n", "x" * 90]), max_size=200).map("".join)
)
def test_the_first_passage_chosen_is_the_best_of_all(text: str) -> None:
    """Only lines that may hold the best passage are looked at; here all are, one by one."""
    marked = Marker(highlight_terms(parse("ong mật lấy"))).mark(text)

    def worth(passage: Snippet) -> float:
        words = [passage.text[start:end] for start, end in passage.highlights]
        near = sum(after[0] - before[1] <= 1 for before, after in pairwise(passage.highlights))
        return round(3 * len(set(words)) + 0.5 * near + 0.1 * len(words), 6)

    ends = [n for n, letter in enumerate(text + "\n") if letter == "\n"]
    apart = []  # a line by itself has no other to be passed over for
    for start, end in pairwise([-1, *ends]):
        here = [n for n, span in enumerate(marked.spans) if start < span[0] < end]
        only = Marked([marked.spans[n] for n in here], [marked.words[n] for n in here])
        apart.append(snippets(text, only) if here else ())
    best = max((worth(passage) for passages in apart for passage in passages), default=0)
    assert max((worth(passage) for passage in snippets(text, marked)), default=0) == best


@pytest.mark.parametrize("different", [3, 40], ids=["few words, far apart", "many words, close together"])
def test_different_words_ahead_are_counted_alike_either_way(different):
    """`c* t*` may mark thousands of words in a text: counting them one by one took seconds."""
    chance = random.Random(different)
    for _ in range(50):
        words = np.array([chance.randrange(different) for _ in range(chance.randint(1, 60))])
        until = np.maximum.accumulate([min(len(words), n + chance.randint(1, 12)) for n in range(len(words))])
        counted = words % 3 > 0
        plain = [len(set(words[n:end][counted[n:end]].tolist())) for n, end in enumerate(until)]
        assert _different(words, counted, until).tolist() == plain
