"""JSON records: one file, a list, JSON lines, gzip; what is broken is told and the rest goes on."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.documents import Article, Rejection
from index.sources import SourceFile, read_file

One = Callable[[str, str | bytes], Article]
Bad = Callable[[str, str | bytes], Rejection]
Read = Callable[[str, str | bytes], list[Article | Rejection]]


def test_every_field_of_a_record_is_taken(article: One) -> None:
    record = {
        "id": "a/b @1",
        "title": "Hội nghị",
        "text": "Một.\n\n  Hai.",
        "lead": "Mở đầu",
        "date": "22/12/2020",
        "author": "Lê An",
        "source": "Liên hiệp Hội Hà Giang",
        "url": "https://www.hoi.example/a",
        "category": "Tin",
        "province": "Huế",
        "related": ["Tin một", "Tin hai"],
        "views": 12,
    }
    found = article("a.json", json.dumps(record))
    wanted = {**record, "date": "2020-12-22", "related": ("Tin một", "Tin hai")}
    del wanted["views"]
    assert {key: getattr(found, key) for key in wanted} == wanted
    assert found.date_origin == "metadata"


FIELDS: list[tuple[dict[str, Any], str, str, str]] = [
    ({"id": 17}, "id", "17", "a number is its text"),
    ({"id": " x "}, "id", " x ", "an id is kept exactly"),
    ({}, "id", "tin", "derived from the file"),
    ({"id": None}, "id", "tin", "null is none"),
    ({"title": " Hội\n nghị "}, "title", "Hội nghị", "a title is one line"),
    ({"title": "", "text": "Tin vui\nHội họp."}, "title", "Tin vui", "the first line can be a headline"),
    ({"text": "Tin vui\nHội họp."}, "text", "Tin vui\nHội họp.", "and stays in the text, whose offsets hold"),
    ({"text": "từ " * 100}, "title", "từ " * 39 + "từ…", "a long first line gives its opening words"),
    ({"text": "  a\r\n\tb  "}, "text", "  a\r\n\tb  ", "the text is not touched"),
    ({"text": "Tie\u0302\u0301ng"}, "text", "Tiếng", "but for NFC"),
    ({"text": "a\ud800b"}, "text", "a\ufffdb", "half a character cannot be stored"),
    ({"text": "Tin\nTin liên quan\nTin khác"}, "text", "Tin\nTin liên quan\nTin khác", "records are trusted"),
    ({"date": 20201001}, "date", "2020-10-01", "a number can be a date"),
    ({"date": "31/02/2020"}, "date", "", "no such day"),
    ({"author": ["An", "Bình"]}, "author", "An, Bình", "a list of names"),
    ({"author": "(Nguồn: TTXVN)"}, "source", "TTXVN", "a source in the author's field"),
    ({"author": "(Nguồn: TTXVN)"}, "author", "", "is no author"),
    ({"url": "https://www.bao.example/x"}, "source", "bao.example", "the host stands for a missing source"),
    ({"url": "http://["}, "source", "", "no address, no host"),
    ({"source": "Liên hiệp Hội Hà Giang"}, "province", "Hà Giang", "the source names its province"),
    ({"text": "Ngày 16/10/2020, tại tỉnh Phú Thọ, họp."}, "province", "Phú Thọ", "the dateline's place"),
    ({"text": "Hội thăm tỉnh Phú Thọ."}, "province", "", "a mention is no place of origin"),
    ({"related": "Một\nHai"}, "related", ("Một", "Hai"), "titles as lines"),
    ({"related": [{"title": "Một"}, 3]}, "related", ("Một",), "titles as objects"),
]


@pytest.mark.parametrize(("record", "field", "expected", "reason"), FIELDS)
def test_fields(article: One, record: dict[str, Any], field: str, expected: object, reason: str) -> None:
    assert getattr(article("tin.json", json.dumps({"text": "Nội dung.", **record})), field) == expected, reason


DATES = [
    ({"date": "2019", "text": "25/02/2005 22:45\nNội dung."}, "2019", "metadata"),
    ({"text": "Thứ sáu, 25/02/2005 22:45 (GMT+7)\nNgày 16/10/2020, tại Huế, họp."}, "2005-02-25", "date line"),
    ({"text": "Ngày 16/10/2020, tại Huế, họp.", "url": "http://a.example/2021/01/02/x"}, "2020-10-16", "dateline"),
    ({"lead": "Ngày 16/10/2020, tại Huế, họp.", "text": "Nội dung."}, "2020-10-16", "dateline"),
    ({"text": "Họp.", "url": "http://a.example/2021/01/02/x"}, "2021-01-02", "address"),
    ({"date": "31/02/2019", "text": "Họp.", "url": "http://a.example/2021/01/02/x"}, "2021-01-02", "address"),
    ({"text": "Họp."}, "2018-03-04", "file name"),
]


@pytest.mark.parametrize(("record", "date", "origin"), DATES)
def test_dates_are_looked_for_in_order(article: One, record: dict[str, str], date: str, origin: str) -> None:
    found = article("2018-03-04-tin.json", json.dumps(record))
    assert (found.date, found.date_origin) == (date, origin)


def test_the_name_of_a_list_of_records_dates_none_of_them(article: One) -> None:
    assert article("xuat-20240115.jsonl", '{"text": "Họp."}').date == ""


def test_lines_and_list_items_are_numbered(read: Read, tmp_path: Path) -> None:
    lines = read("a.jsonl", '\ufeff{"text": "Một"}\n\n{"text": "Hai"}')
    assert [(i.id, i.origin) for i in lines if isinstance(i, Article)] == [
        ("a#1", f"{tmp_path}/a.jsonl:1"),
        ("a#3", f"{tmp_path}/a.jsonl:3"),
    ]
    items = read("b.json", '[{"text": "Một"}, {"text": "Hai"}]')
    assert [i.id for i in items if isinstance(i, Article)] == ["b#1", "b#2"]


BAD_LINES = [
    (b'{"text": "a"', "broken", "column", "cut off"),
    (b"[1]", "broken", "no object", "not a record"),
    (b'{"title": "a"}', "broken", 'no "text" among its fields (title)', "no body"),
    (b'{"text": ["a"]}', "broken", '"text" is a list', "a list is no text"),
    (b'{"text": "a", "id": {}}', "broken", '"id" is an object', "an object is no id"),
    (b'{"text": " \\n"}', "empty", "no text", "white space only"),
    (b'{"text": "--"}', "empty", "no text", "marks only"),
    (b'{"text": "\xff"}', "undecodable", "byte 10", "no UTF-8"),
    (b"[" * 100_000, "broken", "nested", "nested too deeply"),
    (b'{"text": "a", "id": ' + b"9" * 5000 + b"}", "broken", "number", "more digits than are read"),
    (b'{"text": "' + b"a" * 20_000_001 + b'"}', "too large", "20 MB", "beyond the limit"),
]


@pytest.mark.parametrize(("line", "reason", "detail", "why"), BAD_LINES, ids=[row[3] for row in BAD_LINES])
def test_a_bad_line_is_told_and_the_rest_goes_on(
    read: Read, tmp_path: Path, line: bytes, reason: str, detail: str, why: str
) -> None:
    first, bad, last = read("a.jsonl", b'{"text": "x"}\n' + line + b'\n{"text": "y"}\n')
    assert isinstance(bad, Rejection)
    assert (bad.reason, bad.origin) == (reason, f"{tmp_path}/a.jsonl:2")
    assert detail in bad.detail
    assert [first.text, last.text] == ["x", "y"]  # type: ignore[union-attr]


def test_a_gzip_damaged_midway_gives_what_lies_before(read: Read) -> None:
    lines = "".join(json.dumps({"text": f"Bài {n} {hash(n * 7919)}"}) + "\n" for n in range(5000))
    whole = gzip.compress(lines.encode())
    *articles, last = read("a.jsonl.gz", whole[: len(whole) // 2])
    assert isinstance(last, Rejection)
    assert last.reason == "broken"
    assert 0 < len(articles) < 5000
    assert all(isinstance(item, Article) for item in articles)


def test_what_is_no_gzip_is_told(rejection: Bad) -> None:
    assert rejection("a.jsonl.gz", '{"text": "a"}').reason == "broken"


@pytest.mark.parametrize(
    ("content", "reason"), [("", "empty"), ("{", "broken"), ("3", "broken"), (b"\xff", "undecodable")]
)
def test_bad_json_files(rejection: Bad, content: str | bytes, reason: str) -> None:
    assert rejection("a.json", content).reason == reason


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(max_size=60).map(lambda line: line.replace(b"\n", b"").replace(b"\r", b"")), max_size=5))
def test_any_bytes_between_good_lines_lose_nothing(tmp_path: Path, noise: list[bytes]) -> None:
    path = tmp_path / "noise.jsonl"
    path.write_bytes(b'{"text": "x"}\n' + b"".join(line + b"\n" for line in noise) + b'{"text": "y"}')
    first, *_, last = read_file(SourceFile(path, "noise"))
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert (first.text, last.text) == ("x", "y")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.dictionaries(
        st.sampled_from(["id", "title", "text", "date", "author", "url", "related", "category"]),
        st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner, max_size=3)),
    )
)
def test_any_record_is_an_article_or_told(tmp_path: Path, record: dict[str, Any]) -> None:
    path = tmp_path / "record.jsonl"
    path.write_text(json.dumps(record), encoding="utf-8")
    (item,) = read_file(SourceFile(path, "record"))
    if isinstance(item, Article):
        assert item.text.encode()  # can be stored


def test_a_province_has_one_spelling(article) -> None:
    found = article("a.json", json.dumps({"title": "Tin", "text": "Nội dung.", "province": "Thanh Hoá"}))
    assert found.province == "Thanh Hóa"


def test_a_million_bad_lines_are_told_in_a_thousand(read: Read) -> None:
    """A file that is no JSON lines by its content fills no memory with what is said of it, and hides no document."""
    *told, article, last = read("a.jsonl", "x\n" * 1_500 + '{"text": "Hội họp ở Huế."}\n')
    assert isinstance(article, Article) and len(told) == 1_000
    assert isinstance(last, Rejection) and last.detail.startswith("500 more") and "a.jsonl:1500" in last.detail
