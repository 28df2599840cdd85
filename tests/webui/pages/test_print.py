"""What a page gives on paper: its text, where it came from, and nothing to click."""

from __future__ import annotations

import re

import pypdfium2
import pytest

ARTICLE = "/articles/tin/2020%20giao-ban@vusta?q=phan+bien"
PAGES = {
    ARTICLE: ["Giao ban Liên hiệp Hội", "phản biện", "https://vusta.example/giao-ban?x=1&y=2", "Cao Hồng Kỳ"],
    "/?q=hoi+thao&source=vusta.vn": ["Kết quả cho “hoi thao”", "vusta.vn"],
    "first result of /?q=42-CT%2FTW&kind=directive": ["Chỉ thị số 42-CT/TW", "16/10/2020"],
}
FOR_THE_SCREEN = ["Áp dụng", "English", "Phím tắt", "Trang sau", "Xem thêm", "Quay lại", "Thu hẹp kết quả"]


@pytest.mark.parametrize("path", PAGES)
def test_on_paper(open_page, path):
    page = open_page(path)
    printed = pypdfium2.PdfDocument(page.pdf(format="A4", display_header_footer=False))
    text = " ".join(re.sub(r"\s+", " ", sheet.get_textpage().get_text_range()) for sheet in printed)
    assert [words for words in PAGES[path] if words not in text] == []
    assert [words for words in FOR_THE_SCREEN if words in text] == []


def test_a_dark_screen_prints_black_on_white(open_page):
    page = open_page(ARTICLE, scheme="dark")
    page.emulate_media(media="print")
    colours = page.evaluate(
        "[...document.querySelectorAll('body, main *, .brand')].filter(e => e.checkVisibility())"
        ".map(e => getComputedStyle(e)).map(s => [s.color, s.backgroundColor])"
    )
    assert {background for _, background in colours} <= {"rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"}
    assert all(max(map(int, re.findall(r"\d+", ink)[:3])) <= 0x33 for ink, _ in colours)
