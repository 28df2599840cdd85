"""Reports on a directive as files, asked over HTTP and on the command line."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest
from click.testing import CliRunner
from docx import Document
from lxml import etree

from search.interface.records import MentionSpan
from search.interface.reports import DirectiveReport, ReportPerson, ReportRow
from search.interface.request import SearchRequest
from webui.cli.main import main
from webui.http.language import language
from webui.reports.choice import ReportChoice
from webui.reports.csv_file import report_csv
from webui.reports.excel_file import report_xlsx
from webui.reports.table import report_table
from webui.reports.word_file import report_docx

PASSAGE = "Các hội thực hiện."
PERSON = ReportPerson("Trần Mẫn", "TS", ("Chủ tịch Hội A", "Ủy viên Hội B"), "kết luận")


def table(*rows, dates=(("2010-04-16", 2), ("2010-04-14", 1)), asked=None, lang="vi"):
    report = DirectiveReport("ct/42", "Chỉ thị số 42-CT/TW", "Về hội", "Bộ Chính trị", "2010-04-16", dates, rows)
    return report_table(report, ReportChoice(asked or SearchRequest(copies="all")), language(lang), "http://here")


def row(**changes):
    values = {"article": "a/1", "title": "Bài", "date": "2020-10", "source": "Hội A", "province": "Cà Mau"}
    values |= {"url": "", "people": (PERSON,), "passage": PASSAGE, "place": MentionSpan("body", 0, 12, 20)}
    values |= changes
    return ReportRow(**values)


def docx(content):
    return Document(io.BytesIO(content))


@pytest.fixture
def found(get):
    """The page of the one directive in the index, and its API address."""
    hit = get("/api/v1/search?q=42-CT%2FTW&kind=directive").json()["results"][0]
    return "/api/v1" + hit["url"]


def test_a_row_says_when_who_what_and_where():
    shown = table(row())
    assert shown.rows == (
        ("1", "10/2020", "Hội A (Cà Mau)", "TS Trần Mẫn, Chủ tịch Hội A, Ủy viên Hội B", "kết luận", PASSAGE, "Bài",
         "http://here/articles/a/1#body-12"),
    )  # fmt: skip
    assert shown.name == "bao-cao-ct-42"


def test_what_is_unknown_is_said():
    (shown,) = table(row(date="", people=(), province="", url="https://x.vn/1", title="")).rows
    assert shown == ("1", "không rõ ngày", "Hội A", "", "được nêu trong bài", PASSAGE, "a/1", "https://x.vn/1")


def test_conflicting_dates_and_filters_are_told():
    notes = table(row(), asked=SearchRequest(from_="2015", province=("Cà Mau",), copies="all")).notes
    assert "Các bài viết ghi ngày khác nhau: 16/04/2010 (2 lần), 14/04/2010 (1 lần)." in notes
    assert "Chỉ gồm: Cà Mau, Từ 2015." in notes
    assert not [note for note in table(row(), dates=(("2010-04-16", 2),)).notes if "khác nhau" in note]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_spreadsheet_computes_nothing(start):
    content = report_csv(table(row(title=f"{start}HYPERLINK(1)")))
    cells = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))[1]
    assert cells[6] == f"'{start}HYPERLINK(1)"


def test_csv_is_read_back_as_it_was():
    shown = table(row(passage='Một, "hai"\nba'))
    content = report_csv(shown)
    assert content.startswith(b"\xef\xbb\xbf") and b"\r\n" in content
    read = [tuple(cells) for cells in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))]
    assert read == [shown.heads, *shown.rows]


def test_the_word_file_has_heading_notes_and_table():
    document = docx(report_docx(table(row(), row(passage="\x00Hai <b>&")), "Trang", "vi", "2026-01-02T03:04:05+00:00"))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts[:2] == ["Bảng tổng hợp tình hình thực hiện Chỉ thị số 42-CT/TW", "Về hội"]
    (drawn,) = document.tables
    cells = [[cell.text for cell in line.cells] for line in drawn.rows]
    heads = ["STT", "Ngày", "Đơn vị", "Người phát biểu hoặc được nêu tên", "Hình thức", "Nội dung", "Bài viết"]
    assert cells[0] == heads
    assert [line[5] for line in cells[1:]] == [PASSAGE, " Hai <b>&"]
    assert drawn.rows[0]._tr.xpath("w:trPr/w:tblHeader"), "the head is repeated on every page"
    targets = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert targets == ["http://here/articles/a/1#body-12"]
    section = document.sections[0]
    assert section.page_width > section.page_height


def sheets(content):
    """Return the cells of each sheet of a workbook, and where its links lead."""
    space = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        names = sorted(name for name in packed.namelist() if name.startswith("xl/worksheets/sheet"))
        shared = ["".join(one.itertext()) for one in etree.fromstring(packed.read("xl/sharedStrings.xml"))]
        trees = [etree.fromstring(packed.read(name)) for name in names]
        related = [name for name in packed.namelist() if name.startswith("xl/worksheets/_rels")]
        links = [one.get("Target") for name in related for one in etree.fromstring(packed.read(name))]
    rows = [tree.iterfind(".//m:row", space) for tree in trees]
    return [[[shared[int(c[0].text)] for c in line.iterfind("m:c", space)] for line in each] for each in rows], links


def test_the_workbook_holds_the_same_cells_as_texts():
    shown = table(row(passage="=1+1"), row(url="https://x.vn/\x01?a=1"), row(title="x" * 40_000))
    content = report_xlsx(shown, "Đoạn trích", "Thông tin chung", "2026-01-02T03:04:05+00:00")
    (passages, about), links = sheets(content)
    assert [tuple(line) for line in passages[:3]] == [shown.heads, *shown.rows[:2]]
    assert len(passages[3][6]) == 32_767, "the most that a cell holds"
    assert [line[0] for line in about] == [shown.heading, *shown.notes]
    assert links[1] == "https://x.vn/%01?a=1"
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml")
    assert content == report_xlsx(shown, "Đoạn trích", "Thông tin chung", "2026-01-02T03:04:05+00:00")


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("x;=1+1", "x;'=1+1"),
        ('x; "@SUM(1)', "x;' \"@SUM(1)"),
        ("x\n-2", "x\n'-2"),
        ("một; hai - ba", "một; hai - ba"),
        ("Chỉ thị 42-CT/TW", "Chỉ thị 42-CT/TW"),
    ],
    ids=["semicolon", "behind a quote", "next line", "a dash between words", "a number"],
)
def test_no_cell_is_computed_where_lines_are_parted_at_semicolons(cell, written):
    content = report_csv(table(row(passage=cell))).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(content, newline="")))[1][5] == written


def test_an_address_with_a_control_character_is_written_all_the_same():
    document = docx(report_docx(table(row(url="https://x.vn/\x01")), "Trang", "vi", ""))
    assert [r.target_ref for r in document.part.rels.values() if r.is_external] == ["https://x.vn/%01"]


def test_without_a_public_address_an_article_has_no_link():
    shown = report_table(DirectiveReport("1", "N", "", "", "", (), (row(),)), ReportChoice(), language("vi"), "")
    assert shown.rows[0][-1] == ""
    document = docx(report_docx(shown, "Trang", "vi", ""))
    assert document.tables[0].rows[1].cells[6].text == "Bài"
    assert [r for r in document.part.rels.values() if r.is_external] == []


def test_the_first_page_tells_period_and_counts():
    rows = (row(date="2019-05-02"), row(), row(province=""), row(date="", province="Hà Nội"))
    notes = table(*rows).notes
    assert notes[-4:] == (
        "Thời gian đăng: từ 02/05/2019 đến 10/2020.",
        "Số đoạn trích theo năm: 2019: 1; 2020: 2.",
        "Số đoạn trích theo tỉnh, thành phố: Cà Mau: 2; Hà Nội: 1.",
        "1 đoạn trích không rõ ngày.",
    )
    document = docx(report_docx(table(*rows), "Trang", "vi", ""))
    headed = [p for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert [(p.style.name, p.paragraph_format.page_break_before) for p in headed] == [
        ("Heading 1", None),
        ("Heading 2", True),
    ]


def test_the_same_report_has_the_same_bytes():
    made = [report_docx(table(row()), "Trang", "vi", "2026-01-02T03:04:05+00:00") for _ in range(2)]
    assert made[0] == made[1]


def test_a_report_without_rows_says_so():
    document = docx(report_docx(table(), "Trang", "vi", ""))
    assert document.tables == []
    assert document.paragraphs[-1].text.startswith("Không có bài viết nào")


def test_the_api_gives_both_files(get, found):
    reply = get(f"{found}/report.csv")
    assert reply.status == 200
    assert reply.headers["content-type"] == "text/csv; charset=utf-8"
    assert reply.headers["content-disposition"]== "attachment; filename=bao-cao-chi-thi-42-ct-tw-2010.csv"
    lines = list(csv.reader(io.StringIO(reply.body.decode("utf-8-sig"), newline="")))
    assert lines[1][-1] == "https://vusta.example/giao-ban?x=1&y=2"
    assert "42-CT/TW" in lines[1][5]
    reply = get(f"{found}/report.docx?lang=en")
    assert docx(reply.body).tables[0].rows[0].cells[1].text == "Date"
    assert get(f"{found}/report.docx?lang=en", headers={"If-None-Match": reply.headers["etag"]}).status == 304


def test_an_id_may_stand_in_the_query(get, found):
    id = found.rpartition("/")[2]
    assert get(f"/api/v1/directives/report.csv?id={id}").body == get(f"{found}/report.csv").body


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/directives/none/report.csv", 404),
        ("/api/v1/directives/report.csv", 400),
        ("{found}/report.csv?from=x", 400),
        ("{found}/report.csv?page=2", 400),
        ("{found}/report.pdf", 404),
    ],
)
def test_what_cannot_be_reported_is_said(get, found, path, status):
    assert get(path.format(found=found)).status == status


def test_filters_narrow_the_file(get, found):
    assert len(get(f"{found}/report.csv?to=2001").text.splitlines()) == 1


def test_the_page_of_a_directive_leads_to_its_report(get, found):
    page = get(found.removeprefix("/api/v1")).text
    for suffix in ("docx", "xlsx", "csv"):
        assert f'href="{quote(found)}/report.{suffix}"' in page


def run(*arguments):
    return CliRunner().invoke(main, list(map(str, arguments)))


def test_the_command_writes_the_file(data, tmp_path):
    output = tmp_path / "bao-cao.docx"
    result = run("report", "CT 42", "--data", data, "--output", output, "--address", "https://tra.vn/")
    assert result.exit_code == 0, result.output
    assert docx(output.read_bytes()).tables
    printed = run("report", "42-CT/TW", "--data", data)
    assert "42-CT/TW" in printed.output


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["report", "43-CT/TW"], "no directive is called '43-CT/TW'"),
        (["report", "42-CT/TW", "--from", "hôm qua"], "hôm qua"),
        (["report", "42-CT/TW", "--output", "{tmp}/none/x.csv"], "cannot be written"),
    ],
)
def test_what_the_command_cannot_do_is_said(data, tmp_path, arguments, told):
    result = run(*(a.format(tmp=tmp_path) for a in arguments), "--data", data)
    assert result.exit_code == 2
    assert told in result.output


def test_a_name_of_several_lists_them(index_of):
    folder: Path = index_of("Chỉ thị số 42-CT/TW ngày 16/4/2010 và Chỉ thị số 42-CT/TU của Tỉnh ủy Cà Mau.")
    result = run("report", "Chỉ thị 42", "--data", folder)
    assert result.exit_code == 2
    assert "chi-thi-42-ct-tw-2010: Chỉ thị số 42-CT/TW of 2010-04-16" in result.output
