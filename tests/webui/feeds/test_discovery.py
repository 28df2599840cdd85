"""Feeds, site maps and the browser's search field, read as the programs that use them read them."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from urllib.parse import urlsplit

import pytest

ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
OPEN = {"o": "http://a9.com/-/spec/opensearch/1.1/"}


def xml(get, path, content_type):
    reply = get(path)
    assert reply.status == 200, reply.text
    assert reply.headers["content-type"].startswith(content_type)
    return ET.fromstring(reply.text.encode())


def path_of(address):
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def test_a_feed_has_the_newest_results_first(get):
    feed = xml(get, "/feed.atom?q=hoi+thao", "application/atom+xml")
    moments = [e.text for e in feed.findall("a:entry/a:updated", ATOM)]
    dated = [m for m in moments if m.endswith("+07:00")]
    assert len(dated) > 2
    assert dated == sorted(dated, reverse=True)
    for entry in feed.findall("a:entry", ATOM)[:3]:
        link = entry.find("a:link", ATOM).get("href")
        assert entry.findtext("a:id", namespaces=ATOM) == link
        assert get(path_of(link)).status == 200
    assert "<mark>" in feed.findtext("a:entry/a:summary", namespaces=ATOM)


@pytest.mark.parametrize("query", ["ph%E1%BA%A3n+bi%E1%BB%87n+x%C3%A3+h%E1%BB%99i", "hoi+thao+khoa+hoc", "zzzzzz"])
def test_a_feed_has_what_its_page_counts(get, query):
    """The newest thirty of them, and nothing that has only some of the words."""
    entries = xml(get, f"/feed.atom?q={query}", "application/atom+xml").findall("a:entry", ATOM)
    assert len(entries) == min(30, get(f"/api/v1/search?q={query}&size=1").json()["total"])


def test_a_feed_says_what_it_follows(get):
    feed = xml(get, "/feed.atom?q=hoi+thao&source=vusta.vn&lang=en", "application/atom+xml")
    assert feed.findtext("a:title", namespaces=ATOM).startswith("Results for “hoi thao”")
    alternate = feed.find("a:link[@rel='alternate']", ATOM).get("href")
    assert "source=vusta.vn" in alternate and "lang=en" in alternate
    assert get(path_of(alternate)).status == 200


def test_a_feed_that_is_asked_again_is_not_sent_again(get):
    tag = get("/feed.atom?q=hoi").headers["etag"]
    assert get("/feed.atom?q=hoi", headers={"If-None-Match": tag}).status == 304


def test_a_feed_of_a_wrong_filter_says_so(get):
    assert get("/feed.atom?kind=x").status == 400


def test_every_result_page_leads_to_its_feed(get):
    assert 'type="application/atom+xml"' in get("/?q=hoi+thao").text


def test_the_site_map_leads_to_every_record(get):
    index = xml(get, "/sitemap.xml", "application/xml")
    maps = [e.text for e in index.findall("s:sitemap/s:loc", MAP)]
    places = [e.text for m in maps for e in xml(get, path_of(m), "application/xml").findall("s:url/s:loc", MAP)]
    total = get("/api/v1/search").json()["total"]
    assert len(places) == len(set(places)) == total
    assert all(get(path_of(place)).status == 200 for place in places)


@pytest.mark.parametrize("path", ["/sitemaps/article-0.xml", "/sitemaps/article-99.xml", "/sitemaps/none-1.xml"])
def test_a_site_map_that_is_not_there_is_404(get, path):
    assert get(path).status == 404


def test_without_an_index_the_site_map_is_not_available(get_empty):
    assert get_empty("/sitemap.xml").status == 503
    assert get_empty("/sitemaps/article-1.xml").status == 503


def test_a_browser_can_search_from_its_own_field(get):
    description = xml(get, "/opensearch.xml", "application/opensearchdescription+xml")
    templates = {u.get("type"): u.get("template") for u in description.findall("o:Url", OPEN)}
    asked = {kind: path_of(template.replace("{searchTerms}", "phan")) for kind, template in templates.items()}
    assert get(asked["text/html"]).status == get(asked["application/atom+xml"]).status == 200
    typed, texts = json.loads(get(asked["application/x-suggestions+json"]).text)
    assert typed == "phan"
    assert texts and all(isinstance(text, str) for text in texts)
    assert 'rel="search"' in get("/").text


def test_robots_are_led_to_the_records(get):
    lines = get("/robots.txt").text.splitlines()
    assert "Disallow: /*?" in lines
    assert lines[-1].startswith("Sitemap: http://") and lines[-1].endswith("/sitemap.xml")


def test_every_page_names_its_own_address(get):
    found = re.search('<link rel="canonical" href="(http://[^"]+)"', get("/articles/danh-dau?q=the&lang=en").text)
    assert found and path_of(found[1]) == "/articles/danh-dau?lang=en", "without the words that led there"
