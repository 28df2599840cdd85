"""What unsettled numbers may mean, and the mentions that may mean a directive, from a real index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest
from tests.search.memory_engine.engine import MemoryEngine

POLITBURO = "Chỉ thị số 42-CT/TW ngày 16/4/2010 của Bộ Chính trị"
ARTICLES = (
    {"id": "ro", "title": "Tin hội", "date": "2012-05-01", "text": f"Hội nghị quán triệt {POLITBURO}. Ai cũng mừng."},
    {"id": "tran", "title": "Họp mặt", "date": "2019-03-02", "text": "Các hội viên nhắc lại chỉ thị 42. Trời nắng."},
    {"id": "so", "title": "Giao ban", "date": "2017-03-02", "text": "Ông kể về Chỉ thị 42-CT/TW đã đọc hôm qua."},
    {"id": "cu", "title": "Chuyện cũ", "date": "2006-01-05", "text": "Cơ sở in nhắc đến Chỉ thị 42-CT/TW rồi thôi."},
    {"id": "ten", "title": "Khen", "date": "2022-12-05", "text": "Bà con hỏi về Luật Thi đua, khen thưởng và chờ."},
    {"id": "luat", "title": "Khen", "date": "2014-03-05", "text": "Theo Luật số 15/2003/QH11, bà con yên tâm."},
)
MEANT = "chi-thi-42-ct-tw-2010"


@pytest.fixture
def data(index_of: Callable[..., Path]) -> Path:
    return index_of(*ARTICLES)


@pytest.fixture
def engine(data: Path) -> Iterator[WhooshEngine]:
    engine = WhooshEngine(data)
    yield engine
    engine.close()


def test_an_unsettled_number_lists_what_it_may_mean(engine: WhooshEngine) -> None:
    view = engine.directive("chi-thi-42-ct-tw")
    assert view is not None and view.ambiguous and not view.unsettled.total
    told = {one.date: one for one in view.possible}
    assert {"1998-10-06", "2004-08-25", "2010-04-16"} <= told.keys()
    assert told["2010-04-16"].id == MEANT, "the archive has its record"
    assert told["2004-08-25"].id == "" and told["2004-08-25"].title, "nobody means it surely: the registry's title"
    assert told["2004-08-25"].mentions == 2 and told["2010-04-16"].mentions == 1, "an article of 2006 cannot mean 2010"


def test_a_bare_number_lists_documents_of_that_number_whoever_issued_them(engine: WhooshEngine) -> None:
    view = engine.directive("chi-thi-42")
    assert view is not None and MEANT in {one.id for one in view.possible}


def test_a_candidate_lists_what_may_mean_it_apart(engine: WhooshEngine) -> None:
    view = engine.directive(MEANT)
    assert view is not None and not view.ambiguous and view.possible == ()
    assert [passage.article for passage in view.passages] == ["ro"], "what is settled stays alone"
    assert [(one.id, one.mentions) for one in view.unsettled.records] == [("chi-thi-42-ct-tw", 1), ("chi-thi-42", 1)]
    assert (view.unsettled.total, view.unsettled.articles) == (2, 2)
    assert [passage.article for passage in view.unsettled.passages] == ["so", "tran"], "by date, 2006 is too early"


def test_a_law_lists_the_mentions_of_its_bare_name(engine: WhooshEngine) -> None:
    view = engine.directive("luat-15-2003-qh11")
    assert view is not None
    assert [(one.id, one.mentions) for one in view.unsettled.records] == [("luat-thi-dua-khen-thuong", 1)]


def test_what_is_related_stands_on_both_pages(index_of: Callable[..., Path]) -> None:
    engine = WhooshEngine(index_of(f"Xem {POLITBURO}.", "Theo Kết luận số 93-KL/TW ngày 20/11/2020 của Ban Bí thư."))
    first, later = engine.directive(MEANT), engine.directive("ket-luan-93-kl-tw-2020")
    engine.close()
    assert first is not None and later is not None
    assert ("continued_by", later.id) in {(one.relation, one.id) for one in first.related}
    assert ("continues", first.id) in {(one.relation, one.id) for one in later.related}


def test_a_report_has_unsettled_rows_where_they_are_asked_for(engine: WhooshEngine) -> None:
    sure, every = (engine.report(MEANT, SearchRequest(), unsettled) for unsettled in (False, True))
    assert sure is not None and every is not None
    assert [(row.article, row.settled) for row in sure.rows] == [("ro", True)]
    assert [(row.article, row.settled) for row in every.rows] == [("ro", True), ("so", False), ("tran", False)]
    narrowed = engine.report(MEANT, SearchRequest(from_="2018"), True)
    assert narrowed is not None and [row.article for row in narrowed.rows] == ["tran"]


def test_settled_rows_stay_as_they_are(index_of: Callable[..., Path]) -> None:
    """A sentence that means the directive surely is one row, whatever else it cites."""
    text = f"Sơ kết {POLITBURO} và Chỉ thị 42-CT/TW năm nào. Rồi bàn Chỉ thị số 42-CT/TW ngày 06/10/1998."
    engine = WhooshEngine(index_of({"title": f"Về {POLITBURO}", "date": "2020", "text": text}))
    sure, every = (engine.report(MEANT, SearchRequest(), unsettled) for unsettled in (False, True))
    engine.close()
    assert sure is not None and every is not None and sure.rows == every.rows[: len(sure.rows)]


def test_another_engine_tells_the_same(data: Path, engine: WhooshEngine) -> None:
    other = MemoryEngine(data)
    for id in engine.identifiers("directive"):
        one, two = engine.directive(id), other.directive(id)
        assert one is not None and two is not None
        assert (one.possible, one.unsettled, one.related) == (two.possible, two.unsettled, two.related)
        assert engine.report(id, SearchRequest(), True) == other.report(id, SearchRequest(), True)
