"""What the user typed, understood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.parse import MAX_CHARACTERS, MAX_DEPTH, MAX_PREFIXES, MAX_WORDS, parse
from search.query.tree import And, Bag, Between, Node, Not, Or, Phrase, Prefix, Word, leaves


def code(text: str, field: str = "") -> Phrase:
    return Phrase(text, field, quoted=False)


def words(text: str) -> Bag:
    return Bag(tuple(map(Word, text.split())))


ROWS: list[tuple[str, Node | None, str]] = [
    ("phản biện", Bag((Word("phản"), Word("biện"))), "words are wishes"),
    ('"phản biện"', Phrase("phản biện"), "quotes make a phrase"),
    ("“phản biện”", Phrase("phản biện"), "typographic quotes too"),
    ("a AND b", And((Word("a"), Word("b"))), "AND"),
    ("a VÀ b", And((Word("a"), Word("b"))), "VÀ"),
    ("a và b", Bag((Word("a"), Word("và"), Word("b"))), "in lower case và is a word"),
    ("a OR b", Or((Word("a"), Word("b"))), "OR"),
    ("a HOẶC b", Or((Word("a"), Word("b"))), "HOẶC"),
    ("a KHÔNG b", Bag((Word("a"),), (Not(Word("b")),)), "KHÔNG"),
    ("a b KHÔNG c d", Bag((Word("a"), Word("b"), Word("d")), (Not(Word("c")),)), "KHÔNG before a word or two"),
    ("học KHÔNG được phép", words("học KHÔNG được phép"), "a sentence goes on behind KHÔNG được"),
    ("ô nhiễm KHÔNG khí", words("ô nhiễm KHÔNG khí"), "KHÔNG as a part of a word"),
    ("trẻ em KHÔNG đi một mình", words("trẻ em KHÔNG đi một mình"), "so many words make a sentence"),
    ("có nên KHÔNG", words("có nên KHÔNG"), "a question ends so"),
    ("HỌC VÀ HÀNH", words("HỌC VÀ HÀNH"), "a heading in capitals"),
    ("UBND VÀ HĐND", And((Word("UBND"), Word("HĐND"))), "short forms are always in capitals"),
    ("nhà trường VÀ gia đình học sinh cùng dạy", words("nhà trường VÀ gia đình học sinh cùng dạy"), "emphasis"),
    ('"a" VÀ b c d e g', And((Phrase("a"), And(tuple(map(Word, "bcdeg"))))), "a query that is built has longer ones"),
    ("a -b", Bag((Word("a"),), (Not(Word("b")),)), "minus"),
    ("a - b", Bag((Word("a"), Word("b"))), "a dash between spaces is a dash"),
    ("a AND b OR c", Or((And((Word("a"), Word("b"))), Word("c"))), "AND binds tighter"),
    ("a AND (b OR c)", And((Word("a"), Or((Word("b"), Word("c"))))), "brackets"),
    ("a b AND c", And((And((Word("a"), Word("b"))), Word("c"))), "words beside an operator are all meant"),
    ("khoa*", Prefix("khoa"), "a star asks for beginnings"),
    ("* a", Word("a"), "a star alone asks for nothing"),
    ("covid-1*", Phrase("covid-1", quoted=False, begins=True), "a star within a number"),
    ("42-CT/T*", Phrase("42-CT/T", quoted=False, begins=True), "and at the end of one"),
    ('"phản bi*"', Phrase("phản bi", begins=True), "at the end of a phrase"),
    ('"khoa*"', Prefix("khoa"), "at the end of a phrase of one word"),
    ('"phản * bi"', Phrase("phản * bi"), "not inside one"),
    ("(024) 3943 2206", code("024.3943.2206"), "a telephone number is one thing"),
    ("+84 912 345 678", code("+84.912.345.678"), "with the country's code"),
    ("0912345678", code("0912345678"), "in one piece: it may be written in several"),
    ("hội\u200b ng\u00adhị\ufeff", words("hội nghị"), "what shows nothing is not there"),
    ("a V\u200bÀ b", And((Word("a"), Word("b"))), "in an operator neither"),
    ("title:hội", Word("hội", "title"), "field in English"),
    ("tiêu_đề:hội", Word("hội", "title"), "field in Vietnamese"),
    ("tieu_de:hội", Word("hội", "title"), "and without accents"),
    ('nguồn:"báo mới"', Phrase("báo mới", "source"), "a phrase in a field"),
    ("title:(a OR b)", Or((Word("a", "title"), Word("b", "title"))), "a group in a field"),
    ("năm:2015", Between("2015", "2015"), "a year"),
    ("năm:2015..2018", Between("2015", "2018"), "years from to"),
    ("year:2015-2018", Between("2015", "2018"), "years with a hyphen"),
    ("year:2018..2015", Between("2015", "2018"), "the wrong way round"),
    ("ngày:16/10/2020", Between("2020-10-16", "2020-10-16"), "a day as Vietnamese write it"),
    ("date:2020-10..", Between("2020-10", ""), "open at one end"),
    ("năm:xưa", Word("xưa"), "not a year: a word"),
    ("Giao ban: năm", Bag((Word("Giao"), Word("ban:"), Word("năm"))), "a colon in prose"),
    ("lạ:hội", Bag((Word("lạ"), Word("hội"))), "no such field"),
    ("42-CT/TW", code("42-CT/TW"), "a number is one thing"),
    ("42 CT TW", code("42 CT TW"), "also typed apart"),
    ("42 người", Bag((Word("42"), Word("người"))), "a number of people is not"),
    ('"a b', Bag((Word("a"), Word("b"))), "a lone quote"),
    ("(a b", Bag((Word("a"), Word("b"))), "a lone bracket"),
    ("a) b", Bag((Word("a"), Word("b"))), "another"),
    ("AND", None, "an operator alone"),
    ("a OR", Word("a"), "with nothing behind"),
    ("OR a", Word("a"), "with nothing before"),
    ("NOT", None, "negation of nothing"),
    ("", None, "nothing"),
    ("?!", None, "marks only"),
]


@pytest.mark.parametrize(("text", "tree", "reason"), ROWS)
def test_rows(text: str, tree: Node | None, reason: str) -> None:
    assert parse(text).root == tree, reason


@given(st.text(alphabet=st.sampled_from('ab "()-*:/ANDORT\x00\u202e\ud800ềạ')))
def test_any_text_is_a_query(text: str) -> None:
    parse(text)


def _depth(node: Node | None) -> int:
    match node:
        case And(children) | Or(children) | Bag(children, _):
            return 1 + max(map(_depth, children), default=0)
        case Not(child):
            return 1 + _depth(child)
    return 0


@pytest.mark.parametrize("text", ["(" * 5000 + "a" + ")" * 5000, "NOT " * 5000 + "a", "(a OR " * 3000, "-" * 9999])
def test_depth_is_capped(text: str) -> None:
    assert _depth(parse(text).root) <= 3 * MAX_DEPTH


def test_words_and_prefixes_are_capped() -> None:
    assert len(leaves(parse("từ " * 10_000).root)) == MAX_WORDS
    prefixes = [leaf for leaf, _ in leaves(parse("a* " * 100).root) if isinstance(leaf, Prefix)]
    assert len(prefixes) == MAX_PREFIXES


def test_text_without_end_is_cut_and_that_is_said() -> None:
    for text in ("(" * 100_000, "(a)()" * 20_000, "x" * 100_000):
        query = parse(text)
        assert len(query.text) == MAX_CHARACTERS
        assert "note_too_many_words" in query.notes


def test_a_cap_that_took_effect_is_said() -> None:
    assert "note_too_many_words" in parse("từ " * 10_000).notes
