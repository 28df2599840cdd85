"""Tells words shaped as Vietnamese syllables from those of other languages; `index.analysis.syllables` spells."""

from __future__ import annotations

import re
from functools import lru_cache

from index.analysis.normalise import fold

# Onset, one to three vowels, coda: what a Vietnamese syllable looks like without its accents.
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|g[hi]?|h|kh?|l|m|n(?:gh?|h)?|ph?|qu?|r|s|t[hr]?|v|x)?[aeiouy]{1,3}(?:ch?|m|n[gh]?|p|t)?"
)


@lru_cache(maxsize=50_000)
def looks_like_syllable(word: str) -> bool:
    """Tell whether a word has the shape of a Vietnamese syllable, be there such a one or not: `kim`, no `smith`."""
    return bool(_SYLLABLE.fullmatch(fold(word)))
