"""Tells when two written issuers are one organ, when they contradict each other, and how an issuer is spelt.

The spellings stand in `issuer_spellings.tsv`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.analysis.normalise import fold, nfc, slug
from index.table import rows

_TERM_AT_END = re.compile(r"[\s,]*\(?\b(?:kh[oó][aá]|nhiệm kỳ)\s.*$", re.IGNORECASE)
_HOLDER = re.compile(r"^(?:bo-truong|thu-truong|thong-doc)-(?=bo-|ngan-)")

# The organs that share the Party's central numbers. Whoever writes `Trung ương` or `Đảng` may mean any of them.
_CENTRAL = frozenset({"bo-chinh-tri", "ban-bi-thu", "ban-chap-hanh-trung-uong-dang"})


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    return {fold(nfc(written)): kept for kept, others in rows(__package__, "issuer_spellings.tsv")
            for written in (kept, *others.split("; ")) if written}


@lru_cache(maxsize=20_000)
def spelt(issuer: str) -> str:
    """Return an issuer in its one spelling, its term left as written: `BBT khóa XI` → `Ban Bí thư khóa XI`."""
    term = _TERM_AT_END.search(issuer)
    name = issuer[: term.start()] if term else issuer
    kept = _spellings().get(" ".join(fold(nfc(name)).split()), name.strip())
    return kept + (issuer[term.start() :] if term else "")


@lru_cache(maxsize=20_000)
def organ(issuer: str) -> str:
    """Return the slug of the organ that an issuer names, without its term: `Bộ trưởng Bộ Y tế` → `bo-y-te`."""
    name = _TERM_AT_END.sub("", spelt(nfc(issuer)))
    return _HOLDER.sub("", slug(name))


def same_issuer(one: str, other: str) -> bool:
    """Tell whether two written issuers are one organ: `Bộ trưởng Bộ Y tế` issues for `Bộ Y tế`; accents aside."""
    first, second = organ(one), organ(other)
    return first == second or (bool(first) and bool(second) and (first.startswith(second) or second.startswith(first)))


def contradict(one: str, other: str) -> bool:
    """Tell whether two issuers cannot both be a document's: Bộ Chính trị and Ban Bí thư.

    Only organs that share one sequence of numbers are told apart by it; elsewhere the number's symbol names the issuer.
    """
    first, second = organ(one), organ(other)
    return first in _CENTRAL and second in _CENTRAL and first != second
