"""Finds all places of many names in a text, in time that grows with the text and not with the text times the names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_MANY = 200  # names beyond which each word of the text is looked up rather than each name searched for
_WORD = re.compile(r"[^\W_]+")


def places_of(text: str, names: Mapping[str, int]) -> dict[str, list[int]]:
    """Return where each of the names that stand in a text, each from a place on, begins; names begin with a letter.

    Whether a place lies within a longer word is the caller's to look at. Finding each of a few is a tenth of what a
    pattern of them all costs, which would have to be made for each text.
    """
    if len(names) <= _MANY:
        return {name: places for name, since in names.items() if (places := list(_each(text, name, since)))}
    lengths: dict[str, set[int]] = {}
    for name in names:
        first = _WORD.match(name)
        lengths.setdefault(first[0] if first else "", set()).add(len(name))
    found: dict[str, list[int]] = {}
    for word in _WORD.finditer(text):
        for length in lengths.get(word[0], ()):
            name = text[word.start() : word.start() + length]
            if name in names and word.start() >= names[name]:
                found.setdefault(name, []).append(word.start())
    return found


def _each(text: str, name: str, since: int) -> Iterator[int]:
    at = text.find(name, since)
    while at >= 0:
        yield at
        at = text.find(name, at + len(name))
