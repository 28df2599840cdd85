"""What people would have typed for a text: keys of Telex and VNI with the keyboard off, slips, joined words. Seeded."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Callable

from index.analysis.normalise import nfc, strip_accents

_TONES = {"\u0300": "f2", "\u0301": "s1", "\u0309": "r3", "\u0303": "x4", "\u0323": "j5"}
_TELEX = {"ă": "aw", "â": "aa", "đ": "dd", "ê": "ee", "ô": "oo", "ơ": "ow", "ư": "uw"}
_VNI = {"ă": "a8", "â": "a6", "đ": "d9", "ê": "e6", "ô": "o6", "ơ": "o7", "ư": "u7"}
_KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_WORD = re.compile(r"[^\W\d_]+")

Mistype = Callable[[str, random.Random], str]
"""A text mistyped, the same text where nothing in it can be."""


def _encoded(word: str, letters: dict[str, str], digits: bool, draw: random.Random) -> str:
    """Return the keys that write a word; marks and tone at once or at the end of the word, as people do both."""
    tone_key, keys, marks_last = "", [], []
    at_end, late = draw.random() < 0.7, digits and draw.random() < 0.3
    lower = nfc(word).lower()
    for place, character in enumerate(lower):
        parts = unicodedata.normalize("NFD", character)
        tone = next((mark for mark in parts if mark in _TONES), "")
        plain = nfc("".join(mark for mark in parts if mark not in _TONES))
        typed = letters.get(plain, plain)
        if not digits and plain == "o" and lower[place - 1 : place] == "o":
            typed = "oo"  # xoong: the third o takes the mark of ô back
        if late and len(typed) > 1:
            typed, last = typed[0], typed[1]
            marks_last.append(last)
        keys.append(typed)
        if tone:
            tone_key = _TONES[tone][digits]
            if not at_end:
                keys.append(tone_key)
    written = "".join(keys) + "".join(marks_last) + (tone_key if at_end else "")
    if word.isupper() and len(word) > 1:
        return written.upper()
    return written[0].upper() + written[1:] if word[0].isupper() else written


def telex(text: str, draw: random.Random) -> str:
    """Return the keys of Telex for every word."""
    return _WORD.sub(lambda found: _encoded(found.group(), _TELEX, False, draw), nfc(text))


def vni(text: str, draw: random.Random) -> str:
    """Return the keys of VNI for every word."""
    return _WORD.sub(lambda found: _encoded(found.group(), _VNI, True, draw), nfc(text))


def bare(text: str, draw: random.Random) -> str:
    """Return the text without accents."""
    return strip_accents(nfc(text))


def _in_one_word(text: str, draw: random.Random, slip: Callable[[str, random.Random], str]) -> str:
    places = [found.span() for found in _WORD.finditer(nfc(text)) if found.end() - found.start() > 2]
    if not places:
        return text
    start, end = draw.choice(places)
    return nfc(text)[:start] + slip(nfc(text)[start:end], draw) + nfc(text)[end:]


def dropped(text: str, draw: random.Random) -> str:
    """Return the text with a letter left out of a word."""
    return _in_one_word(text, draw, lambda w, d: w[: (n := d.randrange(len(w)))] + w[n + 1 :])


def doubled(text: str, draw: random.Random) -> str:
    """Return the text with a letter typed twice."""
    return _in_one_word(text, draw, lambda w, d: w[: (n := d.randrange(len(w)))] + w[n] + w[n:])


def swapped(text: str, draw: random.Random) -> str:
    """Return the text with two neighbouring letters of a word swapped."""

    def slip(word: str, draw: random.Random) -> str:
        places = [n for n in range(len(word) - 1) if word[n] != word[n + 1]]
        if not places:
            return word
        n = draw.choice(places)
        return word[:n] + word[n + 1] + word[n] + word[n + 2 :]

    return _in_one_word(text, draw, slip)


def _beside(letter: str, draw: random.Random) -> str:
    plain = strip_accents(letter.lower())
    for row, keys in enumerate(_KEYBOARD):
        if (at := keys.find(plain)) >= 0:
            near = keys[max(at - 1, 0) : at] + keys[at + 1 : at + 2]
            near += _KEYBOARD[row + 1][at : at + 1] if row < 2 else _KEYBOARD[row - 1][at : at + 1]
            return draw.choice(near)
    return plain


def beside(text: str, draw: random.Random) -> str:
    """Return the text with a letter of a word replaced by a key next to its own (its accents are lost)."""
    return _in_one_word(text, draw, lambda w, d: w[: (n := d.randrange(len(w)))] + _beside(w[n], d) + w[n + 1 :])


def added(text: str, draw: random.Random) -> str:
    """Return the text with a key hit together with its neighbour."""
    return _in_one_word(text, draw, lambda w, d: w[: (n := d.randrange(len(w))) + 1] + _beside(w[n], d) + w[n + 1 :])


def joined(text: str, draw: random.Random) -> str:
    """Return the text with one space between two words left out."""
    places = [found.start() for found in re.finditer(r"(?<=[^\W\d_]) (?=[^\W\d_])", text)]
    return text if not places else text[: (n := draw.choice(places))] + text[n + 1 :]


def parted(text: str, draw: random.Random) -> str:
    """Return the text with a space inside a word, after its first letters."""
    return _in_one_word(text, draw, lambda w, d: w[: (n := d.randrange(1, len(w)))] + " " + w[n:])


def bare_slip(text: str, draw: random.Random) -> str:
    """Return the text without accents and with one slip of any kind."""
    return draw.choice((dropped, doubled, swapped, beside, added))(bare(text, draw), draw)


KINDS: dict[str, Mistype] = {
    "unaccented": bare,
    "Telex": telex,
    "VNI": vni,
    "letter dropped": dropped,
    "letter doubled": doubled,
    "letters swapped": swapped,
    "key beside": beside,
    "letter added": added,
    "unaccented + slip": bare_slip,
    "words joined": joined,
    "word parted": parted,
}
