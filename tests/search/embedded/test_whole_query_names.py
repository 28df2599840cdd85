"""Records called by name."""

from collections.abc import Callable
from pathlib import Path

import pytest

from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest

TEXTS = (
    "Bà Lê Thị Mận, Chủ tịch Hội X Nghệ An, phát biểu.",
    "Bà Lê Thị Mẫn, Phó Chủ tịch Hội Y Cà Mau, phát biểu.",
    "Bà Trần Thị Nết phát biểu về Chỉ thị số 42-CT/TW ngày 16/4/2010 của Bộ Chính trị.",
)

PLACES = ("Cà Mau", "Lào Cai", "Nghệ An", "Kiên Giang", "Phú Yên", "Hà Giang", "Bến Tre", "Sơn La")

ROWS = [
    ("lê thi mẫn", "lê-thị-mẫn", "the accents that were typed choose between two names"),
    ("le thi mận", "lê-thị-mận", "and the other way round"),
    ("trần thi nét", "trần-thị-nết", "accents that no name has do not hide the only one"),
    ("TRẦN THỊ NẾT", "trần-thị-nết", "capitals"),
    ("chỉ thị 42", "chi-thi-42-ct-tw-2010", "a directive by its type and number"),
    ("bộ chính trị", "bo-chinh-tri", "the organisation of that name, not the directives that it issued"),
]


@pytest.mark.parametrize(("query", "first", "reason"), ROWS)
def test_what_is_meant_comes_first(index_of: Callable[..., Path], query: str, first: str, reason: str) -> None:
    engine = WhooshEngine(index_of(*TEXTS))
    hits = engine.search(SearchRequest(q=query)).hits
    engine.close()
    assert hits[0].id == first, reason


def test_many_records_of_one_name_do_not_raise_each_other(index_of: Callable[..., Path]) -> None:
    """Scores once doubled from record to record until they overflowed: every province has a resolution 10-NQ/TU."""
    texts = [f"Thực hiện Nghị quyết số 10-NQ/TU của Tỉnh ủy {place}." for place in PLACES]
    engine = WhooshEngine(index_of(*texts))
    found = engine.search(SearchRequest(q="10-NQ/TU", size=100))
    scores = [hit.score for hit in found.hits if hit.kind == "directive"]
    articles = [hit.score for hit in found.hits if hit.kind == "article"]
    engine.close()
    assert len(scores) >= 5, "one of each province"
    assert max(articles) < min(scores), "records called so come first"
    assert max(scores) <= 4 * max(articles)
