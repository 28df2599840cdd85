"""Mentions are looked for only where one may begin: no place is left out that a search of the whole text would find."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from index.extract.directives.find import _anchor, _openings, begins_word
from index.extract.text_view import view_of

PIECES = [
    *("Nghị quyết", "nghị  quyết", "NGHI QUYET", "Chỉ thị", "Luật", "Đề án", "công văn", "CT", "NĐ-CP", "QĐ", "TTg"),
    *(
        "15",
        "42-CT/TW",
        "15/2015/NĐ-CP",
        "số",
        "ngày",
        "của",
        "theo",
        "Hiến pháp",
        "thực hiện pháp lệnh",
        "ſ",
        "٣",
        "ß",
    ),
    *(" ", " ", "\n", "-", "/", ".", "(", "\u00a0", "e\u0301", "\u200b", "文", "Σ"),
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join) | st.text(max_size=40))
@example("theoNghị quyết 18")
@example("15/2015/NĐ-CP")
def test_no_place_is_left_out(text: str) -> None:
    view = view_of(text)
    begins = range(len(view.folded))
    everywhere = {at for at in begins if _anchor().match(view.folded, at) and begins_word(view, at)}
    assert everywhere <= set(_openings(view))
