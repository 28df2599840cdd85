"""Ties bodies named without a province (`UBND tỉnh`, `Sở Y tế`) to the one that the text or its publisher is of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from index.organisations.provinces import named_at
from index.organisations.provincial import UNION, Body, is_city

LINKS = {"tỉnh": False, "tinh": False, "thành phố": True, "thanh pho": True, "tp": True}
"""Words between a body and its province, and whether a city under the centre follows."""

_OF_PROVINCES = frozenset(("sở", "so", "tỉnh", "tinh", "thành", "thanh"))  # `Sở Y tế`, `Tỉnh ủy`, `Thành Đoàn`
_SEVERAL = frozenset(("các", "cac", "những", "nhung", "mỗi", "moi", "từng", "tung", "mọi", "nhiều", "nhieu", "số"))
# `UBND tỉnh Champasak`, `UBND tỉnh, thành phố`, `Tỉnh ủy viên`, `Sở Y tế các tỉnh`, `Sở của tỉnh bạn`
_GOES_ON = re.compile(r"\s*(?:[,/]|và|hoặc)\s*(?:thành phố|tp|huyện)\b|\s+(?:viên|các|cấp|của|bạn|nào|khác)\b")


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A body that a text names without its province: `text[start:end]`; `city` where the words say which kind."""

    body: Body
    start: int
    end: int
    city: bool | None


def link_at(spoken: Sequence[str], at: int) -> int:
    """Return how many words from a place on stand between a body and its province; 0 for none."""
    two = " ".join(spoken[at : at + 2])
    return 2 if " " in two and two in LINKS else int(" ".join(spoken[at : at + 1]) in LINKS)


def is_unplaced(body: Body, said: Iterable[str]) -> bool:
    """Tell whether the words that name a body say by themselves that it is a province's."""
    return body.kind == UNION or not _OF_PROVINCES.isdisjoint(said)


def stands_alone(text: str, end: int, before: Sequence[str]) -> bool:
    """Tell whether one body is meant, which no other place follows; `before` is the word before it."""
    following = text[end : end + 20]
    named = following[:1].isspace() and following.strip()[:1].isupper()
    return not named and _SEVERAL.isdisjoint(before) and not _GOES_ON.match(following)


def tied(
    unplaced: Iterable[Unplaced], placed: set[str], spoken: Sequence[str], plain: bool, province: str, of_union: bool
) -> Iterable[tuple[Unplaced, str]]:
    """Yield the bodies with their ids where one province alone is spoken of.

    `placed` are the provinces whose bodies the text names, `province` that of its publisher, empty for none; `of_union`
    where that is the union of the province, which calls itself Liên hiệp Hội.
    """
    homes = placed | {province} - {""}
    if len(homes) != 1 or not _named(spoken, plain) <= homes:
        return
    home = next(iter(homes))
    for one in unplaced:
        alone = one.body.kind == UNION and one.city is None and not of_union
        if not alone and one.body.is_in(home) and one.city in (None, is_city(home)):
            yield one, one.body.id_in(home)


def _named(spoken: Sequence[str], plain: bool) -> set[str]:
    """Return the provinces that words name as such: `tỉnh Hà Giang`."""
    found = set()
    for at in range(len(spoken)):
        if length := link_at(spoken, at):
            found.add(named_at(spoken, at + length, plain)[1])
    return found - {""}
