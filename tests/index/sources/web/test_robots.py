"""robots.txt: the longest rule that fits an address holds (RFC 9309, 2.2.2), with `*`, `$` and encoded letters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.sources.web.client import Client
from index.sources.web.robots import Robots, robots_of
from tests.index.sources.web.small_sites import Site, served

RULES = """User-agent: *
Disallow: /wp-admin/
Allow: /wp-admin/admin-ajax.php
Disallow: /*?s=
Disallow: /*.php$
Allow: /tin/*?s=
Disallow: /%C4%91/*
Disallow: /van-ban
Allow: /van-ban-moi/cong-khai
Disallow: /van-ban-moi/cong-khai/nhap
Allow: /ho-so
Disallow: /ho-so
Disallow: /đề-án # bản nháp

User-agent: khac
User-agent: nua
Disallow: /*

User-agent: cuoi
Disallow: /
"""


@pytest.fixture
def site() -> Iterator[Site]:
    def fill(site: Site) -> None:
        site.replies["/robots.txt"] = (200, {}, ("\ufeff" + RULES).encode())

    with served(fill) as one:
        yield one


def _rules(site: Site) -> Robots:
    return robots_of(Client(site.address), site.address)


PATHS = [
    ("", True, "the home page"),
    ("wp-admin/a", False, "a folder"),
    ("tin/a", True, "no rule"),
    ("a?s=b", False, "a query anywhere"),
    ("tin/a?s=b", True, "a longer rule allows it"),
    ("tin/index.php", False, "the end of an address"),
    ("tin/index.php?a=1", True, "not at its end"),
    ("%C4%91/a", False, "letters percent-encoded"),
    ("%c4%91/a", False, "percent-encoded in small letters"),
    ("%C4%91%E1%BB%81-%C3%A1n/1", False, "letters in the rule, percent-encoded in the address"),
    ("van-ban/1", False, "a rule that is a beginning"),
    ("van-ban-moi/1", False, "the same, whatever comes behind it"),
    ("van-ban-moi/cong-khai/1", True, "a longer rule allows it, though it stands behind"),
    ("van-ban-moi/cong-khai/nhap/1", False, "a longer one still refuses it"),
    ("ho-so/1", True, "of two rules as long as each other the one that allows holds"),
]


@pytest.mark.parametrize(("path", "allowed", "reason"), PATHS)
def test_what_is_allowed(site: Site, path: str, allowed: bool, reason: str) -> None:
    assert _rules(site).allows(site.address + path) is allowed, reason


def test_rules_for_this_service_come_before_those_for_everybody(site: Site) -> None:
    site.replies["/robots.txt"] = (200, {}, f"{RULES}\nUser-agent: tracuu\nDisallow: /x*y\n".encode())
    rules = _rules(site)
    assert (rules.allows(f"{site.address}a?s=b"), rules.allows(f"{site.address}x1y2")) == (True, False)


def test_many_stars_take_no_time(site: Site) -> None:
    site.replies["/robots.txt"] = (200, {}, f"User-agent: *\nDisallow: /{'*a' * 2000}b\n".encode())
    assert _rules(site).allows(site.address + "a" * 5000)


def test_no_file_allows_all(site: Site) -> None:
    site.replies.clear()
    assert _rules(site).allows(f"{site.address}wp-admin/a")
