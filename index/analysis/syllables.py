"""Tells which words are spelt as Vietnamese syllables, and sets their tones.

A syllable is an onset, a rhyme and a tone (Đoàn Thiện Thuật, Ngữ âm tiếng Việt, 1977). The table `syllables.tsv` says
which rhymes stand after which onset; of the tones, only sắc and nặng go with c, ch, p, t at the end.
"""

from __future__ import annotations

import unicodedata
from functools import cache, lru_cache

from index.analysis.normalise import canonical_word, fold_word
from index.table import rows

GRAVE, ACUTE, TILDE, HOOK, DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
TONES = (GRAVE, ACUTE, TILDE, HOOK, DOT)

_BACK_ONSETS = ("c", "g", "ng")
_FRONT_ONSETS = ("k", "gh", "ngh")
_OTHER_ONSETS = ("", *"bdđhlmnprstvx", "ch", "gi", "kh", "nh", "ph", "th", "tr")
_FRONT_VOWELS = "eêiy"
_VOWELS = "aăâeêioôơuưy"
_MARKED = "ăâêôơư"
_STOPS = ("c", "ch", "k", "p", "t")


def _onsets(after: str, rhyme: str) -> tuple[str, ...]:
    if after in ("none", "whole"):
        return ("",)
    if after in ("g", "qu"):
        return (after,)
    # gi before i is written g (`gì`, `giếng`), which rows of their own say
    others = tuple(onset for onset in _OTHER_ONSETS if not (onset == "gi" and rhyme[0] in "iy"))
    if rhyme[0] in _FRONT_VOWELS:
        onsets = others + _FRONT_ONSETS
    else:
        onsets = others + tuple(onset for onset in _BACK_ONSETS if after != "glide" or onset != "c")
    return onsets[1:] if after == "onset" else onsets


@cache
def _rhyme_starts() -> dict[str, int]:
    """Return every toneless syllable with the place where its rhyme begins."""
    syllables: dict[str, int] = {}
    for after, rhymes in rows(__package__, "syllables.tsv"):
        for rhyme in rhymes.split():
            for onset in _onsets(after, rhyme):
                syllables.setdefault(onset + rhyme, len(onset))
    return syllables


@cache
def _by_fold() -> dict[str, tuple[str, ...]]:
    """Return the toneless syllables under their index terms: `dang` → dang, đang, dăng, đăng, dâng, đâng."""
    groups: dict[str, list[str]] = {}
    for syllable in _rhyme_starts():
        groups.setdefault(fold_word(syllable), []).append(syllable)
    return {fold: tuple(group) for fold, group in groups.items()}


def syllables() -> list[str]:
    """Return every toneless syllable that the table gives, marks written: `đăng`, `nghiên`."""
    return list(_rhyme_starts())


@lru_cache(maxsize=50_000)
def is_syllable(word: str) -> bool:
    """Tell whether a word with its marks and tone is spelt as a Vietnamese syllable: `nghĩa` is, `nghãi` is not."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = "".join(character for character in decomposed if character in TONES)
    toneless = unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in TONES))
    return len(tones) < 2 and toneless in _rhyme_starts() and _allows(toneless, tones)


def is_folded_syllable(fold: str) -> bool:
    """Tell whether a folded word (`index.analysis.normalise.fold_word`) is the index term of some syllable."""
    return fold in _by_fold()


def _allows(toneless: str, tone: str) -> bool:
    return not toneless.endswith(_STOPS) or tone in (ACUTE, DOT)


def _tone_place(toneless: str, start: int) -> int:
    """Return which letter bears the tone: a marked vowel, the last of two; else as `hòa`, `hoàn`, `khuỷu`, `mùa`."""
    vowels = [n for n in range(start, len(toneless)) if toneless[n] in _VOWELS]
    marked = [n for n in vowels if toneless[n] in _MARKED]
    if marked:
        return marked[-1]
    if len(vowels) == 1:
        return vowels[0]
    closed = vowels[-1] + 1 < len(toneless)
    return vowels[1] if closed or len(vowels) > 2 else vowels[0]


@lru_cache(maxsize=20_000)
def toned(toneless: str, tone: str) -> str | None:
    """Return a lower-case toneless syllable with its tone (a combining mark, or empty), None where there is none such.

    `toned("đăng", DOT)` is `đặng`; there is no `cãc`, no `ngiên`.
    """
    start = _rhyme_starts().get(toneless)
    if start is None or not _allows(toneless, tone):
        return None
    if not tone:
        return canonical_word(toneless)
    place = _tone_place(toneless, start) + 1
    return canonical_word(unicodedata.normalize("NFC", toneless[:place] + tone + toneless[place:]))


@lru_cache(maxsize=5_000)
def accented_forms(fold: str) -> tuple[str, ...]:
    """Return the canonical words whose index term is the syllable `fold`, the toneless first; none for other words."""
    forms = (toned(toneless, tone) for tone in ("", *TONES) for toneless in _by_fold().get(fold, ()))
    return tuple(dict.fromkeys(canonical_word(form) for form in forms if form))
