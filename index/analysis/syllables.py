"""Tells whether a word can be a Vietnamese syllable: what parts text in an old encoding from noise."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from index.table import rows

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_STOPPED_TONES = "\u0301\u0323"  # syllables that end in c, ch, k, p, t: các, cạc, but no cãc
_ONSET = re.compile(r"(?:ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|[bcdđghklmnpqrstvx])?")


@cache
def _rhymes() -> frozenset[str]:
    return frozenset(row[0] for row in rows(__package__, "rhymes.tsv"))


def _is_rhyme(rhyme: str, tones: str) -> bool:
    stopped = rhyme.endswith(("c", "ch", "k", "p", "t"))
    return rhyme in _rhymes() and (not stopped or (tones in _STOPPED_TONES and tones != ""))


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Tell whether `word` with its tone follows the spelling of Vietnamese: `nghĩa` does, `nghãi` does not."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = "".join(character for character in decomposed if character in _TONES)
    if len(tones) > 1:
        return False
    toneless = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES))
    found = _ONSET.match(toneless)
    onset = found[0] if found else ""
    if onset == "gi" and not _is_rhyme(toneless[2:], tones):
        onset = "g"  # gì, gìn
    return _is_rhyme(toneless[len(onset) :], tones)
