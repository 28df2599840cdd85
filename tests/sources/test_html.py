"""HTML: fragments, known layouts, unknown ones, pages without an article."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from index.documents import Article, Rejection
from index.sources import read_file, read_paths
from index.sources.html_lines import lines_of_element
from index.sources.html_page import _tree

One = Callable[[str, str | bytes], Article]
Bad = Callable[[str, str | bytes], Rejection]

P1 = "Liên hiệp Hội tỉnh đã họp bàn về việc tập hợp trí thức, phổ biến kiến thức và tư vấn phản biện trong năm tới."
P2 = "Các đại biểu nhất trí với báo cáo, góp nhiều ý kiến cho phương hướng hoạt động, và bầu ra Ban Chấp hành khóa mới."
FOOT = "<div id=foot><p>Bản quyền thuộc Liên hiệp Hội</p><script>var a = 'x';</script></div>"
OTHERS = "<h3>Các tin khác</h3><ul><li><a href=/1>Khai mạc hội thi</a></li><li><a href=/2>Tập huấn</a></li></ul>"


def _page(body: str, head: str = "") -> str:
    menu = "<nav><a href=/>Trang chủ</a><a href=/lh>Liên hệ</a></nav>"
    return f"<html><head><meta charset=utf-8>{head}</head><body>{menu}{body}{FOOT}</body></html>"


JOOMLA = (
    "<div class='item-page blog'><h2>Đại hội Liên hiệp Hội</h2>"
    "<dl class=article-info><dd>Thứ ba, 22/12/2020 00:14 (GMT+7)</dd></dl>"
    f"<p>{P1}</p><p>{P2}</p><p>Lê Thị Hoa, Liên hiệp Hội Hà Giang</p>{OTHERS}</div>"
)


def test_a_joomla_page(article: One) -> None:
    found = article("a.html", _page(JOOMLA, "<title>Đại hội Liên hiệp Hội</title>"))
    assert (found.title, found.text) == ("Đại hội Liên hiệp Hội", f"{P1}\n{P2}")
    assert (found.date, found.author, found.province) == ("2020-12-22", "Lê Thị Hoa", "Hà Giang")
    assert found.related == ("Khai mạc hội thi", "Tập huấn")


def test_a_wordpress_page_with_metadata(article: One) -> None:
    head = (
        "<title>Đại hội - Hội X</title><meta property='og:title' content='Đại hội Liên hiệp Hội'>"
        "<meta property='article:published_time' content='2021-03-04T08:00:00+07:00'>"
        "<link rel=canonical href='https://hoi.example/dai-hoi'>"
    )
    found = article("a.htm", _page(f"<div class='entry-content'><p>{P1}</p><p>{P2}</p></div>", head))
    assert (found.title, found.text) == ("Đại hội Liên hiệp Hội", f"{P1}\n{P2}")
    assert (found.date, found.date_origin) == ("2021-03-04", "metadata")
    assert found.url == "https://hoi.example/dai-hoi"


def test_a_page_of_unknown_layout(article: One) -> None:
    table = "<table><tr><th>STT</th><th>Hội</th></tr><tr><td>1</td><td>Hội A</td></tr></table>"
    line = "<span>Thứ ba, 22/12/2020 00:14 (GMT+7)</span>"
    body = f"<div class=c1><h1>Đại hội Liên hiệp Hội</h1>{line}<p>{P1}</p><p>{P2}</p>{table}<p>{P1}</p></div>{OTHERS}"
    found = article("a.html", _page(body, "<title>Đại hội Liên hiệp Hội</title>"))
    assert found.title == "Đại hội Liên hiệp Hội"
    assert found.text == f"{P1}\n{P2}\nSTT | Hội\n1 | Hội A\n{P1}"
    assert (found.date, found.date_origin) == ("2020-12-22", "date line")
    assert found.related == ("Khai mạc hội thi", "Tập huấn")


def test_a_fragment_is_all_article(article: One) -> None:
    found = article(
        "a.html", f"<h2>Đại hội</h2><p>{P1}</p><figure><figcaption>Ảnh đại hội</figcaption></figure><p>{P2}</p>"
    )
    assert (found.title, found.text) == ("Đại hội", f"{P1}\nẢnh đại hội\n{P2}")


LINES = [
    ("<p>một <b>hai</b>\n ba<br>bốn</p>năm", ["một hai ba", "bốn", "năm"], "breaks and tails"),
    ("<table><tr><td><p>A</p></td><td>B</td></tr><tr><td>1</td><td>2</td></tr></table>", ["A | B", "1 | 2"], "rows"),
    ("<table><tr><td><p>A</p><p>B</p></td></tr></table>", ["A", "B"], "a table of one cell lays out a page"),
    (
        f"<table><tr><td>menu</td><td>{'từ ' * 200}</td></tr></table>",
        ["menu", ("từ " * 200).strip()],
        "columns of a page",
    ),
    ("<p>a<script>x</script>b<!-- c -->d</p><style>y</style>", ["abd"], "what is not seen"),
    ("<p style='display: none'>a</p><p hidden>b</p><p>c</p>", ["c"], "what is hidden"),
    ("<ul><li>a</li><li>b</li></ul>", ["a", "b"], "list items"),
    ("<p>Tiếng&nbsp;Việt &amp; &#7879;</p>", ["Tiếng Việt & ệ"], "references"),
]


@pytest.mark.parametrize(("fragment", "expected", "reason"), LINES)
def test_visible_lines(fragment: str, expected: list[str], reason: str) -> None:
    assert lines_of_element(_tree(fragment)) == expected, reason


EMPTY = [
    ("<html><head><meta http-equiv=refresh content='0;url=/vn'></head><body>Đang chuyển</body></html>", "a redirect"),
    ("<html><frameset><frame src=a.html></frameset></html>", "frames"),
    ("<html><body><script>x</script></body></html>", "nothing to see"),
    ("<!-- -->", "a comment"),
    ("", "no byte"),
]


@pytest.mark.parametrize(("page", "reason"), EMPTY)
def test_pages_without_an_article(rejection: Bad, page: str, reason: str) -> None:
    assert rejection("a.html", page).reason == "empty", reason


def test_a_page_in_another_encoding_is_told(rejection: Bad) -> None:
    assert rejection("a.html", "<p>Hội</p>".encode("cp1258", "replace") + b"\xea\xff").reason == "undecodable"


def test_xhtml_with_an_encoding_declaration(article: One) -> None:
    assert article("a.html", f'<?xml version="1.0" encoding="utf-8"?><p>Tin</p><p>{P1}</p>').text == P1


def test_a_page_nested_very_deeply_is_read(article: One) -> None:
    assert "Hội họp" in article("a.html", "<div>" * 1000 + "<p>Tin</p><p>Hội họp</p>").text


def test_pages_of_a_real_site(shared: Path) -> None:
    """Sixteen fragments: all give a body that is most of what is seen, and none a mark of HTML."""
    files = list(read_paths([shared / "data" / "html"]))
    found = [item for file in files for item in read_file(file)]
    assert len(found) == 16
    for item in found:
        assert isinstance(item, Article), item
        assert item.title
        assert len(item.text) > 900
        assert "<" not in item.text
