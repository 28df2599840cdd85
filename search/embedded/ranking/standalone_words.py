"""Syllables that stand alone in a text, as words of their own, against those that are parts of longer words."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import product

import numpy as np

from index.analysis.normalise import canonical_word
from search.embedded.arrays.document_arrays import DocumentArrays
from search.embedded.arrays.snapshot import Mask

_MARKED = {"a": "aăâ", "e": "eê", "o": "oôơ", "u": "uư", "d": "dđ"}
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")  # none, grave, acute, tilde, hook above, dot below
_MOST_LETTERS = 7  # of a Vietnamese syllable: nghiêng


@lru_cache(maxsize=1_000)
def spellings(fold: str) -> tuple[str, ...]:
    """Return the words that a folded syllable may stand for: `hoi` for hôi, hơi, hội, hỏi…; itself if it is none."""
    if len(fold) > _MOST_LETTERS or not (fold.isascii() and fold.isalpha()):
        return (fold,)
    vowels = [n for n, letter in enumerate(fold) if letter in "aeiouy"]
    found = {fold: None}
    for letters in product(*(_MARKED.get(letter, letter) for letter in fold)):
        for tone, at in product(_TONES, vowels):
            word = "".join(letters[: at + 1]) + tone + "".join(letters[at + 1 :])
            found[canonical_word(unicodedata.normalize("NFC", word))] = None
    return tuple(found)


def standing_alone(snapshot: DocumentArrays, word: str, fold: str) -> Mask:
    """Return the documents in which the segmenter saw the syllable as a word of its own, not as a part of one.

    A word typed without accents may stand for any.
    """
    found = np.zeros(snapshot.size, np.bool_)
    for spelling in (word,) if word != fold else spellings(fold):
        for field in ("title_compound", "body_compound"):
            found[snapshot.holders(field, spelling)] = True
    return found
