"""Scores how likely a folded word was typed for another: by a slip, or by letters taken for each other.

Costs are negative logarithms, rough ones: a letter doubled, left out or swapped with its neighbour is the commonest
slip, the key beside the right one comes next, any other letter is rare (Damerau, CACM 7/3, 1964; Kukich, ACM Computing
Surveys 24/4, 1992: first letters are seldom wrong).
"""

from __future__ import annotations

from functools import cache

from rapidfuzz.distance import OSA

from index.analysis.normalise import canonical_word
from index.table import rows
from search.typing.keystrokes import toneless

_ROWS = (("qwertyuiop", 0.0), ("asdfghjkl", 0.25), ("zxcvbnm", 0.75))

_DOUBLED, _SWAPPED, _CONFUSED, _DROPPED, _BESIDE, _ADDED, _OTHER = 1.5, 2.0, 2.0, 2.0, 2.5, 3.0, 4.0
_FIRST = 1.5  # more where the first letter is wrong
_EACH_OF_TWO = 3.5


@cache
def _neighbours() -> frozenset[str]:
    """Return the pairs of keys that lie side by side, both ways: `er`, `re`, `ed`."""
    places = {key: (place + shift, row) for row, (keys, shift) in enumerate(_ROWS) for place, key in enumerate(keys)}
    return frozenset(
        one + other
        for one, (x, row) in places.items()
        for other, (x2, row2) in places.items()
        if one != other and abs(row - row2) <= 1 and abs(x - x2) <= 1
    )


@cache
def _confusions() -> tuple[tuple[str, str, str], ...]:
    table = rows(__package__, "confusions.tsv")
    return tuple((where, a, b) for where, one, other in table for a, b in ((one, other), (other, one)))


def confused(word: str) -> set[str]:
    """Return the words that differ from a folded one by letters taken for each other: `xao` → sao; `tram` → cham."""
    found = set()
    for where, one, other in _confusions():
        if where == "start" and word.startswith(one):
            found.add(other + word.removeprefix(one))
        elif where == "end" and word.endswith(one):
            found.add(word.removesuffix(one) + other)
    return found


def slip_cost(typed: str, word: str, distance: int) -> float:
    """Return what it costs to have typed `typed` for `word`, folded both, `distance` slips (1 or 2) apart."""
    start = 0
    while typed[start : start + 1] == word[start : start + 1] != "":
        start += 1
    first = _FIRST if start == 0 else 0.0
    if typed in confused(word):
        return _CONFUSED
    if distance > 1:
        return _EACH_OF_TWO * distance + first
    end = 0
    while end < min(len(typed), len(word)) - start and typed[-1 - end] == word[-1 - end]:
        end += 1
    wrong, right = typed[start : len(typed) - end], word[start : len(word) - end]
    if not right:  # a letter too many; the common prefix has eaten the first of a doubled one
        around = typed[start - 1 : start] if start else "", typed[start + 1 : start + 2]
        if wrong in around:
            return _DOUBLED
        return (_BESIDE if any(wrong + other in _neighbours() for other in around) else _ADDED) + first
    if not wrong:
        return _DROPPED + first
    if len(wrong) == 2:
        return _SWAPPED + first
    return (_BESIDE if wrong + right in _neighbours() else _OTHER) + first


def letters_apart(typed: str, word: str) -> int:
    """Return by how many letters two words differ, accented letters whole; a tone that only moved is no difference.

    `quyt` is one letter from `quyết`, `cuuả` one from `của`; `Iran` is two from `trận`.
    """
    one, other = canonical_word(typed), canonical_word(word)
    apart = OSA.distance(one, other)
    (plain, tone), (other_plain, other_tone) = toneless(one), toneless(other)
    return min(apart, OSA.distance(plain, other_plain)) if tone == other_tone else apart
