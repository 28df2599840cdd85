"""CSV: headings in two languages, delimiters, rows that cannot be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.documents import Article, Rejection

Read = Callable[[str, str | bytes], list[Article | Rejection]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_vietnamese_headings_delimiters_and_encodings(read: Read, delimiter: str, encoding: str) -> None:
    rows = [
        ["Mã", "TIÊU ĐỀ", "Nội dung", "ngày đăng", "Tác giả", "Nguồn", "Chuyên mục", "tỉnh", "địa chỉ", "Ghi chú"],
        [
            "7",
            "Tin",
            '"Hội ""A"", họp; tại\nHuế.\t"',
            "16/10/2020",
            "An",
            "Hội X",
            "Tin",
            "Huế",
            "http://a.vn",
            "-",
        ],
    ]
    content = "\r\n".join(delimiter.join(row) for row in rows)
    (found,) = read("a.csv", content.encode(encoding))
    assert isinstance(found, Article)
    assert (found.id, found.title, found.text) == ("7", "Tin", 'Hội "A", họp; tại\nHuế.\t')
    assert (found.date, found.author, found.source) == ("2020-10-16", "An", "Hội X")
    assert (found.category, found.province, found.url) == ("Tin", "Huế", "http://a.vn")


def test_rows_are_told_by_the_line_they_begin_on(read: Read, tmp_path: Path) -> None:
    content = 'title,text\nMột,"a\nb"\n\nHai,c,d\nBa,\nBốn,"e"f\nNăm,g\n'
    found = read("a.csv", content)
    told = [item.title if isinstance(item, Article) else item.reason for item in found]
    assert list(zip((item.origin.rpartition(":")[2] for item in found), told, strict=True)) == [
        ("2", "Một"),
        ("5", "broken"),
        ("6", "empty"),
        ("7", "broken"),
        ("8", "Năm"),
    ]
    assert isinstance(found[0], Article)
    assert found[0].id == "a#2"


def test_a_cell_may_be_long(read: Read) -> None:
    (found,) = read("a.csv", "title,text\nTin,{}\n".format("từ " * 100_000))
    assert isinstance(found, Article)
    assert len(found.text) == 300_000


BAD = [
    ("name,body text\n1,2\n", "broken", "name, body text", "the columns found are named"),
    ("title,date\n1,2\n", "broken", '"text"', "the missing column is named"),
    ('title,text\n1,"never closed\n', "broken", "quote", "an open quote"),
    ("", "empty", "nothing", "an empty file"),
    (b"title,text\nTin,\xff\n", "undecodable", "byte 15", "no UTF-8"),
]


@pytest.mark.parametrize(("content", "reason", "detail", "why"), BAD)
def test_bad_tables(read: Read, content: str | bytes, reason: str, detail: str, why: str) -> None:
    (found,) = read("a.csv", content)
    assert isinstance(found, Rejection), why
    assert found.reason == reason
    assert detail in found.detail


def test_bad_bytes_far_into_a_file_are_told_by_their_offset(read: Read) -> None:
    good = ("title,text\n" + "Tin,Hội họp ở Đà Nẵng.\n" * 5000).encode()
    *articles, last = read("a.csv", good + b"x,\xff\n")
    assert isinstance(last, Rejection)
    assert f"byte {len(good) + 2} " in last.detail
    assert len(articles) > 0


@pytest.mark.parametrize(
    "head", ["sep=;\r\n", "\ufeffsep=;\n", '"sep=;"\n', "SEP=;\n", "sep=;;;\n", "\nsep=;\n", ";;\n;\n"], ids=repr
)
def test_the_line_that_excel_writes_for_itself(read: Read, head: str) -> None:
    """`sep=;` names the delimiter and is no heading; the lines are counted from the top of the file all the same."""
    (found,) = read("a.csv", f"{head}tiêu đề;nội dung\nVườn ươm;Vườn, ao và chuồng\n")
    assert isinstance(found, Article)
    assert (found.title, found.text) == ("Vườn ươm", "Vườn, ao và chuồng")
    assert found.origin.endswith(f":{head.count(chr(10)) + 2}")


def test_lines_that_end_as_on_an_old_mac(read: Read) -> None:
    """Excel's `CSV (Macintosh)` ends lines with a carriage return alone."""
    found = read("a.csv", 'title,text\rVườn,"Vườn, ươm"\rAo,Ao cá\r')
    assert [getattr(one, "text", one) for one in found] == ["Vườn, ươm", "Ao cá"]
