"""Documents and provinces compared by year, and the pictures of a directive's page."""

from __future__ import annotations

import json

import lxml.html
import pytest

from index.reindexing.reindex import reindex
from search.embedded.engine import WhooshEngine
from tests.webui.pages.accessibility import axe_faults
from webui.cli.progress import Silent

ROWS = (("2012", "Cà Mau", "42-CT/TW"), ("2014", "Hà Giang", "42-CT/TW"), ("2024", "Hà Giang", "45-NQ/TW"))
DATES = {"42-CT/TW": "Chỉ thị số 42-CT/TW ngày 16/4/2010", "45-NQ/TW": "Nghị quyết số 45-NQ/TW ngày 24/11/2023"}


@pytest.fixture(scope="module")
def compared(tmp_path_factory, running, ask):
    folder = tmp_path_factory.mktemp("compared")
    articles = [
        {"id": f"a{n}", "title": f"Bài {n}", "date": year, "province": province, "text": f"Về {DATES[number]}."}
        for n, (year, province, number) in enumerate(ROWS)
    ]
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, articles)))
    reindex([folder / "articles.jsonl"], folder / "var", Silent(), jobs=1)
    with running(WhooshEngine(folder / "var")) as server:
        yield server


@pytest.fixture
def page(compared, ask):
    def read(path):
        reply = ask(compared.port, path)
        assert reply.status == 200, reply.text
        return lxml.html.fromstring(reply.text)

    return read


def cells(page):
    """Return the figures of each row by year; without those of years with nothing."""
    years = [th.text_content() for th in page.xpath("//thead//th")][1:-1]
    found = {}
    for row in page.xpath("//tbody/tr"):
        numbers = [td.text_content().strip() for td in row.xpath("td")]
        found[row.xpath("th")[0].text_content()] = {y: n for y, n in zip(years, numbers, strict=False) if n != "0"}
    return years, found


def test_documents_stand_side_by_side_over_the_same_years(page, ask, compared):
    one = page("/directives").xpath("//ol[@class='rows']/li/a[contains(., '42-CT/TW')]/@href")[0].rpartition("/")[2]
    shown = page(f"/compare?directive={one}&add=45-NQ%2FTW")
    years, found = cells(shown)
    assert years == [str(year) for year in range(2012, 2025)], "the years between are shown, too"
    assert found == {
        "Chỉ thị số 42-CT/TW": {"2012": "1", "2014": "1"},
        "Nghị quyết số 45-NQ/TW": {"2024": "1"},
    }
    for link in shown.xpath("//tbody//a/@href"):
        assert len(page(link).xpath("//ol[@class='hits']/li")) == 1
    assert "Chỉ thị số 42-CT/TW: 2 bài, từ 2012 đến 2014" in shown.text_content()


def test_a_document_is_compared_between_provinces(page):
    one = page("/directives").xpath("//ol[@class='rows']/li/a[contains(., '42-CT/TW')]/@href")[0].rpartition("/")[2]
    _, found = cells(page(f"/compare?directive={one}&province=C%C3%A0+Mau&province=H%C3%A0+Giang"))
    assert found == {
        "Chỉ thị số 42-CT/TW, Cà Mau": {"2012": "1"},
        "Chỉ thị số 42-CT/TW, Hà Giang": {"2014": "1"},
    }


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/compare", "Chọn một văn bản hoặc một tỉnh để bắt đầu."),
        ("/compare?directive=none", "Không có văn bản nào trong kho được gọi là “none”."),
        ("/compare?add=99-XX", "Không có văn bản nào trong kho được gọi là “99-XX”."),
        ("/compare?province=Sao+H%E1%BB%8Fa", "Sao Hỏa: không có bài nào."),
        ("/compare?directive=none&lang=en", "No document of the archive is called “none”."),
    ],
)
def test_what_is_not_there_is_told(page, path, told):
    assert told in page(path).text_content()


def test_a_directive_is_shown_by_year_and_province_with_numbers(page):
    found = page("/directives").xpath("//ol[@class='rows']/li/a[contains(., '42-CT/TW')]/@href")[0]
    shown = page(found)
    labels = [text.text_content() for text in shown.xpath("//figure//*[local-name()='text'][not(@class)]")]
    assert labels == ["2012", "2013", "2014"], "each year has its place"
    assert [text.text_content() for text in shown.xpath("//figure//*[@class='number']")] == ["1", "1"]
    tiles = shown.xpath("//*[local-name()='svg'][@class='map']//*[local-name()='a']/@aria-label")
    assert sorted(tiles) == ["Cà Mau: 1 bài", "Tuyên Quang: 1 bài"], "Hà Giang is part of Tuyên Quang since July 2025"
    assert "Được nhắc đến ở 2 trong 34 tỉnh, thành phố hiện nay." in shown.text_content()
    rows = [[cell.text_content() for cell in row] for row in shown.xpath("//table/tbody/tr")]
    assert ["Hà Giang", "Tuyên Quang", "1", "Lập báo cáo"] in rows


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_a_phone_shows_all(open_page, compared, page, scheme):
    found = page("/directives").xpath("//ol[@class='rows']/li/a[contains(., '42-CT/TW')]/@href")[0]
    one = found.rpartition("/")[2]
    for path in (found, f"/compare?directive={one}&province=C%C3%A0+Mau&province=H%C3%A0+Giang"):
        opened = open_page(path, 1280, scheme, on=compared)
        assert axe_faults(opened, scheme) == ""
        opened.set_viewport_size({"width": 320, "height": 640})
        assert opened.evaluate("document.documentElement.scrollWidth") <= 320
