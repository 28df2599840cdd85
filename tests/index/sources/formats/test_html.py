"""HTML: fragments, known layouts, unknown ones, pages without an article."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from index.documents import Article, Rejection
from index.sources.formats.html.html_lines import lines_of_element
from index.sources.formats.html.html_page import tree_of

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


def test_an_old_joomla_page_laid_out_by_tables(article: One) -> None:
    pane = (
        "<table class=contentpaneopen><tr><td class=contentheading>Đại hội Liên hiệp Hội</td></tr></table>"
        "<table class=contentpaneopen><tr><td><span class=small>Viết bởi Lê Thị Hoa</span></td></tr>"
        "<tr><td class=createdate>Thứ ba, 22 Tháng 12 2020 00:14</td></tr>"
        f"<tr><td><p>{P1}</p><p>{P2}</p></td></tr>"
        "<tr><td class=modifydate>Lần cập nhật cuối ( Thứ tư, 23 Tháng 12 2020 08:00 )</td></tr></table>"
    )
    found = article("a.html", _page(f"<table><tr><td>{OTHERS}</td><td>{pane}&lt; Trước</td></tr></table>"))
    assert (found.title, found.text) == ("Đại hội Liên hiệp Hội", f"{P1}\n{P2}")
    assert (found.date, found.author) == ("2020-12-22", "Lê Thị Hoa")


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
    assert lines_of_element(tree_of(fragment)) == expected, reason


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


def test_a_linked_article_between_paragraphs_is_related_and_a_file_is_not(article: One) -> None:
    contents = "<ul><li><a href='#a'>Phần thứ nhất của báo cáo</a></li></ul>"
    other = "<div><a href='/khai-mac.html'><b>Khai mạc hội thi sáng tạo</b></a></div>"
    file = "<p><a href='/tep/bao-cao.pdf?v=2'>Báo cáo tổng kết năm 2020</a></p>"
    found = article(
        "a.html", f"<h1><a href='/x'>Đại hội Liên hiệp Hội tỉnh</a></h1>{contents}<p>{P1}</p>{other}<p>{P2}</p>{file}"
    )
    assert found.title == "Đại hội Liên hiệp Hội tỉnh"
    assert found.text == f"{P1}\n{P2}\nBáo cáo tổng kết năm 2020"
    assert found.related == ("Khai mạc hội thi sáng tạo",)


def test_a_page_of_links_keeps_them(article: One) -> None:
    links = "".join(
        f"<p><a href='/{n}'>Văn bản số {n} về công tác hội của tỉnh năm {n}</a></p>" for n in range(2015, 2021)
    )
    assert len(article("a.html", f"<h1>Văn bản</h1><p>{P1}</p>{links}").text.splitlines()) == 7


PICTURED = [
    (2, "Đại hội lần thứ sáu của Liên hiệp Hội", "Đại hội lần thứ sáu của Liên hiệp Hội", "several pictures carry it"),
    (1, "Họp bàn về việc tập hợp trí thức - Ảnh 1", "Họp bàn về việc tập hợp trí thức", "numbered by the system"),
    (
        1,
        "Liên hiệp Hội họp bàn về việc tập hợp trí thức",
        "Liên hiệp Hội họp bàn về việc tập hợp trí thức",
        "borne out",
    ),
    (1, "Ảnh chụp chung của toàn thể đại biểu về dự", "", "may be a caption"),
    (2, "Liên hiệp Hội", "", "the site's name"),
    (2, "lien hiep hoi hop ban ve viec tap hop", "", "made for machines"),
    (2, "Quảng cáo sơn tường giá rẻ mùa xuân", "", "what the article does not speak of"),
    (2, "Các đại biểu nhất trí với báo cáo", "", "a caption that is shown"),
]


@pytest.mark.parametrize(("count", "text", "title", "reason"), PICTURED)
def test_the_title_on_the_pictures(article: One, count: int, text: str, title: str, reason: str) -> None:
    long = f"{P1} {P2} Đây là đại hội lần thứ sáu của tổ chức này."
    shown = "<p>Các đại biểu nhất trí với báo cáo</p>" if reason.endswith("shown") else ""
    found = article("a.html", f"<p>{long}</p>{shown}" + f"<img src=a.jpg alt='{text}'>" * count + f"<p>{P2}</p>")
    assert found.title == (title or f"{P1} Các đại…"), reason
    assert found.text.startswith(long)


def test_the_first_of_several_sections_is_no_title(article: One) -> None:
    found = article("a.html", f"<p>1. Tên gọi</p><p>Tên là Hội Liên lạc</p><p>2. Mục đích</p><p>{P1}</p>")
    assert (found.title, found.text.split("\n")[0]) == ("Tên là Hội Liên lạc", "1. Tên gọi")
