"""The pages in a real browser: no accessibility fault, nothing wider than the screen, no script, keyboard alone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SCREENSHOTS = Path(__file__).parents[2] / "screenshots"
PAGES = {
    "home": "/",
    "results": "/?q=hoi+thao&source=vusta.vn&from=2006",
    "results-en": "/?q=hoi+thao&lang=en",
    "empty": "/?q=zzzzzz&source=vusta.vn",
    "refused": "/?q=a&from=31/2/2020&kind=x",
    "article": "/articles/tin/2020%20giao-ban@vusta?q=phan+bien",
    "article-en": "/articles/danh-dau?q=the&lang=en",
    "directive": "first result of /?q=42-CT%2FTW&kind=directive",
    "missing": "/articles/none",
}

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no browser: install Debian's chromium to run the browser tests")


@pytest.fixture(scope="module")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, server):
    """Open a path of the service at a width; the test fails if the page complains or asks another host."""
    contexts, complaints = [], []

    def open_(path, width=1280, scheme="light", **options):
        viewport = {"width": width, "height": 800}
        context = browser.new_context(viewport=viewport, color_scheme=scheme, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("request", lambda r: None if r.url.startswith(server.address) else complaints.append(r.url))
        base = server.address.rstrip("/")
        page.goto(base + path.removeprefix("first result of "))
        if path.startswith("first result of "):
            page.goto(base + page.locator(".hit a").first.get_attribute("href"))
        return page

    yield open_
    for context in contexts:
        context.close()
    # A page of status 400 or 404 is itself reported as a failed load; that is what was asked for.
    assert [c for c in complaints if "status of 40" not in c] == []


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_wider_than_the_screen(open_page, name, width):
    page = open_page(PAGES[name], width)
    SCREENSHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    if width == 1280:  # 400 % zoom of the page is 320 CSS pixels: WCAG 1.4.10
        page.set_viewport_size({"width": 320, "height": 640})
        assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(open_page, name, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(PAGES[name], 768, scheme)
    if scheme == "dark":
        page.screenshot(path=SCREENSHOTS / f"{name}-dark.png", full_page=True)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_search_filter_read_and_return_by_keyboard(open_page):
    page = open_page("/")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("hoi thao")
    page.keyboard.press("Enter")
    page.wait_for_url("**/?q=hoi+thao")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0, "the skip link is seen while it has the focus"
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
    page.get_by_label("Từ cần tìm").fill("hội thảo")
    page.get_by_role("button", name="Tìm", exact=True).click()
    page.get_by_text("Xem thêm").first.click()
    page.get_by_role("link", name="2006").click()
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
