"""Live sites: what they hold is fetched once, asked for again cheaply, and never beyond what is allowed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from index.documents import Article, Rejection
from index.sources import SourceFile, read_file
from index.sources.given import Given
from index.sources.web.cache import BrokenCache
from index.sources.web.client import Client, Unanswered
from index.sources.web.renew import Outcome, renew
from index.sources.web.round_bounds import Bounds, Limits
from tests.index.sources.exports.site_exports import BODY, TITLE
from tests.index.sources.web.small_sites import Site, joomla, joomla_article, served, wordpress

QUICK = Bounds(delay=0)
SHORT = Limits(silent=1, seconds=0.5, size=1 << 20)


@pytest.fixture
def wordpress_site() -> Iterator[Site]:
    with served(wordpress) as site:
        yield site


@pytest.fixture
def joomla_site() -> Iterator[Site]:
    with served(joomla) as site:
        yield site


@pytest.fixture
def linked_site() -> Iterator[Site]:
    with served(partial(joomla, site_map=False)) as site:
        yield site


def _renewed(site: Site, path: Path, bounds: Bounds = QUICK) -> Outcome:
    site.asked.clear()
    return renew(site.address, path, bounds, SHORT)


def _read(path: Path, **given: str) -> tuple[dict[str, Article], dict[str, Rejection]]:
    items = list(read_file(SourceFile(path, "a", given=Given(**given))))
    articles = {item.id.partition("/")[2]: item for item in items if isinstance(item, Article)}
    told = {item.origin.split("/", 3)[-1]: item for item in items if isinstance(item, Rejection)}
    assert len(articles) + len(told) == len(items)
    return articles, told


def test_wordpress_through_its_interface(wordpress_site: Site, tmp_path: Path) -> None:
    path = tmp_path / "a.site"
    assert _renewed(wordpress_site, path).stopped == ""
    articles, told = _read(path)
    assert (sorted(articles), told) == (["bai-1", "bai-2", "bai-3"], {})
    found = articles["bai-2"]
    assert (found.title, found.text) == (f"{TITLE} 2", BODY.replace("Các", "2 Các"))
    assert (found.date, found.author, found.lead) == ("2020-12-02", "Lê Thị Hoa", "")
    assert [(a.name, "cá tầm" in a.text) for a in articles["bai-1"].attachments] == [("bao-cao.pdf", True)]


def test_wordpress_again_asks_only_for_what_changed(wordpress_site: Site, tmp_path: Path) -> None:
    path = tmp_path / "a.site"
    _renewed(wordpress_site, path)
    wordpress_site.changed[2] = "2021-06-01T00:00:00"  # type: ignore[attr-defined]
    wordpress_site.bodies[2] = "<p>Bài đã sửa.</p>"  # type: ignore[attr-defined]
    del wordpress_site.changed[3]  # type: ignore[attr-defined]
    _renewed(wordpress_site, path)
    (asked,) = (asked for asked in wordpress_site.asked if "include=" in asked)
    assert asked.startswith("/wp-json/wp/v2/posts?include=2&")
    articles, told = _read(path)
    assert (sorted(articles), told) == (["bai-1", "bai-2"], {})
    assert articles["bai-2"].text == "Bài đã sửa."
    assert len(articles["bai-1"].attachments) == 1
    assert "/tep/bao-cao.pdf" not in wordpress_site.asked


def test_a_site_by_its_site_map(joomla_site: Site, tmp_path: Path) -> None:
    path = tmp_path / "a.site"
    assert _renewed(joomla_site, path).stopped == ""
    articles, told = _read(path, rules="joomla", name="Liên hiệp Hội Hà Giang")
    assert sorted(articles) == ["1-dai-hoi", "2-dai-hoi", "3-dai-hoi"]
    found = articles["1-dai-hoi"]
    assert (found.title, found.date, found.source) == ("Đại hội 1", "2020-12-22", "Liên hiệp Hội Hà Giang")
    assert [attached.name for attached in found.attachments] == ["bao-cao.pdf"]
    assert list(told) == ["mat"]
    assert "404" in told["mat"].detail
    assert "/administrator/a" not in joomla_site.asked


def test_a_site_again_asks_by_stamps_and_etags(joomla_site: Site, tmp_path: Path) -> None:
    path = tmp_path / "a.site"
    _renewed(joomla_site, path)
    before = _read(path)
    _renewed(joomla_site, path)
    assert "/tin/1-dai-hoi.html" not in joomla_site.asked  # the site map says that it did not change
    assert set(joomla_site.asked) == {
        "/robots.txt",
        "/",
        "/ban-do.xml",
        "/bai.xml",
        "/cu",
        "/tin/3-dai-hoi.html",
        "/mat",
    }
    assert _read(path) == before


def test_a_page_that_changed_is_fetched_again_and_one_that_went_is_forgotten(joomla_site: Site, tmp_path: Path) -> None:
    path = tmp_path / "a.site"
    _renewed(joomla_site, path)
    listed = joomla_site.of("/bai.xml")[2].replace(b"2021-01-01", b"2021-03-03").replace(b"tin/2-dai-hoi.html", b"mat")
    joomla_site.replies["/bai.xml"] = (200, {"Content-Type": "text/xml"}, listed)
    joomla_site.page("/tin/1-dai-hoi.html", joomla_article(1, "<p>Thêm một đoạn nữa.</p>"))
    _renewed(joomla_site, path)
    articles, _ = _read(path, rules="joomla")
    assert sorted(articles) == ["1-dai-hoi", "3-dai-hoi"]
    assert articles["1-dai-hoi"].text.endswith("Thêm một đoạn nữa.")


def test_a_site_without_a_map_by_its_links(linked_site: Site, tmp_path: Path) -> None:
    path = tmp_path / "a.site"
    _renewed(linked_site, path)
    articles, told = _read(path, rules="joomla")
    assert sorted(articles) == ["1-dai-hoi", "2-dai-hoi", "3-dai-hoi"]
    assert told == {}  # dead links and links elsewhere are no documents
    assert not {"/administrator/a", "/anh.jpg"} & set(linked_site.asked)
    assert len(linked_site.asked) == len(set(linked_site.asked))


def test_a_round_that_was_stopped_is_gone_on_with(linked_site: Site, tmp_path: Path) -> None:
    path = tmp_path / "a.site"
    asked: list[str] = []
    stops = []
    for _ in range(20):
        outcome = _renewed(linked_site, path, Bounds(requests=4, delay=0))
        asked += [one for one in linked_site.asked if one.startswith("/tin")]
        stops.append(outcome.stopped)
        if not outcome.stopped:
            break
        assert "4 requests" in _read(path)[1][""].detail
    assert stops[-1] == "" and len(stops) > 2
    assert sorted(asked) == sorted(set(asked))  # nothing twice, however often it was stopped
    assert len(_read(path, rules="joomla")[0]) == 3


def test_a_round_is_gone_on_with_behind_redirects(linked_site: Site, tmp_path: Path) -> None:
    home = linked_site.of("/")[2].decode()
    linked_site.page("/", "", status=301, Location="/vi/")
    linked_site.page("/vi/", home)
    path = tmp_path / "a.site"
    outcomes = [_renewed(linked_site, path, Bounds(requests=5, delay=0)).stopped for _ in range(8)]
    assert "" in outcomes[1:]
    assert len(_read(path, rules="joomla")[0]) == 3


def test_a_server_that_fails_leaves_what_was_fetched(joomla_site: Site, tmp_path: Path) -> None:
    path = tmp_path / "a.site"
    _renewed(joomla_site, path)
    before = _read(path)[0]
    joomla_site.replies["/robots.txt"] = (500, {}, b"")
    assert "500" in _renewed(joomla_site, path).stopped
    articles, told = _read(path)
    assert articles == before
    assert "robots.txt" in told[""].detail
    assert joomla_site.asked == ["/robots.txt"]


def test_slow_and_broken_pages_are_told_and_the_rest_is_read(joomla_site: Site, tmp_path: Path) -> None:
    path = tmp_path / "a.site"
    joomla_site.slow.add("/tin/1-dai-hoi.html")
    joomla_site.broken.add("/tin/2-dai-hoi.html")
    _renewed(joomla_site, path)
    articles, told = _read(path, rules="joomla")
    assert list(articles) == ["3-dai-hoi"]
    assert "seconds" in told["tin/1-dai-hoi.html"].detail
    assert "cut off" in told["tin/2-dai-hoi.html"].detail
    joomla_site.slow.clear()
    joomla_site.broken.clear()
    _renewed(joomla_site, path)
    assert len(_read(path, rules="joomla")[0]) == 3


def test_a_busy_server_is_left_in_peace(joomla_site: Site, tmp_path: Path) -> None:
    joomla_site.page("/tin/1-dai-hoi.html", "", status=429, Retry_After="600")
    assert "429" in _renewed(joomla_site, tmp_path / "a.site").stopped
    assert "/tin/2-dai-hoi.html" not in joomla_site.asked


def test_the_wait_that_robots_txt_asks_for_counts(joomla_site: Site, tmp_path: Path) -> None:
    text = joomla_site.of("/robots.txt")[2]
    joomla_site.replies["/robots.txt"] = (200, {}, text + b"Crawl-delay: 50\n")
    outcome = renew(joomla_site.address, tmp_path / "a.site", Bounds(seconds=20, delay=0), SHORT)
    assert joomla_site.asked == ["/robots.txt", "/"]  # the second page would have to wait longer than a round may take
    assert "20 seconds" in outcome.stopped


def test_a_site_that_forbids_all_is_not_asked(joomla_site: Site, tmp_path: Path) -> None:
    joomla_site.replies["/robots.txt"] = (200, {}, b"User-agent: *\nDisallow: /\n")
    _renewed(joomla_site, tmp_path / "a.site")
    assert joomla_site.asked == ["/robots.txt"]
    assert any("robots.txt" in told.detail for told in _read(tmp_path / "a.site")[1].values())


ANSWERS = [
    ("/ngoai", "another host"),
    ("/vong", "redirects"),
    ("/khong", "no address"),
    ("/lon", "more than"),
    ("/mat", "404"),
]


@pytest.mark.parametrize(("path", "why"), ANSWERS)
def test_answers_that_are_refused(joomla_site: Site, path: str, why: str) -> None:
    joomla_site.page("/vong", "", status=302, Location="/vong2")
    joomla_site.page("/vong2", "", status=302, Location="/vong")
    joomla_site.page("/khong", "", status=302)
    joomla_site.page("/lon", "x" * (2 << 20))
    with pytest.raises(Unanswered, match=why):
        Client(joomla_site.address, SHORT).get(joomla_site.address.rstrip("/") + path)


def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    assert "cannot be reached" in renew("http://127.0.0.1:9/", tmp_path / "a.site", QUICK, SHORT).stopped


def test_a_file_that_is_no_cache_is_told(tmp_path: Path, joomla_site: Site) -> None:
    path = tmp_path / "a.site"
    path.write_bytes(b"x" * 5000)
    with pytest.raises(BrokenCache, match="remove it"):
        _renewed(joomla_site, path)
    (told,) = read_file(SourceFile(path, "a"))
    assert isinstance(told, Rejection)
    assert told.reason == "broken"
