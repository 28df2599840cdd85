"""The tiers of a text: every form under which its words are indexed, position by position."""

from __future__ import annotations

from dataclasses import dataclass

from index.analysis.normalise import nfc
from index.analysis.segmentation.segment import Segmenter
from index.analysis.tokens import folded, pairs, words
from index.analysis.wholes_in_text import wholes_in

ANALYSER = "vi-7"
"""Version of everything that decides which terms a text gives. Raise it when old indexes would answer wrongly."""


@dataclass(frozen=True, slots=True)
class Tiers:
    """The terms that a text is indexed under.

    `word`: canonical words; `fold`: the same without accents (same positions); `pair`: adjacent folded words,
    full dates (`2010-04-16`) and telephone numbers (`+842439432206`); `compound`: the segmenter's words, their
    syllables joined by `_`: `hội` there is a word of its own, and not the one in `hội_viên`.
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
    return segmenter.words(nfc(text))


def tiers_of(text: str, segmenter: Segmenter | None) -> Tiers:
    """Return the tiers of `text`; without a segmenter the compounds stay empty."""
    text = nfc(text)
    word = words(text)
    fold = folded(word)
    wholes = [term for _, _, term in wholes_in(text)]
    return Tiers(
        word=tuple(word),
        fold=tuple(fold),
        pair=tuple(pairs(fold) + wholes),
        compound=tuple(segmented(text, segmenter)) if segmenter else (),
    )
