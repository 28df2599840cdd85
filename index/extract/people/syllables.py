"""Tells what a Vietnamese syllable looks like, so that words of other languages stand out."""

from __future__ import annotations

import re
from functools import lru_cache

from index.analysis.normalise import fold

# Onset, one to three vowels, coda: what a Vietnamese syllable looks like without its accents.
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|g[hi]?|h|kh?|l|m|n(?:gh?|h)?|ph?|qu?|r|s|t[hr]?|v|x)?[aeiouy]{1,3}(?:ch?|m|n[gh]?|p|t)?"
)


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Tell whether a word could be one Vietnamese syllable."""
    return bool(_SYLLABLE.fullmatch(fold(word)))
