"""All results of a search as a file: the same rows in the same order as the pages, and told where they are cut."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from lxml import etree

import webui.api.result_rows as found_rows_module
from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from search.interface.request import SearchRequest
from webui.api.result_files import file_name, found_file
from webui.api.result_rows import found_rows
from webui.cli.progress import Silent
from webui.http.language import language

VI = language("vi")
WHOLE = "Hội nghị phản biện xã hội tại tỉnh."
APART = "Phản ánh của xã: biện pháp mới. Hội làng đông vui."


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Path:
    """The data folder of an index of 230 articles, 210 of which hold `phản biện xã hội`: more than one batch."""
    folder = tmp_path_factory.mktemp("many")
    records = [
        {
            "id": f"bai/{n:03}",
            "title": f"=1+{n}" if n % 50 == 0 else f"Bài số {n}",
            "text": f"{WHOLE if n < 210 else APART} Lần {n}: {'nữa ' * (7 * n)}",
            "date": f"{2000 + n % 20}-05-06",
        }
        for n in range(230)
    ]
    (folder / "r.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records))
    assert not reindex([folder / "r.jsonl"], folder / "var", Silent(), jobs=1).left_out
    return folder / "var"


@pytest.fixture(scope="module")
def engine(many):
    engine = WhooshEngine(many)
    yield engine
    engine.close()


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def file(engine, format, base="", **asked) -> bytes:
    found = found_rows(engine, SearchRequest(**asked), 0)
    return b"".join(found_file(found, format, VI, base, ""))


def paged(engine, **asked) -> list[str]:
    """The ids of all hits, from pages of ten."""
    ids: list[str] = []
    while hits := engine.search(SearchRequest(page=len(ids) // 10 + 1, **asked)).hits:
        ids += [hit.id for hit in hits]
    return ids


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_the_rows_are_the_hits_in_their_order(engine, sort):
    ids = paged(engine, q="phản biện xã hội", sort=sort)
    heads, *rows = rows_of(file(engine, "csv", q="phản biện xã hội", sort=sort, page=3, size=7))
    assert [row[heads.index("Mã")] for row in rows] == ids
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(ids) + 1)]
    lines = file(engine, "jsonl", q="phản biện xã hội", sort=sort).splitlines()
    assert [json.loads(line)["id"] for line in lines] == ids
    assert len(ids) == (230 if sort == "relevance" else 210)


def test_rows_with_only_some_of_the_words_are_told_apart(engine):
    heads, *rows = rows_of(file(engine, "csv", q="phản biện xã hội"))
    assert [row[heads.index("Mức phù hợp")] for row in rows] == ["đủ các từ"] * 210 + ["một số từ"] * 20


def test_the_workbook_has_the_same_cells(engine):
    content = file(engine, "xlsx", q="phản biện xã hội")
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml"), "nothing is computed"
        trees = [etree.fromstring(packed.read(f"xl/worksheets/sheet{n}.xml")) for n in (1, 2)]
    cells, about = (
        [["".join(c.itertext()) for c in row.iterfind("m:c", space)] for row in tree.iterfind(".//m:row", space)]
        for tree in trees
    )
    table = [[cell.removeprefix("'") for cell in row] for row in rows_of(file(engine, "csv", q="phản biện xã hội"))]
    assert [[c for c in row if c] for row in cells] == [[c for c in row if c] for row in table]
    assert about == [["Kết quả cho “phản biện xã hội”"], ["Đủ cả 230 kết quả."]]


def test_no_cell_is_computed(engine):
    heads, *rows = rows_of(file(engine, "csv", q="phản biện xã hội", match="all"))
    titles = [row[heads.index("Tiêu đề")] for row in rows]
    assert sorted(title for title in titles if "=" in title) == ["'=1+0", "'=1+100", "'=1+150", "'=1+200", "'=1+50"]


def test_a_cut_is_told_in_the_file_and_its_name(engine, monkeypatch):
    monkeypatch.setattr(found_rows_module, "EXPORT_LIMIT", 200)
    told = "Tệp này chỉ có 200 kết quả đầu trong tổng số 230."
    rows = rows_of(file(engine, "csv", q="phản biện xã hội"))
    assert len(rows) == 202 and rows[-1][0].startswith(told)
    *lines, last = file(engine, "jsonl", q="phản biện xã hội").splitlines()
    assert len(lines) == 200 and json.loads(last) == {"cut": True, "rows": 200, "total": 230}
    with zipfile.ZipFile(io.BytesIO(file(engine, "xlsx", q="phản biện xã hội"))) as packed:
        assert told in packed.read("xl/worksheets/sheet2.xml").decode()
    found = found_rows(engine, SearchRequest(q="phản biện xã hội"), 0)
    assert file_name(found, "phản biện, xã hội?", "csv", VI) == "ket-qua-phan-bien-xa-hoi-200-dau.csv"


def test_a_file_is_of_one_index_though_another_is_published_meanwhile(tmp_path):
    source, data = tmp_path / "r.jsonl", tmp_path / "var"

    def publish(year: int) -> None:
        texts = [f"Hội thảo lần {n} bàn việc {n * 7}." for n in range(150)]
        records = [{"id": f"b{n}", "title": f"Năm {year}", "text": text} for n, text in enumerate(texts)]
        source.write_text("".join(json.dumps(one) + "\n" for one in records))
        reindex([source], data, Silent(), jobs=1)

    publish(2001)
    engine = WhooshEngine(data)
    found = found_rows(engine, SearchRequest(q="hội thảo"), 0)
    hits = [next(found.hits)]
    publish(2002)
    assert {hit.title for hit in engine.search(SearchRequest(q="hội thảo")).hits} == {"Năm 2002"}
    hits += found.hits
    assert len({hit.id for hit in hits}) == 150 and {hit.title for hit in hits} == {"Năm 2001"}
    engine.close()


@pytest.mark.parametrize(
    ("format", "content_type", "begins"),
    [
        ("csv", "text/csv; charset=utf-8", b"\xef\xbb\xbfSTT,"),
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("jsonl", "application/jsonl; charset=utf-8", b'{"'),
    ],
)
def test_over_http(get, format, content_type, begins):
    reply = get(f"/api/v1/search?q=h%E1%BB%99i&format={format}")
    total = get("/api/v1/search?q=h%E1%BB%99i").json()
    assert reply.status == 200 and reply.headers["content-type"] == content_type and reply.body.startswith(begins)
    assert reply.headers["content-disposition"] == f"attachment; filename=ket-qua-hoi.{format}"
    assert reply.headers["export-rows"] == reply.headers["export-total"] == str(total["total"] + total["total_loose"])
    assert "Content-Disposition" in reply.headers["access-control-expose-headers"]
    tag = {"If-None-Match": reply.headers["etag"]}
    assert get(f"/api/v1/search?q=h%E1%BB%99i&format={format}", headers=tag).status == 304


def test_links_are_the_public_address_or_none(engine):
    heads, row = rows_of(file(engine, "csv", q="“Bài số 7”", match="all"))[:2]
    assert row[heads.index("Liên kết")] == ""
    heads, row = rows_of(file(engine, "csv", base="https://tracuu.example", q="Bài số 7", match="all"))[:2]
    assert row[heads.index("Liên kết")] == f"https://tracuu.example/articles/{row[heads.index('Mã')]}"


def test_a_format_that_is_none_is_refused(get):
    reply = get("/api/v1/search?q=a&format=pdf")
    assert reply.status == 400 and "json, csv, xlsx, jsonl" in reply.json()["detail"]


def test_a_search_becomes_a_table_with_two_clicks(open_page):
    page = open_page("/")
    page.locator("#q").fill("hội")
    page.get_by_role("button", name="Tìm", exact=True).click()  # the first
    with page.expect_download() as download:
        page.get_by_role("link", name="Tệp CSV").click()  # the second
    assert download.value.suggested_filename == "ket-qua-hoi.csv"
    ids = [row[2] for row in rows_of(Path(download.value.path()).read_bytes())[1:]]
    shown = [one.get_attribute("href") for one in page.locator(".hit h2 a").all()]
    assert all(id in href for id, href in zip(ids, shown, strict=False)) and shown
