"""Requests as nobody should send them, seeded: what the fuzzers and their tests ask."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from urllib.parse import quote

_SYNTAX = (
    *'"()-*:/&|+~^[]{}?!\\,.;',
    *(
        "AND",
        "OR",
        "NOT",
        "VÀ",
        "HOẶC",
        "KHÔNG",
        "..",
        "-(",
        '"-',
        "tiêu_đề:",
        "năm:",
        "vai_trò:",
        'tiêu_đề:"',
        "năm:2015..",
    ),
    *("“", "”", "（", "）", "：", "＊"),
)
_WORDS = (
    "phản",
    "biện",
    "phan bien",
    "hội",
    "h",
    "42-CT/TW",
    "Chỉ thị",
    "Đặng Vũ Minh",
    "2020",
    "16/10/2020",
    "CT 42",
    "vusta",
    "t*",
    "a* b* c* d* e* g* h* k*",
)
_STRANGE = (
    *("\0", "\x1b[2J", "\r\n", "\t", "\x7f", "\ufeff", "\uffff", "\U0010ffff", "\ud800", "\udfff\ud800"),
    *(
        "\u202e",
        "\u2066abc",
        "\u200b",
        "\u200d",
        "e\u0323\u0302" * 3,
        "a" + "\u0301" * 60,
        "ﷺ",
        "ﬃ",
        "İ",
        "ß",
        "😀",
        "１２３",
        "٣",
    ),
    *(
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "{{7*7}}",
        "${jndi:ldap://x}",
        "../../etc/passwd",
        "%00",
        "%",
        "&q=",
        "#",
    ),
)
HUGE = (
    lambda chance: "(" * 100_000,
    lambda chance: ")(" * 50_000,
    lambda chance: '"' * 100_001,
    lambda chance: "-" * 100_000,
    lambda chance: "x" * 100_000,
    lambda chance: " ".join(chance.choice(_WORDS) for _ in range(10_000)),
    lambda chance: " OR ".join(f"w{chance.randrange(999)}*" for _ in range(10_000)),
    lambda chance: "NOT " * 10_000 + "a",
    lambda chance: "tiêu_đề:" * 5_000,
    lambda chance: "".join(chance.choice("(a)") for _ in range(100_000)),
    lambda chance: "\u0301" * 50_000,
    lambda chance: "năm:1000..2999 " * 5_000,
)
_PATHS = (
    *("/api/v1/search",) * 8,
    *("/",) * 4,
    *("/api/v1/suggest", "/completions", "/api/v1/directives", "/api/v1/speakers", "/directives", "/speakers") * 2,
    *("/organisations", "/api/v1/organisations") * 2,
    *("/embed", "/feed.atom", "/articles", "/api/v1/articles", "/api/v1/articles/similar") * 2,
    *(
        "/api/v1/directives/report.csv",
        "/api/v1/directives/report.docx",
        "/searches-without-results",
        "/api/v1/searches-without-results",
    ),
    *("/help", "/advanced", "/compare", "/compare?directive=x&directive=%00", "/api/docs"),
    *("/basket", "/basket?id=x&id=%00", "/basket/report.docx"),
    *("/basket/list.csv", "/basket/citations.bib", "/basket/citations.txt?id=%00", "/api/v1/articles/citation.ris"),
    *("/directives/report", "/directives/report.docx", "/directives/report.csv"),
    *("/healthz", "/readyz", "/metrics", "/api/v1/openapi.json", "/opensearch.xml", "/robots.txt", "/sitemap.xml"),
    *("/sitemaps/article-1.xml", "/sitemaps/speaker-0.xml", "/sitemaps/directive-999999999999999999999.xml"),
    *("/static/style.css", "/static/..%2f..%2fpages.py", "/none", "//", "/api/v1/"),
)
_OF_ONE = (
    *(("article", "/articles/", end) for end in ("", "", "?q=")),
    *(("article", "/api/v1/articles/", end) for end in ("", "?q=", "/similar", "/similar?size=20", "/similar?size=x")),
    *(("directive", "/directives/", end) for end in ("", "?page=9", "?page=10000")),
    *(("article", "/api/v1/articles/", end) for end in ("/citation.txt", "/citation.bib?lang=en")),
    *(("directive", "/directives/", end) for end in ("/report", "/report?column=9", "/report.xlsx?from=x")),
    *(("directive", "/api/v1/directives/", end) for end in ("", "?page=9&size=100")),
    *(
        ("directive", "/api/v1/directives/", end)
        for end in ("/report.csv", "/report.docx?lang=en", "/report.csv?from=2")
    ),
    *(("speaker", "/speakers/", end) for end in ("", "?page=9", "?lang=en")),
    *(("speaker", "/api/v1/speakers/", end) for end in ("", "?page=10000&size=1")),
    *(("organisation", "/organisations/", end) for end in ("", "?page=9", "?lang=en")),
    *(("organisation", "/api/v1/organisations/", end) for end in ("", "?page=10000&size=1")),
)
_VALUES: dict[str, tuple[str, ...]] = {
    "kind": ("all", "article", "directive", "speaker", "organisation", "x"),
    "sort": ("relevance", "newest", "oldest", "mentioned", "name", "\0"),
    "page": ("1", "2", "10000", "10001", "0", "-1", "9" * 40, "1e3", "٣", ""),
    "size": ("1", "10", "100", "101", "0", "x"),
    "from": ("2020", "2020-02-30", "16/10/2020", "0000", "9999-12-31", "20\ud8002"),
    "to": ("2010", "2020-02", "2020-02-29", "-", "1000"),
    "exact": ("0", "1", "2"),
    "explain": ("0", "1"),
    "copies": ("fold", "all", "?"),
    "lang": ("vi", "en", "xx", "\r\nX: y"),
    "letter": ("Đ", "A", "ab", "\0"),
}


def text(chance: random.Random) -> str:
    """Return a query: pieces of syntax, words and strange characters in any order, with and without spaces."""
    pieces = (_SYNTAX, _WORDS, _STRANGE)
    made = [
        chance.choice(chance.choices(pieces, (5, 4, 2))[0])
        for _ in range(chance.randint(0, chance.choice((4, 12, 40))))
    ]
    return "".join(piece + " " * (chance.random() < 0.5) for piece in made)


def huge(chance: random.Random) -> str:
    """Return a query of some 100 KB, or of 10,000 words."""
    return chance.choice(HUGE)(chance)


def sent(value: str, chance: random.Random) -> str:
    """Return a value as it stands in an address: percent-encoded, now and then into what is no UTF-8."""
    encoded = quote(value.encode("utf-8", "surrogatepass"), safe="")
    if chance.random() < 0.03:
        encoded += chance.choice(("%ff%fe", "%c0%80", "%ed%a0%80", "%f0%9f", "%e1%bb", "%", "%zz", "+"))
    return encoded


def target(chance: random.Random, ids: Mapping[str, Sequence[str]]) -> str:
    """Return the path and query of a request; `ids` are some that the index holds, by kind."""
    if chance.random() < 0.2:
        kind, path, end = chance.choice(_OF_ONE)
        held = chance.random() < 0.5 and ids.get(kind)
        one = chance.choice(held) if held else text(chance)[:200]
        return path + sent(one, chance) + end + (sent(text(chance), chance) if end == "?q=" else "")
    pairs = [("q", huge(chance) if chance.random() < 0.002 else text(chance))] if chance.random() < 0.95 else []
    settings = chance.sample(sorted(_VALUES), chance.choice((0, 0, 1, 2, 4)))
    pairs += [(name, chance.choice(_VALUES[name])) for name in settings]
    for name in ("source", "province", "directive", "speaker", "organisation", "q", "id", "\ud800"):
        if chance.random() < 0.06:
            pairs += [(name, _value(name, chance, ids)) for _ in range(chance.choice((1, 2, 60)))]
    chance.shuffle(pairs)
    path = chance.choice(_PATHS)
    if path.startswith(("/articles", "/api/v1/articles", "/api/v1/directives/report")) and chance.random() < 0.8:
        pairs = [("id", _value("id", chance, ids)), *chance.sample(pairs, min(1, len(pairs)))]
    return path + "?" + "&".join(f"{sent(name, chance)}={sent(value, chance)}" for name, value in pairs)


def _value(name: str, chance: random.Random, ids: Mapping[str, Sequence[str]]) -> str:
    """Return a value: an id that there is, or anything."""
    kind = chance.choice(("article", "directive", "speaker", "organisation")) if name == "id" else name
    held = chance.random() < 0.3 and ids.get(kind)
    return chance.choice(held) if held else text(chance)[:600]


_LINES = (
    *(b"GET / HTTP/1.1", b"HEAD /?q=hoi HTTP/1.1", b"POST /api/v1/search HTTP/1.1", b"OPTIONS * HTTP/1.1"),
    *(b"DELETE /articles/x HTTP/1.1", b"BREW / HTTP/1.1", b"GET http://other.example/ HTTP/1.1", b"GET / HTTP/1.0"),
    *(b"GET / HTTP/9.9", b"GET  / HTTP/1.1", b"\x16\x03\x01\x02\x00", b"", b"GET /?q=\xff\xfe HTTP/1.1", b"GET"),
    *(b"CONNECT a:1 HTTP/1.1", b"TRACE / HTTP/1.1", b"GET /" + b"a" * 40_000 + b" HTTP/1.1"),
)
_HEADERS = (
    *(b"Host: a", b"Host: ", b"Host: a\r\nHost: b", b"Host: [::1", b"Host: a.example:99999999", b"Host: \xff\xfe"),
    *(
        b"Content-Length: 5",
        b"Content-Length: -1",
        b"Content-Length: 99999999999",
        b"Content-Length: 1_0",
        b"Expect: 100",
    ),
    *(
        b"Transfer-Encoding: chunked",
        b"Transfer-Encoding: chunked\r\nContent-Length: 3",
        b"Transfer-Encoding: xchunked",
    ),
    *(
        b"If-None-Match: *",
        b'If-None-Match: "' + b"x" * 9_000 + b'"',
        b"If-None-Match: W/,,,",
        b"Range: bytes=0-,-1,9-2",
    ),
    *(b"Authorization: Basic =", b"Authorization: \xff", b"X-Forwarded-For: \xff, 1.2.3.4", b"X-Forwarded-Proto: a,b"),
    *(b"X: " + b"y" * 70_000, b"\r\n".join(b"X%d: y" % n for n in range(2_000)), b"No colon", b" folded: x", b"\0: \0"),
    *(b"Accept: " + b"a/b;q=1," * 3_000, b"Cookie: " + b"a=b;" * 5_000, b'Forwarded: for="[', b"Connection: close, TE"),
)


def raw(chance: random.Random) -> bytes:
    """Return a request as bytes: methods, heads and bodies that are no request, or too many of them."""
    lines = [chance.choice(_LINES), *chance.sample(_HEADERS, chance.randint(0, 3))]
    end = chance.choice(
        (b"\r\n\r\n",) * 6 + (b"\n\n", b"\r\n\r\n0\r\n\r\n", b"\r\n\r\nhello", b"\r\n\r\nffffffff\r\nx")
    )
    return b"\r\n".join(lines) + end
