"""The pages in a real browser: no accessibility fault, nothing wider than the screen, keyboard alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import webui.pages
from tests.webui.pages.accessibility import axe_faults
from tests.webui.pages.screens import picture, too_wide

SOURCES = Path(webui.pages.__file__).parent
PAGES = {
    "home": "/",
    "results": "/?q=hoi+thao&source=vusta.vn&from=2006",
    "results-en": "/?q=hoi+thao&lang=en",
    "facet-search": "/?q=hoi+thao&facet=source&within=vu",
    "empty": "/?q=zzzzzz&source=vusta.vn",
    "refused": "/?q=a&from=31/2/2020&kind=x",
    "article": "/articles/tin/2020%20giao-ban@vusta?q=phan+bien",
    "article-en": "/articles/danh-dau?q=the&lang=en",
    "directive": "first result of /?q=42-CT%2FTW&kind=directive",
    "directives": "/directives",
    "directives-type": "/directives?type=Ch%E1%BB%89+th%E1%BB%8B",
    "speakers": "/speakers?lang=en",
    "help": "/help",
    "basket": "/basket",
    "basket-filled": "/basket?id=danh-dau&id=tin/2020%20giao-ban@vusta&id=none",
    "api-docs": "/api/docs",
    "advanced": "/advanced",
    "advanced-en": "/advanced?from_year=x&lang=en",
    "missing": "/articles/none",
}


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_screen(open_page, name):
    page = open_page(PAGES[name], 360)
    # 400 % zoom of a page of 1280 is 320 CSS pixels: WCAG 1.4.10
    assert too_wide(page, name, (360, 768, 1280, 320)) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page, name, scheme):
    page = open_page(PAGES[name], 768, scheme)
    if scheme == "dark":
        picture(page, f"{name}-dark")
    assert axe_faults(page, scheme) == ""


def test_the_dark_scheme_is_other_colours_and_nothing_else():
    styles = [path.read_text(encoding="utf-8") for path in (SOURCES / "static").glob("*.css")]
    rules = re.findall(r"@media \(prefers-color-scheme: dark\) \{\s*:root \{([^{}]*)\}\s*\}", "".join(styles))
    assert len(rules) == 1
    assert all(re.fullmatch(r"\s*(--[\w-]+: #[0-9a-f]{6})?\s*", declared) for declared in rules[0].split(";"))
    sources = [path for path in SOURCES.rglob("*") if path.suffix in (".css", ".js", ".html")]
    texts = [path.read_text(encoding="utf-8") for path in sources]
    asked = [found for text in texts for found in re.findall("prefers-color-scheme|light-dark|matchMedia", text)]
    assert asked == ["prefers-color-scheme"], "nothing else asks for the scheme"


def test_search_filter_read_and_return_by_keyboard(open_page):
    page = open_page("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("hoi thao")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=hoi+thao")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").first.bounding_box()["y"] >= 0, "the skip link is seen while it has the focus"
    page.get_by_role("link", name="Bản tin khoa học").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**source=**")
    page.locator(".hit a").first.focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/articles/**")
    assert page.locator("mark").count() > 0


def test_the_form_sends_dates_and_order(open_page):
    page = open_page("/?q=hoi+thao")
    page.get_by_label("Từ ngày").fill("1/2010")
    page.get_by_label("Đến ngày").fill("31/12/2012")
    page.get_by_label("Sắp xếp").select_option("oldest")
    page.get_by_role("button", name="Áp dụng").click()
    assert page.locator(".hit time").all_inner_texts() == ["05/03/2010", "06/03/2011", "07/03/2012"]
    assert page.get_by_label("Từ ngày").input_value() == "01/2010"


def test_everything_works_without_javascript(open_page):
    page = open_page("/", width=360, java_script_enabled=False)
    page.get_by_label("Từ khóa").fill("hội thảo")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_text("Lọc, sắp xếp").click()
    page.get_by_text("Xem thêm").first.click()
    page.locator("#refine").get_by_role("link", name="2006").click()
    page.get_by_role("link", name="Bỏ lọc: Thời gian: 2006").click()
    page.get_by_role("link", name="Trang sau").click()
    page.locator(".hit a").first.click()
    assert page.locator("h1").inner_text().startswith("Hội thảo khoa học và kỹ thuật")
    page.get_by_role("link", name="English").click()
    assert page.get_by_text("Back to the results for “hội thảo”").is_visible()


def test_print_leaves_the_text_alone(open_page):
    page = open_page(PAGES["article"])
    page.emulate_media(media="print")
    assert not page.locator(".search").is_visible()
    assert page.locator(".text").is_visible()


@pytest.mark.parametrize(
    "path",
    ["/?q=hoi+thao", "/?q=hoi+thao&source=vusta.vn&from=2006", "/?q=hoi+thoa&lang=en", "/?q=42-CT%2FTW&kind=directive"],
    ids=["plain", "filters that are on", "repaired, in English", "one kind"],
)
def test_the_first_hit_stands_on_the_first_screen_of_a_phone(open_page, path):
    page = open_page(path, 360, java_script_enabled=False)
    page.set_viewport_size({"width": 360, "height": 640})
    assert page.evaluate("scrollY") == 0
    title, text = page.locator(".hit h2").first.bounding_box(), page.locator(".hit .snippet").first.bounding_box()
    assert title["y"] + title["height"] < 640 and text["y"] + 28 <= 640, "the title and the first line of text"


def test_filters_are_one_sheet_on_a_phone_and_stand_open_on_a_desk(open_page):
    page = open_page("/?q=hoi+thao", 360)
    parts = [page.get_by_label("Sắp xếp"), page.get_by_role("navigation", name="Loại kết quả"), page.locator(".facets")]
    assert not any(part.is_visible() for part in parts)
    page.get_by_text("Lọc, sắp xếp").click()
    assert all(part.is_visible() for part in parts)
    desk = open_page("/?q=hoi+thao", 1280)
    assert desk.locator(".facets").is_visible() and not desk.get_by_text("Lọc, sắp xếp").is_visible()
    facets, hits = desk.locator(".facets").bounding_box(), desk.locator(".hits").bounding_box()
    assert facets["x"] > hits["x"] + hits["width"], "beside the hits"
