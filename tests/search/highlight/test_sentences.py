"""The sentence around a mention."""

import pytest

from search.highlight.sentences import passage_around

ROWS = [
    ("Một câu. Câu có tên A ở đây. Câu nữa.", "A", "Câu có tên A ở đây.", "one sentence"),
    ("Sở Nội vụ.Thực hiện A ngay.Xong.", "A", "Thực hiện A ngay.", "lost spaces"),
    ("Có GS. TSKH. Trần A và TS. Lý dự tại TP. HCM. Hết.", "A", "Có GS. TSKH. Trần A và TS. Lý dự tại TP. HCM.", "GS."),
    ("Đoạn một\nĐoạn A hai\nĐoạn ba", "A", "Đoạn A hai", "paragraphs"),
]


@pytest.mark.parametrize(("text", "wanted", "passage", "reason"), ROWS)
def test_passages(text: str, wanted: str, passage: str, reason: str) -> None:
    start = text.index(wanted)
    snippet = passage_around(text, (start, start + len(wanted)))
    assert snippet.text == passage, reason
    assert [snippet.text[s:e] for s, e in snippet.highlights] == [wanted]


def test_a_long_sentence_is_cut_between_words_around_the_mention() -> None:
    text = "từ " * 400 + "ĐÂY " + "ngữ " * 400
    start = text.index("ĐÂY")
    snippet = passage_around(text, (start, start + 3))
    assert len(snippet.text) < 600
    assert set(snippet.text.split()) == {"từ", "ĐÂY", "ngữ"}
