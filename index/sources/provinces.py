"""The province that an organisation or a place names: `Liên hiệp Hội Hà Giang` → `Hà Giang`."""

from __future__ import annotations

import re
from functools import lru_cache

from index.analysis.normalise import canonical_word
from index.sources.table import rows

_WORD = re.compile(r"\w+")


def _canonical(name: str) -> tuple[str, ...]:
    return tuple(canonical_word(word) for word in _WORD.findall(name))


@lru_cache(maxsize=1)
def _names() -> dict[tuple[str, ...], str]:
    """Return the canonical words of each spelling with the province's name."""
    found: dict[tuple[str, ...], str] = {}
    for name, _, _, others in rows("provinces.tsv"):
        for spelling in (name, *others.split("|")):
            if spelling:
                found[_canonical(spelling)] = name
    return found


@lru_cache(maxsize=1)
def _successors() -> dict[str, str]:
    return {name: successor for name, _, successor, _ in rows("provinces.tsv")}


def successor_of(province: str) -> str:
    """Return the province that holds this one since 1 July 2025 (`Hà Giang` → `Tuyên Quang`), '' if unknown."""
    return _successors().get(province, "")


@lru_cache(maxsize=10_000)
def province_of(text: str) -> str:
    """Return the one province that the name of an organisation or place holds, by its name until 2025; else ''.

    Meant for short names, not for running text, where provinces are merely mentioned. Two provinces in one name
    are ambiguous and give ''. `Thái Bình Dương` (the Pacific) is not Thái Bình: a name goes on with capitals.
    """
    written = _WORD.findall(text[:300])
    upper = text.isupper()
    words = [canonical_word(word) for word in written]
    found: set[str] = set()
    at = 0
    while at < len(words):
        for length in (5, 4, 3, 2, 1):
            name = _names().get(tuple(words[at : at + length]))
            end = at + length
            if name is None or end > len(words) or not all(word[0].isupper() for word in written[at:end]):
                continue
            if upper or end == len(words) or not written[end][0].isupper():
                found.add(name)
                at = end - 1
                break
        at += 1
    return found.pop() if len(found) == 1 else ""
