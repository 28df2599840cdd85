"""Tells a text layer that cannot be used: its letters are numbers of shapes, which no map says the meaning of.

Such a page looks right, and gives `/LrQ KLӋS` or boxes when its text is copied.
"""

from __future__ import annotations

import re
import unicodedata

from index.analysis.syllables import is_syllable
from index.sources.encodings.legacy_detection import misread_encoding_of

_JUDGED = 20_000  # characters
_LEAST = 30  # words
_MEANINGLESS = 0.2  # of the characters: boxes, private use, controls
_STRANGE = 0.3  # of the words
_SYLLABLES = 0.15
_WORD = re.compile(r"\S*[^\W\d_]\S*")
_AROUND = "“”\"'‘’()[]{}<>.,;:!?…"
_PART = re.compile(r"[^\W\d_]+")
_SIGN_INSIDE = re.compile(r"[^\W\d_][!#$%*+<=>?@\\^`{|}~]+[^\W\d_]|^[!#$%*+<=>?@\\^`{|}~]+[^\W\d_]")


def is_usable(text: str) -> bool:
    """Tell whether a text can be read; one too short to tell, or in letters of old fonts, can."""
    text = text[:_JUDGED]
    signs = [letter for letter in text if not letter.isspace()]
    lost = sum(unicodedata.category(letter) in ("Co", "Cn", "Cc") or letter == "\ufffd" for letter in signs)
    if len(signs) >= _LEAST and lost > _MEANINGLESS * len(signs):
        return False
    words = _WORD.findall(text)
    if len(words) < _LEAST or misread_encoding_of(text) is not None:
        return True
    strange = sum(map(_is_strange, words))
    known = sum(is_syllable(word.strip(_AROUND)) for word in words)
    return strange <= _STRANGE * len(words) or known > _SYLLABLES * len(words)


def _is_strange(word: str) -> bool:
    """Tell whether a word is written as no language writes: capitals behind small letters, signs inside."""
    parts = _PART.findall(word)
    mixed = any(not (part.islower() or part.isupper() or part[1:].islower()) for part in parts)
    return mixed or _SIGN_INSIDE.search(word.strip(_AROUND)) is not None
