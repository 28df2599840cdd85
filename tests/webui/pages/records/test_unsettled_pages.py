"""The page of a number that may mean several documents, of a document that it may mean, and the report with both."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from docx import Document

from search.embedded.engine import WhooshEngine
from tests.webui.conftest import Get, Reply
from webui.cli.main import main

ARTICLES = (
    {
        "id": "ro",
        "title": "Tin hội",
        "date": "2012-05-01",
        "text": "Hội nghị quán triệt Chỉ thị số 42-CT/TW ngày 16/4/2010 của Bộ Chính trị.",
    },
    {"id": "tran", "title": "Họp mặt", "date": "2019-03-02", "text": "Các hội viên nhắc lại chỉ thị 42. Trời nắng."},
    {"id": "kl", "title": "Kết luận mới", "date": "2021", "text": "Theo Kết luận số 93-KL/TW ngày 20/11/2020."},
)
PAGE = "/directives/chi-thi-42-ct-tw-2010"
UNSURE = "chưa rõ, có thể là văn bản khác cùng số"


@pytest.fixture
def data(index_of: Callable[..., Path]) -> Path:
    return index_of(*ARTICLES)


@pytest.fixture
def at(data: Path, running: Callable[..., object], ask: Get) -> Iterator[Callable[[str], Reply]]:
    with running(WhooshEngine(data)) as server:
        yield lambda path: ask(server.port, path)


def text(reply: Reply) -> str:
    assert reply.status == 200, reply.text
    return " ".join(re.sub(r"<[^>]+>", " ", reply.text).split())


def test_the_page_of_a_bare_number_lists_documents_with_links(at: Callable[[str], Reply]) -> None:
    page = at("/directives/chi-thi-42")
    assert "Có thể là Chỉ thị số 42-CT/TW" in text(page)
    assert f'href="{PAGE}"' in page.text, "the archive has a record of it"
    assert "(25/08/2004) Ban Bí thư Về nâng cao" in text(page), "no record: the registry's date, issuer and title"


def test_the_page_of_a_document_lists_unsettled_mentions_apart(at: Callable[[str], Reply]) -> None:
    page = at(PAGE)
    told = text(page)
    assert "Có thể còn 1 lượt nhắc chưa rõ văn bản" in told and "Các hội viên nhắc lại chỉ thị 42" in told
    assert 'href="/directives/chi-thi-42"' in page.text
    assert "Số bài nhắc đến 1 " in told, "they are not counted with what is settled"
    assert "1 more mentions" in text(at(f"{PAGE}?lang=en"))
    assert "Có thể còn" not in text(at("/directives/ket-luan-93-kl-tw-2020"))


def test_related_documents_stand_on_both_pages(at: Callable[[str], Reply]) -> None:
    assert "Được tiếp tục thực hiện theo Kết luận số 93-KL/TW (20/11/2020)" in text(at(PAGE))
    page = at("/directives/ket-luan-93-kl-tw-2020")
    assert "Tiếp tục thực hiện Chỉ thị số 42-CT/TW (16/04/2010)" in text(page) and f'href="{PAGE}"' in page.text


def test_the_api_tells_the_same(at: Callable[[str], Reply]) -> None:
    open_one = at("/api/v1/directives/chi-thi-42").json()
    assert open_one["ambiguous"] and {"id": "chi-thi-42-ct-tw-2010", "url": PAGE}.items() <= max(
        open_one["possible"], key=lambda one: one["id"] == "chi-thi-42-ct-tw-2010"
    ).items()
    known = at(f"/api/v1{PAGE}").json()
    assert known["unsettled"]["total"] == 1
    assert known["unsettled"]["records"][0]["url"] == "/directives/chi-thi-42"
    assert [one["relation"] for one in known["related"] if one["url"]] == ["continued_by"]


def test_reports_mark_what_is_not_settled_where_they_are_asked_to(at: Callable[[str], Reply]) -> None:
    def rows(query: str) -> list[dict[str, str]]:
        found = at(f"/api/v1{PAGE}/report.csv{query}")
        return list(csv.DictReader(io.StringIO(found.body.decode("utf-8-sig"))))

    assert ["Xác định văn bản" in row for row in rows("")] == [False]
    assert [row["Xác định văn bản"] for row in rows("?unsettled=1")] == ["đã rõ", UNSURE]
    word = Document(io.BytesIO(at(f"/api/v1{PAGE}/report.docx?unsettled=1").body))
    assert [cell.text for cell in word.tables[0].column_cells(6)] == ["Xác định văn bản", "đã rõ", UNSURE]
    assert any("1 đoạn trích chưa rõ" in paragraph.text for paragraph in word.paragraphs)
    book = zipfile.ZipFile(io.BytesIO(at(f"/api/v1{PAGE}/report.xlsx?unsettled=1").body))
    assert UNSURE in book.read("xl/sharedStrings.xml").decode()
    assert at(f"/api/v1{PAGE}/report.csv?unsettled=yes").status == 400
    assert f'href="{PAGE}/report?unsettled=1"' in at(PAGE).text
    preview = text(at(f"{PAGE}/report?unsettled=1"))
    assert "Các hội viên nhắc lại chỉ thị 42. chưa rõ, có thể" in preview and UNSURE not in text(at(f"{PAGE}/report"))


def test_the_command_has_the_same_switch(data: Path) -> None:
    asked = ["report", "chi-thi-42-ct-tw-2010", "--data", str(data)]
    sure, every = (CliRunner().invoke(main, [*asked, *more]).output for more in ([], ["--unsettled"]))
    assert UNSURE not in sure and UNSURE in every
