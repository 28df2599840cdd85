"""The order of hits: accents, phrases, titles, questions; and the reasons given for it."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.analysis.tokens import folded, words
from index.generations.store import Store
from search.embedded.arrays.snapshot import Snapshot
from search.embedded.engine import WhooshEngine
from search.embedded.ranking.proximity import Features, best_windows, with_pairs
from search.embedded.ranking.ranker import Ranker
from search.interface.answers import Hit
from search.interface.request import SearchRequest
from search.query.parse import parse
from search.query.questions.question_words import asking, definition

Index = Callable[..., Path]


def found(data: Path, query: str, **request: object) -> list[Hit]:
    return list(WhooshEngine(data).search(SearchRequest(q=query, **request)).hits)  # type: ignore[arg-type]


def ids(data: Path, query: str) -> list[str]:
    """Return the ids of the articles found: this file is about texts, names of records come before them."""
    return [hit.id for hit in found(data, query, kind="article")]


FILLER = "Hội nghị bàn về kế hoạch năm tới của các đơn vị trong tỉnh và nghe báo cáo của ban tổ chức. "


def test_typed_accents_come_first(index_of: Index) -> None:
    data = index_of(
        "Ông Đặng nói. Ông Đặng trả lời. Ông Đặng kết luận.",
        "Họ đang họp, đang bàn, đang ghi, đang nghe, đang viết.",
        FILLER * 20 + "Đảng bộ tỉnh dự.",
        "Bài không dấu: dang dang dang dang.",
    )
    assert ids(data, "đảng")[0] == "d2", "once in a long text, but so written"
    assert set(ids(data, "đảng")) == {"d0", "d1", "d2", "d3"}, "the others come after, they do not vanish"
    assert ids(data, "đặng")[0] == "d0"
    assert ids(data, "ĐẢNG") == ids(data, "đảng"), "capitals say nothing"


def test_no_other_accents_come_before_any_of_those_typed(index_of: Index) -> None:
    data = index_of("Đang đang đang đang.", FILLER * 40 + "Đảng bộ dự.", *(f"Bài thứ {n}." for n in range(30)))
    assert ids(data, "đảng") == ["d1", "d0"], "d0 is short and full of đang"


def test_partly_accented_names_rank_by_the_accents_there_are(index_of: Index) -> None:
    data = index_of(
        "Ông Đặng Vũ Minh phát biểu.",
        FILLER * 5 + "Cô Đăng Vũ Minh dự họp.",
        "Ông Đang Vu Minh không dấu.",
    )
    assert ids(data, "đăng vu minh")[0] == "d1"
    assert ids(data, "đặng vu minh")[0] == "d0"


def test_a_whole_title_comes_first(index_of: Index) -> None:
    data = index_of(
        {"title": "Phản biện xã hội", "text": FILLER * 10},
        {"title": "Tin trong ngày", "text": "Phản biện xã hội. " * 20},
        {"title": "Phản biện xã hội là gì", "text": "Phản biện xã hội là phản biện. Xã hội phản biện. " * 5},
    )
    assert ids(data, "phản biện xã hội")[0] == "d0"
    assert ids(data, "phan bien xa hoi")[0] == "d0", "without accents as well"


def test_a_phrase_comes_before_its_scattered_words(index_of: Index) -> None:
    data = index_of(
        "Tư vấn giỏi. Phản biện hay. Hỏi vấn phản gì? " * 4,
        FILLER * 8 + "Đơn vị tư vấn phản biện đã trình bày." + FILLER * 8,
        *(FILLER + word for word in ("tư vấn", "phản biện", "vấn phản", "khác")),
    )
    assert ids(data, "tư vấn phản biện")[0] == "d1", "each pair is oftener in the other, the phrase is not"


def test_words_in_one_clause_come_before_words_far_apart(index_of: Index) -> None:
    gap = "và các nội dung khác được nêu trong văn bản này theo trình tự đã định trước đó " * 8
    data = index_of(
        f"Lương tăng. {gap} Thưởng nhiều. {gap} Phạt nặng. {gap} Phép năm.",
        f"{gap} {gap} Ai có lương thì được thưởng nếu không bị phạt khi nghỉ không phép. {gap} {gap}",
        *("Một bài khác." for _ in range(9)),
    )
    assert ids(data, "lương thưởng phạt phép")[0] == "d1"


def test_a_slip_that_no_document_holds_still_ranks(index_of: Index) -> None:
    data = index_of("Sinh viên học kỳ thứ nhất.", "Sinh viên học nhạc thứ nhất.", "Sinh viên học ngành thứ nhất.")
    assert ids(data, "sinh viên học nghành")[0] == "d2"


def test_equal_documents_stand_in_the_order_of_their_ids(index_of: Index) -> None:
    data = index_of(*({"id": f"x{n:02}", "title": "Hội thảo", "text": "Khoa học"} for n in reversed(range(40))))
    everything = [hit.id for page in range(1, 5) for hit in found(data, "khoa học", page=page, copies="all")]
    assert everything == sorted(everything)
    assert len(everything) == 40


def test_reasons_add_up_to_the_score(index_of: Index) -> None:
    data = index_of({"title": "Phản biện", "text": "Phản biện xã hội"}, "Biện pháp phản hồi", "Một bài khác hẳn")
    for hit in found(data, "phản biện xã hội là gì", explain=True):
        values = [float(reason.rsplit(" ", 1)[1]) for reason in hit.explanation]
        assert sum(values) == pytest.approx(hit.score, abs=0.01 * len(values))
        assert values == sorted(values, reverse=True), "what counted most is said first"
    first = found(data, "phản biện", explain=True)[0].explanation
    assert any(reason.startswith("pair phan bien ") for reason in first)
    assert any(reason.startswith("whole title ") for reason in first)
    assert found(data, "phản biện")[0].explanation == (), "only when asked for"


@pytest.mark.parametrize("query", ["", "?", "không", "nghhhhh", "là gì", "x" * 300, '"a" OR -b', "đ", "16/4/2010", "*"])
def test_scores_are_finite(index_of: Index, query: str) -> None:
    data = index_of("Khoa học và kỹ thuật", {"title": "", "text": "b"}, {"title": "Chỉ tiêu đề", "text": "a"})
    generation = Store(data).current()
    assert generation is not None
    snapshot = Snapshot(generation)
    ranking = Ranker(snapshot, None).rank_each(parse(query), [snapshot.live])[0]
    assert np.isfinite(ranking.scores).all()
    assert (ranking.scores >= 0).all()
    assert all(isinstance(ranking.explain(n), tuple) for n in range(snapshot.size))
    snapshot.close()


ASKING = [
    ("Số thành viên là bao nhiêu", "bao nhiêu", "how many"),
    ("Ai là chủ tịch", "Ai", "who"),
    ("máy bay nào", "nào", "mấy asks, máy is a machine"),
    ("dau tu o dau", "o dau", "without accents dau may be đầu"),
    ("hàng không Việt Nam", "", "không asks only as the last word"),
    ("có được không", "được không", "here it does"),
    ("cái não người", "", "não is not nào"),
]


@pytest.mark.parametrize(("query", "expected", "reason"), ASKING)
def test_words_that_only_ask(query: str, expected: str, reason: str) -> None:
    written = words(query)
    asks = asking(written, folded(written))
    said = [fold for fold, ask in zip(folded(written), asks, strict=True) if ask]
    assert said == folded(words(expected)), reason


FEATURES = Features(words=[("a", ""), ("b", "")], pairs={(0, 1): 2}, worth=[1.0, 1.0, 2.0], sequence=[0, 1])


def places(text: str, words: str) -> list[np.ndarray]:
    """Return where each word of a text of single letters stands."""
    return [np.array([n for n, letter in enumerate(text) if letter == word], np.int64) for word in words]


@pytest.mark.parametrize(
    ("text", "share", "reason"),
    [
        ("aaa", 0.25, "a three times is still a"),
        ("ab", 1.0, "two words and their pair"),
        ("ba", 0.5, "the pair has an order"),
        ("axxxxxb", 0.25, "too far apart"),
        ("axxxb", 0.5, "at the two ends of a window"),
        ("xx", 0.0, "nothing of it"),
    ],
)
def test_the_best_window_counts_each_thing_once(text: str, share: float, reason: str) -> None:
    assert best_windows(with_pairs(places(text, "ab"), FEATURES), FEATURES.worth, 5, 1)[0] == share, reason


def naive_share(text: str, words: str, features: Features, width: int) -> float:
    windows = [text[max(0, end - width) : end] for end in range(1, len(text) + 1)]
    found = [0.0]
    for n, window in enumerate(windows, 1):
        inside = {number for number, word in enumerate(words) if word in window}
        for (one, two), number in features.pairs.items():  # a pair counts where its second word is in the window
            seconds = range(n - len(window), n)
            if any(k and text[k - 1 : k + 1] == words[one] + words[two] for k in seconds):
                inside.add(number)
        found.append(sum(features.worth[number] for number in inside))
    return max(found) / sum(features.worth)


@given(st.lists(st.text("abcx", max_size=40), min_size=1, max_size=4), st.integers(1, 20))
def test_windows_of_several_texts(texts: list[str], width: int) -> None:
    three = [("a", ""), ("b", ""), ("c", "")]
    features = Features(words=three, pairs={(0, 1): 3, (1, 1): 4}, worth=[1.5, 0.5, 2, 1, 3])
    keys = [
        np.concatenate([(n << 32) + places(text, word)[0] for n, text in enumerate(texts)]).astype(np.int64)
        for word in "abc"
    ]
    shares = best_windows(with_pairs(keys, features), features.worth, width, len(texts))
    assert shares == pytest.approx([naive_share(text, "abc", features, width) for text in texts])


def test_a_phrase_does_not_run_from_the_title_into_the_text(index_of: Index) -> None:
    data = index_of(
        {"title": "Hội nghị phản", "text": "Biện pháp mới được nêu ra."},
        {"title": "Tin", "text": "Công tác phản biện được nêu ra."},
    )
    reasons = {hit.id: " ".join(hit.explanation) for hit in found(data, "phản biện", explain=True)}
    assert "phrase" in reasons["d1"]
    assert "phrase" not in reasons["d0"]


def test_what_is_is_answered_by_what_says_it_is(index_of: Index) -> None:
    data = index_of(
        "Trong học kỳ sinh viên đăng ký học. Học kỳ nào cũng có thi, thi cuối học kỳ.",
        "Quy chế gồm nhiều điều. Học kỳ là thời gian để sinh viên hoàn thành một số môn đã đăng ký theo kế hoạch.",
        "Năm học có hai học kỳ, mỗi học kỳ có một đợt thi.",
    )
    for query in ("Học kỳ là gì?", "Thế nào là học kỳ?", "Định nghĩa của học kỳ", "hoc ky duoc hieu nhu the nao"):
        assert ids(data, query)[0] == "d1", query


DEFINITIONS = [
    ("học kỳ là gì", "ky la", "before là"),
    ("thế nào là học kỳ", "ky la", "after it"),
    ("định nghĩa của học kỳ", "ky la", "named a definition"),
    ("theo luật này học kỳ là gì", "ky la", "là stands after what is to be defined"),
    ("học kỳ là gì theo quy chế", "ky la", "the law named after it is not to be defined"),
    ("ai là chủ tịch", "", "who is no definition"),
    ("học kỳ có mấy tuần", "", "how many is none"),
    ("là gì", "", "nothing is left to define"),
]


@pytest.mark.parametrize(("query", "expected", "reason"), DEFINITIONS)
def test_what_is_to_be_defined(query: str, expected: str, reason: str) -> None:
    written = words(query)
    assert definition(written, folded(written)) == expected, reason


def test_a_syllable_of_its_own_comes_before_one_in_a_longer_word(index_of: Index) -> None:
    data = index_of(
        "Hội viên tham gia. Hội viên đóng góp. Hội nghị bàn về hội viên và hội thảo.",
        FILLER.replace("Hội nghị", "Cuộc họp") * 8 + "Các hội và sở, ngành cùng dự.",
        *(f"Bài thứ {n} về việc khác." for n in range(8)),
    )
    assert ids(data, "hội") == ["d1", "d0"], "found in both, though only d1 has it as a word"
    assert ids(data, "hoi") == ["d1", "d0"], "without accents as well"


def test_words_that_begin_so_are_ranked(index_of: Index) -> None:
    data = index_of(
        FILLER * 4 + "Nhà khoan giếng.",
        "Khoan giếng, khoan thăm dò, khoáng sản.",
        FILLER * 6 + "Bàn về khoa ngoại ngữ.",
        {"title": "Khoáng sản", "text": "Mỏ khoáng sản."},
    )
    assert ids(data, "khoa*")[0] == "d2", "the word itself, even once in a long text"
    assert ids(data, "khoa*")[-1] == "d0", "then by how often and how prominently"
    assert set(ids(data, "khoá*")[:2]) == {"d1", "d3"}, "those with the accents typed"
    assert found(data, "khoa*", explain=True)[0].explanation, "and it says why"


def test_all_words_of_a_short_query_come_before_some_of_them(index_of: Index) -> None:
    data = index_of(
        {"title": "Phú Thọ", "text": "Phú Thọ trồng chè. " * 6},
        FILLER * 12 + "Liên hiệp Hội các nơi gửi bài. " + FILLER * 6 + "Phú Thọ có hai bài.",
        *(f"Bài thứ {n} về việc khác." for n in range(8)),
    )
    assert ids(data, "LHH Phú Thọ")[0] == "d1", "LHH in its long form counts as a word held"
    assert ids(data, "phú thọ bài")[0] == "d1", "though d0 is short and called so"
