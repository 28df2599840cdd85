"""Exports of sites: one article, the same whatever it was exported as; bad ones told."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from index.documents import Article, Rejection
from index.sources import SourceFile, read_file
from index.sources.exports.posts import from_joomla, from_wordpress
from index.sources.given import Given
from tests.index.sources.exports.site_exports import (
    BODY,
    HTML,
    P1,
    TITLE,
    atom,
    joomla_dump,
    rss,
    warc,
    wordpress_export,
    wordpress_page,
)

Read = Callable[..., list[Article | Rejection]]
OK = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8"
PAGE = ("https://hoi.example/2020/12/dai-hoi/", OK, wordpress_page().encode())

EXPORTS = [
    ("site.WordPress.2020-12-30.xml", wordpress_export().encode()),
    ("feed.xml", rss().encode()),
    ("feed.atom", atom().encode()),
    ("a.warc", warc([PAGE], zipped=False)),
    ("a.warc.gz", warc([PAGE])),
]


@pytest.mark.parametrize(("name", "content"), EXPORTS, ids=[name for name, _ in EXPORTS])
def test_one_article_in_every_form(read: Read, name: str, content: bytes) -> None:
    (found,) = read(name, content)
    assert isinstance(found, Article), found
    assert (found.id, found.title, found.text) == ("hoi.example/2020/12/dai-hoi", TITLE, BODY)
    assert (found.date, found.author, found.category) == ("2020-12-22", "Lê Thị Hoa", "Tin tức")
    assert (found.source, found.url, found.lead) == ("hoi.example", "https://hoi.example/2020/12/dai-hoi/", "")


def _of_joomla(path: Path, content: str, site: str = "https://hoi.example/") -> list[Article | Rejection]:
    path.write_bytes(gzip.compress(content.encode()) if path.suffix == ".gz" else content.encode())
    return list(read_file(SourceFile(path, "dump", given=Given(site=site))))


@pytest.mark.parametrize("name", ["a.sql", "a.sql.gz"])
def test_a_joomla_site(tmp_path: Path, name: str) -> None:
    (found,) = _of_joomla(tmp_path / name, joomla_dump())
    assert isinstance(found, Article)
    assert (found.id, found.title, found.text) == ("hoi.example/12-dai-hoi", TITLE, BODY)
    assert (found.date, found.author, found.category) == ("2020-12-22", "Lê Thị Hoa", "Tin tức")


def test_a_joomla_site_of_unknown_address(tmp_path: Path) -> None:
    (found,) = _of_joomla(tmp_path / "a.sql", joomla_dump(), site="")
    assert isinstance(found, Article)
    assert (found.id, found.url) == ("dump#12", "")


@pytest.mark.parametrize(
    "dump", [joomla_dump(state=0), joomla_dump(state=-2), joomla_dump(access=2)], ids=["draft", "bin", "members only"]
)
def test_what_joomla_does_not_show_is_not_read(tmp_path: Path, dump: str) -> None:
    assert _of_joomla(tmp_path / "a.sql", dump) == []


@pytest.mark.parametrize("given", [{"status": "private"}, {"status": "future"}, {"status": "draft"}, {"password": "x"}])
def test_what_wordpress_does_not_show_is_not_read(read: Read, given: dict[str, str]) -> None:
    assert read("a.xml", wordpress_export(**given)) == []  # type: ignore[arg-type]


def test_the_source_says_name_and_province(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(rss(), encoding="utf-8")
    given = Given(name="Liên hiệp Hội Hà Giang", province="Thanh Hoá")
    (found,) = read_file(SourceFile(tmp_path / "a.xml", "a", given=given))
    assert isinstance(found, Article)
    assert (found.source, found.province) == ("Liên hiệp Hội Hà Giang", "Thanh Hóa")


STORED = [
    ("a\nb\n\nc", "a<br>\nb<br>\n<br>\nc", "the classic editor breaks lines by line ends"),
    ("<!-- wp:paragraph -->\n<p>a</p>\n", "<!-- wp:paragraph -->\n<p>a</p>\n", "the newer one does not"),
    ("<a\nhref=x>a</a><pre>b\nc</pre>", "<a\nhref=x>a</a><pre>b\nc</pre>", "within tags and pre line ends stay"),
    ('[gallery ids="1,2"]a[1] [sic]', "a[1] [sic]", "what is in brackets and no shortcode stays"),
    ("[vc_row][b x=1]a[/b][/vc_row]", "a", "shortcodes within each other"),
]


@pytest.mark.parametrize(("content", "html", "reason"), STORED)
def test_stored_wordpress_content(content: str, html: str, reason: str) -> None:
    assert from_wordpress(content) == html, reason


def test_tags_of_joomla_plugins_go_and_braces_stay() -> None:
    assert from_joomla("{loadposition a}{gallery}b{/gallery} {1, 2} { c }") == "b {1, 2} { c }"


def test_of_several_captures_the_latest(read: Read) -> None:
    address, head, body = PAGE
    pages = [
        (address, head, body),
        ("http://www.hoi.example/2020/12/dai-hoi", head, body.replace("Các".encode(), "Mọi".encode())),
    ]
    (found,) = read("a.warc.gz", warc(pages))
    assert isinstance(found, Article)
    assert found.text == BODY.replace("Các", "Mọi")


def test_lists_errors_and_pictures_of_a_crawl_are_passed_over(read: Read) -> None:
    address, head, body = PAGE
    listing = wordpress_page().replace("single single-post", "archive category")
    two = (
        wordpress_page()
        .replace("single single-post", "")
        .replace("</article>", f"</article><div class=entry-content>{P1}</div>")
    )
    others = [
        ("https://hoi.example/tin/", head, listing.encode()),
        ("https://hoi.example/tin/2", head, two.encode()),
        ("https://hoi.example/x", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html", body),
        ("https://hoi.example/a.jpg", "HTTP/1.1 200 OK\r\nContent-Type: image/jpeg", b"\xff\xd8"),
        ("dns:hoi.example", "", b""),
    ]
    assert len(read("a.warc.gz", warc([*others, (address, head, body)]))) == 1


def test_packed_answers_of_a_crawl(read: Read) -> None:
    address, head, body = PAGE
    packed = gzip.compress(body)
    chunks = b"%x\r\n%s\r\n%x;a=b\r\n%s\r\n0\r\n\r\n" % (10, packed[:10], len(packed) - 10, packed[10:])
    (found,) = read(
        "a.warc", warc([(address, f"{head}\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked", chunks)])
    )
    assert isinstance(found, Article)
    bomb = gzip.compress(b" " * 50_000_000)
    (told,) = read("b.warc", warc([(address, f"{head}\r\nContent-Encoding: gzip", bomb)]))
    assert isinstance(told, Rejection)
    assert told.reason == "broken"


BAD = [
    ("a.xml", "", "broken", "no byte"),
    ("a.xml", "<rss><channel>", "broken", "cut off"),
    ("a.xml", "<rss><channel></channel></rss>", "empty", "no item"),
    ("a.xml", "<kml><item/></kml>", "unsupported", "other XML"),
    ("sitemap.xml", "<urlset><url><loc>https://hoi.example/</loc></url></urlset>", "unsupported", "addresses"),
    (
        "a.xml",
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><rss><item><title>&b;</title></item></rss>',
        "empty",
        "",
    ),
    ("a.sql", "", "unsupported", "no byte"),
    ("a.sql", joomla_dump()[:-600], "broken", "cut off in a row"),
    ("a.sql", "INSERT INTO `a` VALUES ('x", "broken", "cut off in a string"),
    ("a.sql.gz", "x", "broken", "no gzip"),
    ("a.warc", "", "empty", "no byte"),
    ("a.warc", "WARC/1.0\r\nContent-Length: x\r\n\r\n", "broken", "no length"),
    ("a.warc", "Xin chào", "broken", "no record"),
    ("a.warc.gz", "x", "broken", "no gzip"),
]


@pytest.mark.parametrize(("name", "content", "reason", "why"), BAD)
def test_bad_exports(read: Read, name: str, content: str, reason: str, why: str) -> None:
    *_, told = read(name, content)
    assert isinstance(told, Rejection), why
    assert told.reason == reason, why


def test_what_came_before_the_damage_is_kept(read: Read) -> None:
    whole = warc([PAGE, ("https://hoi.example/2", OK, HTML.encode())], zipped=False)
    first, told = read("a.warc", whole[:-50])
    assert isinstance(first, Article)
    assert isinstance(told, Rejection)
    feed = rss().replace("</channel></rss>", "<item><title>x")
    first, told = read("a.xml", feed)
    assert isinstance(first, Article)
    assert isinstance(told, Rejection)
