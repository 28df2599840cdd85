"""Records of directives and people: an incremental reindex gives what a full one gives, whatever came before."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from index.generations.array_checks import inspect
from index.generations.store import Store
from index.records.shapes import DirectiveRecord, PersonRecord
from index.reindexing.reindex import reindex
from webui.cli.progress import Silent

SENTENCES = [
    "Thực hiện Chỉ thị số 42-CT/TW ngày 16/4/2010 của Bộ Chính trị.",
    "Theo Chỉ thị 42-CT/TW ngày 14/4/2010 của Bộ Chính trị.",
    "Căn cứ Nghị quyết số 18-NQ/TW ngày 25/10/2017.",
    "Triển khai Nghị quyết 18-NQ/TW ngày 16/6/2022 và 19-NQ/TW.",
    "Nghị quyết 18-NQ/TW nêu rõ.",
    "Quyết định ngày 15/4/2015 của Thủ tướng Chính phủ được nhắc lại.",
    "Ông Lê Văn Hạnh, Chủ tịch Hội Làm vườn Nghệ An, cho biết việc này khó.",
    "Ông Lê Văn Hạnh, Giám đốc Sở Y tế Cà Mau, đồng ý.",
    "Ông Lê Văn Hạnh phát biểu.",
    "Bà Trần Thị Nết, Phó Chủ tịch Liên hiệp Hội Việt Nam, kết luận.",
    "Ông Lê Văn Hạnh, Giám đốc Sở Y tế Cà Mau, khẳng định việc này khó. Đã có báo cáo về Chỉ thị số 42-CT/TW.",
    "Bà Trần Thị Nết phát biểu rằng Nghị quyết số 18-NQ/TW ngày 25/10/2017 đã rõ.",
    "Ông Park Sung-min, Giám đốc Viện Rau quả, phát biểu.",
    "Ông Park Sung Min, Viện trưởng Viện Rau quả, phát biểu.",
    "Ông Lê Văn Hạnh, Giám đốc, và bà Trần Thị Nết dự họp.",
    "GS.TS Lê Văn Hạnh cùng bà Trần Thị Nết nói về Nghị quyết số 18-NQ/TW ngày 25/10/2017.",
    "GĐ Sở Y tế Lê Văn Hạnh và ca sĩ Lê Văn Hạnh là hai người.",
    "Không ai nói gì về văn bản nào.",
]


def records_of(data: Path) -> dict[str, bytes]:
    live = Store(data).current()
    assert live is not None
    with live.open().reader() as reader:
        stored = [reader.stored_fields(n) for n in range(reader.doc_count_all()) if not reader.is_deleted(n)]
        keys = [leaf.column_reader("key") for leaf, _ in reader.leaf_readers()]
        names = [str(column[n]) for column in keys for n in range(len(column))]
        live_names = [name for n, name in enumerate(names) if not reader.is_deleted(n)]
    rows = zip(live_names, stored, strict=True)  # an article's record names its line, which a new neighbour moves
    return {name: row["record"] for name, row in rows if not name.startswith("article:")}


@pytest.mark.parametrize("seed", range(6))
def test_any_sequence_of_changes_gives_the_records_of_a_full_run(
    seed: int, tmp_path: Path, write_records: Callable[..., Path]
) -> None:
    chance = random.Random(seed)
    articles: dict[str, dict[str, str]] = {}
    for step in range(5):
        for id in [id for id in articles if chance.random() < 0.3]:
            del articles[id]
        for _ in range(chance.randint(1, 4)):
            id = f"a{chance.randrange(9)}"
            text = " ".join(chance.sample(SENTENCES, chance.randint(1, 4)))
            year = chance.choice(["2015", "2018-05-02", "2020", "2023-01-01"])
            articles[id] = {"id": id, "title": f"Bài {step}", "text": text, "date": year}
        path = write_records(*articles.values())
        reindex([path], tmp_path / "grown", Silent(), jobs=1)
    reindex([path], tmp_path / "fresh", Silent(), jobs=1)
    grown, fresh = records_of(tmp_path / "grown"), records_of(tmp_path / "fresh")
    assert grown.keys() == fresh.keys()
    assert grown == fresh
    for name in ("grown", "fresh"):
        live = Store(tmp_path / name).current()
        assert live is not None and inspect(live) == []


def test_a_name_with_and_without_a_hyphen_is_one_person(tmp_path: Path, write_records: Callable[..., Path]) -> None:
    both = [
        {"id": "a", "title": "Một", "text": "Ông Park Sung-min, Giám đốc Viện Rau quả, phát biểu.", "date": "2020"},
        {"id": "b", "title": "Hai", "text": "Ông Park Sung Min, Viện trưởng Viện Rau quả, phát biểu.", "date": "2021"},
    ]
    reindex([write_records(*both)], tmp_path / "data", Silent(), jobs=1)
    record = records_of(tmp_path / "data")["speaker:park-sung-min"]
    person = msgspec.json.decode(record, type=PersonRecord).person
    assert person.articles == ("a", "b") and len(person.variants) == 2


def test_a_deleted_article_takes_its_mentions_with_it(tmp_path: Path, write_records: Callable[..., Path]) -> None:
    both = [
        {"id": "a", "title": "Một", "text": SENTENCES[0], "date": "2020"},
        {"id": "b", "title": "Hai", "text": f"{SENTENCES[1]} {SENTENCES[6]}", "date": "2021"},
    ]
    reindex([write_records(*both)], tmp_path / "data", Silent(), jobs=1)
    before = records_of(tmp_path / "data")
    directive = msgspec.json.decode(before["directive:chi-thi-42-ct-tw-2010"], type=DirectiveRecord).directive
    assert directive.dates == (("2010-04-14", 1), ("2010-04-16", 1))
    person = msgspec.json.decode(before["speaker:lê-văn-hạnh"], type=PersonRecord).person
    assert person.articles == ("b",) and person.speaks == 1
    reindex([write_records(both[0])], tmp_path / "data", Silent(), jobs=1)
    after = records_of(tmp_path / "data")
    directive = msgspec.json.decode(after["directive:chi-thi-42-ct-tw-2010"], type=DirectiveRecord).directive
    assert directive.dates == (("2010-04-16", 1),)
    assert not [key for key in after if key.startswith("speaker:")]
