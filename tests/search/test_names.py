"""Records called by name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from search.results import SearchRequest
from search.whoosh_engine import WhooshEngine

TEXTS = (
    "Bà Lê Thị Mận, Chủ tịch Hội X Nghệ An, phát biểu.",
    "Bà Lê Thị Mẫn, Phó Chủ tịch Hội Y Cà Mau, phát biểu.",
    "Bà Trần Thị Nết phát biểu về Chỉ thị số 42-CT/TW ngày 16/4/2010 của Bộ Chính trị.",
)

ROWS = [
    ("lê thi mẫn", "lê-thị-mẫn", "the accents that were typed choose between two names"),
    ("le thi mận", "lê-thị-mận", "and the other way round"),
    ("trần thi nét", "trần-thị-nết", "accents that no name has do not hide the only one"),
    ("TRẦN THỊ NẾT", "trần-thị-nết", "capitals"),
    ("chỉ thị 42", "chi-thi-42-ct-tw-2010", "a directive by its type and number"),
    ("bộ chính trị", "d2", "an issuer's name is not what a directive is called"),
]


@pytest.mark.parametrize(("query", "first", "reason"), ROWS)
def test_what_is_meant_comes_first(index_of: Callable[..., Path], query: str, first: str, reason: str) -> None:
    engine = WhooshEngine(index_of(*TEXTS))
    hits = engine.search(SearchRequest(q=query)).hits
    engine.close()
    assert hits[0].id == first, reason
