"""Tells when written organisations are one: `Liên hiệp các Hội KH&KT Việt Nam`, `Liên hiệp Hội Việt Nam`, `VUSTA`."""

from __future__ import annotations

import re
from functools import lru_cache

from index.analysis.tokens import folded, words
from index.table import rows

_CENTRAL_HEADS = re.compile(
    r"^(?:tong bi thu|thu tuong|pho thu tuong|bo truong|thu truong|chu tich nuoc|chu tich quoc hoi"
    r"|pho chu tich quoc hoi|uy vien bo chinh tri|tong thong|ngoai truong|dai bieu quoc hoi|thong doc|tong thanh tra"
    r"|tong kiem toan)"
)
_CENTRAL = re.compile(
    r"\b(?:viet nam|trung uong|quoc hoi|chinh phu|bo chinh tri|ban bi thu|nha nuoc|quan doi|toi cao|bo [a-z]+|tw)\b"
)


_CENTRE = re.compile(r"\bT\.?Ư\b")  # without accents it would be `Tư pháp` as well


@lru_cache(maxsize=1)
def _same() -> list[tuple[str, re.Pattern[str], str]]:
    plain = [(_plain(written), _plain(kept)) for written, kept in rows(__package__, "organisations.tsv")]
    return [(written, re.compile(rf"\b{re.escape(written)}\b"), kept) for written, kept in plain]


def _plain(text: str) -> str:
    return " ".join(folded(words(_CENTRE.sub("TW", text))))


@lru_cache(maxsize=20_000)
def organisation_key(organisation: str) -> str:
    """Return an organisation as compared: folded words, abbreviations and long forms made one; '' for none."""
    key = _plain(organisation)
    for written, pattern, kept in _same():
        if written in key:  # a tenth of the time in a text of some length, which holds few of them
            key = pattern.sub(kept, key)
    return " ".join(key.split())


def is_central(head: str, organisation: str) -> bool:
    """Tell whether an office is one of the centre: of the Government, the Party's central bodies, a national union."""
    return bool(_CENTRAL_HEADS.match(_plain(f"{head} {organisation}")) or _CENTRAL.search(_plain(organisation)))
