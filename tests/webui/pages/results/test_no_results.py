"""A search that finds nothing leads to searches that find something."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, urlsplit

import lxml.html
import pytest


def _ways(get, path):
    page = lxml.html.fromstring(get(path).text)
    assert page.xpath("//div[@class='empty']")
    return [
        (" ".join(a.text_content().split()), a.get("href"), int(a.xpath("following-sibling::span/text()")[0]))
        for a in page.xpath("//ul[@class='ways']//a")
    ]


@pytest.mark.parametrize(
    ("query", "expected", "reason"),
    [
        ('q="hội thảo phản biện"', [{"q": ["hội thảo phản biện"]}], "the words need not stand side by side"),
        (
            "q=hội thảo&source=vusta.vn&from=1990&to=1990",
            [{"q": ["hội thảo"]}, {"q": ["hội thảo"], "source": ["vusta.vn"]}],
            "the date is what excludes; without the source alone there is nothing either",
        ),
        ("q=hội thảo&kind=speaker", [{"q": ["hội thảo"]}], "the words are in articles"),
        ("q=tác_giả:zzzz hội thảo", [{"q": ["hội thảo zzzz"]}], "no such author: a word like the others"),
        ("q=zzzz", [], "nothing finds what is nowhere"),
    ],
)
def test_ways_out(get, query, expected, reason):
    ways = _ways(get, f"/?{quote(query, safe='=&')}")
    assert [parse_qs(urlsplit(href).query) for _, href, _ in ways] == expected, reason


def test_each_way_finds_as_many_as_it_says(get):
    for label, href, count in _ways(get, f"/?q={quote('hội thảo')}&source=vusta.vn&from=1990&to=1990&lang=en"):
        assert parse_qs(urlsplit(href).query)["lang"] == ["en"]
        answer = get("/api/v1/search?" + urlsplit(href).query.replace("&lang=en", "")).json()
        assert answer["total"] == count > 0, label


def test_many_filters_cost_few_searches(get):
    many = "".join(f"&province={quote(f'Tỉnh {n}')}" for n in range(50))
    assert _ways(get, f"/?q={quote('hội thảo')}{many}")[0][0] == "Bỏ tất cả bộ lọc"
