"""Tasks of a clerk, a journalist, a researcher, a webmaster and a developer, from the home page on, clicks counted.

In both languages, on a phone and on a desk. The clients that the developer generates from what is found here are made
and used in tests/webui/api/test_typed_clients.py.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from search.embedded.engine import WhooshEngine
from tests.serving import site_of
from webui.http.language import Language, language


@pytest.fixture(scope="module")
def samples(samples_index, running):
    with running(WhooshEngine(samples_index)) as server:
        yield server


@pytest.fixture(params=[360, 1280])
def page(request, browser) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": request.param, "height": 640})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.fixture(params=["vi", "en"])
def text(request) -> Language:
    return language(request.param)


def _home(page: Any, samples: Any, text: Language) -> None:
    page.goto(f"{samples.address}?lang={text.code}")


def _saved(page: Any, button: Any) -> Any:
    with page.expect_download() as download:
        button.click()
    return download.value


def test_the_report_of_one_province_as_word_in_three_clicks(page, samples, text):
    _home(page, samples, text)
    page.locator(".overview").get_by_role("link", name="Chỉ thị số 42-CT/TW").click()
    page.get_by_role("link", name=f"{text.t('report.of_province')}: Đồng Tháp").first.click()
    saved = _saved(page, page.get_by_role("button", name=text.t("report.as_docx")))
    assert saved.suggested_filename == f"{text.t('report.file')}-chi-thi-42-ct-tw-2010.docx"
    rows = Document(str(saved.path())).tables[0].rows
    assert rows[0].cells[1].text == text.t("report.date")
    assert {row.cells[1].text for row in rows[1:]} == {text.date("2015-06-30")}


def test_what_a_person_says_on_a_directive_is_copied_with_its_source_in_three_clicks(page, samples, text):
    _home(page, samples, text)
    page.locator(".overview").get_by_role("link", name="Chỉ thị số 42-CT/TW").click()
    page.get_by_role("main").get_by_role("link", name="Phan Văn Đẫm").first.click()
    page.locator("button[data-text*='theo đuổi ý kiến']").first.click()
    page.get_by_role("button", name=text.t("article.copied")).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    source = re.escape(f"Liên hiệp Hội Đồng Tháp, {text.date('2015-06-30')}). ")
    assert re.fullmatch(rf"“Ông Phan Văn Đẫm, .+” \(.+, {source}http://\S+/articles/\S+#body-\d+", copied, re.DOTALL)


def test_a_search_as_a_table_in_two_clicks(page, samples, text):
    _home(page, samples, text)
    page.locator("#q").fill("chỉ thị 42")
    page.get_by_role("button", name=text.t("search.button"), exact=True).click()
    page.locator(".hits .hit").first.wait_for()
    count = page.locator(".hits").first.locator(".hit").count()  # behind the first list is what holds some words only
    saved = _saved(page, page.get_by_role("link", name=text.t("export.csv")))
    heads, *rows = csv.reader(io.StringIO(Path(saved.path()).read_text("utf-8-sig"), newline=""))
    assert heads[0] == text.t("export.number") and len(rows) >= count > 0


def test_a_search_is_put_into_another_site_in_three_clicks(page, samples, text):
    _home(page, samples, text)
    page.locator("#q").fill("chỉ thị 42")
    page.get_by_role("button", name=text.t("search.button"), exact=True).first.click()
    page.get_by_text(text.t("embed.build")).click()
    page.locator(".embedding").get_by_role("button", name=text.t("article.copy")).click()
    page.get_by_role("button", name=text.t("article.copied")).wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(".embedding code").inner_text(), "who has no script marks what is shown"
    with site_of(f"<!doctype html><html lang='vi'><title>Liên hiệp Hội</title><h1>Hội</h1>{copied}</html>") as site:
        page.goto(site)
        frame = page.frame_locator("iframe")
        frame.locator(".hit mark").first.wait_for()
        frame.locator("#q").fill("phản biện")
        frame.get_by_role("button", name=text.t("search.button")).click()
        frame.locator(".hit mark", has_text="phản biện").first.wait_for()
        assert page.frames[1].evaluate("document.documentElement.lang") == text.code


def test_the_document_that_clients_are_generated_from_in_two_clicks(page, samples, text, ask):
    _home(page, samples, text)
    page.get_by_role("link", name=text.t("site.api")).click()
    page.get_by_role("link", name=text.t("api_docs.document")).click()
    page.wait_for_url("**/openapi.json")
    opened = json.loads(page.locator("body").inner_text())
    assert opened == ask(samples.port, "/api/v1/openapi.json").json()
