"""Sixteen pages of a real association's site, each read beside what came out. Others' sentences are sums here."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from index.documents import Article
from index.sources import SourceFile, read_file

# name, title's sum, first and last two words, characters, body's sum, date, author, source, titles of other articles
PAGES = [
    ("alov0", "4b0a21d93f3e", "1. Tên", "Website: nhipcauquehuong.com", 5040, "10205ccf776971ba", "", "", "", 0),
    ("alov10", "e3f010f2615a", "Giỗ tổ", "tham gia.", 1226, "2ce9fbc8ed2ec712", "", "", "", 0),
    ("alov12", "3fc8bfa76eb7", "Theo phóng", "Nam Á.", 3403, "2e7cd06b418c3ec4", "", "Hương Giang", "TTXVN", 0),
    (
        "alov14",
        "1ed4036148c8",
        "Ngày 22/2/2019",
        "tham dự.",
        977,
        "0ec62ea7666d0915",
        "2019-02-22",
        "",
        "Hội liên lạc Việt kiều Hải Phòng",
        0,
    ),
    (
        "alov16",
        "e365b0327c7e",
        "Ngày 9/2/2019",
        "quê hương.",
        1560,
        "e690039eab931020",
        "2019-02-09",
        "",
        "Hội Liên lạc Việt kiều Hải Phòng",
        0,
    ),
    ("alov18", "b03a539313a5", "Ngày 30/4", "nghề Huế.", 1913, "35308b49136ad2da", "", "", "", 1),
    ("alov2", "1fc8ef71f1b7", "Ngày 19/11,", "cá nhân.", 9298, "8156ce6d91167a11", "", "", "", 0),
    ("alov21", "283add546f4e", "Làng nghề", "thế giới.", 3700, "3eb7df6fc52a933e", "", "", "VOV", 1),
    ("alov23", "a331c0163ed3", "Tối 20/10,", "vừa qua.", 3697, "e80b7c0522b58dbd", "", "", "Thế giới và Việt Nam", 1),
    ("alov25", "43751e145a1c", "Trong Báo", "nhấn mạnh.", 4627, "4039c7f5d4c96e5f", "", "Thành Luân", "", 1),
    ("alov27", "e5cc12cdd020", "Thị trường", "thời 4.0", 4574, "ea217218f4b1bcfc", "", "N.Dương", "Cafebiz", 1),
    ("alov29", "10862a7830ec", "(Tổ Quốc)", "đề này.", 13929, "50b6245a94126ab0", "", "", "Toquoc", 1),
    ("alov30", "72936f7393c7", "Khi tháng", 'tại đây".', 3770, "f028607f6e4104af", "", "Hoàng Minh", "Baodatviet", 1),
    ("alov4", "939f0ff1e791", "Ngày 21/10,", 'Phú Bình"', 3632, "10a470b71f79ff51", "", "", "", 0),
    ("alov6", "8dac7b58f861", "Cuộc họp", "đề xuất.", 1308, "39b19a0c5033da64", "", "", "VOV", 0),
    ("alov8", "2b0eea44b572", "Ngày 22/10,", "hòa Séc.", 1278, "f673c9f697d5a67b", "", "", "", 0),
]


def _sum(text: str, digits: int) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:digits]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_pages_of_a_real_site(shared: Path, page: tuple[str, str, str, str, int, str, str, str, str, int]) -> None:
    name, title, first, last, length, body, date, author, source, others = page
    (found,) = read_file(SourceFile(shared / "data" / "html" / f"{name}.html", name))
    assert isinstance(found, Article), found
    words = found.text.split()
    assert (" ".join(words[:2]), " ".join(words[-2:]), len(found.text)) == (first, last, length)
    assert (found.date, found.author, found.source, len(found.related)) == (date, author, source, others)
    assert (_sum(found.title, 12), _sum(found.text, 16)) == (title, body)
