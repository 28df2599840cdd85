"""Addresses: one form for asking, one identity for a document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sources.fields.addresses import identity_of, normal_address, same_site

IDENTITIES = [
    ("https://www.hoi.vn/tin/dai-hoi/", "", "hoi.vn/tin/dai-hoi", "scheme, www. and the last slash do not matter"),
    ("HTTP://HOI.VN:80/tin//a/../dai-hoi", "", "hoi.vn/tin/dai-hoi", "host, port and path put right"),
    ("http://hoi.vn:8080/a", "", "hoi.vn:8080/a", "another port is another place"),
    ("https://hoi.vn/a?utm_source=x&fbclid=1#binh-luan", "", "hoi.vn/a", "what counts visitors"),
    ("https://hoi.vn/xem.aspx?id=2&cat=1", "", "hoi.vn/xem.aspx?cat=1&id=2", "the order of parameters does not matter"),
    ("https://hoi.vn/?p=12", "", "hoi.vn?p=12", "a number is an address, too"),
    ("https://hoi.vn/tin/index.php", "", "hoi.vn/tin", "the page that stands for its folder"),
    ("https://hoi.vn/%C4%91%E1%BA%A1i-h%E1%BB%99i", "", "hoi.vn/đại-hội", "letters percent-encoded"),
    ("https://hoi.vn/100%25", "", "hoi.vn/100%", "a percent sign"),
    ("https://hoi.vn/%ff", "", "hoi.vn/%ff", "bytes that are no UTF-8"),
    (
        "https://hoi.vn/index.php?option=com_content&view=article&id=12:dai-hoi&catid=3&Itemid=4",
        "",
        "hoi.vn/12-dai-hoi",
        "",
    ),
    ("https://hoi.vn/tin-tuc/3-hoat-dong/12-dai-hoi.html", "joomla", "hoi.vn/12-dai-hoi", "whatever menu leads there"),
    (
        "https://hoi.vn/tin/12-dai-hoi.html",
        "",
        "hoi.vn/tin/12-dai-hoi.html",
        "the number means something to Joomla only",
    ),
    ("https://hoi.vn/2020", "joomla", "hoi.vn/2020", "a number alone is no article"),
    ("ftp://hoi.vn/a", "", "", "not the web"),
    ("http://[", "", "", "no address"),
    ("/tin/a", "", "", "no host"),
    ("http://hoi.vn:x/", "", "", "no port"),
]


@pytest.mark.parametrize(("address", "rules", "identity", "reason"), IDENTITIES)
def test_identities(address: str, rules: str, identity: str, reason: str) -> None:
    assert identity_of(address, rules) == identity, reason


def test_what_is_asked_for() -> None:
    assert (
        normal_address("HTTPS://Hoi.VN/đại hội/?b=2&utm_x=1&a=x y#z")
        == "https://hoi.vn/%C4%91%E1%BA%A1i%20h%E1%BB%99i/?b=2&a=x+y"
    )


@given(st.text(max_size=80))
def test_a_normal_address_is_normal(tail: str) -> None:
    once = normal_address(f"https://hoi.vn/{tail}")
    assert normal_address(once) == once
    assert identity_of(once) == identity_of(f"https://hoi.vn/{tail}")


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("http://www.hoi.vn/a", True),
        ("https://hoi.vn", True),
        ("https://hoi.vn:8443/", False),
        ("https://tin.hoi.vn", False),
    ],
)
def test_the_same_site(address: str, same: bool) -> None:
    assert same_site(address, "https://hoi.vn/") is same
