"""JSON-LD of the record pages: what it says, and that no document can break out of it."""

from __future__ import annotations

import json

import lxml.html
import pytest

from search.embedded.engine import WhooshEngine
from search.interface.records import ArticleRecord, RoleView, SpeakerView
from webui.pages.records.linked_data import article_data, script, speaker_data


def _data(text):
    (block,) = lxml.html.fromstring(text).xpath("//script[@type='application/ld+json']")
    return json.loads(block.text)


def test_an_article(get, server):
    data = _data(get("/articles/tin/2020%20giao-ban@vusta").text)
    assert data["@context"] == "https://schema.org" and data["@type"] == "NewsArticle"
    assert data["headline"] == "Giao ban Liên hiệp Hội các tỉnh miền núi phía Bắc"
    assert (data["datePublished"], data["author"]["name"]) == ("2020-10-16", "Cao Hồng Kỳ")
    assert data["isBasedOn"] == "https://vusta.example/giao-ban?x=1&y=2"
    (cited,) = data["citation"]
    assert cited["name"] == "Chỉ thị số 42-CT/TW"
    assert get(cited["url"].removeprefix(server.address.rstrip("/"))).status == 200


def test_a_directive_and_a_person(samples_index, running, ask):
    with running(WhooshEngine(samples_index)) as server:
        directive = _data(ask(server.port, "/directives/chi-thi-42-ct-tw-2010").text)
        person = _data(ask(server.port, "/speakers/%C4%91%E1%BA%B7ng-v%C5%A9-minh").text)
    assert directive["@type"] == "Legislation"
    assert (directive["legislationIdentifier"], directive["legislationDate"]) == ("42-CT/TW", "2010-04-16")
    assert directive["legislationPassedBy"]["name"] == "Bộ Chính trị"
    assert (person["@type"], person["name"]) == ("Person", "Đặng Vũ Minh")
    assert any(title.startswith("Chủ tịch") for title in person["jobTitle"])


@pytest.mark.parametrize("title", ["</script><script>alert(1)</script>", "<!-- <script>", "a & b", "\u2028 '\"\\"])
def test_no_title_breaks_out(title):
    element = str(script(article_data(ArticleRecord("x", title, "text"), "http://h")))
    said = element.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not set(said) & set("<>&\u2028"), "an HTML parser meets nothing that could end the element"
    assert json.loads(said)["headline"] == title


def test_the_source_link_is_one_to_the_web_and_empty_values_are_left_out():
    data = json.loads(_said(article_data(ArticleRecord("x", "T", "t", url="javascript:alert(1)"), "http://h")))
    assert data == {"@context": "https://schema.org", "@type": "NewsArticle", "url": "http://h/articles/x",
                    "headline": "T", "inLanguage": "vi"}  # fmt: skip


def test_a_name_of_several_people_is_no_person_and_past_offices_are_no_titles():
    now = RoleView("Chủ tịch", "Hội X", "Chủ tịch Hội X", "", "", False, 1, None)
    past = RoleView("Bí thư", "Y", "Bí thư Y", "", "", True, 1, None)
    view = _speaker(ambiguous=False, roles=(now, past))
    assert speaker_data(view, "http://h")["jobTitle"] == ["Chủ tịch Hội X"]
    assert script(speaker_data(_speaker(ambiguous=True, roles=(now,)), "http://h")) == ""


def _said(data):
    return str(script(data)).partition(">")[2].removesuffix("</script>")


def _speaker(ambiguous, roles):
    return SpeakerView("x", "X", (), (("X", 1),), roles, 1.0, ambiguous, (), 1, 0, 0, (), (), (), (), ())
