"""The page of a person over the sample documents: offices drawn over time, with the words that attest them."""

from __future__ import annotations

import lxml.html
import pytest

from search.embedded.engine import WhooshEngine
from tests.webui.pages.accessibility import axe_faults

MINH = "/speakers/%C4%91%E1%BA%B7ng-v%C5%A9-minh"


@pytest.fixture(scope="module")
def samples(samples_index, running):
    with running(WhooshEngine(samples_index)) as server:
        yield server


def test_each_office_has_its_bar_and_its_evidence(samples, ask):
    page = lxml.html.fromstring(ask(samples.port, MINH).text)
    (office,) = page.xpath("//ol[@class='roles']/li")
    assert "Chủ tịch" in office.text_content()
    (when,) = office.xpath(".//*[@class='when']")
    assert when.text_content().startswith("được nêu trong"), "a time of articles, no term of office that nobody stated"
    assert office.xpath(".//blockquote/mark/text()") == ["Đặng Vũ Minh"]
    (read,) = office.xpath(".//details//a/@href")
    (bar,) = office.xpath(".//*[local-name()='svg']//*[local-name()='a']")
    assert bar.get("href") == read, "the bar leads to the article that is quoted"
    assert 0 <= float(bar[0].get("x").rstrip("%")) < 100
    assert ask(samples.port, read).status == 200
    (why,) = page.xpath("//h2[text()='Căn cứ để coi là một người']/following-sibling::ul[1]")
    assert why.xpath("li"), "the page says what makes it one person"


@pytest.mark.parametrize("width", [360, 1280])
def test_the_drawing_in_a_browser(samples, browser, width):
    context = browser.new_context(viewport={"width": width, "height": 800})
    try:
        page = context.new_page()
        page.goto(samples.address.rstrip("/") + MINH)
        bar, row = page.locator(".role-bar rect").first.bounding_box(), page.locator(".roles li").first.bounding_box()
        assert row["x"] <= bar["x"] and bar["x"] + bar["width"] <= row["x"] + row["width"] + 1 and bar["width"] > 3
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.locator(".roles summary").first.click()
        assert page.locator(".roles blockquote").first.is_visible()
        assert axe_faults(page) == ""
    finally:
        context.close()
