"""Tells when two written issuers are one organ, when they contradict each other, and how an issuer is spelt.

The spellings stand in `issuer_spellings.tsv`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from index.analysis.normalise import fold, nfc, slug
from index.extract.directives.tables import Symbol, tables
from index.table import rows

_TERM_AT_END = re.compile(r"[\s,]*\(?\b(?:kh[oó][aá]|nhiệm kỳ)\s.*$", re.IGNORECASE)
_HOLDER = re.compile(r"^(?:bo-truong|thu-truong|thong-doc)-(?=bo-|ngan-)")

# The organs that share the Party's central numbers. Whoever writes `Trung ương` or `Đảng` may mean any of them.
_CENTRAL = frozenset({"bo-chinh-tri", "ban-bi-thu", "ban-chap-hanh-trung-uong-dang"})
CENTRAL = _CENTRAL | {"trung-uong-dang", "trung-uong", "dang", "tw"}


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


# Whom people name for a document of another organ's symbol: `Quyết định 13 của Chính phủ` is the Prime Minister's.
_LOOSELY = (
    frozenset({"cp", "ttg", "hdbt", "hdcp", "cthdbt"}),
    frozenset({"qh", "qhk", "ubtvqh", "tvqh"}),
)


@lru_cache(maxsize=20_000)
def may_issue(issuer: str, type: str, key: str) -> bool:
    """Tell whether a stated issuer may be an organ of a whole number's symbols: no `Bộ Tài chính` of `33/2021/TT-BYT`.

    One that the table of symbols does not know, or not as issuing documents of the type, contradicts nothing: of
    `hướng dẫn Nghị định 116 của Bộ Giáo dục và Đào tạo` the guidance is the ministry's.
    """
    symbols = _symbols_of(organ(issuer), type)
    own = {group.rstrip("0123456789") for group in re.split(r"[-/]", key)[1:]}
    return not symbols or bool(own & symbols) or any(own & group and symbols & group for group in _LOOSELY)


def _symbols_of(name: str, type: str) -> frozenset[str]:
    """Return the symbols of an organ, by its name or as a place's organ of that name: `tinh-uy-phu-tho` → `tu`."""
    if name in CENTRAL:
        return frozenset({"tw"})
    return frozenset(
        fold(symbol.written)
        for symbol, names in _named_symbols()
        if type in symbol.issues
        and any(name == one or name.startswith(f"{one}-") or f"{name}-viet-nam" == one for one in names)
    )


@lru_cache(maxsize=1)
def _named_symbols() -> tuple[tuple[Symbol, tuple[str, ...]], ...]:
    rows = {row.written: row for row in tables().symbols.values()}
    return tuple((row, (*(organ(one) for one in row.issuer.split("; ")), slug(row.written))) for row in rows.values())
