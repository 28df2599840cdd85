"""The words of a query as typed, in runs that stand side by side, each with what is known of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from index.analysis.normalise import canonical_word, fold_word, strip_accents
from index.analysis.tokens import folded
from search.query.lexemes import word_runs
from search.query.tree import Expansion, Query
from search.repair.candidates import Reading, TypedWord
from search.repair.lexicon import Lexicon
from search.typing import decode_vni

Change = tuple[int, int, str]
"""Place in the query's text, [start, end), and what is meant there."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words that stand side by side; plain ones stand neither in a phrase nor in a field."""

    plain: bool
    places: list[tuple[int, int]]
    words: list[TypedWord]
    unheld: list[int]

    def change(self, reading: Reading, written: str) -> Change:
        """Return what a reading of the run changes in the query's text."""
        return self.places[reading.start][0], self.places[reading.end - 1][1], written


def typed_runs(query: Query, lexicon: Lexicon) -> list[Run]:
    """Return the runs of a query; `unheld` are the words to be read anew: no document holds them, none is right."""
    text = query.text
    bare = text == strip_accents(text)
    keys = sum(word.isalnum() and decode_vni(word) is not None for word in text.split()) > 1
    known = {word for expansion in query.expanded if _says(expansion, lexicon, keys) for word in expansion.words}
    runs = []
    for plain, places in word_runs(text):
        words = []
        for start, end in places:
            fold = fold_word(text[start:end])
            stands_for = canonical_word(text[start:end]) in known
            held = stands_for or lexicon.holds(fold)
            words.append(TypedWord(text[start:end], fold, held, bare, stands_for))
        runs.append(Run(plain, places, words, [n for n, word in enumerate(words) if _is_unheld(word)]))
    return runs


def _says(expansion: Expansion, lexicon: Lexicon, keys: bool) -> bool:
    """Tell whether words stand for something, as KHKT does; `covid19` stands for covid 19, `nha2` hardly for nha 2.

    Where several words are keys of VNI, none does: `trinh5 thi5`.
    """
    if not any(letter.isdigit() for letter in expansion.typed):
        return True
    found = [pair for also in expansion.also for pair in pairwise(folded(list(also.words)))]
    return not keys and bool(found) and any(lexicon.together(found))


def _is_unheld(word: TypedWord) -> bool:
    letters = sum(letter.isalpha() for letter in word.fold)  # `a1` is a road as often as á
    return not word.held and letters > 1 and not word.is_right


def replaced(text: str, changes: list[Change]) -> str:
    """Return a text with the changes, which stand in its order, made."""
    parts, end = [], 0
    for start, stop, written in changes:
        parts += [text[end:start], written]
        end = stop
    return "".join([*parts, text[end:]])
