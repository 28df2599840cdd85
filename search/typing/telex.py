"""Telex keys read as Vietnamese: `Ddawngj Vux Minh`, `lieen hieepj hooij`, `nghij quyeets`.

aa ee oo dd double a letter, w gives horn or breve, s f r x j the tone; z takes it away. A mark may follow its letter at
once or anywhere later in the word (`hoij`+`o`, `dangwd`), as the keyboards allow.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from index.analysis.syllables import ACUTE, DOT, GRAVE, HOOK, TILDE, TONES
from search.typing.keystrokes import BREVE, CIRCUMFLEX, HORN, Typed, decode, written

_TONE_KEYS = {"s": ACUTE, "f": GRAVE, "r": HOOK, "x": TILDE, "j": DOT}


def decode_telex(word: str) -> str | None:
    """Return the Vietnamese syllable that `word` is in Telex, canonical in its spelling and in the case of `word`.

    None where the keys write no syllable or stand for themselves only.
    """
    return decode(word, _step)


def _step(typed: Typed, key: str) -> Iterator[Typed]:
    if key in _TONE_KEYS:
        if typed.has_vowel:
            yield from typed.with_tone(_TONE_KEYS[key])
        else:
            yield typed.with_letter(key)
    elif key == "z":
        if typed.has_vowel:
            yield Typed(typed.letters, "", marked=True)
    elif key == "w":
        yield from typed.with_horns()
        yield from typed.with_mark(BREVE | HORN)
        yield typed.changed(len(typed.letters), "ư")  # `nhw` is như
    elif key == "d":
        yield from typed.with_bar()
        yield typed.with_letter(key)
    elif key in CIRCUMFLEX:
        if typed.letters.endswith(CIRCUMFLEX[key]):  # a third time takes the mark back: `xooong` is xoong
            yield typed.changed(len(typed.letters) - 1, key + key)
        yield from typed.with_mark({key: CIRCUMFLEX[key]})
        yield typed.with_letter(key)
    elif len(parts := unicodedata.normalize("NFD", key)) == 2 and parts[1] in TONES and not typed.tone:
        for one in _step(typed, parts[0]):  # `vaạt`: the tone came before the second a
            yield replace(one, tone=parts[1])
    else:
        yield from written(typed, key)
