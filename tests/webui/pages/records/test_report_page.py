"""The page on which a report is put together: what is shown, what its files hold, and the state in its address."""

from __future__ import annotations

import csv
import io
import json
import re
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from tests.webui.pages.accessibility import axe_faults
from webui.cli.progress import Silent

TEXT = "TS. Lê Thị Hòa, Chủ tịch Liên hiệp Hội {0}, cho biết {0} đã thực hiện Chỉ thị số 42-CT/TW. Ai cũng thấy rõ."
ARTICLES = (
    {"id": "a", "date": "2012-01-05", "province": "Cà Mau", "source": "Liên hiệp Hội Cà Mau", "text": TEXT},
    {"id": "b", "date": "2014-02-06", "province": "Hà Giang", "source": "Liên hiệp Hội Hà Giang", "text": TEXT},
    {"id": "c", "date": "2014-02-08", "province": "Hà Giang", "source": "Báo Núi", "text": TEXT},
)


@pytest.fixture(scope="module")
def unions(tmp_path_factory, running):
    """A server over three articles, of which the last repeats the one before."""
    articles = [{**one, "title": f"Bài {one['id']}", "text": one["text"].format(one["province"])} for one in ARTICLES]
    more = "Bản này in lại nguyên văn tin của Liên hiệp Hội tỉnh về việc các hội viên đã làm trong năm vừa qua. " * 4
    for one in articles[1:]:
        one |= {"text": f"{one['text']}\n{more}", "title": "Hà Giang sơ kết việc thực hiện Chỉ thị"}
    folder = tmp_path_factory.mktemp("unions")
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, articles)))
    reindex([folder / "articles.jsonl"], folder / "var", Silent(), jobs=1)
    with running(WhooshEngine(folder / "var")) as server:
        yield server


@pytest.fixture
def read(unions, ask):
    return lambda path: ask(unions.port, path)


def path_of(read):
    found = read("/api/v1/search?q=42-CT%2FTW&kind=directive").json()["results"]
    return found[0]["url"]


def numbers(page):
    return re.findall(r'<td class="number"[^>]*>([^<]*)</td>', page.text)


def keys(page):
    return re.findall(r'name="without" value="(\w+)"', page.text)


def rows(reply):
    return list(csv.reader(io.StringIO(reply.body.decode("utf-8-sig"), newline="")))


def test_the_files_hold_the_rows_and_columns_of_the_page(read):
    path = path_of(read)
    key = keys(read(f"{path}/report"))[0]
    chosen = f"?column=date&column=passage&without={key}"
    page = read(f"{path}/report{chosen}")
    assert numbers(page) == ["–", "1", "2"], "a row that is left out stays in sight, so that it can be taken back"
    assert "đã bỏ 1 dòng" in page.text
    for prefix in ("", "/api/v1"):
        heads, *told = rows(read(f"{prefix}{path}/report.csv{chosen}"))
        assert heads == ["STT", "Ngày", "Nội dung"]
        assert [cells[:2] for cells in told] == [["1", "06/02/2014"], ["2", "08/02/2014"]]


@pytest.mark.parametrize(
    ("given", "days"),
    [
        ("", ["05/01/2012", "06/02/2014", "08/02/2014"]),
        ("?province=H%C3%A0+Giang", ["06/02/2014", "08/02/2014"]),
        ("?source=B%C3%A1o+N%C3%BAi", ["08/02/2014"]),
        ("?to=2013", ["05/01/2012"]),
        ("?from=2/2014&to=07/02/2014&source=", ["06/02/2014"]),
        ("?copies=fold", ["05/01/2012", "06/02/2014"]),
    ],
    ids=["all", "province", "source", "until a year", "a form's own dates and empty fields", "copies as one"],
)
def test_filters_choose_rows(read, given, days):
    path = path_of(read)
    page = read(f"{path}/report{given}")
    assert re.findall(r'<td class="date"[^>]*>([^<]*)</td>', page.text) == days
    assert [cells[1] for cells in rows(read(f"{path}/report.csv{given}"))[1:]] == days


def test_of_copies_as_one_row_the_others_are_named(read):
    page = read(f"{path_of(read)}/report?copies=fold")
    assert "Cũng đăng trên: Báo Núi" in page.text


def test_who_is_told_with_title_and_office(read):
    assert "TS. Lê Thị Hòa, Chủ tịch Liên hiệp Hội Cà Mau" in read(f"{path_of(read)}/report").text


def test_a_directive_that_is_not_there_has_no_report(read):
    assert read("/directives/none/report").status == 404
    assert read("/directives/none/report.docx").status == 404
    assert read("/directives/report?id=..%2Fx").status == 404


def test_many_rows_stand_on_several_pages_and_what_is_left_out_on_others_is_kept(index_of, running, ask):
    articles = [
        {"id": f"{n:03}", "title": f"Bài {n}", "date": "2020", "text": f"Hội {n} thực hiện Chỉ thị số 42-CT/TW."}
        for n in range(120)
    ]
    with running(WhooshEngine(index_of(*articles))) as server:
        path = path_of(lambda address: ask(server.port, address))
        first = ask(server.port, f"{path}/report")
        assert len(numbers(first)) == 100
        key = keys(first)[0]
        second = ask(server.port, f"{path}/report?without={key}&page=2")
        assert numbers(second)[0] == "100" and len(numbers(second)) == 20
        assert f'<input type="hidden" name="without" value="{key}">' in second.text
        back = unescape(re.search(r'rel="prev" href="([^"]*)"', second.text)[1])
        assert parse_qs(urlsplit(back).query) == {"without": [key]}


def test_ticks_are_in_the_address_and_buttons_save_what_is_ticked(open_page, unions, read):
    page = open_page(f"{path_of(read)}/report", on=unions)
    page.get_by_label("Bỏ").first.check()
    page.get_by_label("Bài viết", exact=True).uncheck()
    query = parse_qs(urlsplit(page.url).query)
    assert len(query["without"]) == 1 and "article" not in query["column"]
    with page.expect_download() as saved:
        page.get_by_role("button", name="Tải về CSV").click()
    heads, *told = csv.reader(io.StringIO(Path(saved.value.path()).read_text("utf-8-sig")))
    assert "Bài viết" not in heads and [cells[1] for cells in told] == ["06/02/2014", "08/02/2014"]
    page.reload()
    assert page.get_by_label("Bỏ").first.is_checked()


def test_print_shows_the_table_and_no_form(open_page, unions, read):
    page = open_page(f"{path_of(read)}/report?without={keys(read(f'{path_of(read)}/report'))[0]}", on=unions)
    page.emulate_media(media="print")
    assert not page.locator(".choose").is_visible() and not page.locator(".leave").first.is_visible()
    assert [row.is_visible() for row in page.locator(".preview tbody tr").all()] == [False, True, True]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_a_phone(open_page, unions, read, scheme):
    page = open_page(f"{path_of(read)}/report", 1280, scheme, on=unions)
    assert axe_faults(page, scheme) == ""
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert axe_faults(page, scheme) == ""
