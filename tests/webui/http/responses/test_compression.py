"""Answers compressed for clients that ask for it."""

from __future__ import annotations

import gzip

import pytest

ASKS = {"Accept-Encoding": "gzip, deflate, br"}


@pytest.mark.parametrize("path", ["/", "/?q=hoi", "/api/v1/search?q=hoi", "/api/v1/openapi.json", "/static/style.css"])
def test_it_is_smaller_and_reads_the_same(get, path):
    plain, packed = get(path), get(path, headers=ASKS)
    assert packed.headers["content-encoding"] == "gzip" and "content-encoding" not in plain.headers
    assert "Accept-Encoding" in packed.headers["vary"] and "Accept-Encoding" in plain.headers["vary"]
    assert int(packed.headers["content-length"]) == len(packed.body) < len(plain.body)
    assert len(gzip.decompress(packed.body)) == pytest.approx(len(plain.body), abs=8), "took_ms may be longer"


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/healthz", ASKS),
        ("/?q=hoi", {"Accept-Encoding": "br"}),
        ("/?q=hoi", {"Accept-Encoding": "gzip;q=0"}),
    ],
    ids=["short", "another way", "refused"],
)
def test_it_is_left_as_it_is(get, path, headers):
    assert "content-encoding" not in get(path, headers=headers).headers


def test_what_a_browser_holds_compressed_is_not_sent_again(get):
    tag = get("/?q=hoi", headers=ASKS).headers["etag"]
    again = get("/?q=hoi", headers={**ASKS, "If-None-Match": tag})
    assert (again.status, again.body) == (304, b"")


def test_a_head_tells_the_length_of_the_answer(ask, server):
    told = ask(server.port, "/static/style.css", "HEAD", ASKS)
    assert int(told.headers["content-length"]) == len(ask(server.port, "/static/style.css", "GET", ASKS).body)
