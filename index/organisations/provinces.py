"""The province that an organisation or a place names: `Liên hiệp Hội Hà Giang` → `Hà Giang`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from index.analysis.normalise import canonical_word, fold
from index.table import rows

_WORD = re.compile(r"\w+")
_KIND = re.compile(r"^(?:tỉnh|thành phố|thủ đô|tp\.?)\s+", re.IGNORECASE)
_LONGEST = 5  # words of a name; Bà Rịa - Vũng Tàu has four


def _canonical(name: str) -> tuple[str, ...]:
    return tuple(canonical_word(word) for word in _WORD.findall(name))


@lru_cache(maxsize=1)
def _names() -> dict[tuple[str, ...], str]:
    """Return the canonical words of each spelling with the province's name."""
    found: dict[tuple[str, ...], str] = {}
    for name, _, _, others in rows(__package__, "provinces.tsv"):
        for spelling in (name, *others.split("|")):
            if spelling:
                found[_canonical(spelling)] = name
    return found


@lru_cache(maxsize=1)
def _successors() -> dict[str, str]:
    return {name: successor for name, _, successor, _ in rows(__package__, "provinces.tsv")}


def successor_of(province: str) -> str:
    """Return the province that holds this one since 1 July 2025 (`Hà Giang` → `Tuyên Quang`), '' if unknown."""
    return _successors().get(province, "")


@lru_cache(maxsize=1)
def provinces() -> tuple[str, ...]:
    """Return the names of the provinces and cities since 1 July 2025."""
    return tuple(dict.fromkeys(_successors().values()))


@lru_cache(maxsize=200)
def predecessors(province: str) -> tuple[str, ...]:
    """Return what a province since 1 July 2025 was made of, by the names until then: itself and others."""
    return tuple(name for name, successor in _successors().items() if successor == province)


@lru_cache(maxsize=200)
def official_name(province: str) -> str:
    """Return the name with what the place is: `Hòa Bình` → `Tỉnh Hòa Bình`; '' if unknown."""
    return next((official for name, official, _, _ in rows(__package__, "provinces.tsv") if name == province), "")


@lru_cache(maxsize=1)
def all_names() -> tuple[str, ...]:
    """Return the names of the 63 provinces and cities until 30 June 2025, in the order of the table."""
    return tuple(_successors())


@lru_cache(maxsize=1)
def _folded_names() -> dict[tuple[str, ...], str]:
    """Return the folded words of each spelling with the province's name; what two provinces share is left out."""
    found: dict[tuple[str, ...], str] = {}
    for canonical, name in _names().items():
        key = tuple(map(fold, canonical))
        found[key] = name if found.get(key, name) == name else ""
    return {key: name for key, name in found.items() if name}


def named_at(words: Sequence[str], at: int, folded: bool = False) -> tuple[int, str]:
    """Return how many words the longest province name that begins at `words[at]` has, and the name; 0, '' for none.

    The words are canonical, or folded ones where `folded`.
    """
    names = _folded_names() if folded else _names()
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        name = names.get(tuple(words[at : at + length]), "")
        if name:
            return length, name
    return 0, ""


@lru_cache(maxsize=10_000)
def province_of(text: str) -> str:
    """Return the one province that the name of an organisation or place holds, by its name until 2025; else ''.

    Meant for short names, not for running text, where provinces are merely mentioned. Two provinces in one name
    are ambiguous and give ''. `Thái Bình Dương` (the Pacific) is not Thái Bình: a name goes on with capitals.
    """
    found: set[str] = set()
    matches = list(_WORD.finditer(text[:300]))
    words = [canonical_word(match[0]) for match in matches]
    at = 0
    while at < len(words):
        length, name = named_at(words, at)
        written = matches[at : at + max(length, 1)]
        at += max(length, 1)
        if not name or not all(match[0][0].isupper() for match in written):
            continue
        following = text[written[-1].end() :]
        goes_on = following[:1].isspace() and following.lstrip()[:1].isupper() and not text.isupper()
        if not goes_on:
            found.add(name)
    return found.pop() if len(found) == 1 else ""


@lru_cache(maxsize=10_000)
def spelt(province: str) -> str:
    """Return a province as the table spells it (`Thanh Hoá` → `Thanh Hóa`): one spelling, one facet; else as given."""
    name = _names().get(_canonical(province), "")
    return name if _canonical(name) == _canonical(province) else province


@lru_cache(maxsize=20_000)
def province_of_place(place: str) -> str:
    """Return the province where a place is one or says one: `Hà Nội`, `thành phố Việt Trì, tỉnh Phú Thọ`; else ''.

    `Khách sạn Hòa Bình` is a hotel, which may stand anywhere: only whole parts of the place count.
    """
    for part in place.split(","):
        name = _names().get(_canonical(_KIND.sub("", part.strip())))
        if name:
            return name
    return ""
