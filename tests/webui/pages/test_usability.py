"""The seven tasks of docs/usability.md in a real browser: each ends in its answer, with the clicks and keys there.

Run with `-s` to see the seconds that the browser took.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from search.embedded.engine import WhooshEngine

DOCS = (Path(__file__).parents[3] / "docs" / "usability.md").read_text(encoding="utf-8")
ROWS = {
    int(number): (int(keys), int(clicks))
    for number, keys, clicks in re.findall(r"^\| (\d) \|.*?\| (\d+) \| (\d+) \|", DOCS, re.MULTILINE)
}


@dataclass
class Hands:
    """What a person does to the page, counted; `seconds` is what the browser and the service took meanwhile."""

    page: Any
    keys: int = 0
    clicks: int = 0
    seconds: list[float] = field(default_factory=list)

    def ask(self, words: str) -> None:
        """Type into the field that has the focus, and Enter."""
        self.page.keyboard.type(words)
        self.keys += len(words) + 1
        self._timed(lambda: self.page.keyboard.press("Enter"))

    def follow(self, name: str | re.Pattern[str], among: str = "main") -> None:
        """Click the first link that is called so."""
        self.clicks += 1
        link = self.page.locator(among).get_by_role("link", name=name).first
        assert link.is_visible(), f"{name} is not to be seen without opening something first"
        self._timed(link.click)

    def _timed(self, act: Callable[[], None]) -> None:
        began = time.perf_counter()
        with self.page.expect_navigation(wait_until="load"):
            act()
        self.seconds.append(time.perf_counter() - began)


def _what_dong_thap_said(hands: Hands) -> None:
    hands.ask("chi thi 42")
    hands.follow("Chỉ thị số 42-CT/TW", ".hits")
    said = hands.page.locator(".hit", has_text="Liên hiệp Hội Đồng Tháp")
    assert "không hoa, không diễn văn" in " ".join(said.all_inner_texts())


def _who_chaired(hands: Hands) -> None:
    hands.ask("hoi nghi giao ban 2020")
    hands.follow("Các Liên hiệp Hội địa phương gặp nhau tại Phú Thọ", ".hits")
    named = hands.page.locator(".mentioned li").all_inner_texts()
    chairs = [line for line in named if "chủ trì" in line]
    assert [name for name in ("Đặng Vũ Minh", "Phạm Văn Tân", "Hoàng Văn Tuyển") if name in " ".join(chairs)] == [
        "Đặng Vũ Minh", "Phạm Văn Tân", "Hoàng Văn Tuyển"
    ]  # fmt: skip


def _citing_in_2020(hands: Hands) -> None:
    hands.ask("chi thi 42")
    hands.follow("Chỉ thị số 42-CT/TW", ".hits")
    hands.follow(re.compile(r"^2020\b"))
    assert hands.page.locator(".hit h2").count() == 2
    assert {day[-4:] for day in hands.page.locator(".hit .meta time").all_inner_texts()} == {"2020"}


def _office_in_2016(hands: Hands) -> None:
    hands.ask("luong dinh quang")
    hands.follow("Lương Đình Quảng", ".hits")
    (office,) = [row for row in hands.page.locator(".roles li").all_inner_texts() if "2016" in row]
    assert "Phó Chủ tịch" in office


def _feed(hands: Hands) -> None:
    hands.ask("phan bien")
    hands.clicks += 1
    link = hands.page.get_by_role("link", name="Theo dõi tìm kiếm này")
    assert link.is_visible()
    answer = hands.page.request.get(hands.page.url.partition("/?")[0] + link.get_attribute("href"))
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert "<entry>" in answer.text()


def _report(hands: Hands) -> None:
    hands.ask("chi thi 42")
    hands.follow("Chỉ thị số 42-CT/TW", ".hits")
    hands.clicks += 1
    began = time.perf_counter()
    with hands.page.expect_download() as download:
        hands.page.get_by_role("main").get_by_role("link", name=re.compile("DOCX")).click()
    hands.seconds.append(time.perf_counter() - began)
    assert download.value.suggested_filename.endswith(".docx")
    assert Path(download.value.path()).read_bytes()[:2] == b"PK"


def _report_of_a_province(hands: Hands) -> None:
    hands.follow("Chỉ thị số 42-CT/TW", ".overview")
    hands.follow("Báo cáo: Đồng Tháp")
    hands.clicks += 1
    began = time.perf_counter()
    with hands.page.expect_download() as download:
        hands.page.get_by_role("button", name="Tải về Word").click()
    hands.seconds.append(time.perf_counter() - began)
    told = [row.cells[1].text for row in Document(str(download.value.path())).tables[0].rows[1:]]
    assert told == ["30/06/2015", "30/06/2015"], "the two passages of Đồng Tháp and no others"


TASKS = (_what_dong_thap_said, _who_chaired, _citing_in_2020, _office_in_2016, _feed, _report, _report_of_a_province)


@pytest.fixture(scope="module")
def samples(samples_index, running):
    with running(WhooshEngine(samples_index)) as server:
        yield server


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("number", range(1, len(TASKS) + 1))
def test_a_task_takes_what_the_page_says(samples, browser, number, width, script):
    context = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=script)
    try:
        page = context.new_page()
        page.goto(samples.address)
        page.locator("#q:focus").wait_for()
        hands = Hands(page)
        TASKS[number - 1](hands)
        assert (hands.keys, hands.clicks) == ROWS[number]
        print(f"task {number}, {width} px, script {script}: {sum(hands.seconds):.2f} s")
    finally:
        context.close()


def test_every_task_is_in_the_table():
    assert sorted(ROWS) == list(range(1, len(TASKS) + 1))
