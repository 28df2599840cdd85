"""Finds words of a query that join or exclude others: `VÀ` in `chè VÀ cam`, not in a sentence typed with capitals."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources

from index.analysis.normalise import canonical_word, fold_word
from index.analysis.syllables import is_folded_syllable
from index.analysis.tokens import WORD

_ENGLISH = {"AND": "and", "OR": "or", "NOT": "not"}
_VIETNAMESE = {"VÀ": "and", "HOẶC": "or", "KHÔNG": "not"}
OPERATORS = _ENGLISH | _VIETNAMESE
"""Meanings of the words that may be operators, as they are written."""

_JOINED = 4  # words at most on each side of VÀ and HOẶC where nothing else says that a query is built
_KEPT, _EXCLUDED = 6, 2  # and before and behind KHÔNG


@cache
def _not_excluding() -> frozenset[str]:
    """Return the words behind KHÔNG with which it is part of a sentence or a word: `KHÔNG được`, `KHÔNG khí`."""
    table = resources.files(__package__).joinpath("not_excluding.txt").read_text(encoding="utf-8")
    return frozenset(canonical_word(word) for word in table.split())


def operators(words: Sequence[str], built: bool) -> list[bool]:
    """Tell for each typed word whether it is an operator.

    English ones are wherever they stand. Vietnamese ones are words of the language too, which emphasis and headings put
    in capitals: they count in a query that is `built` otherwise (quotes, brackets, fields, stars, a minus, an English
    operator), and where few words stand on either side of them that are not all in capitals.
    """
    english = [word in _ENGLISH for word in words]
    if built or any(english):
        return [word in OPERATORS for word in words]
    candidates = [n for n, word in enumerate(words) if word in _VIETNAMESE]
    others = [word for n, word in enumerate(words) if n not in candidates and WORD.search(word)]
    capitals = all(word == word.upper() for word in others)
    shouted = capitals and any(is_folded_syllable(fold_word(word)) for word in others)
    if not candidates or shouted:
        return english
    bounds = [-1, *candidates, len(words)]
    fits = [
        _fits(words[n], n - before - 1, [*words[n + 1 : after]])
        for before, n, after in zip(bounds, candidates, bounds[2:], strict=False)
    ]
    return [n in candidates and all(fits) for n in range(len(words))]


def _fits(operator: str, before: int, behind: Sequence[str]) -> bool:
    """Tell whether an operator may stand between so many words and those `behind` it."""
    if _VIETNAMESE[operator] != "not":
        return before <= _JOINED and len(behind) <= _JOINED  # with nothing beside it, it is passed over
    excludes = bool(behind) and canonical_word(behind[0]) not in _not_excluding()
    return excludes and 0 < before <= _KEPT and len(behind) <= _EXCLUDED
