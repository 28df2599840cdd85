"""The lists over HTTP, as JSON and as pages."""

from __future__ import annotations

import lxml.html
import pytest


def page(get, path):
    reply = get(path)
    assert reply.status == 200, reply.text
    return lxml.html.fromstring(reply.text)


def test_the_api_lists_what_the_index_holds(get):
    answer = get("/api/v1/directives").json()
    (row,) = answer["results"]
    assert answer["total"] == 1
    assert row["name"] == "Chỉ thị số 42-CT/TW"
    assert get("/api/v1" + row["url"]).json()["id"] == row["id"]
    assert answer["types"] == [{"value": "Chỉ thị", "count": 1, "label": "Chỉ thị"}]
    assert answer["links"] == {"self": "/api/v1/directives", "next": None, "prev": None}


def test_an_id_still_leads_to_one_record(get):
    row = get("/api/v1/directives").json()["results"][0]
    assert get(f"/api/v1/directives?id={row['id']}").json()["name"] == row["name"]
    assert page(get, f"/directives?id={row['id']}").xpath("//h1")[0].text_content() == row["name"]


def test_the_home_page_leads_to_the_lists(get):
    (href,) = page(get, "/?lang=en").xpath("//a[.='All documents']/@href")
    assert page(get, href).xpath("//h1")[0].text_content() == "Documents that articles cite"


def test_a_list_shows_its_rows_and_leads_to_them(get):
    found = page(get, "/directives")
    (link,) = found.xpath("//ol[@class='rows']/li/a")
    assert link.text_content() == "Chỉ thị số 42-CT/TW"
    assert get(link.get("href")).status == 200


def test_a_filter_that_finds_nothing_leads_back(get):
    found = page(get, "/directives?q=zzzz")
    assert not found.xpath("//ol[@class='rows']")
    assert get(found.xpath("//main//p/a/@href")[0]).status == 200


@pytest.mark.parametrize("path", ["/directives?sort=none&from=x", "/speakers?letter=&page=9", "/speakers?size=0"])
def test_what_cannot_be_used_is_passed_over(get, path):
    assert get(path).status == 200


def test_a_list_is_not_sent_again(get):
    for path in ("/directives", "/api/v1/speakers"):
        assert get(path, headers={"If-None-Match": get(path).headers["etag"]}).status == 304


def test_there_is_no_list_without_an_index(get_empty):
    assert get_empty("/api/v1/directives").status == get_empty("/speakers").status == 503
