"""Requests as nobody should send them, seeded: what the fuzzers and their tests ask."""

from __future__ import annotations

import random
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
    *("/api/v1/suggest", "/completions", "/api/v1/directives", "/api/v1/speakers", "/directives", "/speakers"),
    *("/embed", "/feed.atom", "/articles", "/api/v1/articles", "/api/v1/articles/similar"),
)
_OF_ONE = ("/articles/", "/api/v1/articles/", "/directives/", "/api/v1/directives/", "/speakers/", "/api/v1/speakers/")
_VALUES: dict[str, tuple[str, ...]] = {
    "kind": ("all", "article", "directive", "speaker", "x"),
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


def target(chance: random.Random) -> str:
    """Return the path and query of a request."""
    if chance.random() < 0.15:
        return (
            chance.choice(_OF_ONE)
            + sent(text(chance)[:200], chance)
            + chance.choice(("", "?q=", "/similar", "?page=9"))
        )
    pairs = [("q", huge(chance) if chance.random() < 0.002 else text(chance))] if chance.random() < 0.95 else []
    settings = chance.sample(sorted(_VALUES), chance.choice((0, 0, 1, 2, 4)))
    pairs += [(name, chance.choice(_VALUES[name])) for name in settings]
    for name in ("source", "province", "directive", "speaker", "q", "id", "\ud800"):
        if chance.random() < 0.06:
            pairs += [(name, text(chance)[:600]) for _ in range(chance.choice((1, 2, 60)))]
    chance.shuffle(pairs)
    return (
        chance.choice(_PATHS) + "?" + "&".join(f"{sent(name, chance)}={sent(value, chance)}" for name, value in pairs)
    )
