"""Why appearances are one person, and why others of the name are not, in the words of the page."""

from __future__ import annotations

import pytest

from index.documents import PersonMention
from index.resolve.people import Appearance, resolve_people
from webui.http.language import language
from webui.pages.records.evidence import reasons

SENTENCES = [
    ("2 appearances: the same organisation (hoi lam vuon).", "cùng một tổ chức (hoi lam vuon)"),
    ("1 appearance: no office stated; the same academic rank (gs).", "cùng học hàm (gs)"),
    (
        "1 appearance: no office stated; there is only one person of that name.",
        "không nêu chức vụ; trong kho chỉ có một người tên này",
    ),
    (
        "Kept apart from lê-hạnh-2: careers that one person hardly has (sport; state).",
        "nghề nghiệp khó thuộc về cùng một người (thể thao; cơ quan nhà nước)",
    ),
    ("One person by the office's correction.", "là một người, theo đính chính của cơ quan"),
]


@pytest.mark.parametrize(("sentence", "told"), SENTENCES)
def test_a_reason_is_told_in_vietnamese(sentence: str, told: str) -> None:
    (reason,) = reasons((sentence,), language("vi"))
    assert reason.text == told


def test_each_reason_that_joins_or_parts_has_words_in_both_languages() -> None:
    offices = ["Chủ tịch Hội Làm vườn Phú Thọ", "Chủ tịch Hội Làm vườn", "tiền đạo CLB Sông Lam", "Bí thư Tỉnh ủy"]
    people = resolve_people(
        "lê văn hạnh",
        [
            Appearance(f"a{n}", f"2020-0{n + 1}-01", PersonMention("Lê Văn Hạnh", None, (office,), False, ((0, 11),)))
            for n, office in enumerate(offices)
        ],
    )
    sentences = [sentence for person in people for sentence in person.evidence]
    assert any(sentence.startswith("Kept apart") for sentence in sentences)
    vietnamese = [reason.text for reason in reasons(sentences, language("vi"))]
    english = [reason.text for reason in reasons(sentences, language("en"))]
    assert vietnamese and not set(vietnamese) & set(english), "no reason is left untranslated"
