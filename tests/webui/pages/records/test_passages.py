"""Passages as addresses: each leads to a place that its article's page has, and is copied with where it is from."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import quote, urlsplit

import pytest

from search.embedded.engine import WhooshEngine
from webui.pages.marking import Link, Place, linked, paragraphs


@pytest.fixture(scope="module")
def samples(samples_index, running):
    with running(WhooshEngine(samples_index)) as server:
        yield server


def test_a_place_stands_where_the_passage_begins():
    shown = linked("Một <hai> ba", [(4, 9)], [Link(4, 9, "/x")], places=[Place(4, "body-4"), Place(10, "body-10")])
    assert str(shown) == (
        'Một <a class="mention" href="/x" data-card=""><span class="place" id="body-4"></span>'
        '<mark>&lt;hai&gt;</mark></a> <span class="place" id="body-10"></span>ba'
    )


def test_each_paragraph_has_its_own_places():
    first, second = paragraphs("Một.\n\nHai.", (), places=[Place(6, "body-6"), Place(0, "body-0")])
    assert str(first) == '<span class="place" id="body-0"></span>Một.'
    assert str(second) == '<span class="place" id="body-6"></span>Hai.'


@pytest.mark.parametrize("kind", ["directive", "speaker"])
def test_every_passage_leads_to_a_place_that_is_there(samples, ask, kind):
    """Of all records of the samples."""
    led = set()
    for one in ask(samples.port, f"/api/v1/{kind}s?size=100").json()["results"]:
        page = ask(samples.port, one["url"]).text
        assert len(set(ids := re.findall(r' id="([^"]+)"', page))) == len(ids)
        led |= {unescape(href) for href in re.findall(r'href="([^"]*#[a-z]+\d*-\d+)"', page)}
    assert len(led) > 20
    for article in {urlsplit(href).path for href in led}:
        shown = ask(samples.port, article).text
        names = re.findall(r' id="([^"]+)"', shown)
        assert len(set(names)) == len(names), f"{article}: an address may mean two places"
        wanted = {urlsplit(href).fragment for href in led if urlsplit(href).path == article}
        assert wanted <= set(names), f"{article} has no {wanted - set(names)}"


def test_a_lead_that_the_text_repeats_has_its_places_there(index_of, running, ask):
    lead = "Hội nghị bàn việc thực hiện Chỉ thị số 42-CT/TW."
    with running(WhooshEngine(index_of({"id": "a", "date": "2020", "lead": lead, "text": f"{lead} Hết."}))) as server:
        page = ask(server.port, "/articles/a").text
        assert page.count('id="lead-28"') == 1 and page.count('id="body-28"') == 1


@pytest.mark.parametrize("q", ["phản biện", "hội thảo", "sen"])
def test_every_snippet_of_a_hit_leads_to_its_paragraph(samples, ask, q):
    found = ask(samples.port, f"/?q={quote(q)}&kind=article").text
    links = [unescape(href) for href in re.findall(r'class="plain" href="([^"]+)"', found)]
    assert links
    for path, _, name in (link.partition("#") for link in links):
        page = ask(samples.port, path).text
        paragraph = page.partition(f'<span class="place" id="{name}"></span>')[2].partition("</p>")[0]
        assert "<mark>" in paragraph, (path, name)


def test_snippets_stand_in_lead_and_body(index_of, running, ask):
    article = {"title": "Giao ban", "lead": "Lời mở đầu về cây sen.", "text": "Một.\n\nHội bàn về tre.\nBa, tre nữa."}
    with running(WhooshEngine(index_of(article))) as server:
        for q, places in (("sen", [("lead", 0)]), ("tre", [("body", 6)]), ("ba", [("body", 22)])):
            hit = ask(server.port, f"/api/v1/search?q={q}").json()["results"][0]
            assert [(one["part"], one["start"]) for one in hit["snippets"]] == places


def test_a_place_is_marked_and_scrolled_to_without_script(browser, samples, ask):
    context = browser.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    found = ask(samples.port, "/api/v1/directives?q=42-CT%2FTW").json()["results"][0]["url"]
    page.goto(samples.address.rstrip("/") + found)
    page.get_by_role("link", name="Xem trong bài").last.click()
    place = page.locator(".place:target")
    assert 0 <= place.bounding_box()["y"] < 640
    assert page.locator("p:has(.place:target)").evaluate("p => getComputedStyle(p).boxShadow") != "none"
    context.close()


def test_a_passage_is_copied_with_article_source_date_and_address(browser, samples, ask):
    context = browser.new_context(viewport={"width": 360, "height": 640})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    base = samples.address.rstrip("/")
    found = ask(samples.port, "/api/v1/directives?q=42-CT%2FTW").json()["results"][0]["url"]
    page.goto(base + found)
    page.locator("button[data-text*='không hoa, không diễn văn']").click()
    page.get_by_role("button", name="Đã sao chép").wait_for()
    said = page.evaluate("navigator.clipboard.readText()")
    assert re.fullmatch(
        r"“Hội nghị .*mạc dài\.” \(Năm năm Chỉ thị 42 ở Đồng Tháp, Liên hiệp Hội Đồng Tháp, 30/06/2015\)\. "
        + re.escape(base) + r"/articles/\S+#body-\d+", said
    )  # fmt: skip
    context.close()


def test_passages_of_one_article_stand_under_one_title(samples, ask):
    found = ask(samples.port, "/api/v1/directives?q=42-CT%2FTW").json()["results"][0]["url"]
    page = ask(samples.port, found).text
    titles = re.findall(r'<h3 lang="vi"><a href="([^"]+)"', page)
    assert len(titles) == len(set(titles)) < page.count('class="passage-tools"')
