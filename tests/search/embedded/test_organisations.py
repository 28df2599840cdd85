"""Organisations and offices asked about as people type them, and the same after an incremental run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest
from webui.cli.progress import Silent

GIANG = {
    "id": "giang",
    "title": "Họp giao ban",
    "text": "Dự họp có ông Trần Văn Hải, Chủ tịch Liên hiệp Hội Hà Giang. Các hội đã nghe báo cáo.",
    "date": "2020-05-02",
    "source": "Liên hiệp Hội Hà Giang",
}
HAI = {
    "id": "hai",
    "title": "Đại hội",
    "text": "Ông Lê Văn Nam, Chủ tịch Liên hiệp Hội Hà Giang, khai mạc. Bộ trưởng Bộ Y tế Phạm Văn Bình gửi hoa.",
    "date": "2015-03-01",
}
KHAC = {
    "id": "khac",
    "title": "Tin vắn",
    "text": "Ông Đỗ Văn Tùng, Phó Giám đốc Công an tỉnh Hà Nam, và ông Lý Minh Khang, chủ quán kiêm đầu bếp, có mặt. "
    "Đại úy Hồ Văn Lợi, Chỉ huy trưởng Đồn Biên phòng Mỹ Hải, đến sau. TTK Liên đoàn bóng chuyền Lê Quốc Trung vắng. "
    "Bộ trưởng Bộ Quốc phòng Trung Quốc Lương Quang Liệt gửi điện. Bộ trưởng Bộ Quốc phòng Lương Quang Liệt sẽ sang. "
    "Bộ trưởng Bộ Quốc phòng Phan Văn Dũng trả lời.",
    "date": "2021-05-04",
}


def _index(folder: Path, *articles: dict[str, str]) -> Path:
    source = folder / "a.jsonl"
    source.write_text("".join(json.dumps(one) + "\n" for one in articles), "utf-8")
    reindex([source], folder / "data", Silent(), jobs=1)
    return folder / "data"


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    engine = WhooshEngine(_index(tmp_path_factory.mktemp("offices"), GIANG, HAI, KHAC))
    yield engine
    engine.close()


@pytest.mark.parametrize(
    ("query", "first", "reason"),
    [
        ("lien hiep hoi ha giang", "lien-hiep-hoi-ha-giang", "a union without accents"),
        ("LHH Hà Giang", "lien-hiep-hoi-ha-giang", "a union by its abbreviation"),
        ("Chủ tịch Liên hiệp Hội Hà Giang 2020", "trần-văn-hải", "who is told of in that year"),
        ("chu tich lien hiep hoi ha giang nam 2015", "lê-văn-nam", "another year, without accents"),
        ("CT LHH Hà Giang", "trần-văn-hải", "office and union abbreviated; the last one told of"),
        ("ai là chủ tịch liên hiệp hội hà giang", "trần-văn-hải", "asked as a question"),
        ("bộ trưởng y tế", "phạm-văn-bình", "a minister without the word for the ministry"),
        ("PGĐ Công an tỉnh Hà Nam 2021", "đỗ-văn-tùng", "the Nam of a province is no năm before the year"),
        ("pho giam doc cong an ha nam nam 2021", "đỗ-văn-tùng", "both, without accents"),
        ("chỉ huy trưởng đồn biên phòng mỹ hải", "hồ-văn-lợi", "an office whose first word is skipped in đồng chí"),
        ("chủ quán kiêm đầu bếp 2021", "lý-minh-khang", "an office in the very words of the article"),
        ("tổng thư ký liên đoàn bóng chuyền", "lê-quốc-trung", "an office that the article abbreviates"),
        ("năm 2021 ai là tổng thư ký liên đoàn bóng chuyền", "lê-quốc-trung", "the year first"),
        ("bộ trưởng bộ quốc phòng", "phan-văn-dũng", "not another country's, though called so once"),
    ],
)
def test_what_is_asked_about_comes_first(engine, query, first, reason):
    hit = engine.search(SearchRequest(q=query)).hits[0]
    assert hit.id == first, reason
    assert (hit.attested is not None) == (hit.kind == "speaker")


def test_an_organisation_has_its_articles_people_and_successor(tmp_path):
    engine = WhooshEngine(_index(tmp_path, GIANG, HAI))
    view = engine.organisation("lien-hiep-hoi-ha-giang")
    engine.close()
    assert view is not None and view.successor is not None
    assert [(row.id, row.published) for row in view.rows] == [("giang", True), ("hai", False)]
    people = [(one.name, one.from_) for one in view.people]
    assert people == [("Lê Văn Nam", "2015-03-01"), ("Trần Văn Hải", "2020-05-02")]
    assert view.successor.id == "lien-hiep-hoi-tuyen-quang"


def test_an_incremental_run_leaves_what_a_full_one_does(tmp_path):
    data = _index(tmp_path, GIANG, HAI)
    _index(tmp_path, GIANG)
    engine = WhooshEngine(data)
    assert engine.identifiers("organisation") == ("lien-hiep-hoi-ha-giang", "lien-hiep-hoi-tuyen-quang")
    engine.close()


def test_an_index_whose_only_records_are_organisations_opens(tmp_path):
    engine = WhooshEngine(_index(tmp_path, {"id": "a", "title": "Tin", "text": "Bộ Y tế họp sáng nay."}))
    assert [hit.id for hit in engine.search(SearchRequest(kind="organisation")).hits] == ["bo-y-te"]
    engine.close()
