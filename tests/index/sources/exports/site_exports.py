"""One article of ours in every form in which sites give it out, for tests that all say the same."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta

P1 = "Liên hiệp Hội tỉnh đã họp bàn về việc tập hợp trí thức, phổ biến kiến thức và tư vấn phản biện trong năm tới."
P2 = "Các đại biểu nhất trí với báo cáo, góp nhiều ý kiến cho phương hướng hoạt động, và bầu ra Ban Chấp hành khóa mới."
TITLE = "Đại hội Liên hiệp Hội & hội viên"
BODY = f"{P1}\n{P2}"
HTML = f"<p>{P1}</p>\n<p>{P2}</p>"

_SPACES = (
    'xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/"'
)


def wordpress_export(site: str = "https://hoi.example", *, status: str = "publish", password: str = "") -> str:
    """Return an export as WordPress writes it: this article, a draft beside it, a picture."""

    def item(number: int, kind: str, public: str, content: str) -> str:
        return (
            f"<item><title><![CDATA[{TITLE}]]></title><link>{site}/2020/12/dai-hoi/</link><dc:creator>hoa</dc:creator>"
            f"<content:encoded><![CDATA[{content}]]></content:encoded><wp:post_id>{number}</wp:post_id>"
            f"<wp:post_date>2020-12-22 00:14:00</wp:post_date><wp:status>{public}</wp:status>"
            f"<wp:post_type>{kind}</wp:post_type><wp:post_password>{password}</wp:post_password>"
            '<category domain="category"><![CDATA[Tin tức]]></category>'
            '<category domain="post_tag"><![CDATA[thẻ]]></category></item>'
        )

    classic = f'{P1}\n\n[caption id="a" width="3"]<img src="a.jpg">[/caption]\n{P2}'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" {_SPACES}><channel><title>Hội</title>'
        "<wp:wxr_version>1.2</wp:wxr_version><wp:author><wp:author_login>hoa</wp:author_login>"
        "<wp:author_display_name>Lê Thị Hoa</wp:author_display_name></wp:author>"
        f"{item(12, 'post', status, classic)}{item(13, 'post', 'draft', 'Nháp')}{item(14, 'attachment', 'inherit', '')}"
        "</channel></rss>"
    )


def rss(site: str = "https://hoi.example") -> str:
    """Return an RSS feed of the article."""
    return (
        f'<?xml version="1.0"?><rss version="2.0" {_SPACES}><channel><title>Hội</title><link>{site}</link><item>'
        f"<title>{TITLE.replace('&', '&amp;')}</title><link>{site}/2020/12/dai-hoi/?utm_source=rss</link>"
        "<pubDate>Mon, 21 Dec 2020 17:14:00 +0000</pubDate><dc:creator><![CDATA[Lê Thị Hoa]]></dc:creator>"
        "<category>Tin tức</category><description>Tóm tắt</description>"
        f"<content:encoded><![CDATA[{HTML}]]></content:encoded></item></channel></rss>"
    )


def atom(site: str = "https://hoi.example") -> str:
    """Return an Atom feed of the article."""
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Hội</title><entry>'
        f"<title>{TITLE.replace('&', '&amp;')}</title><id>x</id><updated>2021-01-01T00:00:00Z</updated>"
        f'<link rel="self" href="{site}/x"/><link rel="alternate" href="{site}/2020/12/dai-hoi/"/>'
        '<published>2020-12-21T17:14:00Z</published><author><name>Lê Thị Hoa</name></author><category term="Tin tức"/>'
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{HTML}</div></content></entry></feed>'
    )


def joomla_dump(*, state: int = 1, access: int = 1) -> str:
    """Return a dump as mysqldump writes it, the article among rows of other tables."""
    one = HTML.replace("\n", "\\r\\n{loadposition tin}")
    return (
        "-- MySQL dump 10.13; it's a test\n/*!40101 SET NAMES utf8mb4 */;\nDROP TABLE IF EXISTS `jos_categories`;\n"
        "CREATE TABLE `jos_categories` (`id` int NOT NULL, `title` text, `extension` text, PRIMARY KEY (`id`),"
        " KEY `t` (`title`(3)));\nINSERT INTO `jos_categories` VALUES (2,'Tin tức','com_content'),(3,'Tệp','com_x');\n"
        "CREATE TABLE `jos_content` (\n `id` int,\n `title` varchar(255) DEFAULT '',\n `alias` varchar(255),\n"
        " `introtext` mediumtext,\n `fulltext` mediumtext,\n `state` int,\n `catid` int,\n `created` datetime,\n"
        " `created_by` int,\n `created_by_alias` varchar(9),\n `publish_up` datetime,\n `access` int\n);\n"
        "INSERT INTO `jos_content_rating` VALUES (12,'; (\\'',5);\n"
        f"INSERT INTO `jos_content` VALUES (12,'{TITLE}','dai-hoi','{one}','',{state},2,'2020-12-21 17:14:00',42,'',"
        f"'0000-00-00 00:00:00',{access}),\n(13,'It''s \\'a\\' draft','x','x',NULL,0,2,'2020-01-01',42,'','',1);\n"
        "INSERT INTO `jos_users` (`id`, `name`) VALUES (42,'Lê Thị Hoa'),(43,'Super User');\n"
    )


def wordpress_page(site: str = "https://hoi.example") -> str:
    """Return the article's page on a WordPress site."""
    return (
        f"<html><head><meta charset=utf-8><title>{TITLE} – Hội</title>"
        f'<link rel="https://api.w.org/" href="{site}/wp-json/"><link rel=canonical href="{site}/2020/12/dai-hoi/">'
        f"</head><body class='single single-post'><nav><a href='{site}/'>Trang chủ</a></nav>"
        f"<article><h1 class=entry-title>{TITLE.replace('&', '&amp;')}</h1>"
        "<p><time class=entry-date datetime='2020-12-22T00:14:00+07:00'>22/12/2020</time> "
        "<span class=entry-author>Lê Thị Hoa</span> <span class=cat-links>Tin tức</span></p>"
        f"<div class=entry-content>{HTML}<div class=sharedaddy>Chia sẻ</div></div></article></body></html>"
    )


def warc(pages: list[tuple[str, str, bytes]], *, zipped: bool = True) -> bytes:
    """Return a WARC file of (address, HTTP head, body) answers, each gzipped by itself as crawlers do."""
    made = b""
    day = datetime(2021, 1, 1, tzinfo=UTC)
    records = [("warcinfo", "", b"software: test\r\n")]
    records += [("response", address, f"{head}\r\n\r\n".encode() + body) for address, head, body in pages]
    for number, (kind, address, block) in enumerate(records):
        head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: {(day + timedelta(minutes=number)).isoformat()}\r\n"
        head += f"WARC-Target-URI: {address}\r\nContent-Length: {len(block)}\r\n\r\n"
        record = head.encode() + block + b"\r\n\r\n"
        made += gzip.compress(record) if zipped else record
    return made
