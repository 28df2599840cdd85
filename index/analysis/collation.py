"""The order of a Vietnamese dictionary, and that of a list of people, who stand by their given names.

Words are compared syllable by syllable: first by letters (a ă â b c d đ e ê g h i k l m n o ô ơ p q r s t u ư v x
y, with f j w z where Latin has them), then by tone (ngang, huyền, hỏi, ngã, sắc, nặng), as in Hoàng Phê (ed.), Từ điển
tiếng Việt, Viện Ngôn ngữ học. So `ma` < `mà` < `mả` < `mã` < `má` < `mạ` < `mác` < `măng` < `mân`.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from index.analysis.normalise import canonical_word

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: place for place, letter in enumerate(ALPHABET)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}  # huyền, hỏi, ngã, sắc, nặng
_PARTS = re.compile(r"\d+|[^\W\d_]+")

Syllable = tuple[int, tuple[int, ...], int]
Key = tuple[Syllable, ...]


@lru_cache(maxsize=50_000)
def _syllable(written: str) -> Syllable:
    """Return (0, (number,), 0) for a number, (1, letters, tone) for a syllable: numbers come first, by value."""
    if written.isdigit():
        return 0, (int(written),), 0
    letters: list[int] = []
    tone = 0
    for character in canonical_word(written):
        base = unicodedata.normalize("NFD", character)
        tone = next((_TONES[mark] for mark in base if mark in _TONES), tone)
        letter = unicodedata.normalize("NFC", "".join(mark for mark in base if mark not in _TONES))
        letters.append(_RANK.get(letter, _RANK.get(letter[:1], len(ALPHABET) + ord(letter[:1] or " "))))
    return 1, tuple(letters), tone


def dictionary_key(text: str) -> Key:
    """Return the key by which texts stand in dictionary order; signs are passed over, numbers stand by value."""
    return tuple(_syllable(part) for part in _PARTS.findall(unicodedata.normalize("NFC", text)))


def person_key(name: str) -> Key:
    """Return the key by which people are listed in Vietnam: given name, then surname, then middle names.

    `Trần Văn An`, `Lê Thị Ánh`, `Nguyễn Bình`.
    """
    syllables = dictionary_key(name)
    return (*syllables[-1:], *syllables[:-1])


def initial(name: str) -> str:
    """Return the letter of the alphabet under which a person is listed: that of the given name, `#` without one."""
    syllables = dictionary_key(name)
    if not syllables or syllables[-1][0] == 0 or syllables[-1][1][0] >= len(ALPHABET):
        return "#"
    return ALPHABET[syllables[-1][1][0]].upper()
