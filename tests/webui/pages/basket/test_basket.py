"""Chosen articles are kept in the browser, named by an address, and saved as a list and as citations."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

from docx import Document

A, B = "danh-dau", "tin/2020 giao-ban@vusta"
BOTH = "id=danh-dau&id=tin/2020%20giao-ban%40vusta"


def test_the_address_names_the_articles(get):
    text = get(f"/basket?{BOTH}&id=none").text
    assert [unescape(id) for id in re.findall(r'class="quiet to-basket" data-id="([^"]+)"', text)] == [A, B]
    assert "1 bài trong giỏ không còn" in text


def test_the_list_and_the_citations(get):
    reply = get(f"/basket/list.csv?{BOTH}")
    heads, *rows = csv.reader(io.StringIO(reply.body.decode("utf-8-sig"), newline=""))
    assert [row[heads.index("Mã")] for row in rows] == [A, B]
    assert reply.headers["content-disposition"] == "attachment; filename=gio-bai.csv"
    citations = get(f"/basket/citations.txt?{BOTH}&lang=en")
    titles = [get(f"/api/v1/articles/{id}").json()["title"] for id in (A, B.replace(" ", "%20"))]
    lines = citations.text.strip().split("\n\n")
    assert [title in line for title, line in zip(titles, lines, strict=True)] == [True, True]
    assert citations.headers["content-disposition"] == "attachment; filename=citations.txt"
    assert len(re.findall("^@", get(f"/basket/citations.bib?{BOTH}").text, re.MULTILINE)) == 2
    assert len(re.findall("^ER  -", get(f"/basket/citations.ris?{BOTH}").text, re.MULTILINE)) == 2


def test_the_report_names_the_articles_with_whom_and_what_they_name(get):
    reply = get(f"/basket/report.docx?{BOTH}")
    assert reply.headers["content-disposition"] == "attachment; filename=bao-cao-bai-da-chon.docx"
    document = Document(io.BytesIO(reply.body))
    told = [(one.style.name, one.text) for one in document.paragraphs]
    assert told[:2] == [("Heading 1", "Tổng hợp các bài đã chọn"), ("Normal", "Gồm 2 bài.")]
    heads, *rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert heads[-2:] == ["Người được nêu tên", "Văn bản được nhắc đến"]
    articles = [get(f"/api/v1/articles/{id}").json() for id in (A, B.replace(" ", "%20"))]
    assert [row[3] for row in rows] == [article["title"] for article in articles]
    for row, article in zip(rows, articles, strict=True):
        assert row[4] and (article["lead"] or " ".join(article["text"].split())).startswith(row[4].removesuffix(" …"))
        assert [d["label"] for d in article["directives"]] == [one for one in row[6].split("; ") if one]
        assert all(person["name"] in row[5] for person in article["people"])
    assert get(f"/basket/report.xlsx?{BOTH}&lang=en").body[:2] == b"PK"
    assert get("/basket/report.docx").status == 200, "an empty basket is an empty report"


def test_without_script_the_page_explains_itself(open_page):
    page = open_page("/basket", java_script_enabled=False)
    assert "Giỏ cần JavaScript" in page.locator("main").inner_text()
    hits = open_page("/?q=h%E1%BB%99i", java_script_enabled=False)
    assert hits.locator("button.to-basket").count() and not hits.locator("button.to-basket:visible").count()


def test_articles_are_put_in_and_taken_out(open_page):
    page = open_page("/?q=h%E1%BB%99i&kind=article")
    buttons = page.locator("button.to-basket")
    titles = page.locator(".hit h2").all_inner_texts()
    buttons.nth(0).click()
    buttons.nth(1).click()
    assert buttons.nth(0).inner_text() == "Bỏ khỏi giỏ"
    page.get_by_role("link", name="Giỏ bài (2)").click()
    assert page.locator(".hit h2").all_inner_texts() == titles[:2]
    with page.expect_download() as download:
        page.get_by_role("link", name="Danh sách (CSV)").click()
    assert download.value.suggested_filename == "gio-bai.csv"
    page.get_by_role("button", name="Bỏ khỏi giỏ").first.click()
    assert page.get_by_role("link", name="Giỏ bài (1)").is_visible()
    page.goto(page.url.partition("?")[0])  # the page without ids, as from a bookmark
    page.wait_for_url("**/basket?id=*")
    assert page.locator(".hit h2").all_inner_texts() == titles[1:2]


def test_what_else_stands_in_the_store_is_no_fault(open_page):
    page = open_page("/basket")
    for kept in ("{", '{"a": 1}', "[1, null]"):
        page.evaluate("kept => localStorage.setItem('tracuu.basket', kept)", kept)
        page.reload()
        assert "Chưa chọn bài nào" in page.locator("main").inner_text()
