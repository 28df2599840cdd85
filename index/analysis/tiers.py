"""The tiers of a text: every form under which its words are indexed, position by position."""

from __future__ import annotations

from dataclasses import dataclass

from index.analysis.dates import dates_in
from index.analysis.normalise import canonical_word, nfc
from index.analysis.segment import Segmenter
from index.analysis.tokens import WORD, folded, pairs, words

ANALYSER = "vi-6"
"""Version of everything that decides which terms a text gives. Raise it when old indexes would answer wrongly."""


@dataclass(frozen=True, slots=True)
class Tiers:
    """What a text is indexed under.

    `word`: canonical words; `fold`: the same without accents (same positions); `pair`: adjacent folded words and
    full dates (`2010-04-16`); `compound`: the segmenter's words, their syllables joined by `_`: `hội` there is a word
    of its own, and not the one in `hội_viên`.
    """

    word: tuple[str, ...]
    fold: tuple[str, ...]
    pair: tuple[str, ...]
    compound: tuple[str, ...]


def compounds(text: str, segmenter: Segmenter) -> list[str]:
    """Return the segmenter's words of two or more syllables, canonical, joined by `_`: `khoa_học`."""
    return [word for word in segmented(text, segmenter) if "_" in word]


def segmented(text: str, segmenter: Segmenter) -> list[str]:
    """Return the segmenter's words, canonical, their syllables joined by `_`; signs are left out."""
    return [
        "_".join(canonical_word(syllable) for syllable in text[start:end].split())
        for start, end, syllables in segmenter.segment(text)
        if syllables > 1 or WORD.fullmatch(text, start, end)
    ]


def tiers_of(text: str, segmenter: Segmenter | None) -> Tiers:
    """Return the tiers of `text`; without a segmenter the compounds stay empty."""
    text = nfc(text)
    word = words(text)
    fold = folded(word)
    dates = [date for _, _, date in dates_in(text)]
    return Tiers(
        word=tuple(word),
        fold=tuple(fold),
        pair=tuple(pairs(fold) + dates),
        compound=tuple(segmented(text, segmenter)) if segmenter else (),
    )
