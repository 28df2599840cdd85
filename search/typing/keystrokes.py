"""Keys that stand for marks and tones, whichever the method: the letters so far, and what a mark may do to them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from index.analysis.syllables import TONES, toned

CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
HORN = {"o": "ơ", "u": "ư"}
BREVE = {"a": "ă"}

_LONGEST = 14  # keys: `nghieengf`, `thuwowngf`, `nghie6ng2`; more are no syllable
_MOST_READINGS = 64


@dataclass(frozen=True, slots=True)
class Typed:
    """Letters typed so far without their tone, the tone (a combining mark), and whether any key stood for a mark."""

    letters: str = ""
    tone: str = ""
    marked: bool = False

    @property
    def has_vowel(self) -> bool:
        return any(letter in "aăâeêioôơuưy" for letter in self.letters)

    def with_letter(self, letter: str) -> Typed:
        return replace(self, letters=self.letters + letter)

    def with_tone(self, tone: str) -> Iterator[Typed]:
        """Yield the same with a tone; a second one is none: `mars`, `u23` are no Vietnamese."""
        if self.has_vowel and not self.tone:
            yield replace(self, tone=tone, marked=True)

    def with_mark(self, marks: dict[str, str]) -> Iterator[Typed]:
        """Yield the same with a letter marked, the last one first: `xoanw` is xoăn, `muaw` mưa."""
        for place in range(len(self.letters) - 1, -1, -1):
            if (mark := marks.get(self.letters[place])) is not None:
                yield self.changed(place, mark)

    def with_horns(self) -> Iterator[Typed]:
        """Yield ươ for uo, whose two letters one key marks, and for ưo: `nguoiwf`, `nguwowif`."""
        for pair in ("uo", "ưo"):
            if (place := self.letters.rfind(pair)) >= 0:
                yield self.changed(place, "ươ", 2)

    def with_bar(self) -> Iterator[Typed]:
        """Yield đ for the d that the word begins with."""
        if self.letters.startswith("d"):
            yield self.changed(0, "đ")

    def changed(self, place: int, letters: str, length: int = 1) -> Typed:
        return replace(self, letters=self.letters[:place] + letters + self.letters[place + length :], marked=True)


Step = Callable[[Typed, str], Iterator[Typed]]
"""Meanings of a key after the letters so far, the likeliest first."""


def written(typed: Typed, letter: str) -> Iterator[Typed]:
    """Yield the meaning of a letter that is already Vietnamese: the keyboard gave up in the middle of `quyêts`."""
    base, tone = toneless(letter)
    if not (tone and typed.tone):
        yield Typed(typed.letters + base, tone or typed.tone, typed.marked)


def toneless(text: str) -> tuple[str, str]:
    """Return letters without their tones, and the tones as combining marks."""
    marks = unicodedata.normalize("NFD", text)
    tones = "".join(mark for mark in marks if mark in TONES)
    return unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in TONES)), tones


def decode(word: str, step: Step) -> str | None:
    """Return the syllable that the keys of `word` write, in its case, None where they write none or mark nothing."""
    keys = unicodedata.normalize("NFC", word)
    if not 1 < len(keys) <= _LONGEST:
        return None
    readings = [Typed()]
    for key in keys.lower():
        readings = list(dict.fromkeys(after for typed in readings for after in step(typed, key)))[:_MOST_READINGS]
    marked = [typed for typed in readings if typed.marked]
    marked += [replace(typed, letters=typed.letters.replace("ưo", "ươ")) for typed in marked]  # `nguwoif`
    syllables = (toned(typed.letters, typed.tone) for typed in marked)
    found = next(filter(None, syllables), None)
    return _in_case_of(keys, found) if found else None


def _in_case_of(keys: str, syllable: str) -> str:
    """Return the syllable in capitals where all letters typed were (and more than one), else as its first letter."""
    letters = [key for key in keys if key.isalpha()]
    if len(letters) > 1 and all(letter.isupper() for letter in letters):
        return syllable.upper()
    return syllable.capitalize() if letters[:1] and letters[0].isupper() else syllable
