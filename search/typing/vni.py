"""VNI keys read as Vietnamese: `D9a85ng Vu4 Minh`, `lie6n hie65p ho65i`.

1 to 5 give the tone (sắc, huyền, hỏi, ngã, nặng), 6 the circumflex, 7 the horn, 8 the breve, 9 the bar of đ; 0 takes
the tone away. Digits may follow their letter at once or anywhere later in the word.
"""

from __future__ import annotations

from collections.abc import Iterator

from index.analysis.syllables import ACUTE, DOT, GRAVE, HOOK, TILDE
from search.typing.keystrokes import BREVE, CIRCUMFLEX, HORN, Typed, decode, written

_TONE_KEYS = {"1": ACUTE, "2": GRAVE, "3": HOOK, "4": TILDE, "5": DOT}


def decode_vni(word: str) -> str | None:
    """Return the Vietnamese syllable that `word` is in VNI, canonical in its spelling and in the case of `word`.

    None where the keys write no syllable or hold no digit.
    """
    return decode(word, _step)


def _step(typed: Typed, key: str) -> Iterator[Typed]:
    if key in _TONE_KEYS:
        yield from typed.with_tone(_TONE_KEYS[key])
    elif key == "0":
        if typed.has_vowel:
            yield Typed(typed.letters, "", marked=True)
    elif key == "6":
        yield from typed.with_mark(CIRCUMFLEX)
    elif key == "7":
        yield from typed.with_horns()
        yield from typed.with_mark(HORN)
    elif key == "8":
        yield from typed.with_mark(BREVE)
    elif key == "9":
        yield from typed.with_bar()
    else:
        yield from written(typed, key)
