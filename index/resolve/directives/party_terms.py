"""Tells in which term of the Party's committee a document was issued, by `terms.tsv` of the directives.

A Party document's number begins at 01 again for each type with each congress (Hướng dẫn 36-HD/VPTW of 2018, II.1.3.1:
from the day after a congress to the closing day of the next), so that type, number, level and term are its identity.
"""

from __future__ import annotations

from functools import lru_cache

from index.extract.directives.tables import tables

_CENTRAL = "Đảng"


@lru_cache(maxsize=1)
def _central_terms() -> tuple[tuple[str, str, str], ...]:
    """Return (term, last day of the term before, its own last day) of each central committee, oldest first."""
    found = [(days[0], days[1], term) for (organ, term), days in tables().terms.items() if organ == _CENTRAL]
    return tuple((term, first, last) for first, last, term in sorted(found))


@lru_cache(maxsize=20_000)
def terms_of(date: str) -> frozenset[str]:
    """Return the terms in which a document of `date` (ISO as far as known) may have been issued.

    A day has one; a bare year in which a congress met has two. Empty where the table does not reach.
    """
    if not date:
        return frozenset()
    size = len(date)
    return frozenset(
        term
        for term, before, last in _central_terms()
        if (before < date if size == 10 else before[:size] <= date) and date <= last[:size]
    ) or _after_the_last(date)


def _after_the_last(date: str) -> frozenset[str]:
    """Return the term that follows the table's last one for a later date: it has a name that no article states."""
    last = _central_terms()[-1][2]
    return frozenset({"later"}) if date > last[: len(date)] else frozenset()


def same_term(one: str, other: str) -> bool:
    """Tell whether documents of two dates may be of one term; all before the first congress of the table is one."""
    first, second = terms_of(one), terms_of(other)
    return bool(first & second) or (bool(one and other) and not first and not second)


def in_term(date: str, term: str) -> bool:
    """Tell whether a document of `date` may be of `term`, a Roman numeral (`XII`)."""
    return term in terms_of(date)
